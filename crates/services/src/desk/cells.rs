//! A sheet's cells: what stands in them, whether they may be written now, what is said about them.

use std::collections::HashMap;

use baogong_domain::{DayRange, Grain, ItemCode, Period, access::Actor, duty::Gate};
use baogong_storage::{Transaction, comments, desk, figures::Subject, openings};
use chrono::{DateTime, NaiveDate, Utc};

use super::{Cell, Row, late, passes_locks, reading::Named};
use crate::{ServiceError, balances::covering, city::City, clock::office_zone};

/// What a sheet's cells are seen in: when, by whom, over which periods of one length.
pub(super) struct Stage<'a> {
    pub(super) city: &'a City,
    pub(super) actor: &'a Actor,
    pub(super) now: DateTime<Utc>,
    pub(super) periods: &'a [Period],
}

impl Stage<'_> {
    pub(super) fn grain(&self) -> Grain {
        self.periods.first().map_or(Grain::Day, |period| period.grain())
    }

    pub(super) fn days(&self) -> DayRange {
        covering(self.periods)
    }
}

/// Whether a figure could be written at `now`; for those whom no lock holds back it only takes a reason.
pub(super) fn gate(stage: &Stage<'_>, open: &[openings::Opening], of: &Named<'_>, period: Period) -> Gate {
    let answerable = of.answerable(stage.city);
    let covering = open.iter().filter(|o| Some(o.party) == answerable && o.covers(&of.item.code, period));
    let until = covering.map(|o| o.until.with_timezone(&office_zone()).naive_local()).max();
    let now = stage.now.with_timezone(&office_zone()).naive_local();
    match stage.city.terms().gate(of.item, of.key.measure(), period, now, until) {
        Gate::Locked if passes_locks(stage.actor) => Gate::Reason,
        gate => gate,
    }
}

/// The rows of the subjects, in their order.
pub(super) async fn fill(
    transaction: &mut Transaction,
    stage: &Stage<'_>,
    subjects: Vec<Named<'_>>,
) -> Result<Vec<Row>, ServiceError> {
    let first_days: Vec<NaiveDate> = stage.periods.iter().map(|period| period.first_day()).collect();
    let series: Vec<_> = subjects.iter().filter_map(|named| named.series).collect();
    let known = desk::cells(transaction, &series, stage.grain(), &first_days).await?;
    let mut known: HashMap<_, _> = known.into_iter().map(|cell| ((cell.series, cell.period), cell)).collect();
    let comments = comment_counts(transaction, stage, &subjects).await?;
    let late = late::missing(transaction, stage, &subjects).await?;
    let open = openings::running(transaction, None, stage.now).await?;
    let row = |named: Named<'_>| {
        let mut cell = |period: Period| {
            let found = named.series.and_then(|series| known.remove(&(series, period)));
            Cell {
                gate: gate(stage, &open, &named, period),
                comments: comments.get(&(named.subject, period)).copied().unwrap_or(0),
                late: late.contains(&(named.subject, period)),
                quantity: found.as_ref().and_then(|cell| cell.quantity),
                revision: found.as_ref().map_or(0, |cell| cell.revision),
                note: found.map(|cell| cell.note).unwrap_or_default(),
            }
        };
        let cells = stage.periods.iter().map(|period| cell(*period)).collect();
        Row { writable: named.is_writable(stage.actor), cells, key: named.key }
    };
    Ok(subjects.into_iter().map(row).collect())
}

async fn comment_counts<'c>(
    transaction: &mut Transaction,
    stage: &Stage<'_>,
    subjects: &[Named<'c>],
) -> Result<HashMap<(Subject<'c>, Period), u32>, ServiceError> {
    let mut items: Vec<&'c ItemCode> = subjects.iter().map(|named| named.subject.item).collect();
    items.sort_unstable();
    items.dedup();
    let mut counts = HashMap::new();
    for item in items {
        for count in comments::counts(transaction, item, stage.grain(), stage.days()).await? {
            let comments::Count { measure, supplier, consumer, period, comments } = count;
            counts.insert((Subject { item, measure, supplier, consumer }, period), comments);
        }
    }
    Ok(counts)
}
