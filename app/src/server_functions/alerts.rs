//! Questions and acts: alerts, declared levels, the hand-over of a shift.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::alerts::{AlertAsk, AlertDetailView, AlertsView, ShiftView};

/// The alerts that fit.
#[server(prefix = "/ui", endpoint = "alerts", input = GetUrl, output = Json)]
pub async fn get_alerts(
    /// What the address asks for.
    ask: AlertAsk,
) -> Result<AlertsView, PageError> {
    super::server::ask("alerts", async |services, actor| {
        let filter = read::filter(&ask, actor)?;
        let list = services.alerts(actor, &filter).await?;
        let declared = services.declarations(actor, filter.as_of).await?;
        Ok(crate::view_model::alerts::list(&list, &declared, ask))
    })
    .await
}

/// One alert with everything around it.
#[server(prefix = "/ui", endpoint = "alert", input = GetUrl, output = Json)]
pub async fn get_alert(
    /// Its key, as the address says it.
    id: String,
    /// As of this instant, `2026-11-03T09:00`; empty for now.
    as_of: String,
) -> Result<AlertDetailView, PageError> {
    use baogong_domain::{Scope, period::minus_days, watch::Kind};
    use baogong_services::ServiceError;

    use crate::view_model::{alerts::detail, board};
    const DAYS_OWED: u32 = 60;
    super::server::ask("alert", async |services, actor| {
        let id = id.parse().map_err(|_| ServiceError::NotFound(format!("告警 / alert {id}")))?;
        let as_of = read::as_of(&as_of)?;
        let found = services.alert_at(actor, id, as_of).await?;
        let alert = &found.entry.alert;
        let curve = services.alert_curve(actor, id, detail::judged_period(&alert.facts), found.as_of).await?;
        let owed = match (alert.key.kind, &alert.key.scope) {
            (Kind::Overdue, Scope::Party(party)) if found.as_of.is_none() && alert.phase.is_open() => {
                let from = minus_days(services.clock().today(), DAYS_OWED);
                let duties = services.missing(actor, party, Some(from), None, Some(&alert.key.item), None).await?;
                board::duties(duties, false).cells
            }
            _ => Vec::new(),
        };
        let gone = || ServiceError::NotFound(format!("品种 / item {}", alert.key.item));
        detail::page(&found, &curve, owed).ok_or_else(gone)
    })
    .await
}

/// Takes alerts; how many were not the reader's before.
#[server(prefix = "/ui", endpoint = "acknowledge_alerts")]
pub async fn acknowledge_alerts(
    /// Their keys; boxes that are not ticked are not sent.
    #[server(default)]
    ids: Vec<i64>,
) -> Result<usize, PageError> {
    use baogong_services::ServiceError;
    super::server::ask("acknowledge_alerts", async |services, actor| {
        if ids.is_empty() && baogong_domain::access::check(actor, baogong_domain::access::Action::HandleAlerts).is_ok()
        {
            let message = "请先勾选告警 / tick the alerts that you take";
            return Err(ServiceError::invalid("no_alert_chosen", message));
        }
        services.acknowledge(actor, &ids).await
    })
    .await
}

/// Silences an alert.
#[server(prefix = "/ui", endpoint = "silence_alert")]
pub async fn silence_alert(
    /// Which.
    id: i64,
    /// Until then, office time; empty where another is typed.
    #[server(default)]
    until: String,
    /// The typed instant.
    #[server(default)]
    other: String,
    /// Why.
    reason: String,
) -> Result<(), PageError> {
    super::server::ask("silence_alert", async |services, actor| {
        let until = read::instant(if until.is_empty() { &other } else { &until })?;
        services.silence(actor, id, until, &reason).await
    })
    .await
}

/// Ends the silence of an alert.
#[server(prefix = "/ui", endpoint = "unsilence_alert")]
pub async fn unsilence_alert(
    /// Which.
    id: i64,
) -> Result<(), PageError> {
    super::server::ask("unsilence_alert", async |services, actor| services.unsilence(actor, id).await).await
}

/// Says something about an alert.
#[server(prefix = "/ui", endpoint = "comment_alert")]
pub async fn comment_alert(
    /// Which.
    id: i64,
    /// What.
    text: String,
) -> Result<(), PageError> {
    super::server::ask("comment_alert", async |services, actor| services.comment_alert(actor, id, &text).await).await
}

/// Declares a level.
#[server(prefix = "/ui", endpoint = "declare_level")]
pub async fn declare_level(
    /// Code of the item.
    item: String,
    /// `city`, `division:410181`, `party:CODE`.
    scope: String,
    /// Word of the level.
    #[server(default)]
    level: String,
    /// The number of the document.
    document: String,
    /// A remark.
    note: String,
) -> Result<(), PageError> {
    use baogong_services::watch::NewDeclaration;
    super::server::ask("declare_level", async |services, actor| {
        let new = NewDeclaration {
            item: read::item(&item)?,
            scope: read::scope(&scope)?,
            level: read::level(&level)?,
            document,
            note,
        };
        services.declare(actor, &new).await.map(drop)
    })
    .await
}

/// Ends a declared level.
#[server(prefix = "/ui", endpoint = "end_declared")]
pub async fn end_declared(
    /// Which.
    id: i64,
    /// By which document, or why.
    document: String,
) -> Result<(), PageError> {
    super::server::ask("end_declared", async |services, actor| services.end_declared(actor, id, &document).await).await
}

/// Confirms that a measure of a declared level is carried out.
#[server(prefix = "/ui", endpoint = "confirm_measure")]
pub async fn confirm_measure(
    /// The declared level.
    id: i64,
    /// Word of the measure.
    step: String,
    /// Word of who must confirm it.
    confirmer: String,
    /// A remark.
    #[server(default)]
    note: String,
) -> Result<(), PageError> {
    use baogong_domain::watch::{Confirmer, Step};
    use baogong_services::ServiceError;
    super::server::ask("confirm_measure", async |services, actor| {
        let unknown = || ServiceError::NotFound(format!("措施 / measure {step} {confirmer}"));
        let parsed = (Step::parse(&step).ok_or_else(unknown)?, Confirmer::parse(&confirmer).ok_or_else(unknown)?);
        services.confirm_measure(actor, id, parsed.0, parsed.1, &note).await
    })
    .await
}

/// The hand-over of a shift.
#[server(prefix = "/ui", endpoint = "shift", input = GetUrl, output = Json)]
pub async fn get_shift(
    /// Notes before this one; empty for the newest.
    before: String,
) -> Result<ShiftView, PageError> {
    super::server::ask("shift", async |services, actor| {
        let shift = services.shift(actor, read::key(&before)?).await?;
        Ok(crate::view_model::alerts::shift::page(&shift))
    })
    .await
}

/// Leaves a note to the next shift.
#[server(prefix = "/ui", endpoint = "hand_over")]
pub async fn hand_over(
    /// Who takes over.
    taken_by: String,
    /// What is to be known.
    text: String,
) -> Result<(), PageError> {
    let new = baogong_services::watch::NewShiftNote { taken_by, text };
    super::server::ask("hand_over", async |services, actor| services.hand_over(actor, &new).await.map(drop)).await
}

/// What forms and addresses say, read.
#[cfg(feature = "ssr")]
mod read {
    use std::fmt::Display;

    use baogong_domain::{DivisionCode, ItemCode, Level, PartyCode, Scope, access::Actor, watch::Kind};
    use baogong_services::{
        ServiceError,
        clock::office_zone,
        watch::{AlertFilter, AlertState},
    };
    use chrono::{DateTime, NaiveDateTime, Utc};

    use crate::model::alerts::AlertAsk;

    fn malformed(what: &str, text: &str) -> ServiceError {
        ServiceError::invalid("parameter_invalid", format!("{what}写法不对 / cannot read {what}: {text}"))
    }

    fn given<T>(text: &str, read: impl FnOnce(&str) -> Result<T, ServiceError>) -> Result<Option<T>, ServiceError> {
        let text = text.trim();
        if text.is_empty() { Ok(None) } else { read(text).map(Some) }
    }

    fn known<T>(found: Option<T>, text: &str) -> Result<T, ServiceError> {
        found.ok_or_else(|| malformed("条件 / filter", text))
    }

    fn read<T, E: Display>(found: Result<T, E>) -> Result<T, ServiceError> {
        found.map_err(|error| ServiceError::invalid("parameter_invalid", error.to_string()))
    }

    /// What the address asks for, by whom.
    pub(super) fn filter(ask: &AlertAsk, actor: &Actor) -> Result<AlertFilter, ServiceError> {
        let flag = |text: &str| !text.is_empty();
        Ok(AlertFilter {
            state: given(&ask.state, |text| known(AlertState::parse(text), text))?.unwrap_or_default(),
            kind: given(&ask.kind, |text| known(Kind::parse(text), text))?,
            level: given(&ask.level, level)?,
            item: given(&ask.item, item)?,
            party: given(&ask.party, |text| read(PartyCode::parse(text)))?,
            scope: None,
            division: given(&ask.division, |text| read(DivisionCode::parse(text)))?,
            unclaimed: flag(&ask.unclaimed),
            owner: flag(&ask.mine).then(|| actor.name().to_owned()),
            silenced: flag(&ask.silenced).then_some(true),
            before: key(&ask.before)?,
            as_of: as_of(&ask.as_of)?,
        })
    }

    /// An instant to look back at, office time.
    pub(super) fn as_of(text: &str) -> Result<Option<DateTime<Utc>>, ServiceError> {
        let zone = office_zone();
        let utc = |at: NaiveDateTime| at.and_local_timezone(zone).single().map(|at| at.to_utc());
        given(text, |text| known(utc(instant(text)?), text))
    }

    pub(super) fn key(text: &str) -> Result<Option<i64>, ServiceError> {
        given(text, |text| known(text.parse().ok(), text))
    }

    pub(super) fn item(text: &str) -> Result<ItemCode, ServiceError> {
        ItemCode::parse(text).ok_or_else(|| ServiceError::NotFound(format!("品种 / item {text}")))
    }

    pub(super) fn scope(text: &str) -> Result<Scope, ServiceError> {
        text.parse().map_err(|_| ServiceError::NotFound(format!("范围 / scope {text}")))
    }

    pub(super) fn level(text: &str) -> Result<Level, ServiceError> {
        let missing = "请选择级别 / choose a level";
        Level::parse(text).ok_or_else(|| ServiceError::invalid("level_missing", missing))
    }

    pub(super) fn instant(text: &str) -> Result<NaiveDateTime, ServiceError> {
        let read = |form| NaiveDateTime::parse_from_str(text.trim(), form).ok();
        let found = read("%Y-%m-%dT%H:%M").or_else(|| read("%Y-%m-%dT%H:%M:%S"));
        found.ok_or_else(|| {
            let message = format!("时刻写法不对 / not an instant such as 2026-11-24T18:00: {text}");
            ServiceError::invalid("instant_malformed", message)
        })
    }
}
