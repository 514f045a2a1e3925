//! Questions and acts: what the program does by itself, and what is due soon.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::jobs::{DueSoonView, JobsAsk, JobsView, RunView};

/// All jobs, with runs of the past.
#[server(prefix = "/ui", endpoint = "jobs", input = GetUrl, output = Json)]
pub async fn get_jobs(
    /// Which runs.
    ask: JobsAsk,
) -> Result<JobsView, PageError> {
    use baogong_services::jobs::RunsAsk;
    super::server::ask("jobs", async |services, actor| {
        let wanted = RunsAsk { before: ask.before.trim().parse().ok(), failed: ask.failed == "1" };
        let overview = services.jobs(actor, wanted).await?;
        let failed = services.jobs(actor, RunsAsk { before: None, failed: true }).await?;
        Ok(crate::view_model::jobs::jobs(overview, failed))
    })
    .await
}

/// Carries a job out now.
#[server(prefix = "/ui", endpoint = "run_job")]
pub async fn run_job(
    /// Its code.
    job: String,
) -> Result<RunView, PageError> {
    use baogong_domain::jobs::Job;
    use baogong_services::ServiceError;
    super::server::ask("run_job", async |services, actor| {
        // Who may not is told so, whatever is asked for.
        baogong_domain::access::check(actor, baogong_domain::access::Action::RunJobs)?;
        let job = Job::parse(&job).ok_or_else(|| ServiceError::NotFound(format!("任务 / job {job}")))?;
        services.run_job_now(actor, job).await.map(crate::view_model::jobs::run)
    })
    .await
}

/// What the reader's own party was reminded of and still owes.
#[server(prefix = "/ui", endpoint = "due_soon", input = GetUrl, output = Json)]
pub async fn get_due_soon() -> Result<Vec<DueSoonView>, PageError> {
    super::server::ask("due_soon", async |services, actor| {
        let today = services.clock().today();
        let soon = services.due_soon(actor).await?;
        Ok(soon.into_iter().map(|soon| DueSoonView { due: soon.due, today, figures: soon.figures }).collect())
    })
    .await
}
