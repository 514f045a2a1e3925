//! One run of the reconciler, without its storage: open alerts and answers in, what changes out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::{AlertKey, Answer, Event, EventKind, Phase, Relations, WatchSettings, Watched, cause::Causes};

/// What a run is given.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// The evaluation day: never an earlier one than that of the run before.
    pub day: NaiveDate,
    /// Now.
    pub now: DateTime<Utc>,
    /// What holds on the day.
    pub settings: &'a WatchSettings,
    /// Open alerts. One without an answer was not asked about: only its clocks and its cause are looked at.
    pub open: Vec<Watched>,
    /// Open alerts that may be causes of those, and are left as they are.
    pub neighbours: Vec<Watched>,
    /// What the day's figures answer, about all that was asked.
    pub answers: BTreeMap<AlertKey, Answer>,
    /// Who is whose.
    pub relations: Relations,
}

/// An alert that has changed, with what is to be written on its timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// As it stands now.
    pub alert: Watched,
    /// What happened; nothing where only its numbers have changed.
    pub events: Vec<Event>,
}

/// What a run changes. Everything else stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diff {
    /// Alerts that were open, by key.
    pub changed: Vec<Changed>,
    /// New alerts, by key.
    pub opened: Vec<Changed>,
}

impl Diff {
    /// Whether there is nothing to write.
    pub const fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.opened.is_empty()
    }
}

/// An alert on its way through the run.
struct Working {
    before: Option<Watched>,
    alert: Watched,
    events: Vec<EventKind>,
}

/// Says what the answers change.
pub fn analyze(input: Input<'_>) -> Diff {
    let Input { day, now, settings, open, neighbours, answers, relations } = input;
    let mut working = judged(open, &answers, day, now, settings);
    working.sort_by(|a, b| (&a.alert.key, a.before.is_none()).cmp(&(&b.alert.key, b.before.is_none())));
    let others: Vec<Watched> = working.iter().map(|w| w.alert.clone()).chain(neighbours).collect();
    let causes = Causes::among(others.iter());
    let mut diff = Diff::default();
    for Working { before, mut alert, mut events } in working {
        let cause = match alert.phase {
            Phase::Firing { .. } | Phase::Recovering { .. } => causes.of(&alert, &relations, settings),
            Phase::Pending { .. } | Phase::Resolved { .. } => None,
        };
        let key = cause.map(|cause| cause.key.clone());
        // What has passed keeps what it followed from.
        if alert.phase.is_open() && key != alert.cause {
            events.extend(key.clone().map(|cause| EventKind::Grouped { cause }));
            events.extend(key.is_none().then_some(EventKind::StandsAlone));
            alert.cause = key;
        }
        let suppressed = cause.is_some_and(|cause| cause.level >= alert.level);
        let (alert, events) = alert.settle(events, suppressed, now, settings);
        match before {
            Some(before) if before == alert => {}
            Some(_) => diff.changed.push(Changed { alert, events }),
            None => diff.opened.push(Changed { alert, events }),
        }
    }
    diff
}

/// Levels and phases, without regard to each other.
fn judged(
    open: Vec<Watched>,
    answers: &BTreeMap<AlertKey, Answer>,
    day: NaiveDate,
    now: DateTime<Utc>,
    settings: &WatchSettings,
) -> Vec<Working> {
    let mut still_open = BTreeSet::new();
    let mut working: Vec<Working> = Vec::with_capacity(open.len());
    for before in open {
        let (alert, events) = match answers.get(&before.key) {
            None => (before.clone(), Vec::new()),
            Some(Answer::Unknown) => before.clone().lose_sight(day),
            Some(Answer::Known { judged, facts }) => before.clone().judge(*judged, facts, day, settings),
        };
        if alert.phase.is_open() {
            still_open.insert(alert.key.clone());
        }
        working.push(Working { before: Some(before), alert, events });
    }
    for (key, answer) in answers.iter().filter(|(key, _)| !still_open.contains(*key)) {
        if let Answer::Known { judged, facts } = answer
            && let Some((alert, events)) = Watched::open(key, *judged, facts, day, now)
        {
            working.push(Working { before: None, alert, events });
        }
    }
    working
}
