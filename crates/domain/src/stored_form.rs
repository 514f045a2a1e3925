//! How exact numbers, periods and codes are kept inside stored documents: as text that reads back to the same value.
//! Not how they are shown: output rounds, this never does.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    exact::Exact,
    item::ItemCode,
    ledger::Scope,
    party::{DivisionCode, PartyCode},
    period::Period,
};

macro_rules! kept_as_text {
    ($type:ty, $write:expr, $read:expr) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let write: fn(&$type) -> String = $write;
                serializer.serialize_str(&write(self))
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                let read: fn(&str) -> Option<$type> = $read;
                read(&text).ok_or_else(|| D::Error::custom(format!("{} does not read: {text}", stringify!($type))))
            }
        }
    };
}

kept_as_text!(Exact, Exact::to_fraction, Exact::parse_fraction);
kept_as_text!(Period, ToString::to_string, |text| Period::parse(text).ok());
kept_as_text!(ItemCode, ToString::to_string, ItemCode::parse);
kept_as_text!(PartyCode, ToString::to_string, |text| PartyCode::parse(text).ok());
kept_as_text!(DivisionCode, ToString::to_string, |text| DivisionCode::parse(text).ok());
kept_as_text!(Scope, ToString::to_string, |text| text.parse().ok());

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exact_number_reads_back_to_the_same() {
        let mut large = Exact::share(i128::MAX, 7);
        large += &Exact::share(i128::MAX, 366);
        for (number, text) in [
            (Exact::ZERO, "0"),
            (Exact::share(-6, 4), "-3/2"),
            (Exact::share(12_345, 1), "12345"),
            (Exact::share(1000, 3), "1000/3"),
            (large.clone(), &*large.to_fraction()),
        ] {
            assert_eq!(number.to_fraction(), text);
            assert_eq!(Exact::parse_fraction(text), Some(number));
        }
        for text in ["", "1/0", "1/-2", "a", "1/2/3", "1.5"] {
            assert_eq!(Exact::parse_fraction(text), None, "{text}");
        }
    }

    #[test]
    fn documents_name_things_as_people_do() {
        let scope: Scope = "division:410183".parse().unwrap();
        let period = Period::parse("2026-11").unwrap();
        let text = serde_json::to_string(&(scope.clone(), period)).unwrap();
        assert_eq!(text, r#"["division:410183","2026-11"]"#);
        assert_eq!(serde_json::from_str::<(Scope, Period)>(&text).unwrap(), (scope, period));
        assert!(serde_json::from_str::<Scope>(r#""village""#).is_err());
    }
}
