//! Who owes something is reminded of its deadline: before it, once, and no more when it has been reported.

use baogong_domain::{
    PartyCode, PartyKind,
    access::{Actor, Role, User},
    party::Party,
};
use baogong_services::completeness::BoardQuery;

use crate::room::{Room, at, rooms};

fn clerk(code: &str) -> Actor {
    let party = Party::new(PartyCode::parse(code).unwrap(), code, PartyKind::Enterprise);
    Actor::User(Box::new(User::new(9, "clerk", Role::EnterpriseClerk, Some(&party))))
}

/// `A used 2026-11-20 2026-11-21 10:00 × 1`
async fn remind(room: &Room) -> Vec<String> {
    let reminded = room.services.remind(&Actor::System).await.unwrap();
    let mut lines: Vec<String> = reminded
        .iter()
        .map(|r| {
            let due = r.due.format("%Y-%m-%d %H:%M");
            format!("{} {} {} {due} × {}", r.party.code, r.measure.code(), r.period, r.figures)
        })
        .collect();
    lines.sort();
    lines
}

async fn due_soon(room: &Room, code: &str) -> Vec<String> {
    let soon = room.services.due_soon(&clerk(code)).await.unwrap();
    soon.iter().map(|soon| format!("{} × {}", soon.due.format("%d %H:%M"), soon.figures)).collect()
}

#[tokio::test]
async fn a_daily_deadline_is_reminded_of_two_hours_before_and_once() {
    for mut room in rooms().await {
        room.report(
            "used 2026-11-19 - A 100\nstock 2026-11-19 - A 900\nused 2026-11-19 - B 100\n\
             delivered 2026-11-19 MINE A 100\ndelivered 2026-11-19 MINE B 100",
        )
        .await;
        // Reported in time: nobody need be told.
        room.report("used 2026-11-20 - B 100").await;
        room.set_clock("2026-11-21 07:59");
        assert!(remind(&room).await.is_empty(), "{}", room.engine);
        assert!(due_soon(&room, "A").await.is_empty());
        room.set_clock("2026-11-21 08:00");
        assert_eq!(
            remind(&room).await,
            [
                "A stock 2026-11-20 2026-11-21 10:00 × 1",
                "A used 2026-11-20 2026-11-21 10:00 × 1",
                "MINE delivered 2026-11-20 2026-11-21 10:00 × 2",
            ],
            "{}",
            room.engine
        );
        assert!(remind(&room).await.is_empty(), "once");
        assert_eq!(due_soon(&room, "A").await, ["21 10:00 × 2"]);
        assert!(due_soon(&room, "B").await.is_empty());
        // The board says so.
        let board = room.services.completeness(&Actor::System, &BoardQuery::default()).await.unwrap();
        let of = |code: &str| board.parties.iter().find(|p| p.party.code.as_str() == code).unwrap().reminded_at;
        assert_eq!(of("A"), Some("2026-11-21T08:00:00".parse().unwrap()));
        assert_eq!(of("B"), None);
        // One has come, one is still owed; after the deadline it is overdue, and nobody is reminded.
        room.report("used 2026-11-20 - A 100").await;
        assert_eq!(due_soon(&room, "A").await, ["21 10:00 × 1"]);
        room.set_clock("2026-11-21 10:00");
        assert!(due_soon(&room, "A").await.is_empty());
        assert!(remind(&room).await.is_empty());
        let missing =
            room.services.missing(&Actor::System, &PartyCode::parse("A").unwrap(), None, None, None, None).await;
        let missing = missing.unwrap().cells;
        let cell = missing.iter().find(|cell| cell.period.to_string() == "2026-11-20").unwrap();
        assert_eq!(cell.reminded_at, Some("2026-11-21T08:00:00".parse().unwrap()));
    }
}

#[tokio::test]
async fn a_deadline_that_passed_while_nobody_ran_is_not_reminded_of() {
    for mut room in rooms().await {
        room.report("used 2026-11-19 - A 100").await;
        room.set_clock("2026-11-23 09:00");
        assert_eq!(remind(&room).await, ["A used 2026-11-22 2026-11-23 10:00 × 1"], "{}", room.engine);
    }
}

#[tokio::test]
async fn a_monthly_deadline_is_reminded_of_on_its_last_days() {
    for mut room in rooms().await {
        room.set_clock("2027-04-02 10:00");
        room.report("used 2027-03 - A 3000").await;
        // Off season: of April by the 3rd of May, moved by the holiday's working calendar or not.
        for (clock, expect) in
            [("2027-04-30 23:00", 0), ("2027-05-01 07:00", 0), ("2027-05-01 08:00", 1), ("2027-05-02 08:00", 0)]
        {
            room.set_clock(clock);
            assert_eq!(remind(&room).await.len(), expect, "{} {clock}", room.engine);
        }
        let soon = room.services.due_soon(&clerk("A")).await.unwrap();
        assert_eq!((soon.len(), soon[0].due), (1, at("2027-05-04 00:00").naive_utc() + chrono::TimeDelta::hours(8)));
    }
}
