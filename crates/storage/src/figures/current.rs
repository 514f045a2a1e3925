//! What stands of chosen figures, and which of them were touched since.

use std::collections::{HashMap, HashSet};

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

/// What stands of each of the figures, in their order; none where nothing is reported. No two may be the same.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn current(
    transaction: &mut Transaction,
    figures: &[(Subject<'_>, Period)],
) -> Result<Vec<Option<Current>>, StoreError> {
    let asked = Asked::of(transaction, figures).await?;
    let mut found: HashMap<(SeriesId, Period), Current> = HashMap::new();
    for chunk in asked.series.chunks(SERIES_PER_STATEMENT) {
        let rows: Vec<(SeriesId, NaiveDate, String, i64, String)> = on_engine!(&mut *transaction, c => {
            let mut query =
                sqlx::QueryBuilder::new("SELECT series, first_day, grain, quantity, note FROM figure WHERE first_day BETWEEN ");
            query.push_bind(asked.first).push(" AND ").push_bind(asked.last).push(" AND series IN (");
            let mut keys = query.separated(", ");
            for key in chunk {
                keys.push_bind(*key);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        for (series, first_day, grain, thousandths, note) in rows {
            let known = Current { quantity: quantity(thousandths)?, note };
            found.insert((series, period(first_day, &grain)?), known);
        }
    }
    Ok(asked.places.iter().map(|place| place.and_then(|place| found.remove(&place))).collect())
}

/// Whether each of the figures was written or withdrawn by a later act than this one, in their order.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn written_since(
    transaction: &mut Transaction,
    figures: &[(Subject<'_>, Period)],
    batch: i64,
) -> Result<Vec<bool>, StoreError> {
    let asked = Asked::of(transaction, figures).await?;
    let mut written: HashSet<(SeriesId, Period)> = HashSet::new();
    for chunk in asked.series.chunks(SERIES_PER_STATEMENT) {
        let rows: Vec<(SeriesId, NaiveDate, String)> = on_engine!(&mut *transaction, c => {
            let mut query =
                sqlx::QueryBuilder::new("SELECT DISTINCT series, first_day, grain FROM figure_revision WHERE batch > ");
            query.push_bind(batch).push(" AND first_day BETWEEN ").push_bind(asked.first);
            query.push(" AND ").push_bind(asked.last).push(" AND series IN (");
            let mut keys = query.separated(", ");
            for key in chunk {
                keys.push_bind(*key);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        for (series, first_day, grain) in rows {
            written.insert((series, period(first_day, &grain)?));
        }
    }
    Ok(asked.places.iter().map(|place| place.is_some_and(|place| written.contains(&place))).collect())
}

/// Where figures stand: their series, and from which day to which.
struct Asked {
    first: NaiveDate,
    last: NaiveDate,
    series: Vec<SeriesId>,
    /// In the order of the figures; none where nothing was ever reported of the subject.
    places: Vec<Option<(SeriesId, Period)>>,
}

impl Asked {
    async fn of(transaction: &mut Transaction, figures: &[(Subject<'_>, Period)]) -> Result<Self, StoreError> {
        let days = figures.iter().map(|(_, period)| period.first_day());
        let (first, last) = (days.clone().min().unwrap_or_default(), days.max().unwrap_or_default());
        let mut items: Vec<&ItemCode> = figures.iter().map(|(subject, _)| subject.item).collect();
        items.sort_unstable();
        items.dedup();
        let mut ids: HashMap<Subject<'_>, SeriesId> = HashMap::new();
        for item in items {
            for row in series_rows(transaction, item, None).await? {
                let (supplier, consumer) = (row.supplier, row.consumer);
                ids.insert(Subject { item, measure: measure(&row.measure)?, supplier, consumer }, row.id);
            }
        }
        let place = |(subject, period): &(Subject<'_>, Period)| Some((*ids.get(subject)?, *period));
        let places: Vec<Option<(SeriesId, Period)>> = figures.iter().map(place).collect();
        let mut series: Vec<SeriesId> = places.iter().flatten().map(|(series, _)| *series).collect();
        series.sort_unstable();
        series.dedup();
        Ok(Self { first, last, series, places })
    }
}
