//! Which cells of a sheet are owed and overdue.

use std::collections::HashSet;

use baogong_domain::{
    DayRange, Period,
    duty::{Obligation, OwedState, owed},
    period::last_of_month,
};
use baogong_storage::{PartyId, Transaction, duties, figures::Subject};

use super::{cells::Stage, reading::Named};
use crate::{ServiceError, clock::office_zone};

/// The sheet's cells of which the deadline has passed without a figure that is owed.
pub(super) async fn missing<'c>(
    transaction: &mut Transaction,
    stage: &Stage<'_>,
    subjects: &[Named<'c>],
) -> Result<HashSet<(Subject<'c>, Period)>, ServiceError> {
    let now = stage.now.with_timezone(&office_zone()).naive_local();
    // Nothing that begins after this month is due.
    let DayRange { first, last } = stage.days();
    let range = DayRange { first, last: last.min(last_of_month(now.date())) };
    if range.last < range.first || subjects.is_empty() {
        return Ok(HashSet::new());
    }
    let parties = subjects.iter().filter_map(|n| n.subject.supplier.or(n.subject.consumer));
    let mut parties: Vec<PartyId> = parties.collect();
    parties.sort_unstable();
    parties.dedup();
    let duties = duties::load(transaction, Some(&parties), range).await?;
    let mut missing = HashSet::new();
    for duty in duties {
        let same = |n: &&Named<'_>| {
            let of = n.subject;
            (of.item, of.measure, of.supplier, of.consumer) == (&duty.item, duty.measure, duty.supplier, duty.consumer)
        };
        let Some(named) = subjects.iter().find(same) else { continue };
        let instant = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&office_zone()).naive_local();
        let obligation = Obligation {
            item: named.item,
            measure: duty.measure,
            since: duty.since,
            ended: duty.ended,
            by_day: duty.by_day,
            known: duty.known.into_iter().map(|(period, at)| (period, instant(at))).collect(),
        };
        let owed = owed(stage.city.terms(), &obligation, range, now);
        let late = owed.into_iter().filter(|o| o.state == OwedState::Missing);
        missing.extend(late.map(|o| (named.subject, o.period)));
    }
    Ok(missing)
}
