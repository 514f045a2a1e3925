//! What stands behind numbers: when they were last written, by whom, and what they said before.

use std::collections::{HashMap, HashSet};

use baogong_domain::{DayRange, ItemCode, Measure, Period, Quantity};
use chrono::{DateTime, NaiveDate, Utc};

use super::{SeriesId, measure, period, quantity};
use crate::{
    duties::instants,
    engine::{StoreError, Transaction, on_engine},
};

/// Figures in one statement.
const KEYS_PER_STATEMENT: usize = 500;

/// When the figures of an item that begin on these days were last written, by measure and period; of each the newest.
/// Only these days are read. With `as_of` as known at that instant.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn updates(
    transaction: &mut Transaction,
    item: &ItemCode,
    spans: &[DayRange],
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<(Measure, Period, DateTime<Utc>)>, StoreError> {
    const NOW: &str = "SELECT s.measure, f.first_day, f.grain, MAX(f.batch) FROM series s CROSS JOIN figure f \
        WHERE s.item = $1 AND f.series = s.id AND f.first_day BETWEEN $2 AND $3 \
        GROUP BY s.measure, f.first_day, f.grain";
    const THEN: &str = "SELECT measure, first_day, grain, MAX(batch) FROM (\
        SELECT s.measure, f.first_day, f.grain, f.batch, f.withdrawn, \
        ROW_NUMBER() OVER (PARTITION BY f.series, f.first_day, f.grain ORDER BY f.batch DESC) AS newest \
        FROM series s CROSS JOIN figure_revision f JOIN batch b ON b.id = f.batch \
        WHERE s.item = $1 AND f.series = s.id AND f.first_day BETWEEN $2 AND $3 AND b.recorded_at <= $4) AS known \
        WHERE newest = 1 AND NOT withdrawn GROUP BY measure, first_day, grain";
    let mut found: Vec<(String, NaiveDate, String, i64)> = Vec::new();
    for span in spans {
        found.extend(match as_of {
            None => on_engine!(&mut *transaction, c => sqlx::query_as::<_, (String, NaiveDate, String, i64)>(NOW)
                .bind(item.as_str())
                .bind(span.first)
                .bind(span.last)
                .fetch_all(c)
                .await?),
            Some(instant) => on_engine!(&mut *transaction, c => sqlx::query_as(THEN)
                .bind(item.as_str())
                .bind(span.first)
                .bind(span.last)
                .bind(instant)
                .fetch_all(c)
                .await?),
        });
    }
    let batches: HashSet<i64> = found.iter().map(|(.., batch)| *batch).collect();
    let instants = instants(transaction, batches.into_iter().collect()).await?;
    let read = |(code, first_day, grain, batch): (String, NaiveDate, String, i64)| {
        let at = instants.get(&batch).ok_or_else(|| StoreError::Corrupt(format!("batch {batch}")))?;
        Ok((measure(&code)?, period(first_day, &grain)?, *at))
    };
    found.into_iter().map(read).collect()
}

/// One revision of a figure, and the act that wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// What it states; none where it withdrew the figure.
    pub quantity: Option<Quantity>,
    /// The reporter's remark.
    pub note: String,
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// Through which door or from which file.
    pub source: String,
    /// Why.
    pub reason: String,
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    series: SeriesId,
    first_day: NaiveDate,
    grain: String,
    quantity: i64,
    note: String,
    withdrawn: bool,
    recorded_at: DateTime<Utc>,
    actor: String,
    source: String,
    reason: String,
}

/// All revisions of some figures, of each the newest first; with `as_of` those known at that instant.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn revisions(
    transaction: &mut Transaction,
    figures: &[(SeriesId, Period)],
    as_of: Option<DateTime<Utc>>,
) -> Result<HashMap<(SeriesId, Period), Vec<Revision>>, StoreError> {
    let mut found: HashMap<(SeriesId, Period), Vec<Revision>> = HashMap::new();
    for chunk in figures.chunks(KEYS_PER_STATEMENT) {
        let wanted: HashSet<(SeriesId, Period)> = chunk.iter().copied().collect();
        let series: HashSet<SeriesId> = chunk.iter().map(|(series, _)| *series).collect();
        let days: HashSet<NaiveDate> = chunk.iter().map(|(_, period)| period.first_day()).collect();
        let rows: Vec<RevisionRow> = on_engine!(&mut *transaction, c => {
            let mut query = sqlx::QueryBuilder::new(
                "SELECT f.series, f.first_day, f.grain, f.quantity, f.note, f.withdrawn, b.recorded_at, b.actor, \
                 b.source, b.reason FROM figure_revision f JOIN batch b ON b.id = f.batch WHERE f.series IN (",
            );
            let mut keys = query.separated(", ");
            for key in &series {
                keys.push_bind(*key);
            }
            query.push(") AND f.first_day IN (");
            let mut keys = query.separated(", ");
            for day in &days {
                keys.push_bind(*day);
            }
            query.push(")");
            if let Some(instant) = as_of {
                query.push(" AND b.recorded_at <= ").push_bind(instant);
            }
            query.push(" ORDER BY f.batch DESC");
            query.build_query_as().fetch_all(c).await?
        });
        for row in rows {
            let key = (row.series, period(row.first_day, &row.grain)?);
            if wanted.contains(&key) {
                found.entry(key).or_default().push(row.read()?);
            }
        }
    }
    Ok(found)
}

impl RevisionRow {
    fn read(self) -> Result<Revision, StoreError> {
        Ok(Revision {
            quantity: if self.withdrawn { None } else { Some(quantity(self.quantity)?) },
            note: self.note,
            recorded_at: self.recorded_at,
            actor: self.actor,
            source: self.source,
            reason: self.reason,
        })
    }
}
