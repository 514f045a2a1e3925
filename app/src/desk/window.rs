//! Which periods a sheet shows: the way to earlier and later ones.

use baogong_domain::{Grain, Period};
use chrono::{Days, Months, NaiveDate};

/// How many periods “earlier” and “later” go: so far that some of what was seen stays.
const STEP: i32 = 7;

/// The period that lies so many days or months after this one, or before it; itself where it cannot be read.
pub(crate) fn shifted(iso: &str, by: i32) -> String {
    let Ok(period) = Period::parse(iso) else { return iso.to_owned() };
    let (first, size) = (period.first_day(), by.unsigned_abs());
    let days = |date: NaiveDate| {
        let days = Days::new(size.into());
        if by < 0 { date.checked_sub_days(days) } else { date.checked_add_days(days) }
    };
    let months = |date: NaiveDate, each: u32| {
        let months = Months::new(size.saturating_mul(each));
        if by < 0 { date.checked_sub_months(months) } else { date.checked_add_months(months) }
    };
    let moved = match period.grain() {
        Grain::Day => days(first),
        Grain::Month => months(first, 1),
        Grain::Year => months(first, 12),
    };
    moved.map_or_else(|| iso.to_owned(), |date| Period::containing(date, period.grain()).to_string())
}

/// The first period of the sheet before this one.
pub(crate) fn earlier(first: &str) -> String {
    shifted(first, -STEP)
}

/// The first period of the sheet after this one.
pub(crate) fn later(first: &str) -> String {
    shifted(first, STEP)
}

/// The first period of a sheet in which this one stands well inside, with the one before it.
pub(crate) fn around(period: &str) -> String {
    shifted(period, -3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_by_days_and_by_months() {
        for (iso, by, expect) in [
            ("2026-11-23", -7, "2026-11-16"),
            ("2026-11-28", 7, "2026-12-05"),
            ("2026-02", -3, "2025-11"),
            ("2026-11", 7, "2027-06"),
            ("2026", 1, "2027"),
            ("soon", 7, "soon"),
        ] {
            assert_eq!(shifted(iso, by), expect, "{iso} {by}");
        }
        assert_eq!((earlier("2026-11-23"), later("2026-11")), ("2026-11-16".into(), "2027-06".into()));
        assert_eq!(around("2026-11-23"), "2026-11-20");
    }
}
