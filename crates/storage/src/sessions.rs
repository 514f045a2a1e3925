//! Sessions, known by the digest of their token.

use chrono::{DateTime, Utc};

use crate::{
    accounts::AccountId,
    engine::{StoreError, Transaction, on_engine},
};

/// A session as stored.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Session {
    /// Digest of its token.
    pub digest: String,
    /// Whose it is.
    pub account: AccountId,
    /// `full` or `second_factor`.
    pub stage: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends whatever happens.
    pub expires_at: DateTime<Utc>,
    /// From which address it was begun.
    pub origin: String,
    /// With which program, as that says of itself.
    pub device: String,
    /// Secret that is offered for enrolment.
    pub totp_offer: Option<String>,
}

const COLUMNS: &str =
    "digest, account, stage, created_at, last_seen_at, expires_at, origin, device, totp_offer FROM session";

/// The session of a digest.
///
/// # Errors
/// The database fails.
pub async fn find(transaction: &mut Transaction, digest: &str) -> Result<Option<Session>, StoreError> {
    let sql = format!("SELECT {COLUMNS} WHERE digest = $1");
    Ok(on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(digest).fetch_optional(c).await?))
}

/// All sessions of an account, the newest first.
///
/// # Errors
/// The database fails.
pub async fn of_account(transaction: &mut Transaction, account: AccountId) -> Result<Vec<Session>, StoreError> {
    let sql = format!("SELECT {COLUMNS} WHERE account = $1 ORDER BY created_at DESC");
    Ok(on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(account).fetch_all(c).await?))
}

/// Begins a session; those that have expired are removed.
///
/// # Errors
/// The database fails.
pub async fn add(transaction: &mut Transaction, session: &Session) -> Result<(), StoreError> {
    const CLEAN: &str = "DELETE FROM session WHERE expires_at < $1";
    const SQL: &str = "INSERT INTO session (digest, account, stage, created_at, last_seen_at, expires_at, origin, \
        device, totp_offer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on_engine!(&mut *transaction, c => sqlx::query(CLEAN).bind(session.created_at).execute(c).await.map(drop)?);
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(&session.digest)
        .bind(session.account)
        .bind(&session.stage)
        .bind(session.created_at)
        .bind(session.last_seen_at)
        .bind(session.expires_at)
        .bind(&session.origin)
        .bind(&session.device)
        .bind(&session.totp_offer)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Notes that a session was used.
///
/// # Errors
/// The database fails.
pub async fn touch(transaction: &mut Transaction, digest: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET last_seen_at = $2 WHERE digest = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(digest).bind(now).execute(c).await.map(drop)?);
    Ok(())
}

/// Keeps the secret that is offered for enrolment.
///
/// # Errors
/// The database fails.
pub async fn offer(transaction: &mut Transaction, digest: &str, secret: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE session SET totp_offer = $2 WHERE digest = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(digest).bind(secret).execute(c).await.map(drop)?);
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// The database fails.
pub async fn end(transaction: &mut Transaction, digest: &str) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM session WHERE digest = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(digest).execute(c).await.map(drop)?);
    Ok(())
}

/// Ends all sessions of an account but, where given, one; how many.
///
/// # Errors
/// The database fails.
pub async fn end_all(transaction: &mut Transaction, account: AccountId, but: Option<&str>) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM session WHERE account = $1 AND digest <> $2";
    let but = but.unwrap_or_default();
    Ok(on_engine!(transaction, c => sqlx::query(SQL).bind(account).bind(but).execute(c).await?.rows_affected()))
}

/// Removes sessions that have expired, or that nobody has used since an instant; how many.
///
/// # Errors
/// The database fails.
pub async fn forget(
    transaction: &mut Transaction,
    now: DateTime<Utc>,
    unused_since: DateTime<Utc>,
) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM session WHERE expires_at <= $1 OR last_seen_at <= $2";
    Ok(on_engine!(transaction, c => sqlx::query(SQL).bind(now).bind(unused_since).execute(c).await?.rows_affected()))
}
