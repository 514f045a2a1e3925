//! What people do with an alert: take it, silence it, comment on it. Each act is one transaction, on the alert's timeline
//! and in the audit trail.

use baogong_domain::{
    access::{self, Action, Actor},
    watch::{Event, EventKind, Handled, Refusal, Watched},
};
use baogong_storage::{
    Transaction,
    audit::take_head,
    watch::{
        alerts::{self, AlertId, StoredAlert},
        timeline,
    },
};
use chrono::{DateTime, NaiveDateTime, Utc};
use serde_json::json;

use super::detail::not_found;
use crate::{ServiceError, Services, audit::Act, clock::office_zone};

/// The longest comment, reason and note, in characters.
const LONGEST_TEXT: usize = 1000;
/// The most alerts that are taken at once.
pub const MOST_AT_ONCE: usize = 500;

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        Self::invalid(refusal.code(), refusal.to_string())
    }
}

impl Services {
    /// Takes alerts: the actor is their owner from now on. How many were not the actor's before; all or none.
    ///
    /// # Errors
    /// Not allowed, no such alert, one that has passed, or too many at once.
    pub async fn acknowledge(&self, actor: &Actor, ids: &[AlertId]) -> Result<usize, ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        if ids.len() > MOST_AT_ONCE {
            let message = format!("一次最多认领 {MOST_AT_ONCE} 条 / at most {MOST_AT_ONCE} alerts at once");
            return Err(ServiceError::invalid("too_many_alerts", message));
        }
        let now = self.instant();
        let mut transaction = self.begin_handling().await?;
        let mut taken = 0;
        for id in ids {
            let stored = open(&mut transaction, *id).await?;
            let handled = stored.alert.clone().acknowledge(actor.name(), now);
            taken += usize::from(self.settle(&mut transaction, actor, &stored, handled, "alerts.acknowledge").await?);
        }
        transaction.commit().await?;
        Ok(taken)
    }

    /// Silences an alert until an instant (office time), with a reason. It ends by itself where the level gets worse.
    ///
    /// # Errors
    /// Not allowed, no such alert, one that has passed, an instant that is past or too far away, or no reason.
    pub async fn silence(
        &self,
        actor: &Actor,
        id: AlertId,
        until: NaiveDateTime,
        reason: &str,
    ) -> Result<(), ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        check_length(reason)?;
        let (until, now) = (instant_of(until)?, self.instant());
        let mut transaction = self.begin_handling().await?;
        let stored = open(&mut transaction, id).await?;
        let handled = stored.alert.clone().silence(actor.name(), until, reason, now);
        self.settle(&mut transaction, actor, &stored, handled, "alerts.silence").await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Ends the silence of an alert.
    ///
    /// # Errors
    /// Not allowed, no such alert, one that has passed, or none that is silent.
    pub async fn unsilence(&self, actor: &Actor, id: AlertId) -> Result<(), ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        let mut transaction = self.begin_handling().await?;
        let stored = open(&mut transaction, id).await?;
        let handled = stored.alert.clone().unsilence();
        self.settle(&mut transaction, actor, &stored, handled, "alerts.unsilence").await?;
        transaction.commit().await?;
        // Its escalation may be due.
        self.bell.ring();
        Ok(())
    }

    /// Says something about an alert, also about one that has passed.
    ///
    /// # Errors
    /// Not allowed, no such alert, or nothing said.
    pub async fn comment_alert(&self, actor: &Actor, id: AlertId, text: &str) -> Result<(), ServiceError> {
        access::check(actor, Action::HandleAlerts)?;
        let text = text_of(text, "comment_empty", "请填写备注 / write something")?;
        let mut transaction = self.begin_handling().await?;
        let stored = open(&mut transaction, id).await?;
        timeline::comment(&mut transaction, id, self.instant(), actor.name(), text).await?;
        let (subject, detail) = (stored.alert.key.to_string(), json!({ "alert": id, "text": text }));
        self.remember(&mut transaction, Act { actor, action: "alerts.comment", subject: &subject, detail: &detail })
            .await?;
        transaction.commit().await?;
        Ok(())
    }

    /// A transaction that handles alerts: runs of the watch wait for it, and it for them.
    pub(super) async fn begin_handling(&self) -> Result<Transaction, ServiceError> {
        let mut transaction = self.store.begin_write().await?;
        take_head(&mut transaction).await?;
        Ok(transaction)
    }

    /// Writes what became of an alert; whether anything did.
    async fn settle(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        before: &StoredAlert,
        handled: Handled,
        action: &'static str,
    ) -> Result<bool, ServiceError> {
        let (alert, event) = handled?;
        let Some(kind) = event else { return Ok(false) };
        let now = self.instant();
        alerts::put(transaction, before.id, &alert, now).await?;
        if alert.silence != before.alert.silence {
            alerts::put_silence(transaction, before.id, alert.silence.as_ref(), now).await?;
        }
        let detail = detail(before.id, &alert, &kind);
        let day = now.with_timezone(&office_zone()).date_naive();
        timeline::add(transaction, before.id, (now, day), actor.name(), &Event { kind, rings: false }).await?;
        let subject = alert.key.to_string();
        self.remember(transaction, Act { actor, action, subject: &subject, detail: &detail }).await?;
        Ok(true)
    }
}

fn detail(id: AlertId, alert: &Watched, kind: &EventKind) -> serde_json::Value {
    match kind {
        EventKind::Silenced { until, reason } => {
            json!({ "alert": id, "level": alert.level.code(), "until": until.to_rfc3339(), "reason": reason })
        }
        _ => json!({ "alert": id, "level": alert.level.code() }),
    }
}

async fn open(transaction: &mut Transaction, id: AlertId) -> Result<StoredAlert, ServiceError> {
    alerts::by_id(transaction, id).await?.ok_or_else(|| not_found(id))
}

/// An instant from the office's time.
pub(super) fn instant_of(office: NaiveDateTime) -> Result<DateTime<Utc>, ServiceError> {
    let instant = office.and_local_timezone(office_zone()).single().map(|at| at.to_utc());
    instant.ok_or_else(|| ServiceError::invalid("no_such_time", "没有这个时刻 / there is no such time"))
}

fn check_length(text: &str) -> Result<(), ServiceError> {
    if text.trim().chars().count() > LONGEST_TEXT {
        let message = format!("最多 {LONGEST_TEXT} 字 / at most {LONGEST_TEXT} characters");
        return Err(ServiceError::invalid("text_too_long", message));
    }
    Ok(())
}

/// A text that must say something, without the blanks around it.
pub(super) fn text_of<'t>(text: &'t str, code: &'static str, empty: &str) -> Result<&'t str, ServiceError> {
    check_length(text)?;
    let text = text.trim();
    if text.is_empty() { Err(ServiceError::invalid(code, empty)) } else { Ok(text) }
}
