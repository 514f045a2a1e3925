//! What waits in the browser's storage: the edits that are not on the server's disk, each user's under a key of his own.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::cell::CellKey;
use crate::model::desk::CellEdit;

/// Before the user's number in the key.
pub(crate) const PREFIX: &str = "baogong.waiting.";

/// Under which key a user's edits wait.
pub(crate) fn storage_key(user: i64) -> String {
    format!("{PREFIX}{user}")
}

/// The form in which they wait; another version is passed over.
#[derive(Serialize, Deserialize)]
struct Waiting {
    version: u32,
    edits: Vec<CellEdit>,
}

const VERSION: u32 = 1;

/// Reads what waits; what cannot be read is nothing.
pub(crate) fn read(stored: &str) -> Vec<CellEdit> {
    serde_json::from_str::<Waiting>(stored)
        .ok()
        .filter(|waiting| waiting.version == VERSION)
        .map_or_else(Vec::new, |waiting| waiting.edits)
}

/// What waits after this page's part in it was `before` and is now `mine`: another page of the same user keeps its own.
/// `None`: nothing waits, and the key goes.
pub(crate) fn merged(stored: &str, before: &HashSet<CellKey>, mine: &[CellEdit]) -> Option<String> {
    let now: HashSet<CellKey> = mine.iter().map(key_of).collect();
    let mut edits = read(stored);
    edits.retain(|edit| {
        let key = key_of(edit);
        !before.contains(&key) && !now.contains(&key)
    });
    edits.extend_from_slice(mine);
    if edits.is_empty() {
        return None;
    }
    serde_json::to_string(&Waiting { version: VERSION, edits }).ok()
}

/// Which cell an edit is of.
pub(crate) fn key_of(edit: &CellEdit) -> CellKey {
    CellKey { subject: edit.subject.clone(), period: edit.period.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::desk::Subject;

    fn edit(period: &str, value: &str) -> CellEdit {
        let subject = Subject {
            item: "coal.thermal".into(),
            measure: "stock".into(),
            supplier: None,
            consumer: Some("P".into()),
        };
        CellEdit {
            subject,
            period: period.into(),
            value: value.into(),
            base: 3,
            note: "备注 \"x\"".into(),
            reason: String::new(),
            confirmed: true,
        }
    }

    fn keys(edits: &[CellEdit]) -> HashSet<CellKey> {
        edits.iter().map(key_of).collect()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let edits = [edit("2026-11-23", "7"), edit("2026-11-24", "")];
        let text = merged("", &HashSet::new(), &edits).unwrap();
        assert_eq!(read(&text), edits);
    }

    #[test]
    fn what_was_saved_goes_and_what_another_page_keeps_stays() {
        let (mine, theirs) = (edit("2026-11-23", "7"), edit("2026-11-24", "8"));
        let both = merged("", &HashSet::new(), &[mine.clone(), theirs.clone()]).unwrap();
        let after = merged(&both, &keys(std::slice::from_ref(&mine)), &[]).unwrap();
        assert_eq!(read(&after), std::slice::from_ref(&theirs));
        assert_eq!(merged(&after, &keys(&[theirs]), &[]), None);
    }

    #[test]
    fn the_newest_of_a_cell_wins() {
        let old = merged("", &HashSet::new(), &[edit("2026-11-23", "7")]).unwrap();
        let new = merged(&old, &HashSet::new(), &[edit("2026-11-23", "9")]).unwrap();
        assert_eq!(read(&new), [edit("2026-11-23", "9")]);
    }

    #[test]
    fn what_cannot_be_read_is_nothing() {
        for text in ["", "null", "[]", "{\"version\":2,\"edits\":[]}", "{\"version\":1"] {
            assert_eq!(read(text), []);
        }
    }

    #[test]
    fn each_user_has_a_key() {
        assert_eq!(storage_key(7), "baogong.waiting.7");
        assert_ne!(storage_key(7), storage_key(70));
    }
}
