//! The whole desk: a sheet, its cells, where the user is, and what he did. `face`, `queue` and `decide` hold the rest.

use std::collections::HashMap;

use super::{
    cell::{Cell, CellKey, Known, State, Visit},
    entry,
    history::{Change, History},
    link::Link,
    paste::{self, Block, TooLarge},
    queue::Flight,
    select::{At, Motion, Selection},
    sheet::Sheet,
    waiting,
};
use crate::model::desk::{CellEdit, Gate};

/// The desk.
#[derive(Debug, Default)]
pub(crate) struct Desk {
    pub(super) sheet: Sheet,
    /// Those of the sheet, and those of other sheets that are not saved yet.
    pub(super) cells: HashMap<CellKey, Cell>,
    pub(super) visit: Visit,
    pub(super) link: Link,
    pub(super) flight: Option<Flight>,
    pub(super) flights: u32,
    pub(super) selection: Selection,
    history: History,
    touched: Vec<At>,
}

/// What an act of the user came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Entered {
    pub(crate) changed: usize,
    /// Cells that may not be written now and were left as they are.
    pub(crate) locked: usize,
    /// Cells that somebody changed since the act that was to be undone, and that were left as they are.
    pub(crate) overtaken: usize,
}

/// How many cells are not saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Typed and not on the server's disk, whatever the cause.
    pub(crate) unsaved: usize,
    /// Of those: they go by themselves as soon as the server answers.
    pub(crate) waiting: usize,
}

impl Desk {
    /// Shows a sheet. What is not saved of the one before stays, and goes its way. Answers whether it is another one:
    /// then the user begins anew; a sheet that has grown is the same.
    pub(crate) fn load(&mut self, reason_always: bool, sheet: Sheet, known: Vec<Known>) -> bool {
        self.cells.retain(|key, cell| cell.is_unsaved() || sheet.place(key).is_some());
        let old = self.sheet.keys();
        let another = old.is_empty() || old.iter().any(|key| sheet.place(key).is_none());
        if another {
            self.history = History::default();
            self.selection = Selection::default();
        }
        self.visit.reason_always = reason_always;
        self.sheet = sheet;
        let keys = self.sheet.keys().to_vec();
        self.merge(keys.into_iter().zip(known));
        self.selection = self.selection.within(self.sheet.size());
        another
    }

    /// Takes what was read anew, of cells of the sheet.
    pub(crate) fn merge(&mut self, known: impl IntoIterator<Item = (CellKey, Known)>) {
        for (key, known) in known {
            if self.sheet.place(&key).is_none() {
                continue;
            }
            let Some(cell) = self.cells.get_mut(&key) else {
                self.cells.insert(key, Cell::new(known));
                continue;
            };
            let before = cell.clone();
            cell.refresh(known, &self.visit);
            if *cell != before {
                self.change(&key, |_, _| {});
            }
        }
    }

    /// Lays edits that waited since another visit over the cells; what was typed in this one is newer.
    pub(crate) fn restore(&mut self, edits: &[CellEdit]) {
        for edit in edits {
            let key = waiting::key_of(edit);
            let known = match self.cells.get(&key) {
                Some(cell) if cell.is_unsaved() => continue,
                Some(cell) => cell.known().clone(),
                None => Known::nothing(),
            };
            self.cells.insert(key.clone(), Cell::waiting(known, edit, &self.visit));
            self.change(&key, |_, _| {});
        }
    }

    /// Everything that is not on the server's disk, as it would be sent.
    pub(crate) fn unsaved(&self) -> Vec<CellEdit> {
        let mut edits: Vec<CellEdit> =
            self.cells.iter().filter_map(|(key, cell)| cell.edit(key, &self.visit)).collect();
        edits.sort_by(|a, b| (&a.subject, &a.period).cmp(&(&b.subject, &b.period)));
        edits
    }

    /// Forgets everything that is not saved: the user has signed out.
    pub(crate) fn forget(&mut self) {
        self.cells.retain(|_, cell| !cell.is_unsaved());
        self.flight = None;
        self.link = Link::SignedOut;
    }

    pub(crate) const fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    pub(crate) fn cell(&self, at: At) -> Option<&Cell> {
        self.cells.get(self.sheet.key(at)?)
    }

    pub(crate) const fn link(&self) -> Link {
        self.link
    }

    pub(crate) const fn visit(&self) -> &Visit {
        &self.visit
    }

    pub(crate) const fn selection(&self) -> Selection {
        self.selection
    }

    pub(crate) const fn can_undo(&self) -> bool {
        self.history.can_undo()
    }

    pub(crate) const fn can_redo(&self) -> bool {
        self.history.can_redo()
    }

    pub(crate) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for cell in self.cells.values().filter(|cell| cell.is_unsaved()) {
            counts.unsaved += 1;
            counts.waiting += usize::from(matches!(cell.state(), State::Waiting | State::Offline | State::Saving));
        }
        counts
    }

    /// Whether anything was saved since the page was opened.
    pub(crate) fn has_saved(&self) -> bool {
        self.cells.values().any(|cell| *cell.state() == State::Saved)
    }

    /// Whether the user may write there now.
    pub(crate) fn is_writable(&self, at: At) -> bool {
        self.sheet.is_writable(at.row) && self.cell(at).is_some_and(|cell| cell.known().gate != Gate::Locked)
    }

    /// The places that may look different since this was last asked.
    pub(crate) fn take_touched(&mut self) -> Vec<At> {
        std::mem::take(&mut self.touched)
    }

    /// Selects.
    pub(crate) fn select(&mut self, selection: Selection) {
        let selection = selection.within(self.sheet.size());
        if selection == self.selection || self.sheet.size().is_empty() {
            return;
        }
        let (old, new) = (self.selection.area(), selection.area());
        self.touched.extend(old.cells().filter(|at| !new.contains(*at)));
        self.touched.extend(new.cells().filter(|at| !old.contains(*at)));
        self.touched.extend([self.selection.focus, selection.focus]);
        self.selection = selection;
    }

    /// Takes a step; `false` where it leaves the sheet.
    pub(crate) fn go(&mut self, motion: Motion, page: usize, extend: bool) -> bool {
        let moved = self.selection.moved(motion, self.sheet.size(), page, extend);
        if let Some(selection) = moved {
            self.select(selection);
        }
        moved.is_some()
    }

    /// Selects the whole sheet.
    pub(crate) fn select_all(&mut self) {
        let size = self.sheet.size();
        let last = At { row: size.rows.saturating_sub(1), column: size.columns.saturating_sub(1) };
        self.select(Selection { anchor: last, focus: At::default() });
    }

    /// Writes into cells, as one act. Texts come as they were typed.
    pub(crate) fn enter(&mut self, entries: impl IntoIterator<Item = (At, String)>) -> Entered {
        let mut entered = Entered::default();
        let mut step = Vec::new();
        for (at, typed) in entries {
            let Some(key) = self.sheet.key(at).cloned() else { continue };
            if !self.is_writable(at) {
                entered.locked += 1;
                continue;
            }
            if let Some(change) = self.write(&key, entry::canonical(&typed)) {
                step.push(change);
            }
        }
        entered.changed = step.len();
        self.history.record(step);
        entered
    }

    /// Takes a number while it is being typed: no act of its own, and not for the history.
    pub(crate) fn type_in(&mut self, at: At, typed: &str) {
        if let Some(key) = self.sheet.key(at).cloned().filter(|_| self.is_writable(at)) {
            self.write(&key, entry::canonical(typed));
        }
    }

    /// Withdraws what is selected.
    pub(crate) fn clear(&mut self) -> Entered {
        let cells: Vec<_> = self.selection.area().cells().map(|at| (at, String::new())).collect();
        self.enter(cells)
    }

    /// Writes a block from the clipboard where the selection begins, and selects it.
    ///
    /// # Errors
    /// It is larger than the sheet from there on: nothing is written.
    pub(crate) fn paste(&mut self, text: &str) -> Result<Entered, TooLarge> {
        let placed = Block::parse(text).place(self.selection.area(), self.sheet.size())?;
        if let (Some((first, _)), Some(last)) = (placed.first(), placed.iter().map(|(at, _)| *at).max()) {
            let area = self.selection.area();
            let corner = At { row: area.top, column: area.left };
            let right = placed.iter().map(|(at, _)| at.column).max().unwrap_or(first.column);
            self.select(Selection { anchor: At { row: last.row, column: right }, focus: corner });
        }
        Ok(self.enter(placed))
    }

    /// What is selected, as a text for the clipboard.
    pub(crate) fn copy(&self) -> String {
        let area = self.selection.area();
        let row = |row| (area.left..=area.right).map(move |column| At { row, column });
        let text = |at| self.cell(at).map(Cell::text).unwrap_or_default().to_owned();
        paste::write((area.top..=area.bottom).map(|r| row(r).map(text).collect()))
    }

    /// Copies the selection's first column to the right; of one column alone, the neighbour's into it. What is empty
    /// is not copied.
    pub(crate) fn fill_right(&mut self) -> Entered {
        let area = self.selection.area();
        let from = if area.columns() == 1 { area.left.checked_sub(1) } else { Some(area.left) };
        self.fill(|at| Some(At { column: from?, ..at }))
    }

    /// Copies the selection's first row down; of one row alone, the one above into it. What is empty is not copied.
    pub(crate) fn fill_down(&mut self) -> Entered {
        let area = self.selection.area();
        let from = if area.rows() == 1 { area.top.checked_sub(1) } else { Some(area.top) };
        self.fill(|at| Some(At { row: from?, ..at }))
    }

    fn fill(&mut self, source: impl Fn(At) -> Option<At>) -> Entered {
        let mut entries = Vec::new();
        for at in self.selection.area().cells() {
            let Some(from) = source(at).filter(|from| *from != at) else { continue };
            let text = self.cell(from).map(Cell::text).unwrap_or_default();
            if !text.is_empty() {
                entries.push((at, text.to_owned()));
            }
        }
        self.enter(entries)
    }

    /// Takes the last act back; `None` where there is none. Cells that changed since are left alone.
    pub(crate) fn undo(&mut self) -> Option<Entered> {
        let step = self.history.undo()?;
        Some(self.redo_step(step))
    }

    /// Does what was undone again.
    pub(crate) fn redo(&mut self) -> Option<Entered> {
        let step = self.history.redo()?;
        Some(self.redo_step(step))
    }

    fn redo_step(&mut self, step: Vec<Change>) -> Entered {
        let mut entered = Entered::default();
        for Change { key, before, after } in step {
            let Some(at) = self.sheet.place(&key) else { continue };
            if !self.is_writable(at) {
                entered.locked += 1;
            } else if self.cell(at).is_none_or(|cell| cell.text() != before) {
                entered.overtaken += 1;
            } else if self.write(&key, after).is_some() {
                entered.changed += 1;
            }
        }
        entered
    }

    /// Sets the reason for the whole visit.
    pub(crate) fn set_reason(&mut self, reason: &str) {
        reason.trim().clone_into(&mut self.visit.reason);
        let keys: Vec<CellKey> = self.cells.keys().cloned().collect();
        for key in keys {
            self.change(&key, Cell::visit_changed);
        }
    }

    /// Notes how many comments a cell has.
    pub(crate) fn commented(&mut self, key: &CellKey, comments: u32) {
        self.change(key, |cell, _| cell.commented(comments));
    }

    fn write(&mut self, key: &CellKey, value: String) -> Option<Change> {
        let before = self.cells.get(key).map(Cell::text).unwrap_or_default().to_owned();
        let after = value.clone();
        let mut changed = false;
        self.change(key, |cell, visit| changed = cell.enter(value, visit));
        changed.then(|| Change { key: key.clone(), before, after })
    }

    /// Does something to a cell; it then stands as the link lets it, and is noted as touched.
    pub(super) fn change(&mut self, key: &CellKey, act: impl FnOnce(&mut Cell, &Visit)) {
        let Some(cell) = self.cells.get_mut(key) else { return };
        act(cell, &self.visit);
        cell.link(self.link.is_up());
        cell.changed();
        self.touched.extend(self.sheet.place(key));
    }
}

#[cfg(test)]
mod tests;
