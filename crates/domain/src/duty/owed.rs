//! Who owes what: from what a party reported before follows what it is to report, day by day in a season of daily
//! reports and else by months.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::Terms;
use crate::{
    figure::Measure,
    item::{Item, Nature},
    period::{DayRange, Grain, Period},
};

/// What a party is to report because it has reported it before, and what of it is there.
#[derive(Clone, Debug)]
pub struct Obligation<'a> {
    /// The item.
    pub item: &'a Item,
    /// The measure.
    pub measure: Measure,
    /// Last day of the earliest period ever reported: before it nothing is owed.
    pub since: NaiveDate,
    /// The last day for which it is owed, where the office has ended it.
    pub ended: Option<NaiveDate>,
    /// Whether it is reported by days where reports are daily. What was only ever told by months stays monthly.
    pub by_day: bool,
    /// Each figure of the days that [`reading_range`] asks for, with the instant when it was first recorded.
    pub known: BTreeMap<Period, NaiveDateTime>,
}

/// What became of something owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwedState {
    /// It was there before its deadline.
    OnTime,
    /// It came then, too late.
    Late(NaiveDateTime),
    /// Its deadline has passed and it is not there.
    Missing,
    /// It is not there and need not be yet.
    NotYetDue,
}

/// One figure that is owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owed {
    /// The day, or the month of which the days that are not due one by one are owed.
    pub period: Period,
    /// The one day it is counted on: its own, of a month of facts the last that is owed, of intentions the first.
    pub counted_on: NaiveDate,
    /// From then on it is late.
    pub due: NaiveDateTime,
    /// What became of it.
    pub state: OwedState,
}

/// How much of what was due is there. Rates are always shown with both numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Figures whose deadline has passed.
    pub due: u64,
    /// Of these, how many are there: over `due` the completeness (完整率).
    pub reported: u64,
    /// Of these, how many were there in time: over `due` the on-time rate (及时上报率).
    pub on_time: u64,
}

impl Tally {
    /// Counts one more, if its deadline has passed.
    pub fn count(&mut self, owed: &Owed, now: NaiveDateTime) {
        if owed.due <= now {
            self.due += 1;
            self.reported += u64::from(matches!(owed.state, OwedState::OnTime | OwedState::Late(_)));
            self.on_time += u64::from(owed.state == OwedState::OnTime);
        }
    }

    /// Adds another count.
    pub const fn add(&mut self, other: Self) {
        self.due += other.due;
        self.reported += other.reported;
        self.on_time += other.on_time;
    }

    /// Figures that are due and not there.
    pub const fn missing(self) -> u64 {
        self.due - self.reported
    }

    /// Figures that came too late.
    pub const fn late(self) -> u64 {
        self.reported - self.on_time
    }
}

/// Who is answerable for a subject: the supplier for its plan and delivery; for demand, receipt, use and stock the
/// consumer, or the one who reports for it.
pub fn answerable<P>(
    measure: Measure,
    supplier: Option<P>,
    consumer: Option<P>,
    reporter_of: impl FnOnce(&P) -> Option<P>,
) -> Option<P> {
    if measure.is_supply_side() {
        return supplier;
    }
    let consumer = consumer?;
    Some(reporter_of(&consumer).unwrap_or(consumer))
}

/// The days whose figures say what is owed within `range`; months and years that touch these days count too.
pub fn reading_range(range: DayRange) -> DayRange {
    range.whole_months()
}

/// Everything owed of one subject that is counted on the days of `range`, in order of time. Each day from the first that
/// was ever reported is covered once: by itself where it is due as a day, else by its month. Each figure owed is counted
/// on one day, so the weeks of a month add up to it.
///
/// A quota's demand and plan accumulate over the year and are stated when something is asked for, so they are never
/// owed; its deliveries are, by months.
pub fn owed(terms: Terms<'_>, of: &Obligation<'_>, range: DayRange, now: NaiveDateTime) -> Vec<Owed> {
    if of.item.nature == Nature::Quota && of.measure.is_intention() {
        return Vec::new();
    }
    let mut all = Vec::new();
    for month in Period::between(range.first, range.last, Grain::Month) {
        let mut by_month = Vec::new();
        for day in month.days().iter() {
            match terms.is_daily(of.item, day) {
                Some(true) if of.by_day => {
                    let is_owed = day >= of.since && of.ended.is_none_or(|ended| day <= ended);
                    all.extend((is_owed && range.contains(day)).then(|| day_owed(terms, of, day)).flatten());
                }
                Some(_) => by_month.push(day),
                None => {}
            }
        }
        let counted_on = if of.measure.is_intention() { by_month.first() } else { by_month.last() };
        if counted_on.is_some_and(|day| range.contains(*day)) {
            all.extend(month_owed(terms, of, month, &by_month));
        }
    }
    let mut owed: Vec<Owed> = all.into_iter().map(|found| found.judged(now)).collect();
    owed.sort_by_key(|o| (o.counted_on, o.period.grain()));
    owed
}

/// What is owed, and when it first came.
struct Found {
    period: Period,
    counted_on: NaiveDate,
    due: NaiveDateTime,
    at: Option<NaiveDateTime>,
}

impl Found {
    fn judged(self, now: NaiveDateTime) -> Owed {
        let Self { period, counted_on, due, at } = self;
        let state = match at {
            Some(at) if at < due => OwedState::OnTime,
            Some(at) => OwedState::Late(at),
            None if now < due => OwedState::NotYetDue,
            None => OwedState::Missing,
        };
        Owed { period, counted_on, due, state }
    }
}

/// A day that is due as a day: its own figure, and of an intention also a longer period's that covers it.
fn day_owed(terms: Terms<'_>, of: &Obligation<'_>, day: NaiveDate) -> Option<Found> {
    let period = Period::day(day);
    let due = terms.due(of.item, of.measure, period)?;
    let longer = if of.measure.is_intention() { first_covering(of, day) } else { None };
    Some(Found { period, counted_on: day, due, at: earlier(recorded(of, period), longer) })
}

/// The days of a month that are not due one by one: the month's figure, or all these days (of a stock the last of them,
/// of a quota any).
fn month_owed(terms: Terms<'_>, of: &Obligation<'_>, month: Period, days: &[NaiveDate]) -> Option<Found> {
    let (first, last) = (*days.first()?, *days.last()?);
    if last < of.since || of.ended.is_some_and(|ended| ended < last) {
        return None;
    }
    // The part of a month that begins after a season of daily reports is due when it begins.
    let due = terms.due(of.item, of.measure, month)?;
    let due = if of.measure.is_intention() { due.max(first.and_time(NaiveTime::MIN)) } else { due };
    let own = if of.measure.is_intention() { first_covering(of, first) } else { recorded(of, month) };
    let of_day = |day: &NaiveDate| recorded(of, Period::day(*day));
    let mut told = days.iter().filter(|day| **day >= of.since).map(of_day);
    let by_days = match (of.measure, of.item.nature) {
        (Measure::Stock, _) => of_day(&last),
        (_, Nature::Quota) => told.flatten().min(),
        // The last of all of them; none where one is not there.
        _ => told.try_fold(NaiveDateTime::MIN, |latest, at| at.map(|at| latest.max(at))),
    };
    let counted_on = if of.measure.is_intention() { first } else { last };
    Some(Found { period: month, counted_on, due, at: earlier(own, by_days) })
}

fn recorded(of: &Obligation<'_>, period: Period) -> Option<NaiveDateTime> {
    of.known.get(&period).copied()
}

/// When the first month's or year's figure that covers the day was recorded.
fn first_covering(of: &Obligation<'_>, day: NaiveDate) -> Option<NaiveDateTime> {
    let longer = [Grain::Month, Grain::Year].map(|grain| recorded(of, Period::containing(day, grain)));
    longer.into_iter().flatten().min()
}

fn earlier(a: Option<NaiveDateTime>, b: Option<NaiveDateTime>) -> Option<NaiveDateTime> {
    [a, b].into_iter().flatten().min()
}
