//! The audit trail as stored: entries that are only ever added, and the head that writers queue at.

use chrono::{DateTime, Utc};

use crate::engine::{StoreError, Transaction, on_engine};

/// One entry of the trail.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditEntry {
    /// Its number, from 1 without a gap.
    pub seq: i64,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// From where.
    pub origin: String,
    /// What was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Before and after, as JSON.
    pub detail: String,
    /// Which key made the mac.
    pub key_id: String,
    /// Covers the entry and the mac before it; hexadecimal.
    pub mac: String,
}

/// The newest entry's number and mac; number 0 where there is none.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditHead {
    /// Number of the newest entry.
    pub seq: i64,
    /// Its mac.
    pub mac: String,
}

impl AuditHead {
    /// Reads `NUMBER:MAC`.
    pub fn parse(text: &str) -> Option<Self> {
        let (seq, mac) = text.trim().split_once(':')?;
        let seq = seq.parse().ok().filter(|seq| *seq >= 0)?;
        let plain = mac.bytes().all(|b| b.is_ascii_hexdigit()) && (mac.len() == 64 || seq == 0);
        plain.then(|| Self { seq, mac: mac.to_ascii_lowercase() })
    }
}

impl std::fmt::Display for AuditHead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.seq, self.mac)
    }
}

/// Takes the head for writing: other writers wait until the transaction ends.
///
/// # Errors
/// The database fails.
pub async fn take_head(transaction: &mut Transaction) -> Result<AuditHead, StoreError> {
    const SQL: &str = "UPDATE audit_head SET seq = seq WHERE one = 1 RETURNING seq, mac";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).fetch_one(c).await?))
}

/// The head as it is.
///
/// # Errors
/// The database fails.
pub async fn head(transaction: &mut Transaction) -> Result<AuditHead, StoreError> {
    const SQL: &str = "SELECT seq, mac FROM audit_head WHERE one = 1";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).fetch_one(c).await?))
}

/// Adds the entry after the head that this transaction has taken, and makes it the head.
///
/// # Errors
/// The database fails.
pub async fn append(transaction: &mut Transaction, entry: &AuditEntry) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO audit_entry (seq, recorded_at, actor, origin, action, subject, detail, key_id, mac) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    const MOVE: &str = "UPDATE audit_head SET seq = $1, mac = $2 WHERE one = 1";
    on_engine!(&mut *transaction, c => sqlx::query(ADD)
        .bind(entry.seq)
        .bind(entry.recorded_at)
        .bind(&entry.actor)
        .bind(&entry.origin)
        .bind(&entry.action)
        .bind(&entry.subject)
        .bind(&entry.detail)
        .bind(&entry.key_id)
        .bind(&entry.mac)
        .execute(c)
        .await
        .map(drop)?);
    on_engine!(transaction, c => sqlx::query(MOVE).bind(entry.seq).bind(&entry.mac).execute(c).await.map(drop)?);
    Ok(())
}

/// Up to `most` entries after number `after`, in order.
///
/// # Errors
/// The database fails.
pub async fn page(transaction: &mut Transaction, after: i64, most: i64) -> Result<Vec<AuditEntry>, StoreError> {
    const SQL: &str = "SELECT seq, recorded_at, actor, origin, action, subject, detail, key_id, mac FROM audit_entry \
        WHERE seq > $1 ORDER BY seq LIMIT $2";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(after).bind(most).fetch_all(c).await?))
}
