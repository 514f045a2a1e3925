//! What suppliers say they can deliver in a day.

use baogong_domain::{ItemCode, Quantity};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    figures::quantity,
    parties::PartyId,
};

/// What a party can deliver of an item in a day; `None` where it has not said.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn per_day(
    transaction: &mut Transaction,
    party: PartyId,
    item: &ItemCode,
) -> Result<Option<Quantity>, StoreError> {
    const SQL: &str = "SELECT per_day FROM capacity WHERE party = $1 AND item = $2";
    let found: Option<i64> = on_engine!(transaction, c =>
        sqlx::query_scalar(SQL).bind(party).bind(item.as_str()).fetch_optional(c).await?);
    found.map(quantity).transpose()
}

/// States a capacity, or takes it back.
///
/// # Errors
/// The database fails.
pub async fn put(
    transaction: &mut Transaction,
    party: PartyId,
    item: &ItemCode,
    per_day: Option<Quantity>,
) -> Result<(), StoreError> {
    const PUT: &str = "INSERT INTO capacity (party, item, per_day) VALUES ($1, $2, $3) \
        ON CONFLICT (party, item) DO UPDATE SET per_day = excluded.per_day";
    const REMOVE: &str = "DELETE FROM capacity WHERE party = $1 AND item = $2";
    on_engine!(transaction, c => match per_day {
        Some(per_day) => sqlx::query(PUT)
            .bind(party)
            .bind(item.as_str())
            .bind(per_day.thousandths())
            .execute(c)
            .await
            .map(drop)?,
        None => sqlx::query(REMOVE).bind(party).bind(item.as_str()).execute(c).await.map(drop)?,
    });
    Ok(())
}
