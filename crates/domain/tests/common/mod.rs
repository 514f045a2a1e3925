//! A city written down as text: one figure a line, such as `coal.thermal demand - PLANT 2026-11 900`.
//!
//! The words are item, measure, supplier, consumer, period, quantity; `-` names nobody. A party comes into being where
//! it is first named: as a supplier or as an enterprise by the side it stands on, as the city as one where its code is
//! `CITY`; `PLANT@410181` puts it into a division. `2026-11-01..2026-11-05` states the quantity for each of those days.
//! What a real site would refuse (no consumer of a direct item, a figure twice) is refused here too.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a text that does not read is a mistake of the test")]

use std::collections::BTreeMap;

use baogong_domain::{
    DayRange, DivisionCode, Exact, FigureKey, Item, ItemBook, Measure, Party, PartyCode, PartyKind, Period, Quantity,
    RuleBook, Series, defaults,
};
use chrono::NaiveDate;

/// One reported number.
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    pub(crate) key: FigureKey,
    pub(crate) period: Period,
    pub(crate) quantity: Quantity,
}

/// Registry, settings and figures.
#[derive(Clone, Debug)]
pub(crate) struct City {
    pub(crate) items: Vec<Item>,
    pub(crate) rules: RuleBook,
    pub(crate) parties: Vec<Party>,
    pub(crate) figures: Vec<Figure>,
}

impl City {
    /// Reads the lines; the settings are the defaults.
    pub(crate) fn read(text: &str) -> Self {
        Self::read_with(defaults::items(), text)
    }

    /// Reads the lines where the office has changed its items.
    pub(crate) fn read_with(items: Vec<Item>, text: &str) -> Self {
        let mut city = Self { items, rules: defaults::rule_book(), parties: Vec::new(), figures: Vec::new() };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [item, measure, supplier, consumer, periods, quantity] = words[..] else { panic!("six words: {line}") };
            let supplier = city.party(supplier, PartyKind::Supplier);
            let consumer = city.party(consumer, PartyKind::Enterprise);
            let named = |index: Option<usize>| index.map(|i| &city.parties[i]);
            let item = city.items.iter().find(|i| i.code.as_str() == item).expect(line);
            let measure = Measure::parse(measure).expect(line);
            let key = FigureKey::new(item, measure, named(supplier), named(consumer)).expect(line);
            for period in read_periods(periods) {
                let twice = city.figures.iter().any(|f| f.key == key && f.period == period);
                assert!(!twice, "stated twice: {line}");
                city.figures.push(Figure {
                    key: key.clone(),
                    period,
                    quantity: Quantity::parse(quantity).expect(line),
                });
            }
        }
        city
    }

    fn party(&mut self, word: &str, kind: PartyKind) -> Option<usize> {
        if word == "-" {
            return None;
        }
        let (code, division) = word.split_once('@').map_or((word, None), |(code, division)| (code, Some(division)));
        let index = self.parties.iter().position(|p| p.code.as_str() == code).unwrap_or_else(|| {
            let kind = if code == "CITY" { PartyKind::WholeCity } else { kind };
            self.parties.push(Party::new(PartyCode::parse(code).unwrap(), code, kind));
            self.parties.len() - 1
        });
        if let Some(division) = division {
            self.parties[index].division = Some(DivisionCode::parse(division).unwrap());
        }
        Some(index)
    }

    /// All that is known of one item.
    pub(crate) fn book(&self, item: &str) -> ItemBook<'_> {
        let item = self.items.iter().find(|i| i.code.as_str() == item).unwrap();
        let index: BTreeMap<&PartyCode, usize> = self.parties.iter().enumerate().map(|(i, p)| (&p.code, i)).collect();
        let mut series: BTreeMap<&FigureKey, Series> = BTreeMap::new();
        for Figure { key, period, quantity } in self.figures.iter().filter(|f| *f.key.item() == item.code) {
            let entry = series.entry(key).or_insert_with(|| Series {
                measure: key.measure(),
                supplier: key.supplier().map(|code| index[code]),
                consumer: key.consumer().map(|code| index[code]),
                figures: Vec::new(),
                since: None,
            });
            entry.figures.push((*period, *quantity));
            entry.since = Some(entry.since.map_or(period.last_day(), |since| since.min(period.last_day())));
        }
        ItemBook { item, parties: &self.parties, series: series.into_values().collect() }
    }
}

fn read_periods(text: &str) -> Vec<Period> {
    match text.split_once("..") {
        Some((first, last)) => DayRange { first: date(first), last: date(last) }.iter().map(Period::day).collect(),
        None => vec![period(text)],
    }
}

/// Reads a date.
pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().expect(text)
}

/// Reads a period.
pub(crate) fn period(text: &str) -> Period {
    Period::parse(text).expect(text)
}

/// An amount as it is shown, without idle zeros; `-` for what is unknown.
pub(crate) fn amount(exact: Option<&Exact>) -> String {
    let Some(exact) = exact else { return "-".to_owned() };
    let text = exact.to_string();
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
