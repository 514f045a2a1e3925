//! What a reporting desk reads: which series there are, the newest revision of each shown cell, a cell's story, and
//! what is needed to judge an edit. Nothing outside the shown or edited periods is read, however long history grows.

use std::fmt;

use baogong_domain::{DayRange, Grain, ItemCode, Measure, Period, Quantity};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    figures::{BatchId, NEVER, SeriesId, Subject, measure, period, quantity},
    parties::PartyId,
};

/// Series in one statement; with the days of a call they stay well below both engines' limits.
const SERIES_PER_STATEMENT: usize = 1000;

/// What is reported, by the keys of its parties.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DeskSeries {
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
}

#[derive(sqlx::FromRow)]
struct SeriesRow {
    id: SeriesId,
    item: String,
    measure: String,
    supplier: Option<PartyId>,
    consumer: Option<PartyId>,
}

impl SeriesRow {
    fn read(self) -> Result<DeskSeries, StoreError> {
        Ok(DeskSeries {
            id: self.id,
            item: ItemCode::parse(&self.item).ok_or_else(|| corrupt("item", &self.item))?,
            measure: measure(&self.measure)?,
            supplier: self.supplier,
            consumer: self.consumer,
        })
    }
}

fn corrupt(what: &str, value: &dyn fmt::Display) -> StoreError {
    StoreError::Corrupt(format!("{what} {value}"))
}

/// What a party reports: its supply side and its own demand side. Of which all was withdrawn is left out.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn series_of_party(transaction: &mut Transaction, party: PartyId) -> Result<Vec<DeskSeries>, StoreError> {
    const SQL: &str = "SELECT id, item, measure, supplier, consumer FROM series WHERE supplier = $1 AND since < $2 \
        UNION ALL SELECT id, item, measure, supplier, consumer FROM series \
        WHERE consumer = $1 AND supplier IS NULL AND since < $2";
    let rows: Vec<SeriesRow> =
        on_engine!(transaction, c => sqlx::query_as(SQL).bind(party).bind(NEVER).fetch_all(c).await?);
    rows.into_iter().map(SeriesRow::read).collect()
}

/// What anybody reports of an item. Of which all was withdrawn is left out.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn series_of_item(transaction: &mut Transaction, item: &ItemCode) -> Result<Vec<DeskSeries>, StoreError> {
    const SQL: &str = "SELECT id, item, measure, supplier, consumer FROM series WHERE item = $1 AND since < $2";
    let rows: Vec<SeriesRow> =
        on_engine!(transaction, c => sqlx::query_as(SQL).bind(item.as_str()).bind(NEVER).fetch_all(c).await?);
    rows.into_iter().map(SeriesRow::read).collect()
}

/// The key of a subject's series; `None` where nothing was ever reported of it.
///
/// # Errors
/// The database fails.
pub async fn series_of_subject(
    transaction: &mut Transaction,
    subject: Subject<'_>,
) -> Result<Option<SeriesId>, StoreError> {
    const SQL: &str = "SELECT id FROM series WHERE item = $1 AND measure = $2 AND COALESCE(supplier, 0) = $3 \
        AND COALESCE(consumer, 0) = $4";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(subject.item.as_str())
        .bind(subject.measure.code())
        .bind(subject.supplier.unwrap_or(0))
        .bind(subject.consumer.unwrap_or(0))
        .fetch_optional(c)
        .await?))
}

/// The newest revision of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellNow {
    /// Of which series.
    pub series: SeriesId,
    /// Of which period.
    pub period: Period,
    /// What it states; `None` where it was withdrawn.
    pub quantity: Option<Quantity>,
    /// The reporter's remark.
    pub note: String,
    /// The revision.
    pub revision: BatchId,
    /// Who wrote it.
    pub actor: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct CellRow {
    series: SeriesId,
    first_day: NaiveDate,
    quantity: i64,
    note: String,
    batch: BatchId,
    withdrawn: bool,
    actor: String,
    recorded_at: DateTime<Utc>,
}

/// The newest revisions of the series' cells that begin on these days, also of those that were withdrawn; cells of
/// which nothing was ever reported are left out.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn cells(
    transaction: &mut Transaction,
    series: &[SeriesId],
    grain: Grain,
    first_days: &[NaiveDate],
) -> Result<Vec<CellNow>, StoreError> {
    let mut cells = Vec::new();
    if first_days.is_empty() {
        return Ok(cells);
    }
    for chunk in series.chunks(SERIES_PER_STATEMENT) {
        let rows: Vec<CellRow> = on_engine!(&mut *transaction, c => {
            let mut query = sqlx::QueryBuilder::new(
                "SELECT known.series, known.first_day, known.quantity, known.note, known.batch, known.withdrawn, \
                 b.actor, b.recorded_at FROM (SELECT series, first_day, quantity, note, batch, withdrawn, \
                 ROW_NUMBER() OVER (PARTITION BY series, first_day ORDER BY batch DESC) AS newest \
                 FROM figure_revision WHERE grain = ",
            );
            query.push_bind(grain.code()).push(" AND first_day IN (");
            let mut days = query.separated(", ");
            for day in first_days {
                days.push_bind(*day);
            }
            query.push(") AND series IN (");
            let mut keys = query.separated(", ");
            for key in chunk {
                keys.push_bind(*key);
            }
            query.push(")) AS known JOIN batch b ON b.id = known.batch WHERE known.newest = 1");
            query.build_query_as().fetch_all(c).await?
        });
        for row in rows {
            cells.push(CellNow {
                series: row.series,
                period: period(row.first_day, grain.code())?,
                quantity: if row.withdrawn { None } else { Some(quantity(row.quantity)?) },
                note: row.note,
                revision: row.batch,
                actor: row.actor,
                recorded_at: row.recorded_at,
            });
        }
    }
    Ok(cells)
}

/// The current values of a series' periods of one length that begin within `range`, in no order.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn values(
    transaction: &mut Transaction,
    series: SeriesId,
    grain: Grain,
    range: DayRange,
) -> Result<Vec<Quantity>, StoreError> {
    const SQL: &str = "SELECT quantity FROM figure WHERE series = $1 AND first_day BETWEEN $2 AND $3 AND grain = $4";
    let rows: Vec<i64> = on_engine!(transaction, c => sqlx::query_scalar(SQL)
        .bind(series)
        .bind(range.first)
        .bind(range.last)
        .bind(grain.code())
        .fetch_all(c)
        .await?);
    rows.into_iter().map(quantity).collect()
}

/// What a supplier states of an item for one period, by consumer.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn supplied(
    transaction: &mut Transaction,
    item: &ItemCode,
    measure: Measure,
    supplier: PartyId,
    period: Period,
) -> Result<Vec<(Option<PartyId>, Quantity)>, StoreError> {
    const SQL: &str = "SELECT s.consumer, f.quantity FROM series s CROSS JOIN figure f WHERE s.supplier = $1 \
        AND s.item = $2 AND s.measure = $3 AND f.series = s.id AND f.first_day = $4 AND f.grain = $5";
    let rows: Vec<(Option<PartyId>, i64)> = on_engine!(transaction, c => sqlx::query_as(SQL)
        .bind(supplier)
        .bind(item.as_str())
        .bind(measure.code())
        .bind(period.first_day())
        .bind(period.grain().code())
        .fetch_all(c)
        .await?);
    rows.into_iter().map(|(consumer, thousandths)| Ok((consumer, quantity(thousandths)?))).collect()
}

/// What a consumer states of an item on its own side for the periods of one length that begin on these two days.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn own_side(
    transaction: &mut Transaction,
    item: &ItemCode,
    consumer: PartyId,
    grain: Grain,
    first_days: [NaiveDate; 2],
) -> Result<Vec<(Measure, Period, Quantity)>, StoreError> {
    const SQL: &str = "SELECT s.measure, f.first_day, f.quantity FROM series s CROSS JOIN figure f \
        WHERE s.consumer = $1 AND s.supplier IS NULL AND s.item = $2 AND f.series = s.id \
        AND f.first_day IN ($3, $4) AND f.grain = $5";
    let rows: Vec<(String, NaiveDate, i64)> = on_engine!(transaction, c => sqlx::query_as(SQL)
        .bind(consumer)
        .bind(item.as_str())
        .bind(first_days[0])
        .bind(first_days[1])
        .bind(grain.code())
        .fetch_all(c)
        .await?);
    let value = |(code, first_day, thousandths): (String, NaiveDate, i64)| {
        Ok((measure(&code)?, period(first_day, grain.code())?, quantity(thousandths)?))
    };
    rows.into_iter().map(value).collect()
}
