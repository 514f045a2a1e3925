//! Reminding who owes something of its deadline, before that has passed and once.
//!
//! [`Services::remind`] answers with what it reminded of: whoever sends messages sends these.

use std::collections::BTreeMap;

use baogong_domain::{
    DayRange, Item, Measure, Party, Period,
    access::{self, Action, Actor},
    duty::{OwedState, owed},
    jobs::remind_from,
    period::{minus_days, plus_days},
};
use baogong_storage::{
    Transaction,
    reminders::{self, Deadline},
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

use crate::{
    ServiceError, Services,
    city::City,
    clock::office_zone,
    completeness::{OwedCell, obligations},
};

/// A figure that is due soon belongs to one of these days: a month that ended, with its deadline moved past a holiday,
/// to the day after tomorrow's plan.
const DAYS_BACK: u32 = 45;
const DAYS_AHEAD: u32 = 5;

/// Somebody was reminded of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reminder {
    /// Who owes it.
    pub party: Party,
    /// The item.
    pub item: Item,
    /// The measure.
    pub measure: Measure,
    /// The day or month.
    pub period: Period,
    /// From then on it is late (office time).
    pub due: NaiveDateTime,
    /// How many figures: one for each party that the subject names.
    pub figures: usize,
}

/// Figures of one's own that are due soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DueSoon {
    /// From then on they are late (office time).
    pub due: NaiveDateTime,
    /// How many are still owed.
    pub figures: usize,
}

impl Services {
    /// Reminds who still owes what is due soon, of each deadline once; what was reminded of now. Nobody is reminded of what
    /// is overdue already.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn remind(&self, actor: &Actor) -> Result<Vec<Reminder>, ServiceError> {
        access::check(actor, Action::RunJobs)?;
        let (now, instant) = (self.clock.office_now(), self.instant());
        // Looked up before the one place for writers is taken: everybody's duties are many.
        let mut reading = self.store.begin_read().await?;
        let city = City::load(&mut reading).await?;
        let owed = still_owed(&mut reading, &city, now).await?;
        drop(reading);
        let mut reminded = Vec::new();
        if owed.is_empty() {
            return Ok(reminded);
        }
        let mut transaction = self.store.begin_write().await?;
        for ((deadline, due), figures) in owed {
            if reminders::add(&mut transaction, &deadline, figures, instant).await?
                && let Some(party) = city.party_of(deadline.party)
            {
                reminded.push(Reminder {
                    party: party.clone(),
                    item: city.item(&deadline.item)?.clone(),
                    measure: deadline.measure,
                    period: deadline.period,
                    due,
                    figures,
                });
            }
        }
        transaction.commit().await?;
        Ok(reminded)
    }

    /// What the actor's own party was reminded of and still owes, the first to be due first. Nothing for who acts for no
    /// party.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn due_soon(&self, actor: &Actor) -> Result<Vec<DueSoon>, ServiceError> {
        access::check(actor, Action::ReadCompleteness)?;
        let own = actor.user().filter(|user| user.role.reports()).and_then(|user| user.party.as_ref());
        let Some(own) = own else { return Ok(Vec::new()) };
        let duties = self.duties_of(actor, own, None, None, |_, today| Ok(around(today))).await?;
        let soon = |cell: &OwedCell| cell.state == OwedState::NotYetDue && cell.reminded_at.is_some();
        let mut by_deadline: BTreeMap<NaiveDateTime, usize> = BTreeMap::new();
        for cell in duties.cells.iter().filter(|cell| soon(cell)) {
            *by_deadline.entry(cell.due).or_default() += 1;
        }
        Ok(by_deadline.into_iter().map(|(due, figures)| DueSoon { due, figures }).collect())
    }
}

/// What is owed of which it is time to remind, with the number of figures.
async fn still_owed(
    transaction: &mut Transaction,
    city: &City,
    now: NaiveDateTime,
) -> Result<BTreeMap<(Deadline, NaiveDateTime), usize>, ServiceError> {
    let range = around(now.date());
    let mut deadlines = BTreeMap::new();
    for (subject, obligation) in obligations::load(transaction, city, &Actor::System, range).await? {
        for owed in owed(city.terms(), &obligation, range, now) {
            if owed.state != OwedState::NotYetDue || now < remind_from(owed.due, owed.period.grain()) {
                continue;
            }
            let deadline = Deadline {
                party: city.party_id(&subject.answerable.code)?,
                item: subject.item.code.clone(),
                measure: subject.measure,
                period: owed.period,
                due: instant_of(owed.due)?,
            };
            *deadlines.entry((deadline, owed.due)).or_default() += 1;
        }
    }
    Ok(deadlines)
}

fn around(today: NaiveDate) -> DayRange {
    DayRange { first: minus_days(today, DAYS_BACK), last: plus_days(today, DAYS_AHEAD) }
}

fn instant_of(office: NaiveDateTime) -> Result<DateTime<Utc>, ServiceError> {
    let instant = office.and_local_timezone(office_zone()).single().map(|at| at.to_utc());
    instant.ok_or_else(|| ServiceError::invalid("no_such_time", "没有这个时刻 / there is no such time"))
}
