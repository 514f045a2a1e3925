//! The way out: edits in batches, one batch at a time, and what became of them.

use super::{
    cell::{Cell, CellKey, State},
    link::Link,
    machine::Desk,
};
use crate::model::{
    Name,
    desk::{CellEdit, CellOutcome},
};

/// As many edits as one request carries.
const BATCH: usize = 500;

/// Edits on their way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Batch {
    /// Names it: the answer to one that was given up is passed over.
    pub(crate) number: u32,
    pub(crate) edits: Vec<CellEdit>,
}

/// What is on its way.
#[derive(Clone, Debug)]
pub(super) struct Flight {
    number: u32,
    keys: Vec<CellKey>,
}

/// What became of a batch, to be said in one sentence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) saved: usize,
    /// Refused, in conflict, or asking for a note or reason.
    pub(crate) asking: usize,
}

impl Desk {
    /// The next batch, now on its way; none while another is, or while nothing is ready. The cell that is being typed in
    /// stays behind.
    pub(crate) fn take_batch(&mut self, typing: Option<&CellKey>) -> Option<Batch> {
        if self.flight.is_some() || self.link == Link::SignedOut {
            return None;
        }
        let ready = self.cells.iter().filter(|(key, cell)| cell.is_ready() && Some(*key) != typing);
        let mut keys: Vec<CellKey> = ready.map(|(key, _)| key.clone()).collect();
        // Always the same order, so that two pages that save at once do not wait for each other in a ring.
        keys.sort();
        keys.truncate(BATCH);
        if keys.is_empty() {
            return None;
        }
        let edits = keys.iter().filter_map(|key| self.cells.get(key)?.edit(key, &self.visit)).collect();
        self.flights += 1;
        let number = self.flights;
        for key in &keys {
            self.change(key, |cell, _| cell.sent());
        }
        self.flight = Some(Flight { number, keys });
        Some(Batch { number, edits })
    }

    /// The last batch of a page that is left: all that is ready, though another batch may be on its way.
    pub(crate) fn leave(&mut self) -> Option<Batch> {
        self.flight = None;
        self.take_batch(None)
    }

    /// Whether a batch would go out now.
    pub(crate) fn has_ready(&self) -> bool {
        self.flight.is_none() && self.cells.values().any(Cell::is_ready)
    }

    /// Whether this batch has no answer yet.
    pub(crate) fn is_under_way(&self, number: u32) -> bool {
        self.flight.as_ref().is_some_and(|flight| flight.number == number)
    }

    /// Takes the answer to a batch: an outcome for each edit, in their order. `None`: it was given up before, or the
    /// answer is not one.
    pub(crate) fn answered(&mut self, number: u32, outcomes: Vec<CellOutcome>) -> Option<Told> {
        if self.flight.as_ref().is_none_or(|flight| flight.number != number) {
            return None;
        }
        if self.flight.as_ref().is_some_and(|flight| flight.keys.len() != outcomes.len()) {
            self.lost(number);
            return None;
        }
        let flight = self.flight.take()?;
        self.set_link(Link::Up);
        let mut told = Told::default();
        for (key, outcome) in flight.keys.iter().zip(outcomes) {
            match outcome {
                CellOutcome::Saved { .. } => told.saved += 1,
                _ => told.asking += 1,
            }
            self.change(key, |cell, visit| cell.answered(outcome, visit));
        }
        Some(told)
    }

    /// No answer came to a batch: its edits wait, and so does everything else.
    pub(crate) fn lost(&mut self, number: u32) {
        let Some(flight) = self.flight.take_if(|flight| flight.number == number) else { return };
        for key in &flight.keys {
            self.change(key, Cell::lost);
        }
        self.set_link(self.link.failed());
    }

    /// The session had ended when a batch came: its edits wait until the user is back.
    pub(crate) fn signed_out(&mut self, number: u32) {
        self.lost(number);
        self.set_link(Link::SignedOut);
    }

    /// The server refused a batch as a whole.
    pub(crate) fn denied(&mut self, number: u32, message: &Name) {
        let Some(flight) = self.flight.take_if(|flight| flight.number == number) else { return };
        self.set_link(Link::Up);
        for key in &flight.keys {
            self.change(key, |cell, _| cell.refused(message));
        }
    }

    /// The browser says that it has no network, or has it again; or somebody signed out or in.
    pub(crate) fn set_link(&mut self, link: Link) {
        let turned = self.link.is_up() != link.is_up();
        self.link = link;
        if turned {
            let waiting = |state: &State| matches!(state, State::Waiting | State::Offline);
            let keys: Vec<CellKey> =
                self.cells.iter().filter(|(_, cell)| waiting(cell.state())).map(|(key, _)| key.clone()).collect();
            for key in keys {
                self.change(&key, |_, _| {});
            }
        }
    }
}
