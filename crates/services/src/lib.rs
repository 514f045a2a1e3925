//! Use cases: authorise, load, apply the pure rule, save. Every door (pages, command line, API, jobs) leads here.

pub mod accounts;
pub mod as_of;
pub mod audit;
pub mod balances;
pub mod calendar;
mod city;
pub mod clock;
pub mod completeness;
pub mod demo;
pub mod demo_site;
pub mod desk;
mod error;
pub mod evaluation;
pub mod export;
pub mod figures;
pub mod import;
pub mod jobs;
pub mod mappings;
pub mod openings;
mod random;
mod reading;
pub mod registry;
pub mod rules;
pub mod sheet;
pub mod situation;
pub mod table;
pub mod template;
pub mod trail;
pub mod updated;
pub mod watch;
pub mod wire;

use std::sync::Arc;

use baogong_domain::{
    access::{self, Action, Actor},
    defaults,
};
use baogong_storage::{Store, roster, settings, work_calendar};

use audit::AuditKey;
use clock::Clock;
pub use error::ServiceError;

/// All use cases, over one database and one clock.
#[derive(Clone, Debug)]
pub struct Services {
    store: Store,
    clock: Clock,
    audit_key: AuditKey,
    bell: watch::Bell,
    runner: Arc<jobs::Runner>,
}

impl Services {
    /// Opens the database at a `sqlite:` or `postgres:` address.
    ///
    /// # Errors
    /// It does not open.
    pub async fn open(database: &str, clock: Clock) -> Result<Self, ServiceError> {
        Ok(Self {
            store: Store::open(database).await?,
            clock,
            audit_key: AuditKey::none(),
            bell: watch::Bell::default(),
            runner: Arc::default(),
        })
    }

    /// The same use cases, with a secret key for the audit trail.
    #[must_use]
    pub fn with_audit_key(self, audit_key: AuditKey) -> Self {
        Self { audit_key, ..self }
    }

    /// The same use cases by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The same use cases, by a server that the others know.
    #[must_use]
    pub fn with_runner(self, runner: jobs::Runner) -> Self {
        Self { runner: Arc::new(runner), ..self }
    }

    /// Brings the database to this program's version and adds the settings that it lacks.
    ///
    /// # Errors
    /// Not allowed, a newer database, or one that fails.
    pub async fn migrate(&self, actor: &Actor) -> Result<(), ServiceError> {
        access::check(actor, Action::Operate)?;
        self.store.migrate().await?;
        let mut transaction = self.store.begin_write().await?;
        settings::add_missing_items(&mut transaction, &defaults::items()).await?;
        settings::add_missing_rules(&mut transaction, &defaults::rule_book()).await?;
        if roster::settings(&mut transaction).await?.is_none() {
            roster::set_settings(&mut transaction, &defaults::roster_settings()).await?;
        }
        work_calendar::add_missing(&mut transaction, &defaults::work_calendar(), &defaults::duty_settings()).await?;
        baogong_storage::watch::settings::add_missing(&mut transaction, &defaults::watch_book()).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Whether the database answers and has its tables.
    ///
    /// # Errors
    /// It does not.
    pub async fn ready(&self) -> Result<(), ServiceError> {
        self.demo_day().await.map(drop)
    }

    /// The clock that all use cases read.
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// Closes the database; what was acknowledged is on disk.
    pub async fn close(&self) {
        self.store.close().await;
    }
}

/// Bytes as small hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    bytes.iter().flat_map(|b| [DIGITS[usize::from(b >> 4)], DIGITS[usize::from(b & 15)]]).collect()
}
