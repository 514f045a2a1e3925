//! Runs of the program's own jobs.
//!
//! Who inserts a job's slot carries it out, and of a job one runs at a time: both are unique, so that of two servers that
//! try at once the database lets one. Everything later names the attempt: a server that was taken for dead and comes back
//! changes nothing any more.

use baogong_domain::jobs::Job;
use chrono::{DateTime, Utc};

use crate::engine::{StoreError, Transaction, conflict, on_engine};

/// Key of a run. Later runs have larger ones.
pub type RunId = i64;

/// How a run goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunState {
    /// It is being carried out.
    Running,
    /// It was carried out.
    Done,
    /// It was not.
    Failed,
}

impl RunState {
    const fn code(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A run as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRun {
    /// Its key.
    pub id: RunId,
    /// Of which job; `None`: of one that this program does not know.
    pub job: Option<Job>,
    /// Where, for a job that each server does for itself; else empty.
    pub place: String,
    /// The instant for which it was meant.
    pub slot: DateTime<Utc>,
    /// How it goes.
    pub state: RunState,
    /// The how many-th time it is tried.
    pub attempt: u32,
    /// When this attempt began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// Which server carries it out.
    pub server: String,
    /// Who asked for it; `None`: the schedule.
    pub asked_by: Option<String>,
    /// What it did, or why it failed.
    pub result: String,
    /// From when on another may take it.
    pub wake_at: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct RunRow {
    id: RunId,
    job: String,
    place: String,
    slot: DateTime<Utc>,
    state: String,
    attempt: i64,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    server: String,
    asked_by: Option<String>,
    result: String,
    wake_at: Option<DateTime<Utc>>,
}

impl RunRow {
    fn read(self) -> Result<StoredRun, StoreError> {
        let corrupt = |value: &str| StoreError::Corrupt(format!("job_run {value}"));
        let state = [RunState::Running, RunState::Done, RunState::Failed].into_iter().find(|s| s.code() == self.state);
        Ok(StoredRun {
            id: self.id,
            job: Job::parse(&self.job),
            place: self.place,
            slot: self.slot,
            state: state.ok_or_else(|| corrupt(&self.state))?,
            attempt: u32::try_from(self.attempt).map_err(|_| corrupt(&self.attempt.to_string()))?,
            started_at: self.started_at,
            ended_at: self.ended_at,
            server: self.server,
            asked_by: self.asked_by,
            result: self.result,
            wake_at: self.wake_at,
        })
    }
}

const COLUMNS: &str =
    "id, job, place, slot, state, attempt, started_at, ended_at, server, asked_by, result, wake_at FROM job_run";

/// A run that is to begin.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
    /// Of which job.
    pub job: Job,
    /// Where, for a job that each server does for itself; else empty.
    pub place: &'a str,
    /// The instant for which it is meant.
    pub slot: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
    /// Which server.
    pub server: &'a str,
    /// Who asked for it; `None`: the schedule.
    pub asked_by: Option<&'a str>,
    /// From when on the server is taken for dead.
    pub wake_at: DateTime<Utc>,
}

/// Begins a run; `None` where the slot is somebody else's already, or another run of the job has not ended.
///
/// # Errors
/// The database fails.
pub async fn begin(transaction: &mut Transaction, run: NewRun<'_>) -> Result<Option<RunId>, StoreError> {
    const SQL: &str = "INSERT INTO job_run (job, place, slot, state, attempt, started_at, server, asked_by, result, \
        wake_at) VALUES ($1, $2, $3, 'running', 1, $4, $5, $6, '', $7) ON CONFLICT DO NOTHING RETURNING id";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(run.job.code())
        .bind(run.place)
        .bind(run.slot)
        .bind(run.now)
        .bind(run.server)
        .bind(run.asked_by)
        .bind(run.wake_at)
        .fetch_optional(c)
        .await?))
}

/// Takes a run over whose server is taken for dead, or that is to be tried again; whether it was still to be had.
///
/// # Errors
/// [`StoreError::Conflict`] where another run of the job has not ended, or the database fails.
pub async fn take(
    transaction: &mut Transaction,
    run: &StoredRun,
    server: &str,
    now: DateTime<Utc>,
    wake_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE job_run SET state = 'running', attempt = attempt + 1, started_at = $3, ended_at = NULL, \
        server = $4, result = '', wake_at = $5 WHERE id = $1 AND attempt = $2 AND wake_at <= $3";
    let taken = on_engine!(transaction, c => sqlx::query(SQL)
        .bind(run.id)
        .bind(i64::from(run.attempt))
        .bind(now)
        .bind(server)
        .bind(wake_at)
        .execute(c)
        .await
        .map(|done| done.rows_affected()));
    taken.map(|rows| rows == 1).map_err(|error| conflict(error, "running job"))
}

/// Says that an attempt's server is alive; whether the attempt is still its own.
///
/// # Errors
/// The database fails.
pub async fn renew(
    transaction: &mut Transaction,
    id: RunId,
    attempt: u32,
    wake_at: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE job_run SET wake_at = $3 WHERE id = $1 AND attempt = $2 AND state = 'running'";
    Ok(on_engine!(transaction, c => sqlx::query(SQL)
        .bind(id)
        .bind(i64::from(attempt))
        .bind(wake_at)
        .execute(c)
        .await?
        .rows_affected())
        == 1)
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended<'a> {
    /// Done or failed.
    pub state: RunState,
    /// When.
    pub at: DateTime<Utc>,
    /// What it did, or why it failed.
    pub result: &'a str,
    /// When it is tried again.
    pub again_at: Option<DateTime<Utc>>,
}

/// Notes how an attempt ended; whether it was still its server's own.
///
/// # Errors
/// The database fails.
pub async fn end(transaction: &mut Transaction, id: RunId, attempt: u32, ended: Ended<'_>) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE job_run SET state = $3, ended_at = $4, result = $5, wake_at = $6 \
        WHERE id = $1 AND attempt = $2 AND state = 'running'";
    Ok(on_engine!(transaction, c => sqlx::query(SQL)
        .bind(id)
        .bind(i64::from(attempt))
        .bind(ended.state.code())
        .bind(ended.at)
        .bind(ended.result)
        .bind(ended.again_at)
        .execute(c)
        .await?
        .rows_affected())
        == 1)
}

/// Tries a failed run no more: a later one has done what it would do.
///
/// # Errors
/// The database fails.
pub async fn give_up(transaction: &mut Transaction, id: RunId, attempt: u32) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE job_run SET wake_at = NULL WHERE id = $1 AND attempt = $2 AND state = 'failed'";
    on_engine!(transaction, c => sqlx::query(SQL).bind(id).bind(i64::from(attempt)).execute(c).await.map(drop)?);
    Ok(())
}

/// The newest slot of the schedule that was begun.
///
/// # Errors
/// The database fails.
pub async fn last_slot(
    transaction: &mut Transaction,
    job: Job,
    place: &str,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    const SQL: &str = "SELECT slot FROM job_run WHERE job = $1 AND place = $2 AND asked_by IS NULL \
        ORDER BY slot DESC LIMIT 1";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL).bind(job.code()).bind(place).fetch_optional(c).await?))
}

/// Runs that another may take now, those meant for the earliest instant first.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn waking(transaction: &mut Transaction, now: DateTime<Utc>) -> Result<Vec<StoredRun>, StoreError> {
    let sql = format!("SELECT {COLUMNS} WHERE wake_at IS NOT NULL AND wake_at <= $1 ORDER BY slot, id");
    let rows: Vec<RunRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(now).fetch_all(c).await?);
    rows.into_iter().map(RunRow::read).collect()
}

/// A run.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn by_id(transaction: &mut Transaction, id: RunId) -> Result<Option<StoredRun>, StoreError> {
    let sql = format!("SELECT {COLUMNS} WHERE id = $1");
    let row: Option<RunRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(c).await?);
    row.map(RunRow::read).transpose()
}

/// The newest runs of a job, whoever asked for them.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn newest(transaction: &mut Transaction, job: Job, most: i64) -> Result<Vec<StoredRun>, StoreError> {
    let sql = format!("SELECT {COLUMNS} WHERE job = $1 ORDER BY slot DESC, id DESC LIMIT $2");
    let rows: Vec<RunRow> = on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(job.code())
        .bind(most)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(RunRow::read).collect()
}

/// Runs before one, the newest first; the failed ones alone where asked for.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn before(
    transaction: &mut Transaction,
    before: RunId,
    failed: bool,
    most: i64,
) -> Result<Vec<StoredRun>, StoreError> {
    let only = if failed { "AND state = 'failed'" } else { "" };
    let sql = format!("SELECT {COLUMNS} WHERE id < $1 {only} ORDER BY id DESC LIMIT $2");
    let rows: Vec<RunRow> = on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(before)
        .bind(most)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(RunRow::read).collect()
}

/// Removes runs that ended before an instant; how many.
///
/// # Errors
/// The database fails.
pub async fn forget(transaction: &mut Transaction, before: DateTime<Utc>) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM job_run WHERE ended_at < $1 AND state <> 'running'";
    Ok(on_engine!(transaction, c => sqlx::query(SQL).bind(before).execute(c).await?.rows_affected()))
}
