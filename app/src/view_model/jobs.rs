//! The page of what the program does by itself.

use baogong_services::{
    clock::office_zone,
    jobs::{JobRun, JobStatus, JobsOverview, Outcome, RunOutcome},
};
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::pair;
use crate::model::{
    SeasonView, Taken,
    jobs::{JobView, JobsView, OutcomeView, RunView},
};

/// Failed runs of the last days stand first.
const FAILED_WITHIN: TimeDelta = TimeDelta::days(7);
/// So many of them at most; the list of all failed ones has the rest.
const FAILED_SHOWN: usize = 10;

/// The page; `failed` is the same asked for the failed ones alone.
pub(crate) fn jobs(overview: JobsOverview, failed: JobsOverview) -> JobsView {
    let since = overview.taken_at - FAILED_WITHIN;
    let failed = failed.runs.into_iter().map(run).filter(|run| run.started >= since);
    JobsView {
        taken: Taken { at: overview.taken_at, today: overview.taken_at.date(), synthetic: overview.synthetic },
        season: SeasonView { name: pair(overview.season.names()), days_left: None },
        jobs: overview.jobs.into_iter().map(status).collect(),
        failed: failed.take(FAILED_SHOWN).collect(),
        runs: overview.runs.into_iter().map(run).collect(),
        older: overview.older,
        may_run: overview.may_run,
    }
}

fn status(status: JobStatus) -> JobView {
    JobView {
        job: status.job.code().to_owned(),
        running: status.running.map(run),
        last: status.last.map(run),
        next: status.next,
    }
}

/// A run.
pub(crate) fn run(run: JobRun) -> RunView {
    RunView {
        id: run.id,
        job: run.job.code().to_owned(),
        slot: office(run.slot),
        started: office(run.started_at),
        took: run.ended_at.map(|ended| (ended - run.started_at).num_milliseconds().max(0)),
        outcome: outcome(run.outcome),
        attempt: run.attempt,
        server: run.server,
        asked_by: run.asked_by,
    }
}

fn outcome(outcome: RunOutcome) -> OutcomeView {
    let done = match outcome {
        RunOutcome::Running => return OutcomeView::Running,
        RunOutcome::Failed { reason, again_at } => {
            return OutcomeView::Failed { reason, again: again_at.map(office) };
        }
        RunOutcome::Done(None) => return OutcomeView::Done,
        RunOutcome::Done(Some(done)) => done,
    };
    match done {
        Outcome::Evaluated { days, opened, rose, fell, resolved, unknown, escalated } => {
            OutcomeView::Evaluated { days, opened, rose, fell, resolved, unknown, escalated }
        }
        Outcome::Reminded { parties, figures } => OutcomeView::Reminded { parties, figures },
        Outcome::Seasons { days, changes } => OutcomeView::Seasons {
            days,
            changes: changes.into_iter().map(|change| (change.season, change.day, change.opened)).collect(),
        },
        Outcome::Head { day, first } => OutcomeView::Head { day, first },
        Outcome::Cleaned(removed) => OutcomeView::Cleaned {
            sessions: removed.sessions,
            invitations: removed.invitations,
            failures: removed.failures,
            runs: removed.runs,
            reminders: removed.reminders,
        },
    }
}

fn office(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&office_zone()).naive_local()
}
