//! The cells of one party that are missing or came late, and what a reporter still owes.

use baogong_domain::{
    DayRange, Item, ItemCode, Measure, Party, PartyCode, Period, SeasonKind,
    access::{self, Action, Actor},
    duty::{Gate, OwedState, Tally, owed},
    period::{minus_days, plus_days},
};
use baogong_storage::{openings, reminders};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use super::{obligations, range};
use crate::{
    ServiceError, Services, audit::office_midnight, city::City, clock::office_zone, demo_site::is_synthetic,
    openings::OpeningInForce,
};

/// What a reporter is reminded of: what is missing of so many days.
pub const DAYS_BACK: u32 = 35;
/// And what is due before the end of tomorrow.
const DAYS_AHEAD: u32 = 2;

/// One figure that is owed.
#[derive(Clone, Debug)]
pub struct OwedCell {
    /// The item.
    pub item: Item,
    /// The measure.
    pub measure: Measure,
    /// Who supplies, for supply-side measures.
    pub supplier: Option<Party>,
    /// Who needs.
    pub consumer: Option<Party>,
    /// The day or month.
    pub period: Period,
    /// From then on it is late (office time).
    pub due: NaiveDateTime,
    /// What became of it.
    pub state: OwedState,
    /// Whether it may be written now.
    pub gate: Gate,
    /// When the one who owes it was reminded of its deadline (office time).
    pub reminded_at: Option<NaiveDateTime>,
}

/// What one party owes.
#[derive(Clone, Debug)]
pub struct PartyDuties {
    /// Date and time in the office when it was taken.
    pub taken_at: NaiveDateTime,
    /// The season that governs today.
    pub season: SeasonKind,
    /// Whether the data are the synthetic demo city's.
    pub synthetic: bool,
    /// Who owes.
    pub party: Party,
    /// The days looked at.
    pub range: DayRange,
    /// How much of what was due is there.
    pub tally: Tally,
    /// Missing first, the oldest first, then what came late; for a reporter what is missing, then what is due next.
    pub cells: Vec<OwedCell>,
    /// What the office has opened for it and is running.
    pub openings: Vec<OpeningInForce>,
    /// Whether the actor may open periods and end duties.
    pub may_open: bool,
}

impl Services {
    /// The cells of a party that are missing or came late.
    ///
    /// # Errors
    /// Not allowed, an instant to come, a party of which the actor may see nothing, a range that runs backwards or is too long.
    pub async fn missing(
        &self,
        actor: &Actor,
        party: &PartyCode,
        from: Option<NaiveDate>,
        to: Option<NaiveDate>,
        item: Option<&ItemCode>,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<PartyDuties, ServiceError> {
        access::check(actor, Action::ReadCompleteness)?;
        let days = |city: &City, today| range(city, from, to, today);
        let mut duties = self.duties_of(actor, party, item, as_of, days).await?;
        duties.cells.retain(|cell| matches!(cell.state, OwedState::Missing | OwedState::Late(_)));
        duties.cells.sort_by_key(|cell| (cell.state != OwedState::Missing, cell.due, cell.item.code.clone()));
        Ok(duties)
    }

    /// What the actor's own party has not reported yet: what is missing, and what is due today and tomorrow.
    ///
    /// # Errors
    /// Not allowed, an instant to come, or the actor acts for no party.
    pub async fn own_duties(&self, actor: &Actor, as_of: Option<DateTime<Utc>>) -> Result<PartyDuties, ServiceError> {
        access::check(actor, Action::ReadCompleteness)?;
        let own = actor.user().and_then(|user| user.party.clone());
        let own = own.ok_or_else(|| ServiceError::NotFound("本单位 / own party".to_owned()))?;
        let days =
            |_: &City, today| Ok(DayRange { first: minus_days(today, DAYS_BACK), last: plus_days(today, DAYS_AHEAD) });
        let mut duties = self.duties_of(actor, &own, None, as_of, days).await?;
        let soon = plus_days(duties.taken_at.date(), DAYS_AHEAD).and_time(chrono::NaiveTime::MIN);
        duties.cells.retain(|cell| match cell.state {
            OwedState::Missing => true,
            OwedState::NotYetDue => cell.due <= soon,
            OwedState::OnTime | OwedState::Late(_) => false,
        });
        duties.cells.sort_by_key(|cell| (cell.state != OwedState::Missing, cell.due, cell.item.code.clone()));
        Ok(duties)
    }

    /// What a party owes over days, cell by cell.
    pub(crate) async fn duties_of(
        &self,
        actor: &Actor,
        code: &PartyCode,
        item: Option<&ItemCode>,
        as_of: Option<DateTime<Utc>>,
        days: impl FnOnce(&City, NaiveDate) -> Result<DayRange, ServiceError>,
    ) -> Result<PartyDuties, ServiceError> {
        let moment = self.moment(as_of)?;
        let taken_at = moment.office();
        let mut transaction = self.store.begin_read().await?;
        let city = City::load_at(&mut transaction, as_of).await?;
        let range = days(&city, taken_at.date())?;
        let party = city.party(code)?;
        let id = city.party_id(code)?;
        let duties = obligations::load_of(&mut transaction, &city, actor, code, range).await?;
        let own = actor.user().is_none_or(|user| user.is_of(code));
        let reaches_all = access::check(actor, Action::ReadCompleteness)? == access::Reach::All;
        if duties.is_empty() && !own && !reaches_all {
            return Err(ServiceError::NotFound(format!("单位 / party {code}")));
        }
        let openings = openings::running(&mut transaction, Some(id), moment.at()).await?;
        let opened = |item: &ItemCode, period| {
            let until = openings.iter().filter(|o| o.covers(item, period)).map(|o| o.until).max();
            until.map(office)
        };
        let reminders = reminders::of_party(&mut transaction, id, office_midnight(range.first)).await?;
        let reminded = |item: &ItemCode, measure, period, due: NaiveDateTime| {
            let of = |r: &&reminders::StoredReminder| {
                (&r.of.item, r.of.measure, r.of.period, office(r.of.due)) == (item, measure, period, due)
            };
            reminders
                .iter()
                .filter(|r| r.reminded_at <= moment.at())
                .find(of)
                .map(|reminder| office(reminder.reminded_at))
        };
        let mut tally = Tally::default();
        let mut cells = Vec::new();
        for (subject, obligation) in &duties {
            if item.is_some_and(|item| *item != subject.item.code) {
                continue;
            }
            for owed in owed(city.terms(), obligation, range, taken_at) {
                tally.count(&owed, taken_at);
                let until = opened(&subject.item.code, owed.period);
                cells.push(OwedCell {
                    item: subject.item.clone(),
                    measure: subject.measure,
                    supplier: subject.supplier.cloned(),
                    consumer: subject.consumer.cloned(),
                    period: owed.period,
                    due: owed.due,
                    state: owed.state,
                    gate: city.terms().gate(subject.item, subject.measure, owed.period, taken_at, until),
                    reminded_at: reminded(&subject.item.code, subject.measure, owed.period, owed.due),
                });
            }
        }
        Ok(PartyDuties {
            taken_at,
            season: city.rules.calendar.season_on(taken_at.date()),
            synthetic: is_synthetic(&mut transaction).await?,
            party: party.clone(),
            range,
            tally,
            cells,
            openings: openings.into_iter().filter_map(|o| OpeningInForce::of(&city, o)).collect(),
            // What was is not changed any more.
            may_open: as_of.is_none() && access::check(actor, Action::OpenPeriods).is_ok(),
        })
    }
}

fn office(instant: DateTime<Utc>) -> NaiveDateTime {
    instant.with_timezone(&office_zone()).naive_local()
}
