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

/// Where the trail begins anew after old entries were removed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AuditCheckpoint {
    /// Number of the last removed entry.
    pub seq: i64,
    /// Its mac.
    pub mac: String,
    /// How many were removed.
    pub removed: i64,
    /// When.
    pub made_at: DateTime<Utc>,
    /// Which key signed it.
    pub key_id: String,
    /// Over all of that; hexadecimal.
    pub signature: String,
}

/// The checkpoints, oldest first.
///
/// # Errors
/// The database fails.
pub async fn checkpoints(transaction: &mut Transaction) -> Result<Vec<AuditCheckpoint>, StoreError> {
    const SQL: &str = "SELECT seq, mac, removed, made_at, key_id, signature FROM audit_checkpoint ORDER BY seq";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).fetch_all(c).await?))
}

/// Leaves a checkpoint and removes the entries up to it; how many.
///
/// # Errors
/// The database fails.
pub async fn cut(transaction: &mut Transaction, checkpoint: &AuditCheckpoint) -> Result<u64, StoreError> {
    const ADD: &str = "INSERT INTO audit_checkpoint (seq, mac, removed, made_at, key_id, signature) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    const REMOVE: &str = "DELETE FROM audit_entry WHERE seq <= $1";
    on_engine!(&mut *transaction, c => sqlx::query(ADD)
        .bind(checkpoint.seq)
        .bind(&checkpoint.mac)
        .bind(checkpoint.removed)
        .bind(checkpoint.made_at)
        .bind(&checkpoint.key_id)
        .bind(&checkpoint.signature)
        .execute(c)
        .await
        .map(drop)?);
    Ok(on_engine!(transaction, c => sqlx::query(REMOVE).bind(checkpoint.seq).execute(c).await?.rows_affected()))
}

/// The newest entry from before an instant, and how many there are up to it.
///
/// # Errors
/// The database fails.
pub async fn before(
    transaction: &mut Transaction,
    instant: DateTime<Utc>,
) -> Result<Option<(AuditHead, i64)>, StoreError> {
    const LAST: &str = "SELECT seq, mac FROM audit_entry WHERE recorded_at < $1 ORDER BY seq DESC LIMIT 1";
    const COUNT: &str = "SELECT COUNT(*) FROM audit_entry WHERE seq <= $1";
    let last: Option<AuditHead> =
        on_engine!(&mut *transaction, c => sqlx::query_as(LAST).bind(instant).fetch_optional(c).await?);
    let Some(last) = last else { return Ok(None) };
    let count: i64 = on_engine!(transaction, c => sqlx::query_scalar(COUNT).bind(last.seq).fetch_one(c).await?);
    Ok(Some((last, count)))
}

/// Which entries are searched for; what is empty does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Entries with a smaller number; 0: from the newest.
    pub before: i64,
    /// Who, exactly.
    pub actor: String,
    /// What: a word such as `figures`, or `figures.import`.
    pub action: String,
    /// A part of the subject.
    pub subject: String,
    /// From where, exactly.
    pub origin: String,
    /// Not before this instant.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub to: Option<DateTime<Utc>>,
}

/// Up to `most` entries that fit, newest first.
///
/// # Errors
/// The database fails.
pub async fn search(transaction: &mut Transaction, search: &Search, most: i64) -> Result<Vec<AuditEntry>, StoreError> {
    const SQL: &str = "SELECT seq, recorded_at, actor, origin, action, subject, detail, key_id, mac FROM audit_entry \
        WHERE seq < $1 AND ($2 = '' OR actor = $2) AND ($3 = '' OR action = $3 OR action LIKE $4 ESCAPE '!') \
        AND ($5 = '' OR subject LIKE $6 ESCAPE '!') AND ($7 = '' OR origin = $7) \
        AND recorded_at >= $8 AND recorded_at < $9 ORDER BY seq DESC LIMIT $10";
    let plain = |text: &str| text.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    let before = if search.before > 0 { search.before } else { i64::MAX };
    let (action, subject) = (search.action.trim(), search.subject.trim());
    let always = |time: Option<DateTime<Utc>>, year: i32| {
        let bound = chrono::NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        time.unwrap_or_else(|| bound.and_time(chrono::NaiveTime::MIN).and_utc())
    };
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL)
        .bind(before)
        .bind(search.actor.trim())
        .bind(action)
        .bind(format!("{}.%", plain(action)))
        .bind(subject)
        .bind(format!("%{}%", plain(subject)))
        .bind(search.origin.trim())
        .bind(always(search.from, 1900))
        .bind(always(search.to, 2200))
        .bind(most)
        .fetch_all(c)
        .await?))
}
