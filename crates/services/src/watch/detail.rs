//! One alert with everything around it.

use std::collections::HashSet;

use baogong_domain::{
    Item, Party, Rule,
    access::{self, Action, Actor, Reach},
    watch::WatchSettings,
};
use baogong_storage::{
    Transaction,
    watch::{
        alerts::{self, AlertId, StoredAlert},
        settings,
        timeline::{self, AlertComment, TimelineEntry},
    },
};
use chrono::NaiveDateTime;

use super::{
    declared::Declaration,
    list::AlertEntry,
    sight::{Eyes, named_parties, without_hidden_causes},
};
use crate::{ServiceError, Services, city::City, demo_site::is_synthetic};

/// So many earlier declarations are shown.
const DECLARATIONS: i64 = 20;

/// One alert.
#[derive(Clone, Debug)]
pub struct AlertDetail {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// The alert.
    pub entry: AlertEntry,
    /// Its item.
    pub item: Item,
    /// The rule that governs today: the lines and times by which it is judged.
    pub rule: Rule,
    /// How the watch behaves today: hysteresis, escalation, what is overdue and implausible.
    pub settings: WatchSettings,
    /// Its timeline, the oldest first.
    pub timeline: Vec<TimelineEntry>,
    /// What was said about it, the oldest first; only for the office and the auditor.
    pub comments: Vec<AlertComment>,
    /// What it follows from, where the reader may see that.
    pub cause: Option<AlertEntry>,
    /// What follows from it and the reader may see.
    pub consequences: Vec<AlertEntry>,
    /// What was declared of its item in its scope, the newest first: at most one is in force.
    pub declared: Vec<Declaration>,
    /// The parties that it and its cause and consequences name, and the district offices.
    pub parties: Vec<Party>,
    /// Whether the reader may handle it.
    pub may_handle: bool,
}

impl Services {
    /// One alert with its timeline, cause and consequences, and what was declared beside it.
    ///
    /// # Errors
    /// Not allowed, or no such alert, or one that the actor may not see.
    pub async fn alert(&self, actor: &Actor, id: AlertId) -> Result<AlertDetail, ServiceError> {
        let reach = access::check(actor, Action::ReadSituation)?;
        let taken_at = self.clock.office_now();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let mut eyes = Eyes::new(&city, actor, reach, taken_at.date());
        let mut stored = one(&mut transaction, &mut eyes, id).await?;
        let mut around = alerts::consequences(&mut transaction, id, true).await?;
        if let Some(cause) = stored.cause {
            around.extend(alerts::by_id(&mut transaction, cause).await?);
        }
        let mut around = eyes.visible(&mut transaction, around).await?;
        if reach == Reach::Own {
            let seen: HashSet<AlertId> = around.iter().map(|s| s.id).chain([id]).collect();
            without_hidden_causes(std::slice::from_mut(&mut stored), &seen);
            without_hidden_causes(&mut around, &seen);
        }
        let (cause, consequences): (Vec<StoredAlert>, Vec<StoredAlert>) =
            around.into_iter().partition(|s| stored.cause == Some(s.id));
        let key = &stored.alert.key;
        let scopes = cause.iter().chain(&consequences).chain([&stored]).map(|s| &s.alert.key.scope);
        let book = settings::book(&mut transaction).await?;
        let behaves = book.on(&city.rules.calendar, taken_at.date()).cloned();
        Ok(AlertDetail {
            taken_at,
            synthetic: is_synthetic(&mut transaction).await?,
            item: city.item(&key.item)?.clone(),
            rule: city.rule(&key.item, taken_at.date())?.clone(),
            settings: behaves.ok_or_else(|| ServiceError::NotFound("值守设置 / settings of the watch".to_owned()))?,
            timeline: timeline::of(&mut transaction, id).await?,
            // What the office says to itself stays there.
            comments: if reach == Reach::All { timeline::comments(&mut transaction, id).await? } else { Vec::new() },
            declared: Declaration::of(&mut transaction, &key.item, &key.scope, DECLARATIONS).await?,
            parties: named_parties(&city, scopes),
            cause: cause.into_iter().next().map(AlertEntry::from),
            consequences: consequences.into_iter().map(AlertEntry::from).collect(),
            may_handle: access::check(actor, Action::HandleAlerts).is_ok(),
            entry: stored.into(),
        })
    }
}

/// The alert, where the reader may see it. What may not be seen is not there.
pub(super) async fn one(
    transaction: &mut Transaction,
    eyes: &mut Eyes<'_>,
    id: AlertId,
) -> Result<StoredAlert, ServiceError> {
    let found = alerts::by_id(transaction, id).await?;
    let seen = eyes.visible(transaction, found.into_iter().collect()).await?;
    seen.into_iter().next().ok_or_else(|| not_found(id))
}

pub(super) fn not_found(id: AlertId) -> ServiceError {
    ServiceError::NotFound(format!("告警 / alert {id}"))
}
