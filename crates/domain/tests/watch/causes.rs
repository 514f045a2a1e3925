//! Rule 5: consequences stand under their cause and do not ring again.

use std::collections::BTreeSet;

use baogong_domain::{
    DivisionCode, Exact, ItemCode, PartyCode,
    watch::{Answer, Attention, Facts, Judged},
};

use crate::room::{Key, LINES, Room, at, date, gap, gap_facts, key, line, stock};

fn party(code: &str) -> PartyCode {
    PartyCode::parse(code).unwrap()
}

/// A mine that delivered so many ten-thousandths less than planned.
fn stopped(share: i64) -> Answer {
    let (gap, plan) = (Exact::share(share.into(), 1), Exact::share(10_000, 1));
    let reached = LINES.level(&gap, &plan).filter(|_| share >= 5000);
    let held = LINES.held(&gap, &plan, 100).filter(|_| share >= 4900);
    let facts = Facts::Stoppage { from: date("2026-11-20"), to: date("2026-11-22"), delivered: &plan - &gap, plan };
    Answer::Known { judged: Judged { reached, held, ..Judged::FINE }, facts }
}

/// A mine that serves plants A and B in Xinmi; C stands elsewhere and has a mine of its own.
fn room() -> Room {
    let mut room = Room::new();
    let coal = ItemCode::parse("coal.thermal").unwrap();
    for (plant, mine, division) in [("A", "MINE", "410183"), ("B", "MINE", "410183"), ("C", "OTHER", "410181")] {
        room.relations.suppliers.insert((coal.clone(), party(plant)), BTreeSet::from([party(mine)]));
        room.relations.divisions.insert(party(plant), DivisionCode::parse(division).unwrap());
    }
    room
}

fn told(written: Vec<(Key, Vec<baogong_domain::watch::Event>)>) -> Vec<String> {
    let lines = |(key, events): (Key, Vec<_>)| events.iter().map(|e| format!("{key}: {}", line(e))).collect::<Vec<_>>();
    written.into_iter().flat_map(lines).collect()
}

#[test]
fn a_plants_stock_stands_under_its_mines_stoppage_and_does_not_ring() {
    let mut room = room();
    let answers = || {
        vec![
            (key("gap party:MINE"), stopped(10_000)),
            (key("stock party:A"), stock(3_000)),
            (key("stock party:C"), stock(3_000)),
        ]
    };
    let written = told(room.run("2026-11-23", at("2026-11-23 10:00"), answers()));
    assert_eq!(
        written,
        [
            "gap coal.thermal party:MINE: opened red !",
            "stock coal.thermal party:A: opened red",
            "stock coal.thermal party:A: grouped under gap coal.thermal party:MINE",
            "stock coal.thermal party:C: opened red !",
        ]
    );
    assert_eq!(room.alert(&key("stock party:A")).unwrap().attention, Attention::Quiet);
    // Nor is it escalated; the cause is.
    let written = told(room.run("2026-11-23", at("2026-11-23 10:15"), answers()));
    assert_eq!(written, ["gap coal.thermal party:MINE: escalated !", "stock coal.thermal party:C: escalated !"]);
    assert!(room.run("2026-11-23", at("2026-11-23 10:15"), answers()).is_empty());
}

#[test]
fn what_rang_before_its_cause_was_seen_is_grouped_and_waits_no_more() {
    let mut room = room();
    let plant = key("stock party:A");
    room.one("2026-11-22", &plant, stock(3_000));
    assert!(matches!(room.alert(&plant).unwrap().attention, Attention::Unclaimed { .. }));
    room.run("2026-11-22", at("2026-11-22 10:05"), vec![(key("gap party:MINE"), stopped(9_000))]);
    let alert = room.alert(&plant).unwrap();
    assert_eq!((&alert.attention, alert.cause.as_ref()), (&Attention::Quiet, Some(&key("gap party:MINE"))));
}

#[test]
fn a_consequence_rings_where_it_is_worse_than_its_cause_or_outlives_it() {
    let mut room = room();
    let (mine, plant) = (key("gap party:MINE"), key("stock party:A"));
    let answers = |share, days| vec![(mine.clone(), stopped(share)), (plant.clone(), stock(days))];
    room.run("2026-11-22", at("2026-11-22 10:00"), answers(10_000, 14_000));
    assert_eq!(room.state(&plant), "firing yellow");
    // The mine delivers again; after the hold its stoppage has passed, and the plant's stock has not.
    room.run("2026-11-23", at("2026-11-23 10:00"), answers(0, 14_000));
    let written = told(room.run("2026-11-24", at("2026-11-24 10:00"), answers(0, 14_000)));
    assert_eq!(written, ["gap coal.thermal party:MINE: resolved", "stock coal.thermal party:A: stands_alone !"]);
    assert_eq!(room.alert(&plant).unwrap().next_due(), Some(at("2026-11-24 12:00")));
}

#[test]
fn a_groups_gap_stands_under_the_party_that_makes_most_of_it() {
    let mut room = room();
    let of_group = |share| {
        let Answer::Known { judged, .. } = gap(share) else { panic!("a gap is known") };
        Answer::Known { judged, facts: gap_facts("2026-11-26", share) }
    };
    let answers = |a: i64, c: i64| {
        vec![
            (key("gap city"), of_group(a + c)),
            (key("gap division:410183"), of_group(a)),
            (key("gap division:410181"), of_group(c)),
            (key("gap party:A"), gap(a)),
            (key("gap party:C"), gap(c)),
        ]
    };
    room.run("2026-11-22", at("2026-11-22 10:00"), answers(2500, 2000));
    let cause = |room: &Room, of: &str| room.alert(&key(of)).unwrap().cause.as_ref().map(ToString::to_string);
    assert_eq!(cause(&room, "gap city").as_deref(), Some("gap coal.thermal party:A"));
    assert_eq!(cause(&room, "gap division:410183").as_deref(), Some("gap coal.thermal party:A"));
    assert_eq!(cause(&room, "gap division:410181").as_deref(), Some("gap coal.thermal party:C"));
    // The other becomes the worse, and the group moves under it.
    room.run("2026-11-22", at("2026-11-22 11:00"), answers(2500, 3000));
    assert_eq!(cause(&room, "gap city").as_deref(), Some("gap coal.thermal party:C"));
    // A city that is short by many, none of whom makes half of it, rings by itself.
    let mut many = Room::new();
    let answers =
        vec![(key("gap city"), of_group(2100)), (key("gap party:A"), gap(1000)), (key("gap party:C"), gap(1000))];
    let written = told(many.run("2026-11-22", at("2026-11-22 10:00"), answers));
    assert_eq!(written[0], "gap coal.thermal city: opened red !");
}

#[test]
fn other_items_and_reports_have_no_such_cause() {
    let mut room = room();
    let answers = vec![
        (key("gap party:MINE"), stopped(10_000)),
        (key("stock fuel.diesel party:A"), stock(3_000)),
        (key("overdue party:A"), crate::room::report(Some(baogong_domain::Level::Blue))),
    ];
    room.run("2026-11-23", at("2026-11-23 10:00"), answers);
    assert!(room.open.iter().all(|alert| alert.cause.is_none()));
}
