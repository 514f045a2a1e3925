//! Recording a whole past at once: many batches, each of its own instant, into a site that has no figures yet.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    BatchId, SeriesId, Subject,
    record::{BatchHeader, NewFigure, ROWS_PER_STATEMENT, quoted},
};
use crate::{
    audit,
    engine::{StoreError, Transaction, on_engine},
};

/// A figure of the past, with the place of its batch among the headers.
#[derive(Clone, Debug)]
pub struct PastFigure<'a> {
    /// Which batch.
    pub batch: usize,
    /// The figure.
    pub figure: NewFigure<'a>,
}

struct Row<'f> {
    series: SeriesId,
    batch: BatchId,
    figure: &'f NewFigure<'f>,
}

/// Records a past. The headers are in order of time, no two figures have the same subject and period, and the site has
/// no series yet of any of them. `progress` hears how many are written.
///
/// # Errors
/// The database fails, also where there are such series already; then the transaction is not to be committed.
pub async fn record_past(
    transaction: &mut Transaction,
    headers: &[BatchHeader<'_>],
    figures: &[PastFigure<'_>],
    mut progress: impl FnMut(usize),
) -> Result<(), StoreError> {
    const BATCH: &str = "INSERT INTO batch (recorded_at, actor, source, reason) VALUES ($1, $2, $3, $4) RETURNING id";
    audit::take_head(transaction).await?;
    let mut batches: Vec<BatchId> = Vec::with_capacity(headers.len());
    for header in headers {
        batches.push(on_engine!(&mut *transaction, c => sqlx::query_scalar(BATCH)
            .bind(header.recorded_at)
            .bind(header.actor)
            .bind(header.source)
            .bind(header.reason)
            .fetch_one(c)
            .await?));
    }
    let series = add_series(transaction, &batches, figures).await?;
    let mut rows: Vec<Row<'_>> = figures
        .iter()
        .map(|past| Row { series: series[&past.figure.subject], batch: batches[past.batch], figure: &past.figure })
        .collect();
    // In the order of the tables' keys, so that each page is visited once.
    rows.sort_unstable_by_key(|row| (row.series, row.figure.period.first_day(), row.figure.period.grain().code()));
    let mut written = 0;
    for chunk in rows.chunks(ROWS_PER_STATEMENT) {
        add_rows(transaction, "INSERT INTO figure (series, first_day, grain, quantity, note, batch) ", chunk).await?;
        add_rows(transaction, "INSERT INTO figure_revision (series, first_day, grain, quantity, note, batch) ", chunk)
            .await?;
        written += chunk.len();
        progress(written);
    }
    Ok(())
}

async fn add_series<'f>(
    transaction: &mut Transaction,
    batches: &[BatchId],
    figures: &[PastFigure<'f>],
) -> Result<BTreeMap<Subject<'f>, SeriesId>, StoreError> {
    const ADD: &str = "INSERT INTO series (item, measure, supplier, consumer, since, batch) \
        VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";
    let mut first: BTreeMap<Subject<'f>, (NaiveDate, usize)> = BTreeMap::new();
    for past in figures {
        let last_day = past.figure.period.last_day();
        let (since, batch) = first.entry(past.figure.subject).or_insert((last_day, past.batch));
        (*since, *batch) = (last_day.min(*since), past.batch.min(*batch));
    }
    let mut ids = BTreeMap::new();
    for (subject, (since, batch)) in first {
        let id = on_engine!(&mut *transaction, c => sqlx::query_scalar(ADD)
            .bind(subject.item.as_str())
            .bind(subject.measure.code())
            .bind(subject.supplier)
            .bind(subject.consumer)
            .bind(since)
            .bind(batches[batch])
            .fetch_one(c)
            .await?);
        ids.insert(subject, id);
    }
    Ok(ids)
}

async fn add_rows(transaction: &mut Transaction, insert: &'static str, rows: &[Row<'_>]) -> Result<(), StoreError> {
    on_engine!(transaction, c => {
        let mut query = sqlx::QueryBuilder::new(insert);
        query.push_values(rows, |mut values, row| {
            values
                .push_bind(row.series)
                .push_bind(row.figure.period.first_day())
                .push(quoted(row.figure.period.grain()))
                .push_bind(row.figure.quantity.thousandths())
                .push_bind(row.figure.note)
                .push(row.batch);
        });
        query.build().execute(c).await.map(drop)?;
    });
    Ok(())
}
