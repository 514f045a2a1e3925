//! Undo and redo: each act of the user is one step, however many cells it changed.

use super::cell::CellKey;

/// How many steps are remembered.
const DEPTH: usize = 200;

/// One cell of a step, in the one form of entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) key: CellKey,
    pub(crate) before: String,
    pub(crate) after: String,
}

/// What was done, and what was undone since.
#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    done: Vec<Vec<Change>>,
    undone: Vec<Vec<Change>>,
}

impl History {
    /// A new act: what was undone before it cannot be redone any more.
    pub(crate) fn record(&mut self, step: Vec<Change>) {
        if step.is_empty() {
            return;
        }
        self.undone.clear();
        self.done.push(step);
        if self.done.len() > DEPTH {
            self.done.remove(0);
        }
    }

    /// The last act turned round, to be done now.
    pub(crate) fn undo(&mut self) -> Option<Vec<Change>> {
        let step = self.done.pop()?;
        let back = step.iter().map(Change::reversed).collect();
        self.undone.push(step);
        Some(back)
    }

    /// The act that was undone last, to be done again.
    pub(crate) fn redo(&mut self) -> Option<Vec<Change>> {
        let step = self.undone.pop()?;
        self.done.push(step.clone());
        Some(step)
    }

    pub(crate) const fn can_undo(&self) -> bool {
        !self.done.is_empty()
    }

    pub(crate) const fn can_redo(&self) -> bool {
        !self.undone.is_empty()
    }
}

impl Change {
    fn reversed(&self) -> Self {
        Self { key: self.key.clone(), before: self.after.clone(), after: self.before.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::desk::Subject;

    fn change(before: &str, after: &str) -> Change {
        let subject = Subject { item: "i".into(), measure: "plan".into(), supplier: None, consumer: None };
        let key = CellKey { subject, period: "2026-11-23".into() };
        Change { key, before: before.into(), after: after.into() }
    }

    #[test]
    fn undoes_and_redoes_whole_steps() {
        let mut history = History::default();
        history.record(vec![change("", "1")]);
        history.record(vec![change("1", "2"), change("", "3")]);
        history.record(vec![]);
        assert_eq!(history.undo().unwrap(), [change("2", "1"), change("3", "")]);
        assert_eq!(history.undo().unwrap(), [change("1", "")]);
        assert_eq!(history.undo(), None);
        assert_eq!(history.redo().unwrap(), [change("", "1")]);
        assert!(history.can_undo() && history.can_redo());
    }

    #[test]
    fn a_new_act_ends_what_could_be_redone() {
        let mut history = History::default();
        history.record(vec![change("", "1")]);
        history.undo();
        history.record(vec![change("", "9")]);
        assert!(!history.can_redo());
        assert_eq!(history.undo().unwrap(), [change("9", "")]);
    }

    #[test]
    fn forgets_the_oldest_first() {
        let mut history = History::default();
        for step in 0..DEPTH + 5 {
            history.record(vec![change("", &step.to_string())]);
        }
        let undone = std::iter::from_fn(|| history.undo()).last().unwrap();
        assert_eq!(undone[0].before, "5");
    }
}
