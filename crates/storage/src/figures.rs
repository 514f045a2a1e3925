//! Figures: current values, and every revision that led to them.

use std::collections::{BTreeMap, HashMap};

use baogong_domain::{DayRange, Grain, ItemCode, Measure, Nature, Period, Quantity};
use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::{
    audit,
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

/// Rows in one statement: four to six values each stay well below both engines' limits.
const ROWS_PER_STATEMENT: usize = 1500;

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

/// One series with the figures that were asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
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

type SeriesId = i64;

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

const fn quoted(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "'day'",
        Grain::Month => "'month'",
        Grain::Year => "'year'",
    }
}

#[derive(sqlx::FromRow)]
struct SeriesRow {
    id: SeriesId,
    item: String,
    measure: String,
    supplier: Option<PartyId>,
    consumer: Option<PartyId>,
    since: NaiveDate,
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

fn period(first_day: NaiveDate, grain: &str) -> Result<Period, StoreError> {
    let grain = Grain::parse(grain).ok_or_else(|| StoreError::Corrupt(format!("grain {grain}")))?;
    Ok(Period::containing(first_day, grain))
}

fn quantity(thousandths: i64) -> Result<Quantity, StoreError> {
    Quantity::from_thousandths(thousandths).map_err(|e| StoreError::Corrupt(e.to_string()))
}

fn measure(code: &str) -> Result<Measure, StoreError> {
    Measure::parse(code).ok_or_else(|| StoreError::Corrupt(format!("measure {code}")))
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
    const BATCH: &str = "INSERT INTO batch (recorded_at, actor, source, reason) VALUES ($1, $2, $3, $4) RETURNING id";
    audit::take_head(transaction).await?;
    let batch: i64 = on_engine!(&mut *transaction, c => sqlx::query_scalar(BATCH)
        .bind(header.recorded_at)
        .bind(header.actor)
        .bind(header.source)
        .bind(header.reason)
        .fetch_one(c)
        .await?);
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
    batch: i64,
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
                on_engine!(&mut *transaction, c =>
                    sqlx::query(MOVE_BACK).bind(since).bind(*id).execute(c).await.map(drop)?);
            }
            KnownSeries { id: *id, is_new: false }
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
            KnownSeries { id, is_new: true }
        };
        ids.insert(subject, entry);
    }
    Ok(ids)
}

async fn put_current(transaction: &mut Transaction, batch: i64, rows: &[Row<'_>]) -> Result<(), StoreError> {
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

async fn add_revisions(transaction: &mut Transaction, batch: i64, rows: &[Row<'_>]) -> Result<(), StoreError> {
    on_engine!(transaction, c => {
        let mut query = sqlx::QueryBuilder::new(
            "INSERT INTO figure_revision (series, first_day, grain, quantity, note, batch) ",
        );
        push_rows!(query, batch, rows);
        query.build().execute(c).await.map(drop)?;
    });
    Ok(())
}

async fn series_rows(
    transaction: &mut Transaction,
    item: &ItemCode,
    as_of: Option<DateTime<Utc>>,
) -> Result<Vec<SeriesRow>, StoreError> {
    const NOW: &str = "SELECT id, item, measure, supplier, consumer, since FROM series WHERE item = $1 ORDER BY id";
    const THEN: &str = "SELECT s.id, s.item, s.measure, s.supplier, s.consumer, s.since FROM series s \
        JOIN batch b ON b.id = s.batch WHERE s.item = $1 AND b.recorded_at <= $2 ORDER BY s.id";
    Ok(match as_of {
        None => on_engine!(transaction, c => sqlx::query_as(NOW).bind(item.as_str()).fetch_all(c).await?),
        Some(instant) => on_engine!(transaction, c =>
            sqlx::query_as(THEN).bind(item.as_str()).bind(instant).fetch_all(c).await?),
    })
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
        f.quantity, ROW_NUMBER() OVER (PARTITION BY f.series, f.first_day, f.grain ORDER BY f.batch DESC) AS newest \
        FROM series s CROSS JOIN figure_revision f JOIN batch b ON b.id = f.batch \
        WHERE s.item = $1 AND f.series = s.id AND f.first_day BETWEEN $2 AND $3 \
        AND f.grain <> 'year' AND b.recorded_at <= $4) AS known WHERE newest = 1 GROUP BY series";
    const YEARS_THEN: &str = "SELECT series, \
        CAST(first_day AS TEXT) || ' ' || grain || ' ' || CAST(quantity AS TEXT) AS figures \
        FROM (SELECT f.series, f.first_day, f.grain, \
        f.quantity, ROW_NUMBER() OVER (PARTITION BY f.series ORDER BY f.batch DESC) AS newest \
        FROM series s CROSS JOIN figure_revision f JOIN batch b ON b.id = f.batch \
        WHERE s.item = $1 AND f.series = s.id AND f.first_day = $2 \
        AND f.grain = 'year' AND b.recorded_at <= $3) AS known WHERE newest = 1";
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
        SELECT s.id, s.measure, s.supplier, s.consumer, f.first_day, f.grain, f.quantity, f.note, \
        ROW_NUMBER() OVER (PARTITION BY f.series, f.first_day, f.grain ORDER BY f.batch DESC) AS newest \
        FROM series s CROSS JOIN figure_revision f JOIN batch b ON b.id = f.batch \
        WHERE s.item = $1 AND f.series = s.id AND f.first_day BETWEEN $2 AND $3 \
        AND ($4 = '' OR s.measure = $4) AND ($5 = 0 OR s.supplier = $5 OR s.consumer = $5) \
        AND b.recorded_at <= $6) AS known WHERE newest = 1 ORDER BY first_day, grain, measure, id";
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
