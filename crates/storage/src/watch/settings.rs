//! How the watch behaves, as stored.

use baogong_domain::{
    SeasonKind,
    watch::{ByLevel, WatchBook, WatchSettings},
};

use super::{corrupt, level};
use crate::engine::{StoreError, Transaction, on_engine};

#[derive(sqlx::FromRow)]
struct SettingRow {
    season: String,
    gap_hysteresis: i64,
    stock_hysteresis: i64,
    hold_days: i64,
    escalate_blue: i64,
    escalate_yellow: i64,
    escalate_orange: i64,
    escalate_red: i64,
    overdue_blue: Option<i64>,
    overdue_yellow: Option<i64>,
    overdue_orange: Option<i64>,
    overdue_red: Option<i64>,
    implausible_level: String,
    frozen_days: i64,
    apart_percent: i64,
    apart_days: i64,
    stoppage_percent: i64,
    stoppage_days: i64,
    cause_percent: i64,
    source: String,
}

fn small(value: i64) -> Result<u32, StoreError> {
    u32::try_from(value).map_err(|_| corrupt("watch_setting", &value.to_string()))
}

impl SettingRow {
    fn read(self) -> Result<WatchSettings, StoreError> {
        let hours = |value: Option<i64>| value.map(small).transpose();
        Ok(WatchSettings {
            season: SeasonKind::parse(&self.season).ok_or_else(|| corrupt("season", &self.season))?,
            gap_hysteresis: self.gap_hysteresis,
            stock_hysteresis: self.stock_hysteresis,
            hold_days: small(self.hold_days)?,
            escalate_minutes: ByLevel {
                blue: small(self.escalate_blue)?,
                yellow: small(self.escalate_yellow)?,
                orange: small(self.escalate_orange)?,
                red: small(self.escalate_red)?,
            },
            overdue_hours: ByLevel {
                blue: hours(self.overdue_blue)?,
                yellow: hours(self.overdue_yellow)?,
                orange: hours(self.overdue_orange)?,
                red: hours(self.overdue_red)?,
            },
            implausible_level: level(&self.implausible_level)?,
            frozen_days: small(self.frozen_days)?,
            apart_percent: small(self.apart_percent)?,
            apart_days: small(self.apart_days)?,
            stoppage_percent: small(self.stoppage_percent)?,
            stoppage_days: small(self.stoppage_days)?,
            cause_percent: small(self.cause_percent)?,
            source: self.source,
        })
    }
}

/// The settings of all seasons.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn book(transaction: &mut Transaction) -> Result<WatchBook, StoreError> {
    const SQL: &str = "SELECT * FROM watch_setting ORDER BY season";
    let rows: Vec<SettingRow> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_all(c).await?);
    Ok(WatchBook { seasons: rows.into_iter().map(SettingRow::read).collect::<Result<_, _>>()? })
}

/// Adds the seasons that are not there yet; rows that the office has edited stay as they are.
///
/// # Errors
/// The database fails.
pub async fn add_missing(transaction: &mut Transaction, book: &WatchBook) -> Result<(), StoreError> {
    const ADD: &str = "ON CONFLICT (season) DO NOTHING";
    for settings in &book.seasons {
        write(transaction, settings, ADD).await?;
    }
    Ok(())
}

/// States the settings of a season.
///
/// # Errors
/// The database fails.
pub async fn put(transaction: &mut Transaction, settings: &WatchSettings) -> Result<(), StoreError> {
    const REPLACE: &str = "ON CONFLICT (season) DO UPDATE SET gap_hysteresis = excluded.gap_hysteresis, \
        stock_hysteresis = excluded.stock_hysteresis, hold_days = excluded.hold_days, \
        escalate_blue = excluded.escalate_blue, escalate_yellow = excluded.escalate_yellow, \
        escalate_orange = excluded.escalate_orange, escalate_red = excluded.escalate_red, \
        overdue_blue = excluded.overdue_blue, overdue_yellow = excluded.overdue_yellow, \
        overdue_orange = excluded.overdue_orange, overdue_red = excluded.overdue_red, \
        implausible_level = excluded.implausible_level, frozen_days = excluded.frozen_days, \
        apart_percent = excluded.apart_percent, apart_days = excluded.apart_days, \
        stoppage_percent = excluded.stoppage_percent, stoppage_days = excluded.stoppage_days, \
        cause_percent = excluded.cause_percent, source = excluded.source";
    write(transaction, settings, REPLACE).await
}

async fn write(transaction: &mut Transaction, of: &WatchSettings, conflict: &str) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO watch_setting (season, gap_hysteresis, stock_hysteresis, hold_days, escalate_blue, \
         escalate_yellow, escalate_orange, escalate_red, overdue_blue, overdue_yellow, overdue_orange, overdue_red, \
         implausible_level, frozen_days, apart_percent, apart_days, stoppage_percent, stoppage_days, cause_percent, \
         source) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
         {conflict}"
    );
    let hours = |hours: Option<u32>| hours.map(i64::from);
    on_engine!(transaction, c => sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(of.season.code())
        .bind(of.gap_hysteresis)
        .bind(of.stock_hysteresis)
        .bind(i64::from(of.hold_days))
        .bind(i64::from(of.escalate_minutes.blue))
        .bind(i64::from(of.escalate_minutes.yellow))
        .bind(i64::from(of.escalate_minutes.orange))
        .bind(i64::from(of.escalate_minutes.red))
        .bind(hours(of.overdue_hours.blue))
        .bind(hours(of.overdue_hours.yellow))
        .bind(hours(of.overdue_hours.orange))
        .bind(hours(of.overdue_hours.red))
        .bind(of.implausible_level.code())
        .bind(i64::from(of.frozen_days))
        .bind(i64::from(of.apart_percent))
        .bind(i64::from(of.apart_days))
        .bind(i64::from(of.stoppage_percent))
        .bind(i64::from(of.stoppage_days))
        .bind(i64::from(of.cause_percent))
        .bind(&of.source)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}
