use super::*;

fn key() -> CellKey {
    let subject =
        Subject { item: "gas.pipeline".into(), measure: "plan".into(), supplier: Some("GAS".into()), consumer: None };
    CellKey { subject, period: "2026-11-24".into() }
}

const ALONE: Visit = Visit { reason_always: false, reason: String::new() };

fn cell(value: &str, revision: i64) -> Cell {
    Cell::new(Known { value: value.into(), revision, ..Known::nothing() })
}

fn typed(mut cell: Cell, value: &str) -> Cell {
    assert!(cell.enter(value.into(), &ALONE));
    cell
}

fn on_its_way(cell: Cell, value: &str) -> (Cell, CellEdit) {
    let mut cell = typed(cell, value);
    let edit = cell.edit(&key(), &ALONE).unwrap();
    cell.sent();
    (cell, edit)
}

fn saved(value: &str, revision: i64) -> CellOutcome {
    CellOutcome::Saved { value: Some(value.into()), revision }
}

fn conflict(value: &str, revision: i64) -> CellOutcome {
    CellOutcome::Conflict { value: Some(value.into()), revision, who: "王敏".into(), when: "2026-11-23 09:15".into() }
}

fn warned() -> CellOutcome {
    CellOutcome::Confirm { warnings: vec![Name { zh: "远离往常".into(), en: "far from usual".into() }] }
}

fn refused() -> CellOutcome {
    CellOutcome::Refused { code: "x".into(), message: Name { zh: "不行".into(), en: "no".into() } }
}

#[test]
fn a_typed_number_is_sent_on_the_revision_it_was_typed_on_and_saved() {
    let (mut cell, edit) = on_its_way(cell("5", 3), "7");
    assert_eq!((edit.value.as_str(), edit.base, edit.confirmed), ("7", 3, false));
    assert_eq!(cell.state(), &State::Saving);
    cell.answered(saved("7.000", 4), &ALONE);
    assert_eq!((cell.state(), cell.text(), cell.known().revision), (&State::Saved, "7", 4));
    assert!(!cell.is_unsaved());
}

#[test]
fn what_says_what_is_known_is_not_sent() {
    let mut cell = cell("5", 3);
    assert!(!cell.enter("5".into(), &ALONE));
    let mut cell = typed(cell, "7");
    assert!(cell.is_ready());
    assert!(cell.enter("5".into(), &ALONE));
    assert_eq!((cell.state(), cell.is_unsaved()), (&State::Clean, false));
}

#[test]
fn an_empty_cell_withdraws() {
    let (mut cell, edit) = on_its_way(cell("5", 3), "");
    assert_eq!(edit.value, "");
    cell.answered(CellOutcome::Saved { value: None, revision: 4 }, &ALONE);
    assert_eq!((cell.state(), cell.text()), (&State::Saved, ""));
}

#[test]
fn what_is_typed_during_a_save_is_sent_again_on_the_new_revision() {
    let (mut cell, _) = on_its_way(cell("", 0), "7");
    assert!(cell.enter("8".into(), &ALONE));
    assert_eq!((cell.state(), cell.is_ready()), (&State::Saving, false));
    cell.answered(saved("7.000", 1), &ALONE);
    let edit = cell.edit(&key(), &ALONE).unwrap();
    assert_eq!((cell.state(), edit.value.as_str(), edit.base), (&State::Waiting, "8", 1));
}

#[test]
fn what_is_taken_back_during_a_save_is_sent_too() {
    let (mut cell, _) = on_its_way(cell("5", 3), "7");
    assert!(cell.enter("5".into(), &ALONE));
    cell.answered(saved("7.000", 4), &ALONE);
    let edit = cell.edit(&key(), &ALONE).unwrap();
    assert_eq!((edit.value.as_str(), edit.base), ("5", 4));
}

#[test]
fn the_answer_to_an_overtaken_number_does_not_stop_the_newer_one() {
    for outcome in [refused(), warned(), CellOutcome::ReasonNeeded] {
        let (mut cell, _) = on_its_way(cell("5", 3), "7");
        cell.enter("8".into(), &ALONE);
        cell.answered(outcome.clone(), &ALONE);
        let edit = cell.edit(&key(), &ALONE).unwrap();
        assert_eq!((cell.is_ready(), edit.value.as_str(), edit.base), (true, "8", 3), "{outcome:?}");
    }
}

#[test]
fn a_conflict_waits_for_the_users_choice_even_if_he_types_on() {
    let (mut cell, _) = on_its_way(cell("5", 3), "7");
    cell.answered(conflict("6.000", 4), &ALONE);
    assert!(matches!(cell.state(), State::Conflict(theirs) if theirs.value == "6" && theirs.who == "王敏"));
    assert_eq!(cell.text(), "7");
    cell.enter("8".into(), &ALONE);
    assert!(matches!(cell.state(), State::Conflict(_)) && !cell.is_ready() && cell.is_unsaved());

    let mut mine = cell.clone();
    mine.use_mine(&ALONE);
    let edit = mine.edit(&key(), &ALONE).unwrap();
    assert_eq!((mine.is_ready(), edit.value.as_str(), edit.base), (true, "8", 4));

    cell.keep_theirs();
    assert_eq!((cell.state(), cell.text(), cell.known().revision), (&State::Clean, "6", 4));
}

#[test]
fn a_number_typed_during_a_save_meets_the_conflict_too() {
    let (mut cell, _) = on_its_way(cell("5", 3), "7");
    cell.enter("8".into(), &ALONE);
    cell.answered(conflict("6.000", 4), &ALONE);
    assert!(matches!(cell.state(), State::Conflict(_)));
    assert_eq!(cell.text(), "8");
}

#[test]
fn two_who_say_the_same_do_not_disagree() {
    let (mut cell, _) = on_its_way(cell("5", 3), "7");
    cell.answered(conflict("7.000", 4), &ALONE);
    assert_eq!((cell.state(), cell.known().revision, cell.is_unsaved()), (&State::Saved, 4, false));
}

#[test]
fn a_reading_in_between_does_not_hide_that_somebody_else_wrote() {
    let mut cell = typed(cell("5", 3), "7");
    cell.refresh(Known { value: "6".into(), revision: 4, ..Known::nothing() }, &ALONE);
    let edit = cell.edit(&key(), &ALONE).unwrap();
    assert_eq!((edit.value.as_str(), edit.base), ("7", 3));
    // Neither does typing what the other has written make it one's own unasked.
    cell.enter("6".into(), &ALONE);
    assert_eq!(cell.edit(&key(), &ALONE).unwrap().base, 3);
}

#[test]
fn an_older_reading_changes_nothing() {
    let (mut cell, _) = on_its_way(cell("5", 3), "7");
    cell.answered(saved("7.000", 4), &ALONE);
    cell.refresh(Known { value: "5".into(), revision: 3, ..Known::nothing() }, &ALONE);
    assert_eq!((cell.text(), cell.state()), ("7", &State::Saved));
    cell.refresh(Known { value: "9".into(), revision: 5, ..Known::nothing() }, &ALONE);
    assert_eq!((cell.text(), cell.state()), ("9", &State::Clean));
}

#[test]
fn a_warning_is_confirmed_with_a_note_or_put_back() {
    let (mut cell, _) = on_its_way(cell("5", 3), "700");
    cell.answered(warned(), &ALONE);
    assert!(matches!(cell.state(), State::NeedsNote(_)) && !cell.is_ready());
    let mut back = cell.clone();
    back.put_back(&ALONE);
    assert_eq!((back.text(), back.state()), ("5", &State::Clean));
    cell.stand_by(" 新机组投产 ");
    let edit = cell.edit(&key(), &ALONE).unwrap();
    assert_eq!((cell.is_ready(), edit.note.as_str(), edit.confirmed), (true, "新机组投产", true));
    // A newer number is not covered by the note for the older one.
    cell.enter("800".into(), &ALONE);
    let edit = cell.edit(&key(), &ALONE).unwrap();
    assert_eq!((edit.note.as_str(), edit.confirmed), ("", false));
}

#[test]
fn past_the_deadline_a_reason_comes_first() {
    for gate in [Gate::Reason, Gate::OpenedUntil("2026-11-23 18:00".into())] {
        let mut cell = Cell::new(Known { gate, ..Known::nothing() });
        cell.enter("7".into(), &ALONE);
        assert_eq!((cell.state(), cell.is_ready()), (&State::NeedsReason, false));
        cell.give_reason("仪表故障");
        assert_eq!((cell.is_ready(), cell.edit(&key(), &ALONE).unwrap().reason.as_str()), (true, "仪表故障"));
        // It holds for the next number in the cell as well.
        cell.enter("8".into(), &ALONE);
        assert!(cell.is_ready());
    }
    let (mut cell, _) = on_its_way(cell("5", 3), "7");
    cell.answered(CellOutcome::ReasonNeeded, &ALONE);
    assert_eq!(cell.state(), &State::NeedsReason);
}

#[test]
fn the_visits_reason_serves_where_a_cell_has_none() {
    let silent = Visit { reason_always: true, reason: String::new() };
    let mut cell = cell("5", 3);
    cell.enter("7".into(), &silent);
    assert_eq!((cell.state(), cell.is_ready()), (&State::NeedsReason, false));
    let said = Visit { reason: "代报".into(), ..silent };
    cell.visit_changed(&said);
    assert!(cell.is_ready());
    assert_eq!(cell.edit(&key(), &said).unwrap().reason, "代报");
}

#[test]
fn what_is_no_number_is_refused_without_asking_and_mended_by_typing() {
    let mut cell = typed(cell("5", 3), "abc");
    assert!(matches!(cell.state(), State::Refused(name) if name.zh.starts_with("不是数字")));
    assert!(cell.is_unsaved() && !cell.is_ready());
    cell.enter("6".into(), &ALONE);
    assert!(cell.is_ready());
}

#[test]
fn without_an_answer_it_waits_and_goes_out_again_on_the_same_revision() {
    let (mut cell, first) = on_its_way(cell("5", 3), "7");
    cell.lost(&ALONE);
    assert_eq!((cell.state(), cell.is_ready()), (&State::Offline, true));
    cell.link(true);
    assert_eq!(cell.state(), &State::Waiting);
    assert_eq!(cell.edit(&key(), &ALONE).unwrap(), first);
    // The answer that comes after all is to a question no longer asked.
    cell.answered(saved("7.000", 4), &ALONE);
    assert!(cell.is_unsaved());
}

#[test]
fn what_the_server_may_hold_is_taken_back_there_too() {
    let undo: [fn(&mut Cell); 2] = [|cell| assert!(cell.enter("5".into(), &ALONE)), |cell| cell.put_back(&ALONE)];
    for undo in undo {
        let (mut cell, _) = on_its_way(cell("5", 3), "7");
        cell.lost(&ALONE);
        undo(&mut cell);
        let edit = cell.edit(&key(), &ALONE).unwrap();
        assert_eq!((cell.is_ready(), edit.value.as_str(), edit.base), (true, "5", 3));
    }
}

#[test]
fn an_edit_of_another_visit_keeps_its_base() {
    let (_, edit) = on_its_way(cell("5", 3), "7");
    let cell = Cell::waiting(Known { value: "6".into(), revision: 4, ..Known::nothing() }, &edit, &ALONE);
    assert_eq!((cell.text(), cell.is_ready()), ("7", true));
    assert_eq!(cell.edit(&key(), &ALONE).unwrap(), edit);
}
