//! The season that was last looked at.

use baogong_domain::SeasonKind;
use chrono::NaiveDate;

use crate::engine::{StoreError, Transaction, on_engine};

/// The last day whose season was looked at, with its season; `None` before the first.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn last(transaction: &mut Transaction) -> Result<Option<(NaiveDate, SeasonKind)>, StoreError> {
    const SQL: &str = "SELECT day, season FROM season_state WHERE one = 1 AND day IS NOT NULL AND season IS NOT NULL";
    let row: Option<(NaiveDate, String)> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_optional(c).await?);
    row.map(|(day, code)| {
        let season = SeasonKind::parse(&code).ok_or_else(|| StoreError::Corrupt(format!("season {code}")))?;
        Ok((day, season))
    })
    .transpose()
}

/// Notes that a day's season was looked at, in a transaction that holds the head of the audit trail.
///
/// # Errors
/// The database fails.
pub async fn set(transaction: &mut Transaction, day: NaiveDate, season: SeasonKind) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE season_state SET day = $1, season = $2 WHERE one = 1";
    on_engine!(transaction, c => sqlx::query(SQL).bind(day).bind(season.code()).execute(c).await.map(drop)?);
    Ok(())
}
