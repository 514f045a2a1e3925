//! What was known at an earlier instant: alerts as their timelines tell. Numbers of judgements are not on them.

use std::collections::{BTreeMap, HashMap};

use baogong_domain::{
    Level,
    watch::{AlertKey, Moment, WatchBook, Watched, quiet_consequences, replay},
};
use baogong_storage::{
    Transaction,
    watch::{
        alerts::{self, AlertId, StoredAlert},
        settings,
        timeline::{self, TimelineEntry},
    },
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::{ServiceError, Services, city::City};

/// What was open at the instant: as it stands now, by which a reader is let through, and as it stood.
pub(super) async fn open_at(
    transaction: &mut Transaction,
    city: &City,
    at: DateTime<Utc>,
) -> Result<Vec<(StoredAlert, StoredAlert)>, ServiceError> {
    let book = settings::book(transaction).await?;
    let mut entries: BTreeMap<AlertId, Vec<TimelineEntry>> = BTreeMap::new();
    for entry in timeline::of_open_at(transaction, at).await? {
        entries.entry(entry.alert).or_default().push(entry);
    }
    let now = alerts::open_at(transaction, at).await?;
    let ids: HashMap<AlertKey, AlertId> = now.iter().map(|s| (s.alert.key.clone(), s.id)).collect();
    let restored = |stored: &StoredAlert| {
        let entries = entries.get(&stored.id)?;
        let alert = stood(&stored.alert.key, entries, &book, city)?;
        Some((stored.clone(), alert, entries.last().map_or(at, |last| last.recorded_at)))
    };
    let (mut stored, mut alerts) = (Vec::new(), Vec::new());
    for (before, alert, changed_at) in now.iter().filter_map(restored) {
        stored.push((before, changed_at));
        alerts.push(alert);
    }
    quiet_consequences(&mut alerts);
    let pair = |((now, changed_at), alert): ((StoredAlert, DateTime<Utc>), Watched)| {
        let cause = alert.cause.as_ref().and_then(|cause| ids.get(cause)).copied();
        let then = StoredAlert { id: now.id, alert, cause, changed_at, resolved_at: None };
        (now, then)
    };
    Ok(stored.into_iter().zip(alerts).map(pair).collect())
}

fn stood(key: &AlertKey, entries: &[TimelineEntry], book: &WatchBook, city: &City) -> Option<Watched> {
    let patience = |day: NaiveDate, level: Level| {
        book.on(&city.rules.calendar, day).map_or(TimeDelta::zero(), |settings| settings.patience(level))
    };
    let moments = entries.iter().map(|entry| Moment {
        at: entry.recorded_at,
        day: entry.day,
        actor: &entry.actor,
        event: &entry.event,
    });
    replay(key, moments, patience)
}

impl Services {
    /// An instant to be looked back at: what has not come yet cannot be.
    pub(super) fn looking_back(&self, as_of: Option<DateTime<Utc>>) -> Result<(), ServiceError> {
        if as_of.is_some_and(|at| at > self.clock.now()) {
            let message = "这一时刻还没有到 / that instant has not come yet";
            return Err(ServiceError::invalid("instant_ahead", message));
        }
        Ok(())
    }
}
