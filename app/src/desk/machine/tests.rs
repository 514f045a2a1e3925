use super::*;
use crate::{
    desk::{
        decide::Verdict,
        face::Sign,
        queue::{Batch, Told},
    },
    model::{
        ItemKind, ItemName, Name, Taken,
        desk::{CellOutcome, DeskCell, DeskPeriod, DeskRow, DeskView, PartyRef, Subject, SubjectName},
    },
};

fn name(zh: &str) -> Name {
    Name { zh: zh.into(), en: String::new() }
}

fn row(item: &str, cells: Vec<DeskCell>) -> DeskRow {
    let subject = Subject { item: item.into(), measure: "plan".into(), supplier: Some("S".into()), consumer: None };
    let item = ItemName {
        code: item.into(),
        factor: name("f"),
        name: name(item),
        unit: name("吨"),
        kind: ItemKind::Flow,
        direct: false,
    };
    DeskRow {
        of: SubjectName { subject, item, measure: name("供应计划"), counterpart: None }, writable: true, cells
    }
}

fn cell(value: &str, revision: i64) -> DeskCell {
    DeskCell {
        value: (!value.is_empty()).then(|| format!("{value}.000")),
        revision,
        note: String::new(),
        gate: Gate::Open,
        comments: 0,
        late: false,
    }
}

/// Two rows of three days: 1 2 3 and three empty cells.
fn view() -> DeskView {
    let days = ["2026-11-23", "2026-11-24", "2026-11-25"];
    DeskView {
        taken: Taken {
            at: "2026-11-23T10:00:00".parse().unwrap(),
            today: "2026-11-23".parse().unwrap(),
            synthetic: true,
        },
        user: 7,
        party: PartyRef { code: "S".into(), name: name("供应") },
        others: Vec::new(),
        periods: days.map(|day| DeskPeriod { period: day.into(), current: false }).into(),
        rows: vec![
            row("a", vec![cell("1", 11), cell("2", 12), cell("3", 13)]),
            row("b", vec![cell("", 0), cell("", 0), cell("", 0)]),
        ],
        more: Vec::new(),
        reason_always: false,
    }
}

fn desk_of(view: &DeskView) -> Desk {
    let mut desk = Desk::default();
    let (sheet, known) = Sheet::of_desk(view);
    assert!(desk.load(view.reason_always, sheet, known));
    desk
}

fn desk() -> Desk {
    desk_of(&view())
}

fn at(row: usize, column: usize) -> At {
    At { row, column }
}

fn texts(desk: &Desk) -> String {
    let size = desk.sheet().size();
    let row = |row| (0..size.columns).map(|column| desk.face(at(row, column)).text).collect::<Vec<_>>().join(" ");
    (0..size.rows).map(row).collect::<Vec<_>>().join("|")
}

fn type_in(desk: &mut Desk, place: At, text: &str) -> Entered {
    desk.enter([(place, text.to_owned())])
}

fn sign(desk: &Desk, row: usize, column: usize) -> Sign {
    desk.face(at(row, column)).sign
}

fn values(batch: &Batch) -> Vec<(&str, &str, i64)> {
    batch.edits.iter().map(|edit| (edit.period.as_str(), edit.value.as_str(), edit.base)).collect()
}

fn saved(value: &str, revision: i64) -> CellOutcome {
    CellOutcome::Saved { value: (!value.is_empty()).then(|| value.to_owned()), revision }
}

#[test]
fn shows_what_the_server_said() {
    assert_eq!(texts(&desk()), "1 2 3|  ");
}

#[test]
fn an_act_goes_out_as_one_batch_and_comes_back_saved() {
    let mut desk = desk();
    desk.select(Selection::one(at(1, 0)));
    assert_eq!(desk.paste("４\t5.0\t1,006\n").unwrap(), Entered { changed: 3, ..Entered::default() });
    assert_eq!(desk.counts(), Counts { unsaved: 3, waiting: 3 });
    let batch = desk.take_batch(None).unwrap();
    assert_eq!(values(&batch), [("2026-11-23", "4", 0), ("2026-11-24", "5", 0), ("2026-11-25", "1006", 0)]);
    assert_eq!(desk.take_batch(None), None, "one batch at a time");
    assert_eq!(sign(&desk, 1, 0), Sign::Saving);
    let told = desk.answered(batch.number, vec![saved("4.000", 1), saved("5.000", 2), saved("1006.000", 3)]);
    assert_eq!(told, Some(Told { saved: 3, asking: 0 }));
    assert_eq!((sign(&desk, 1, 0), desk.counts()), (Sign::Saved, Counts::default()));
    assert_eq!(texts(&desk), "1 2 3|4 5 1006");
}

#[test]
fn typing_during_a_save_is_sent_afterwards_with_the_new_revision() {
    let mut desk = desk();
    type_in(&mut desk, at(0, 0), "7");
    let batch = desk.take_batch(None).unwrap();
    type_in(&mut desk, at(0, 0), "8");
    type_in(&mut desk, at(0, 0), "9");
    assert_eq!(desk.take_batch(None), None);
    desk.answered(batch.number, vec![saved("7.000", 21)]).unwrap();
    let batch = desk.take_batch(None).unwrap();
    assert_eq!(values(&batch), [("2026-11-23", "9", 21)]);
}

#[test]
fn a_number_that_is_being_typed_stays_behind() {
    let mut desk = desk();
    type_in(&mut desk, at(0, 0), "7");
    type_in(&mut desk, at(1, 0), "1");
    let typing = desk.sheet().key(at(1, 0)).cloned();
    assert_eq!(values(&desk.take_batch(typing.as_ref()).unwrap()), [("2026-11-23", "7", 11)]);
}

#[test]
fn a_block_larger_than_the_sheet_changes_nothing() {
    let mut desk = desk();
    desk.select(Selection::one(at(1, 1)));
    assert_eq!(desk.paste("1\t2\t3\n4\t5\t6"), Err(TooLarge { rows: 1, columns: 1 }));
    assert_eq!((texts(&desk), desk.counts().unsaved), ("1 2 3|  ".to_owned(), 0));
}

#[test]
fn one_pasted_number_fills_the_selection() {
    let mut desk = desk();
    desk.select_all();
    desk.paste("6").unwrap();
    assert_eq!(texts(&desk), "6 6 6|6 6 6");
}

#[test]
fn fills_right_and_down_from_the_edge_of_the_selection_or_the_neighbour() {
    let mut desk = desk();
    desk.select(Selection { anchor: at(0, 0), focus: at(1, 2) });
    assert_eq!(desk.fill_right().changed, 2);
    assert_eq!(texts(&desk), "1 1 1|  ", "what is empty is not copied");
    assert_eq!(desk.fill_down().changed, 3);
    assert_eq!(texts(&desk), "1 1 1|1 1 1");
    type_in(&mut desk, at(0, 0), "5");
    desk.select(Selection { anchor: at(0, 1), focus: at(1, 1) });
    desk.fill_right();
    assert_eq!(texts(&desk), "5 5 1|1 1 1");
    desk.select(Selection::one(at(0, 0)));
    assert_eq!((desk.fill_right().changed, desk.fill_down().changed), (0, 0), "nothing to the left, nothing above");
}

#[test]
fn undo_is_a_new_edit_with_the_older_number() {
    let mut desk = desk();
    desk.select(Selection::one(at(0, 1)));
    desk.paste("7\t8").unwrap();
    desk.clear();
    let batch = desk.take_batch(None).unwrap();
    // The paste left both cells selected: both are withdrawn.
    assert_eq!(values(&batch), [("2026-11-24", "", 12), ("2026-11-25", "", 13)]);
    desk.answered(batch.number, vec![saved("", 22), saved("", 23)]).unwrap();
    assert_eq!(desk.undo().unwrap().changed, 2);
    assert_eq!(texts(&desk), "1 7 8|  ");
    assert_eq!(values(&desk.take_batch(None).unwrap()), [("2026-11-24", "7", 22), ("2026-11-25", "8", 23)]);
    desk.undo();
    assert_eq!(texts(&desk), "1 2 3|  ");
    desk.redo();
    assert_eq!((texts(&desk), desk.can_redo()), ("1 7 8|  ".to_owned(), true));
}

#[test]
fn undo_leaves_alone_what_somebody_else_wrote_since() {
    let mut desk = desk();
    desk.select(Selection::one(at(0, 0)));
    desk.paste("7\t8").unwrap();
    let batch = desk.take_batch(None).unwrap();
    desk.answered(batch.number, vec![saved("7.000", 21), saved("8.000", 22)]).unwrap();
    let mut newer = view();
    newer.rows[0].cells = vec![cell("50", 31), cell("8", 22), cell("3", 13)];
    let (sheet, known) = Sheet::of_desk(&newer);
    desk.merge(sheet.keys().to_vec().into_iter().zip(known));
    assert_eq!(desk.undo().unwrap(), Entered { changed: 1, locked: 0, overtaken: 1 });
    assert_eq!(texts(&desk), "50 2 3|  ");
}

#[test]
fn what_is_locked_is_left_as_it_is_and_counted() {
    let mut view = view();
    view.rows[0].cells[1].gate = Gate::Locked;
    view.rows[1].writable = false;
    let mut desk = desk_of(&view);
    desk.select_all();
    assert_eq!(desk.paste("9").unwrap(), Entered { changed: 2, locked: 4, overtaken: 0 });
    assert_eq!(texts(&desk), "9 2 9|  ");
}

#[test]
fn without_an_answer_everything_waits_and_goes_out_when_the_way_is_there() {
    let mut desk = desk();
    type_in(&mut desk, at(0, 0), "7");
    let batch = desk.take_batch(None).unwrap();
    type_in(&mut desk, at(1, 0), "8");
    desk.lost(batch.number);
    assert_eq!((sign(&desk, 0, 0), sign(&desk, 1, 0), desk.link()), (Sign::Offline, Sign::Offline, Link::Down(1)));
    type_in(&mut desk, at(1, 1), "9");
    assert_eq!((sign(&desk, 1, 1), desk.counts().waiting), (Sign::Offline, 3));
    let again = desk.take_batch(None).unwrap();
    assert_eq!(again.edits.len(), 3);
    // An answer that comes after all to the first is passed over.
    assert_eq!(desk.answered(batch.number, vec![saved("7.000", 21)]), None);
    desk.answered(again.number, vec![saved("7.000", 21), saved("8.000", 22), saved("9.000", 23)]).unwrap();
    assert_eq!((desk.link(), desk.counts().unsaved), (Link::Up, 0));
}

#[test]
fn an_answer_of_the_wrong_length_counts_as_none() {
    let mut desk = desk();
    type_in(&mut desk, at(0, 0), "7");
    let batch = desk.take_batch(None).unwrap();
    assert_eq!(desk.answered(batch.number, Vec::new()), None);
    assert_eq!((sign(&desk, 0, 0), desk.counts().waiting), (Sign::Offline, 1));
}

#[test]
fn at_the_end_of_the_session_everything_is_kept_and_nothing_sent() {
    let mut desk = desk();
    type_in(&mut desk, at(0, 0), "7");
    let batch = desk.take_batch(None).unwrap();
    desk.signed_out(batch.number);
    assert_eq!((desk.link(), desk.take_batch(None), desk.unsaved().len()), (Link::SignedOut, None, 1));
    desk.set_link(Link::Up);
    assert_eq!(desk.take_batch(None).unwrap().edits, batch.edits);
}

#[test]
fn after_signing_out_nothing_is_left() {
    let mut desk = desk();
    type_in(&mut desk, at(0, 0), "7");
    desk.forget();
    assert_eq!((desk.unsaved(), desk.take_batch(None)), (Vec::new(), None));
}

#[test]
fn what_waited_is_laid_over_the_sheet_again_and_sent_on_its_own_revision() {
    let mut first = desk();
    type_in(&mut first, at(0, 0), "7");
    type_in(&mut first, at(1, 0), "8");
    let waiting = first.unsaved();

    let mut newer = view();
    newer.rows[0].cells[0] = cell("50", 31);
    let mut second = desk_of(&newer);
    second.restore(&waiting);
    assert_eq!(texts(&second), "7 2 3|8  ");
    assert_eq!(values(&second.take_batch(None).unwrap()), [("2026-11-23", "7", 11), ("2026-11-23", "8", 0)]);
}

#[test]
fn what_waits_of_another_sheet_is_sent_too() {
    let mut first = desk();
    type_in(&mut first, at(0, 0), "7");
    let mut later = view();
    later.periods[0].period = "2026-12-01".into();
    let (sheet, known) = Sheet::of_desk(&later);
    assert!(first.load(false, sheet, known));
    assert_eq!(texts(&first), "1 2 3|  ");
    let batch = first.take_batch(None).unwrap();
    assert_eq!(values(&batch), [("2026-11-23", "7", 11)]);
    first.answered(batch.number, vec![saved("7.000", 21)]).unwrap();
    assert!(first.unsaved().is_empty());
}

#[test]
fn a_sheet_that_has_grown_is_the_same() {
    let mut desk = desk();
    type_in(&mut desk, at(1, 0), "8");
    let mut grown = view();
    grown.rows.insert(1, row("a2", vec![cell("", 0); 3]));
    let (sheet, known) = Sheet::of_desk(&grown);
    assert!(!desk.load(false, sheet, known));
    assert_eq!((texts(&desk), desk.can_undo()), ("1 2 3|  |8  ".to_owned(), true));
}

#[test]
fn two_pages_on_one_cell_lose_nothing() {
    let (mut first, mut second) = (desk(), desk());
    type_in(&mut first, at(0, 0), "7");
    type_in(&mut second, at(0, 0), "8");
    let batch = first.take_batch(None).unwrap();
    first.answered(batch.number, vec![saved("7.000", 21)]).unwrap();
    let batch = second.take_batch(None).unwrap();
    let conflict = CellOutcome::Conflict {
        value: Some("7.000".into()),
        revision: 21,
        who: "王敏".into(),
        when: "2026-11-23 09:15".into(),
    };
    let told = second.answered(batch.number, vec![conflict]);
    assert_eq!(told, Some(Told { saved: 0, asking: 1 }));
    let decisions = second.decisions();
    assert_eq!((decisions.count(), decisions.clashes[0].mine.as_str()), (1, "8"));
    assert_eq!(decisions.clashes[0].theirs.value, "7");
    assert_eq!(second.take_batch(None), None, "nothing goes out before the choice");
    second.decide(&decisions.clashes[0].key, &Verdict::UseMine);
    assert_eq!(values(&second.take_batch(None).unwrap()), [("2026-11-23", "8", 21)]);
    assert!(second.decisions().is_empty());
}

#[test]
fn one_note_serves_all_that_ask_for_one() {
    let mut desk = desk();
    desk.select(Selection::one(at(0, 0)));
    desk.paste("700\t800").unwrap();
    let batch = desk.take_batch(None).unwrap();
    let warned = || CellOutcome::Confirm { warnings: vec![name("远离往常")] };
    desk.answered(batch.number, vec![warned(), warned()]).unwrap();
    assert_eq!((sign(&desk, 0, 0), desk.counts()), (Sign::Note, Counts { unsaved: 2, waiting: 0 }));
    for question in desk.decisions().notes {
        desk.decide(&question.key, &Verdict::StandBy("检修后恢复".into()));
    }
    let batch = desk.take_batch(None).unwrap();
    assert!(batch.edits.iter().all(|edit| edit.confirmed && edit.note == "检修后恢复"));
}

#[test]
fn the_office_says_why_before_anything_goes_out() {
    let mut desk = desk_of(&DeskView { reason_always: true, ..view() });
    type_in(&mut desk, at(0, 0), "7");
    assert_eq!((sign(&desk, 0, 0), desk.take_batch(None)), (Sign::Reason, None));
    assert!(desk.decisions().is_empty(), "it is asked for once, on top");
    desk.set_reason(" 电话代报 ");
    let batch = desk.take_batch(None).unwrap();
    assert_eq!(batch.edits[0].reason, "电话代报");
    type_in(&mut desk, at(1, 0), "8");
    assert_eq!(sign(&desk, 1, 0), Sign::Waiting);
}

#[test]
fn a_batch_carries_no_more_than_the_server_takes() {
    let mut view = view();
    view.rows = (0..200).map(|i| row(&format!("i{i:03}"), vec![cell("", 0); 3])).collect();
    let mut desk = desk_of(&view);
    desk.select_all();
    desk.paste("1").unwrap();
    let batch = desk.take_batch(None).unwrap();
    assert_eq!(batch.edits.len(), 500);
    let outcomes = (1..=500).map(|revision| saved("1.000", revision)).collect();
    desk.answered(batch.number, outcomes).unwrap();
    assert_eq!(desk.take_batch(None).unwrap().edits.len(), 100);
}

#[test]
fn only_what_changed_is_touched() {
    let mut desk = desk();
    desk.take_touched();
    desk.select(Selection { anchor: at(0, 0), focus: at(0, 2) });
    let mut touched = desk.take_touched();
    touched.sort();
    touched.dedup();
    assert_eq!(touched, [at(0, 0), at(0, 1), at(0, 2)]);
    type_in(&mut desk, at(1, 1), "5");
    assert_eq!(desk.take_touched(), [at(1, 1)]);
    assert!(desk.go(Motion::Down, 1, false));
    assert!(!desk.go(Motion::Next, 1, false));
}

#[test]
fn copies_what_is_selected() {
    let mut desk = desk();
    desk.select_all();
    assert_eq!(desk.copy(), "1\t2\t3\n\t\t");
}

#[test]
fn an_empty_sheet_is_harmless() {
    let mut desk = desk_of(&DeskView { rows: Vec::new(), ..view() });
    desk.select_all();
    assert_eq!((desk.clear().changed, desk.copy(), desk.take_batch(None)), (0, String::new(), None));
    assert!(desk.paste("1\t2").is_err());
    desk.paste("1").unwrap();
}
