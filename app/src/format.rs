//! Numbers and dates as people here write them. Pure: the same text on the server and in the browser.
//!
//! Amounts come in as decimal texts with at most three decimals, exact. Rounding happens only here, half up, and never
//! onto a line that was not reached: 9.97 % is not printed as 10.0 %.

use baogong_domain::{Grain, Period};
use chrono::{Datelike, NaiveDate, NaiveDateTime, Timelike};

use crate::text::Lang;

/// What stands where nothing is known.
pub(crate) const UNKNOWN: &str = "—";

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A decimal text in thousandths; `None` where it is not one.
fn thousandths(text: &str) -> Option<i128> {
    let (negative, body) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
    if whole.is_empty() || fraction.len() > 3 || !format!("{whole}{fraction}").bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: i128 = format!("{whole}{fraction:0<3}").parse().ok()?;
    Some(if negative { -value } else { value })
}

/// Writes thousandths with `decimals` (0–3) decimals, half up, commas between thousands.
fn write(value: i128, decimals: u32) -> String {
    let step = 10_i128.pow(3 - decimals.min(3));
    let rounded = (value + step / 2).div_euclid(step);
    let scale = 10_i128.pow(decimals.min(3));
    let (whole, fraction) = (rounded.abs() / scale, rounded.abs() % scale);
    let digits = whole.to_string();
    let mut text = String::from(if rounded < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    if decimals > 0 {
        let width = usize::try_from(decimals).unwrap_or(3);
        text.extend(['.'].into_iter().chain(format!("{fraction:0width$}").chars()));
    }
    text
}

fn without_trailing_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// An amount at a glance: at most one decimal; what would look like zero keeps its decimals.
pub(crate) fn glance(amount: &str) -> String {
    let Some(value) = thousandths(amount) else { return amount.to_owned() };
    let decimals = if value != 0 && value.abs() < 50 { 3 } else { 1 };
    without_trailing_zeros(&write(value, decimals)).to_owned()
}

/// An amount to its last digit.
pub(crate) fn exact(amount: &str) -> String {
    thousandths(amount).map_or_else(|| amount.to_owned(), |v| without_trailing_zeros(&write(v, 3)).to_owned())
}

/// One decimal, or as many more as it takes not to print a whole number, where lines lie, that is not reached.
fn short_of_lines(value: i128) -> String {
    let decimals = (1..3).find(|decimals| {
        let step = 10_i128.pow(3 - decimals);
        let printed = (value + step / 2).div_euclid(step) * step;
        printed <= value || printed.rem_euclid(1000) != 0
    });
    write(value, decimals.unwrap_or(3))
}

/// An amount with its unit: `83.7 车`, `1,234.5 t`; where the unit itself begins with a number, `70.7 × 10 MW`. The
/// spaces do not break: a unit alone on a line is read as something else.
pub(crate) fn with_unit(amount: &str, unit: &str) -> String {
    let times = if unit.starts_with(|c: char| c.is_ascii_digit()) { "× " } else { "" };
    format!("{amount} {times}{unit}").replace(' ', "\u{a0}")
}

/// A number of things: `1,474`.
pub(crate) fn count(number: usize) -> String {
    i128::try_from(number).map_or_else(|_| number.to_string(), |number| write(number * 1000, 0))
}

/// A share given in percent: `8.297` → `8.3%`.
pub(crate) fn percent(value: &str) -> String {
    match thousandths(value) {
        None => value.to_owned(),
        Some(0) => "0%".to_owned(),
        Some(1..50) => "<0.1%".to_owned(),
        Some(value) => format!("{}%", short_of_lines(value)),
    }
}

/// Days that a stock lasts, without the unit.
pub(crate) fn stock_days(value: &str) -> String {
    thousandths(value).map_or_else(|| value.to_owned(), short_of_lines)
}

/// Ten-thousandths as a percentage without needless decimals: `500` → `5%`.
pub(crate) fn line_percent(ten_thousandths: i64) -> String {
    format!("{}%", without_trailing_zeros(&write(i128::from(ten_thousandths) * 10, 3)))
}

/// Thousandths of a day without needless decimals: `7000` → `7`.
pub(crate) fn line_days(thousandths: i64) -> String {
    without_trailing_zeros(&write(thousandths.into(), 3)).to_owned()
}

/// 一 … 日, or Mon … Sun.
pub(crate) fn weekday(date: NaiveDate, lang: Lang) -> &'static str {
    let index = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
    match lang {
        Lang::Zh => ["一", "二", "三", "四", "五", "六", "日"][index],
        Lang::En => ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][index],
    }
}

/// Whether the day is a Saturday or Sunday.
pub(crate) fn is_weekend(date: NaiveDate) -> bool {
    date.weekday().num_days_from_monday() >= 5
}

fn month_name(date: NaiveDate) -> &'static str {
    MONTHS[usize::try_from(date.month0()).unwrap_or(0)]
}

/// `11月23日`, `23 Nov`.
pub(crate) fn day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}月{}日", date.month(), date.day()),
        Lang::En => format!("{} {}", date.day(), month_name(date)),
    }
}

/// `11月23日 周一`, `Mon 23 Nov`.
pub(crate) fn weekday_and_day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{} 周{}", day(date, lang), weekday(date, lang)),
        Lang::En => format!("{} {}", weekday(date, lang), day(date, lang)),
    }
}

/// `2026年11月23日 周一`, `Mon 23 Nov 2026`.
pub(crate) fn full_day(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}年{}", date.year(), weekday_and_day(date, lang)),
        Lang::En => format!("{} {}", weekday_and_day(date, lang), date.year()),
    }
}

/// `11月`, `Nov`.
pub(crate) fn month(date: NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("{}月", date.month()),
        Lang::En => month_name(date).to_owned(),
    }
}

/// `10:05`
pub(crate) fn clock(time: NaiveDateTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A period in ISO form as people write it, on two lines: day and weekday, month and year, year alone.
pub(crate) fn period(iso: &str, lang: Lang) -> (String, String) {
    let Ok(period) = Period::parse(iso) else { return (iso.to_owned(), String::new()) };
    let first = period.first_day();
    let year = match lang {
        Lang::Zh => format!("{}年", first.year()),
        Lang::En => first.year().to_string(),
    };
    match (period.grain(), lang) {
        (Grain::Day, Lang::Zh) => (day(first, lang), format!("周{}", weekday(first, lang))),
        (Grain::Day, Lang::En) => (day(first, lang), weekday(first, lang).to_owned()),
        (Grain::Month, _) => (month(first, lang), year),
        (Grain::Year, _) => (year, String::new()),
    }
}

/// A decimal text as a coordinate for drawing; nothing is computed from it.
pub(crate) fn coordinate(amount: &str) -> Option<f64> {
    amount.parse().ok().filter(|v: &f64| v.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_commas_and_no_needless_decimals() {
        let check = |text: &str, at_a_glance: &str, to_the_last_digit: &str| {
            assert_eq!(glance(text), at_a_glance, "{text}");
            assert_eq!(exact(text), to_the_last_digit, "{text}");
        };
        check("0.000", "0", "0");
        check("1234.500", "1,234.5", "1,234.5");
        check("955020.000", "955,020", "955,020");
        check("12518.032", "12,518", "12,518.032");
        check("999.950", "1,000", "999.95");
        check("100.049", "100", "100.049");
        check("0.050", "0.1", "0.05");
        check("0.049", "0.049", "0.049");
        check("-1234.560", "-1,234.6", "-1,234.56");
        check("999999999999.999", "1,000,000,000,000", "999,999,999,999.999");
        check("7", "7", "7");
        check("not a number", "not a number", "not a number");
    }

    #[test]
    fn percentages_never_claim_a_line_that_was_not_reached() {
        for (value, expect) in [
            ("8.297", "8.3%"),
            ("0.000", "0%"),
            ("0.001", "<0.1%"),
            ("0.049", "<0.1%"),
            ("0.050", "0.1%"),
            ("9.949", "9.9%"),
            ("9.970", "9.97%"),
            ("9.999", "9.999%"),
            ("10.000", "10.0%"),
            ("10.049", "10.0%"),
            ("19.996", "19.996%"),
            ("7.460", "7.5%"),
            ("15.970", "15.97%"),
            ("100.000", "100.0%"),
            ("1234.567", "1,234.6%"),
        ] {
            assert_eq!(percent(value), expect, "{value}");
        }
    }

    #[test]
    fn stock_days_never_claim_a_line_that_was_not_reached() {
        for (value, expect) in
            [("6.970", "6.97"), ("7.000", "7.0"), ("3.240", "3.2"), ("3.999", "3.999"), ("0.000", "0.0")]
        {
            assert_eq!(stock_days(value), expect, "{value}");
        }
    }

    #[test]
    fn lines_of_rules() {
        assert_eq!(line_percent(2000), "20%");
        assert_eq!(line_percent(750), "7.5%");
        assert_eq!(line_percent(0), "0%");
        assert_eq!(line_days(7000), "7");
        assert_eq!(line_days(2500), "2.5");
        assert_eq!(count(1474), "1,474");
    }

    #[test]
    fn a_unit_with_a_number_is_multiplied() {
        assert_eq!(with_unit("70.7", "10 MW"), "70.7\u{a0}×\u{a0}10\u{a0}MW");
        assert_eq!(with_unit("70.7", "万千瓦"), "70.7\u{a0}万千瓦");
    }

    #[test]
    fn dates_in_both_languages() {
        let date: NaiveDate = "2026-11-23".parse().unwrap();
        assert_eq!(weekday_and_day(date, Lang::Zh), "11月23日 周一");
        assert_eq!(weekday_and_day(date, Lang::En), "Mon 23 Nov");
        assert_eq!(full_day(date, Lang::Zh), "2026年11月23日 周一");
        assert_eq!(full_day(date, Lang::En), "Mon 23 Nov 2026");
        assert_eq!(month(date, Lang::Zh), "11月");
        assert_eq!(clock("2026-11-23T09:05:59".parse().unwrap()), "09:05");
        let sunday: NaiveDate = "2026-11-29".parse().unwrap();
        assert_eq!(weekday_and_day(sunday, Lang::Zh), "11月29日 周日");
        assert!(is_weekend(sunday) && !is_weekend(date));
    }

    #[test]
    fn periods_in_both_languages() {
        let check = |iso: &str, zh: (&str, &str), en: (&str, &str)| {
            for (lang, expect) in [(Lang::Zh, zh), (Lang::En, en)] {
                let (first, second) = period(iso, lang);
                assert_eq!((first.as_str(), second.as_str()), expect);
            }
        };
        check("2026-11-23", ("11月23日", "周一"), ("23 Nov", "Mon"));
        check("2026-11", ("11月", "2026年"), ("Nov", "2026"));
        check("2026", ("2026年", ""), ("2026", ""));
        check("soon", ("soon", ""), ("soon", ""));
    }
}
