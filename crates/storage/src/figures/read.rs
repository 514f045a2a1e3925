//! Reading: what a computation needs, and lists; now, or as known at an earlier instant.

use std::collections::HashMap;

use baogong_domain::{DayRange, ItemCode, Measure, Nature, Period, Quantity};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::{SeriesId, SeriesRow, Subject, measure, period, quantity, series_rows};
use crate::{
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

/// Series in one statement.
const SERIES_PER_STATEMENT: usize = 1000;

/// One series with the figures that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
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
    /// Last day of the earliest period ever reported.
    pub since: NaiveDate,
    /// Figures in order.
    pub figures: Vec<(Period, Quantity)>,
}

/// One figure with everything that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The measure.
    pub measure: Measure,
    /// Who supplies.
    pub supplier: Option<PartyId>,
    /// Who needs.
    pub consumer: Option<PartyId>,
    /// Its period.
    pub period: Period,
    /// Its quantity.
    pub quantity: Quantity,
    /// The reporter's remark.
    pub note: String,
}

/// All figures of a series that were asked for, in one text: a row each would cost more than the figures themselves.
#[derive(sqlx::FromRow)]
struct FiguresRow {
    series: SeriesId,
    /// None where the series has no such figures.
    figures: Option<String>,
}

impl FiguresRow {
    /// Reads `2026-11-01 day 1500,2026-11 …`.
    fn read(&self) -> impl Iterator<Item = Result<(Period, Quantity), StoreError>> {
        self.figures.iter().flat_map(|figures| figures.split(',')).map(|text| {
            let mut words = text.split(' ');
            let mut word = || words.next().unwrap_or_default();
            let (first_day, grain, thousandths) = (word(), word(), word());
            let corrupt = || StoreError::Corrupt(format!("figure {text}"));
            let first_day = first_day.parse().map_err(|_| corrupt())?;
            Ok((period(first_day, grain)?, quantity(thousandths.parse().map_err(|_| corrupt())?)?))
        })
    }
}

/// All series of an item, each with the figures that a computation over `range` reads: the days and months of every
/// month it touches, and the year's figures; for a quota, or where a year's figure is to be spread, of whole years.
/// History outside is not read. With `as_of` the figures are those known at that instant.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn load(
    transaction: &mut Transaction,
    item: &ItemCode,
    nature: Nature,
    range: DayRange,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<Loaded>, StoreError> {
    let years = range.whole_years();
    let yearly = figure_rows(transaction, item, Reach::Years(years), as_of).await?;
    let span = if nature == Nature::Quota || !yearly.is_empty() { years } else { range.whole_months() };
    let finer = figure_rows(transaction, item, Reach::DaysAndMonths(span), as_of).await?;
    let series = series_rows(transaction, item, as_of).await?;
    let mut loaded: Vec<Loaded> = Vec::with_capacity(series.len());
    let mut places = HashMap::with_capacity(series.len());
    for row in series {
        places.insert(row.id, loaded.len());
        loaded.push(Loaded {
            id: row.id,
            item: ItemCode::parse(&row.item).ok_or_else(|| StoreError::Corrupt(format!("item {}", row.item)))?,
            measure: measure(&row.measure)?,
            supplier: row.supplier,
            consumer: row.consumer,
            since: row.since,
            figures: Vec::new(),
        });
    }
    for row in yearly.into_iter().chain(finer) {
        if let Some(place) = places.get(&row.series) {
            for figure in row.read() {
                loaded[*place].figures.push(figure?);
            }
        }
    }
    Ok(loaded)
}

/// As [`load`], of what concerns some parties alone: all series in which one of them is the consumer, and what one of
/// them supplies to nobody in particular; each with its key. The cost does not grow with the others.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn load_of(
    transaction: &mut Transaction,
    item: &ItemCode,
    nature: Nature,
    range: DayRange,
    parties: &[PartyId],
) -> Result<Vec<(SeriesId, Loaded)>, StoreError> {
    const SERIES: &str = "SELECT id, item, measure, supplier, consumer, since FROM series \
        WHERE item = $1 AND consumer = $2 UNION ALL \
        SELECT id, item, measure, supplier, consumer, since FROM series \
        WHERE item = $1 AND supplier = $2 AND consumer IS NULL";
    let mut loaded: Vec<(SeriesId, Loaded)> = Vec::new();
    for party in parties {
        let rows: Vec<SeriesRow> = on_engine!(&mut *transaction, c =>
            sqlx::query_as(SERIES).bind(item.as_str()).bind(*party).fetch_all(c).await?);
        for row in rows {
            let series = Loaded {
                id: row.id,
                item: item.clone(),
                measure: measure(&row.measure)?,
                supplier: row.supplier,
                consumer: row.consumer,
                since: row.since,
                figures: Vec::new(),
            };
            loaded.push((row.id, series));
        }
    }
    let keys: Vec<SeriesId> = loaded.iter().map(|(id, _)| *id).collect();
    let years = range.whole_years();
    let yearly = figures_of(transaction, &keys, years, "= 'year'").await?;
    let span = if nature == Nature::Quota || !yearly.is_empty() { years } else { range.whole_months() };
    let finer = figures_of(transaction, &keys, span, "<> 'year'").await?;
    let mut figures: HashMap<SeriesId, Vec<(Period, Quantity)>> = HashMap::new();
    for (series, first_day, grain, thousandths) in yearly.into_iter().chain(finer) {
        figures.entry(series).or_default().push((period(first_day, &grain)?, quantity(thousandths)?));
    }
    for (id, series) in &mut loaded {
        series.figures = figures.remove(id).unwrap_or_default();
    }
    Ok(loaded)
}

/// The figures of some series whose periods begin on these days, of some grains.
async fn figures_of(
    transaction: &mut Transaction,
    series: &[SeriesId],
    days: DayRange,
    grains: &'static str,
) -> Result<Vec<(SeriesId, NaiveDate, String, i64)>, StoreError> {
    let mut found = Vec::new();
    for chunk in series.chunks(SERIES_PER_STATEMENT) {
        let rows: Vec<(SeriesId, NaiveDate, String, i64)> = on_engine!(&mut *transaction, c => {
            let mut query =
                sqlx::QueryBuilder::new("SELECT series, first_day, grain, quantity FROM figure WHERE first_day BETWEEN ");
            query.push_bind(days.first).push(" AND ").push_bind(days.last).push(" AND grain ").push(grains);
            query.push(" AND series IN (");
            let mut keys = query.separated(", ");
            for key in chunk {
                keys.push_bind(*key);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await?
        });
        found.extend(rows);
    }
    Ok(found)
}

#[derive(Clone, Copy)]
enum Reach {
    DaysAndMonths(DayRange),
    Years(DayRange),
}

async fn figure_rows(
    transaction: &mut Transaction,
    item: &ItemCode,
    reach: Reach,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<FiguresRow>, StoreError> {
    // CROSS JOIN keeps SQLite to the order written: the item's series first, then a short range of each. The figures
    // are joined series by series, so that nothing has to be sorted.
    const FINER_NOW: &str = "SELECT s.id AS series, \
        (SELECT string_agg(CAST(f.first_day AS TEXT) || ' ' || f.grain || ' ' || CAST(f.quantity AS TEXT), ',') \
        FROM figure f WHERE f.series = s.id AND f.first_day BETWEEN $2 AND $3 AND f.grain <> 'year') AS figures \
        FROM series s WHERE s.item = $1";
    const YEARS_NOW: &str = "SELECT f.series, \
        CAST(f.first_day AS TEXT) || ' ' || f.grain || ' ' || CAST(f.quantity AS TEXT) AS figures \
        FROM series s CROSS JOIN figure f WHERE s.item = $1 AND f.series = s.id \
        AND f.first_day = $2 AND f.grain = 'year'";
    const FINER_THEN: &str = "SELECT series, \
        string_agg(CAST(first_day AS TEXT) || ' ' || grain || ' ' || CAST(quantity AS TEXT), ',') AS figures \
        FROM (SELECT f.series, f.first_day, f.grain, \
        f.quantity, f.withdrawn, \
        ROW_NUMBER() OVER (PARTITION BY f.series, f.first_day, f.grain ORDER BY f.batch DESC) AS newest \
        FROM series s CROSS JOIN figure_revision f JOIN batch b ON b.id = f.batch \
        WHERE s.item = $1 AND f.series = s.id AND f.first_day BETWEEN $2 AND $3 \
        AND f.grain <> 'year' AND b.recorded_at <= $4) AS known WHERE newest = 1 AND NOT withdrawn GROUP BY series";
    const YEARS_THEN: &str = "SELECT series, \
        CAST(first_day AS TEXT) || ' ' || grain || ' ' || CAST(quantity AS TEXT) AS figures \
        FROM (SELECT f.series, f.first_day, f.grain, \
        f.quantity, f.withdrawn, ROW_NUMBER() OVER (PARTITION BY f.series ORDER BY f.batch DESC) AS newest \
        FROM series s CROSS JOIN figure_revision f JOIN batch b ON b.id = f.batch \
        WHERE s.item = $1 AND f.series = s.id AND f.first_day = $2 \
        AND f.grain = 'year' AND b.recorded_at <= $3) AS known WHERE newest = 1 AND NOT withdrawn";
    match (reach, as_of) {
        (Reach::DaysAndMonths(range), None) => Ok(on_engine!(transaction, c => sqlx::query_as(FINER_NOW)
            .bind(item.as_str())
            .bind(range.first)
            .bind(range.last)
            .fetch_all(c)
            .await?)),
        (Reach::DaysAndMonths(range), Some(instant)) => Ok(on_engine!(transaction, c => sqlx::query_as(FINER_THEN)
            .bind(item.as_str())
            .bind(range.first)
            .bind(range.last)
            .bind(instant)
            .fetch_all(c)
            .await?)),
        (Reach::Years(range), as_of) => {
            let mut rows = Vec::new();
            for year in range.first.year()..=range.last.year() {
                let Some(first) = NaiveDate::from_ymd_opt(year, 1, 1) else { continue };
                let found: Vec<FiguresRow> = match as_of {
                    None => on_engine!(&mut *transaction, c =>
                        sqlx::query_as(YEARS_NOW).bind(item.as_str()).bind(first).fetch_all(c).await?),
                    Some(instant) => on_engine!(&mut *transaction, c => sqlx::query_as(YEARS_THEN)
                        .bind(item.as_str())
                        .bind(first)
                        .bind(instant)
                        .fetch_all(c)
                        .await?),
                };
                rows.extend(found);
            }
            Ok(rows)
        }
    }
}

/// The suppliers whose plan of an item names a consumer.
///
/// # Errors
/// The database fails.
pub async fn planned_by(
    transaction: &mut Transaction,
    item: &ItemCode,
    consumer: PartyId,
) -> Result<Vec<PartyId>, StoreError> {
    const SQL: &str = "SELECT supplier FROM series WHERE item = $1 AND consumer = $2 AND measure = 'plan' \
        AND supplier IS NOT NULL ORDER BY supplier";
    Ok(on_engine!(transaction, c =>
        sqlx::query_scalar(SQL).bind(item.as_str()).bind(consumer).fetch_all(c).await?))
}

/// What is ever reported of an item, unless all of it was withdrawn.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn subjects<'i>(transaction: &mut Transaction, item: &'i ItemCode) -> Result<Vec<Subject<'i>>, StoreError> {
    let rows = series_rows(transaction, item, None).await?;
    let subject = |row: super::SeriesRow| {
        Ok(Subject { item, measure: measure(&row.measure)?, supplier: row.supplier, consumer: row.consumer })
    };
    rows.into_iter().filter(|row| row.since != super::NEVER).map(subject).collect()
}

/// Which figures to list.
#[derive(Clone, Copy, Debug)]
pub struct Filter<'a> {
    /// The item.
    pub item: &'a ItemCode,
    /// One measure, or all.
    pub measure: Option<Measure>,
    /// A party on either side, or all.
    pub party: Option<PartyId>,
    /// Figures whose period begins on these days.
    pub range: DayRange,
    /// As known at this instant, or now.
    pub as_of: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct ListedRow {
    measure: String,
    supplier: Option<PartyId>,
    consumer: Option<PartyId>,
    first_day: NaiveDate,
    grain: String,
    quantity: i64,
    note: String,
}

/// Lists figures, ordered by period, measure and parties.
///
/// # Errors
/// The database fails or holds what does not read.
pub async fn list(transaction: &mut Transaction, filter: Filter<'_>) -> Result<Vec<Listed>, StoreError> {
    const NOW: &str = "SELECT s.measure, s.supplier, s.consumer, f.first_day, f.grain, f.quantity, f.note \
        FROM series s CROSS JOIN figure f WHERE s.item = $1 AND f.series = s.id AND f.first_day BETWEEN $2 AND $3 \
        AND ($4 = '' OR s.measure = $4) AND ($5 = 0 OR s.supplier = $5 OR s.consumer = $5) \
        ORDER BY f.first_day, f.grain, s.measure, s.id";
    const THEN: &str = "SELECT measure, supplier, consumer, first_day, grain, quantity, note FROM (\
        SELECT s.id, s.measure, s.supplier, s.consumer, f.first_day, f.grain, f.quantity, f.note, f.withdrawn, \
        ROW_NUMBER() OVER (PARTITION BY f.series, f.first_day, f.grain ORDER BY f.batch DESC) AS newest \
        FROM series s CROSS JOIN figure_revision f JOIN batch b ON b.id = f.batch \
        WHERE s.item = $1 AND f.series = s.id AND f.first_day BETWEEN $2 AND $3 \
        AND ($4 = '' OR s.measure = $4) AND ($5 = 0 OR s.supplier = $5 OR s.consumer = $5) \
        AND b.recorded_at <= $6) AS known WHERE newest = 1 AND NOT withdrawn ORDER BY first_day, grain, measure, id";
    let chosen = filter.measure.map_or("", Measure::code);
    let party = filter.party.unwrap_or(0);
    let rows: Vec<ListedRow> = match filter.as_of {
        None => on_engine!(transaction, c => sqlx::query_as(NOW)
            .bind(filter.item.as_str())
            .bind(filter.range.first)
            .bind(filter.range.last)
            .bind(chosen)
            .bind(party)
            .fetch_all(c)
            .await?),
        Some(instant) => on_engine!(transaction, c => sqlx::query_as(THEN)
            .bind(filter.item.as_str())
            .bind(filter.range.first)
            .bind(filter.range.last)
            .bind(chosen)
            .bind(party)
            .bind(instant)
            .fetch_all(c)
            .await?),
    };
    let listed = |row: ListedRow| {
        Ok(Listed {
            measure: measure(&row.measure)?,
            supplier: row.supplier,
            consumer: row.consumer,
            period: period(row.first_day, &row.grain)?,
            quantity: quantity(row.quantity)?,
            note: row.note,
        })
    };
    rows.into_iter().map(listed).collect()
}
