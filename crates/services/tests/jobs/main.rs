//! What the program does by itself, on both engines: every slot once, on however many servers, and nothing lost.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../watch/room.rs"]
#[allow(dead_code, reason = "the watch's tests use the rest")]
mod room;

mod asked;
mod catch_up;
mod reminders;
mod seasons;
mod servers;

use baogong_domain::access::{Actor, Role, User};
use baogong_services::jobs::{JobRun, RunOutcome, RunsAsk};
use room::Room;

/// Everything that is to be had now, done.
async fn run_all(services: &baogong_services::Services) -> Vec<JobRun> {
    let mut done = Vec::new();
    while let Some(run) = services.run_next_job(&Actor::System).await.unwrap() {
        done.push(run);
    }
    done
}

/// `15 00:00 seasons done`
fn words(run: &JobRun) -> String {
    let slot = run.slot.with_timezone(&baogong_services::clock::office_zone()).format("%d %H:%M");
    let state = match &run.outcome {
        RunOutcome::Running => "running",
        RunOutcome::Done(_) => "done",
        RunOutcome::Failed { .. } => "failed",
    };
    let again = if run.attempt > 1 { format!(" {}", run.attempt) } else { String::new() };
    format!("{slot} {} {state}{again}", run.job.code())
}

fn all_words(runs: &[JobRun]) -> Vec<String> {
    runs.iter().map(words).collect()
}

/// The runs as they are noted, the newest first.
async fn noted(room: &Room) -> Vec<JobRun> {
    room.services.jobs(&Actor::System, RunsAsk::default()).await.unwrap().runs
}

fn person(role: Role) -> Actor {
    Actor::User(Box::new(User::new(7, "wang", role, None)))
}
