//! Periods of figures, as in ISO 8601: a day `2026-11-23`, a month `2026-11` or a year `2026`.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// One day.
    Day,
    /// One calendar month.
    Month,
    /// One calendar year.
    Year,
}

impl Grain {
    /// The word in files, database and API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// Reads [`Grain::code`].
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Day, Self::Month, Self::Year].into_iter().find(|g| g.code() == code)
    }
}

/// A day, month or year between 1900 and 2199.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: NaiveDate,
    grain: Grain,
}

/// Why a text is not a [`Period`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodError {
    /// Not in one of the three forms.
    #[error("时期格式不对；写 2026-11-23、2026-11 或 2026 / not a period; write 2026-11-23, 2026-11 or 2026")]
    Malformed,
    /// The calendar has no such day or month.
    #[error("没有这一天 / the calendar has no such date")]
    NoSuchDate,
}

impl PeriodError {
    /// Stable code for machines.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "period_malformed",
            Self::NoSuchDate => "period_no_such_date",
        }
    }
}

impl Period {
    /// One day.
    pub const fn day(date: NaiveDate) -> Self {
        Self { first: date, grain: Grain::Day }
    }

    /// The period of this length that contains the date.
    pub fn containing(date: NaiveDate, grain: Grain) -> Self {
        let first = match grain {
            Grain::Day => date,
            Grain::Month => first_of_month(date),
            Grain::Year => first_of_year(date),
        };
        Self { first, grain }
    }

    /// Reads the ISO form; also `2026/11/23`, `2026.11.23`, `2026年11月23日` and one-digit months and days, as
    /// spreadsheets write them.
    ///
    /// # Errors
    /// See [`PeriodError`].
    pub fn parse(text: &str) -> Result<Self, PeriodError> {
        let text = text.trim().trim_end_matches(['日', '月', '年']);
        let parts: Vec<&str> = text.split(['-', '/', '.', '年', '月']).collect();
        let mut numbers = [1u32; 3];
        if parts.len() > 3 || parts[0].len() != 4 || parts[1..].iter().any(|p| p.is_empty() || p.len() > 2) {
            return Err(PeriodError::Malformed);
        }
        for (number, part) in numbers.iter_mut().zip(&parts) {
            if !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(PeriodError::Malformed);
            }
            *number = part.parse().map_err(|_| PeriodError::Malformed)?;
        }
        let [year, month, day] = numbers;
        if !(1900..2200).contains(&year) {
            return Err(PeriodError::NoSuchDate);
        }
        let year = i32::try_from(year).map_err(|_| PeriodError::NoSuchDate)?;
        let first = NaiveDate::from_ymd_opt(year, month, day).ok_or(PeriodError::NoSuchDate)?;
        let grain = [Grain::Year, Grain::Month, Grain::Day][parts.len() - 1];
        Ok(Self { first, grain })
    }

    /// Its first day.
    pub const fn first_day(self) -> NaiveDate {
        self.first
    }

    /// Its last day.
    pub fn last_day(self) -> NaiveDate {
        match self.grain {
            Grain::Day => self.first,
            Grain::Month => last_of_month(self.first),
            Grain::Year => NaiveDate::from_ymd_opt(self.first.year(), 12, 31).unwrap_or(self.first),
        }
    }

    /// Its length.
    pub const fn grain(self) -> Grain {
        self.grain
    }

    /// All its days.
    pub fn days(self) -> DayRange {
        DayRange { first: self.first, last: self.last_day() }
    }

    /// The periods of the given length from the one that contains `from` to the one that contains `to`.
    pub fn between(from: NaiveDate, to: NaiveDate, grain: Grain) -> Vec<Self> {
        let mut periods = Vec::new();
        let mut next = Self::containing(from, grain);
        while next.first <= to {
            periods.push(next);
            let Some(following) = next.last_day().succ_opt() else { break };
            next = Self::containing(following, grain);
        }
        periods
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = match self.grain {
            Grain::Day => "%Y-%m-%d",
            Grain::Month => "%Y-%m",
            Grain::Year => "%Y",
        };
        write!(f, "{}", self.first.format(form))
    }
}

/// A run of days, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRange {
    /// First day.
    pub first: NaiveDate,
    /// Last day; not before the first.
    pub last: NaiveDate,
}

impl DayRange {
    /// The `days` days that end on `last`.
    pub fn ending(last: NaiveDate, days: u32) -> Self {
        Self { first: minus_days(last, days.saturating_sub(1)), last }
    }

    /// Number of days.
    pub fn len(self) -> usize {
        usize::try_from((self.last - self.first).num_days() + 1).unwrap_or(0)
    }

    /// Whether it holds no day.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Each day in order.
    pub fn iter(self) -> impl Iterator<Item = NaiveDate> {
        self.first.iter_days().take(self.len())
    }

    /// Position of a day in the range; `None` where it lies outside.
    pub fn position(self, day: NaiveDate) -> Option<usize> {
        if day > self.last { None } else { usize::try_from((day - self.first).num_days()).ok() }
    }

    /// Whether the day lies in the range.
    pub fn contains(self, day: NaiveDate) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// The smallest range of whole months that covers this one.
    #[must_use]
    pub fn whole_months(self) -> Self {
        Self { first: first_of_month(self.first), last: last_of_month(self.last) }
    }

    /// The smallest range of whole years that covers this one.
    #[must_use]
    pub fn whole_years(self) -> Self {
        let last = NaiveDate::from_ymd_opt(self.last.year(), 12, 31).unwrap_or(self.last);
        Self { first: first_of_year(self.first), last }
    }
}

/// First day of the date's month.
pub fn first_of_month(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// First day of the date's year.
pub fn first_of_year(date: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(date.year(), 1, 1).unwrap_or(date)
}

/// Last day of the date's month.
pub fn last_of_month(date: NaiveDate) -> NaiveDate {
    first_of_month(date).checked_add_months(Months::new(1)).and_then(|d| d.pred_opt()).unwrap_or(date)
}

/// The date so many days earlier (or the first date there is).
pub fn minus_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN)
}

/// The date so many days later (or the last date there is).
pub fn plus_days(date: NaiveDate, days: u32) -> NaiveDate {
    date.checked_add_days(Days::new(days.into())).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_iso_and_the_ways_of_spreadsheets() {
        let check = |text: &str, expect: &str| assert_eq!(Period::parse(text).unwrap().to_string(), expect, "{text}");
        check("2026-11-23", "2026-11-23");
        check("2026-11", "2026-11");
        check("2026", "2026");
        check("2026/6/1", "2026-06-01");
        check("2026年6月1日", "2026-06-01");
        check("2026年6月", "2026-06");
        check("2026年", "2026");
        check("2028-02-29", "2028-02-29");
        for (text, expect) in [
            ("2026-06-31", PeriodError::NoSuchDate),
            ("2026-02-29", PeriodError::NoSuchDate),
            ("2026-13", PeriodError::NoSuchDate),
            ("0026", PeriodError::NoSuchDate),
            ("26-06-01", PeriodError::Malformed),
            ("2026-6-", PeriodError::Malformed),
            ("", PeriodError::Malformed),
            ("2026-11-23T00", PeriodError::Malformed),
            ("２０２６", PeriodError::Malformed),
            ("2026-11-23-1", PeriodError::Malformed),
        ] {
            assert_eq!(Period::parse(text), Err(expect), "{text}");
        }
    }

    #[test]
    fn knows_its_days() {
        let last = |text: &str| Period::parse(text).unwrap().last_day().to_string();
        assert_eq!(last("2026-02"), "2026-02-28");
        assert_eq!(last("2028-02"), "2028-02-29");
        assert_eq!(last("2026-12"), "2026-12-31");
        assert_eq!(last("2026"), "2026-12-31");
        let (from, to) = ("2026-11-23".parse().unwrap(), "2027-02-01".parse().unwrap());
        assert_eq!(Period::between(from, to, Grain::Month).len(), 4);
        assert_eq!(Period::between(from, to, Grain::Day).len(), 71);
    }
}
