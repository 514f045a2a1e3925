//! What the program does by itself: each job is a schedule with the reason for it, and a call. Times are the office's.

use std::path::{Path, PathBuf};

use baogong_domain::access::Actor;
use baogong_services::{ServiceError, Services, clock::office_zone};
use tokio_cron_scheduler::{Job, JobScheduler, JobSchedulerError};

use crate::heads;

/// The running jobs.
pub(crate) struct Jobs(JobScheduler);

impl Jobs {
    /// Starts no more of them.
    pub(crate) async fn stop(mut self) {
        if let Err(error) = self.0.shutdown().await {
            tracing::warn!(%error, "the scheduler did not stop");
        }
    }
}

/// Starts all jobs; what was to be done while the program was down is done at once.
pub(crate) async fn start(services: Services, audit_heads: PathBuf) -> Result<Jobs, ServiceError> {
    let failed = |e: JobSchedulerError| ServiceError::invalid("scheduler_failed", e.to_string());
    keep_head(&services, &audit_heads).await;
    let scheduler = JobScheduler::new().await.map_err(failed)?;
    // Soon after midnight: the day's head before the day's work.
    let job = Job::new_async_tz("0 5 0 * * *", office_zone(), move |_, _| {
        let (services, path) = (services.clone(), audit_heads.clone());
        Box::pin(async move { keep_head(&services, &path).await })
    });
    scheduler.add(job.map_err(failed)?).await.map_err(failed)?;
    scheduler.start().await.map_err(failed)?;
    Ok(Jobs(scheduler))
}

/// Writes today's head of the audit trail into its file.
async fn keep_head(services: &Services, path: &Path) {
    let kept = services.audit_head(&Actor::System).await;
    if let Err(error) = kept.and_then(|head| heads::append(path, services.clock().today(), &head)) {
        tracing::error!(%error, "today's head of the audit trail could not be kept");
    }
}
