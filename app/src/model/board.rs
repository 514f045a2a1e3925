//! What travels: deadlines and completeness.

use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::{
    ItemName, Name, SeasonView, Taken,
    desk::{Gate, PartyRef, Subject},
};

/// How much of what was due is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Figures whose deadline has passed.
    pub due: u64,
    /// Of these, how many are there.
    pub reported: u64,
    /// Of these, how many came in time.
    pub on_time: u64,
}

impl Rate {
    pub(crate) const fn missing(self) -> u64 {
        self.due - self.reported
    }

    pub(crate) const fn late(self) -> u64 {
        self.reported - self.on_time
    }
}

/// What became of all that a party owes in a column: the worst of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Nothing is due yet.
    NotYetDue,
    /// All that is due came in time.
    OnTime,
    /// Something came late, nothing is missing.
    Late,
    /// Something is missing.
    Missing,
}

/// What the board is asked for, as it stands in the address; empty is not chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardFilter {
    /// ISO date.
    pub from: String,
    /// ISO date.
    pub to: String,
    /// Code of the kind of party.
    pub kind: String,
    /// Division code.
    pub division: String,
    /// Item code.
    pub item: String,
    /// `missing` (or empty), `late`, `rate` or `name`.
    pub sort: String,
    /// `all`: every party; else the first ones.
    pub rows: String,
    /// As of this instant, office time; empty for now.
    #[serde(default)]
    pub as_of: String,
}

/// A kind, item, division or bureau with its rates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The value that a filter takes; empty where there is no such filter.
    pub code: String,
    /// Its name.
    pub name: Name,
    /// Its rates.
    pub rate: Rate,
}

/// One party.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    /// Who owes.
    pub party: PartyRef,
    /// What it is.
    pub kind: Name,
    /// Where; none for those that count for the city alone.
    pub division: Option<Name>,
    /// Its rates.
    pub rate: Rate,
    /// What became of each column; none where nothing is owed.
    pub strip: Vec<Option<Mark>>,
    /// When on these days it was last reminded of a deadline (office time).
    pub reminded_at: Option<NaiveDateTime>,
}

/// The board of the office, of a bureau, or of a district.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardView {
    /// When it was taken.
    pub taken: Taken,
    /// Whether that is an earlier instant that was asked for.
    pub past: bool,
    /// The season.
    pub season: SeasonView,
    /// First day looked at.
    pub first: NaiveDate,
    /// Last day looked at.
    pub last: NaiveDate,
    /// What was asked for.
    pub filter: BoardFilter,
    /// Kinds to choose from.
    pub kinds: Vec<(String, Name)>,
    /// Divisions to choose from.
    pub divisions: Vec<(String, Name)>,
    /// Items to choose from.
    pub items: Vec<(String, Name)>,
    /// Columns of the strips, ISO periods.
    pub columns: Vec<String>,
    /// Of all.
    pub total: Rate,
    /// How many parties have something missing.
    pub with_missing: usize,
    /// By kind.
    pub by_kind: Vec<Group>,
    /// By item.
    pub by_item: Vec<Group>,
    /// By division.
    pub by_division: Vec<Group>,
    /// By bureau.
    pub by_bureau: Vec<Group>,
    /// How many parties there are; `rows` may be fewer.
    pub parties: usize,
    /// The parties, the worst first unless sorted otherwise.
    pub rows: Vec<BoardRow>,
    /// Openings in force, where the reader may make some.
    pub openings: Option<Vec<OpeningView>>,
}

/// What became of something owed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OwedState {
    /// It is not there.
    Missing,
    /// It came then, too late (office time).
    Late(NaiveDateTime),
    /// It is not there and need not be yet.
    NotYetDue,
}

/// One figure that is owed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwedView {
    /// The item.
    pub item: ItemName,
    /// The measure.
    pub measure: Name,
    /// What an end of the duty names.
    pub subject: Subject,
    /// The other party of a supply, or the group reported for.
    pub counterpart: Option<Name>,
    /// ISO period.
    pub period: String,
    /// From then on it is late (office time).
    pub due: NaiveDateTime,
    /// What became of it.
    pub state: OwedState,
    /// Whether it may be written now.
    pub gate: Gate,
    /// When the one who owes it was reminded of its deadline (office time).
    pub reminded_at: Option<NaiveDateTime>,
}

/// What one party owes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutiesView {
    /// When it was taken.
    pub taken: Taken,
    /// Whether that is an earlier instant that was asked for.
    pub past: bool,
    /// The season.
    pub season: SeasonView,
    /// Who owes.
    pub party: PartyRef,
    /// First day looked at.
    pub first: NaiveDate,
    /// Last day looked at.
    pub last: NaiveDate,
    /// Its rates.
    pub rate: Rate,
    /// What is owed, the most pressing first.
    pub cells: Vec<OwedView>,
    /// How many more there are.
    pub more: usize,
    /// What is opened for it.
    pub openings: Vec<OpeningView>,
    /// Whether the reader may open periods and end duties.
    pub may_open: bool,
    /// Items to open, those of the cells.
    pub items: Vec<(String, Name)>,
    /// Until when an opening is suggested (office time, as a form takes it).
    pub suggested_until: String,
}

/// An opening in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningView {
    /// Its key.
    pub id: i64,
    /// Who may report.
    pub party: PartyRef,
    /// Of which item; none for all.
    pub item: Option<Name>,
    /// First day.
    pub first: NaiveDate,
    /// Last day.
    pub last: NaiveDate,
    /// Until when (office time).
    pub until: NaiveDateTime,
    /// Why.
    pub reason: String,
    /// Who opened it.
    pub opened_by: String,
}

/// What the page shows: a board, or to a reporter what it owes itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BoardAnswer {
    /// Who has reported.
    Board(Box<BoardView>),
    /// What I owe.
    Own(Box<DutiesView>),
}

/// One exception of the working calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionView {
    /// The day.
    pub date: NaiveDate,
    /// Whether it is worked.
    pub working: bool,
    /// The notice or decision behind it.
    pub source: String,
}

/// The working calendar and the settings of deadlines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarView {
    /// When it was taken.
    pub taken: Taken,
    /// The season.
    pub season: SeasonView,
    /// Exceptions in order of time.
    pub exceptions: Vec<ExceptionView>,
    /// Days after which a day's figure is locked.
    pub lock_days_daily: u32,
    /// Days after which a month's figure is locked.
    pub lock_days_monthly: u32,
    /// Whether monthly deadlines move to the next working day.
    pub roll_monthly: bool,
    /// The document or decision behind these.
    pub source: String,
    /// Whether the reader may change them.
    pub may_change: bool,
}
