//! One item over many days: the levels that rules give each scope on each of them.
//!
//! Days are judged in stretches within which no month ends: on all of them the same months' and years' figures are facts.
//! Of such a stretch two courses are laid out, what is known of a day once it has come and what was planned of it
//! before; each day is judged from the first up to itself and from the second beyond. What a quota has accumulated by a
//! day hangs on for the days after it, so there each day is a stretch of its own.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{Levels, Pair, judge_alike};
use crate::{
    evaluation::{AlertKind, StockVerdict, stock_verdict},
    item::Nature,
    ledger::{Cell, CityPool, ItemBook, Ledger, Scope, Series, Tally, add_cells, by_consumer, is_one_of_many},
    level::Level,
    party::DivisionCode,
    period::{DayRange, Grain, Period, last_of_month, minus_days, plus_days},
    rule::{Rule, RuleBook},
};

/// Days in one stretch that the same two rules judge.
struct Segment<'r> {
    old: Option<&'r Rule>,
    new: Option<&'r Rule>,
    days: Vec<NaiveDate>,
}

impl<'r> Segment<'r> {
    fn sides(&self) -> [(Side, Option<&'r Rule>); 2] {
        [(Side::Old, self.old), (Side::New, self.new)]
    }
}

/// Whose rule.
#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

/// The levels of all scopes of an item on the days that the two books judge otherwise; those days are noted.
pub(super) fn levels(
    book: &ItemBook<'_>,
    old: &RuleBook,
    new: &RuleBook,
    days: DayRange,
    judged: &mut BTreeSet<NaiveDate>,
) -> Levels {
    let mut levels = Levels::new();
    for stretch in stretches(book.item.nature, days) {
        let segments = segments(book, old, new, stretch);
        if segments.is_empty() {
            continue;
        }
        judged.extend(segments.iter().flat_map(|segment| &segment.days));
        Stretch::new(book, &segments, stretch).judge(&mut levels);
    }
    levels
}

/// The days cut where a month ends: its last day is the first on which its figures are facts.
fn stretches(nature: Nature, days: DayRange) -> Vec<DayRange> {
    let mut stretches = Vec::new();
    let mut first = days.first;
    while first <= days.last {
        let last = match nature {
            Nature::Quota => first,
            Nature::Flow | Nature::Peak => minus_days(last_of_month(plus_days(first, 1)), 1).min(days.last),
        };
        stretches.push(DayRange { first, last });
        first = plus_days(last, 1);
    }
    stretches
}

fn segments<'r>(book: &ItemBook<'_>, old: &'r RuleBook, new: &'r RuleBook, days: DayRange) -> Vec<Segment<'r>> {
    let mut segments: Vec<Segment<'r>> = Vec::new();
    for day in days.iter() {
        let (old, new) = (old.rule(&book.item.code, day), new.rule(&book.item.code, day));
        if judge_alike(old, new) {
            continue;
        }
        match segments.iter_mut().find(|segment| segment.old == old && segment.new == new) {
            Some(segment) => segment.days.push(day),
            None => segments.push(Segment { old, new, days: vec![day] }),
        }
    }
    segments
}

/// What is known and what was planned, by day of the laid out range.
struct Course {
    known: Vec<Cell>,
    planned: Vec<Cell>,
}

/// Gaps as they are seen from each judged day: of the days up to it, of days whose whole window lies beyond it, and of
/// those in between by how far they lie beyond it.
#[derive(Default)]
struct Seen {
    known: Vec<Option<Tally>>,
    planned: Vec<Option<Tally>>,
    between: Vec<Vec<Option<Tally>>>,
}

impl Seen {
    fn add(&mut self, other: &Self) {
        let add = |total: &mut Vec<Option<Tally>>, part: &[Option<Tally>]| {
            total.resize(part.len(), None);
            for (total, part) in total.iter_mut().zip(part) {
                Tally::add(total, part.as_ref());
            }
        };
        add(&mut self.known, &other.known);
        add(&mut self.planned, &other.planned);
        self.between.resize(other.between.len(), Vec::new());
        for (total, part) in self.between.iter_mut().zip(&other.between) {
            add(total, part);
        }
    }
}

/// How a rule looks at the laid out days.
struct Look<'a> {
    rule: &'a Rule,
    /// Days over which a gap is taken.
    window: usize,
    pending: usize,
    ahead: usize,
    /// Positions of the judged days.
    days: Vec<usize>,
}

impl<'a> Look<'a> {
    fn new(rule: &'a Rule, nature: Nature, range: DayRange, days: &[NaiveDate]) -> Self {
        let number = |days: u32| usize::try_from(days).unwrap_or(1);
        Self {
            rule,
            window: if nature == Nature::Flow { number(rule.window_days).max(1) } else { 1 },
            pending: number(rule.pending_days).max(1),
            ahead: number(rule.look_ahead_days),
            days: days.iter().filter_map(|day| range.position(*day)).collect(),
        }
    }

    fn seen(&self, course: &Course) -> Seen {
        let (Some(first), Some(last)) = (self.days.first(), self.days.last()) else { return Seen::default() };
        let length = course.known.len();
        let window = |cells: &[Cell], day: usize| Tally::of(&cells[(day + 1).saturating_sub(self.window)..=day]);
        let mut known = vec![None; last + 1];
        for (day, tally) in known.iter_mut().enumerate().skip((first + 1).saturating_sub(self.pending)) {
            *tally = window(&course.known, day);
        }
        let mut planned = vec![None; (last + self.ahead + 1).min(length)];
        for (day, tally) in planned.iter_mut().enumerate().skip(first + self.window) {
            *tally = window(&course.planned, day);
        }
        let between = self.days.iter().map(|on| {
            let beyond = 1..self.window.min(self.ahead + 1);
            let tally = |beyond: usize| {
                let (from, to) = ((on + beyond + 1).saturating_sub(self.window), on + beyond);
                let cells: Vec<Cell> =
                    course.known[from..=*on].iter().chain(&course.planned[on + 1..=to]).cloned().collect();
                Tally::of(&cells)
            };
            beyond.map(tally).collect()
        });
        Seen { known, planned, between: between.collect() }
    }

    /// The level on each judged day: the highest that is reached on enough days in a row.
    fn levels(&self, seen: &Seen) -> Vec<Option<Level>> {
        let level = |tally: &Option<Tally>| tally.as_ref().and_then(|t| self.rule.gap.level(&t.gap, &t.demand));
        let known: Vec<Option<Level>> = seen.known.iter().map(level).collect();
        let planned: Vec<Option<Level>> = seen.planned.iter().map(level).collect();
        let on_day = |(on, between): (&usize, &Vec<Option<Tally>>)| {
            let before = &known[(on + 1).saturating_sub(self.pending)..=*on];
            let beyond = planned.get(on + 1 + between.len()..=on + self.ahead).unwrap_or_default();
            let days = before.iter().copied().chain(between.iter().map(level)).chain(beyond.iter().copied());
            lasting(&days.collect::<Vec<_>>(), self.pending)
        };
        self.days.iter().zip(&seen.between).map(on_day).collect()
    }
}

/// The highest level that is reached or exceeded on so many days in a row.
fn lasting(days: &[Option<Level>], length: usize) -> Option<Level> {
    let worst = (*days.iter().max()?)?;
    Level::WORST_FIRST.into_iter().filter(|level| *level <= worst).find(|level| {
        let mut run = 0;
        days.iter().any(|reached| {
            run = if *reached >= Some(*level) { run + 1 } else { 0 };
            run >= length
        })
    })
}

/// One stretch of days of one item.
struct Stretch<'a> {
    segments: &'a [Segment<'a>],
    /// All days that are laid out.
    range: DayRange,
    known: ItemBook<'a>,
    planned: ItemBook<'a>,
}

/// A group of consumers: its days, and by segment and side the sums of their own gaps.
#[derive(Default)]
struct Group {
    known: Vec<Cell>,
    planned: Vec<Cell>,
    gaps: Vec<[Seen; 2]>,
}

impl<'a> Stretch<'a> {
    fn new(book: &ItemBook<'a>, segments: &'a [Segment<'a>], days: DayRange) -> Self {
        let rules = || segments.iter().flat_map(|segment| segment.old.into_iter().chain(segment.new));
        let most = |of: fn(&Rule) -> u32| rules().map(of).max().unwrap_or(0);
        let before = most(|rule| rule.pending_days.max(1) + rule.window_days.max(1));
        let range = DayRange {
            first: minus_days(days.first, before),
            last: plus_days(days.last, most(|rule| rule.look_ahead_days)),
        };
        let oldest = most(|rule| rule.stale_daily_days.max(rule.stale_monthly_days) + rule.use_window_days);
        let read = DayRange { first: minus_days(days.first, oldest).min(range.first), last: range.last }.whole_months();
        let known = |series: &Series| {
            let knowable = |period: Period| series.measure.is_intention() || period.last_day() <= days.last;
            with(series, read, book.item.nature, knowable)
        };
        let planned = |series: &Series| match book.item.nature {
            Nature::Quota => known(series),
            Nature::Flow | Nature::Peak => with(series, read, book.item.nature, |_| series.measure.is_intention()),
        };
        let part = |series| ItemBook { item: book.item, parties: book.parties, series };
        Self {
            segments,
            range,
            known: part(book.series.iter().map(known).collect()),
            planned: part(book.series.iter().map(planned).collect()),
        }
    }

    fn judge(&self, levels: &mut Levels) {
        let (known, planned) =
            (Ledger::new(&self.known, self.range, |_| false), Ledger::new(&self.planned, self.range, |_| false));
        let nature = self.known.item.nature;
        let look = |segment: &'a Segment<'a>| {
            segment.sides().map(|(_, rule)| Some(Look::new(rule?, nature, self.range, &segment.days)))
        };
        let looks: Vec<[Option<Look<'_>>; 2]> = self.segments.iter().map(look).collect();
        let direct = known.is_direct();
        let mut city = Group::default();
        let mut divisions: BTreeMap<&DivisionCode, Group> = BTreeMap::new();
        let plans = by_consumer(&self.planned, is_one_of_many);
        for (index, series) in by_consumer(&self.known, is_one_of_many) {
            let party = &self.known.parties[index];
            let scope = Scope::Party(party.code.clone());
            let course = Course {
                known: known.consumer_cells(&known.spread_all(&series)),
                planned: planned.consumer_cells(&planned.spread_all(&plans[&index])),
            };
            let seen = self.gaps(&looks, &scope, &course, levels);
            self.stocks(&scope, &series, levels);
            let division = party.division.as_ref().map(|code| divisions.entry(code).or_default());
            for group in [Some(&mut city), division].into_iter().flatten() {
                group.add(&course, &seen, direct);
            }
        }
        if !direct {
            for (cells, ledger) in [(&mut city.known, &known), (&mut city.planned, &planned)] {
                cells.resize_with(self.range.len(), Cell::default);
                let CityPool { cells: pool, .. } = ledger.city_pool_cells(std::mem::take(cells));
                *cells = pool;
            }
        }
        let divisions = divisions.into_iter().map(|(code, group)| (Scope::Division(code.clone()), group));
        for (scope, group) in divisions.chain([(Scope::City, city)]) {
            if direct {
                self.note_gaps(&looks, &scope, &group.gaps, levels);
            } else if !group.known.is_empty() {
                self.gaps(&looks, &scope, &Course { known: group.known, planned: group.planned }, levels);
            }
        }
    }

    /// Judges a scope's gaps by all rules; the gaps come back.
    fn gaps(
        &self,
        looks: &[[Option<Look<'_>>; 2]],
        scope: &Scope,
        course: &Course,
        levels: &mut Levels,
    ) -> Vec<[Seen; 2]> {
        let seen = |look: &Option<Look<'_>>| look.as_ref().map(|look| look.seen(course)).unwrap_or_default();
        let seen: Vec<[Seen; 2]> = looks.iter().map(|[old, new]| [seen(old), seen(new)]).collect();
        self.note_gaps(looks, scope, &seen, levels);
        seen
    }

    fn note_gaps(&self, looks: &[[Option<Look<'_>>; 2]], scope: &Scope, seen: &[[Seen; 2]], levels: &mut Levels) {
        for ((segment, looks), seen) in self.segments.iter().zip(looks).zip(seen) {
            for ((side, _), (look, seen)) in segment.sides().into_iter().zip(looks.iter().zip(seen)) {
                let Some(look) = look else { continue };
                let found = segment.days.iter().copied().zip(look.levels(seen));
                note(levels, AlertKind::Gap, scope, side, found);
            }
        }
    }

    fn stocks(&self, scope: &Scope, series: &[&Series], levels: &mut Levels) {
        for segment in self.segments {
            for (side, rule) in segment.sides() {
                let Some((rule, lines)) = rule.and_then(|rule| Some((rule, rule.stock?))) else { continue };
                let level = |day: &NaiveDate| match stock_verdict(rule, self.known.item.nature, series, *day) {
                    StockVerdict::Known { stock, daily_use, .. } => lines.level(&stock, &daily_use),
                    StockVerdict::NeverReported | StockVerdict::Unknown => None,
                };
                note(levels, AlertKind::Stock, scope, side, segment.days.iter().map(|day| (*day, level(day))));
            }
        }
    }
}

impl Group {
    fn add(&mut self, course: &Course, seen: &[[Seen; 2]], direct: bool) {
        if direct {
            self.gaps.resize_with(seen.len(), Default::default);
            for (total, part) in self.gaps.iter_mut().zip(seen) {
                for (total, part) in total.iter_mut().zip(part) {
                    total.add(part);
                }
            }
        } else {
            add_cells(&mut self.known, &course.known);
            add_cells(&mut self.planned, &course.planned);
        }
    }
}

fn note(
    levels: &mut Levels,
    kind: AlertKind,
    scope: &Scope,
    side: Side,
    found: impl Iterator<Item = (NaiveDate, Option<Level>)>,
) {
    let mut found = found.filter_map(|(day, level)| Some((day, level?))).peekable();
    if found.peek().is_none() {
        return;
    }
    let of_scope = levels.entry((kind, scope.clone())).or_default();
    for (day, level) in found {
        let pair: &mut Pair = of_scope.entry(day).or_default();
        match side {
            Side::Old => pair.0 = Some(level),
            Side::New => pair.1 = Some(level),
        }
    }
}

/// The series with those of its figures that touch the days and may be known; with whole years where it has a year's
/// figure or accumulates.
fn with(series: &Series, read: DayRange, nature: Nature, may_be_known: impl Fn(Period) -> bool) -> Series {
    let by_year = nature == Nature::Quota || series.figures.iter().any(|(period, _)| period.grain() == Grain::Year);
    let read = if by_year { read.whole_years() } else { read };
    let touches = |period: Period| period.first_day() <= read.last && period.last_day() >= read.first;
    let kept = series.figures.iter().filter(|(period, _)| touches(*period) && may_be_known(*period));
    Series {
        measure: series.measure,
        supplier: series.supplier,
        consumer: series.consumer,
        figures: kept.copied().collect(),
        since: series.since,
    }
}
