//! Writing what a run changes: alerts, causes, silences, timelines, and one entry of the audit trail.

use std::collections::HashMap;

use baogong_domain::{
    Scope,
    access::Actor,
    watch::{AlertKey, Changed, Diff, EventKind},
};
use baogong_storage::{
    Transaction, parties,
    watch::{
        alerts::{self, AlertId, Place, StoredAlert},
        timeline,
    },
};
use chrono::{DateTime, NaiveDate, Utc};

use super::Reconciled;
use crate::{ServiceError, Services, audit::Act};

impl Services {
    /// Applies a diff to the alerts that it was made of.
    pub(super) async fn apply(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        day: NaiveDate,
        now: DateTime<Utc>,
        known: &[StoredAlert],
        diff: &Diff,
    ) -> Result<Reconciled, ServiceError> {
        let mut done = Reconciled { day, ..Reconciled::default() };
        if diff.is_empty() {
            return Ok(done);
        }
        let mut ids: HashMap<AlertKey, AlertId> = known.iter().map(|s| (s.alert.key.clone(), s.id)).collect();
        let before: HashMap<AlertId, &StoredAlert> = known.iter().map(|s| (s.id, s)).collect();
        let mut written: Vec<(AlertId, &Changed)> = Vec::with_capacity(diff.changed.len() + diff.opened.len());
        for changed in &diff.changed {
            let alert = &changed.alert;
            let Some(id) = ids.get(&alert.key).copied() else { continue };
            alerts::put(transaction, id, alert, now).await?;
            if before.get(&id).is_some_and(|before| before.alert.silence != alert.silence) {
                alerts::put_silence(transaction, id, alert.silence.as_ref(), now).await?;
            }
            if !alert.phase.is_open() {
                // Another of the same key may open in the same run.
                ids.remove(&alert.key);
            }
            written.push((id, changed));
        }
        for opened in &diff.opened {
            let place = place(transaction, &opened.alert.key.scope).await?;
            let id = alerts::add(transaction, &opened.alert, place.as_ref(), now).await?;
            ids.insert(opened.alert.key.clone(), id);
            written.push((id, opened));
        }
        for (id, Changed { alert, events }) in written {
            let cause = alert.cause.as_ref().and_then(|cause| ids.get(cause)).copied();
            let moved = before.get(&id).is_none_or(|before| before.cause != cause);
            if moved && alert.phase.is_open() {
                alerts::put_cause(transaction, id, cause).await?;
            }
            for event in events {
                timeline::add(transaction, id, (now, day), actor.name(), event).await?;
                done.count(&event.kind, event.rings);
            }
        }
        let detail = serde_json::json!({
            "opened": done.opened, "rose": done.rose, "fell": done.fell, "resolved": done.resolved,
            "unknown": done.unknown, "escalated": done.escalated,
        });
        if done.events > 0 {
            let subject = day.to_string();
            self.remember(transaction, Act { actor, action: "alerts.reconcile", subject: &subject, detail: &detail })
                .await?;
        }
        Ok(done)
    }
}

/// Where the party of a scope is.
async fn place(transaction: &mut Transaction, scope: &Scope) -> Result<Option<Place>, ServiceError> {
    let Scope::Party(code) = scope else { return Ok(None) };
    let found = parties::by_code(transaction, code).await?;
    Ok(found.map(|(party, known)| Place { party, division: known.division }))
}

impl Reconciled {
    fn count(&mut self, event: &EventKind, rings: bool) {
        self.events += 1;
        self.rang += usize::from(rings);
        let counter = match event {
            EventKind::Opened { .. } => &mut self.opened,
            EventKind::Rose { .. } => &mut self.rose,
            EventKind::Fell { .. } => &mut self.fell,
            EventKind::Resolved => &mut self.resolved,
            EventKind::BecameUnknown => &mut self.unknown,
            EventKind::Escalated => &mut self.escalated,
            _ => return,
        };
        *counter += 1;
    }
}
