//! Seasons and rules with their versions, and what a change would have raised.

use baogong_domain::{Level, settings::Values};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{Name, SeasonView, Taken, Whom};

/// Which version holds, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Its number.
    pub version: i64,
    /// Who proposed it.
    pub proposed_by: String,
    /// Who approved it.
    pub approved_by: String,
    /// When, office time; `None` of what a site starts with.
    pub approved_at: Option<NaiveDateTime>,
    /// The document number; may be empty.
    pub document: String,
}

/// A setting as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingView {
    /// Its key, such as `rule:coal.thermal:winter`.
    pub key: String,
    /// What it is, in words.
    pub title: Name,
    /// Values by field.
    pub values: Values,
    /// Its version; `None` of an occurrence about which nothing was decided.
    pub stamp: Option<Stamp>,
}

/// One occurrence of a season.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OccurrenceView {
    /// Key of the decision about it.
    pub key: String,
    /// `2026/27`
    pub years: String,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Whether today is one of its days.
    pub running: bool,
    /// By which decision; `None` where its dates are as always.
    pub decided: Option<Stamp>,
}

/// A season: the dates that return, and its occurrences.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeasonRows {
    /// The dates that return every year.
    pub usual: SettingView,
    /// What runs and what comes, and what was decided otherwise.
    pub occurrences: Vec<OccurrenceView>,
}

/// The rules of one item, by season.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemRules {
    /// The item.
    pub item: Name,
    /// Each season's name and rule.
    pub rules: Vec<(Name, SettingView)>,
}

/// What somebody proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalView {
    /// Its key.
    pub id: i64,
    /// Key of the setting.
    pub key: String,
    /// The setting in words.
    pub title: Name,
    /// The values as they stand.
    pub before: Option<Values>,
    /// The values as they would be.
    pub after: Values,
    /// The version that it was made on.
    pub base: i64,
    /// Whether there is a newer version.
    pub stale: bool,
    /// The document number; may be empty.
    pub document: String,
    /// Why.
    pub reason: String,
    /// By whom.
    pub proposed_by: String,
    /// When, office time.
    pub proposed_at: NaiveDateTime,
}

/// The page of seasons and rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesView {
    /// When it was taken.
    pub taken: Taken,
    /// The season.
    pub season: SeasonView,
    /// The word of the season that governs today.
    pub season_code: String,
    /// Winter and summer.
    pub seasons: Vec<SeasonRows>,
    /// Each item's rules.
    pub items: Vec<ItemRules>,
    /// How the watch behaves: each season's name and settings.
    pub watch: Vec<(Name, SettingView)>,
    /// What waits for a decision.
    pub pending: Vec<ProposalView>,
    /// Whether the reader may propose changes.
    pub may_propose: bool,
    /// Whether the reader may approve them.
    pub may_approve: bool,
}

/// One version in a setting's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionView {
    /// Which one, by whom.
    pub stamp: Stamp,
    /// Why.
    pub reason: String,
    /// Its values.
    pub values: Values,
    /// The values of the version before.
    pub before: Option<Values>,
}

/// One setting with its history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoryView {
    /// As it stands.
    pub setting: SettingView,
    /// The version that a change is made on; 0 where there is none.
    pub base: i64,
    /// Whether it may have lines of stock.
    pub has_stock: bool,
    /// Its versions, the newest first.
    pub versions: Vec<VersionView>,
}

/// The change that a replay is asked about: a proposal, or values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayAsk {
    /// Key of the setting; empty where a proposal is asked about.
    pub key: String,
    /// Number of the proposal; 0 where values are asked about.
    pub proposal: i64,
    /// The values.
    #[serde(default)]
    pub values: Values,
}

/// Alerts and days of one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelCount {
    /// Alerts whose worst level it is.
    pub alerts: usize,
    /// Days at it, of each alert.
    pub days: usize,
}

/// How the change differs on a run of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Difference {
    /// Only it raises the alert.
    OnlyNew,
    /// It raises it at a worse level.
    Worse,
    /// At a lesser one.
    Lesser,
    /// Only what holds raises it.
    OnlyOld,
}

/// A run of days that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpellView {
    /// How.
    pub difference: Difference,
    /// The item.
    pub item: Name,
    /// Who is short.
    pub whom: Whom,
    /// Of stock; else of supply.
    pub stock: bool,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// The worst level as it holds.
    #[serde(with = "super::level_word")]
    pub old: Option<Level>,
    /// The worst level with the change.
    #[serde(with = "super::level_word")]
    pub new: Option<Level>,
}

/// What a change would have raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayView {
    /// Key of the setting.
    pub key: String,
    /// The version that stands.
    pub base: i64,
    /// The values as they stand.
    pub before: Option<Values>,
    /// The values as they would be.
    pub after: Values,
    /// What would have differed; `None` of what changes no level.
    pub compared: Option<Compared>,
}

/// The comparison itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// First day looked at.
    pub first: NaiveDate,
    /// Last day looked at.
    pub last: NaiveDate,
    /// How many days are judged otherwise.
    pub judged: usize,
    /// As it holds: red, orange, yellow, blue.
    pub old: [LevelCount; 4],
    /// With the change: red, orange, yellow, blue.
    pub new: [LevelCount; 4],
    /// The runs that are listed, the worst first.
    pub spells: Vec<SpellView>,
    /// How many more there are.
    pub more: usize,
}
