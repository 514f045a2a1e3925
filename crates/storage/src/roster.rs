//! The roster of key enterprises as stored: events that are only ever added, and the tiers that follow from them.

use baogong_domain::{
    PartyCode,
    party::KeyTier,
    roster::{RosterEvent, RosterSettings, RosterStep, places},
};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

#[derive(sqlx::FromRow)]
struct Row {
    code: String,
    year: i64,
    tier: String,
    step: String,
    on_day: NaiveDate,
    reason: String,
    actor: String,
}

impl Row {
    fn read(self) -> Result<RosterEvent, StoreError> {
        let Self { code, year, tier, step, on_day, reason, actor } = self;
        let corrupt = |what: &str| StoreError::Corrupt(format!("roster event of {code}: {what}"));
        Ok(RosterEvent {
            year: i32::try_from(year).map_err(|_| corrupt("year"))?,
            tier: KeyTier::parse(&tier).ok_or_else(|| corrupt(&tier))?,
            step: RosterStep::parse(&step).ok_or_else(|| corrupt(&step))?,
            party: PartyCode::parse(&code).map_err(|_| corrupt("code"))?,
            on: on_day,
            reason,
            actor,
        })
    }
}

/// The events of one year's roster, in the order in which they were recorded.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn of_year(transaction: &mut Transaction, year: i32) -> Result<Vec<RosterEvent>, StoreError> {
    const SQL: &str = "SELECT p.code, e.year, e.tier, e.step, e.on_day, e.reason, e.actor FROM roster_event e \
        JOIN party p ON p.id = e.party WHERE e.year = $1 ORDER BY e.id";
    let rows: Vec<Row> = on_engine!(transaction, c => sqlx::query_as(SQL).bind(i64::from(year)).fetch_all(c).await?);
    rows.into_iter().map(Row::read).collect()
}

/// The events of one party, in the order in which they were recorded.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn of_party(transaction: &mut Transaction, party: PartyId) -> Result<Vec<RosterEvent>, StoreError> {
    const SQL: &str = "SELECT p.code, e.year, e.tier, e.step, e.on_day, e.reason, e.actor FROM roster_event e \
        JOIN party p ON p.id = e.party WHERE e.party = $1 ORDER BY e.id";
    let rows: Vec<Row> = on_engine!(transaction, c => sqlx::query_as(SQL).bind(party).fetch_all(c).await?);
    rows.into_iter().map(Row::read).collect()
}

/// The years that have a roster, the newest first.
///
/// # Errors
/// The database fails.
pub async fn years(transaction: &mut Transaction) -> Result<Vec<i32>, StoreError> {
    const SQL: &str = "SELECT DISTINCT year FROM roster_event ORDER BY year DESC";
    let years: Vec<i64> = on_engine!(transaction, c => sqlx::query_scalar(SQL).fetch_all(c).await?);
    Ok(years.into_iter().filter_map(|year| i32::try_from(year).ok()).collect())
}

/// Adds a party's events, and brings its tiers up to date with them. Whether they follow from those before, the domain
/// has said.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn record(
    transaction: &mut Transaction,
    party: PartyId,
    events: &[RosterEvent],
    at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const ADD: &str = "INSERT INTO roster_event (party, year, tier, step, on_day, reason, actor, recorded_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    const PROJECT: &str = "UPDATE party SET tiers = $2 WHERE id = $1";
    for event in events {
        on_engine!(&mut *transaction, c => sqlx::query(ADD)
            .bind(party)
            .bind(i64::from(event.year))
            .bind(event.tier.code())
            .bind(event.step.code())
            .bind(event.on)
            .bind(&event.reason)
            .bind(&event.actor)
            .bind(at)
            .execute(c)
            .await
            .map(drop)?);
    }
    let tiers = KeyTier::write_roster(&places(&of_party(transaction, party).await?));
    on_engine!(transaction, c => sqlx::query(PROJECT).bind(party).bind(tiers).execute(c).await.map(drop)?);
    Ok(())
}

/// What the office has set about the roster; `None` before the first migration filled it in.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn settings(transaction: &mut Transaction) -> Result<Option<RosterSettings>, StoreError> {
    const SQL: &str = "SELECT target, on_time_line, source FROM roster_setting WHERE one = 1";
    let row: Option<(i64, i64, String)> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_optional(c).await?);
    let small = |value: i64| u32::try_from(value).map_err(|_| StoreError::Corrupt(format!("roster setting {value}")));
    row.map(|(target, line, source)| Ok(RosterSettings { target: small(target)?, on_time_line: small(line)?, source }))
        .transpose()
}

/// Writes the settings of the roster.
///
/// # Errors
/// The database fails.
pub async fn set_settings(transaction: &mut Transaction, settings: &RosterSettings) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO roster_setting (one, target, on_time_line, source) VALUES (1, $1, $2, $3) \
        ON CONFLICT (one) DO UPDATE SET target = excluded.target, on_time_line = excluded.on_time_line, \
        source = excluded.source";
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(i64::from(settings.target))
        .bind(i64::from(settings.on_time_line))
        .bind(&settings.source)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
