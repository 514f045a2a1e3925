//! What travels: 交接班.

use baogong_domain::Level;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};

use super::super::{Name, Taken, Whom, level_word};

/// A declared level in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclaredLine {
    /// Of what.
    pub item: Name,
    /// Where.
    pub whom: Whom,
    /// Which level.
    #[serde(with = "level_word::required")]
    pub level: Level,
    /// The number of the document.
    pub document: String,
}

/// How things stand or stood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingView {
    /// By level: red, orange, yellow, blue.
    pub levels: [u64; 4],
    /// How many nobody has taken.
    pub unclaimed: u64,
    /// How many cannot be judged.
    pub unknown: u64,
    /// How many are silent.
    pub silenced: u64,
    /// The declared levels in force.
    pub declared: Vec<DeclaredLine>,
}

/// A note that was left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteView {
    /// Its key.
    pub id: i64,
    /// When.
    pub at: NaiveDateTime,
    /// Who left.
    pub by: Name,
    /// Who took over.
    pub taken_by: String,
    /// What is to be known.
    pub text: String,
    /// How things stood.
    pub standing: StandingView,
}

/// The hand-over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftView {
    /// When it was taken.
    pub taken: Taken,
    /// The season.
    pub season: Name,
    /// How things stand.
    pub standing: StandingView,
    /// Earlier notes, the newest first.
    pub notes: Vec<NoteView>,
    /// Ask for those before this one to go on.
    pub next: Option<i64>,
    /// Who may take over: names of the office's people.
    pub people: Vec<String>,
    /// Whether the reader may hand over.
    pub may_handle: bool,
}
