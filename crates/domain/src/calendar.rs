//! Peak seasons: which dates are watched more closely. Both end dates belong to the season. Its dates return every year;
//! a decision replaces them for one occurrence alone.

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::period::DayRange;

/// Which season governs a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Its days in the season-year: the year in which it begins. A 29 February is the 28th as a last day, and 1 March as
    /// a first one, where there is none.
    pub fn occurrence(&self, year: i32) -> Option<DayRange> {
        let ends = if self.first <= self.last { year } else { year + 1 };
        let (first, last) = (month_day(year, self.first), month_day(ends, self.last));
        let first = first.or_else(|| NaiveDate::from_ymd_opt(year, self.first.0 + 1, 1));
        let last = last.or_else(|| month_day(ends, (self.last.0, self.last.1.checked_sub(1)?)));
        Some(DayRange { first: first?, last: last? })
    }
}

fn month_day(year: i32, (month, day): (u32, u32)) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

/// A decision about one occurrence of a season, such as a longer heating period: it replaces that one alone, and the next
/// year is as always.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeasonDecision {
    /// Winter or summer.
    pub kind: SeasonKind,
    /// The year in which the season begins: 2026 of winter 2026/27.
    pub year: i32,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// What was decided, by whom.
    pub source: String,
}

/// All peak seasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// The dates that return every year, one of each kind. They do not overlap; where they did, the first would govern.
    pub seasons: Vec<Season>,
    /// Decisions, at most one of each kind and year.
    pub decisions: Vec<SeasonDecision>,
}

impl Calendar {
    /// The season that governs the date.
    pub fn season_on(&self, date: NaiveDate) -> SeasonKind {
        // A decision may move an occurrence over the new year, in either direction.
        let around = [date.year() - 1, date.year(), date.year() + 1];
        let governs = |season: &&Season| {
            around.iter().any(|year| self.occurrence(season.kind, *year).is_some_and(|days| days.contains(date)))
        };
        self.seasons.iter().find(governs).map_or(SeasonKind::Off, |season| season.kind)
    }

    /// The days of a season that begins in a year: as decided, else as always.
    pub fn occurrence(&self, kind: SeasonKind, year: i32) -> Option<DayRange> {
        match self.decision(kind, year) {
            Some(decided) => Some(DayRange { first: decided.first, last: decided.last }),
            None => self.seasons.iter().find(|season| season.kind == kind)?.occurrence(year),
        }
    }

    /// What was decided about a season that begins in a year.
    pub fn decision(&self, kind: SeasonKind, year: i32) -> Option<&SeasonDecision> {
        self.decisions.iter().find(|decided| decided.kind == kind && decided.year == year)
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

    fn decided(kind: SeasonKind, year: i32, first: &str, last: &str) -> Calendar {
        let source = "豫发改运行〔2027〕8号".to_owned();
        let decision =
            SeasonDecision { kind, year, first: first.parse().unwrap(), last: last.parse().unwrap(), source };
        Calendar { decisions: vec![decision], ..defaults::calendar() }
    }

    /// Its name, the calendar, and days with their seasons.
    type Case<'c> = (&'c str, &'c Calendar, &'c [(&'c str, SeasonKind)]);

    #[test]
    fn a_decision_replaces_its_own_occurrence_alone() {
        use SeasonKind::{Off, Summer, Winter};
        let longer = decided(Winter, 2026, "2026-11-15", "2027-03-31");
        let earlier = decided(Winter, 2026, "2026-11-08", "2027-03-15");
        let shorter = decided(Winter, 2027, "2028-01-10", "2028-02-28");
        let summer = decided(Summer, 2027, "2027-06-15", "2027-09-30");
        let cases: [Case<'_>; 4] = [
            (
                "extended",
                &longer,
                &[
                    ("2026-03-15", Winter),
                    ("2026-03-16", Off),
                    ("2026-11-14", Off),
                    ("2026-11-15", Winter),
                    ("2026-12-31", Winter),
                    ("2027-01-01", Winter),
                    ("2027-03-16", Winter),
                    ("2027-03-31", Winter),
                    ("2027-04-01", Off),
                    ("2027-06-01", Summer),
                    ("2027-11-15", Winter),
                    // The next one is as always.
                    ("2028-03-15", Winter),
                    ("2028-03-16", Off),
                    ("2028-03-31", Off),
                ],
            ),
            (
                "earlier",
                &earlier,
                &[
                    ("2026-11-07", Off),
                    ("2026-11-08", Winter),
                    ("2027-03-15", Winter),
                    ("2027-03-16", Off),
                    ("2027-11-08", Off),
                ],
            ),
            (
                "begins after the new year, ends the day before a leap day",
                &shorter,
                &[
                    ("2027-03-15", Winter),
                    ("2027-11-15", Off),
                    ("2028-01-09", Off),
                    ("2028-01-10", Winter),
                    ("2028-02-28", Winter),
                    ("2028-02-29", Off),
                    ("2028-11-15", Winter),
                ],
            ),
            (
                "summer",
                &summer,
                &[
                    ("2026-06-01", Summer),
                    ("2027-06-14", Off),
                    ("2027-06-15", Summer),
                    ("2027-09-30", Summer),
                    ("2027-10-01", Off),
                    ("2028-06-01", Summer),
                    ("2028-09-16", Off),
                ],
            ),
        ];
        for (name, calendar, days) in cases {
            for (date, expect) in days {
                assert_eq!(calendar.season_on(date.parse().unwrap()), *expect, "{name}: {date}");
            }
        }
        assert_eq!(longer.days_left("2027-03-16".parse().unwrap()), Some(16));
        assert_eq!(defaults::calendar().days_left("2027-03-16".parse().unwrap()), None);
    }

    #[test]
    fn a_season_up_to_the_end_of_february_has_its_leap_day() {
        let season = |first, last| Season { kind: SeasonKind::Winter, first, last, source: String::new() };
        let calendar = |season| Calendar { seasons: vec![season], decisions: Vec::new() };
        let (to, from) = (calendar(season((12, 1), (2, 29))), calendar(season((2, 29), (5, 1))));
        for (calendar, date, expect) in [
            (&to, "2027-02-28", SeasonKind::Winter),
            (&to, "2027-03-01", SeasonKind::Off),
            (&to, "2028-02-29", SeasonKind::Winter),
            (&to, "2028-03-01", SeasonKind::Off),
            (&from, "2027-02-28", SeasonKind::Off),
            (&from, "2027-03-01", SeasonKind::Winter),
            (&from, "2028-02-28", SeasonKind::Off),
            (&from, "2028-02-29", SeasonKind::Winter),
        ] {
            assert_eq!(calendar.season_on(date.parse().unwrap()), expect, "{date}");
        }
    }
}
