//! Dates in workbooks: a number, and a format that says how people see it.

use chrono::{Days, NaiveDate};

/// How a number format shows a number as a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateForm {
    /// With its day.
    Day,
    /// As a month: typed `2026-11`, Excel keeps 2026-11-01 and shows the month.
    Month,
    /// As a year.
    Year,
}

impl DateForm {
    /// Of a built-in format; those that depend on the country are the Chinese ones.
    pub(super) const fn built_in(id: u32) -> Option<Self> {
        match id {
            14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Some(Self::Day),
            17 | 27 | 36 | 50 | 52 | 57 => Some(Self::Month),
            _ => None,
        }
    }

    /// Of a format's code, such as `yyyy"年"m"月"`.
    pub(super) fn of_code(code: &str) -> Option<Self> {
        let mut letters = String::new();
        let mut characters = code.chars();
        while let Some(character) = characters.next() {
            match character {
                // A literal, a width, a filling.
                '\\' | '_' | '*' => drop(characters.next()),
                '"' => drop(characters.find(|c| *c == '"')),
                '[' => drop(characters.find(|c| *c == ']')),
                // Of several formats the first is that of positive numbers.
                ';' => break,
                other => letters.extend(other.to_lowercase()),
            }
        }
        let letters = letters.replace("general", "").replace("am/pm", "").replace("a/p", "");
        let has = |letter: char| letters.contains(letter);
        if has('h') || has('s') {
            // A time of day, perhaps with its date; an `m` may be minutes.
            return (has('d') || has('y')).then_some(Self::Day);
        }
        if ['0', '#', '?', '@'].into_iter().any(has) {
            return None;
        }
        match (has('d'), has('m'), has('y') || has('e')) {
            (true, _, _) => Some(Self::Day),
            (false, true, _) => Some(Self::Month),
            (false, false, true) => Some(Self::Year),
            (false, false, false) => None,
        }
    }

    /// A date as its reader sees it, in ISO form.
    pub(super) fn text(self, date: NaiveDate) -> String {
        let form = match self {
            Self::Day => "%Y-%m-%d",
            Self::Month => "%Y-%m",
            Self::Year => "%Y",
        };
        date.format(form).to_string()
    }
}

/// The date of a serial number; none where it is no date.
pub(super) fn date(serial: f64, since_1904: bool) -> Option<NaiveDate> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be small and positive")]
    let days = (0.0..3_000_000.0).contains(&serial).then_some(serial as u64)?;
    let epoch = if since_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)
    } else if days < 60 {
        NaiveDate::from_ymd_opt(1899, 12, 31)
    } else {
        // Spreadsheets count a 29 February 1900 that there never was.
        NaiveDate::from_ymd_opt(1899, 12, 30)
    };
    epoch?.checked_add_days(Days::new(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_without_day_is_a_month() {
        let check = |code: &str, expect| assert_eq!(DateForm::of_code(code), expect, "{code}");
        for code in ["mmm-yy", "yyyy-mm", "yyyy\"年\"m\"月\"", "[$-804]yyyy\"年\"m\"月\";@", "yyyy/m", "yyyy\\-mm"]
        {
            check(code, Some(DateForm::Month));
        }
        for code in ["yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\";@", "d-mmm", "m/d/yy h:mm", "[$-F800]dddd, mmmm dd, yyyy"]
        {
            check(code, Some(DateForm::Day));
        }
        check("yyyy", Some(DateForm::Year));
        for code in ["General", "0.00", "#,##0.00_ ", "0.00E+00", "@", "h:mm", "[h]:mm:ss", "\"Ymd\"0", "\"万吨\""] {
            check(code, None);
        }
    }

    #[test]
    fn serial_numbers_are_days() {
        let check = |serial, expect: &str| assert_eq!(date(serial, false).unwrap().to_string(), expect);
        check(1.0, "1900-01-01");
        check(59.0, "1900-02-28");
        check(61.0, "1900-03-01");
        check(46349.0, "2026-11-23");
        check(46349.75, "2026-11-23");
        assert_eq!(date(44887.0, true).unwrap().to_string(), "2026-11-23");
        assert_eq!(date(-1.0, false), None);
        assert_eq!(date(f64::NAN, false), None);
        assert_eq!(date(1e300, false), None);
    }
}
