//! The server that carries jobs out, as it is known to the others.

use std::{fmt::Debug, sync::Arc, time::Duration};

use baogong_storage::audit::AuditHead;
use chrono::{NaiveDate, TimeDelta};

use crate::ServiceError;

/// Where a server notes the audit trail's head of each day, outside the database.
pub trait KeepHead: Debug + Send + Sync {
    /// Where it is kept: the same after a restart, and no other server's.
    fn place(&self) -> String;

    /// Notes a day's head; whether it was the day's first.
    ///
    /// # Errors
    /// It could not be written.
    fn keep(&self, day: NaiveDate, head: &AuditHead) -> Result<bool, ServiceError>;
}

/// The server that carries jobs out.
#[derive(Clone, Debug)]
pub struct Runner {
    /// Its name.
    pub server: String,
    /// So long after its last sign of life it is taken for dead.
    pub lease: Duration,
    /// Where it notes the heads of the audit trail; without one that job is not its own.
    pub heads: Option<Arc<dyn KeepHead>>,
}

impl Runner {
    /// So long after its last sign of life a server is taken for dead, unless something else is said.
    pub const LEASE: Duration = Duration::from_mins(1);

    /// How often it says that it is alive: so that two signs may be lost.
    pub fn sign_every(&self) -> Duration {
        self.lease / 3
    }

    pub(super) fn lease(&self) -> TimeDelta {
        TimeDelta::from_std(self.lease).unwrap_or(TimeDelta::MAX)
    }
}

impl Default for Runner {
    fn default() -> Self {
        Self { server: "baogong".to_owned(), lease: Self::LEASE, heads: None }
    }
}
