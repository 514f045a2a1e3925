//! That who owes something was reminded of its deadline.

use baogong_domain::{ItemCode, Measure, Period};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    figures::{measure, period},
    parties::PartyId,
};

/// What is due, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Deadline {
    /// Who owes it.
    pub party: PartyId,
    /// The item.
    pub item: ItemCode,
    /// The measure.
    pub measure: Measure,
    /// The day, month or year.
    pub period: Period,
    /// From then on it is late.
    pub due: DateTime<Utc>,
}

/// A reminder as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredReminder {
    /// Of what.
    pub of: Deadline,
    /// When.
    pub reminded_at: DateTime<Utc>,
}

/// Notes that a party was reminded; whether it was the first time.
///
/// # Errors
/// The database fails.
pub async fn add(
    transaction: &mut Transaction,
    of: &Deadline,
    figures: usize,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO reminder (party, item, measure, first_day, grain, due, figures, reminded_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (party, item, measure, first_day, grain, due) DO NOTHING";
    Ok(on_engine!(transaction, c => sqlx::query(SQL)
        .bind(of.party)
        .bind(of.item.as_str())
        .bind(of.measure.code())
        .bind(of.period.first_day())
        .bind(of.period.grain().code())
        .bind(of.due)
        .bind(i64::try_from(figures).unwrap_or(i64::MAX))
        .bind(now)
        .execute(c)
        .await?
        .rows_affected())
        == 1)
}

#[derive(sqlx::FromRow)]
struct ReminderRow {
    party: PartyId,
    item: String,
    measure: String,
    first_day: NaiveDate,
    grain: String,
    due: DateTime<Utc>,
    reminded_at: DateTime<Utc>,
}

/// The reminders of a party of deadlines after an instant.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn of_party(
    transaction: &mut Transaction,
    party: PartyId,
    due_after: DateTime<Utc>,
) -> Result<Vec<StoredReminder>, StoreError> {
    const SQL: &str = "SELECT party, item, measure, first_day, grain, due, reminded_at FROM reminder \
        WHERE party = $1 AND due > $2 ORDER BY due, id";
    let rows: Vec<ReminderRow> =
        on_engine!(transaction, c => sqlx::query_as(SQL).bind(party).bind(due_after).fetch_all(c).await?);
    let read = |row: ReminderRow| {
        let item =
            ItemCode::parse(&row.item).ok_or_else(|| StoreError::Corrupt(format!("reminder of {}", row.item)))?;
        let (measure, period) = (measure(&row.measure)?, period(row.first_day, &row.grain)?);
        let of = Deadline { party: row.party, item, measure, period, due: row.due };
        Ok(StoredReminder { of, reminded_at: row.reminded_at })
    };
    rows.into_iter().map(read).collect()
}

/// Each reminded party with the instant of its newest reminder, of those from one instant to another.
///
/// # Errors
/// The database fails.
pub async fn newest(
    transaction: &mut Transaction,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Result<Vec<(PartyId, DateTime<Utc>)>, StoreError> {
    const SQL: &str = "SELECT DISTINCT party, reminded_at FROM reminder WHERE reminded_at >= $1 AND reminded_at < $2 \
        ORDER BY reminded_at";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(from).bind(to).fetch_all(c).await?))
}

/// Removes reminders of deadlines before an instant; how many.
///
/// # Errors
/// The database fails.
pub async fn forget(transaction: &mut Transaction, due_before: DateTime<Utc>) -> Result<u64, StoreError> {
    const SQL: &str = "DELETE FROM reminder WHERE due < $1";
    Ok(on_engine!(transaction, c => sqlx::query(SQL).bind(due_before).execute(c).await?.rows_affected()))
}
