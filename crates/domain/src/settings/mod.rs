//! What the office decides about seasons, rules and the watch: each setting by itself, as it is proposed, approved and
//! kept in versions. A setting is read from a form and checked here; nothing else may make one out of words.

mod check;
mod field;
mod form;

use std::{collections::BTreeMap, fmt, str::FromStr};

use chrono::NaiveDate;
use serde_json::Value;

use crate::{
    calendar::{Season, SeasonDecision, SeasonKind},
    item::ItemCode,
    period::DayRange,
    rule::{Rule, RuleBook},
    watch::{WatchBook, WatchSettings},
};

pub use check::SettingError;
pub use field::{Field, Input};

/// Which setting: what has versions of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingKey {
    /// `season:winter`: the dates that return every year.
    Season(SeasonKind),
    /// `season:winter:2026`: what was decided about the winter that begins in 2026.
    Decision(SeasonKind, i32),
    /// `rule:coal.thermal:winter`
    Rule(ItemCode, SeasonKind),
    /// `watch:winter`
    Watch(SeasonKind),
}

/// A text is not a [`SettingKey`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有这项设置 / there is no such setting")]
pub struct KeyError;

impl FromStr for SettingKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let kind = |code: &str| SeasonKind::parse(code).ok_or(KeyError);
        let peak = |code: &str| kind(code).ok().filter(|kind| kind.is_peak()).ok_or(KeyError);
        match text.split(':').collect::<Vec<_>>()[..] {
            ["season", code] => Ok(Self::Season(peak(code)?)),
            ["season", code, year] => {
                let year = year.parse().ok().filter(|year| YEARS.contains(year) && text.is_ascii());
                Ok(Self::Decision(peak(code)?, year.ok_or(KeyError)?))
            }
            ["rule", item, code] => Ok(Self::Rule(ItemCode::parse(item).ok_or(KeyError)?, kind(code)?)),
            ["watch", code] => Ok(Self::Watch(kind(code)?)),
            _ => Err(KeyError),
        }
    }
}

/// Years of which something can be decided.
const YEARS: std::ops::Range<i32> = 2000..2200;

impl fmt::Display for SettingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Season(kind) => write!(f, "season:{}", kind.code()),
            Self::Decision(kind, year) => write!(f, "season:{}:{year}", kind.code()),
            Self::Rule(item, season) => write!(f, "rule:{item}:{}", season.code()),
            Self::Watch(season) => write!(f, "watch:{}", season.code()),
        }
    }
}

/// A setting with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// The dates of a season that return every year.
    Season(Season),
    /// What was decided about one occurrence of it.
    Decision(SeasonDecision),
    /// The rule of an item in a season.
    Rule(Rule),
    /// How the watch behaves in a season.
    Watch(WatchSettings),
}

impl Setting {
    /// Which one it is.
    pub fn key(&self) -> SettingKey {
        match self {
            Self::Season(season) => SettingKey::Season(season.kind),
            Self::Decision(decided) => SettingKey::Decision(decided.kind, decided.year),
            Self::Rule(rule) => SettingKey::Rule(rule.item.clone(), rule.season),
            Self::Watch(settings) => SettingKey::Watch(settings.season),
        }
    }

    /// The document or decision behind its values.
    pub fn source(&self) -> &str {
        match self {
            Self::Season(season) => &season.source,
            Self::Decision(decided) => &decided.source,
            Self::Rule(rule) => &rule.source,
            Self::Watch(settings) => &settings.source,
        }
    }

    /// As it is kept. What cannot be written as a document reads back as nothing, so it is never taken for something.
    pub fn to_document(&self) -> Value {
        let written = match self {
            Self::Season(season) => serde_json::to_value(season),
            Self::Decision(decided) => serde_json::to_value(decided),
            Self::Rule(rule) => serde_json::to_value(rule),
            Self::Watch(settings) => serde_json::to_value(settings),
        };
        written.unwrap_or_default()
    }

    /// Reads [`Setting::to_document`]; `None` where it is not one of this key.
    pub fn from_document(key: &SettingKey, text: &str) -> Option<Self> {
        let read = match key {
            SettingKey::Season(_) => serde_json::from_str(text).map(Self::Season),
            SettingKey::Decision(..) => serde_json::from_str(text).map(Self::Decision),
            SettingKey::Rule(..) => serde_json::from_str(text).map(Self::Rule),
            SettingKey::Watch(_) => serde_json::from_str(text).map(Self::Watch),
        };
        read.ok().filter(|setting| setting.key() == *key)
    }
}

/// All settings together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsBook {
    /// Seasons and rules.
    pub rules: RuleBook,
    /// How the watch behaves.
    pub watch: WatchBook,
}

impl SettingsBook {
    /// The setting as it stands; of an occurrence about which nothing was decided its dates as always.
    pub fn get(&self, key: &SettingKey) -> Option<Setting> {
        let calendar = &self.rules.calendar;
        match key {
            SettingKey::Season(kind) => {
                calendar.seasons.iter().find(|season| season.kind == *kind).cloned().map(Setting::Season)
            }
            SettingKey::Decision(kind, year) => {
                let DayRange { first, last } = calendar.occurrence(*kind, *year)?;
                let source = calendar.decision(*kind, *year).map(|decided| decided.source.clone()).unwrap_or_default();
                Some(Setting::Decision(SeasonDecision { kind: *kind, year: *year, first, last, source }))
            }
            SettingKey::Rule(item, season) => {
                let found = self.rules.rules.iter().find(|rule| rule.item == *item && rule.season == *season);
                found.cloned().map(Setting::Rule)
            }
            SettingKey::Watch(season) => {
                self.watch.seasons.iter().find(|settings| settings.season == *season).cloned().map(Setting::Watch)
            }
        }
    }

    /// The settings with one of them as given.
    #[must_use]
    pub fn with(mut self, setting: &Setting) -> Self {
        fn put<T: Clone>(all: &mut Vec<T>, new: &T, same: impl Fn(&T) -> bool) {
            match all.iter_mut().find(|old| same(old)) {
                Some(old) => old.clone_from(new),
                None => all.push(new.clone()),
            }
        }
        let calendar = &mut self.rules.calendar;
        match setting {
            Setting::Season(new) => put(&mut calendar.seasons, new, |old| old.kind == new.kind),
            Setting::Decision(new) => {
                put(&mut calendar.decisions, new, |old| (old.kind, old.year) == (new.kind, new.year));
            }
            Setting::Rule(new) => {
                put(&mut self.rules.rules, new, |old| old.item == new.item && old.season == new.season);
            }
            Setting::Watch(new) => put(&mut self.watch.seasons, new, |old| old.season == new.season),
        }
        self
    }
}

/// Values by the words of their fields, as a form sends them.
pub type Values = BTreeMap<String, String>;

/// The season that begins in a year, in words that need no translation: `2026/27`, `2026`.
pub fn season_year(days: DayRange) -> String {
    let year = |day: NaiveDate| chrono::Datelike::year(&day);
    let (first, last) = (year(days.first), year(days.last));
    if first == last { first.to_string() } else { format!("{first}/{:02}", last % 100) }
}
