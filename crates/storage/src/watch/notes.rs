//! 交接班: what one shift leaves to the next.

use chrono::{DateTime, Utc};

use crate::engine::{StoreError, Transaction, on_engine};

/// A note of a hand-over.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ShiftNote {
    /// Its key.
    pub id: i64,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who leaves.
    pub actor: String,
    /// Who takes over.
    pub taken_by: String,
    /// What is to be known.
    pub text: String,
    /// How things stood, as JSON.
    pub standing: String,
}

/// The notes before one, the newest first; at most so many.
///
/// # Errors
/// The database fails.
pub async fn before(transaction: &mut Transaction, id: i64, most: i64) -> Result<Vec<ShiftNote>, StoreError> {
    const SQL: &str = "SELECT id, recorded_at, actor, taken_by, text, standing FROM shift_note WHERE id < $1 \
        ORDER BY id DESC LIMIT $2";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(id).bind(most).fetch_all(c).await?))
}

/// Adds a note; its key.
///
/// # Errors
/// The database fails.
pub async fn add(
    transaction: &mut Transaction,
    recorded_at: DateTime<Utc>,
    actor: &str,
    taken_by: &str,
    text: &str,
    standing: &str,
) -> Result<i64, StoreError> {
    const SQL: &str = "INSERT INTO shift_note (recorded_at, actor, taken_by, text, standing) \
        VALUES ($1, $2, $3, $4, $5) RETURNING id";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(recorded_at)
        .bind(actor)
        .bind(taken_by)
        .bind(text)
        .bind(standing)
        .fetch_one(c)
        .await?))
}
