//! Several servers on one database.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use baogong_domain::{access::Actor, jobs::Job};
use baogong_services::{
    ServiceError, Services,
    audit::AuditHead,
    clock::Clock,
    jobs::{KeepHead, RunOutcome, Runner},
};
use chrono::NaiveDate;

use crate::{
    noted,
    room::{Room, at, rooms},
    run_all, words,
};

/// Another server on the same database.
async fn server(room: &Room, name: &str, instant: &str) -> Services {
    let services = Services::open(&room.database().url, Clock::Fixed(at(instant))).await.unwrap();
    services.with_runner(Runner { server: name.to_owned(), lease: Duration::from_mins(1), heads: None })
}

#[tokio::test]
async fn every_slot_runs_once_however_many_servers_race_for_it() {
    for room in rooms().await {
        let mut servers = Vec::new();
        for name in ["a", "b", "c", "d"] {
            servers.push((server(&room, name, "2026-11-20 10:00").await, name));
        }
        for instant in ["2026-11-20 10:00", "2026-11-20 11:00", "2026-11-21 00:00", "2026-11-23 12:30"] {
            // Two workers of each server at once.
            let racing = servers.iter().chain(&servers).map(|(services, _)| {
                let services = services.clone().with_clock(Clock::Fixed(at(instant)));
                tokio::spawn(async move { run_all(&services).await })
            });
            for race in racing.collect::<Vec<_>>() {
                race.await.unwrap();
            }
        }
        let mut slots: BTreeMap<String, usize> = BTreeMap::new();
        for run in noted(&room).await {
            assert!(matches!(run.outcome, RunOutcome::Done(_)) && run.attempt == 1, "{} {run:?}", room.engine);
            *slots.entry(words(&run)).or_default() += 1;
        }
        assert!(slots.values().all(|count| *count == 1), "{} {slots:?}", room.engine);
        let expect = [
            "20 00:00 seasons done",
            "20 03:30 clean_up done",
            "20 10:00 evaluation done",
            "20 10:00 reminders done",
            "20 11:00 evaluation done",
            "20 11:00 reminders done",
            "21 00:00 evaluation done",
            "21 00:00 reminders done",
            "21 00:00 seasons done",
            "22 00:00 seasons done",
            "23 00:00 seasons done",
            "23 03:30 clean_up done",
            "23 12:00 evaluation done",
            "23 12:00 reminders done",
        ];
        assert_eq!(slots.into_keys().collect::<Vec<_>>(), expect, "{}", room.engine);
        for (services, _) in servers {
            services.close().await;
        }
    }
}

#[tokio::test]
async fn a_run_of_a_dead_server_is_taken_over_when_its_lease_is_over_and_not_before() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        // The server began the evaluation and died: its row alone is left.
        baogong_storage::testing::run(
            room.database(),
            &["INSERT INTO job_run (job, place, slot, state, attempt, started_at, server, result, wake_at) VALUES \
               ('evaluation', '', '2026-11-20T02:00:00+00:00', 'running', 1, '2026-11-20T02:00:00+00:00', 'dead', '', \
               '2026-11-20T02:01:00+00:00')"],
        )
        .await;
        let done = run_all(&room.services).await;
        assert!(done.iter().all(|run| run.job != Job::Evaluation), "{}", room.engine);
        let asked = room.services.run_job_now(&Actor::System, Job::Evaluation).await;
        assert_eq!(asked.unwrap_err().code(), "job_running");
        room.set_clock("2026-11-20 10:01");
        let other = server(&room, "alive", "2026-11-20 10:01").await;
        let done = run_all(&other).await;
        assert_eq!(done.iter().map(words).collect::<Vec<_>>(), ["20 10:00 evaluation done 2"], "{}", room.engine);
        assert_eq!(done[0].server, "alive");
        assert_eq!(room.shortages().await, ["red firing stock coal.thermal party:A"]);
        assert!(run_all(&room.services).await.is_empty());
        other.close().await;
    }
}

#[tokio::test]
async fn a_run_whose_servers_die_time_and_again_is_given_up() {
    for room in rooms().await {
        baogong_storage::testing::run(
            room.database(),
            &["INSERT INTO job_run (job, place, slot, state, attempt, started_at, server, result, wake_at) VALUES \
               ('evaluation', '', '2026-11-20T01:00:00+00:00', 'running', 5, '2026-11-20T01:00:00+00:00', 'dead', '', \
               '2026-11-20T01:01:00+00:00')"],
        )
        .await;
        let done = run_all(&room.services).await;
        assert!(done.iter().any(|run| words(run) == "20 10:00 evaluation done"), "the next slot goes on: {done:?}");
        let dead = noted(&room).await.into_iter().find(|run| run.server == "dead").unwrap();
        let RunOutcome::Failed { reason, again_at: None } = dead.outcome else { panic!("{dead:?}") };
        assert!(reason.contains("given up"), "{reason}");
    }
}

/// What is alive says so: a long run keeps its lease.
#[tokio::test]
async fn a_long_run_keeps_its_lease() {
    for room in rooms().await {
        if room.engine == "sqlite" {
            // There the one who runs long holds the one place for writers, and nobody can take anything over.
            continue;
        }
        let store = baogong_storage::Store::open(&room.database().url).await.unwrap();
        let mut holding = store.begin_write().await.unwrap();
        baogong_storage::audit::take_head(&mut holding).await.unwrap();
        let lease = Duration::from_millis(900);
        let real = |name: &str| {
            let runner = Runner { server: name.to_owned(), lease, heads: None };
            room.services.clone().with_clock(Clock::Real).with_runner(runner)
        };
        let long = real("long");
        let running = tokio::spawn(async move { long.run_next_job(&Actor::System).await });
        // Three leases long it waits inside its transaction.
        tokio::time::sleep(lease * 3).await;
        let taken = noted(&room).await.into_iter().find(|run| run.server == "long").unwrap();
        assert_eq!((taken.job, taken.attempt), (Job::Seasons, 1));
        assert!(matches!(taken.outcome, RunOutcome::Running));
        // Another server finds other work, but not this.
        let other = real("other");
        let found = tokio::time::timeout(lease * 3, other.run_next_job(&Actor::System)).await;
        assert!(found.is_ok_and(|run| run.unwrap().unwrap().job != Job::Seasons));
        drop(holding);
        let run = running.await.unwrap().unwrap().unwrap();
        assert!(matches!(run.outcome, RunOutcome::Done(_)) && run.attempt == 1, "{run:?}");
        store.close().await;
    }
}

#[derive(Debug)]
struct Heads(&'static str, std::sync::Mutex<Vec<(NaiveDate, i64)>>);

impl KeepHead for Heads {
    fn place(&self) -> String {
        self.0.to_owned()
    }

    fn keep(&self, day: NaiveDate, head: &AuditHead) -> Result<bool, ServiceError> {
        let mut kept = self.1.lock().unwrap();
        let first = kept.iter().all(|(known, _)| *known != day);
        if first {
            kept.push((day, head.seq));
        }
        Ok(first)
    }
}

#[tokio::test]
async fn each_server_notes_the_head_in_its_own_file_once_a_day() {
    for room in rooms().await {
        let mut files = Vec::new();
        for name in ["a", "b"] {
            let heads = Arc::new(Heads(name, std::sync::Mutex::default()));
            let runner = Runner { server: name.to_owned(), lease: Duration::from_mins(1), heads: Some(heads.clone()) };
            let services = room.services.clone().with_runner(runner);
            for instant in ["2026-11-20 10:00", "2026-11-20 10:01", "2026-11-21 00:05", "2026-11-21 00:06"] {
                run_all(&services.clone().with_clock(Clock::Fixed(at(instant)))).await;
            }
            files.push(heads);
        }
        for heads in files {
            let days: Vec<String> = heads.1.lock().unwrap().iter().map(|(day, _)| day.to_string()).collect();
            assert_eq!(days, ["2026-11-20", "2026-11-21"], "{} {}", room.engine, heads.0);
        }
        let heads = noted(&room).await.into_iter().filter(|run| run.job == Job::AuditHead).count();
        assert_eq!(heads, 4);
    }
}
