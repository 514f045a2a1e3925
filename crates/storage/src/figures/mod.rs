//! Figures: current values, and every revision that led to them.

mod behind;
mod current;
mod past;
mod read;
mod record;
mod withdraw;

use baogong_domain::{Grain, ItemCode, Measure, Period, Quantity};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

pub use behind::{Revision, revisions, updates};
pub use current::{Current, current, newest_batch, written_since};
pub use past::{PastFigure, record_past};
pub use read::{Filter, Listed, Loaded, list, load, load_of, planned_by, subjects};
pub use record::{BatchHeader, NewFigure, Recorded, begin_batch, record, record_in};
pub(crate) use withdraw::NEVER;
pub use withdraw::withdraw;

/// What a figure is about, by the keys of its parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subject<'a> {
    /// The item.
    pub item: &'a ItemCode,
    /// The measure.
    pub measure: Measure,
    /// Who supplies.
    pub supplier: Option<PartyId>,
    /// Who needs.
    pub consumer: Option<PartyId>,
}

/// Key of a series inside the database; never shown.
pub type SeriesId = i64;

/// Number of a batch: the later one is the larger. A cell's revision is the batch that wrote it.
pub type BatchId = i64;

#[derive(sqlx::FromRow)]
struct SeriesRow {
    id: SeriesId,
    item: String,
    measure: String,
    supplier: Option<PartyId>,
    consumer: Option<PartyId>,
    since: NaiveDate,
}

async fn series_rows(
    transaction: &mut Transaction,
    item: &ItemCode,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<SeriesRow>, StoreError> {
    const NOW: &str = "SELECT id, item, measure, supplier, consumer, since FROM series WHERE item = $1 ORDER BY id";
    // What a later act changed says what was before.
    const THEN: &str = "SELECT s.id, s.item, s.measure, s.supplier, s.consumer, COALESCE((SELECT h.was \
        FROM series_since h JOIN batch a ON a.id = h.batch WHERE h.series = s.id AND a.recorded_at > $2 \
        ORDER BY h.batch LIMIT 1), s.since) AS since FROM series s \
        JOIN batch b ON b.id = s.batch WHERE s.item = $1 AND b.recorded_at <= $2 ORDER BY s.id";
    Ok(match as_of {
        None => on_engine!(transaction, c => sqlx::query_as(NOW).bind(item.as_str()).fetch_all(c).await?),
        Some(instant) => on_engine!(transaction, c =>
            sqlx::query_as(THEN).bind(item.as_str()).bind(instant).fetch_all(c).await?),
    })
}

/// Notes what `since` of a series was before this batch changed it: an earlier instant is asked of it.
async fn note_since(
    transaction: &mut Transaction,
    series: SeriesId,
    batch: BatchId,
    was: NaiveDate,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO series_since (series, batch, was) VALUES ($1, $2, $3) \
        ON CONFLICT (series, batch) DO NOTHING";
    on_engine!(transaction, c => sqlx::query(SQL).bind(series).bind(batch).bind(was).execute(c).await.map(drop)?);
    Ok(())
}

pub(crate) fn period(first_day: NaiveDate, grain: &str) -> Result<Period, StoreError> {
    let grain = Grain::parse(grain).ok_or_else(|| StoreError::Corrupt(format!("grain {grain}")))?;
    Ok(Period::containing(first_day, grain))
}

pub(crate) fn quantity(thousandths: i64) -> Result<Quantity, StoreError> {
    Quantity::from_thousandths(thousandths).map_err(|e| StoreError::Corrupt(e.to_string()))
}

pub(crate) fn measure(code: &str) -> Result<Measure, StoreError> {
    Measure::parse(code).ok_or_else(|| StoreError::Corrupt(format!("measure {code}")))
}
