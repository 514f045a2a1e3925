//! Rules 1 to 4: levels, missing data, pending, reports.

use baogong_domain::{Level, watch::Answer};

use crate::room::{Key, Room, brief, date, fired_since, gap, key, report, stock};

/// Days in order with what they answer, and the state after each.
fn check(of: &Key, days: Vec<(&str, Answer, &str)>) -> Room {
    let mut room = Room::new();
    for (day, answer, expect) in days {
        room.one(day, of, answer.clone());
        assert_eq!(room.state(of), expect, "{of} on {day}");
        // The same data again change nothing.
        assert!(room.one(day, of, answer).is_empty(), "{of} on {day}, again");
    }
    room
}

#[test]
fn rises_at_once_and_falls_when_the_line_is_passed_by_a_point_for_a_day() {
    let gap_of = key("gap city");
    check(
        &gap_of,
        vec![
            ("2026-11-20", gap(600), "firing yellow"),
            ("2026-11-21", gap(2000), "firing red"),
            // In the band below the line: it stays.
            ("2026-11-22", gap(1999), "firing red"),
            ("2026-11-23", gap(1901), "firing red"),
            // Passed by a whole point; on the next day still.
            ("2026-11-24", gap(1900), "firing red"),
            ("2026-11-25", gap(1900), "firing orange"),
            ("2026-11-26", gap(399), "firing orange"),
            ("2026-11-27", gap(399), "firing blue"),
            ("2026-11-28", gap(0), "recovering blue"),
            ("2026-11-29", gap(0), "-"),
        ],
    );
    let stock_of = key("stock party:PLANT");
    check(
        &stock_of,
        vec![
            ("2026-11-20", stock(3_999), "firing red"),
            ("2026-11-21", stock(4_999), "firing red"),
            ("2026-11-22", stock(5_000), "firing red"),
            ("2026-11-23", stock(5_000), "firing orange"),
            ("2026-11-24", stock(20_999), "firing orange"),
            ("2026-11-25", stock(20_999), "firing blue"),
            ("2026-11-26", stock(21_000), "recovering blue"),
            ("2026-11-27", stock(20_999), "firing blue"),
            ("2026-11-28", stock(21_000), "recovering blue"),
            ("2026-11-29", stock(21_000), "-"),
        ],
    );
}

#[test]
fn falls_as_far_as_its_lines_are_passed_and_no_further() {
    // From red to 9.5 %: orange's line of 10 % is not passed by a point.
    check(
        &key("gap city"),
        vec![
            ("2026-11-20", gap(2500), "firing red"),
            ("2026-11-21", gap(950), "firing red"),
            ("2026-11-22", gap(950), "firing orange"),
            ("2026-11-23", gap(950), "firing orange"),
            ("2026-11-24", gap(890), "firing orange"),
            ("2026-11-25", gap(890), "firing yellow"),
        ],
    );
}

#[test]
fn does_not_flap_inside_the_band() {
    let of = key("gap city");
    let mut room = Room::new();
    let mut written = Vec::new();
    for (day, share) in date("2026-11-01").iter_days().zip([1001, 999, 1003, 950, 1000, 910, 1099, 901, 1010, 905]) {
        written.extend(room.one(&day.to_string(), &of, gap(share)));
        assert_eq!(room.state(&of), "firing orange", "{day}");
    }
    assert_eq!(written, ["opened orange !", "escalated !"]);
}

#[test]
fn keeps_open_when_data_is_missing() {
    let of = key("stock party:PLANT");
    let room = check(
        &of,
        vec![
            ("2026-11-20", stock(3_000), "firing red"),
            ("2026-11-21", Answer::Unknown, "firing red ?"),
            ("2026-11-22", Answer::Unknown, "firing red ?"),
            ("2026-11-23", stock(9_000), "firing red"),
            // Only a day that is known brings it nearer to its end.
            ("2026-11-24", Answer::Unknown, "firing red ?"),
            ("2026-11-25", stock(9_000), "firing yellow"),
            ("2026-11-27", stock(25_000), "recovering yellow"),
            ("2026-11-28", Answer::Unknown, "recovering yellow ?"),
            ("2026-12-09", Answer::Unknown, "recovering yellow ?"),
            ("2026-12-10", stock(25_000), "-"),
        ],
    );
    assert_eq!(fired_since(&room.closed[0]), Some(date("2026-11-20")));
    assert_eq!(room.closed[0].worst, Level::Red);
    // What was never seen does not begin by being unknown.
    check(&of, vec![("2026-11-20", Answer::Unknown, "-")]);
}

#[test]
fn a_gap_on_too_few_days_is_pending_and_does_not_ring() {
    let of = key("gap city");
    let mut room = Room::new();
    assert_eq!(room.one("2026-10-10", &of, brief(800)), ["opened yellow"]);
    assert_eq!(room.state(&of), "pending yellow");
    assert_eq!(room.one("2026-10-11", &of, brief(1200)), ["rose yellow→orange"]);
    assert_eq!(room.one("2026-10-12", &of, gap(600)), ["fired yellow !"]);
    assert_eq!(fired_since(room.alert(&of).unwrap()), Some(date("2026-10-12")));
    // What passes without having fired was only pending.
    let mut room = Room::new();
    room.one("2026-10-10", &of, brief(800));
    assert!(room.one("2026-10-11", &of, gap(0)).is_empty());
    assert_eq!(room.one("2026-10-12", &of, gap(0)), ["resolved"]);
    assert_eq!(fired_since(&room.closed[0]), None);
}

#[test]
fn what_resolves_while_a_short_gap_is_still_ahead_is_pending_anew() {
    let of = key("gap city");
    let mut room = Room::new();
    room.one("2026-10-10", &of, gap(800));
    assert_eq!(room.one("2026-10-11", &of, brief(800)), ["recovering"]);
    assert_eq!(room.one("2026-10-12", &of, brief(800)), ["resolved", "opened yellow"]);
    assert!(room.one("2026-10-12", &of, brief(800)).is_empty());
    assert_eq!((room.state(&of), room.closed.len()), ("pending yellow".to_owned(), 1));
}

#[test]
fn a_report_is_right_as_soon_as_it_is_mended() {
    let of = key("overdue party:PLANT");
    check(
        &of,
        vec![
            ("2026-11-20", report(Some(Level::Blue)), "firing blue"),
            ("2026-11-21", report(Some(Level::Orange)), "firing orange"),
            ("2026-11-22", report(Some(Level::Blue)), "firing blue"),
            ("2026-11-23", report(None), "-"),
        ],
    );
}

#[test]
fn a_timeline_tells_the_whole_life() {
    let of = key("gap city");
    let mut room = Room::new();
    let mut told = Vec::new();
    for (day, answer) in [
        ("2026-12-30", gap(600)),
        ("2026-12-31", gap(2100)),
        ("2027-01-01", Answer::Unknown),
        ("2027-01-02", gap(0)),
        ("2027-01-03", gap(300)),
        ("2027-01-04", gap(0)),
        ("2027-01-05", gap(0)),
    ] {
        told.extend(room.one(day, &of, answer).into_iter().map(|line| format!("{day} {line}")));
    }
    assert_eq!(
        told,
        [
            "2026-12-30 opened yellow !",
            "2026-12-31 rose yellow→red !",
            // Nobody had taken it within two hours.
            "2026-12-31 escalated !",
            "2027-01-01 became_unknown",
            "2027-01-02 known_again",
            "2027-01-02 recovering",
            "2027-01-03 relapsed",
            "2027-01-03 fell red→blue",
            "2027-01-04 recovering",
            "2027-01-05 resolved",
        ]
    );
}
