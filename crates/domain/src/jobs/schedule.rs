//! At which instants something is due.

use chrono::{NaiveDateTime, NaiveTime, TimeDelta, Timelike};

/// At which instants something is due, office time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// At each full hour, midnight among them.
    Hourly,
    /// Each day at this hour and minute.
    DailyAt(u32, u32),
}

impl Schedule {
    /// The newest slot that has come by then.
    pub fn newest(self, now: NaiveDateTime) -> NaiveDateTime {
        match self {
            Self::Hourly => now.date().and_time(NaiveTime::from_hms_opt(now.hour(), 0, 0).unwrap_or_default()),
            Self::DailyAt(hour, minute) => {
                let today = now.date().and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
                if today <= now { today } else { today - TimeDelta::days(1) }
            }
        }
    }

    /// The first slot after it.
    pub fn next(self, now: NaiveDateTime) -> NaiveDateTime {
        self.newest(now)
            + match self {
                Self::Hourly => TimeDelta::hours(1),
                Self::DailyAt(..) => TimeDelta::days(1),
            }
    }

    /// As second, minute, hour, day, month, weekday, in the office's zone: what a ticking scheduler takes.
    pub fn cron(self) -> String {
        match self {
            Self::Hourly => "0 0 * * * *".to_owned(),
            Self::DailyAt(hour, minute) => format!("0 {minute} {hour} * * *"),
        }
    }
}
