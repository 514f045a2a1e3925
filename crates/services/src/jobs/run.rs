//! One run after the other: which is to be had, having it, carrying it out, noting how it went.

use baogong_domain::{
    access::{self, Action, Actor},
    jobs::{CatchUp, Job, all_due},
};
use baogong_storage::{
    StoreError, Transaction,
    jobs::{self, Ended, NewRun, RunState, StoredRun},
};
use chrono::{DateTime, NaiveDateTime, Utc};
use tokio::task::JoinHandle;

use super::{JobRun, Outcome, RunId};
use crate::{ServiceError, Services, audit::Act, clock::office_zone};

/// A run that this server carries out.
#[derive(Clone, Copy)]
struct Claim {
    id: RunId,
    job: Job,
    attempt: u32,
    slot: NaiveDateTime,
    /// Whether the schedule asked for it.
    scheduled: bool,
}

/// A task that ends with the one that waits for it.
struct Bound<T>(JoinHandle<T>);

impl<T> Drop for Bound<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Services {
    /// Carries out the first run that is to be had: one whose server is dead, one that is to be tried again, a slot that
    /// is due. `None` where there is nothing to do for this server. Called again and again, it catches up in order.
    ///
    /// # Errors
    /// Not allowed, or the database does not answer. A job that fails is no error: its run says so.
    pub async fn run_next_job(&self, actor: &Actor) -> Result<Option<JobRun>, ServiceError> {
        access::check(actor, Action::RunJobs)?;
        match self.next_claim().await? {
            Some(claim) => Ok(Some(self.carry_out(claim).await?)),
            None => Ok(None),
        }
    }

    /// Carries a job out now, because somebody asks for it: never beside another run of the same job.
    ///
    /// # Errors
    /// Not allowed, it is running already, or the database does not answer.
    pub async fn run_job_now(&self, actor: &Actor, job: Job) -> Result<JobRun, ServiceError> {
        access::check(actor, Action::RunJobs)?;
        let Some(place) = self.place_of(job) else {
            let message = "这台服务器不保存审计链头 / this server keeps no heads of the audit trail";
            return Err(ServiceError::invalid("job_not_here", message));
        };
        let slot = self.instant();
        let mut transaction = self.store.begin_write().await?;
        let claim = self.begin(&mut transaction, job, &place, slot, Some(actor.name())).await?;
        let claim = claim.ok_or_else(|| {
            let message = "该任务正在执行，请稍后再试 / this job is running already: try again when it has ended";
            ServiceError::invalid("job_running", message)
        })?;
        let detail = serde_json::json!({ "run": claim.id, "server": self.runner.server });
        self.remember(&mut transaction, Act { actor, action: "job.run", subject: job.code(), detail: &detail }).await?;
        transaction.commit().await?;
        // It goes on when the one who asked goes away.
        let services = self.clone();
        let run = tokio::spawn(async move { services.carry_out(claim).await });
        run.await.unwrap_or_else(|error| Err(ServiceError::invalid("job_failed", broken(&error))))
    }

    /// The first run that this server may have.
    async fn next_claim(&self) -> Result<Option<Claim>, ServiceError> {
        let now = self.instant();
        let (waking, due) = self.to_be_had(now).await?;
        for run in waking {
            if let Some(claim) = self.take_over(run, now).await? {
                return Ok(Some(claim));
            }
        }
        for (slot, job) in due {
            let Some(place) = self.place_of(job) else { continue };
            let Some(instant) = slot.and_local_timezone(office_zone()).single() else { continue };
            let mut transaction = self.store.begin_write().await?;
            if let Some(claim) = self.begin(&mut transaction, job, &place, instant.to_utc(), None).await? {
                transaction.commit().await?;
                return Ok(Some(claim));
            }
        }
        Ok(None)
    }

    /// Runs that may be taken over, and slots that are due. Nothing is written: mostly there is nothing to do.
    async fn to_be_had(&self, now: DateTime<Utc>) -> Result<(Vec<StoredRun>, Vec<(NaiveDateTime, Job)>), ServiceError> {
        let mut reading = self.store.begin_read().await?;
        let mut waking = jobs::waking(&mut reading, now).await?;
        waking.retain(|run| run.job.is_some_and(|job| self.place_of(job).as_ref() == Some(&run.place)));
        let mut last = Vec::new();
        for job in Job::ALL {
            if let Some(place) = self.place_of(job) {
                let slot = jobs::last_slot(&mut reading, job, &place).await?;
                last.push((job, slot.map(|slot| slot.with_timezone(&office_zone()).naive_local())));
            }
        }
        let of = |job: Job| last.iter().find(|(of, _)| *of == job).and_then(|(_, slot)| *slot);
        let mut due = all_due(of, now.with_timezone(&office_zone()).naive_local());
        due.retain(|(_, job)| last.iter().any(|(own, _)| own == job));
        Ok((waking, due))
    }

    /// Begins a run in the transaction; `None` where it is not to be had.
    async fn begin(
        &self,
        transaction: &mut Transaction,
        job: Job,
        place: &str,
        slot: DateTime<Utc>,
        asked_by: Option<&str>,
    ) -> Result<Option<Claim>, ServiceError> {
        let (now, server) = (self.instant(), &self.runner.server);
        let new = NewRun { job, place, slot, now, server, asked_by, wake_at: now + self.runner.lease() };
        let id = jobs::begin(transaction, new).await?;
        let slot = slot.with_timezone(&office_zone()).naive_local();
        Ok(id.map(|id| Claim { id, job, attempt: 1, slot, scheduled: asked_by.is_none() }))
    }

    /// Takes over a run whose server is dead, or tries a failed one again; `None` where it is not to be had any more.
    async fn take_over(&self, run: StoredRun, now: DateTime<Utc>) -> Result<Option<Claim>, ServiceError> {
        let Some(job) = run.job else { return Ok(None) };
        let mut transaction = self.store.begin_write().await?;
        let scheduled = run.asked_by.is_none();
        if run.state == RunState::Failed && job.catch_up() == CatchUp::Newest {
            // A later slot has done what this one would do.
            if jobs::last_slot(&mut transaction, job, &run.place).await?.is_some_and(|newest| newest > run.slot) {
                jobs::give_up(&mut transaction, run.id, run.attempt).await?;
                transaction.commit().await?;
                return Ok(None);
            }
        }
        if run.attempt >= Job::MOST_ATTEMPTS {
            let message = "执行中服务器中断，已不再重试 / its server died in mid-run, time and again: it is given up";
            let ended = Ended { state: RunState::Failed, at: now, result: message, again_at: None };
            jobs::end(&mut transaction, run.id, run.attempt, ended).await?;
            transaction.commit().await?;
            return Ok(None);
        }
        match jobs::take(&mut transaction, &run, &self.runner.server, now, now + self.runner.lease()).await {
            Ok(true) => transaction.commit().await?,
            // Somebody was faster, or another run of the job has not ended.
            Ok(false) | Err(StoreError::Conflict(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let slot = run.slot.with_timezone(&office_zone()).naive_local();
        Ok(Some(Claim { id: run.id, job, attempt: run.attempt + 1, slot, scheduled }))
    }

    /// Does the work, says meanwhile that this server is alive, and notes how it went.
    async fn carry_out(&self, claim: Claim) -> Result<JobRun, ServiceError> {
        let services = self.clone();
        let alive = Bound(tokio::spawn(async move { services.say_alive(claim).await }));
        let services = self.clone();
        // A task of its own: a program error in it fails the run alone.
        let mut work = Bound(tokio::spawn(async move { services.work(claim.job, claim.slot).await }));
        let outcome = match (&mut work.0).await {
            Ok(outcome) => outcome,
            Err(error) => Err(ServiceError::invalid("job_failed", broken(&error))),
        };
        drop(alive);
        self.note_end(claim, outcome).await
    }

    /// Says that this server is alive, as long as the run is its own.
    async fn say_alive(self, claim: Claim) {
        loop {
            tokio::time::sleep(self.runner.sign_every()).await;
            let said = async {
                let mut transaction = self.store.begin_write().await?;
                let until = self.instant() + self.runner.lease();
                let own = jobs::renew(&mut transaction, claim.id, claim.attempt, until).await?;
                transaction.commit().await?;
                Ok::<bool, StoreError>(own)
            };
            match said.await {
                Ok(true) => {}
                // Somebody has taken this server for dead: what it does is done twice, which changes nothing.
                Ok(false) => return tracing::warn!(job = claim.job.code(), "another server has taken the run over"),
                Err(error) => tracing::warn!(job = claim.job.code(), %error, "no sign of life could be given"),
            }
        }
    }

    async fn note_end(&self, claim: Claim, outcome: Result<Outcome, ServiceError>) -> Result<JobRun, ServiceError> {
        let now = self.instant();
        let (state, result, again_at) = match outcome {
            Ok(outcome) => {
                let document = serde_json::to_string(&outcome)
                    .map_err(|e| ServiceError::invalid("outcome_unwritable", e.to_string()))?;
                (RunState::Done, document, None)
            }
            Err(error) => {
                tracing::error!(job = claim.job.code(), attempt = claim.attempt, %error, "a job failed");
                // Who asked for it sees that it failed and asks again.
                let wait = if claim.scheduled { Job::retry_after(claim.attempt) } else { None };
                (RunState::Failed, in_words(&error), wait.map(|wait| now + wait))
            }
        };
        let mut transaction = self.store.begin_write().await?;
        let ended = Ended { state, at: now, result: &result, again_at };
        if !jobs::end(&mut transaction, claim.id, claim.attempt, ended).await? {
            tracing::warn!(job = claim.job.code(), "a run had been taken over when it ended");
        }
        let run = jobs::by_id(&mut transaction, claim.id).await?.and_then(JobRun::of);
        transaction.commit().await?;
        run.ok_or_else(|| ServiceError::NotFound(format!("任务执行 / run {}", claim.id)))
    }

    /// Where this server carries a job out; `None` where the job is not its own.
    fn place_of(&self, job: Job) -> Option<String> {
        if job.on_each_server() { self.runner.heads.as_ref().map(|heads| heads.place()) } else { Some(String::new()) }
    }
}

/// Why a job failed, for people: what a driver says is for the log.
fn in_words(error: &ServiceError) -> String {
    match error {
        ServiceError::Store(StoreError::Driver(_)) => {
            "数据库没有应答或出错，详情见服务器日志 / the database did not answer or failed; the server's log says more"
                .to_owned()
        }
        other => other.to_string(),
    }
}

fn broken(error: &tokio::task::JoinError) -> String {
    tracing::error!(%error, "a job broke off");
    "程序出错，详情见服务器日志 / the program itself failed; the server's log says more".to_owned()
}
