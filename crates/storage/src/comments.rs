//! What people say about cells of the desk, whether or not there is a figure in them.

use baogong_domain::{DayRange, Grain, ItemCode, Measure, Period};
use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    figures::{Subject, measure, period},
    parties::PartyId,
};

/// One comment.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Comment {
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What.
    pub text: String,
}

/// How many comments a cell has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// What the cell is about, beside its item.
    pub measure: Measure,
    /// Who supplies.
    pub supplier: Option<PartyId>,
    /// Who needs.
    pub consumer: Option<PartyId>,
    /// Its period.
    pub period: Period,
    /// So many; at least one.
    pub comments: u32,
}

/// Adds a comment to a cell.
///
/// # Errors
/// The database fails.
pub async fn add(
    transaction: &mut Transaction,
    subject: Subject<'_>,
    period: Period,
    comment: &Comment,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO comment (item, measure, supplier, consumer, first_day, grain, recorded_at, actor, text) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on_engine!(transaction, c => sqlx::query(SQL)
        .bind(subject.item.as_str())
        .bind(subject.measure.code())
        .bind(subject.supplier)
        .bind(subject.consumer)
        .bind(period.first_day())
        .bind(period.grain().code())
        .bind(comment.recorded_at)
        .bind(&comment.actor)
        .bind(&comment.text)
        .execute(c)
        .await
        .map(drop)?);
    Ok(())
}

/// A cell's comments, oldest first.
///
/// # Errors
/// The database fails.
pub async fn of_cell(
    transaction: &mut Transaction,
    subject: Subject<'_>,
    period: Period,
) -> Result<Vec<Comment>, StoreError> {
    const SQL: &str = "SELECT recorded_at, actor, text FROM comment WHERE item = $1 AND first_day = $2 AND grain = $3 \
        AND measure = $4 AND COALESCE(supplier, 0) = $5 AND COALESCE(consumer, 0) = $6 ORDER BY id";
    Ok(on_engine!(transaction, c => sqlx::query_as(SQL)
        .bind(subject.item.as_str())
        .bind(period.first_day())
        .bind(period.grain().code())
        .bind(subject.measure.code())
        .bind(subject.supplier.unwrap_or(0))
        .bind(subject.consumer.unwrap_or(0))
        .fetch_all(c)
        .await?))
}

#[derive(sqlx::FromRow)]
struct CountRow {
    measure: String,
    supplier: Option<PartyId>,
    consumer: Option<PartyId>,
    first_day: NaiveDate,
    comments: i64,
}

/// How many comments the cells of an item have, of the periods of one length that begin within `range`.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn counts(
    transaction: &mut Transaction,
    item: &ItemCode,
    grain: Grain,
    range: DayRange,
) -> Result<Vec<Count>, StoreError> {
    const SQL: &str = "SELECT measure, supplier, consumer, first_day, COUNT(*) AS comments FROM comment \
        WHERE item = $1 AND first_day BETWEEN $2 AND $3 AND grain = $4 \
        GROUP BY measure, supplier, consumer, first_day";
    let rows: Vec<CountRow> = on_engine!(transaction, c => sqlx::query_as(SQL)
        .bind(item.as_str())
        .bind(range.first)
        .bind(range.last)
        .bind(grain.code())
        .fetch_all(c)
        .await?);
    let count = |row: CountRow| {
        Ok(Count {
            measure: measure(&row.measure)?,
            supplier: row.supplier,
            consumer: row.consumer,
            period: period(row.first_day, grain.code())?,
            comments: u32::try_from(row.comments).unwrap_or(u32::MAX),
        })
    };
    rows.into_iter().map(count).collect()
}
