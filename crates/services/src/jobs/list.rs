//! What the program does by itself, as people see it: how each job went, when it comes next, and its runs.

use baogong_domain::{
    SeasonKind,
    access::{self, Action, Actor},
    jobs::Job,
};
use baogong_storage::{jobs, settings};
use chrono::NaiveDateTime;

use super::{JobRun, RunId, RunOutcome};
use crate::{ServiceError, Services, demo_site::is_synthetic};

/// So many runs are shown at once.
pub const RUNS_SHOWN: usize = 50;
/// Among so many newest runs of a job the last that ended is looked for.
const LOOKED_AT: i64 = 4;

/// Which runs are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunsAsk {
    /// Those before this one; all where none is named.
    pub before: Option<RunId>,
    /// Only those that failed.
    pub failed: bool,
}

/// One job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobStatus {
    /// The job.
    pub job: Job,
    /// Its run that is being carried out.
    pub running: Option<JobRun>,
    /// The last one that ended.
    pub last: Option<JobRun>,
    /// When it is due next (office time).
    pub next: NaiveDateTime,
}

/// All jobs, with runs of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobsOverview {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// Each job.
    pub jobs: Vec<JobStatus>,
    /// The runs asked for, the newest first.
    pub runs: Vec<JobRun>,
    /// The last of these, where there are older ones.
    pub older: Option<RunId>,
    /// Whether the actor may have a job done now.
    pub may_run: bool,
}

impl Services {
    /// What the program does by itself and how it went.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn jobs(&self, actor: &Actor, ask: RunsAsk) -> Result<JobsOverview, ServiceError> {
        access::check(actor, Action::ReadJobs)?;
        let taken_at = self.clock.office_now();
        let mut transaction = self.store.begin_read().await?;
        let mut all = Vec::new();
        for job in Job::ALL {
            let newest = jobs::newest(&mut transaction, job, LOOKED_AT).await?.into_iter().filter_map(JobRun::of);
            let (running, ended): (Vec<JobRun>, Vec<JobRun>) = newest.partition(|r| r.outcome == RunOutcome::Running);
            let (running, last) = (running.into_iter().next(), ended.into_iter().max_by_key(|run| run.ended_at));
            all.push(JobStatus { job, running, last, next: job.schedule().next(taken_at) });
        }
        let most = i64::try_from(RUNS_SHOWN).unwrap_or(i64::MAX);
        let before = ask.before.unwrap_or(i64::MAX);
        let mut stored = jobs::before(&mut transaction, before, ask.failed, most.saturating_add(1)).await?;
        let more = stored.len() > RUNS_SHOWN;
        stored.truncate(RUNS_SHOWN);
        let older = stored.last().map(|run| run.id).filter(|_| more);
        Ok(JobsOverview {
            taken_at,
            season: settings::rule_book(&mut transaction).await?.calendar.season_on(taken_at.date()),
            synthetic: is_synthetic(&mut transaction).await?,
            jobs: all,
            runs: stored.into_iter().filter_map(JobRun::of).collect(),
            older,
            may_run: access::check(actor, Action::RunJobs).is_ok(),
        })
    }
}
