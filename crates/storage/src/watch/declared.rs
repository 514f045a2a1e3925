//! Declared levels and the confirmations of their measures.

use baogong_domain::{
    ItemCode, Scope,
    watch::{Confirmer, DeclaredLevel, Step},
};
use chrono::{DateTime, Utc};

use super::{corrupt, level};
use crate::engine::{StoreError, Transaction, on_engine};

/// Key of a declaration.
pub type DeclaredId = i64;

/// A declaration as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredDeclared {
    /// Its key.
    pub id: DeclaredId,
    /// What it says.
    pub declared: DeclaredLevel,
    /// How it ended: by whom, when, and the document or reason.
    pub ended: Option<(String, DateTime<Utc>, String)>,
}

#[derive(sqlx::FromRow)]
struct DeclaredRow {
    id: DeclaredId,
    item: String,
    scope: String,
    level: String,
    document: String,
    note: String,
    declared_by: String,
    declared_at: DateTime<Utc>,
    ended_by: Option<String>,
    ended_at: Option<DateTime<Utc>>,
    end_document: Option<String>,
}

impl DeclaredRow {
    fn read(self) -> Result<StoredDeclared, StoreError> {
        let declared = DeclaredLevel {
            item: ItemCode::parse(&self.item).ok_or_else(|| corrupt("item", &self.item))?,
            scope: self.scope.parse().map_err(|_| corrupt("scope", &self.scope))?,
            level: level(&self.level)?,
            document: self.document,
            note: self.note,
            by: self.declared_by,
            at: self.declared_at,
        };
        let end = |at| (self.ended_by.unwrap_or_default(), at, self.end_document.unwrap_or_default());
        Ok(StoredDeclared { id: self.id, declared, ended: self.ended_at.map(end) })
    }
}

const COLUMNS: &str = "SELECT id, item, scope, level, document, note, declared_by, declared_at, ended_by, ended_at, \
    end_document FROM declared_level";

/// The declarations in force.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn in_force(transaction: &mut Transaction) -> Result<Vec<StoredDeclared>, StoreError> {
    let sql = format!("{COLUMNS} WHERE ended_at IS NULL ORDER BY item, scope");
    let rows: Vec<DeclaredRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(c).await?);
    rows.into_iter().map(DeclaredRow::read).collect()
}

/// The declarations that were in force at an instant.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn in_force_at(transaction: &mut Transaction, at: DateTime<Utc>) -> Result<Vec<StoredDeclared>, StoreError> {
    let sql = format!("{COLUMNS} WHERE declared_at <= $1 AND (ended_at IS NULL OR ended_at > $1) ORDER BY item, scope");
    let rows: Vec<DeclaredRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(at).fetch_all(c).await?);
    rows.into_iter().map(DeclaredRow::read).collect()
}

/// All declarations of an item in a scope, the newest first; at most so many.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn of(
    transaction: &mut Transaction,
    item: &ItemCode,
    scope: &Scope,
    most: i64,
) -> Result<Vec<StoredDeclared>, StoreError> {
    let sql = format!("{COLUMNS} WHERE item = $1 AND scope = $2 ORDER BY id DESC LIMIT $3");
    let rows: Vec<DeclaredRow> = on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql))
        .bind(item.as_str())
        .bind(scope.to_string())
        .bind(most)
        .fetch_all(c)
        .await?);
    rows.into_iter().map(DeclaredRow::read).collect()
}

/// One declaration.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn by_id(transaction: &mut Transaction, id: DeclaredId) -> Result<Option<StoredDeclared>, StoreError> {
    let sql = format!("{COLUMNS} WHERE id = $1");
    let row: Option<DeclaredRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(id).fetch_optional(c).await?);
    row.map(DeclaredRow::read).transpose()
}

/// Adds a declaration; its key. Of the same item and scope none may be in force.
///
/// # Errors
/// The database fails.
pub async fn add(transaction: &mut Transaction, declared: &DeclaredLevel) -> Result<DeclaredId, StoreError> {
    const SQL: &str = "INSERT INTO declared_level (item, scope, level, document, note, declared_by, declared_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(declared.item.as_str())
        .bind(declared.scope.to_string())
        .bind(declared.level.code())
        .bind(&declared.document)
        .bind(&declared.note)
        .bind(&declared.by)
        .bind(declared.at)
        .fetch_one(c)
        .await?))
}

/// Ends a declaration; whether it was in force.
///
/// # Errors
/// The database fails.
pub async fn end(
    transaction: &mut Transaction,
    id: DeclaredId,
    by: &str,
    at: DateTime<Utc>,
    document: &str,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE declared_level SET ended_by = $2, ended_at = $3, end_document = $4 \
        WHERE id = $1 AND ended_at IS NULL RETURNING id";
    let ended: Option<DeclaredId> = on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(id)
        .bind(by)
        .bind(at)
        .bind(document)
        .fetch_optional(c)
        .await?);
    Ok(ended.is_some())
}

/// That a measure is carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// Which measure.
    pub step: Step,
    /// For whom.
    pub confirmer: Confirmer,
    /// Who recorded it.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// A remark.
    pub note: String,
}

#[derive(sqlx::FromRow)]
struct ConfirmationRow {
    step: String,
    confirmer: String,
    confirmed_by: String,
    confirmed_at: DateTime<Utc>,
    note: String,
}

/// The confirmations of a declaration, in the order of the measures.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn confirmations(
    transaction: &mut Transaction,
    declared: DeclaredId,
) -> Result<Vec<Confirmation>, StoreError> {
    const SQL: &str =
        "SELECT step, confirmer, confirmed_by, confirmed_at, note FROM measure_confirmation WHERE declared = $1";
    let rows: Vec<ConfirmationRow> =
        on_engine!(transaction, c => sqlx::query_as(SQL).bind(declared).fetch_all(c).await?);
    let read = |row: ConfirmationRow| {
        Ok(Confirmation {
            step: Step::parse(&row.step).ok_or_else(|| corrupt("step", &row.step))?,
            confirmer: Confirmer::parse(&row.confirmer).ok_or_else(|| corrupt("confirmer", &row.confirmer))?,
            by: row.confirmed_by,
            at: row.confirmed_at,
            note: row.note,
        })
    };
    let mut confirmations: Vec<Confirmation> = rows.into_iter().map(read).collect::<Result<_, StoreError>>()?;
    confirmations.sort_by_key(|c| (c.step, c.confirmer));
    Ok(confirmations)
}

/// Records a confirmation; whether it is the first for its measure and confirmer. A later one changes nothing.
///
/// # Errors
/// The database fails.
pub async fn confirm(
    transaction: &mut Transaction,
    declared: DeclaredId,
    confirmation: &Confirmation,
) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO measure_confirmation (declared, step, confirmer, confirmed_by, confirmed_at, note) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (declared, step, confirmer) DO NOTHING RETURNING declared";
    let first: Option<DeclaredId> = on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(declared)
        .bind(confirmation.step.code())
        .bind(confirmation.confirmer.code())
        .bind(&confirmation.by)
        .bind(confirmation.at)
        .bind(&confirmation.note)
        .fetch_optional(c)
        .await?);
    Ok(first.is_some())
}
