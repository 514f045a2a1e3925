//! Duties: what was reported before and is owed since, with what of it is there over a window of days.
//!
//! Only the window is read: a longer history costs nothing.

mod past;

use std::collections::{HashMap, HashSet};

use baogong_domain::{DayRange, Grain, ItemCode, Measure, Period, period::minus_days};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::{
    engine::{StoreError, Transaction, on_engine},
    figures::{Subject, measure, period},
    parties::PartyId,
};

/// A subject that was not reported by days for so long is a monthly one: both peak seasons lie within.
const BY_DAY_WITHIN: u32 = 400;

/// Keys in one statement: well below both engines' limits.
const KEYS_PER_STATEMENT: usize = 1500;

/// A subject that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The item.
    pub item: ItemCode,
    /// The measure.
    pub measure: Measure,
    /// Who supplies.
    pub supplier: Option<PartyId>,
    /// Who needs.
    pub consumer: Option<PartyId>,
    /// Last day of the earliest period ever reported.
    pub since: NaiveDate,
    /// The last day for which it is owed, where the office has ended it.
    pub ended: Option<NaiveDate>,
    /// Whether it was reported by days in the year before the window's end.
    pub by_day: bool,
    /// The figures that are there of the window's days, and of the months and years that touch them, each with the
    /// instant of its first revision.
    pub known: Vec<(Period, DateTime<Utc>)>,
}

#[derive(sqlx::FromRow)]
struct DutyRow {
    id: i64,
    item: String,
    measure: String,
    supplier: Option<PartyId>,
    consumer: Option<PartyId>,
    since: NaiveDate,
    ended: Option<NaiveDate>,
    by_day: bool,
    /// `2026-11-01 day 17,…` with the batch of the first revision; none where nothing is there.
    figures: Option<String>,
}

/// All duties that name one of `parties` on either side, or all there are, with what is there over `window`.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn load(
    transaction: &mut Transaction,
    parties: Option<&[PartyId]>,
    window: DayRange,
) -> Result<Vec<Duty>, StoreError> {
    load_at(transaction, parties, window, None).await
}

/// As [`load`], as it was known at an earlier instant.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn load_at(
    transaction: &mut Transaction,
    parties: Option<&[PartyId]>,
    window: DayRange,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<Duty>, StoreError> {
    let months = window.whole_months();
    let mut rows = Vec::new();
    match parties {
        None => rows.extend(duty_rows(transaction, None, months, as_of).await?),
        Some(parties) => {
            for chunk in parties.chunks(KEYS_PER_STATEMENT) {
                rows.extend(duty_rows(transaction, Some(chunk), months, as_of).await?);
            }
        }
    }
    // One that names two of the parties is found with each of them.
    let mut seen = HashSet::new();
    rows.retain(|row| seen.insert(row.id));
    let keys: Option<Vec<i64>> = parties.map(|_| rows.iter().map(|row| row.id).collect());
    let by_year = year_figures(transaction, keys.as_deref(), months, as_of).await?;
    let mut batches = HashSet::new();
    let mut found: Vec<(DutyRow, Vec<(Period, i64)>)> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut figures = read_figures(row.figures.as_deref())?;
        figures.extend(by_year.get(&row.id).into_iter().flatten());
        batches.extend(figures.iter().map(|(_, batch)| *batch));
        found.push((row, figures));
    }
    let instants = instants(transaction, batches.into_iter().collect()).await?;
    let duty = |(row, figures): (DutyRow, Vec<(Period, i64)>)| {
        Ok(Duty {
            item: ItemCode::parse(&row.item).ok_or_else(|| StoreError::Corrupt(format!("item {}", row.item)))?,
            measure: measure(&row.measure)?,
            supplier: row.supplier,
            consumer: row.consumer,
            since: row.since,
            ended: row.ended,
            by_day: row.by_day,
            known: figures.into_iter().filter_map(|(p, batch)| Some((p, *instants.get(&batch)?))).collect(),
        })
    };
    found.into_iter().map(duty).collect()
}

async fn duty_rows(
    transaction: &mut Transaction,
    parties: Option<&[PartyId]>,
    months: DayRange,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<DutyRow>, StoreError> {
    if let Some(instant) = as_of {
        return past::duty_rows(transaction, parties, months, instant).await;
    }
    Ok(on_engine!(transaction, c => {
        // The figures of a series in one text, as in `figures::load`: a row each would cost more than they do.
        let mut query = sqlx::QueryBuilder::new(
            "SELECT s.id, s.item, s.measure, s.supplier, s.consumer, s.since, s.ended, \
             EXISTS (SELECT 1 FROM figure d WHERE d.series = s.id AND d.grain = 'day' AND d.first_day BETWEEN ",
        );
        query.push_bind(minus_days(months.last, BY_DAY_WITHIN)).push(" AND ").push_bind(months.last);
        query.push(
            ") AS by_day, (SELECT string_agg(CAST(f.first_day AS TEXT) || ' ' || f.grain || ' ' || CAST(\
             (SELECT MIN(r.batch) FROM figure_revision r \
             WHERE r.series = f.series AND r.first_day = f.first_day AND r.grain = f.grain) AS TEXT), ',') \
             FROM figure f WHERE f.series = s.id AND f.grain <> 'year' AND f.first_day BETWEEN ",
        );
        query.push_bind(months.first).push(" AND ").push_bind(months.last).push(") AS figures FROM series s");
        if let Some(parties) = parties {
            query.push(" WHERE s.supplier IN (");
            let mut keys = query.separated(", ");
            for key in parties {
                keys.push_bind(*key);
            }
            query.push(") OR s.consumer IN (");
            let mut keys = query.separated(", ");
            for key in parties {
                keys.push_bind(*key);
            }
            query.push(")");
        }
        query.push(" ORDER BY s.id");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// The years' figures that cover some of the days, by series, each with the batch of its first revision; of `series`, or
/// of all.
async fn year_figures(
    transaction: &mut Transaction,
    series: Option<&[i64]>,
    days: DayRange,
    as_of: Option<DateTime<Utc>>,
) -> Result<HashMap<i64, Vec<(Period, i64)>>, StoreError> {
    let mut figures: HashMap<i64, Vec<(Period, i64)>> = HashMap::new();
    let chunks: Vec<Option<&[i64]>> = match series {
        None => vec![None],
        Some(series) => series.chunks(KEYS_PER_STATEMENT).map(Some).collect(),
    };
    for year in days.first.year()..=days.last.year() {
        let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { continue };
        for chunk in &chunks {
            if let Some(instant) = as_of {
                for (series, batch) in past::year_rows(transaction, *chunk, first, instant).await? {
                    figures.entry(series).or_default().push((Period::containing(first, Grain::Year), batch));
                }
                continue;
            }
            let rows: Vec<(i64, i64)> = on_engine!(&mut *transaction, c => {
                let mut query = sqlx::QueryBuilder::new(
                    "SELECT f.series, MIN(r.batch) FROM series s CROSS JOIN figure f \
                     JOIN figure_revision r ON r.series = f.series AND r.first_day = f.first_day AND r.grain = f.grain \
                     WHERE f.series = s.id AND f.grain = 'year' AND f.first_day = ",
                );
                query.push_bind(first);
                if let Some(chunk) = chunk {
                    query.push(" AND s.id IN (");
                    let mut keys = query.separated(", ");
                    chunk.iter().for_each(|key| { keys.push_bind(*key); });
                    query.push(")");
                }
                query.push(" GROUP BY f.series");
                query.build_query_as().fetch_all(c).await?
            });
            for (series, batch) in rows {
                figures.entry(series).or_default().push((Period::containing(first, Grain::Year), batch));
            }
        }
    }
    Ok(figures)
}

fn read_figures(text: Option<&str>) -> Result<Vec<(Period, i64)>, StoreError> {
    let figure = |text: &str| {
        let mut words = text.split(' ');
        let mut word = || words.next().unwrap_or_default();
        let (first_day, grain, batch) = (word(), word(), word());
        let corrupt = || StoreError::Corrupt(format!("figure {text}"));
        Ok((period(first_day.parse().map_err(|_| corrupt())?, grain)?, batch.parse().map_err(|_| corrupt())?))
    };
    text.into_iter().flat_map(|text| text.split(',')).map(figure).collect()
}

/// When each of these batches was written.
pub(crate) async fn instants(
    transaction: &mut Transaction,
    batches: Vec<i64>,
) -> Result<HashMap<i64, DateTime<Utc>>, StoreError> {
    let mut instants = HashMap::with_capacity(batches.len());
    for chunk in batches.chunks(KEYS_PER_STATEMENT) {
        let rows: Vec<(i64, DateTime<Utc>)> = on_engine!(&mut *transaction, c => {
            let mut query = sqlx::QueryBuilder::new("SELECT id, recorded_at FROM batch WHERE id IN (");
            let mut keys = query.separated(", ");
            for key in chunk {
                keys.push_bind(*key);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        instants.extend(rows);
    }
    Ok(instants)
}

/// States the last day for which a subject is owed, or that it is owed without end. What was stated before; `None` where
/// there is no such subject.
///
/// # Errors
/// The database fails.
pub async fn end(
    transaction: &mut Transaction,
    subject: Subject<'_>,
    ended: Option<NaiveDate>,
    at: DateTime<Utc>,
) -> Result<Option<Option<NaiveDate>>, StoreError> {
    const FIND: &str = "SELECT id, ended FROM series WHERE item = $1 AND measure = $2 \
        AND COALESCE(supplier, 0) = $3 AND COALESCE(consumer, 0) = $4";
    const END: &str = "UPDATE series SET ended = $2 WHERE id = $1";
    // An earlier instant is asked of what was before.
    const NOTE: &str = "INSERT INTO series_ended (series, changed_at, was) VALUES ($1, $2, $3) \
        ON CONFLICT (series, changed_at) DO NOTHING";
    let found: Option<(i64, Option<NaiveDate>)> = on_engine!(&mut *transaction, c => sqlx::query_as(FIND)
        .bind(subject.item.as_str())
        .bind(subject.measure.code())
        .bind(subject.supplier.unwrap_or(0))
        .bind(subject.consumer.unwrap_or(0))
        .fetch_optional(c)
        .await?);
    let Some((id, before)) = found else { return Ok(None) };
    on_engine!(&mut *transaction, c => sqlx::query(NOTE).bind(id).bind(at).bind(before).execute(c).await.map(drop)?);
    on_engine!(transaction, c => sqlx::query(END).bind(id).bind(ended).execute(c).await.map(drop)?);
    Ok(Some(before))
}
