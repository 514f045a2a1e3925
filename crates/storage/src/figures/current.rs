//! What is current of chosen figures, and since which batch.

use std::collections::HashMap;

use baogong_domain::{ItemCode, Period, Quantity};
use chrono::NaiveDate;

use super::{SeriesId, Subject, measure, period, quantity, series_rows};
use crate::engine::{StoreError, Transaction, on_engine};

/// Series in one statement.
const SERIES_PER_STATEMENT: usize = 1500;

/// A figure as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// Its quantity.
    pub quantity: Quantity,
    /// The reporter's remark.
    pub note: String,
    /// The act of writing that it comes from; a later act has a higher number.
    pub batch: i64,
}

/// The number of the newest act of writing, 0 before the first. Writers queue, so whatever is written later gets a
/// higher one.
///
/// # Errors
/// The database fails.
pub async fn newest_batch(transaction: &mut Transaction) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT COALESCE(MAX(id), 0) FROM batch";
    Ok(on_engine!(transaction, c => sqlx::query_scalar(SQL).fetch_one(c).await?))
}

/// What stands of each of the figures, in their order; none where nothing was reported.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn current(
    transaction: &mut Transaction,
    figures: &[(Subject<'_>, Period)],
) -> Result<Vec<Option<Current>>, StoreError> {
    let days = figures.iter().map(|(_, period)| period.first_day());
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Ok(Vec::new()) };
    let mut items: Vec<&ItemCode> = figures.iter().map(|(subject, _)| subject.item).collect();
    items.sort_unstable();
    items.dedup();
    let mut series: HashMap<Subject<'_>, SeriesId> = HashMap::new();
    for item in items {
        for row in series_rows(transaction, item, None).await? {
            let subject =
                Subject { item, measure: measure(&row.measure)?, supplier: row.supplier, consumer: row.consumer };
            series.insert(subject, row.id);
        }
    }
    let mut wanted: Vec<SeriesId> = figures.iter().filter_map(|(subject, _)| series.get(subject).copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut found: HashMap<(SeriesId, Period), Current> = HashMap::new();
    for chunk in wanted.chunks(SERIES_PER_STATEMENT) {
        let rows: Vec<(SeriesId, NaiveDate, String, i64, String, i64)> = on_engine!(&mut *transaction, c => {
            let mut query = sqlx::QueryBuilder::new(
                "SELECT series, first_day, grain, quantity, note, batch FROM figure WHERE first_day BETWEEN ",
            );
            query.push_bind(first).push(" AND ").push_bind(last).push(" AND series IN (");
            let mut keys = query.separated(", ");
            for key in chunk {
                keys.push_bind(*key);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        for (series, first_day, grain, thousandths, note, batch) in rows {
            let known = Current { quantity: quantity(thousandths)?, note, batch };
            found.insert((series, period(first_day, &grain)?), known);
        }
    }
    let of = |(subject, period): &(Subject<'_>, Period)| found.remove(&(*series.get(subject)?, *period));
    Ok(figures.iter().map(of).collect())
}
