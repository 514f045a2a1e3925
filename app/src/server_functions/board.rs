//! Questions and acts: deadlines and completeness.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::board::{BoardAnswer, BoardFilter, CalendarView, DutiesView};

/// The board, or for a reporter what it owes itself.
#[server(prefix = "/ui", endpoint = "board", input = GetUrl, output = Json)]
pub async fn get_board(
    /// What the address asks for.
    filter: BoardFilter,
) -> Result<BoardAnswer, PageError> {
    use baogong_domain::access::{Action, check};
    use baogong_services::completeness::BoardQuery;

    use crate::view_model::board;
    let query = BoardQuery {
        from: read::date(&filter.from)?,
        to: read::date(&filter.to)?,
        kind: read::kind(&filter.kind)?,
        division: read::division(&filter.division)?,
        item: read::item(&filter.item)?,
        as_of: read::as_of(&filter.as_of)?,
    };
    super::server::ask("board", async |services, actor| {
        let past = query.as_of.is_some();
        if board::is_reporter(actor) {
            let own = services.own_duties(actor, query.as_of).await?;
            return Ok(BoardAnswer::Own(Box::new(board::duties(own, past))));
        }
        let completeness = services.completeness(actor, &query).await?;
        let openings = match check(actor, Action::OpenPeriods) {
            // What was is not changed any more.
            Ok(_) if !past => Some(services.openings(actor).await?),
            Ok(_) | Err(_) => None,
        };
        Ok(BoardAnswer::Board(Box::new(board::board(completeness, filter, openings))))
    })
    .await
}

/// What is missing of one party, or came late.
#[server(prefix = "/ui", endpoint = "missing", input = GetUrl, output = Json)]
pub async fn get_missing(
    /// Code of the party.
    party: String,
    /// ISO date, empty for the usual range.
    from: String,
    /// ISO date, empty for today.
    to: String,
    /// Code of an item, empty for all.
    item: String,
    /// As of this instant, office time; empty for now.
    #[server(default)]
    as_of: String,
) -> Result<DutiesView, PageError> {
    let Some(party) = baogong_domain::PartyCode::parse(&party).ok() else { return Err(PageError::NotFound) };
    let (from, to, item) = (read::date(&from)?, read::date(&to)?, read::item(&item)?);
    let as_of = read::as_of(&as_of)?;
    super::server::ask("missing", async |services, actor| {
        let duties = services.missing(actor, &party, from, to, item.as_ref(), as_of).await?;
        Ok(crate::view_model::board::duties(duties, as_of.is_some()))
    })
    .await
}

/// Opens a locked period for a party.
#[server(prefix = "/ui", endpoint = "open_period")]
pub async fn open_period(
    /// Code of the party.
    party: String,
    /// Code of an item, empty for all.
    item: String,
    /// First day, ISO.
    first: String,
    /// Last day, ISO.
    last: String,
    /// Until when, office time: `2026-11-24T18:00`.
    until: String,
    /// Why.
    reason: String,
) -> Result<(), PageError> {
    use baogong_domain::DayRange;
    use baogong_services::openings::OpenPeriod;
    let opening = OpenPeriod {
        party: read::party(&party)?.ok_or(PageError::NotFound)?,
        item: read::item(&item)?,
        days: DayRange { first: read::needed_date(&first)?, last: read::needed_date(&last)? },
        until: read::instant(&until)?,
        reason,
    };
    super::server::ask("open_period", async |services, actor| services.open_period(actor, &opening).await.map(drop))
        .await
}

/// Ends an opening before its time.
#[server(prefix = "/ui", endpoint = "close_opening")]
pub async fn close_opening(
    /// The opening.
    id: i64,
) -> Result<(), PageError> {
    super::server::ask("close_opening", async |services, actor| services.close_opening(actor, id).await).await
}

/// Ends a duty to report, or takes it up again.
#[server(prefix = "/ui", endpoint = "end_duty")]
pub async fn end_duty(
    /// Item, measure, supplier and consumer by their codes, parted by `|`; who is not named is left empty.
    subject: String,
    /// The last day owed, empty to take the duty up again.
    last_day: String,
    /// Why.
    reason: String,
) -> Result<(), PageError> {
    use baogong_domain::Measure;
    use baogong_services::openings::EndDuty;
    let parts: Vec<&str> = subject.split('|').collect();
    let [item, measure, supplier, consumer] = parts[..] else { return Err(PageError::NotFound) };
    let end = EndDuty {
        item: read::item(item)?.ok_or(PageError::NotFound)?,
        measure: Measure::parse(measure).ok_or(PageError::NotFound)?,
        supplier: read::party(supplier)?,
        consumer: read::party(consumer)?,
        last_day: read::date(&last_day)?,
        reason,
    };
    super::server::ask("end_duty", async |services, actor| services.end_duty(actor, &end).await).await
}

/// The working calendar and the settings of deadlines.
#[server(prefix = "/ui", endpoint = "calendar", input = GetUrl, output = Json)]
pub async fn get_calendar() -> Result<CalendarView, PageError> {
    super::server::ask("calendar", async |services, actor| {
        Ok(crate::view_model::board::calendar(&services.calendar(actor).await?))
    })
    .await
}

/// States that a day is worked or not.
#[server(prefix = "/ui", endpoint = "set_exception")]
pub async fn set_exception(
    /// ISO date.
    date: String,
    /// Whether it is worked.
    working: bool,
    /// The notice or decision behind it.
    source: String,
) -> Result<(), PageError> {
    let exception = baogong_domain::WorkDayException { date: read::needed_date(&date)?, working, source };
    super::server::ask("set_exception", async |services, actor| {
        services.set_calendar_exception(actor, &exception).await
    })
    .await
}

/// Takes an exception away.
#[server(prefix = "/ui", endpoint = "remove_exception")]
pub async fn remove_exception(
    /// ISO date.
    date: String,
) -> Result<(), PageError> {
    let date = read::needed_date(&date)?;
    super::server::ask("remove_exception", async |services, actor| {
        services.remove_calendar_exception(actor, date).await
    })
    .await
}

/// Changes the settings of deadlines.
#[server(prefix = "/ui", endpoint = "set_deadlines")]
pub async fn set_deadlines(
    /// Days after which a day's figure is locked.
    lock_days_daily: u32,
    /// Days after which a month's figure is locked.
    lock_days_monthly: u32,
    /// Whether monthly deadlines move to the next working day; a box that is not ticked is not sent.
    #[server(default)]
    roll_monthly: bool,
    /// The document or decision behind these.
    source: String,
) -> Result<(), PageError> {
    let settings = baogong_domain::duty::DutySettings { lock_days_daily, lock_days_monthly, roll_monthly, source };
    super::server::ask("set_deadlines", async |services, actor| services.set_duty_settings(actor, &settings).await)
        .await
}

/// What forms and addresses say, read.
#[cfg(feature = "ssr")]
mod read {
    use baogong_domain::{DivisionCode, ItemCode, PartyCode, PartyKind};
    use baogong_services::ServiceError;
    use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

    use super::super::{PageError, server::refused};

    fn invalid(code: &'static str, message: String) -> PageError {
        refused(ServiceError::invalid(code, message))
    }

    fn unknown(what: &str) -> PageError {
        refused(ServiceError::NotFound(what.to_owned()))
    }

    fn given<T>(text: &str, read: impl FnOnce(&str) -> Result<T, PageError>) -> Result<Option<T>, PageError> {
        let text = text.trim();
        if text.is_empty() { Ok(None) } else { read(text).map(Some) }
    }

    pub(super) fn needed_date(text: &str) -> Result<NaiveDate, PageError> {
        let read = text.trim().parse().ok().filter(|date| (1900..2200).contains(&chrono::Datelike::year(date)));
        read.ok_or_else(|| invalid("date_malformed", format!("日期写法不对 / not a date such as 2026-11-23: {text}")))
    }

    pub(super) fn date(text: &str) -> Result<Option<NaiveDate>, PageError> {
        given(text, needed_date)
    }

    pub(super) fn as_of(text: &str) -> Result<Option<DateTime<Utc>>, PageError> {
        baogong_services::as_of::read(text).map_err(refused)
    }

    pub(super) fn instant(text: &str) -> Result<NaiveDateTime, PageError> {
        let read = |form| NaiveDateTime::parse_from_str(text.trim(), form).ok();
        let read = read("%Y-%m-%dT%H:%M").or_else(|| read("%Y-%m-%dT%H:%M:%S"));
        read.ok_or_else(|| {
            invalid("instant_malformed", format!("时刻写法不对 / not an instant such as 2026-11-24T18:00: {text}"))
        })
    }

    pub(super) fn item(text: &str) -> Result<Option<ItemCode>, PageError> {
        given(text, |text| ItemCode::parse(text).ok_or_else(|| unknown(text)))
    }

    pub(super) fn party(text: &str) -> Result<Option<PartyCode>, PageError> {
        given(text, |text| PartyCode::parse(text).map_err(|_| unknown(text)))
    }

    pub(super) fn kind(text: &str) -> Result<Option<PartyKind>, PageError> {
        given(text, |text| PartyKind::parse(text).map_err(|e| invalid(e.code(), e.to_string())))
    }

    pub(super) fn division(text: &str) -> Result<Option<DivisionCode>, PageError> {
        given(text, |text| DivisionCode::parse(text).map_err(|e| invalid(e.code(), e.to_string())))
    }
}
