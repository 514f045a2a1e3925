//! Working days and the settings of deadlines, as stored.

use baogong_domain::{WorkCalendar, WorkDayException, duty::DutySettings};
use chrono::NaiveDate;

use crate::engine::{StoreError, Transaction, on_engine};

#[derive(sqlx::FromRow)]
struct ExceptionRow {
    date: NaiveDate,
    working: bool,
    source: String,
}

/// The calendar of working days.
///
/// # Errors
/// The database fails.
pub async fn load(transaction: &mut Transaction) -> Result<WorkCalendar, StoreError> {
    const SQL: &str = "SELECT date, working, source FROM work_day_exception ORDER BY date";
    let rows: Vec<ExceptionRow> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_all(c).await?);
    let exception = |ExceptionRow { date, working, source }| WorkDayException { date, working, source };
    Ok(WorkCalendar::new(rows.into_iter().map(exception).collect()))
}

/// Adds an exception, or replaces the one of its day.
///
/// # Errors
/// The database fails.
pub async fn put(transaction: &mut Transaction, exception: &WorkDayException) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO work_day_exception (date, working, source) VALUES ($1, $2, $3) \
        ON CONFLICT (date) DO UPDATE SET working = excluded.working, source = excluded.source";
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(exception.date)
        .bind(exception.working)
        .bind(&exception.source)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Takes the exception of a day away; whether there was one.
///
/// # Errors
/// The database fails.
pub async fn remove(transaction: &mut Transaction, date: NaiveDate) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM work_day_exception WHERE date = $1";
    let removed = on_engine!(transaction, c => sqlx::query(SQL).bind(date).execute(c).await?.rows_affected());
    Ok(removed > 0)
}

#[derive(sqlx::FromRow)]
struct SettingsRow {
    lock_days_daily: i64,
    lock_days_monthly: i64,
    roll_monthly: bool,
    source: String,
}

/// The settings of deadlines; `None` before they are first filled in.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn settings(transaction: &mut Transaction) -> Result<Option<DutySettings>, StoreError> {
    const SQL: &str = "SELECT lock_days_daily, lock_days_monthly, roll_monthly, source FROM duty_setting WHERE one = 1";
    let row: Option<SettingsRow> = on_engine!(transaction, c => sqlx::query_as(SQL).fetch_optional(c).await?);
    let days = |value: i64| u32::try_from(value).map_err(|_| StoreError::Corrupt(format!("lock days {value}")));
    row.map(|row| {
        Ok(DutySettings {
            lock_days_daily: days(row.lock_days_daily)?,
            lock_days_monthly: days(row.lock_days_monthly)?,
            roll_monthly: row.roll_monthly,
            source: row.source,
        })
    })
    .transpose()
}

/// States the settings of deadlines.
///
/// # Errors
/// The database fails.
pub async fn put_settings(transaction: &mut Transaction, settings: &DutySettings) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO duty_setting (one, lock_days_daily, lock_days_monthly, roll_monthly, source) \
        VALUES (1, $1, $2, $3, $4) ON CONFLICT (one) DO UPDATE SET lock_days_daily = excluded.lock_days_daily, \
        lock_days_monthly = excluded.lock_days_monthly, roll_monthly = excluded.roll_monthly, source = excluded.source";
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(i64::from(settings.lock_days_daily))
        .bind(i64::from(settings.lock_days_monthly))
        .bind(settings.roll_monthly)
        .bind(&settings.source)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// Fills in what a new site starts with. What the office has changed or taken away stays so: an exception is filled in
/// only once, the first time that its year is among the defaults.
///
/// # Errors
/// The database fails.
pub async fn add_missing(
    transaction: &mut Transaction,
    calendar: &WorkCalendar,
    settings_of_site: &DutySettings,
) -> Result<(), StoreError> {
    /// The fact that names the last day of which the defaults were filled in.
    const FILLED: &str = "work_days_filled";
    if settings(transaction).await?.is_none() {
        put_settings(transaction, settings_of_site).await?;
    }
    let filled = crate::settings::site_fact(transaction, FILLED).await?;
    let filled: Option<NaiveDate> = filled.and_then(|date| date.parse().ok());
    let missing = calendar.exceptions().iter().filter(|e| filled.is_none_or(|filled| e.date > filled));
    for exception in missing {
        put(transaction, exception).await?;
    }
    if let Some(last) = calendar.exceptions().last().filter(|e| Some(e.date) != filled) {
        crate::settings::set_site_fact(transaction, FILLED, &last.date.to_string()).await?;
    }
    Ok(())
}
