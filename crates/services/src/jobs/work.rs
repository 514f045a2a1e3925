//! What each job does, and what it says of it.

use baogong_domain::{access::Actor, jobs::Job};
use chrono::{NaiveDate, NaiveDateTime};
use serde::{Deserialize, Serialize};

use super::clean_up::Removed;
use crate::{ServiceError, Services, watch::Reconciled};

/// What a run did, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Days were judged.
    Evaluated {
        /// How many.
        days: usize,
        /// Alerts that opened.
        opened: usize,
        /// Levels that rose.
        rose: usize,
        /// Levels that fell.
        fell: usize,
        /// Alerts that passed.
        resolved: usize,
        /// Alerts that cannot be judged any more.
        unknown: usize,
        /// Alerts that nobody took in time.
        escalated: usize,
    },
    /// Who owes something was reminded.
    Reminded {
        /// How many parties.
        parties: usize,
        /// Of how many figures.
        figures: usize,
    },
    /// Days were looked at for a season's beginning or end.
    Seasons {
        /// How many days.
        days: usize,
        /// What opened or closed, by its code.
        changes: Vec<SeasonChange>,
    },
    /// The trail's head was noted.
    Head {
        /// Of which day.
        day: NaiveDate,
        /// Whether it was the day's first; else one had been noted before.
        first: bool,
    },
    /// What nobody needs any more was removed.
    Cleaned(Removed),
}

/// A season that opened or closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeasonChange {
    /// Its code.
    pub season: String,
    /// The day from which it holds, or no longer does.
    pub day: NaiveDate,
    /// Whether it opened.
    pub opened: bool,
}

impl Services {
    /// Does a job's work for a slot (office time). Done again, it changes nothing.
    pub(super) async fn work(&self, job: Job, slot: NaiveDateTime) -> Result<Outcome, ServiceError> {
        let system = &Actor::System;
        match job {
            // Each day in a transaction; a day that was judged is judged to the same again.
            Job::Evaluation => self.reconcile(system, None).await.map(|runs| evaluated(&runs)),
            // All in one transaction; a deadline is reminded of once.
            Job::Reminders => self.remind(system).await.map(|reminders| Outcome::Reminded {
                parties: reminders.iter().map(|r| &r.party.code).collect::<std::collections::BTreeSet<_>>().len(),
                figures: reminders.iter().map(|r| r.figures).sum(),
            }),
            // All in one transaction, which also notes the last day looked at.
            Job::Seasons => self.turn_seasons(system, slot.date()).await,
            // The file holds one line a day.
            Job::AuditHead => self.keep_head(system).await,
            // What is gone is not removed twice.
            Job::CleanUp => self.clean_up(system).await.map(Outcome::Cleaned),
        }
    }

    /// Notes today's head of the audit trail outside the database.
    async fn keep_head(&self, actor: &Actor) -> Result<Outcome, ServiceError> {
        let Some(heads) = self.runner.heads.clone() else {
            return Err(ServiceError::NotFound("审计链头文件 / file of heads".to_owned()));
        };
        let (day, head) = (self.clock.today(), self.audit_head(actor).await?);
        // Files wait elsewhere than the threads that answer requests.
        let kept = tokio::task::spawn_blocking(move || heads.keep(day, &head)).await;
        let first = kept.map_err(|e| ServiceError::invalid("audit_heads_failed", e.to_string()))??;
        Ok(Outcome::Head { day, first })
    }
}

fn evaluated(runs: &[Reconciled]) -> Outcome {
    let sum = |of: fn(&Reconciled) -> usize| runs.iter().map(of).sum();
    Outcome::Evaluated {
        days: runs.len(),
        opened: sum(|run| run.opened),
        rose: sum(|run| run.rose),
        fell: sum(|run| run.fell),
        resolved: sum(|run| run.resolved),
        unknown: sum(|run| run.unknown),
        escalated: sum(|run| run.escalated),
    }
}
