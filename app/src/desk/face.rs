//! How a cell looks: all that is drawn of it, so that a cell is drawn anew exactly where this changes.

use super::{
    cell::{Cell, State},
    machine::Desk,
    select::At,
};
use crate::model::desk::Gate;

/// How a cell looks.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is drawn for itself")]
pub(crate) struct Face {
    /// In the one form of entries.
    pub(crate) text: String,
    pub(crate) sign: Sign,
    pub(crate) selected: bool,
    /// Where the user is; exactly one cell of a sheet.
    pub(crate) focused: bool,
    pub(crate) writable: bool,
    /// It is written with a reason.
    pub(crate) reason: bool,
    pub(crate) late: bool,
    pub(crate) comments: bool,
    /// Counts changes of what is said of the cell.
    pub(crate) changes: u32,
}

/// A cell's state, without what belongs to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Sign {
    #[default]
    None,
    Waiting,
    Offline,
    Saving,
    Saved,
    Refused,
    Note,
    Reason,
    Conflict,
}

impl Sign {
    const fn of(state: &State) -> Self {
        match state {
            State::Clean => Self::None,
            State::Waiting => Self::Waiting,
            State::Offline => Self::Offline,
            State::Saving => Self::Saving,
            State::Saved => Self::Saved,
            State::Refused(_) => Self::Refused,
            State::NeedsNote(_) => Self::Note,
            State::NeedsReason => Self::Reason,
            State::Conflict(_) => Self::Conflict,
        }
    }

    /// Those that a reader is told of.
    pub(crate) const ALL: [Self; 8] = [
        Self::Waiting,
        Self::Saving,
        Self::Saved,
        Self::Offline,
        Self::Note,
        Self::Reason,
        Self::Conflict,
        Self::Refused,
    ];

    /// The word in class names and in the names of shapes; empty where there is no sign.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Waiting => "waiting",
            Self::Offline => "offline",
            Self::Saving => "saving",
            Self::Saved => "saved",
            Self::Refused => "refused",
            Self::Note => "note",
            Self::Reason => "reason",
            Self::Conflict => "conflict",
        }
    }
}

impl Desk {
    /// How the cell looks.
    pub(crate) fn face(&self, at: At) -> Face {
        let cell = self.cell(at);
        let known = cell.map(Cell::known);
        Face {
            text: cell.map(Cell::text).unwrap_or_default().to_owned(),
            sign: cell.map_or(Sign::None, |cell| Sign::of(cell.state())),
            selected: self.selection.area().contains(at),
            focused: self.selection.focus == at,
            writable: self.is_writable(at),
            reason: known.is_some_and(|known| matches!(known.gate, Gate::Reason | Gate::OpenedUntil(_))),
            late: known.is_some_and(|known| known.late),
            comments: known.is_some_and(|known| known.comments > 0),
            changes: cell.map_or(0, Cell::changes),
        }
    }
}
