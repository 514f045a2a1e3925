//! The timelines of all alerts as one table, in the order of days.

use std::{collections::BTreeMap, fmt::Write as _};

use baogong_domain::{
    access::Actor,
    watch::{AlertKey, EventKind},
};
use baogong_services::{
    Services,
    watch::{AlertEntry, AlertFilter, AlertState},
};
use chrono::{DateTime, NaiveDate, Utc};

/// One entry of an alert's timeline.
pub(crate) struct Line {
    pub(crate) day: NaiveDate,
    pub(crate) key: AlertKey,
    pub(crate) event: EventKind,
    pub(crate) rings: bool,
}

/// An instant in the office.
pub(crate) fn office(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let zone = chrono::FixedOffset::east_opt(8 * 3600).unwrap();
    day.and_hms_opt(hour, minute, 0).unwrap().and_local_timezone(zone).unwrap().to_utc()
}

/// Every alert, open or passed.
pub(crate) async fn alerts(services: &Services) -> Vec<AlertEntry> {
    let mut filter = AlertFilter::default();
    let mut found = services.alerts(&Actor::System, &filter).await.unwrap().alerts;
    filter.state = AlertState::Resolved;
    loop {
        let page = services.alerts(&Actor::System, &filter).await.unwrap();
        found.extend(page.alerts);
        filter.before = page.next;
        if page.next.is_none() {
            return found;
        }
    }
}

/// What happened to the alerts that `wanted` lets through, by day, kind, scope and order.
pub(crate) async fn history(services: &Services, wanted: impl Fn(&AlertKey) -> bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for AlertEntry { id, alert, .. } in alerts(services).await.into_iter().filter(|e| wanted(&e.alert.key)) {
        let detail = services.alert(&Actor::System, id).await.unwrap();
        lines.extend(detail.timeline.into_iter().map(|entry| {
            let line =
                Line { day: entry.day, key: alert.key.clone(), event: entry.event.kind, rings: entry.event.rings };
            (entry.id, line)
        }));
    }
    lines.sort_by(|(a_id, a), (b_id, b)| (a.day, &a.key, a_id).cmp(&(b.day, &b.key, b_id)));
    lines.into_iter().map(|(_, line)| line).collect()
}

impl Line {
    /// `opened red`, `rose yellow→red`; nothing for what people did and for escalation.
    pub(crate) fn words(&self) -> Option<String> {
        let bell = if self.rings { " 🔔" } else { "" };
        let words = match &self.event {
            EventKind::Opened { level, pending: true } => format!("pending {}", level.code()),
            EventKind::Opened { level, pending: false } => format!("opened {}", level.code()),
            EventKind::Fired { level } => format!("fired {}", level.code()),
            EventKind::Rose { from, to } => format!("rose {}→{}", from.code(), to.code()),
            EventKind::Fell { from, to } => format!("fell {}→{}", from.code(), to.code()),
            EventKind::Grouped { cause } => format!("under {cause}"),
            EventKind::Recovering
            | EventKind::Relapsed
            | EventKind::Resolved
            | EventKind::BecameUnknown
            | EventKind::KnownAgain
            | EventKind::StandsAlone => self.event.code().replace('_', " "),
            _ => return None,
        };
        Some(format!("{words}{bell}"))
    }
}

/// The table: a heading for each `group` of days, then one line for each alert and day. Alerts of which nothing is told
/// but that they cannot be judged, or can again, are counted.
pub(crate) fn table(lines: &[Line], group: impl Fn(NaiveDate) -> String) -> String {
    let mut days: BTreeMap<NaiveDate, BTreeMap<&AlertKey, Vec<String>>> = BTreeMap::new();
    for line in lines {
        if let Some(words) = line.words() {
            days.entry(line.day).or_default().entry(&line.key).or_default().push(words);
        }
    }
    let (mut text, mut heading) = (String::new(), String::new());
    for (day, alerts) in days {
        if heading != group(day) {
            heading = group(day);
            write!(text, "\n\n{heading}").unwrap();
        }
        let day = day.format("%m-%d");
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (key, words) in &alerts {
            match words.as_slice() {
                [only] if only == "became unknown" || only == "known again" => *counts.entry(only).or_default() += 1,
                words => write!(text, "\n  {day} {key}: {}", words.join(", ")).unwrap(),
            }
        }
        for (words, count) in counts {
            write!(text, "\n  {day} {words}, otherwise as before: {count}").unwrap();
        }
    }
    text.trim_start().to_owned()
}
