//! Openings (开放补报): the office lets one party report a locked period after all, for a stated time and reason.

use baogong_domain::{
    DayRange, Item, ItemCode, Measure, Party, PartyCode,
    access::{self, Action, Actor},
};
use baogong_storage::{
    duties,
    figures::Subject,
    openings::{self, NewOpening, Opening, OpeningId},
    watch,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use crate::{ServiceError, Services, audit::Act, city::City, clock::office_zone};

/// The longest that a period is opened for.
pub const MOST_DAYS_OPEN: i64 = 7;
/// The longest run of days that one opening covers.
const MOST_DAYS_COVERED: usize = 366;
/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// An opening to be made.
#[derive(Clone, Debug)]
pub struct OpenPeriod {
    /// Who may report: the one who is answerable for the figures.
    pub party: PartyCode,
    /// Of which item; of all where none is named.
    pub item: Option<ItemCode>,
    /// Periods within these days.
    pub days: DayRange,
    /// Until when, office time.
    pub until: NaiveDateTime,
    /// Why.
    pub reason: String,
}

/// An opening that is running.
#[derive(Clone, Debug)]
pub struct OpeningInForce {
    /// Its key.
    pub id: OpeningId,
    /// Who may report.
    pub party: Party,
    /// Of which item; of all where none is named.
    pub item: Option<Item>,
    /// Periods within these days.
    pub days: DayRange,
    /// Until when, office time.
    pub until: NaiveDateTime,
    /// Why.
    pub reason: String,
    /// Who opened it.
    pub opened_by: String,
}

impl OpeningInForce {
    pub(crate) fn of(city: &City, opening: Opening) -> Option<Self> {
        Some(Self {
            id: opening.id,
            party: city.party_of(opening.party)?.clone(),
            item: opening.item.and_then(|item| city.item(&item).ok().cloned()),
            days: opening.days,
            until: office(opening.until),
            reason: opening.reason,
            opened_by: opening.opened_by,
        })
    }
}

/// What a party is no longer to report, or is to again.
#[derive(Clone, Debug)]
pub struct EndDuty {
    /// The item.
    pub item: ItemCode,
    /// The measure.
    pub measure: Measure,
    /// Who supplies.
    pub supplier: Option<PartyCode>,
    /// Who needs.
    pub consumer: Option<PartyCode>,
    /// The last day for which it is owed; `None`: it is owed without end.
    pub last_day: Option<NaiveDate>,
    /// Why.
    pub reason: String,
}

impl Services {
    /// Opens a period for a party.
    ///
    /// # Errors
    /// Not allowed, an unknown party or item, no reason, an end that is past or more than [`MOST_DAYS_OPEN`] days away.
    pub async fn open_period(&self, actor: &Actor, opening: &OpenPeriod) -> Result<OpeningId, ServiceError> {
        access::check(actor, Action::OpenPeriods)?;
        let now = self.clock.now();
        let reason = given_reason(&opening.reason)?;
        let until = instant(opening.until)?;
        if until <= now || until > now + TimeDelta::days(MOST_DAYS_OPEN) {
            let message = format!(
                "截止时间须在现在之后、{MOST_DAYS_OPEN} 天以内 / it can be opened until an instant from now to {MOST_DAYS_OPEN} days ahead"
            );
            return Err(ServiceError::invalid("opening_until_invalid", message));
        }
        let days = opening.days;
        if days.last < days.first || days.len() > MOST_DAYS_COVERED {
            return Err(ServiceError::invalid(
                "opening_days_invalid",
                "起止日期颠倒或超过一年 / the days run backwards or over more than a year",
            ));
        }
        let mut transaction = self.store.begin_write().await?;
        let city = City::load(&mut transaction).await?;
        let party = city.party(&opening.party)?;
        if let Some(reporter) = &party.reporter {
            let message = format!(
                "该单位由 {reporter} 代报，请对代报单位开放 / {reporter} reports for it: open the period for {reporter}"
            );
            return Err(ServiceError::invalid("party_has_reporter", message));
        }
        let item = opening.item.as_ref().map(|item| city.item(item)).transpose()?.map(|item| &item.code);
        let new = NewOpening {
            party: city.party_id(&party.code)?,
            item,
            days,
            until,
            reason,
            opened_by: actor.name(),
            opened_at: now,
        };
        let id = openings::add(&mut transaction, new).await?;
        let detail = serde_json::json!({
            "id": id, "item": item.map(ItemCode::as_str), "first_day": days.first, "last_day": days.last,
            "until": until, "reason": reason,
        });
        let act = Act { actor, action: "period.open", subject: party.code.as_str(), detail: &detail };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Ends an opening before its time.
    ///
    /// # Errors
    /// Not allowed, or no such opening is running.
    pub async fn close_opening(&self, actor: &Actor, id: OpeningId) -> Result<(), ServiceError> {
        access::check(actor, Action::OpenPeriods)?;
        let mut transaction = self.store.begin_write().await?;
        let closed = openings::close(&mut transaction, id, actor.name(), self.clock.now()).await?;
        let closed = closed.ok_or_else(|| ServiceError::NotFound(format!("开放补报 / opening {id}")))?;
        let city = City::load(&mut transaction).await?;
        let subject = city.code_of(closed.party).map_or("", |code| code.as_str());
        let detail = serde_json::json!({ "id": id, "would_end": closed.until });
        self.remember(&mut transaction, Act { actor, action: "period.close", subject, detail: &detail }).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// The openings that are running, the first to end first.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn openings(&self, actor: &Actor) -> Result<Vec<OpeningInForce>, ServiceError> {
        access::check(actor, Action::OpenPeriods)?;
        let mut transaction = self.store.begin_read().await?;
        let city = City::load(&mut transaction).await?;
        let running = openings::running(&mut transaction, None, self.clock.now()).await?;
        Ok(running.into_iter().filter_map(|opening| OpeningInForce::of(&city, opening)).collect())
    }

    /// Ends a duty to report, or takes it up again.
    ///
    /// # Errors
    /// Not allowed, no reason, or nothing like that was ever reported.
    pub async fn end_duty(&self, actor: &Actor, end: &EndDuty) -> Result<(), ServiceError> {
        access::check(actor, Action::OpenPeriods)?;
        let reason = given_reason(&end.reason)?;
        let mut transaction = self.store.begin_write().await?;
        let city = City::load(&mut transaction).await?;
        let id = |code: &Option<PartyCode>| code.as_ref().map(|code| city.party_id(code)).transpose();
        let item = &city.item(&end.item)?.code;
        let (supplier, consumer) = (id(&end.supplier)?, id(&end.consumer)?);
        let subject = Subject { item, measure: end.measure, supplier, consumer };
        let before = duties::end(&mut transaction, subject, end.last_day, self.clock.now()).await?;
        let before = before.ok_or_else(|| ServiceError::NotFound("报送事项 / subject".to_owned()))?;
        watch::mark_stale(&mut transaction).await?;
        let name = |code: &Option<PartyCode>| code.as_ref().map(|code| code.as_str().to_owned());
        let detail = serde_json::json!({
            "measure": end.measure.code(), "supplier": name(&end.supplier), "consumer": name(&end.consumer),
            "before": before, "after": end.last_day, "reason": reason,
        });
        let act = Act { actor, action: "duty.end", subject: item.as_str(), detail: &detail };
        self.remember(&mut transaction, act).await?;
        transaction.commit().await?;
        self.bell.ring();
        Ok(())
    }
}

fn given_reason(reason: &str) -> Result<&str, ServiceError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ServiceError::invalid("reason_missing", "请写明理由 / a reason is needed"));
    }
    if reason.chars().count() > LONGEST_REASON {
        let message = format!("理由最多 {LONGEST_REASON} 字 / a reason has at most {LONGEST_REASON} characters");
        return Err(ServiceError::invalid("reason_too_long", message));
    }
    Ok(reason)
}

fn instant(office: NaiveDateTime) -> Result<DateTime<Utc>, ServiceError> {
    let instant = office.and_local_timezone(office_zone()).single().map(|t| t.to_utc());
    instant.ok_or_else(|| ServiceError::invalid("instant_invalid", "没有这个时刻 / there is no such instant"))
}

fn office(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&office_zone()).naive_local()
}
