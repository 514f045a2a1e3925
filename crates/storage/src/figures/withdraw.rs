//! Withdrawing: a figure that was reported by mistake is no longer there, and its history says since when.

use baogong_domain::Period;
use chrono::NaiveDate;

use super::{BatchId, SeriesId, note_since, period as period_of};
use crate::{
    engine::{StoreError, Transaction, on_engine},
    watch::touched::{self, Touched},
};

/// `since` of a series of which nothing stands any more: nobody is expected to report what was a mistake.
pub(crate) const NEVER: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

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
    const SINCE: &str = "SELECT since FROM series WHERE id = $1";
    const REMOVE: &str = "DELETE FROM figure WHERE series = $1 AND first_day = $2 AND grain = $3 RETURNING quantity";
    const ADD: &str = "INSERT INTO figure_revision (series, first_day, grain, quantity, note, batch, withdrawn) \
        VALUES ($1, $2, $3, $4, $5, $6, TRUE)";
    let (first_day, grain) = (period.first_day(), period.grain().code());
    let since: NaiveDate =
        on_engine!(&mut *transaction, c => sqlx::query_scalar(SINCE).bind(series).fetch_one(c).await?);
    let last: Option<i64> = on_engine!(&mut *transaction, c => sqlx::query_scalar(REMOVE)
        .bind(series)
        .bind(first_day)
        .bind(grain)
        .fetch_optional(c)
        .await?);
    let Some(quantity) = last else { return Ok(false) };
    on_engine!(&mut *transaction, c => sqlx::query(ADD)
        .bind(series)
        .bind(first_day)
        .bind(grain)
        .bind(quantity)
        .bind(note)
        .bind(batch)
        .execute(c)
        .await
        .map(drop)?);
    if since == period.last_day() {
        note_since(transaction, series, batch, since).await?;
        move_since(transaction, series).await?;
    }
    let touched = Touched { series, since: Some(since), period, quantity: Some(quantity) };
    touched::note(transaction, vec![touched]).await?;
    Ok(true)
}

/// Where the earliest figure was withdrawn the series begins with the earliest of those that stand.
async fn move_since(transaction: &mut Transaction, series: SeriesId) -> Result<(), StoreError> {
    const EARLIEST: &str = "SELECT grain, MIN(first_day) FROM figure WHERE series = $1 GROUP BY grain";
    const MOVE: &str = "UPDATE series SET since = $1 WHERE id = $2";
    let earliest: Vec<(String, NaiveDate)> =
        on_engine!(&mut *transaction, c => sqlx::query_as(EARLIEST).bind(series).fetch_all(c).await?);
    let mut since = NEVER;
    for (grain, first_day) in earliest {
        since = since.min(period_of(first_day, &grain)?.last_day());
    }
    on_engine!(transaction, c => sqlx::query(MOVE).bind(since).bind(series).execute(c).await.map(drop)?);
    Ok(())
}
