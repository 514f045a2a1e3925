//! Figures that were written since the last run, with what they stated in it: what a run must take out of its sums.
//!
//! They are noted in the transaction that writes the figure, so none is lost, whoever wrote it and whatever crashed then.

use std::collections::{BTreeMap, HashMap};

use baogong_domain::{ItemCode, Measure, Period, Quantity};
use chrono::NaiveDate;

use super::{corrupt, mark_stale};
use crate::{
    engine::{StoreError, Transaction, on_engine},
    figures::{SeriesId, measure, period, quantity},
    parties::PartyId,
};

/// With more changed figures in one call everything is judged anew.
pub const MOST_AT_ONCE: usize = 500;

/// A figure that is being written.
pub(crate) struct Touched {
    pub(crate) series: SeriesId,
    /// The series' `since` before; none where it is new.
    pub(crate) since: Option<NaiveDate>,
    pub(crate) period: Period,
    /// What it stated before, in thousandths; none where it was not there.
    pub(crate) quantity: Option<i64>,
}

/// Notes figures that are being written. What was noted before since the last run stays as it was then.
pub(crate) async fn note(transaction: &mut Transaction, touched: Vec<Touched>) -> Result<(), StoreError> {
    const FIGURE: &str = "INSERT INTO watch_touched (series, first_day, grain, quantity) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (series, first_day, grain) DO NOTHING";
    const SERIES: &str =
        "INSERT INTO watch_touched_series (series, since) VALUES ($1, $2) ON CONFLICT (series) DO NOTHING";
    if touched.len() > MOST_AT_ONCE {
        return mark_stale(transaction).await;
    }
    for Touched { series, since, period, quantity } in touched {
        on_engine!(&mut *transaction, c =>
            sqlx::query(SERIES).bind(series).bind(since).execute(c).await.map(drop)?);
        on_engine!(&mut *transaction, c => sqlx::query(FIGURE)
            .bind(series)
            .bind(period.first_day())
            .bind(period.grain().code())
            .bind(quantity)
            .execute(c)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// A series of which something was written, as it was in the last run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TouchedSeries {
    /// Its key.
    pub id: SeriesId,
    /// The item.
    pub item: ItemCode,
    /// The measure.
    pub measure: Measure,
    /// Who supplies.
    pub supplier: Option<PartyId>,
    /// Who needs.
    pub consumer: Option<PartyId>,
    /// Its `since` then; none where it is new.
    pub since: Option<NaiveDate>,
    /// What the written figures stated then; none where one was not there.
    pub before: BTreeMap<Period, Option<Quantity>>,
}

#[derive(sqlx::FromRow)]
struct SeriesRow {
    id: SeriesId,
    item: String,
    measure: String,
    supplier: Option<PartyId>,
    consumer: Option<PartyId>,
    since: Option<NaiveDate>,
}

/// Whether anything was written since the last run.
///
/// # Errors
/// The database fails.
pub async fn any(transaction: &mut Transaction) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT series FROM watch_touched_series LIMIT 1";
    let found: Option<SeriesId> = on_engine!(transaction, c => sqlx::query_scalar(SQL).fetch_optional(c).await?);
    Ok(found.is_some())
}

/// What was written since the last run; at most so many series, and none where there are more.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn all(transaction: &mut Transaction, most: i64) -> Result<Option<Vec<TouchedSeries>>, StoreError> {
    // Limited first: joined first, an engine may read every series there is.
    const SERIES: &str = "SELECT s.id, s.item, s.measure, s.supplier, s.consumer, t.since \
        FROM (SELECT series, since FROM watch_touched_series ORDER BY series LIMIT $1) t \
        JOIN series s ON s.id = t.series ORDER BY t.series";
    const FIGURES: &str = "SELECT series, first_day, grain, quantity FROM watch_touched";
    let rows: Vec<SeriesRow> =
        on_engine!(&mut *transaction, c => sqlx::query_as(SERIES).bind(most + 1).fetch_all(c).await?);
    if i64::try_from(rows.len()).unwrap_or(i64::MAX) > most {
        return Ok(None);
    }
    let figures: Vec<(SeriesId, NaiveDate, String, Option<i64>)> =
        on_engine!(transaction, c => sqlx::query_as(FIGURES).fetch_all(c).await?);
    let mut before: HashMap<SeriesId, BTreeMap<Period, Option<Quantity>>> = HashMap::new();
    for (series, first_day, grain, thousandths) in figures {
        let stated = thousandths.map(quantity).transpose()?;
        before.entry(series).or_default().insert(period(first_day, &grain)?, stated);
    }
    let series = |row: SeriesRow| {
        Ok(TouchedSeries {
            id: row.id,
            item: ItemCode::parse(&row.item).ok_or_else(|| corrupt("item", &row.item))?,
            measure: measure(&row.measure)?,
            supplier: row.supplier,
            consumer: row.consumer,
            since: row.since,
            before: before.remove(&row.id).unwrap_or_default(),
        })
    };
    rows.into_iter().map(series).collect::<Result<_, StoreError>>().map(Some)
}

/// Forgets what was written: a run has judged it.
///
/// # Errors
/// The database fails.
pub async fn clear(transaction: &mut Transaction) -> Result<(), StoreError> {
    const FIGURES: &str = "DELETE FROM watch_touched";
    const SERIES: &str = "DELETE FROM watch_touched_series";
    on_engine!(&mut *transaction, c => sqlx::query(FIGURES).execute(c).await.map(drop)?);
    on_engine!(transaction, c => sqlx::query(SERIES).execute(c).await.map(drop)?);
    Ok(())
}
