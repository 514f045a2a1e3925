//! What the program does by itself. A run is a row: who inserts a job's slot carries it out, on however many servers.
//!
//! A run that did its work is never lost: its server says every few seconds that it is alive, and where it no longer does
//! another one takes the run over. So a job may be begun more than once, and each is made for that: its work is done in
//! transactions that stand or fall as a whole, and doing it again changes nothing.

mod clean_up;
mod list;
mod reminders;
mod run;
mod runner;
mod seasons;
mod work;

use baogong_domain::jobs::Job;
use baogong_storage::jobs::{RunState, StoredRun};
use chrono::{DateTime, Utc};

pub use baogong_storage::jobs::RunId;
pub use list::{JobStatus, JobsOverview, RUNS_SHOWN, RunsAsk};
pub use reminders::{DueSoon, Reminder};
pub use runner::{KeepHead, Runner};
pub use work::Outcome;

/// How a run went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunOutcome {
    /// It is being carried out.
    Running,
    /// It was carried out: what it did, where this program can read that.
    Done(Option<Outcome>),
    /// It was not.
    Failed {
        /// Why, in both languages.
        reason: String,
        /// When it is tried again.
        again_at: Option<DateTime<Utc>>,
    },
}

/// A run of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRun {
    /// Its key: later runs have larger ones.
    pub id: RunId,
    /// Of which job.
    pub job: Job,
    /// The instant for which it was meant; of a run that somebody asked for, when.
    pub slot: DateTime<Utc>,
    /// How it went.
    pub outcome: RunOutcome,
    /// The how many-th attempt it is.
    pub attempt: u32,
    /// When this attempt began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Which server carries it out.
    pub server: String,
    /// Who asked for it; `None`: the schedule.
    pub asked_by: Option<String>,
}

impl JobRun {
    /// The run; `None` of a job that this program does not know.
    fn of(stored: StoredRun) -> Option<Self> {
        let outcome = match stored.state {
            RunState::Running => RunOutcome::Running,
            // A later program's numbers may not read; that it was done does.
            RunState::Done => RunOutcome::Done(serde_json::from_str(&stored.result).ok()),
            RunState::Failed => RunOutcome::Failed { reason: stored.result, again_at: stored.wake_at },
        };
        Some(Self {
            id: stored.id,
            job: stored.job?,
            slot: stored.slot,
            outcome,
            attempt: stored.attempt,
            started_at: stored.started_at,
            ended_at: stored.ended_at,
            server: stored.server,
            asked_by: stored.asked_by,
        })
    }
}
