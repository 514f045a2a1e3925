//! What the office has set about the watch, by season. Where the values come from stands in `source`.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, SeasonKind},
    level::Level,
};

/// A value for each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByLevel<T> {
    /// IV
    pub blue: T,
    /// III
    pub yellow: T,
    /// II
    pub orange: T,
    /// I
    pub red: T,
}

impl<T: Copy> ByLevel<T> {
    /// The level's value, to be changed.
    pub const fn of_mut(&mut self, level: Level) -> &mut T {
        match level {
            Level::Blue => &mut self.blue,
            Level::Yellow => &mut self.yellow,
            Level::Orange => &mut self.orange,
            Level::Red => &mut self.red,
        }
    }

    /// The level's value.
    pub const fn of(&self, level: Level) -> T {
        match level {
            Level::Blue => self.blue,
            Level::Yellow => self.yellow,
            Level::Orange => self.orange,
            Level::Red => self.red,
        }
    }
}

/// What holds in one season.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchSettings {
    /// The season.
    pub season: SeasonKind,
    /// By how much a gap must have passed a line before its level falls, in ten-thousandths of demand.
    pub gap_hysteresis: i64,
    /// By how much a stock must have passed a line, in thousandths of a day.
    pub stock_hysteresis: i64,
    /// For how many evaluation days a line must have been passed.
    pub hold_days: u32,
    /// After how many minutes an alert that nobody has taken is escalated.
    pub escalate_minutes: ByLevel<u32>,
    /// From how many hours after its deadline a missing report has each level; `None`: never that level.
    pub overdue_hours: ByLevel<Option<u32>>,
    /// The level of an implausible report.
    pub implausible_level: Level,
    /// So many equal days in a row, other than zero, are a frozen value.
    pub frozen_days: u32,
    /// Delivered and received may differ by so many percent of the larger.
    pub apart_percent: u32,
    /// Over so many days.
    pub apart_days: u32,
    /// A supplier that delivers this many percent less than its plan has stopped.
    pub stoppage_percent: u32,
    /// Over so many days.
    pub stoppage_days: u32,
    /// A group's gap is the consequence of one party's where that is at least so many percent of it.
    pub cause_percent: u32,
    /// The document or decision behind the values.
    pub source: String,
}

impl WatchSettings {
    /// How long an alert of this level may wait for an owner.
    pub fn patience(&self, level: Level) -> TimeDelta {
        TimeDelta::minutes(i64::from(self.escalate_minutes.of(level)))
    }

    /// So many days before the judged one are looked at for reports that are hardly possible and for stoppages: a report
    /// may come as late as a stock grows stale.
    pub fn days_back(&self, stale_days: u32) -> u32 {
        self.frozen_days.max(self.apart_days).max(self.stoppage_days) + stale_days
    }
}

/// The settings of all seasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchBook {
    /// One of each season.
    pub seasons: Vec<WatchSettings>,
}

impl WatchBook {
    /// What holds on a date; `None` where the office has set nothing for its season.
    pub fn on(&self, calendar: &Calendar, date: NaiveDate) -> Option<&WatchSettings> {
        let season = calendar.season_on(date);
        self.seasons.iter().find(|s| s.season == season)
    }
}
