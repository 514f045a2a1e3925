//! One item on one day: what its figures answer about each party, supplier, division and the city.
//!
//! Parties are judged from their own figures, groups from sums. So a change of one party's figures is judged by taking
//! its share out of the sums as it was and putting it in as it is: the cost grows with what changed, not with the city.
//! The answers are those of [`crate::evaluate`], with the hysteresis beside them; a law in the tests holds them together.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    AlertKey, Answer, Facts, ItemSums, Judged, Kind, WatchSettings,
    doubts::{Doubts, doubts_of_capacity, doubts_of_consumer, doubts_of_pool},
    layout::{Layout, watch_range},
    share::{Share, matters},
    sums::{GroupSums, SupplierSums, Turn},
};
use crate::{
    evaluation::{StockVerdict, forget_the_future, lasting, may_last, stock_verdict},
    exact::Exact,
    figure::Measure,
    item::{Item, Nature, Route},
    ledger::{Cell, ItemBook, Scope, Series, Tally, by_consumer, by_supplier},
    party::PartyCode,
    period::{DayRange, minus_days},
    quantity::Quantity,
    rule::Rule,
    spread::spread,
};

/// Answers by key.
pub type Answers = BTreeMap<AlertKey, Answer>;

/// The watch over one item on one day.
#[derive(Clone, Copy, Debug)]
pub struct ItemWatch<'a> {
    /// The evaluation day.
    pub on: NaiveDate,
    /// The item.
    pub item: &'a Item,
    /// The rule that governs the day.
    pub rule: &'a Rule,
    /// The settings that govern the day.
    pub settings: &'a WatchSettings,
    /// What each supplier can deliver in a day, where it is known.
    pub capacities: &'a BTreeMap<PartyCode, Quantity>,
}

impl ItemWatch<'_> {
    /// The days of figures that are needed, before months are completed; of a quota, and where there is a year's figure,
    /// whole years.
    pub fn reading_range(&self) -> DayRange {
        watch_range(self.rule, self.settings, self.on)
    }

    /// Judges everything; `book` holds all of the item's series.
    pub fn whole(&self, book: ItemBook<'_>) -> (ItemSums, Answers) {
        let mut sums = ItemSums::default();
        let run = Run::new(self);
        let book = run.known_by_day(book);
        let mut answers = Answers::new();
        for (consumer, series) in by_consumer(&book, |_| true) {
            let share = Share::of(&book, &run.layout, consumer, &series);
            sums.turn(Turn::In, &share);
            run.consumer(&book, consumer, &series, &share, &mut answers);
        }
        run.set_pools(&book, &mut sums);
        run.suppliers(&book, &sums, sums.suppliers.keys().cloned().collect(), &mut answers);
        run.groups(&sums, &mut answers);
        (sums, answers)
    }

    /// Judges what a change touched. `who` are all parties that the changed figures name; `before` and `after` hold all
    /// their series, as consumers and as suppliers into the pool. `sums` hold the city, these parties' divisions, and
    /// all suppliers that these series name (of a pool all there are).
    pub fn changed(
        &self,
        who: &BTreeSet<PartyCode>,
        before: ItemBook<'_>,
        after: ItemBook<'_>,
        sums: &mut ItemSums,
    ) -> Answers {
        let run = Run::new(self);
        let (before, after) = (run.known_by_day(before), run.known_by_day(after));
        let mut answers = Answers::new();
        for (consumer, series) in by_consumer(&before, |_| true) {
            sums.turn(Turn::Out, &Share::of(&before, &run.layout, consumer, &series));
        }
        run.count_pool_series(&before, sums, Turn::Out);
        for supplier in before.series.iter().filter(|s| s.consumer.is_none()).filter_map(|s| s.supplier) {
            if let Some(own) = sums.suppliers.get_mut(&before.parties[supplier].code) {
                own.set_pool(&[], &[]);
            }
        }
        for (consumer, series) in by_consumer(&after, |_| true) {
            let share = Share::of(&after, &run.layout, consumer, &series);
            sums.turn(Turn::In, &share);
            run.consumer(&after, consumer, &series, &share, &mut answers);
        }
        run.set_pools(&after, sums);
        run.suppliers(&after, sums, who.clone(), &mut answers);
        run.groups(sums, &mut answers);
        answers
    }
}

struct Run<'a> {
    watch: &'a ItemWatch<'a>,
    layout: Layout,
    direct: bool,
}

impl<'a> Run<'a> {
    fn new(watch: &'a ItemWatch<'a>) -> Self {
        let layout = Layout::new(watch.item.nature, watch.rule, watch.settings, watch.on);
        Self { watch, layout, direct: watch.item.route == Route::Direct }
    }

    fn known_by_day<'b>(&self, mut book: ItemBook<'b>) -> ItemBook<'b> {
        forget_the_future(&mut book, self.watch.on);
        book
    }

    fn key(&self, kind: Kind, scope: Scope) -> AlertKey {
        AlertKey { kind, item: self.watch.item.code.clone(), scope }
    }

    /// One party by its own figures.
    fn consumer(&self, book: &ItemBook<'_>, consumer: usize, series: &[&Series], share: &Share, answers: &mut Answers) {
        let scope = || Scope::Party(book.parties[consumer].code.clone());
        if share.counts {
            answers.insert(self.key(Kind::Gap, scope()), self.gap(&share.cells, &share.tallies));
            answers.insert(self.key(Kind::Stock, scope()), self.stock(series));
        }
        self.doubt(scope(), doubts_of_consumer(self.watch, book, series), answers);
    }

    /// What suppliers state into the pool.
    fn set_pools(&self, book: &ItemBook<'_>, sums: &mut ItemSums) {
        self.count_pool_series(book, sums, Turn::In);
        for (supplier, series) in by_supplier(book, |_| true) {
            let pool: Vec<&Series> = series.into_iter().filter(|s| s.consumer.is_none()).collect();
            if pool.is_empty() {
                continue;
            }
            let of = |measure| {
                let found = pool.iter().find(|s| s.measure == measure);
                let figures = found.map(|s| s.figures.as_slice()).unwrap_or_default();
                spread(self.watch.item.nature, figures, self.layout.days)
            };
            let entry = sums.suppliers.entry(book.parties[supplier].code.clone()).or_default();
            entry.set_pool(&of(Measure::Plan), &of(Measure::Delivered));
        }
    }

    fn count_pool_series(&self, book: &ItemBook<'_>, sums: &mut ItemSums, turn: Turn) {
        let pool = book.series.iter().filter(|s| s.consumer.is_none() && matters(&self.layout, s)).count();
        turn.count(&mut sums.city.series, u32::try_from(pool).unwrap_or(u32::MAX));
    }

    /// Suppliers: whether they have stopped, and what is hardly possible about their reports.
    fn suppliers(&self, book: &ItemBook<'_>, sums: &ItemSums, who: BTreeSet<PartyCode>, answers: &mut Answers) {
        let mut pools: BTreeMap<&PartyCode, Vec<&Series>> = BTreeMap::new();
        for series in book.series.iter().filter(|s| s.consumer.is_none()) {
            if let Some(supplier) = series.supplier {
                pools.entry(&book.parties[supplier].code).or_default().push(series);
            }
        }
        for code in who {
            let Some(own) = sums.suppliers.get(&code) else { continue };
            let scope = || Scope::Party(code.clone());
            if self.direct {
                let key = self.key(Kind::Gap, scope());
                // Where it needs the item itself, its own gap is what its people look at.
                let needs = matches!(answers.get(&key), Some(Answer::Known { .. }));
                if !needs {
                    answers.insert(key, self.stoppage(own));
                }
            }
            let mut doubts = doubts_of_pool(self.watch, pools.get(&code).map(Vec::as_slice).unwrap_or_default());
            let delivered = |day| self.layout.days.position(day).and_then(|position| own.delivered(position));
            doubts.extend(doubts_of_capacity(self.watch, &code, delivered));
            self.doubt(scope(), doubts, answers);
        }
    }

    /// Adds doubts to those that the party has already.
    fn doubt(&self, scope: Scope, mut doubts: Doubts, answers: &mut Answers) {
        let key = self.key(Kind::Implausible, scope);
        if let Some(Answer::Known { facts, .. }) = answers.remove(&key) {
            doubts.looked_at = true;
            if let Facts::Implausible { doubts: before } = facts {
                doubts.found.extend(before);
            }
        }
        let answer = if !doubts.found.is_empty() {
            doubts.found.sort();
            doubts.found.dedup();
            let judged = Judged::plain(self.watch.settings.implausible_level);
            Answer::Known { judged, facts: Facts::Implausible { doubts: doubts.found } }
        } else if doubts.looked_at {
            Answer::FINE
        } else {
            Answer::Unknown
        };
        answers.insert(key, answer);
    }

    /// The city and the divisions at hand.
    fn groups(&self, sums: &ItemSums, answers: &mut Answers) {
        if sums.city.series > 0 {
            let (cells, tallies) = sums.city(&self.layout, self.direct);
            answers.insert(self.key(Kind::Gap, Scope::City), self.gap(&cells, &tallies));
        }
        for (division, group) in sums.divisions.iter().filter(|(_, group)| group.members > 0) {
            answers.insert(self.key(Kind::Gap, Scope::Division(division.clone())), self.group(group));
        }
    }

    fn group(&self, group: &GroupSums) -> Answer {
        let cells = group.cells(self.layout.days.len());
        let tallies = group.tallies(&self.layout, self.direct, &cells);
        self.gap(&cells, &tallies)
    }

    fn gap(&self, cells: &[Cell], tallies: &[Option<Tally>]) -> Answer {
        let (layout, lines, margin) = (&self.layout, &self.watch.rule.gap, self.watch.settings.gap_hysteresis);
        let judged = layout.judged(tallies);
        if judged.iter().all(Option::is_none) {
            return Answer::Unknown;
        }
        let pending = usize::try_from(self.watch.rule.pending_days).unwrap_or(1);
        let by_lines = |t: &Tally| lines.level(&t.gap, &t.demand);
        let by_margin = |t: &Tally| lines.held(&t.gap, &t.demand, margin);
        let ahead = layout.ahead(tallies);
        let reached = lasting(judged, pending, by_lines);
        let brief = lasting(ahead, 1, by_lines);
        let level = |found: Option<(crate::Level, usize)>| found.map(|(level, _)| level);
        let verdict = Judged {
            reached: level(reached),
            // What lasted too short for want of data alone has not passed.
            held: may_last(judged, pending, by_margin),
            brief: level(brief),
            brief_held: level(lasting(ahead, 1, by_margin)),
        };
        let today = judged.len() - ahead.len();
        let worst = reached.map(|(_, day)| day).or_else(|| brief.map(|(_, day)| day + today));
        let facts = worst.map_or(Facts::None, |worst| {
            let (ratio, (period, tally)) = layout.shown(cells, tallies, worst);
            let amounts = tally.map(|t| (t.demand, t.supply, t.gap));
            let (demand, supply, gap) = amounts.map_or((None, None, None), |(d, s, g)| (Some(d), Some(s), Some(g)));
            Facts::Gap { period, ratio, demand, supply, gap }
        });
        Answer::Known { judged: verdict, facts }
    }

    fn stock(&self, series: &[&Series]) -> Answer {
        let ItemWatch { on, item, rule, settings, .. } = *self.watch;
        let Some(lines) = rule.stock else { return Answer::FINE };
        match stock_verdict(rule, item.nature, series, on) {
            StockVerdict::NeverReported | StockVerdict::Unknown => Answer::Unknown,
            StockVerdict::Known { period, stock, daily_use } => {
                let reached = lines.level(&stock, &daily_use);
                let held = lines.held(&stock, &daily_use, settings.stock_hysteresis);
                let stock_days = Exact::ratio(&stock, &daily_use);
                let judged = Judged { reached, held, ..Judged::FINE };
                Answer::Known { judged, facts: Facts::Stock { period, stock, daily_use, stock_days } }
            }
        }
    }

    /// Whether a supplier has stopped: what it delivered of its plan in the last days that it told.
    fn stoppage(&self, own: &SupplierSums) -> Answer {
        let ItemWatch { on, rule, settings, .. } = *self.watch;
        if self.watch.item.nature != Nature::Flow {
            return Answer::Unknown;
        }
        let days = self.layout.days;
        let kept = |day: NaiveDate| days.position(day).and_then(|position| own.kept(position));
        let told = (0..=rule.stale_daily_days).map(|back| minus_days(on, back)).find(|day| kept(*day).is_some());
        let Some(to) = told else { return Answer::Unknown };
        let from = minus_days(to, settings.stoppage_days.saturating_sub(1));
        let (mut plan, mut delivered) = (Exact::ZERO, Exact::ZERO);
        for (planned, came) in (DayRange { first: from, last: to }).iter().filter_map(kept) {
            plan += &planned;
            delivered += &came;
        }
        let gap = (&plan - &delivered).or_zero();
        let by = |percent: i64| gap.times(100) >= plan.times(percent) && gap.is_positive();
        let stopped = i64::from(settings.stoppage_percent);
        // The margin in whole percent: the share is one.
        let margin = settings.gap_hysteresis / 100;
        let judged = Judged {
            reached: rule.gap.level(&gap, &plan).filter(|_| by(stopped)),
            held: rule.gap.held(&gap, &plan, settings.gap_hysteresis).filter(|_| by(stopped - margin)),
            ..Judged::FINE
        };
        Answer::Known { judged, facts: Facts::Stoppage { from, to, plan, delivered } }
    }
}
