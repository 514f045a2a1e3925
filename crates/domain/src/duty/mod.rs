//! Deadlines: until when a figure is to be reported, until when it is still taken, and who owes what.
//!
//! Everything is computed from what was reported when a page is opened; nothing is stored but the office's settings.

mod owed;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use crate::{
    calendar::SeasonKind,
    figure::Measure,
    item::{Item, ItemCode, Nature},
    period::{Grain, Period, plus_days},
    rule::{ReportDeadline, RuleBook},
    work_calendar::WorkCalendar,
};

pub use owed::{Obligation, Owed, OwedState, Tally, answerable, owed, reading_range};

/// What the office has set about deadlines, beside each rule's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutySettings {
    /// So many days after its deadline a day's figure is still taken, with a reason; then it is locked.
    pub lock_days_daily: u32,
    /// The same of a month's or year's figure.
    pub lock_days_monthly: u32,
    /// Whether a monthly deadline moves to the next working day where its own is not worked. Daily ones never move.
    pub roll_monthly: bool,
    /// The document or decision behind the values.
    pub source: String,
}

/// Everything that deadlines depend on.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// Each item's deadline by season.
    pub rules: &'a RuleBook,
    /// Working days.
    pub work_days: &'a WorkCalendar,
    /// Locks and rolling.
    pub settings: &'a DutySettings,
}

/// Whether a figure may be written now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Yes.
    Open,
    /// Its deadline has passed: with a reason.
    Reason,
    /// It was locked, and the office has opened it until then (office time): with a reason.
    OpenedUntil(NaiveDateTime),
    /// It is locked: only the office writes, or opens it.
    Locked,
}

/// Whether a figure that was due at `due` may be written `now`, where late ones are taken for `lock_after_days` more
/// days and the office has perhaps opened it until an instant. Each instant belongs to what follows it.
pub fn gate(due: NaiveDateTime, lock_after_days: u32, now: NaiveDateTime, opened_until: Option<NaiveDateTime>) -> Gate {
    let locks = due.checked_add_days(Days::new(lock_after_days.into())).unwrap_or(NaiveDateTime::MAX);
    match opened_until.filter(|until| now < *until) {
        _ if now < due => Gate::Open,
        _ if now < locks => Gate::Reason,
        Some(until) => Gate::OpenedUntil(until),
        None => Gate::Locked,
    }
}

impl<'a> Terms<'a> {
    /// The instant from which a missing figure is late (office time); `None` where the office has set no rule.
    ///
    /// Demand and plan are due before their period begins. What was delivered, received, used or is in stock is due by
    /// the rule that governs the period's last day; a month that ends in a season of daily reports, a quota's and a
    /// year's figure, by the item's monthly deadline off season.
    pub fn due(self, item: &Item, measure: Measure, period: Period) -> Option<NaiveDateTime> {
        if measure.is_intention() {
            return Some(period.first_day().and_time(NaiveTime::MIN));
        }
        let last = period.last_day();
        let governing = self.rules.rule(&item.code, last)?.deadline;
        let by_month = period.grain() != Grain::Day || item.nature == Nature::Quota;
        let deadline = match governing {
            ReportDeadline::Daily { .. } if by_month => self.monthly_deadline(&item.code).unwrap_or(governing),
            other => other,
        };
        Some(deadline.due(last, self.rolls()))
    }

    /// Whether the report of a fact of the day is due at the latest by `now`.
    pub fn has_passed(self, item: &ItemCode, day: NaiveDate, now: NaiveDateTime) -> bool {
        self.rules.rule(item, day).is_some_and(|rule| rule.deadline.has_passed(day, now, self.rolls()))
    }

    /// Whether a figure may be written now. A period that has not ended is never locked: needs and plans change.
    pub fn gate(
        self,
        item: &Item,
        measure: Measure,
        period: Period,
        now: NaiveDateTime,
        opened_until: Option<NaiveDateTime>,
    ) -> Gate {
        let Some(due) = self.due(item, measure, period) else { return Gate::Open };
        if now < due {
            return Gate::Open;
        }
        let ended = plus_days(period.last_day(), 1).and_time(NaiveTime::MIN);
        match gate(due.max(ended), self.lock_days(period.grain()), now, opened_until) {
            Gate::Open => Gate::Reason,
            gate => gate,
        }
    }

    /// How many days after its deadline a figure of such a period is still taken.
    pub const fn lock_days(self, grain: Grain) -> u32 {
        match grain {
            Grain::Day => self.settings.lock_days_daily,
            Grain::Month | Grain::Year => self.settings.lock_days_monthly,
        }
    }

    /// Whether the figures of the day are due day by day; `None` where the office has set no rule.
    fn is_daily(self, item: &Item, day: NaiveDate) -> Option<bool> {
        let deadline = self.rules.rule(&item.code, day)?.deadline;
        Some(item.nature != Nature::Quota && matches!(deadline, ReportDeadline::Daily { .. }))
    }

    /// The item's deadline for months: off season first.
    fn monthly_deadline(self, item: &ItemCode) -> Option<ReportDeadline> {
        let of = |season| self.rules.rules.iter().find(|r| r.season == season && r.item == *item).map(|r| r.deadline);
        let monthly = |deadline: &ReportDeadline| matches!(deadline, ReportDeadline::Monthly { .. });
        [SeasonKind::Off, SeasonKind::Winter, SeasonKind::Summer].into_iter().filter_map(of).find(monthly)
    }

    fn rolls(self) -> Option<&'a WorkCalendar> {
        self.settings.roll_monthly.then_some(self.work_days)
    }
}

#[cfg(test)]
mod tests;
