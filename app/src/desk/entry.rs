//! What people type and paste as a number, brought to one form, so that two ways of writing it count as the same.

use baogong_domain::{Quantity, quantity::QuantityError};

use crate::model::Name;

/// The one form of a typed text: a plain decimal without needless zeros (`1234.5`), empty for none; what is no quantity
/// stays as it was typed, so that its writer can mend it.
pub(crate) fn canonical(typed: &str) -> String {
    let text = plain(typed);
    match Quantity::parse(&text) {
        Ok(quantity) => plain_decimal(quantity),
        Err(QuantityError::Empty) => String::new(),
        Err(_) => typed.trim().to_owned(),
    }
}

/// Why a text in the one form cannot be a quantity; `None` where it can, or is empty.
pub(crate) fn fault(entry: &str) -> Option<Name> {
    match Quantity::parse(&plain(entry)) {
        Ok(_) | Err(QuantityError::Empty) => None,
        Err(error) => Some(bilingual(&error.to_string())),
    }
}

/// Thousandths of a unit; `None` for an empty text or what is no quantity.
pub(crate) fn thousandths(entry: &str) -> Option<i64> {
    Quantity::parse(&plain(entry)).ok().map(Quantity::thousandths)
}

/// Thousandths as an amount with three decimals, such as the server sends.
pub(crate) fn amount(thousandths: i128) -> String {
    let sign = if thousandths < 0 { "-" } else { "" };
    let size = thousandths.unsigned_abs();
    format!("{sign}{}.{:03}", size / 1000, size % 1000)
}

/// Full-width digits and signs become plain ones; the spaces that spreadsheets put between thousands go.
fn plain(typed: &str) -> String {
    let plain = typed.chars().filter_map(|c| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        '．' | '。' => Some('.'),
        '，' => Some(','),
        '－' | '−' => Some('-'),
        '\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{3000}' | '\u{feff}' => None,
        other => Some(other),
    });
    plain.collect::<String>().trim().to_owned()
}

fn plain_decimal(quantity: Quantity) -> String {
    let text = quantity.to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Takes a message of the form `中文 / English` apart.
pub(crate) fn bilingual(message: &str) -> Name {
    let (zh, en) = message.split_once(" / ").unwrap_or((message, ""));
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_form_however_it_is_written() {
        for (typed, expect) in [
            ("", ""),
            ("  ", ""),
            ("0", "0"),
            ("100", "100"),
            ("1234.500", "1234.5"),
            (" 1,234.5 ", "1234.5"),
            ("１，２３４．５", "1234.5"),
            ("12。5", "12.5"),
            ("1\u{a0}234", "1234"),
            ("1\u{202f}234,5", "1\u{202f}234,5"),
            ("12 34", "12 34"),
            ("abc", "abc"),
            ("-3", "-3"),
            ("－３", "－３"),
            ("1.2345", "1.2345"),
        ] {
            assert_eq!(canonical(typed), expect, "{typed:?}");
            assert_eq!(canonical(&canonical(typed)), expect, "{typed:?} twice");
        }
    }

    #[test]
    fn says_in_both_languages_why_a_text_is_no_quantity() {
        for good in ["", "0", "1,234.5", "１２"] {
            assert_eq!(fault(good), None, "{good}");
        }
        for (bad, zh) in [("abc", "不是数字"), ("-3", "数量不能为负"), ("1.2345", "小数超过三位"), ("1,23", "不是数字")]
        {
            let fault = fault(bad).unwrap();
            assert!(fault.zh.starts_with(zh), "{bad}: {}", fault.zh);
            assert!(!fault.en.is_empty() && !fault.en.contains(zh), "{bad}");
        }
    }

    #[test]
    fn amounts_are_exact() {
        assert_eq!(thousandths("1234.5"), Some(1_234_500));
        assert_eq!(thousandths(""), None);
        assert_eq!(thousandths("x"), None);
        assert_eq!(amount(1_234_500), "1234.500");
        assert_eq!(amount(-50), "-0.050");
        assert_eq!(amount(0), "0.000");
    }
}
