//! Rules: for each item and season, the lines that make a level and the times that make an alert.

use chrono::{Months, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::{
    calendar::{Calendar, SeasonKind},
    item::ItemCode,
    level::{GapLines, StockLines},
    period::{first_of_month, plus_days},
    work_calendar::WorkCalendar,
};

/// When a figure must have been reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReportDeadline {
    /// On the next day before this hour, office time.
    Daily {
        /// Hour of the day, 0–23.
        hour: u32,
    },
    /// By the end of this day of the next month.
    Monthly {
        /// Day of the month, 1–28.
        day: u32,
    },
}

impl ReportDeadline {
    /// The instant from which a report for `day` is late (office time). A monthly deadline that `rolls` by the working
    /// calendar moves to the next working day; a daily one never does.
    pub fn due(self, day: NaiveDate, rolls: Option<&WorkCalendar>) -> NaiveDateTime {
        match self {
            Self::Daily { hour } => {
                let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
                plus_days(day, 1).and_time(time)
            }
            Self::Monthly { day: due } => {
                let next = first_of_month(day).checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
                let last = plus_days(next, due.saturating_sub(1));
                let last = rolls.map_or(last, |calendar| calendar.on_or_after(last));
                plus_days(last, 1).and_time(NaiveTime::MIN)
            }
        }
    }

    /// Whether the report for `day` is due at the latest by `now`.
    pub fn has_passed(self, day: NaiveDate, now: NaiveDateTime, rolls: Option<&WorkCalendar>) -> bool {
        now >= self.due(day, rolls)
    }
}

/// What holds for one item in one season. Every value is a setting; `source` says where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// The item.
    pub item: ItemCode,
    /// The season.
    pub season: SeasonKind,
    /// Levels of a gap.
    pub gap: GapLines,
    /// Levels of stock days; `None`: no stock alerts.
    pub stock: Option<StockLines>,
    /// A gap must last so many days in a row before it fires.
    pub pending_days: u32,
    /// How far ahead plans are judged, in days.
    pub look_ahead_days: u32,
    /// Demand and supply are summed over so many days before the ratio is taken.
    pub window_days: u32,
    /// Daily use is the mean over so many days.
    pub use_window_days: u32,
    /// A daily stock older than this many days is stale.
    pub stale_daily_days: u32,
    /// A monthly stock older than this many days is stale.
    pub stale_monthly_days: u32,
    /// When reports are due.
    pub deadline: ReportDeadline,
    /// The document or decision behind the values.
    pub source: String,
}

impl Rule {
    /// Whether both judge every day alike; their deadlines and sources may differ.
    pub fn judges_as(&self, other: &Self) -> bool {
        let plain =
            |rule: &Self| Self { deadline: ReportDeadline::Daily { hour: 0 }, source: String::new(), ..rule.clone() };
        let season = |rule: Self| Self { season: SeasonKind::Off, ..rule };
        season(plain(self)) == season(plain(other))
    }
}

/// The calendar and all rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleBook {
    /// Peak seasons.
    pub calendar: Calendar,
    /// One rule for each item and season.
    pub rules: Vec<Rule>,
}

impl RuleBook {
    /// The rule of an item that governs a date; `None` where the office has set none.
    pub fn rule(&self, item: &ItemCode, date: NaiveDate) -> Option<&Rule> {
        let season = self.calendar.season_on(date);
        self.rules.iter().find(|r| r.season == season && r.item == *item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_pass_at_their_minute() {
        let passed = |deadline: ReportDeadline, day: &str, now: &str| {
            deadline.has_passed(day.parse().unwrap(), now.parse().unwrap(), None)
        };
        let daily = ReportDeadline::Daily { hour: 10 };
        assert!(!passed(daily, "2026-11-22", "2026-11-23T09:59:59"));
        assert!(passed(daily, "2026-11-22", "2026-11-23T10:00:00"));
        let monthly = ReportDeadline::Monthly { day: 3 };
        assert!(!passed(monthly, "2026-10-01", "2026-11-03T23:59:59"));
        assert!(passed(monthly, "2026-10-01", "2026-11-04T00:00:00"));
        assert!(!passed(monthly, "2026-12-31", "2027-01-03T12:00:00"));
    }

    #[test]
    fn only_monthly_deadlines_roll_over_days_that_are_not_worked() {
        let calendar = crate::defaults::work_calendar();
        let (daily, monthly) = (ReportDeadline::Daily { hour: 10 }, ReportDeadline::Monthly { day: 3 });
        for (deadline, day, plain, rolled) in [
            // A Saturday in the national holiday: the next working day is the 8th.
            (monthly, "2026-09-30", "2026-10-04T00:00:00", "2026-10-09T00:00:00"),
            // A Sunday: the Monday.
            (monthly, "2026-04-15", "2026-05-04T00:00:00", "2026-05-07T00:00:00"),
            (monthly, "2026-10-15", "2026-11-04T00:00:00", "2026-11-04T00:00:00"),
            (monthly, "2026-12-31", "2027-01-04T00:00:00", "2027-01-05T00:00:00"),
            (daily, "2026-10-02", "2026-10-03T10:00:00", "2026-10-03T10:00:00"),
        ] {
            let due = |rolls| deadline.due(day.parse().unwrap(), rolls).format("%Y-%m-%dT%H:%M:%S").to_string();
            assert_eq!((due(None).as_str(), due(Some(&calendar)).as_str()), (plain, rolled), "{day}");
        }
    }
}
