//! Seasons open and close at their days, whenever somebody looks.

use baogong_domain::access::Actor;
use baogong_services::jobs::{Outcome, RunOutcome};

use crate::{
    room::{Room, rooms},
    run_all,
};

/// `season.opened winter 2026-11-15 2026-11-15..2027-03-15`
async fn trail(room: &Room) -> Vec<String> {
    let entries = room.services.audit_entries(&Actor::System, 0, 1000).await.unwrap();
    let entries = entries.into_iter().filter(|entry| entry.action.starts_with("season."));
    entries
        .map(|entry| {
            let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
            let of = |name: &str| detail[name].as_str().unwrap().to_owned();
            assert!(!of("source").is_empty());
            format!("{} {} {} {}..{}", entry.action, entry.subject, of("day"), of("first"), of("last"))
        })
        .collect()
}

#[tokio::test]
async fn a_season_opens_on_its_first_day_and_closes_on_the_day_after_its_last() {
    for mut room in rooms().await {
        for (clock, expect) in [
            ("2026-11-13 23:00", vec![]),
            ("2026-11-14 23:59", vec![]),
            ("2026-11-15 00:00", vec!["season.opened winter 2026-11-15 2026-11-15..2027-03-15"]),
            ("2026-12-31 12:00", vec!["season.opened winter 2026-11-15 2026-11-15..2027-03-15"]),
            ("2027-03-15 23:59", vec!["season.opened winter 2026-11-15 2026-11-15..2027-03-15"]),
            (
                "2027-03-16 00:00",
                vec![
                    "season.opened winter 2026-11-15 2026-11-15..2027-03-15",
                    "season.closed winter 2027-03-16 2026-11-15..2027-03-15",
                ],
            ),
        ] {
            room.set_clock(clock);
            run_all(&room.services).await;
            assert_eq!(trail(&room).await, expect, "{} {clock}", room.engine);
        }
    }
}

#[tokio::test]
async fn days_that_nobody_looked_at_are_looked_at_each_at_its_own_date() {
    for mut room in rooms().await {
        room.set_clock("2027-03-10 10:00");
        run_all(&room.services).await;
        // Down from the winter into the summer, longer than slots are caught up.
        room.set_clock("2027-06-20 09:00");
        let done = run_all(&room.services).await;
        assert_eq!(
            trail(&room).await,
            [
                "season.closed winter 2027-03-16 2026-11-15..2027-03-15",
                "season.opened summer 2027-06-01 2027-06-01..2027-09-15",
            ],
            "{}",
            room.engine
        );
        let days: usize = done
            .iter()
            .filter_map(|run| match run.outcome {
                RunOutcome::Done(Some(Outcome::Seasons { days, .. })) => Some(days),
                _ => None,
            })
            .sum();
        assert_eq!(days, 102);
        // Every slot again changes nothing.
        run_all(&room.services).await;
        assert_eq!(trail(&room).await.len(), 2);
    }
}

#[tokio::test]
async fn from_the_first_minute_of_a_season_its_lines_hold() {
    for mut room in rooms().await {
        room.set_clock("2026-11-14 23:00");
        // Sixteen days: enough off season, too few in the winter.
        room.stock("A", "2026-11-14", 16).await;
        run_all(&room.services).await;
        assert!(room.shortages().await.is_empty());
        room.set_clock("2026-11-15 00:00");
        run_all(&room.services).await;
        assert_eq!(room.shortages().await, ["blue firing stock coal.thermal party:A"], "{}", room.engine);
    }
}
