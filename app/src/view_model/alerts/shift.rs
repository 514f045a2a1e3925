//! 交接班.

use baogong_domain::{ItemCode, Level, Scope};
use baogong_services::watch::{HandOver, ShiftNoteEntry, Standing};

use super::{Words, office, pair};
use crate::model::{
    Taken,
    alerts::{DeclaredLine, NoteView, ShiftView, StandingView},
};

/// The page.
pub(crate) fn page(shift: &HandOver) -> ShiftView {
    let words = Words::new(&shift.items, &shift.parties, &shift.people);
    let note = |note: &ShiftNoteEntry| NoteView {
        id: note.id,
        at: office(note.recorded_at),
        by: words.person(&note.by),
        taken_by: note.taken_by.clone(),
        text: note.text.clone(),
        standing: standing(&note.standing, &words),
    };
    ShiftView {
        taken: Taken { at: shift.taken_at, today: shift.taken_at.date(), synthetic: shift.synthetic },
        season: pair(shift.season.names()),
        standing: standing(&shift.standing, &words),
        notes: shift.notes.iter().map(note).collect(),
        next: shift.next,
        people: shift.office.clone(),
        may_handle: shift.may_handle,
    }
}

fn standing(standing: &Standing, words: &Words<'_>) -> StandingView {
    let line = |(item, scope, level, document): &(String, String, Level, String)| {
        Some(DeclaredLine {
            item: words.item(&ItemCode::parse(item)?)?.name,
            whom: words.whom(&scope.parse::<Scope>().ok()?),
            level: *level,
            document: document.clone(),
        })
    };
    StandingView {
        levels: standing.levels,
        unclaimed: standing.unclaimed,
        unknown: standing.unknown,
        silenced: standing.silenced,
        declared: standing.declared.iter().filter_map(line).collect(),
    }
}
