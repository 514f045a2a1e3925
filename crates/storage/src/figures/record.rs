//! Recording: what differs from the current value becomes a revision.

use std::collections::{BTreeMap, HashMap};

use baogong_domain::{Grain, ItemCode, Period, Quantity};
use chrono::{DateTime, NaiveDate, Utc};

use super::{BatchId, SeriesId, Subject, measure, note_since, period, series_rows};
use crate::{
    audit,
    engine::{StoreError, Transaction, on_engine},
    watch::touched::{self, Touched},
};

/// Rows in one statement: four to six values each stay well below both engines' limits.
pub(super) const ROWS_PER_STATEMENT: usize = 1500;

/// A figure to be recorded. No two of one call may have the same subject and period.
#[derive(Clone, Debug)]
pub struct NewFigure<'a> {
    /// What it is about.
    pub subject: Subject<'a>,
    /// Its period.
    pub period: Period,
    /// Its quantity.
    pub quantity: Quantity,
    /// A remark of the reporter.
    pub note: &'a str,
}

/// Which figures of a call were new or changed, and how many said what was known already.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Places of the new and changed ones among the figures of the call.
    pub changed: Vec<usize>,
    /// As before.
    pub unchanged: u64,
}

impl Recorded {
    /// How many are new or changed.
    pub fn accepted(&self) -> u64 {
        self.changed.len() as u64
    }
}

/// Who writes, when, why and from which file.
#[derive(Clone, Copy, Debug)]
pub struct BatchHeader<'a> {
    /// When.
    pub recorded_at: DateTime<Utc>,
    /// Who.
    pub actor: &'a str,
    /// Through which door, from which file.
    pub source: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Records figures in one batch: what differs from the current value becomes a revision, the rest changes nothing.
/// Writers queue: none sees values that another is about to change.
///
/// # Errors
/// The database fails; then the caller's transaction is not to be committed.
pub async fn record(
    transaction: &mut Transaction,
    header: BatchHeader<'_>,
    figures: &[NewFigure<'_>],
) -> Result<Recorded, StoreError> {
    let batch = begin_batch(transaction, header).await?;
    record_in(transaction, batch, figures).await
}

/// Makes a batch, to record figures in and to withdraw some. Other writers wait until the transaction ends.
///
/// # Errors
/// The database fails; then the caller's transaction is not to be committed.
pub async fn begin_batch(transaction: &mut Transaction, header: BatchHeader<'_>) -> Result<BatchId, StoreError> {
    const BATCH: &str = "INSERT INTO batch (recorded_at, actor, source, reason) VALUES ($1, $2, $3, $4) RETURNING id";
    audit::take_head(transaction).await?;
    Ok(on_engine!(transaction, c => sqlx::query_scalar(BATCH)
        .bind(header.recorded_at)
        .bind(header.actor)
        .bind(header.source)
        .bind(header.reason)
        .fetch_one(c)
        .await?))
}

/// Records figures in a batch of this transaction. No two calls for one batch may name the same figure.
///
/// # Errors
/// The database fails; then the caller's transaction is not to be committed.
pub async fn record_in(
    transaction: &mut Transaction,
    batch: BatchId,
    figures: &[NewFigure<'_>],
) -> Result<Recorded, StoreError> {
    let series = series_of(transaction, batch, figures).await?;
    let mut rows: Vec<Row<'_>> = figures
        .iter()
        .enumerate()
        .map(|(place, figure)| Row { series: series[&figure.subject].id, figure, place })
        .collect();
    // In the order of the tables' keys, so that each page is visited once.
    rows.sort_unstable_by_key(|row| (row.series, row.figure.period.first_day(), row.figure.period.grain().code()));
    let known: Vec<SeriesId> = series.values().filter(|s| !s.is_new).map(|s| s.id).collect();
    let current = current_values(transaction, known, figures).await?;
    rows.retain(|row| {
        let before = current.get(&(row.series, row.figure.period));
        before.is_none_or(|(quantity, note)| *quantity != row.figure.quantity.thousandths() || note != row.figure.note)
    });
    for chunk in rows.chunks(ROWS_PER_STATEMENT) {
        put_current(transaction, batch, chunk).await?;
        add_revisions(transaction, batch, chunk).await?;
    }
    let touched = rows.iter().filter_map(|row| {
        let period = row.figure.period;
        let quantity = current.get(&(row.series, period)).map(|(quantity, _)| *quantity);
        // A remark alone changes nothing that is judged.
        let differs = quantity != Some(row.figure.quantity.thousandths());
        differs.then(|| Touched { series: row.series, since: series[&row.figure.subject].since, period, quantity })
    });
    touched::note(transaction, touched.collect()).await?;
    let mut changed: Vec<usize> = rows.iter().map(|row| row.place).collect();
    changed.sort_unstable();
    Ok(Recorded { unchanged: (figures.len() - changed.len()) as u64, changed })
}

/// A figure with the key of its series and its place in the call.
struct Row<'f> {
    series: SeriesId,
    figure: &'f NewFigure<'f>,
    place: usize,
}

struct KnownSeries {
    id: SeriesId,
    is_new: bool,
    /// As it was before; none where it is new.
    since: Option<NaiveDate>,
}

/// Current values of series over all days that the figures touch.
async fn current_values(
    transaction: &mut Transaction,
    series: Vec<SeriesId>,
    figures: &[NewFigure<'_>],
) -> Result<HashMap<(SeriesId, Period), (i64, String)>, StoreError> {
    let days = figures.iter().map(|f| f.period.first_day());
    let (Some(first), Some(last)) = (days.clone().min(), days.max()) else { return Ok(HashMap::new()) };
    let mut current = HashMap::new();
    for chunk in series.chunks(ROWS_PER_STATEMENT) {
        let rows: Vec<(SeriesId, NaiveDate, String, i64, String)> = on_engine!(&mut *transaction, c => {
            let mut query = sqlx::QueryBuilder::new(
                "SELECT series, first_day, grain, quantity, note FROM figure WHERE first_day BETWEEN ",
            );
            query.push_bind(first).push(" AND ").push_bind(last).push(" AND series IN (");
            let mut keys = query.separated(", ");
            for key in chunk {
                keys.push_bind(*key);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        for (series, first_day, grain, quantity, note) in rows {
            current.insert((series, period(first_day, &grain)?), (quantity, note));
        }
    }
    Ok(current)
}

/// Keys of the figures' series; new ones are made, and `since` moves back where a figure is older than all before.
async fn series_of<'f>(
    transaction: &mut Transaction,
    batch: BatchId,
    figures: &[NewFigure<'f>],
) -> Result<HashMap<Subject<'f>, KnownSeries>, StoreError> {
    const ADD: &str = "INSERT INTO series (item, measure, supplier, consumer, since, batch) \
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    const MOVE_BACK: &str = "UPDATE series SET since = $1 WHERE id = $2";
    let mut earliest: BTreeMap<Subject<'f>, NaiveDate> = BTreeMap::new();
    for figure in figures {
        let last_day = figure.period.last_day();
        let known = earliest.entry(figure.subject).or_insert(last_day);
        *known = last_day.min(*known);
    }
    let mut items: Vec<&ItemCode> = earliest.keys().map(|s| s.item).collect();
    items.dedup();
    let mut known = HashMap::new();
    for item in items {
        for row in series_rows(transaction, item, None).await? {
            let subject =
                Subject { item, measure: measure(&row.measure)?, supplier: row.supplier, consumer: row.consumer };
            known.insert(subject, (row.id, row.since));
        }
    }
    let mut ids = HashMap::with_capacity(earliest.len());
    for (subject, since) in earliest {
        let entry = if let Some((id, known_since)) = known.get(&subject) {
            if since < *known_since {
                note_since(transaction, *id, batch, *known_since).await?;
                on_engine!(&mut *transaction, c =>
                    sqlx::query(MOVE_BACK).bind(since).bind(*id).execute(c).await.map(drop)?);
            }
            KnownSeries { id: *id, is_new: false, since: Some(*known_since) }
        } else {
            let id = on_engine!(&mut *transaction, c => sqlx::query_scalar(ADD)
                .bind(subject.item.as_str())
                .bind(subject.measure.code())
                .bind(subject.supplier)
                .bind(subject.consumer)
                .bind(since)
                .bind(batch)
                .fetch_one(c)
                .await?);
            KnownSeries { id, is_new: true, since: None }
        };
        ids.insert(subject, entry);
    }
    Ok(ids)
}

/// The values of figure and revision rows; a macro because each engine has a builder of its own type. What is our own
/// word or number, or nothing, is written out: only what people wrote has to be bound.
macro_rules! push_rows {
    ($query:expr, $batch:expr, $rows:expr) => {
        $query.push_values($rows, |mut values, row| {
            values
                .push_bind(row.series)
                .push_bind(row.figure.period.first_day())
                .push(quoted(row.figure.period.grain()))
                .push_bind(row.figure.quantity.thousandths());
            if row.figure.note.is_empty() {
                values.push("''");
            } else {
                values.push_bind(row.figure.note);
            }
            values.push($batch);
        })
    };
}

pub(super) const fn quoted(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "'day'",
        Grain::Month => "'month'",
        Grain::Year => "'year'",
    }
}

async fn put_current(transaction: &mut Transaction, batch: BatchId, rows: &[Row<'_>]) -> Result<(), StoreError> {
    on_engine!(transaction, c => {
        let mut query = sqlx::QueryBuilder::new(
            "INSERT INTO figure (series, first_day, grain, quantity, note, batch) ",
        );
        push_rows!(query, batch, rows);
        query.push(
            " ON CONFLICT (series, first_day, grain) DO UPDATE SET quantity = excluded.quantity, \
             note = excluded.note, batch = excluded.batch",
        );
        query.build().execute(c).await.map(drop)?;
    });
    Ok(())
}

async fn add_revisions(transaction: &mut Transaction, batch: BatchId, rows: &[Row<'_>]) -> Result<(), StoreError> {
    on_engine!(transaction, c => {
        let mut query = sqlx::QueryBuilder::new(
            "INSERT INTO figure_revision (series, first_day, grain, quantity, note, batch) ",
        );
        push_rows!(query, batch, rows);
        query.build().execute(c).await.map(drop)?;
    });
    Ok(())
}
