//! Removing what nobody needs any more. Figures, alerts and the audit trail are history and stay.

use baogong_domain::access::{self, Action, Actor};
use baogong_storage::{accounts, jobs, reminders, sessions};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::{ServiceError, Services, accounts::IDLE};

/// Runs are kept so long: a year with both its peak seasons, and some more to compare with.
const RUNS_KEPT: TimeDelta = TimeDelta::days(400);
/// Reminders are kept so long after their deadline: the longest that a board looks back over.
const REMINDERS_KEPT: TimeDelta = TimeDelta::days(100);
/// Failed sign-ins are forgotten when the name was left alone for so long.
const FAILURES_KEPT: TimeDelta = TimeDelta::days(1);

/// How much was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Sessions that had ended.
    pub sessions: u64,
    /// Invitations that were no longer good.
    pub invitations: u64,
    /// Names under which somebody failed to sign in.
    pub failures: u64,
    /// Runs of jobs.
    pub runs: u64,
    /// Reminders of deadlines long past.
    pub reminders: u64,
}

impl Services {
    /// Removes what nobody needs any more.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub(super) async fn clean_up(&self, actor: &Actor) -> Result<Removed, ServiceError> {
        access::check(actor, Action::RunJobs)?;
        let now = self.instant();
        let mut transaction = self.store.begin_write().await?;
        let removed = Removed {
            sessions: sessions::forget(&mut transaction, now, now - IDLE).await?,
            invitations: accounts::forget_invitations(&mut transaction, now).await?,
            failures: accounts::forget_old_failures(&mut transaction, now - FAILURES_KEPT).await?,
            runs: jobs::forget(&mut transaction, now - RUNS_KEPT).await?,
            reminders: reminders::forget(&mut transaction, now - REMINDERS_KEPT).await?,
        };
        transaction.commit().await?;
        Ok(removed)
    }
}
