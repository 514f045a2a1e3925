//! Withdrawing: a figure that was reported by mistake is no longer there, and its history says since when.

use baogong_domain::Period;

use super::{BatchId, SeriesId};
use crate::engine::{StoreError, Transaction, on_engine};

/// Withdraws a figure in a batch of this transaction; whether there was one. `note` says what the reporter remarked.
///
/// # Errors
/// The database fails; then the caller's transaction is not to be committed.
pub async fn withdraw(
    transaction: &mut Transaction,
    batch: BatchId,
    series: SeriesId,
    period: Period,
    note: &str,
) -> Result<bool, StoreError> {
    const REMOVE: &str = "DELETE FROM figure WHERE series = $1 AND first_day = $2 AND grain = $3 RETURNING quantity";
    const ADD: &str = "INSERT INTO figure_revision (series, first_day, grain, quantity, note, batch, withdrawn) \
        VALUES ($1, $2, $3, $4, $5, $6, TRUE)";
    let (first_day, grain) = (period.first_day(), period.grain().code());
    let last: Option<i64> = on_engine!(&mut *transaction, c => sqlx::query_scalar(REMOVE)
        .bind(series)
        .bind(first_day)
        .bind(grain)
        .fetch_optional(c)
        .await?);
    let Some(quantity) = last else { return Ok(false) };
    on_engine!(transaction, c => sqlx::query(ADD)
        .bind(series)
        .bind(first_day)
        .bind(grain)
        .bind(quantity)
        .bind(note)
        .bind(batch)
        .execute(c)
        .await
        .map(drop)?);
    Ok(true)
}
