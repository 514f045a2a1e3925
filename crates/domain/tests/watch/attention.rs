//! Rule 6: who attends, escalation and silence at their exact minute.

use baogong_domain::watch::{Attention, Refusal};

use crate::room::{Room, at, gap, key, line};

fn lines(written: &[(crate::room::Key, Vec<baogong_domain::watch::Event>)]) -> Vec<String> {
    written.iter().flat_map(|(_, events)| events).map(line).collect()
}

#[test]
fn each_level_is_escalated_at_its_minute() {
    let of = key("gap city");
    for (share, before, due) in [
        (2000, "2026-11-23 10:14:59", "2026-11-23 10:15"),
        (1000, "2026-11-23 10:29:59", "2026-11-23 10:30"),
        (500, "2026-11-23 11:59:59", "2026-11-23 12:00"),
        (1, "2026-11-24 09:59:59", "2026-11-24 10:00"),
    ] {
        let mut room = Room::new();
        room.run("2026-11-23", at("2026-11-23 10:00"), vec![(of.clone(), gap(share))]);
        assert_eq!(room.alert(&of).unwrap().next_due(), Some(at(due)), "{share}");
        assert!(room.run("2026-11-23", at(before), vec![]).is_empty(), "{share}");
        let written = room.run("2026-11-23", at(due), vec![]);
        assert_eq!(lines(&written), ["escalated !"], "{share}");
        assert!(room.run("2026-11-23", at(due), vec![]).is_empty(), "once");
    }
}

#[test]
fn escalation_crosses_midnight_month_and_year() {
    let of = key("gap city");
    let mut room = Room::new();
    room.run("2026-12-31", at("2026-12-31 23:50"), vec![(of.clone(), gap(2000))]);
    assert!(room.run("2026-12-31", at("2026-12-31 23:59:59"), vec![]).is_empty());
    assert!(room.run("2027-01-01", at("2027-01-01 00:04:59"), vec![]).is_empty());
    assert_eq!(lines(&room.run("2027-01-01", at("2027-01-01 00:05"), vec![])), ["escalated !"]);
}

#[test]
fn who_takes_it_in_time_stops_the_clock() {
    let of = key("gap city");
    let mut room = Room::new();
    room.run("2026-11-23", at("2026-11-23 10:00"), vec![(of.clone(), gap(2000))]);
    room.change(&of, |alert| alert.acknowledge("wang", at("2026-11-23 10:14")).unwrap().0);
    assert!(room.run("2026-11-23", at("2026-11-23 11:00"), vec![]).is_empty());
    // The owner hears of a worse level; taking it again changes nothing, another takes it over.
    let (alert, event) = room.alert(&of).unwrap().clone().acknowledge("wang", at("2026-11-23 12:00")).unwrap();
    assert_eq!((&alert, event), (room.alert(&of).unwrap(), None));
    let (alert, event) = alert.acknowledge("li", at("2026-11-23 12:00")).unwrap();
    assert!(matches!(alert.attention, Attention::Owned { by, .. } if by == "li") && event.is_some());
}

#[test]
fn a_worse_level_shortens_the_time_and_never_lengthens_it() {
    let of = key("gap city");
    let mut room = Room::new();
    room.run("2026-11-23", at("2026-11-23 10:00"), vec![(of.clone(), gap(500))]);
    assert_eq!(
        lines(&room.run("2026-11-23", at("2026-11-23 10:05"), vec![(of.clone(), gap(2000))])),
        ["rose yellow→red !"]
    );
    assert_eq!(room.alert(&of).unwrap().next_due(), Some(at("2026-11-23 10:20")));
    let mut room = Room::new();
    room.run("2026-11-23", at("2026-11-23 10:00"), vec![(of.clone(), gap(500))]);
    room.run("2026-11-23", at("2026-11-23 11:59"), vec![(of.clone(), gap(2000))]);
    assert_eq!(room.alert(&of).unwrap().next_due(), Some(at("2026-11-23 12:00")));
}

#[test]
fn a_silence_ends_at_its_minute_and_defers_the_escalation() {
    let of = key("gap city");
    let mut room = Room::new();
    room.run("2026-11-23", at("2026-11-23 10:00"), vec![(of.clone(), gap(2000))]);
    let until = at("2026-11-23 12:00");
    room.change(&of, |alert| alert.silence("wang", until, "抢修中", at("2026-11-23 10:10")).unwrap().0);
    assert_eq!(room.alert(&of).unwrap().next_due(), Some(until));
    assert!(room.run("2026-11-23", at("2026-11-23 11:59:59"), vec![(of.clone(), gap(2000))]).is_empty());
    let written = room.run("2026-11-23", until, vec![]);
    assert_eq!(lines(&written), ["silence_ended expired !", "escalated !"]);
}

#[test]
fn a_silence_that_hides_a_worsening_level_ends_by_itself() {
    let of = key("gap city");
    let mut room = Room::new();
    room.run("2026-11-23", at("2026-11-23 10:00"), vec![(of.clone(), gap(1500))]);
    let until = at("2026-11-26 10:00");
    room.change(&of, |alert| alert.silence("wang", until, "抢修中", at("2026-11-23 10:10")).unwrap().0);
    // It eases and comes back to what was silenced: still silent.
    room.run("2026-11-24", at("2026-11-24 10:00"), vec![(of.clone(), gap(600))]);
    assert_eq!(
        lines(&room.run("2026-11-25", at("2026-11-25 10:00"), vec![(of.clone(), gap(600))])),
        ["fell orange→yellow"]
    );
    assert_eq!(
        lines(&room.run("2026-11-25", at("2026-11-25 11:00"), vec![(of.clone(), gap(1500))])),
        ["rose yellow→orange"]
    );
    let written = room.run("2026-11-25", at("2026-11-25 12:00"), vec![(of.clone(), gap(2500))]);
    assert_eq!(lines(&written), ["rose orange→red !", "silence_ended worse", "escalated !"]);
    assert!(room.alert(&of).unwrap().silence.is_none());
}

#[test]
fn a_silence_ends_with_its_alert() {
    let of = key("overdue party:P");
    let mut room = Room::new();
    room.run(
        "2026-11-23",
        at("2026-11-23 10:00"),
        vec![(of.clone(), crate::room::report(Some(baogong_domain::Level::Blue)))],
    );
    room.change(&of, |alert| alert.silence("wang", at("2026-11-24 10:00"), "已催", at("2026-11-23 10:10")).unwrap().0);
    let written = room.run("2026-11-23", at("2026-11-23 11:00"), vec![(of.clone(), crate::room::report(None))]);
    assert_eq!(lines(&written), ["resolved", "silence_ended resolved"]);
}

#[test]
fn what_cannot_be_handled_is_refused() {
    let of = key("gap city");
    let mut room = Room::new();
    room.run("2026-11-23", at("2026-11-23 10:00"), vec![(of.clone(), gap(2000))]);
    let (alert, now) = (room.alert(&of).unwrap().clone(), at("2026-11-23 10:10"));
    let silence = |until: &str, reason: &str| alert.clone().silence("wang", at(until), reason, now).map(drop);
    assert_eq!(silence("2026-11-23 10:10", "x"), Err(Refusal::SilenceInThePast));
    assert_eq!(silence("2026-11-30 10:10:01", "x"), Err(Refusal::SilenceTooLong));
    assert_eq!(silence("2026-11-30 10:10", "x"), Ok(()));
    assert_eq!(silence("2026-11-24 10:10", "  "), Err(Refusal::ReasonMissing));
    assert_eq!(alert.clone().unsilence().map(drop), Err(Refusal::NotSilenced));
    room.run("2026-11-24", at("2026-11-24 10:00"), vec![(of.clone(), gap(0))]);
    room.run("2026-11-25", at("2026-11-25 10:00"), vec![(of.clone(), gap(0))]);
    let closed = room.closed[0].clone();
    assert_eq!(closed.clone().acknowledge("wang", now).map(drop), Err(Refusal::Resolved));
    assert_eq!(closed.clone().unsilence().map(drop), Err(Refusal::Resolved));
    assert_eq!(closed.silence("wang", at("2026-11-26 10:00"), "x", now).map(drop), Err(Refusal::Resolved));
}
