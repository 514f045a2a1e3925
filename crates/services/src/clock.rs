//! Time comes in from outside: a clock that ticks for real, or one that stands where it was put.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};

/// The office's time zone, Asia/Shanghai: always eight hours ahead of UTC, without summer time.
pub fn office_zone() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}

/// Where the program gets the time from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's clock.
    Real,
    /// The machine's time of day on a chosen date, for demonstrations and tests.
    OnDate(NaiveDate),
    /// Always the same instant.
    Fixed(DateTime<Utc>),
}

impl Clock {
    /// The current instant.
    pub fn now(self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
        let real = Utc::now();
        match self {
            Self::Real => real,
            Self::OnDate(date) => {
                let time: NaiveTime = real.with_timezone(&office_zone()).time();
                office_zone().from_local_datetime(&date.and_time(time)).single().map_or(real, |t| t.to_utc())
            }
            Self::Fixed(instant) => instant,
        }
    }

    /// Date and time of day in the office.
    pub fn office_now(self) -> NaiveDateTime {
        self.now().with_timezone(&office_zone()).naive_local()
    }

    /// Today's date in the office.
    pub fn today(self) -> NaiveDate {
        self.office_now().date()
    }
}
