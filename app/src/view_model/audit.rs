//! The audit trail's page.

use baogong_services::{
    ServiceError,
    audit::{AuditEntry, SEARCHED, Search, office_midnight, office_time},
    clock::Clock,
};
use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::model::{
    Taken,
    audit::{AuditAsk, AuditLine, AuditView},
};

/// What was typed, read.
pub(crate) fn search(ask: &AuditAsk) -> Result<Search, ServiceError> {
    let day = |text: &str, after: u64| -> Result<Option<DateTime<Utc>>, ServiceError> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let unread =
            || ServiceError::invalid("date_invalid", format!("“{text}” 不是日期 / is not a date, such as 2026-11-23"));
        let day: NaiveDate = text.trim().parse().map_err(|_| unread())?;
        let day = day.checked_add_days(Days::new(after)).ok_or_else(unread)?;
        Ok(Some(office_midnight(day)))
    };
    Ok(Search {
        before: ask.before.trim().parse().unwrap_or(0),
        actor: ask.actor.clone(),
        action: ask.action.clone(),
        subject: ask.subject.clone(),
        origin: ask.origin.clone(),
        from: day(&ask.from, 0)?,
        to: day(&ask.to, 1)?,
    })
}

/// The entries as the page shows them.
pub(crate) fn view(entries: Vec<AuditEntry>, clock: Clock, synthetic: bool) -> AuditView {
    let full = entries.len() >= usize::from(SEARCHED);
    let older = entries.last().map(|entry| entry.seq).filter(|seq| full && *seq > 1);
    let line = |entry: AuditEntry| {
        let mut details = Vec::new();
        if let Ok(detail) = serde_json::from_str(&entry.detail) {
            flatten("", &detail, &mut details);
        }
        AuditLine {
            seq: entry.seq,
            at: office_time(entry.recorded_at),
            actor: entry.actor,
            origin: entry.origin,
            action: entry.action,
            subject: entry.subject,
            details,
        }
    };
    let taken = Taken { at: clock.office_now(), today: clock.today(), synthetic };
    AuditView { taken, entries: entries.into_iter().map(line).collect(), older }
}

/// Every value that stands anywhere in a detail, with the way to it.
fn flatten(path: &str, value: &serde_json::Value, into: &mut Vec<(String, String)>) {
    use serde_json::Value;
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                flatten(&if path.is_empty() { name.clone() } else { format!("{path}.{name}") }, value, into);
            }
        }
        Value::Null => {}
        Value::String(text) => into.push((path.to_owned(), text.clone())),
        other => into.push((path.to_owned(), other.to_string())),
    }
}
