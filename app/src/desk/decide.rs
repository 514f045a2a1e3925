//! What only the user can decide: which of two numbers holds, whether an unusual one is right, why a late one changes.

use super::{
    cell::{CellKey, State, Theirs},
    machine::Desk,
};
use crate::model::Name;

/// A cell in conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    pub(crate) key: CellKey,
    pub(crate) mine: String,
    pub(crate) theirs: Theirs,
}

/// A cell that asks, with what the user typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) key: CellKey,
    pub(crate) mine: String,
    /// Warnings, or the one reason of a refusal.
    pub(crate) messages: Vec<Name>,
}

/// All that waits for the user, in the order of the sheet; what stands on another sheet last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decisions {
    pub(crate) clashes: Vec<Clash>,
    pub(crate) notes: Vec<Question>,
    pub(crate) reasons: Vec<Question>,
    pub(crate) refused: Vec<Question>,
}

impl Decisions {
    pub(crate) const fn is_empty(&self) -> bool {
        self.count() == 0
    }

    pub(crate) const fn count(&self) -> usize {
        self.clashes.len() + self.notes.len() + self.reasons.len() + self.refused.len()
    }
}

/// What the user says to a cell that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Of a clash.
    KeepTheirs,
    /// Of a clash.
    UseMine,
    /// Of an unusual number, with a note.
    StandBy(String),
    /// Of a late one, with a reason.
    Reason(String),
    /// Of any.
    PutBack,
}

impl Desk {
    /// What waits for the user.
    pub(crate) fn decisions(&self) -> Decisions {
        let asking = |state: &State| {
            matches!(state, State::Conflict(_) | State::NeedsNote(_) | State::NeedsReason | State::Refused(_))
        };
        let mut cells: Vec<_> = self.cells.iter().filter(|(_, cell)| asking(cell.state())).collect();
        cells.sort_by_key(|(key, _)| (self.sheet.place(key).is_none(), self.sheet.place(key), *key));
        let mut decisions = Decisions::default();
        for (key, cell) in cells {
            let question = |messages| Question { key: key.clone(), mine: cell.text().to_owned(), messages };
            match cell.state() {
                State::Conflict(theirs) => decisions.clashes.push(Clash {
                    key: key.clone(),
                    mine: cell.text().to_owned(),
                    theirs: theirs.clone(),
                }),
                State::NeedsNote(warnings) => decisions.notes.push(question(warnings.clone())),
                // One reason on top of the sheet serves all of them: it is not asked for twice.
                State::NeedsReason if self.visit.reason_always => {}
                State::NeedsReason => decisions.reasons.push(question(Vec::new())),
                State::Refused(message) => decisions.refused.push(question(vec![message.clone()])),
                _ => {}
            }
        }
        decisions
    }

    /// Takes the user's word on a cell.
    pub(crate) fn decide(&mut self, key: &CellKey, verdict: &Verdict) {
        self.change(key, |cell, visit| match verdict {
            Verdict::KeepTheirs => cell.keep_theirs(),
            Verdict::UseMine => cell.use_mine(visit),
            Verdict::StandBy(note) => cell.stand_by(note),
            Verdict::Reason(reason) => cell.give_reason(reason),
            Verdict::PutBack => cell.put_back(visit),
        });
    }
}
