//! Accounts, invitations and failed sign-ins.

use baogong_domain::access::Role;
use chrono::{DateTime, Utc};

use crate::{
    engine::{StoreError, Transaction, conflict, on_engine},
    parties::PartyId,
};

/// Key of an account.
pub type AccountId = i64;

/// An account as stored.
#[derive(Clone, Debug)]
pub struct Account {
    /// Key.
    pub id: AccountId,
    /// What they sign in with, in small letters.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whom they act for.
    pub party: Option<PartyId>,
    /// PHC string; `None` until the invitation is taken up.
    pub password_hash: Option<String>,
    /// Secret of the second factor, base32.
    pub totp_secret: Option<String>,
    /// The last time step that was used.
    pub totp_step: i64,
    /// Whether they may sign in.
    pub active: bool,
    /// Since when there is the account.
    pub created_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: AccountId,
    login: String,
    name: String,
    role: String,
    party: Option<PartyId>,
    password_hash: Option<String>,
    totp_secret: Option<String>,
    totp_step: i64,
    active: bool,
    created_at: DateTime<Utc>,
}

impl Row {
    fn read(self) -> Result<Account, StoreError> {
        let Self { id, login, name, role, party, password_hash, totp_secret, totp_step, active, created_at } = self;
        let role = Role::parse(&role).ok_or_else(|| StoreError::Corrupt(format!("role {role}")))?;
        Ok(Account { id, login, name, role, party, password_hash, totp_secret, totp_step, active, created_at })
    }
}

const COLUMNS: &str = "id, login, name, role, party, password_hash, totp_secret, totp_step, active, created_at";

/// All accounts by name of sign-in.
///
/// # Errors
/// The database fails.
pub async fn all(transaction: &mut Transaction) -> Result<Vec<Account>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM account ORDER BY login");
    let rows: Vec<Row> = on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(c).await?);
    rows.into_iter().map(Row::read).collect()
}

/// The account with this key.
///
/// # Errors
/// The database fails.
pub async fn by_id(transaction: &mut Transaction, id: AccountId) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE id = $1");
    let row: Option<Row> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(c).await?);
    row.map(Row::read).transpose()
}

/// The account that signs in with this name.
///
/// # Errors
/// The database fails.
pub async fn by_login(transaction: &mut Transaction, login: &str) -> Result<Option<Account>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM account WHERE login = $1");
    let row: Option<Row> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(login).fetch_optional(c).await?);
    row.map(Row::read).transpose()
}

/// Adds an account; its key.
///
/// # Errors
/// The name is taken, or the database fails.
pub async fn add(
    transaction: &mut Transaction,
    login: &str,
    name: &str,
    role: Role,
    party: Option<PartyId>,
    at: DateTime<Utc>,
) -> Result<AccountId, StoreError> {
    const SQL: &str =
        "INSERT INTO account (login, name, role, party, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    let outcome = on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(login)
        .bind(name)
        .bind(role.code())
        .bind(party)
        .bind(at)
        .fetch_one(c)
        .await);
    outcome.map_err(|error| conflict(error, "account"))
}

/// Writes what may change of an account.
///
/// # Errors
/// The database fails.
pub async fn update(transaction: &mut Transaction, account: &Account) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE account SET name = $2, role = $3, party = $4, password_hash = $5, totp_secret = $6, \
        totp_step = $7, active = $8 WHERE id = $1";
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(account.id)
        .bind(&account.name)
        .bind(account.role.code())
        .bind(account.party)
        .bind(&account.password_hash)
        .bind(&account.totp_secret)
        .bind(account.totp_step)
        .bind(account.active)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Adds an invitation; those before it are void.
///
/// # Errors
/// The database fails.
pub async fn invite(
    transaction: &mut Transaction,
    digest: &str,
    account: AccountId,
    by: &str,
    at: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str =
        "INSERT INTO invitation (digest, account, created_at, created_by, expires_at) VALUES ($1, $2, $3, $4, $5)";
    end_invitations(transaction, account).await?;
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(digest)
        .bind(account)
        .bind(at)
        .bind(by)
        .bind(until)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Whose invitation this is, while it is good.
///
/// # Errors
/// The database fails.
pub async fn invited(
    transaction: &mut Transaction,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<Option<AccountId>, StoreError> {
    const SQL: &str = "SELECT account FROM invitation WHERE digest = $1 AND expires_at > $2";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL).bind(digest).bind(now).fetch_optional(c).await?))
}

/// Accounts that have an open invitation.
///
/// # Errors
/// The database fails.
pub async fn open_invitations(
    transaction: &mut Transaction,
    now: DateTime<Utc>,
) -> Result<Vec<(AccountId, DateTime<Utc>)>, StoreError> {
    const SQL: &str = "SELECT account, expires_at FROM invitation WHERE expires_at > $1";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(now).fetch_all(c).await?))
}

/// Ends an account's invitations.
///
/// # Errors
/// The database fails.
pub async fn end_invitations(transaction: &mut Transaction, account: AccountId) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM invitation WHERE account = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(account).execute(c).await.map(drop)?);
    Ok(())
}

/// Removes invitations that have expired; how many. One that was taken up is gone already.
///
/// # Errors
/// The database fails.
pub async fn forget_invitations(transaction: &mut Transaction, now: DateTime<Utc>) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM invitation WHERE expires_at <= $1";
    Ok(on_engine!(transaction, c => sqlx::query(SQL).bind(now).execute(c).await?.rows_affected()))
}

/// Removes failed sign-ins of which the last was before an instant; how many names.
///
/// # Errors
/// The database fails.
pub async fn forget_old_failures(transaction: &mut Transaction, before: DateTime<Utc>) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM sign_in_failure WHERE last_at < $1";
    Ok(on_engine!(transaction, c => sqlx::query(SQL).bind(before).execute(c).await?.rows_affected()))
}

/// Failed sign-ins under a name: how many in a row, and until when it is locked.
///
/// # Errors
/// The database fails.
pub async fn failures(
    transaction: &mut Transaction,
    login: &str,
) -> Result<Option<(i64, Option<DateTime<Utc>>)>, StoreError> {
    const SQL: &str = "SELECT failures, locked_until FROM sign_in_failure WHERE login = $1";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(login).fetch_optional(c).await?))
}

/// Notes one more failed sign-in and answers how many there are in a row; those of longer than a day ago are forgotten.
///
/// # Errors
/// The database fails.
pub async fn add_failure(transaction: &mut Transaction, login: &str, now: DateTime<Utc>) -> Result<i64, StoreError> {
    const FORGET: &str = "DELETE FROM sign_in_failure WHERE last_at < $1";
    const SQL: &str = "INSERT INTO sign_in_failure (login, failures, last_at) VALUES ($1, 1, $2) \
        ON CONFLICT (login) DO UPDATE SET failures = sign_in_failure.failures + 1, last_at = excluded.last_at \
        RETURNING failures";
    let day_ago = now - chrono::TimeDelta::days(1);
    on_engine!(&mut *transaction, c => sqlx::query(FORGET).bind(day_ago).execute(c).await.map(drop)?);
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL).bind(login).bind(now).fetch_one(c).await?))
}

/// Locks a name until an instant.
///
/// # Errors
/// The database fails.
pub async fn lock(transaction: &mut Transaction, login: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE sign_in_failure SET locked_until = $2 WHERE login = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(login).bind(until).execute(c).await.map(drop)?);
    Ok(())
}

/// Forgets the failures under a name.
///
/// # Errors
/// The database fails.
pub async fn forget_failures(transaction: &mut Transaction, login: &str) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM sign_in_failure WHERE login = $1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(login).execute(c).await.map(drop)?);
    Ok(())
}
