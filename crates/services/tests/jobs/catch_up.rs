//! Slots over days: each at its minute, missed ones in order, a failed one again.

use baogong_domain::{access::Actor, jobs::Job};
use baogong_services::{
    jobs::{Outcome, RunOutcome},
    watch::AlertState,
};
use baogong_storage::testing::run;

use crate::{all_words, noted, room::rooms, run_all, words};

#[tokio::test]
async fn each_slot_runs_once_at_its_minute() {
    for mut room in rooms().await {
        assert_eq!(
            all_words(&run_all(&room.services).await),
            ["20 00:00 seasons done", "20 03:30 clean_up done", "20 10:00 evaluation done", "20 10:00 reminders done"],
            "{}",
            room.engine
        );
        for (clock, expect) in [
            ("2026-11-20 10:59", vec![]),
            ("2026-11-20 11:00", vec!["20 11:00 evaluation done", "20 11:00 reminders done"]),
            ("2026-11-20 11:01", vec![]),
            ("2026-11-21 00:00", vec!["21 00:00 seasons done", "21 00:00 evaluation done", "21 00:00 reminders done"]),
            ("2026-11-21 00:59", vec![]),
            ("2026-11-21 03:30", vec!["21 03:00 evaluation done", "21 03:00 reminders done", "21 03:30 clean_up done"]),
        ] {
            room.set_clock(clock);
            let done = run_all(&room.services).await;
            let mut expect = expect;
            expect.sort_unstable();
            let mut got = all_words(&done);
            got.sort_unstable();
            assert_eq!(got, expect, "{} {clock}", room.engine);
        }
    }
}

#[tokio::test]
async fn a_server_that_was_down_for_three_days_catches_up_in_order() {
    for mut room in rooms().await {
        // Before the winter.
        room.set_clock("2026-11-12 10:00");
        room.stock("A", "2026-11-12", 3).await;
        run_all(&room.services).await;
        for day in 13..=15 {
            room.stock("A", &format!("2026-11-{day}"), if day < 15 { 30 } else { 5 }).await;
        }
        room.set_clock("2026-11-15 10:20");
        let done = run_all(&room.services).await;
        assert_eq!(
            all_words(&done),
            [
                "13 00:00 seasons done",
                "14 00:00 seasons done",
                "15 00:00 seasons done",
                "15 03:30 clean_up done",
                "15 10:00 evaluation done",
                "15 10:00 reminders done",
            ],
            "{}",
            room.engine
        );
        // The one evaluation judged the three days one by one: eased on the 13th, passed on the 14th, low on the 15th by
        // the lines of the winter.
        let RunOutcome::Done(Some(Outcome::Evaluated { days, .. })) = done[4].outcome else { panic!("{done:?}") };
        assert_eq!(days, 3);
        let past = room.list(AlertState::Resolved).await;
        let stock = past.iter().find(|e| e.alert.key.to_string() == "stock coal.thermal party:A").unwrap();
        let baogong_domain::watch::Phase::Resolved { on, .. } = stock.alert.phase else { panic!("it has passed") };
        assert_eq!(on.to_string(), "2026-11-14");
        assert_eq!(room.shortages().await, ["orange firing stock coal.thermal party:A"]);
        assert!(run_all(&room.services).await.is_empty());
    }
}

#[tokio::test]
async fn a_failed_run_is_tried_again_at_growing_distance_and_says_why() {
    for mut room in rooms().await {
        run_all(&room.services).await;
        room.set_clock("2026-11-21 00:00");
        run(room.database(), &["ALTER TABLE season_state RENAME TO season_state_away"]).await;
        let done = run_all(&room.services).await;
        assert_eq!(words(&done[0]), "21 00:00 seasons failed", "{}", room.engine);
        let RunOutcome::Failed { reason, again_at } = &done[0].outcome else { panic!() };
        assert_eq!(*again_at, Some(crate::room::at("2026-11-21 00:01")));
        assert!(reason.contains("数据库") && !reason.contains("season_state"), "{reason}");
        // The others went on.
        assert_eq!(done.len(), 3);
        for (clock, expect) in [
            ("2026-11-21 00:00", None),
            ("2026-11-21 00:01", Some("21 00:00 seasons failed 2")),
            ("2026-11-21 00:05", None),
            ("2026-11-21 00:06", Some("21 00:00 seasons failed 3")),
            ("2026-11-21 00:21", Some("21 00:00 seasons failed 4")),
        ] {
            room.set_clock(clock);
            assert_eq!(all_words(&run_all(&room.services).await), Vec::from_iter(expect), "{} {clock}", room.engine);
        }
        run(room.database(), &["ALTER TABLE season_state_away RENAME TO season_state"]).await;
        room.set_clock("2026-11-21 01:21");
        let done = run_all(&room.services).await;
        assert_eq!(words(&done[0]), "21 00:00 seasons done 5");
        let seasons = noted(&room).await.into_iter().filter(|run| run.job == Job::Seasons);
        assert_eq!(
            seasons.map(|run| words(&run)).collect::<Vec<_>>(),
            ["21 00:00 seasons done 5", "20 00:00 seasons done"]
        );
    }
}

#[tokio::test]
async fn a_failed_run_is_given_up_after_five_attempts_or_when_a_later_one_has_done_it() {
    for mut room in rooms().await {
        run_all(&room.services).await;
        room.set_clock("2026-11-20 11:00");
        run(room.database(), &["ALTER TABLE work_day_exception RENAME TO work_day_away"]).await;
        assert_eq!(
            all_words(&run_all(&room.services).await),
            ["20 11:00 evaluation failed", "20 11:00 reminders failed"]
        );
        run(room.database(), &["ALTER TABLE work_day_away RENAME TO work_day_exception"]).await;
        // Nobody looked until the next hour: its run does what the failed one would have done.
        room.set_clock("2026-11-20 12:00");
        run_all(&room.services).await;
        room.set_clock("2026-11-20 12:30");
        assert!(run_all(&room.services).await.is_empty());

        room.set_clock("2026-11-21 00:00");
        run(room.database(), &["ALTER TABLE season_state RENAME TO season_state_away"]).await;
        run_all(&room.services).await;
        for clock in ["00:01", "00:06", "00:21"] {
            room.set_clock(&format!("2026-11-21 {clock}"));
            run_all(&room.services).await;
        }
        room.set_clock("2026-11-21 01:21");
        let last = run_all(&room.services).await.into_iter().find(|run| run.job == Job::Seasons).unwrap();
        assert_eq!(words(&last), "21 00:00 seasons failed 5");
        assert!(matches!(last.outcome, RunOutcome::Failed { again_at: None, .. }), "{last:?}");
        room.set_clock("2026-11-21 05:00");
        assert!(run_all(&room.services).await.iter().all(|run| run.job != Job::Seasons));
        // The next day's looks at both.
        run(room.database(), &["ALTER TABLE season_state_away RENAME TO season_state"]).await;
        room.set_clock("2026-11-22 00:00");
        let RunOutcome::Done(Some(Outcome::Seasons { days, .. })) = run_all(&room.services).await[0].outcome.clone()
        else {
            panic!("the season's run was done")
        };
        assert_eq!(days, 2);
    }
}

#[tokio::test]
async fn an_evaluation_begins_an_overdue_alert_at_its_minute() {
    for mut room in rooms().await {
        room.report("used 2026-11-19 - A 100\nused 2026-11-18 - A 100").await;
        // Yesterday's is due at ten today; of the 20th at ten on the 21st.
        room.set_clock("2026-11-21 09:00");
        run_all(&room.services).await;
        let overdue = |room: &crate::room::Room| {
            let list = room.services.clone();
            async move {
                let filter = baogong_services::watch::AlertFilter::default();
                let open = list.alerts(&Actor::System, &filter).await.unwrap().alerts;
                open.iter().any(|entry| entry.alert.key.to_string() == "overdue coal.thermal party:A")
            }
        };
        assert!(!overdue(&room).await, "{}", room.engine);
        room.set_clock("2026-11-21 09:59");
        run_all(&room.services).await;
        assert!(!overdue(&room).await);
        room.set_clock("2026-11-21 10:00");
        run_all(&room.services).await;
        assert!(overdue(&room).await, "{}", room.engine);
    }
}

#[tokio::test]
async fn old_runs_and_what_has_expired_are_removed_and_history_stays() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        run_all(&room.services).await;
        let (figures, alerts) =
            (room.services.audit_head(&Actor::System).await.unwrap(), room.list(AlertState::Open).await);
        run(
            room.database(),
            &[
                "INSERT INTO account (login, name, role, active, created_at) VALUES ('a', 'a', 'auditor', TRUE, '2026-11-01T00:00:00+00:00')",
                "INSERT INTO invitation (digest, account, created_at, created_by, expires_at) SELECT 'i', id, \
                 '2026-11-01T00:00:00+00:00', 'x', '2026-11-04T00:00:00+00:00' FROM account WHERE login = 'a'",
                "INSERT INTO session (digest, account, stage, created_at, last_seen_at, expires_at, origin, device) \
                 SELECT 's', id, 'full', '2026-11-20T17:00:00+00:00', '2026-11-20T17:20:00+00:00', \
                 '2026-11-21T17:00:00+00:00', '', '' FROM account WHERE login = 'a'",
                "INSERT INTO sign_in_failure (login, failures, last_at) VALUES ('old', 3, '2026-11-19T00:00:00+00:00')",
                "INSERT INTO sign_in_failure (login, failures, last_at) VALUES ('new', 3, '2026-11-20T19:00:00+00:00')",
            ],
        )
        .await;
        room.set_clock("2026-11-21 03:30");
        let done = run_all(&room.services).await;
        let cleaned = done.iter().find(|run| run.job == Job::CleanUp).unwrap();
        let RunOutcome::Done(Some(Outcome::Cleaned(removed))) = &cleaned.outcome else { panic!("{cleaned:?}") };
        assert_eq!((removed.sessions, removed.invitations, removed.failures, removed.runs), (1, 1, 1, 0));
        room.set_clock("2027-12-31 03:30");
        let done = run_all(&room.services).await;
        let cleaned = done.iter().find(|run| run.job == Job::CleanUp).unwrap();
        let RunOutcome::Done(Some(Outcome::Cleaned(removed))) = &cleaned.outcome else { panic!("{cleaned:?}") };
        assert!(removed.runs >= 7, "{removed:?}");
        let oldest = noted(&room).await.last().map(|run| run.slot).unwrap();
        assert!(oldest > crate::room::at("2026-11-25 00:00"), "{oldest}");
        assert!(room.services.audit_head(&Actor::System).await.unwrap().seq >= figures.seq);
        assert!(!alerts.is_empty() && room.services.alert(&Actor::System, alerts[0].id).await.is_ok());
    }
}
