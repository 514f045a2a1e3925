//! What the last run judged.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    audit,
    engine::{StoreError, Transaction, on_engine},
};

/// What the last run judged.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct WatchState {
    /// Its evaluation day; none before the first run.
    pub day: Option<NaiveDate>,
    /// A digest of the settings by which it judged.
    pub settings: String,
    /// Whether everything is to be judged anew.
    pub stale: bool,
    /// When it ended.
    pub reconciled_at: Option<DateTime<Utc>>,
}

/// The state as it is.
///
/// # Errors
/// The database fails.
pub async fn state(transaction: &mut Transaction) -> Result<WatchState, StoreError> {
    const SQL: &str = "SELECT day, settings, stale, reconciled_at FROM watch_state WHERE one = 1";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).fetch_one(c).await?))
}

/// States what a run has judged.
///
/// # Errors
/// The database fails.
pub async fn set(transaction: &mut Transaction, state: &WatchState) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE watch_state SET day = $1, settings = $2, stale = $3, reconciled_at = $4 WHERE one = 1";
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(state.day)
        .bind(&state.settings)
        .bind(state.stale)
        .bind(state.reconciled_at)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Asks the next run to judge everything anew: parties, capacities or duties have changed, or more figures than it is
/// worth to look at one by one. Other writers wait until the transaction ends.
///
/// # Errors
/// The database fails.
pub async fn mark_stale(transaction: &mut Transaction) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE watch_state SET stale = TRUE WHERE one = 1";
    audit::take_head(transaction).await?;
    on_engine!(transaction, c => sqlx::query(SQL).execute(c).await.map(drop)?);
    Ok(())
}
