//! What the reporting desk shows and sends: a sheet of subjects (rows) and periods (columns), and edits of its cells.

use serde::{Deserialize, Serialize};

use super::{Amount, ItemName, Name, Taken};

/// A sheet: one party's subjects over consecutive days or months; or the counterpart plan of one month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskView {
    /// When it was read.
    pub taken: Taken,
    /// The user's key: what waits offline is kept under it and cleared at sign-out.
    pub user: i64,
    /// Whose sheet.
    pub party: PartyRef,
    /// Other parties whose sheets the user may open (the office: all who report; a reporter of groups: these).
    pub others: Vec<PartyRef>,
    /// Columns.
    pub periods: Vec<DeskPeriod>,
    /// Rows, in the order of items, measures and counterparts.
    pub rows: Vec<DeskRow>,
    /// Subjects that the party could report as well and does not yet.
    pub more: Vec<SubjectName>,
    /// The user must give a reason with every change (the office writing for somebody).
    pub reason_always: bool,
}

/// A party by code and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyRef {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Name,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskPeriod {
    /// ISO, `2026-11-23` or `2026-11`.
    pub period: String,
    /// Today, or the month of today.
    pub current: bool,
}

/// What a row is about; what an edit names.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// Item code.
    pub item: String,
    /// Measure code.
    pub measure: String,
    /// Code of the supplier, for supply-side measures.
    pub supplier: Option<String>,
    /// Code of the consumer; none for supply into a city pool.
    pub consumer: Option<String>,
}

/// A subject with the words for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectName {
    /// The subject.
    pub subject: Subject,
    /// The item.
    pub item: ItemName,
    /// The measure's name.
    pub measure: Name,
    /// The other party of a supply that names one, or the group reported for.
    pub counterpart: Option<Name>,
}

impl SubjectName {
    /// Whether it is a supplier's plan.
    pub(crate) fn measure_is_plan(&self) -> bool {
        self.subject.measure == baogong_domain::Measure::Plan.code()
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRow {
    /// What it is about.
    pub of: SubjectName,
    /// Whether the user may write it at all.
    pub writable: bool,
    /// One cell for each column.
    pub cells: Vec<DeskCell>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskCell {
    /// The figure; none where nothing is reported for just this period.
    pub value: Amount,
    /// Its revision, 0 where there never was one. Sent back with an edit: what changed in between is a conflict.
    pub revision: i64,
    /// The reporter's remark.
    pub note: String,
    /// Whether it may be written now.
    pub gate: Gate,
    /// How many comments it has.
    pub comments: u32,
    /// A figure is owed and its deadline has passed.
    pub late: bool,
}

/// Whether a cell may be written now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gate {
    /// Yes.
    Open,
    /// Its deadline has passed: with a reason.
    Reason,
    /// It was locked and the office has opened it until an instant (office time, `2026-11-23 18:00`): with a reason.
    OpenedUntil(String),
    /// It is locked: only the office writes, or opens it.
    Locked,
}

/// A change of one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellEdit {
    /// What it is about.
    pub subject: Subject,
    /// ISO period.
    pub period: String,
    /// The quantity as typed; empty: what was reported is withdrawn.
    pub value: String,
    /// The revision on which the user typed, 0 for none.
    pub base: i64,
    /// A remark; warnings are confirmed with one.
    pub note: String,
    /// Why it is changed late, or by the office.
    pub reason: String,
    /// The user has read the warnings and stands by the number (with a note).
    pub confirmed: bool,
}

/// What became of an edit; in the order of the edits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellOutcome {
    /// It is on disk (or said what was known already).
    Saved {
        /// The value as the server keeps it, none if withdrawn.
        value: Amount,
        /// Its revision.
        revision: i64,
    },
    /// Somebody changed the cell since it was read. Nothing was written: the user chooses, and sends again with `revision` as base.
    Conflict {
        /// Their value.
        value: Amount,
        /// Its revision.
        revision: i64,
        /// Who.
        who: String,
        /// When, office time `2026-11-23 09:15`.
        when: String,
    },
    /// Unusual: send again with `confirmed` and a note to stand by it. Nothing was written.
    Confirm {
        /// Each warning in words.
        warnings: Vec<Name>,
    },
    /// A reason is needed: send again with one. Nothing was written.
    ReasonNeeded,
    /// It cannot be written.
    Refused {
        /// Stable code.
        code: String,
        /// Why and what helps.
        message: Name,
    },
}

/// One revision of a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellRevision {
    /// The value; none if withdrawn.
    pub value: Amount,
    /// The remark.
    pub note: String,
    /// Who.
    pub who: String,
    /// When, office time.
    pub when: String,
    /// Through which door or from which file.
    pub source: String,
    /// Why.
    pub reason: String,
}

/// One comment on a cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellComment {
    /// Who.
    pub who: String,
    /// When, office time.
    pub when: String,
    /// What.
    pub text: String,
}

/// A cell's story, newest first; comments oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellStory {
    /// Revisions, newest first.
    pub revisions: Vec<CellRevision>,
    /// Comments, oldest first.
    pub comments: Vec<CellComment>,
}

/// The counterpart plan (对口保供计划) of one month: who serves whom with how much of a direct item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterpartView {
    /// When it was read.
    pub taken: Taken,
    /// The user's key, as in [`DeskView`].
    pub user: i64,
    /// The item, such as thermal coal.
    pub item: ItemName,
    /// All direct items that the user may plan.
    pub items: Vec<ItemName>,
    /// The month, `2026-12`.
    pub month: String,
    /// Columns: those who are served.
    pub consumers: Vec<PartyRef>,
    /// What each consumer needs in the month; none where unknown or not to be seen.
    pub demand: Vec<Amount>,
    /// Rows: those who supply.
    pub suppliers: Vec<CounterpartRow>,
    /// The user must give a reason with every change.
    pub reason_always: bool,
}

/// One supplier's plan for each consumer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterpartRow {
    /// Who supplies.
    pub supplier: PartyRef,
    /// Whether the user may write this row.
    pub writable: bool,
    /// One cell for each consumer.
    pub cells: Vec<DeskCell>,
}
