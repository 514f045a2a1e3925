//! Peak seasons: which dates are watched more closely. Both end dates belong to the season.

use chrono::{Datelike, NaiveDate};

/// Which season governs a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeasonKind {
    /// Outside both peak seasons.
    Off,
    /// 迎峰度冬 (度冬保电保热)
    Winter,
    /// 迎峰度夏
    Summer,
}

impl SeasonKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Off, Self::Winter, Self::Summer];

    /// The word in files, database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Winter => "winter",
            Self::Summer => "summer",
        }
    }

    /// Reads [`SeasonKind::code`].
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Chinese and English names.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Off => ("平时", "Off season"),
            Self::Winter => ("迎峰度冬", "Winter peak"),
            Self::Summer => ("迎峰度夏", "Summer peak"),
        }
    }

    /// Whether it is one of the two peak seasons.
    pub const fn is_peak(self) -> bool {
        !matches!(self, Self::Off)
    }
}

/// A peak season that returns every year, from one month and day to another (perhaps of the next year).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Season {
    /// Winter or summer.
    pub kind: SeasonKind,
    /// First day: month, day.
    pub first: (u32, u32),
    /// Last day: month, day.
    pub last: (u32, u32),
    /// Where the dates come from.
    pub source: String,
}

impl Season {
    fn contains(&self, date: NaiveDate) -> bool {
        let day = (date.month(), date.day());
        if self.first <= self.last {
            (self.first..=self.last).contains(&day)
        } else {
            day >= self.first || day <= self.last
        }
    }
}

/// All peak seasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// They do not overlap; where they did, the first would govern.
    pub seasons: Vec<Season>,
}

impl Calendar {
    /// The season that governs the date.
    pub fn season_on(&self, date: NaiveDate) -> SeasonKind {
        self.seasons.iter().find(|s| s.contains(date)).map_or(SeasonKind::Off, |s| s.kind)
    }

    /// Days left of the running peak season, today included; `None` off season.
    pub fn days_left(&self, today: NaiveDate) -> Option<usize> {
        let kind = self.season_on(today);
        kind.is_peak().then(|| today.iter_days().take(366).take_while(|d| self.season_on(*d) == kind).count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::defaults;

    #[test]
    fn both_ends_belong_to_the_season() {
        let calendar = defaults::calendar();
        for (date, expect) in [
            ("2026-11-14", SeasonKind::Off),
            ("2026-11-15", SeasonKind::Winter),
            ("2026-12-31", SeasonKind::Winter),
            ("2027-01-01", SeasonKind::Winter),
            ("2027-03-15", SeasonKind::Winter),
            ("2027-03-16", SeasonKind::Off),
            ("2027-05-31", SeasonKind::Off),
            ("2027-06-01", SeasonKind::Summer),
            ("2027-09-15", SeasonKind::Summer),
            ("2027-09-16", SeasonKind::Off),
            ("2028-02-29", SeasonKind::Winter),
        ] {
            assert_eq!(calendar.season_on(date.parse().unwrap()), expect, "{date}");
        }
        assert_eq!(calendar.days_left("2027-03-15".parse().unwrap()), Some(1));
        assert_eq!(calendar.days_left("2027-04-01".parse().unwrap()), None);
    }
}
