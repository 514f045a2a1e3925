//! Openings: locked periods that the office lets one party report after all, until an instant.

use baogong_domain::{DayRange, ItemCode, Period};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

/// Key of an opening.
pub type OpeningId = i64;

/// One opening.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Its key.
    pub id: OpeningId,
    /// Who may report: the one who is answerable for the figures.
    pub party: PartyId,
    /// Of which item; of all where none is named.
    pub item: Option<ItemCode>,
    /// Periods within these days.
    pub days: DayRange,
    /// Until when, not included.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: String,
    /// Who opened it.
    pub opened_by: String,
    /// When.
    pub opened_at: DateTime<Utc>,
}

impl Opening {
    /// Whether it opens a period of an item.
    pub fn covers(&self, item: &ItemCode, period: Period) -> bool {
        self.item.as_ref().is_none_or(|own| own == item)
            && self.days.first <= period.first_day()
            && period.last_day() <= self.days.last
    }
}

/// An opening to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewOpening<'a> {
    /// Who may report.
    pub party: PartyId,
    /// Of which item; of all where none is named.
    pub item: Option<&'a ItemCode>,
    /// Periods within these days.
    pub days: DayRange,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Why.
    pub reason: &'a str,
    /// Who opens it.
    pub opened_by: &'a str,
    /// When.
    pub opened_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct OpeningRow {
    id: OpeningId,
    party: PartyId,
    item: Option<String>,
    first_day: NaiveDate,
    last_day: NaiveDate,
    until: DateTime<Utc>,
    reason: String,
    opened_by: String,
    opened_at: DateTime<Utc>,
}

impl OpeningRow {
    fn read(self) -> Result<Opening, StoreError> {
        let code = |code: String| ItemCode::parse(&code).ok_or_else(|| StoreError::Corrupt(format!("item {code}")));
        Ok(Opening {
            id: self.id,
            party: self.party,
            item: self.item.map(code).transpose()?,
            days: DayRange { first: self.first_day, last: self.last_day },
            until: self.until,
            reason: self.reason,
            opened_by: self.opened_by,
            opened_at: self.opened_at,
        })
    }
}

/// Adds an opening; its key.
///
/// # Errors
/// The database fails.
pub async fn add(transaction: &mut Transaction, opening: NewOpening<'_>) -> Result<OpeningId, StoreError> {
    const SQL: &str = "INSERT INTO opening (party, item, first_day, last_day, until, reason, opened_by, opened_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(opening.party)
        .bind(opening.item.map(ItemCode::as_str))
        .bind(opening.days.first)
        .bind(opening.days.last)
        .bind(opening.until)
        .bind(opening.reason)
        .bind(opening.opened_by)
        .bind(opening.opened_at)
        .fetch_one(c)
        .await?))
}

/// Ends an opening that is running at `now`; what it was, `None` where no such opening is running.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn close(
    transaction: &mut Transaction,
    id: OpeningId,
    closed_by: &str,
    now: DateTime<Utc>,
) -> Result<Option<Opening>, StoreError> {
    const SQL: &str = "UPDATE opening SET closed_by = $2, closed_at = $3 \
        WHERE id = $1 AND closed_at IS NULL AND until > $3 \
        RETURNING id, party, item, first_day, last_day, until, reason, opened_by, opened_at";
    let row: Option<OpeningRow> = on_engine!(transaction, c =>
        sqlx::query_as(SQL).bind(id).bind(closed_by).bind(now).fetch_optional(c).await?);
    row.map(OpeningRow::read).transpose()
}

/// The openings that are running at `now`, or were at an earlier instant, of one party or of all; the first to end first.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn running(
    transaction: &mut Transaction,
    party: Option<PartyId>,
    now: DateTime<Utc>,
) -> Result<Vec<Opening>, StoreError> {
    const SQL: &str = "SELECT id, party, item, first_day, last_day, until, reason, opened_by, opened_at FROM opening \
        WHERE opened_at <= $1 AND until > $1 AND (closed_at IS NULL OR closed_at > $1) AND ($2 = 0 OR party = $2) ORDER BY until, id";
    let rows: Vec<OpeningRow> = on_engine!(transaction, c =>
        sqlx::query_as(SQL).bind(now).bind(party.unwrap_or(0)).fetch_all(c).await?);
    rows.into_iter().map(OpeningRow::read).collect()
}

/// Until when a period of an item is opened for a party; `None` where it is not. The party is the one who is answerable
/// for the figure: the reporter of a consumer group, the supplier also where its bureau writes.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn opened_until(
    transaction: &mut Transaction,
    party: PartyId,
    item: &ItemCode,
    period: Period,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let running = running(transaction, Some(party), now).await?;
    Ok(running.iter().filter(|opening| opening.covers(item, period)).map(|opening| opening.until).max())
}
