//! The audit trail: who did what, when, from where, what before and after. Each entry carries an HMAC-SHA-256 over
//! itself and the one before, so that a changed, removed or cut-off entry is found by `baogong audit verify`.
//!
//! An entry is written in the transaction of the act itself: there is no act without its entry, and no entry without
//! its act. The key comes from the environment and is in no database or backup.

mod verify;

use std::fmt;

use baogong_domain::access::{self, Action, Actor};
use baogong_storage::{
    Transaction,
    audit::{self},
};
use chrono::{DateTime, NaiveDate, NaiveTime, SubsecRound as _, TimeZone as _, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};

pub use baogong_storage::audit::{AuditEntry, AuditHead, Search};
pub use verify::{Cut, TrailState};

use crate::{ServiceError, Services, hex};

/// How many entries a search answers at once.
pub const SEARCHED: u16 = 100;

/// The key of the trail's macs. Without one the trail is chained but anybody could chain it anew; `verify` says so.
#[derive(Clone)]
pub struct AuditKey {
    secret: Vec<u8>,
    id: String,
}

impl fmt::Debug for AuditKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditKey({})", self.id)
    }
}

impl AuditKey {
    /// Name of "no key" in entries.
    const NONE: &'static str = "none";

    /// No key.
    pub fn none() -> Self {
        Self { secret: Vec::new(), id: Self::NONE.to_owned() }
    }

    /// A key of at least 32 characters, as the environment gives it.
    ///
    /// # Errors
    /// It is too short.
    pub fn parse(text: &str) -> Result<Self, ServiceError> {
        if text.len() < 32 {
            let message = "BAOGONG_AUDIT_KEY 至少 32 个字符 / BAOGONG_AUDIT_KEY needs at least 32 characters; make one with: openssl rand -hex 32";
            return Err(ServiceError::invalid("audit_key_short", message));
        }
        let id = hex(&Sha256::digest(text.as_bytes())[..4]);
        Ok(Self { secret: text.as_bytes().to_vec(), id })
    }

    /// Whether entries are protected by a secret.
    pub fn is_secret(&self) -> bool {
        self.id != Self::NONE
    }

    fn mac(&self, before: &str, entry: &AuditEntry) -> Option<String> {
        let (seq, time) = (entry.seq.to_string(), entry.recorded_at.to_rfc3339());
        self.over(&[
            before,
            &seq,
            &time,
            &entry.actor,
            &entry.origin,
            &entry.action,
            &entry.subject,
            &entry.detail,
            &entry.key_id,
        ])
    }

    /// The mac over texts in their order.
    fn over(&self, parts: &[&str]) -> Option<String> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.secret).ok()?;
        for part in parts {
            // The length first: no two different entries make the same bytes.
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        Some(hex(&mac.finalize().into_bytes()))
    }
}

/// An act to be remembered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act<'a> {
    pub(crate) actor: &'a Actor,
    /// A word such as `figures.import`.
    pub(crate) action: &'static str,
    pub(crate) subject: &'a str,
    pub(crate) detail: &'a serde_json::Value,
}

/// Digest of the lines of a batch, in any order.
pub(crate) fn digest(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    let mut digest = Sha256::new();
    for line in lines {
        digest.update(line.as_bytes());
        digest.update(b"\n");
    }
    format!("sha256:{}", hex(&digest.finalize()))
}

impl Services {
    /// Writes an act into the trail, in the act's own transaction.
    pub(crate) async fn remember(&self, transaction: &mut Transaction, act: Act<'_>) -> Result<(), ServiceError> {
        let before = audit::take_head(transaction).await?;
        let key = &self.audit_key;
        let mut entry = AuditEntry {
            seq: before.seq + 1,
            // What the database keeps of an instant.
            recorded_at: self.clock().now().trunc_subsecs(6),
            actor: act.actor.name().to_owned(),
            origin: act.actor.origin().to_owned(),
            action: act.action.to_owned(),
            subject: act.subject.to_owned(),
            detail: act.detail.to_string(),
            key_id: key.id.clone(),
            mac: String::new(),
        };
        entry.mac = key.mac(&before.mac, &entry).ok_or_else(|| {
            ServiceError::invalid("audit_key_invalid", "BAOGONG_AUDIT_KEY 不可用 / the audit key cannot be used")
        })?;
        audit::append(transaction, &entry).await?;
        Ok(())
    }

    /// Writes a refusal into the trail: who asked for what they may not have. What could not be done for another reason is
    /// left out, and so is what the program itself asks.
    pub async fn remember_refusal(&self, actor: &Actor, what: &str, error: &ServiceError) {
        if actor.user().is_none() || !matches!(error, ServiceError::Denied(_) | ServiceError::NotFound(_)) {
            return;
        }
        tracing::warn!(actor = actor.name(), what, %error, "refused");
        let written = async {
            let mut transaction = self.store.begin_write().await?;
            let detail = serde_json::json!({ "code": error.code(), "why": error.to_string() });
            self.remember(&mut transaction, Act { actor, action: "access.refused", subject: what, detail: &detail })
                .await?;
            transaction.commit().await?;
            Ok::<(), ServiceError>(())
        };
        if let Err(error) = written.await {
            tracing::error!(%error, "a refusal could not be written into the audit trail");
        }
    }

    /// The newest entry, to be kept elsewhere: with it a later check finds entries cut off from the end.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn audit_head(&self, actor: &Actor) -> Result<AuditHead, ServiceError> {
        access::check(actor, Action::ReadAudit)?;
        let mut transaction = self.store.begin_read().await?;
        Ok(audit::head(&mut transaction).await?)
    }

    /// Up to a hundred entries that fit, newest first.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn search_audit(&self, actor: &Actor, search: &Search) -> Result<Vec<AuditEntry>, ServiceError> {
        access::check(actor, Action::ReadAudit)?;
        let mut transaction = self.store.begin_read().await?;
        Ok(audit::search(&mut transaction, search, i64::from(SEARCHED)).await?)
    }

    /// Entries after a number, oldest first; at most a thousand.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn audit_entries(&self, actor: &Actor, after: i64, most: u16) -> Result<Vec<AuditEntry>, ServiceError> {
        access::check(actor, Action::ReadAudit)?;
        let mut transaction = self.store.begin_read().await?;
        Ok(audit::page(&mut transaction, after, i64::from(most.min(1000))).await?)
    }
}

/// When an entry was written, in the office.
pub fn office_time(instant: DateTime<Utc>) -> String {
    instant.with_timezone(&crate::clock::office_zone()).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The first instant of a day in the office.
pub fn office_midnight(day: NaiveDate) -> DateTime<Utc> {
    let zone = crate::clock::office_zone();
    zone.from_local_datetime(&day.and_time(NaiveTime::MIN)).single().map_or_else(DateTime::default, |at| at.to_utc())
}
