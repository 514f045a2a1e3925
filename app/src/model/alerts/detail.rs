//! What travels: one alert with everything around it.

use baogong_domain::Level;
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{
    super::{Amount, ItemName, ItemView, Name, RuleView, Taken, Whom, board::OwedView, level_word},
    AlertRow,
};

/// Somebody who must confirm a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmerView {
    /// The word for them.
    pub code: String,
    /// Their name.
    pub name: Name,
    /// Who has confirmed, when, and their remark.
    pub confirmed: Option<(Name, NaiveDateTime, String)>,
    /// Whether the reader may confirm for them.
    pub may: bool,
}

/// A measure that a level prescribes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureView {
    /// The word for it.
    pub code: String,
    /// Its name.
    pub name: Name,
    /// Who must confirm it.
    pub confirmers: Vec<ConfirmerView>,
}

/// How a declared level ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndView {
    /// By whom.
    pub by: Name,
    /// When.
    pub at: NaiveDateTime,
    /// By which document, or why.
    pub document: String,
}

/// A declared level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredView {
    /// Its key.
    pub id: i64,
    /// Of what.
    pub item: ItemName,
    /// Where.
    pub whom: Whom,
    /// Which level.
    #[serde(with = "level_word::required")]
    pub level: Level,
    /// The number of the document.
    pub document: String,
    /// A remark.
    pub note: String,
    /// Who declared it.
    pub by: Name,
    /// When.
    pub at: NaiveDateTime,
    /// How it ended.
    pub ended: Option<EndView>,
    /// Its measures, in the order in which they are taken.
    pub measures: Vec<MeasureView>,
}

impl DeclaredView {
    /// Whether the reader has something left to confirm.
    pub(crate) fn waits_for_reader(&self) -> bool {
        self.ended.is_none() && self.measures.iter().flat_map(|m| &m.confirmers).any(|c| c.may && c.confirmed.is_none())
    }
}

/// A level that may be declared, with its measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelChoice {
    /// The level.
    #[serde(with = "level_word::required")]
    pub level: Level,
    /// Names of its measures, in the order in which they are taken.
    pub measures: Vec<Name>,
}

/// What happened, as a line of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum HappenedView {
    /// It was first seen: at this level, on too few days as yet or not.
    Opened(LevelWord, bool),
    /// It has lasted long enough.
    Fired(LevelWord),
    /// It got worse.
    Rose(LevelWord, LevelWord),
    /// It has eased.
    Fell(LevelWord, LevelWord),
    /// Nothing is short any more.
    Recovering,
    /// It is short again.
    Relapsed,
    /// It has passed.
    Resolved,
    /// It cannot be judged.
    BecameUnknown,
    /// It can be judged again.
    KnownAgain,
    /// It stands under its cause: whom, item, word of the kind.
    Grouped(Whom, Name, String),
    /// No cause stands above it.
    StandsAlone,
    /// Nobody took it in time.
    Escalated,
    /// Somebody took it.
    Acknowledged(Name),
    /// Somebody silenced it.
    Silenced(NaiveDateTime, String),
    /// Its silence ended: word for how.
    SilenceEnded(String),
    /// Somebody said something.
    Said(String),
    /// A level was declared for its item and scope: document.
    Declared(LevelWord, String),
    /// The declared level ended: document or reason.
    DeclaredEnded(LevelWord, String),
    /// A measure was confirmed: its name, by whom it must be.
    Confirmed(Name, Name),
}

/// A level as a word, as it stands inside other things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelWord(#[serde(with = "level_word::required")] pub Level);

/// An entry of the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineView {
    /// When.
    pub at: NaiveDateTime,
    /// Who; `None` for the program itself.
    pub by: Option<Name>,
    /// The evaluation day, where it is another than that of the instant.
    pub day: Option<NaiveDate>,
    /// Whether it rang.
    pub rang: bool,
    /// What happened.
    pub happened: HappenedView,
}

/// One day of a stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockDay {
    /// The day.
    pub date: NaiveDate,
    /// The stock reported for it.
    pub stock: Amount,
    /// How many days what was known then lasts.
    pub days: Amount,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CurveView {
    /// Demand, plan and supply of the scope.
    Balance(Box<ItemView>),
    /// Stock days of the party.
    Stock(Vec<StockDay>),
    /// Nothing: it is about reports.
    None,
}

/// How the watch behaves today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WatchView {
    /// By how much a gap must have passed a line, in ten-thousandths.
    pub gap_hysteresis: i64,
    /// By how much a stock must have, in thousandths of a day.
    pub stock_hysteresis: i64,
    /// For how many evaluation days.
    pub hold_days: u32,
    /// After how many minutes an alert of its level is escalated.
    pub escalate_minutes: u32,
    /// From how many hours after its deadline a report has each level: red, orange, yellow, blue.
    pub overdue_hours: [Option<u32>; 4],
    /// So many equal days are frozen.
    pub frozen_days: u32,
    /// Delivered and received may differ by so many percent.
    pub apart_percent: u32,
    /// Over so many days.
    pub apart_days: u32,
    /// A supplier that delivers so many percent less than planned has stopped.
    pub stoppage_percent: u32,
    /// Over so many days.
    pub stoppage_days: u32,
    /// The document or decision behind it.
    pub source: String,
}

/// One alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertDetailView {
    /// When it was taken.
    pub taken: Taken,
    /// The instant that the page is of, where it is not now.
    pub as_of: Option<NaiveDateTime>,
    /// The alert.
    pub row: AlertRow,
    /// Gap and level of its period if suppliers that are late with their reports delivered nothing.
    pub high: Option<(String, Option<LevelWord>)>,
    /// Until when a silence lasts: 2 hours, 8 hours, tomorrow at eight; as forms take it.
    pub silence_choices: [String; 3],
    /// Its curve.
    pub curve: CurveView,
    /// The rule that governs today.
    pub rule: RuleView,
    /// How the watch behaves today.
    pub watch: WatchView,
    /// Reports that are missing.
    pub missing: Vec<OwedView>,
    /// How many more are.
    pub more_missing: usize,
    /// Its timeline, the newest first.
    pub timeline: Vec<TimelineView>,
    /// What it follows from.
    pub cause: Option<AlertRow>,
    /// What follows from it.
    pub consequences: Vec<AlertRow>,
    /// The declared level in force, then earlier ones.
    pub declared: Vec<DeclaredView>,
    /// Levels that may be declared.
    pub choices: Vec<LevelChoice>,
    /// Its scope, as forms take it.
    pub scope: String,
    /// The party's code, where its scope is one.
    pub party: Option<String>,
    /// Whether the reader may handle it.
    pub may_handle: bool,
    /// Whether the reader sees the whole city.
    pub sees_all: bool,
}
