//! One cell: what the server last said, what the user typed since, and how far that has come.

use serde::{Deserialize, Serialize};

use super::entry;
use crate::model::{
    Name,
    desk::{CellEdit, CellOutcome, DeskCell, Gate, Subject},
};

/// Which cell, wherever it stands in a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct CellKey {
    pub(crate) subject: Subject,
    /// ISO.
    pub(crate) period: String,
}

/// What the server last said of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// In the one form of [`entry::canonical`]; empty for none.
    pub(crate) value: String,
    /// 0 where there never was one.
    pub(crate) revision: i64,
    pub(crate) note: String,
    pub(crate) gate: Gate,
    pub(crate) comments: u32,
    pub(crate) late: bool,
}

impl Known {
    /// Of a cell of which nothing was read: a new row, or an edit that waited since another visit.
    pub(crate) const fn nothing() -> Self {
        Self { value: String::new(), revision: 0, note: String::new(), gate: Gate::Open, comments: 0, late: false }
    }
}

impl From<&DeskCell> for Known {
    fn from(cell: &DeskCell) -> Self {
        Self {
            value: entry::canonical(cell.value.as_deref().unwrap_or_default()),
            revision: cell.revision,
            note: cell.note.clone(),
            gate: cell.gate.clone(),
            comments: cell.comments,
            late: cell.late,
        }
    }
}

/// What the user wants a cell to say.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    value: String,
    /// The revision on which it was typed.
    base: i64,
    note: String,
    reason: String,
    confirmed: bool,
}

/// What somebody else wrote meanwhile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Theirs {
    /// In the one form; empty where it was withdrawn.
    pub(crate) value: String,
    pub(crate) revision: i64,
    pub(crate) who: String,
    pub(crate) when: String,
}

/// What the user has said once for the whole visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Visit {
    /// He must give a reason with every change.
    pub(crate) reason_always: bool,
    /// The reason that serves wherever a cell has none of its own.
    pub(crate) reason: String,
}

/// How far a cell has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// As the server said.
    Clean,
    /// Typed, about to be sent.
    Waiting,
    /// Typed, and the server cannot be reached.
    Offline,
    /// On its way.
    Saving,
    /// On the server's disk since this visit.
    Saved,
    /// It cannot be written so.
    Refused(Name),
    /// Unusual: it is written with a note, or put back.
    NeedsNote(Vec<Name>),
    /// It is written with a reason, or put back.
    NeedsReason,
    /// Somebody else changed it meanwhile: the user chooses.
    Conflict(Theirs),
}

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    known: Known,
    draft: Option<Draft>,
    /// What was sent and has no answer yet.
    sent: Option<Draft>,
    /// Something was sent and the answer never came: the server may hold it.
    unsure: bool,
    state: State,
    /// Counts changes: what a cell says is drawn anew even where its state has the same name.
    changes: u32,
}

impl Cell {
    pub(crate) const fn new(known: Known) -> Self {
        Self { known, draft: None, sent: None, unsure: false, state: State::Clean, changes: 0 }
    }

    /// A cell with an edit that waited since another visit.
    pub(crate) fn waiting(known: Known, edit: &CellEdit, visit: &Visit) -> Self {
        let mut cell = Self::new(known);
        cell.draft = Some(Draft {
            value: edit.value.clone(),
            base: edit.base,
            note: edit.note.clone(),
            reason: edit.reason.clone(),
            confirmed: edit.confirmed,
        });
        cell.settle(visit);
        cell
    }

    /// What it says: what the user typed, else what the server said.
    pub(crate) fn text(&self) -> &str {
        self.draft.as_ref().map_or(&self.known.value, |draft| &draft.value)
    }

    pub(crate) const fn known(&self) -> &Known {
        &self.known
    }

    pub(crate) const fn state(&self) -> &State {
        &self.state
    }

    pub(crate) const fn changes(&self) -> u32 {
        self.changes
    }

    /// Something of it has changed.
    pub(crate) const fn changed(&mut self) {
        self.changes = self.changes.wrapping_add(1);
    }

    /// Whether something of it is not on the server's disk.
    pub(crate) const fn is_unsaved(&self) -> bool {
        self.draft.is_some()
    }

    /// Whether it goes out with the next batch.
    pub(crate) const fn is_ready(&self) -> bool {
        matches!(self.state, State::Waiting | State::Offline) && self.sent.is_none()
    }

    /// Takes what the user typed, in the one form; answers whether that changes anything.
    pub(crate) fn enter(&mut self, value: String, visit: &Visit) -> bool {
        if self.text() == value {
            return false;
        }
        let base = self.known.revision;
        let draft = self.draft.get_or_insert_with(|| Draft {
            value: String::new(),
            base,
            note: String::new(),
            reason: String::new(),
            confirmed: false,
        });
        draft.value = value;
        draft.note.clear();
        draft.confirmed = false;
        // Which of two numbers holds is chosen, not typed over; and what is on its way is answered first.
        if !matches!(self.state, State::Conflict(_)) && self.sent.is_none() {
            self.settle(visit);
        }
        true
    }

    /// The edit that waits in it, as it would be sent; with the visit's reason where it has none of its own.
    pub(crate) fn edit(&self, key: &CellKey, visit: &Visit) -> Option<CellEdit> {
        let draft = self.draft.as_ref()?;
        let reason = if draft.reason.is_empty() { &visit.reason } else { &draft.reason };
        Some(CellEdit {
            subject: key.subject.clone(),
            period: key.period.clone(),
            value: draft.value.clone(),
            base: draft.base,
            note: draft.note.clone(),
            reason: reason.clone(),
            confirmed: draft.confirmed,
        })
    }

    /// It is on its way.
    pub(crate) fn sent(&mut self) {
        self.sent.clone_from(&self.draft);
        self.state = State::Saving;
    }

    /// No answer came: it waits. The server may have written it; sent again it says what is known already.
    pub(crate) fn lost(&mut self, visit: &Visit) {
        if self.sent.take().is_some() {
            self.unsure = true;
            self.settle(visit);
        }
        self.link(false);
    }

    /// The way to the server was lost, or is there again.
    pub(crate) fn link(&mut self, up: bool) {
        match self.state {
            State::Waiting if !up => self.state = State::Offline,
            State::Offline if up => self.state = State::Waiting,
            _ => {}
        }
    }

    /// Takes the server's answer.
    pub(crate) fn answered(&mut self, outcome: CellOutcome, visit: &Visit) {
        let Some(sent) = self.sent.take() else { return };
        self.unsure = false;
        // What was typed while it was on its way is sent next; an answer to what came before it matters no more.
        let overtaken = self.draft.as_ref().is_none_or(|draft| draft.value != sent.value);
        match outcome {
            CellOutcome::Saved { value, revision } => {
                self.known.value = entry::canonical(value.as_deref().unwrap_or_default());
                self.known.revision = revision;
                self.known.note = sent.note;
                self.known.late &= self.known.value.is_empty();
                self.draft = self.draft.take().filter(|_| overtaken);
                if let Some(draft) = &mut self.draft {
                    draft.base = revision;
                    self.settle(visit);
                }
                if self.draft.is_none() {
                    self.state = State::Saved;
                }
            }
            CellOutcome::Conflict { value, revision, who, when } => {
                let value = entry::canonical(value.as_deref().unwrap_or_default());
                self.met(Theirs { value, revision, who, when });
            }
            _ if overtaken => self.settle(visit),
            CellOutcome::Confirm { warnings } => self.state = State::NeedsNote(warnings),
            CellOutcome::ReasonNeeded => {
                if self.known.gate == Gate::Open {
                    self.known.gate = Gate::Reason;
                }
                self.state = State::NeedsReason;
            }
            CellOutcome::Refused { message, .. } => self.state = State::Refused(message),
        }
    }

    /// It cannot be written at all, as the server said of the whole batch.
    pub(crate) fn refused(&mut self, message: &Name) {
        if self.sent.take().is_some() {
            self.state = State::Refused(message.clone());
        }
    }

    fn met(&mut self, theirs: Theirs) {
        let same = self.draft.as_ref().is_none_or(|draft| draft.value == theirs.value && draft.note.is_empty());
        if same {
            // Both say the same: there is nothing to choose.
            self.adopt(theirs);
            self.state = State::Saved;
        } else {
            self.state = State::Conflict(theirs);
        }
    }

    fn adopt(&mut self, theirs: Theirs) {
        self.draft = None;
        self.known.note = String::new();
        self.known.value = theirs.value;
        self.known.revision = theirs.revision;
    }

    /// Takes what was read anew. An edit under way keeps its base, so that the server tells of what changed.
    pub(crate) fn refresh(&mut self, known: Known, visit: &Visit) {
        if known.revision < self.known.revision {
            return;
        }
        if self.draft.is_none() && self.state == State::Saved && known.value != self.known.value {
            self.state = State::Clean;
        }
        let gate_was = std::mem::replace(&mut self.known, known).gate;
        let may_have_opened = gate_was != self.known.gate && self.state == State::NeedsReason;
        if may_have_opened && self.sent.is_none() {
            self.settle(visit);
        }
    }

    /// The user stands by the number.
    pub(crate) fn stand_by(&mut self, note: &str) {
        if let (State::NeedsNote(_), Some(draft)) = (&self.state, &mut self.draft) {
            note.trim().clone_into(&mut draft.note);
            draft.confirmed = true;
            self.state = State::Waiting;
        }
    }

    /// The user gives a reason.
    pub(crate) fn give_reason(&mut self, reason: &str) {
        if let (State::NeedsReason, Some(draft)) = (&self.state, &mut self.draft) {
            reason.trim().clone_into(&mut draft.reason);
            self.state = State::Waiting;
        }
    }

    /// The visit's reason was given, or changed.
    pub(crate) fn visit_changed(&mut self, visit: &Visit) {
        if matches!(self.state, State::NeedsReason | State::Waiting | State::Offline) && self.sent.is_none() {
            self.settle(visit);
        }
    }

    /// It has so many comments now.
    pub(crate) fn commented(&mut self, comments: u32) {
        self.known.comments = comments;
    }

    /// The user takes the other's number.
    pub(crate) fn keep_theirs(&mut self) {
        if let State::Conflict(theirs) = self.state.clone() {
            self.adopt(theirs);
            self.state = State::Clean;
        }
    }

    /// The user's own number shall hold, now that he has seen the other's.
    pub(crate) fn use_mine(&mut self, visit: &Visit) {
        if let (State::Conflict(theirs), Some(draft)) = (self.state.clone(), &mut self.draft) {
            draft.base = theirs.revision;
            if self.known.revision <= theirs.revision {
                self.known.value = theirs.value;
                self.known.revision = theirs.revision;
            }
            self.settle(visit);
        }
    }

    /// The user takes his number back; one on its way must be answered first.
    pub(crate) fn put_back(&mut self, visit: &Visit) {
        if matches!(self.state, State::Conflict(_)) {
            self.keep_theirs();
        } else if self.sent.is_none() && self.unsure {
            // The server may hold it all the same: it is told what stood there before.
            self.enter(self.known.value.clone(), visit);
        } else if self.sent.is_none() {
            self.draft = None;
            self.state = State::Clean;
        }
    }

    /// The state that follows from the draft alone.
    fn settle(&mut self, visit: &Visit) {
        let Some(draft) = &self.draft else { return };
        let told = !draft.note.is_empty() || draft.confirmed || self.unsure;
        let owes_reason = visit.reason_always || matches!(self.known.gate, Gate::Reason | Gate::OpenedUntil(_));
        if draft.value == self.known.value && draft.base == self.known.revision && !told {
            self.draft = None;
            self.state = State::Clean;
        } else if let Some(message) = entry::fault(&draft.value) {
            self.state = State::Refused(message);
        } else if owes_reason && draft.reason.is_empty() && visit.reason.is_empty() {
            self.state = State::NeedsReason;
        } else {
            self.state = State::Waiting;
        }
    }
}

#[cfg(test)]
mod tests;
