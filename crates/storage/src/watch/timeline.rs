//! An alert's timeline and what people say about it. Nothing here is changed or removed.

use baogong_domain::watch::{Event, EventKind};
use chrono::{DateTime, NaiveDate, Utc};

use super::{alerts::AlertId, corrupt};
use crate::engine::{StoreError, Transaction, on_engine};

/// An entry of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// Its number: later entries have larger ones, over all alerts.
    pub id: i64,
    /// Of which alert.
    pub alert: AlertId,
    /// When it was written.
    pub recorded_at: DateTime<Utc>,
    /// The evaluation day; of what somebody did, its date in the office.
    pub day: NaiveDate,
    /// Who did it; `system` for the program itself.
    pub actor: String,
    /// What happened.
    pub event: Event,
}

#[derive(sqlx::FromRow)]
struct EventRow {
    id: i64,
    alert: AlertId,
    recorded_at: DateTime<Utc>,
    day: NaiveDate,
    actor: String,
    rings: bool,
    detail: String,
}

impl EventRow {
    fn read(self) -> Result<TimelineEntry, StoreError> {
        let kind = serde_json::from_str(&self.detail).map_err(|e| corrupt("event", &e.to_string()))?;
        let Self { id, alert, recorded_at, day, actor, rings, .. } = self;
        Ok(TimelineEntry { id, alert, recorded_at, day, actor, event: Event { kind, rings } })
    }
}

/// Writes an entry.
///
/// # Errors
/// The database fails.
pub async fn add(
    transaction: &mut Transaction,
    alert: AlertId,
    (recorded_at, day): (DateTime<Utc>, NaiveDate),
    actor: &str,
    Event { kind, rings }: &Event,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO alert_event (alert, recorded_at, day, actor, rings, event, detail) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let detail = serde_json::to_string(kind).map_err(|e| corrupt("event", &e.to_string()))?;
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(alert)
        .bind(recorded_at)
        .bind(day)
        .bind(actor)
        .bind(*rings)
        .bind(EventKind::code(kind))
        .bind(detail)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

const COLUMNS: &str = "SELECT id, alert, recorded_at, day, actor, rings, detail FROM alert_event";

/// An alert's timeline, the oldest first.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn of(transaction: &mut Transaction, alert: AlertId) -> Result<Vec<TimelineEntry>, StoreError> {
    let sql = format!("{COLUMNS} WHERE alert = $1 ORDER BY id");
    let rows: Vec<EventRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(alert).fetch_all(c).await?);
    rows.into_iter().map(EventRow::read).collect()
}

/// What was written until an instant on the timelines of those that were open at it, by alert and the oldest first.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn of_open_at(transaction: &mut Transaction, at: DateTime<Utc>) -> Result<Vec<TimelineEntry>, StoreError> {
    let sql = format!(
        "{COLUMNS} WHERE recorded_at <= $1 AND alert IN (SELECT id FROM alert WHERE opened_at <= $1 \
         AND (resolved_at IS NULL OR resolved_at > $1)) ORDER BY alert, id"
    );
    let rows: Vec<EventRow> =
        on_engine!(transaction, c => sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(at).fetch_all(c).await?);
    rows.into_iter().map(EventRow::read).collect()
}

/// What was written on any timeline after an entry, the oldest first; at most so many.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn after(transaction: &mut Transaction, entry: i64, most: i64) -> Result<Vec<TimelineEntry>, StoreError> {
    let sql = format!("{COLUMNS} WHERE id > $1 ORDER BY id LIMIT $2");
    let rows: Vec<EventRow> = on_engine!(transaction, c =>
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(entry).bind(most).fetch_all(c).await?);
    rows.into_iter().map(EventRow::read).collect()
}

/// What somebody said about an alert.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct AlertComment {
    /// Its key.
    pub id: i64,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What.
    pub text: String,
}

/// Adds a comment.
///
/// # Errors
/// The database fails.
pub async fn comment(
    transaction: &mut Transaction,
    alert: AlertId,
    recorded_at: DateTime<Utc>,
    actor: &str,
    text: &str,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO alert_comment (alert, recorded_at, actor, text) VALUES ($1, $2, $3, $4)";
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(alert)
        .bind(recorded_at)
        .bind(actor)
        .bind(text)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// The comments on an alert, the oldest first.
///
/// # Errors
/// The database fails.
pub async fn comments(transaction: &mut Transaction, alert: AlertId) -> Result<Vec<AlertComment>, StoreError> {
    const SQL: &str = "SELECT id, recorded_at, actor, text FROM alert_comment WHERE alert = $1 ORDER BY id";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL).bind(alert).fetch_all(c).await?))
}
