//! Checking the trail, and cutting off what is old enough to go: from then on a signed checkpoint says where it begins.

use baogong_domain::access::{self, Action, Actor};
use baogong_storage::audit::{self, AuditCheckpoint, AuditEntry, AuditHead};
use chrono::{Months, NaiveDate, SubsecRound as _};
use serde_json::json;

use super::{Act, AuditKey, office_midnight};
use crate::{ServiceError, Services};

/// Entries are kept for at least so many months.
const KEPT_MONTHS: u32 = 6;

/// What a check of the trail found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TrailState {
    /// Every entry is as it was written; the newest one.
    Whole {
        /// The newest entry.
        head: AuditHead,
        /// Whether every entry is protected by a secret key.
        secret: bool,
        /// The last entry that was removed as old, where some were.
        from: Option<i64>,
    },
    /// The first entry that is not.
    Broken {
        /// Its number.
        seq: i64,
        /// What is wrong with it.
        reason: &'static str,
    },
}

/// What a cut removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Number of the last removed entry.
    pub seq: i64,
    /// How many were removed.
    pub removed: i64,
}

impl AuditKey {
    fn sign(&self, checkpoint: &AuditCheckpoint) -> Option<String> {
        let AuditCheckpoint { seq, mac, removed, made_at, key_id, .. } = checkpoint;
        self.over(&["checkpoint", &seq.to_string(), mac, &removed.to_string(), &made_at.to_rfc3339(), key_id])
    }
}

impl Services {
    /// Checks the whole trail, and that it still holds `kept`, heads noted earlier.
    ///
    /// # Errors
    /// Not allowed, or the database fails. A broken trail is an answer, not an error.
    pub async fn verify_audit(&self, actor: &Actor, kept: &[AuditHead]) -> Result<TrailState, ServiceError> {
        access::check(actor, Action::ReadAudit)?;
        let mut transaction = self.store.begin_read().await?;
        self.check_trail(&mut transaction, kept).await
    }

    async fn check_trail(
        &self,
        transaction: &mut baogong_storage::Transaction,
        kept: &[AuditHead],
    ) -> Result<TrailState, ServiceError> {
        const PAGE: i64 = 1000;
        let head = audit::head(transaction).await?;
        let checkpoints = audit::checkpoints(transaction).await?;
        let from = checkpoints.last().map(|checkpoint| checkpoint.seq);
        let mut check = Check {
            key: &self.audit_key,
            kept,
            before: AuditHead { seq: 0, mac: String::new() },
            any_secret: false,
            any_open: false,
        };
        for checkpoint in checkpoints {
            if let Err((seq, reason)) = check.begin_at(checkpoint) {
                return Ok(TrailState::Broken { seq, reason });
            }
        }
        loop {
            let page = audit::page(transaction, check.before.seq, PAGE).await?;
            if page.is_empty() {
                break;
            }
            for entry in page {
                if let Err((seq, reason)) = check.next(entry) {
                    return Ok(TrailState::Broken { seq, reason });
                }
            }
        }
        let missing = |newest: &AuditHead| (newest.seq > check.before.seq).then_some(check.before.seq + 1);
        if let Some(seq) = std::iter::once(&head).chain(kept).find_map(missing) {
            return Ok(TrailState::Broken { seq, reason: "从此条起被截去 / cut off from here on" });
        }
        if head != check.before {
            return Ok(TrailState::Broken {
                seq: check.before.seq, reason: "与链头不符 / is not what the head says"
            });
        }
        Ok(TrailState::Whole { head, secret: check.any_secret && !check.any_open, from })
    }

    /// Removes the entries of before a day, which must be at least six months ago, and leaves a signed checkpoint. A
    /// broken trail is not cut. `None` where there is nothing that old.
    ///
    /// # Errors
    /// Not allowed, too recent a day, a broken trail, or the database fails.
    pub async fn cut_audit(&self, actor: &Actor, before: NaiveDate) -> Result<Option<Cut>, ServiceError> {
        access::check(actor, Action::Operate)?;
        let today = self.clock.today();
        if today.checked_sub_months(Months::new(KEPT_MONTHS)).is_none_or(|oldest| before > oldest) {
            let message = format!(
                "留痕至少保存 {KEPT_MONTHS} 个月 / entries are kept for at least {KEPT_MONTHS} months: choose an earlier day"
            );
            return Err(ServiceError::invalid("audit_too_recent", message));
        }
        let mut transaction = self.store.begin_write().await?;
        audit::take_head(&mut transaction).await?;
        if let TrailState::Broken { seq, reason } = self.check_trail(&mut transaction, &[]).await? {
            let message =
                format!("第 {seq} 条{reason}，未清理 / entry {seq}: the trail is broken, nothing was removed");
            return Err(ServiceError::invalid("audit_broken", message));
        }
        let Some((last, removed)) = audit::before(&mut transaction, office_midnight(before)).await? else {
            return Ok(None);
        };
        let mut checkpoint = AuditCheckpoint {
            seq: last.seq,
            mac: last.mac,
            removed,
            made_at: self.clock.now().trunc_subsecs(6),
            key_id: self.audit_key.id.clone(),
            signature: String::new(),
        };
        checkpoint.signature = self.audit_key.sign(&checkpoint).unwrap_or_default();
        audit::cut(&mut transaction, &checkpoint).await?;
        let detail = json!({ "before": before, "through": last.seq, "removed": removed });
        self.remember(&mut transaction, Act { actor, action: "audit.cut", subject: "audit", detail: &detail }).await?;
        transaction.commit().await?;
        Ok(Some(Cut { seq: last.seq, removed }))
    }
}

/// A check that has come as far as `before`.
struct Check<'k> {
    key: &'k AuditKey,
    kept: &'k [AuditHead],
    before: AuditHead,
    /// Whether an entry so far was made with a secret key, or with none.
    any_secret: bool,
    any_open: bool,
}

type Fault = (i64, &'static str);

impl Check<'_> {
    /// The key that something was made with: the site's, or none before the site had one.
    fn key_of(&mut self, key_id: &str, seq: i64) -> Result<AuditKey, Fault> {
        let none = AuditKey::none();
        let key = if key_id == self.key.id {
            self.key.clone()
        } else if key_id == none.id && !self.any_secret {
            none
        } else {
            return Err((seq, "密钥不符 / was made with another key: is BAOGONG_AUDIT_KEY the right one?"));
        };
        self.any_secret |= key.is_secret();
        self.any_open |= !key.is_secret();
        Ok(key)
    }

    fn agrees_with_kept(&self, seq: i64, mac: &str) -> Result<(), Fault> {
        let other = self.kept.iter().any(|kept| kept.seq == seq && kept.mac != mac);
        if other { Err((seq, "与留存的链头不符 / is not the entry that was noted")) } else { Ok(()) }
    }

    fn begin_at(&mut self, checkpoint: AuditCheckpoint) -> Result<(), Fault> {
        let key = self.key_of(&checkpoint.key_id, checkpoint.seq)?;
        if key.sign(&checkpoint).as_deref() != Some(&checkpoint.signature) {
            return Err((checkpoint.seq, "检查点签名不符 / is a checkpoint whose signature is wrong"));
        }
        self.agrees_with_kept(checkpoint.seq, &checkpoint.mac)?;
        self.before = AuditHead { seq: checkpoint.seq, mac: checkpoint.mac };
        Ok(())
    }

    fn next(&mut self, entry: AuditEntry) -> Result<(), Fault> {
        if entry.seq != self.before.seq + 1 {
            return Err((self.before.seq + 1, "缺失 / is missing"));
        }
        let key = self.key_of(&entry.key_id, entry.seq)?;
        if key.mac(&self.before.mac, &entry).as_deref() != Some(&entry.mac) {
            return Err((entry.seq, "内容被改动 / was changed"));
        }
        self.agrees_with_kept(entry.seq, &entry.mac)?;
        self.before = AuditHead { seq: entry.seq, mac: entry.mac };
        Ok(())
    }
}
