//! The days that the watch lays out for an item: whole months, so that a month's amounts can be told from sums alone.

use std::ops::Range;

use chrono::NaiveDate;

use super::WatchSettings;
use crate::{
    balance::{peak_day, positions},
    evaluation::{judged_range, reading_range},
    exact::Exact,
    item::Nature,
    ledger::{Cell, Tally},
    period::{DayRange, Grain, Period, minus_days, plus_days},
    rule::Rule,
};

/// Which days are laid out, which of them are judged, and over which stretches gaps are taken.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    nature: Nature,
    /// Everything that is laid out.
    pub(super) days: DayRange,
    /// The last judged day.
    pub(super) last_judged: NaiveDate,
    /// Positions of the judged days.
    judged: Range<usize>,
    /// Position, among the judged, of the day on which is judged.
    today: usize,
    /// The days over which a gap is taken as one: of a flow the judged days' windows, then the months; else single days.
    pub(super) stretches: Vec<Range<usize>>,
    months: Vec<Period>,
}

/// Demand, supply and gap as they are shown, with their period.
pub(super) type Amounts = (Period, Option<Tally>);

/// The days of figures that a watched item needs, before months are completed.
pub(super) fn watch_range(rule: &Rule, settings: &WatchSettings, on: NaiveDate) -> DayRange {
    let read = reading_range(rule, on);
    let back = minus_days(on, settings.days_back(rule.stale_daily_days) + 1);
    DayRange { first: read.first.min(back), last: read.last }
}

impl Layout {
    pub(super) fn new(nature: Nature, rule: &Rule, settings: &WatchSettings, on: NaiveDate) -> Self {
        let laid_out = judged_range(rule, on);
        let back = minus_days(on, settings.days_back(rule.stale_daily_days));
        let days = DayRange { first: laid_out.first.min(back), last: laid_out.last }.whole_months();
        let window = usize::try_from(rule.window_days).unwrap_or(1).saturating_sub(1);
        let first = days.position(laid_out.first).unwrap_or(0) + window;
        let last = days.position(laid_out.last).unwrap_or(0);
        let judged = first..last + 1;
        let months = Period::between(days.first, days.last, Grain::Month);
        let stretches = match nature {
            Nature::Flow => {
                let windows = judged.clone().map(|day| day - window..day + 1);
                windows.chain(months.iter().map(|month| positions(days, *month))).collect()
            }
            // What accumulates or stands for a day by itself has no sum over days.
            Nature::Peak | Nature::Quota => (0..days.len()).map(|day| day..day + 1).collect(),
        };
        let today = usize::try_from(rule.pending_days).unwrap_or(1).saturating_sub(1);
        Self { nature, days, last_judged: laid_out.last, judged, today, stretches, months }
    }

    /// Demand, supply and gap of each stretch.
    pub(super) fn tallies(&self, cells: &[Cell]) -> Vec<Option<Tally>> {
        self.stretches.iter().map(|stretch| Tally::of(&cells[stretch.clone()])).collect()
    }

    /// Those of the judged days.
    pub(super) fn judged<'t>(&self, tallies: &'t [Option<Tally>]) -> &'t [Option<Tally>] {
        match self.nature {
            Nature::Flow => &tallies[..self.judged.len()],
            Nature::Peak | Nature::Quota => &tallies[self.judged.clone()],
        }
    }

    /// Those of the judged days from the day on which is judged.
    pub(super) fn ahead<'t>(&self, tallies: &'t [Option<Tally>]) -> &'t [Option<Tally>] {
        self.judged(tallies).get(self.today..).unwrap_or_default()
    }

    /// Gap ÷ demand of a judged day, and the amounts that are shown for it: its own, or its month's where both sides are
    /// monthly.
    pub(super) fn shown(&self, cells: &[Cell], tallies: &[Option<Tally>], judged: usize) -> (Option<Exact>, Amounts) {
        let own = self.judged(tallies)[judged].as_ref();
        let ratio = own.and_then(|t| Exact::ratio(&t.gap, &t.demand));
        let position = self.judged.start + judged;
        let day = plus_days(self.days.first, u32::try_from(position).unwrap_or(0));
        if !cells[position].whole_month() {
            return (ratio, (Period::day(day), own.cloned()));
        }
        let month = Period::containing(day, Grain::Month);
        let days = positions(self.days, month);
        let of_month = match self.nature {
            Nature::Flow => {
                let place = self.months.iter().position(|m| *m == month);
                place.and_then(|place| tallies[self.judged.len() + place].clone())
            }
            Nature::Peak => tallies[peak_day(cells, tallies, days)].clone(),
            Nature::Quota => tallies[days.end - 1].clone(),
        };
        (ratio, (month, of_month))
    }
}
