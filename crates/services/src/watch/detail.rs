//! One alert with everything around it.

use std::collections::HashSet;

use baogong_domain::{
    Item, Party, Rule, SeasonKind,
    access::{self, Action, Actor, Reach},
    watch::{EventKind, WatchSettings},
};
use baogong_storage::{
    Transaction,
    watch::{
        alerts::{self, AlertId, StoredAlert},
        settings,
        timeline::{self, AlertComment, TimelineEntry},
    },
};
use chrono::{DateTime, NaiveDateTime, Utc};

use super::{
    declared::Declaration,
    list::AlertEntry,
    past::open_at,
    sight::{Eyes, People, for_outsiders, named_parties, without_hidden_causes},
};
use crate::{ServiceError, Services, city::City, clock::office_zone, demo_site::is_synthetic};

/// So many earlier declarations are shown.
const DECLARATIONS: i64 = 20;

/// One alert.
#[derive(Clone, Debug)]
pub struct AlertDetail {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// The instant that the page is of, where it is not now.
    pub as_of: Option<DateTime<Utc>>,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// The alert.
    pub entry: AlertEntry,
    /// Its item.
    pub item: Item,
    /// The rule that governs the day: the lines and times by which it is judged.
    pub rule: Rule,
    /// How the watch behaves on it: hysteresis, escalation, what is overdue and implausible.
    pub settings: WatchSettings,
    /// Its timeline, the oldest first; what the office keeps to itself only for the office and the auditor.
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
    /// Names of the people who act; see [`People`].
    pub people: People,
    /// Whether the reader may handle it.
    pub may_handle: bool,
}

impl Services {
    /// One alert with its timeline, cause and consequences, and what was declared beside it.
    ///
    /// # Errors
    /// Not allowed, or no such alert, or one that the actor may not see.
    pub async fn alert(&self, actor: &Actor, id: AlertId) -> Result<AlertDetail, ServiceError> {
        self.alert_at(actor, id, None).await
    }

    /// The same as it was known at an instant (now where none is named): restored from its timeline, without the
    /// numbers of that judgement, and nothing may be done with it.
    ///
    /// # Errors
    /// As [`Services::alert`]; an instant that has not come, or at which it was not open.
    pub async fn alert_at(
        &self,
        actor: &Actor,
        id: AlertId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<AlertDetail, ServiceError> {
        let reach = access::check(actor, Action::ReadSituation)?;
        self.looking_back(as_of)?;
        let taken_at = self.clock.office_now();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load_at(&mut transaction, as_of).await?;
        let mut eyes = Eyes::new(&city, actor, reach, taken_at.date());
        let mut stored = one(&mut transaction, &mut eyes, id).await?;
        let mut around = match as_of {
            None => {
                let mut around = alerts::consequences(&mut transaction, id, true).await?;
                if let Some(cause) = stored.cause {
                    around.extend(alerts::by_id(&mut transaction, cause).await?);
                }
                eyes.visible(&mut transaction, around).await?
            }
            Some(at) => {
                let then = open_at(&mut transaction, &city, at).await?;
                let then = eyes.visible_then(&mut transaction, then).await?;
                let (this, others): (Vec<_>, Vec<_>) = then.into_iter().partition(|s| s.id == id);
                stored = this.into_iter().next().ok_or_else(|| not_found(id))?;
                others.into_iter().filter(|s| s.cause == Some(id) || stored.cause == Some(s.id)).collect()
            }
        };
        if reach == Reach::Own {
            let seen: HashSet<AlertId> = around.iter().map(|s| s.id).chain([id]).collect();
            without_hidden_causes(std::slice::from_mut(&mut stored), &seen);
            without_hidden_causes(&mut around, &seen);
            for_outsiders(std::slice::from_mut(&mut stored));
            for_outsiders(&mut around);
        }
        let (cause, consequences): (Vec<StoredAlert>, Vec<StoredAlert>) =
            around.into_iter().partition(|s| stored.cause == Some(s.id));
        let mut timeline = timeline::of(&mut transaction, id).await?;
        if reach == Reach::Own {
            timeline.retain(|entry| !is_internal(&entry.event.kind));
        }
        // What the office says to itself stays there.
        let mut comments =
            if reach == Reach::All { timeline::comments(&mut transaction, id).await? } else { Vec::new() };
        let key = &stored.alert.key;
        let mut declared = Declaration::of(&mut transaction, actor, &key.item, &key.scope, DECLARATIONS).await?;
        if let Some(at) = as_of {
            timeline.retain(|entry| entry.recorded_at <= at);
            comments.retain(|comment| comment.recorded_at <= at);
            declared = declared.into_iter().filter_map(|declared| declared.then(at)).collect();
        }
        let scopes = cause.iter().chain(&consequences).chain([&stored]).map(|s| &s.alert.key.scope);
        let on = as_of.map_or(taken_at, |at| at.with_timezone(&office_zone()).naive_local()).date();
        let book = settings::book_as_of(&mut transaction, as_of).await?;
        let behaves = book.on(&city.rules.calendar, on).cloned();
        Ok(AlertDetail {
            taken_at,
            synthetic: is_synthetic(&mut transaction).await?,
            item: city.item(&key.item)?.clone(),
            rule: city.rule(&key.item, on)?.clone(),
            settings: behaves.ok_or_else(|| ServiceError::NotFound("值守设置 / settings of the watch".to_owned()))?,
            timeline,
            as_of,
            season: city.rules.calendar.season_on(taken_at.date()),
            people: People::load(&mut transaction, actor, reach).await?,
            comments,
            declared,
            parties: named_parties(&city, scopes),
            cause: cause.into_iter().next().map(AlertEntry::from),
            consequences: consequences.into_iter().map(AlertEntry::from).collect(),
            may_handle: as_of.is_none() && access::check(actor, Action::HandleAlerts).is_ok(),
            entry: stored.into(),
        })
    }
}

/// What the office does among itself.
const fn is_internal(event: &EventKind) -> bool {
    matches!(event, EventKind::Silenced { .. } | EventKind::SilenceEnded { .. } | EventKind::Escalated)
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
