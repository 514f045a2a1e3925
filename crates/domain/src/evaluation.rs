//! Evaluation of a day: which shortages are seen from day D, from what was known on it (design: an evaluation on day D).
//!
//! Nothing is stored and nothing is remembered: no acknowledgement, no silence, no hysteresis. The same figures give
//! the same alerts, in whatever order they come.

mod verdict;

use std::{collections::BTreeMap, ops::Range};

use chrono::NaiveDate;

use crate::{
    balance::{BalanceRow, balance_rows, group_row},
    exact::Exact,
    item::{ItemCode, Nature},
    ledger::{Cell, CityPool, ItemBook, Ledger, Scope, Series, Tally, add_cells, by_consumer, is_one_of_many},
    level::Level,
    party::DivisionCode,
    period::{DayRange, Grain, Period, minus_days, plus_days},
    rule::{Rule, RuleBook},
};

pub(crate) use verdict::{StockVerdict, lasting, may_last, stock_verdict};

/// What an alert is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AlertKind {
    /// 缺口: supply falls short of demand.
    Gap,
    /// 库存: a stock lasts too few days.
    Stock,
}

impl AlertKind {
    /// The word in API and files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gap => "gap",
            Self::Stock => "stock",
        }
    }
}

/// A shortage seen from the evaluated day; what does not apply is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Gap or stock.
    pub kind: AlertKind,
    /// The item that is short.
    pub item: ItemCode,
    /// Who is short.
    pub scope: Scope,
    /// How bad it is.
    pub level: Level,
    /// The month or day that the amounts are of; for a stock the period of its figure.
    pub period: Period,
    /// Gap ÷ demand as it was judged.
    pub ratio: Option<Exact>,
    /// Demand of the period (of a day: of its window).
    pub demand: Option<Exact>,
    /// Supply against it.
    pub supply: Option<Exact>,
    /// What is missing.
    pub gap: Option<Exact>,
    /// The stock.
    pub stock: Option<Exact>,
    /// Mean daily use.
    pub daily_use: Option<Exact>,
    /// Stock ÷ mean daily use.
    pub stock_days: Option<Exact>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evaluation {
    /// The evaluated day.
    pub on: NaiveDate,
    /// All alerts, the worst first, then by item in the order of the books, gaps before stocks, and by scope.
    pub alerts: Vec<Alert>,
    /// Scopes and items of which something could not be judged.
    pub unknown: Vec<(Scope, ItemCode)>,
}

impl Evaluation {
    /// How many alerts have this level.
    pub fn count(&self, level: Level) -> usize {
        self.alerts.iter().filter(|a| a.level == level).count()
    }
}

/// The days of figures that an evaluation of one item reads, before months are completed.
pub fn reading_range(rule: &Rule, on: NaiveDate) -> DayRange {
    let judged = judged_range(rule, on);
    let oldest_stock = rule.stale_daily_days.max(rule.stale_monthly_days) + rule.use_window_days;
    let with_stock = if rule.stock.is_some() { minus_days(on, oldest_stock).min(judged.first) } else { judged.first };
    DayRange { first: with_stock, last: judged.last }
}

/// The judged days with the window before the first.
pub(crate) fn judged_range(rule: &Rule, on: NaiveDate) -> DayRange {
    let before = rule.pending_days.saturating_sub(1) + rule.window_days.saturating_sub(1);
    DayRange { first: minus_days(on, before), last: plus_days(on, rule.look_ahead_days) }
}

/// Evaluates day `on` for all items. Figures that were not facts by then are left out here, so a caller may pass more
/// than it must; at least [`reading_range`] is needed, in whole months, and in whole years of a quota or where there is
/// a year's figure.
pub fn evaluate(on: NaiveDate, books: Vec<ItemBook<'_>>, rules: &RuleBook) -> Evaluation {
    let mut evaluation = Evaluation { on, alerts: Vec::new(), unknown: Vec::new() };
    for mut book in books {
        let Some(rule) = rules.rule(&book.item.code, on) else { continue };
        forget_the_future(&mut book, on);
        ItemEvaluation { on, book: &book, rule, rules, alerts: Vec::new() }.run(&mut evaluation);
    }
    // Stable: what is equally bad stays in its order.
    evaluation.alerts.sort_by_key(|a| std::cmp::Reverse(a.level));
    evaluation
}

/// No hindsight: a fact counts only if its period ended by `on`; demand and plan always count.
pub(crate) fn forget_the_future(book: &mut ItemBook<'_>, on: NaiveDate) {
    for series in &mut book.series {
        if !series.measure.is_intention() {
            series.figures.retain(|(period, _)| period.last_day() <= on);
            series.since = series.since.filter(|since| *since <= on);
        }
    }
}

struct ItemEvaluation<'a> {
    on: NaiveDate,
    book: &'a ItemBook<'a>,
    rule: &'a Rule,
    rules: &'a RuleBook,
    alerts: Vec<Alert>,
}

/// A group of consumers: its days, and by judged day the sum of the consumers' own gaps, which is the group's gap of a
/// direct item.
#[derive(Default)]
struct Group<'b> {
    members: BTreeMap<usize, Vec<&'b Series>>,
    cells: Vec<Cell>,
    tallies: Vec<Option<Tally>>,
}

impl Group<'_> {
    fn add(&mut self, cells: &[Cell], tallies: &[Option<Tally>]) {
        add_cells(&mut self.cells, cells);
        self.tallies.resize(tallies.len(), None);
        for (total, part) in self.tallies.iter_mut().zip(tallies) {
            Tally::add(total, part.as_ref());
        }
    }
}

impl ItemEvaluation<'_> {
    fn run(mut self, evaluation: &mut Evaluation) {
        let (book, rules) = (self.book, self.rules);
        let range = judged_range(self.rule, self.on);
        let matters = |series: &Series| series.expected_from().is_some_and(|first| first <= range.last);
        let ledger = Ledger::new(book, range, |_| false);
        let mut city = Group::default();
        let mut divisions: BTreeMap<&DivisionCode, Group> = BTreeMap::new();
        let mut parties = Vec::new();
        for (index, series) in by_consumer(book, is_one_of_many) {
            let party = &book.parties[index];
            let alone = BTreeMap::from([(index, series)]);
            let mut division = party.division.as_ref().map(|code| divisions.entry(code).or_default());
            for series in alone.values().filter(|series| series.iter().any(|series| matters(series))) {
                let cells = ledger.consumer_cells(&ledger.spread_all(series));
                let tallies = self.tallies(&cells);
                city.add(&cells, &tallies);
                if let Some(division) = &mut division {
                    division.add(&cells, &tallies);
                }
                let scope = Scope::Party(party.code.clone());
                let month_row = |month| group_row(book, &alone, month, rules);
                let gap_judged = self.judge_gap(&scope, &tallies, &cells, month_row);
                let stock_judged = self.judge_stock(&scope, series);
                parties.push((scope, gap_judged && stock_judged));
            }
            if let Some(division) = division {
                division.members.extend(alone);
            }
        }
        if city.cells.is_empty() {
            city.cells.resize_with(range.len(), Cell::default);
        }
        if !ledger.is_direct() {
            let CityPool { cells, .. } = ledger.city_pool_cells(std::mem::take(&mut city.cells));
            city.tallies = self.tallies(&cells);
            city.cells = cells;
        }
        let mut scopes = Vec::new();
        if book.series.iter().any(matters) {
            let month_row = |month| balance_rows(book, &Scope::City, &[month], rules, |_| false).pop();
            scopes.push((Scope::City, self.judge_gap(&Scope::City, &city.tallies, &city.cells, month_row)));
        }
        for (division, mut group) in divisions.into_iter().filter(|(_, group)| !group.cells.is_empty()) {
            if !ledger.is_direct() {
                group.tallies = self.tallies(&group.cells);
            }
            let scope = Scope::Division(division.clone());
            let month_row = |month| group_row(book, &group.members, month, rules);
            let judged = self.judge_gap(&scope, &group.tallies, &group.cells, month_row);
            scopes.push((scope, judged));
        }
        scopes.extend(parties);
        let item = &book.item.code;
        let unknown = scopes.into_iter().filter(|(_, judged)| !judged);
        evaluation.unknown.extend(unknown.map(|(scope, _)| (scope, item.clone())));
        self.alerts.sort_by(|a, b| (a.kind, &a.scope).cmp(&(b.kind, &b.scope)));
        evaluation.alerts.append(&mut self.alerts);
    }

    /// By judged day: demand, supply and gap of the window that ends on it (rule 8).
    fn tallies(&self, cells: &[Cell]) -> Vec<Option<Tally>> {
        (self.first_judged()..cells.len()).map(|day| Tally::of(&cells[self.window(day)])).collect()
    }

    fn first_judged(&self) -> usize {
        usize::try_from(self.rule.window_days).unwrap_or(1).saturating_sub(1)
    }

    fn window(&self, day: usize) -> Range<usize> {
        // What accumulates or stands for a day by itself has no sum over days.
        let length = if self.book.item.nature == Nature::Flow { self.first_judged() } else { 0 };
        day - length..day + 1
    }

    /// Whether the gap could be judged; a shortage becomes an alert, with the amounts of `month_row` where it is a
    /// month's.
    fn judge_gap(
        &mut self,
        scope: &Scope,
        tallies: &[Option<Tally>],
        cells: &[Cell],
        month_row: impl FnOnce(Period) -> Option<BalanceRow>,
    ) -> bool {
        if tallies.iter().all(Option::is_none) {
            return false;
        }
        let pending = usize::try_from(self.rule.pending_days).unwrap_or(1);
        if let Some((level, worst)) = lasting(tallies, pending, |t| self.rule.gap.level(&t.gap, &t.demand)) {
            let judged = tallies[worst].as_ref();
            let ratio = judged.and_then(|t| Exact::ratio(&t.gap, &t.demand));
            let first_day = judged_range(self.rule, self.on).first;
            let cell = worst + self.first_judged();
            let day = plus_days(first_day, u32::try_from(cell).unwrap_or(0));
            let (period, amounts) = if cells[cell].whole_month() {
                let month = Period::containing(day, Grain::Month);
                (month, month_row(month).map(|r| (r.counted_demand, r.counted_supply, r.gap)))
            } else {
                let amounts = judged.map(|t| (t.demand.clone(), t.supply.clone(), t.gap.clone()));
                (Period::day(day), amounts.map(|(d, s, g)| (Some(d), Some(s), Some(g))))
            };
            let (demand, supply, gap) = amounts.unwrap_or_default();
            let alert = self.alert(AlertKind::Gap, scope, level, period);
            self.alerts.push(Alert { ratio, demand, supply, gap, ..alert });
        }
        true
    }

    fn alert(&self, kind: AlertKind, scope: &Scope, level: Level, period: Period) -> Alert {
        Alert {
            kind,
            item: self.book.item.code.clone(),
            scope: scope.clone(),
            level,
            period,
            ratio: None,
            demand: None,
            supply: None,
            gap: None,
            stock: None,
            daily_use: None,
            stock_days: None,
        }
    }

    /// Whether the stock could be judged, or there is nothing to judge; a low stock becomes an alert.
    fn judge_stock(&mut self, scope: &Scope, series: &[&Series]) -> bool {
        let Some(lines) = self.rule.stock else { return true };
        match stock_verdict(self.rule, self.book.item.nature, series, self.on) {
            StockVerdict::NeverReported => true,
            StockVerdict::Unknown => false,
            StockVerdict::Known { period, stock, daily_use } => {
                if let Some(level) = lines.level(&stock, &daily_use) {
                    let alert = self.alert(AlertKind::Stock, scope, level, period);
                    let stock_days = Exact::ratio(&stock, &daily_use);
                    self.alerts.push(Alert { stock: Some(stock), daily_use: Some(daily_use), stock_days, ..alert });
                }
                true
            }
        }
    }
}
