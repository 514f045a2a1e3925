//! Duties as they were known at an earlier instant: read from the revisions instead of the current values.

use baogong_domain::{DayRange, period::minus_days};
use chrono::{DateTime, NaiveDate, Utc};

use super::{BY_DAY_WITHIN, DutyRow};
use crate::{
    engine::{StoreError, Transaction, on_engine},
    parties::PartyId,
};

/// The condition that a revision `f` of batch `b` stood at the instant: known by then, the newest by then, and not a
/// withdrawal. A macro because each engine has a builder of its own type.
macro_rules! push_stood {
    ($query:expr, $instant:expr) => {
        $query.push(" AND NOT f.withdrawn AND b.recorded_at <= ");
        $query.push_bind($instant);
        $query.push(
            " AND NOT EXISTS (SELECT 1 FROM figure_revision n JOIN batch o ON o.id = n.batch WHERE n.series = f.series \
             AND n.first_day = f.first_day AND n.grain = f.grain AND n.batch > f.batch AND o.recorded_at <= ",
        );
        $query.push_bind($instant);
        $query.push(")");
    };
}

/// The rows of [`super::load_at`].
pub(super) async fn duty_rows(
    transaction: &mut Transaction,
    parties: Option<&[PartyId]>,
    months: DayRange,
    instant: DateTime<Utc>,
) -> Result<Vec<DutyRow>, StoreError> {
    Ok(on_engine!(transaction, c => {
        let mut query = sqlx::QueryBuilder::new(
            "SELECT s.id, s.item, s.measure, s.supplier, s.consumer, \
             COALESCE((SELECT h.was FROM series_since h JOIN batch a ON a.id = h.batch \
             WHERE h.series = s.id AND a.recorded_at > ",
        );
        query.push_bind(instant).push(" ORDER BY h.batch LIMIT 1), s.since) AS since, ");
        query.push("CASE WHEN EXISTS (SELECT 1 FROM series_ended e WHERE e.series = s.id AND e.changed_at > ");
        query.push_bind(instant);
        query.push(") THEN (SELECT e.was FROM series_ended e WHERE e.series = s.id AND e.changed_at > ");
        query.push_bind(instant).push(" ORDER BY e.changed_at LIMIT 1) ELSE s.ended END AS ended, ");
        query.push("EXISTS (SELECT 1 FROM figure_revision f JOIN batch b ON b.id = f.batch ");
        query.push("WHERE f.series = s.id AND f.grain = 'day' AND f.first_day BETWEEN ");
        query.push_bind(minus_days(months.last, BY_DAY_WITHIN)).push(" AND ").push_bind(months.last);
        push_stood!(query, instant);
        query.push(
            ") AS by_day, (SELECT string_agg(CAST(f.first_day AS TEXT) || ' ' || f.grain || ' ' || CAST(\
             (SELECT MIN(r.batch) FROM figure_revision r \
             WHERE r.series = f.series AND r.first_day = f.first_day AND r.grain = f.grain) AS TEXT), ',') \
             FROM figure_revision f JOIN batch b ON b.id = f.batch \
             WHERE f.series = s.id AND f.grain <> 'year' AND f.first_day BETWEEN ",
        );
        query.push_bind(months.first).push(" AND ").push_bind(months.last);
        push_stood!(query, instant);
        query.push(") AS figures FROM series s JOIN batch m ON m.id = s.batch WHERE m.recorded_at <= ");
        query.push_bind(instant);
        if let Some(parties) = parties {
            query.push(" AND (s.supplier IN (");
            let mut keys = query.separated(", ");
            for key in parties {
                keys.push_bind(*key);
            }
            query.push(") OR s.consumer IN (");
            let mut keys = query.separated(", ");
            for key in parties {
                keys.push_bind(*key);
            }
            query.push("))");
        }
        query.push(" ORDER BY s.id");
        query.build_query_as().fetch_all(c).await?
    }))
}

/// The year's figures that stood, by series, each with the batch of its first revision.
pub(super) async fn year_rows(
    transaction: &mut Transaction,
    series: Option<&[i64]>,
    first: NaiveDate,
    instant: DateTime<Utc>,
) -> Result<Vec<(i64, i64)>, StoreError> {
    Ok(on_engine!(transaction, c => {
        let mut query = sqlx::QueryBuilder::new(
            "SELECT f.series, (SELECT MIN(r.batch) FROM figure_revision r \
             WHERE r.series = f.series AND r.first_day = f.first_day AND r.grain = f.grain) \
             FROM series s CROSS JOIN figure_revision f JOIN batch b ON b.id = f.batch \
             WHERE f.series = s.id AND f.grain = 'year' AND f.first_day = ",
        );
        query.push_bind(first);
        push_stood!(query, instant);
        if let Some(series) = series {
            query.push(" AND s.id IN (");
            let mut keys = query.separated(", ");
            for key in series {
                keys.push_bind(*key);
            }
            query.push(")");
        }
        query.build_query_as().fetch_all(c).await?
    }))
}
