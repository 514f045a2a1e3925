//! The duties that the actor may see, each with the one who is answerable for it.

use baogong_domain::{
    DayRange, Item, Measure, Party, PartyCode,
    access::{self, Actor, Role},
    duty::{Obligation, answerable},
};
use baogong_storage::{PartyId, Transaction, duties};

use crate::{ServiceError, city::City, clock::office_zone};

/// What is owed, and by whom.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'c> {
    pub(crate) item: &'c Item,
    pub(crate) measure: Measure,
    pub(crate) supplier: Option<&'c Party>,
    pub(crate) consumer: Option<&'c Party>,
    /// Who owes it.
    pub(crate) answerable: &'c Party,
}

/// All duties that the actor may see, with what is there over the days.
pub(crate) async fn load<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    range: DayRange,
) -> Result<Vec<(Subject<'c>, Obligation<'c>)>, ServiceError> {
    let own = own_party(actor).map(|code| with_those_reported_for(city, code));
    read(transaction, city, actor, own.as_deref(), range).await
}

/// The duties of one party that the actor may see.
pub(super) async fn load_of<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    party: &PartyCode,
    range: DayRange,
) -> Result<Vec<(Subject<'c>, Obligation<'c>)>, ServiceError> {
    let keys = with_those_reported_for(city, party);
    let mut duties = read(transaction, city, actor, Some(&keys), range).await?;
    duties.retain(|(subject, _)| subject.answerable.code == *party);
    Ok(duties)
}

/// The party beyond which the actor sees nothing.
fn own_party(actor: &Actor) -> Option<&PartyCode> {
    let user = actor.user()?;
    matches!(user.role, Role::SupplierClerk | Role::EnterpriseClerk).then_some(user.party.as_ref()).flatten()
}

/// Keys of the party and of those it reports for.
fn with_those_reported_for(city: &City, code: &PartyCode) -> Vec<PartyId> {
    let named = city.parties.iter().filter(|p| p.code == *code || p.reporter.as_ref() == Some(code));
    named.filter_map(|p| city.party_id(&p.code).ok()).collect()
}

async fn read<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    keys: Option<&[PartyId]>,
    range: DayRange,
) -> Result<Vec<(Subject<'c>, Obligation<'c>)>, ServiceError> {
    let duties = duties::load_at(transaction, keys, range, city.as_of).await?;
    let read = |duty: duties::Duty| {
        let item = city.item(&duty.item).ok()?;
        let party = |id: Option<PartyId>| id.and_then(|id| city.party_of(id));
        let (supplier, consumer) = (party(duty.supplier), party(duty.consumer));
        let reporter_of = |consumer: &&'c Party| consumer.reporter.as_ref().and_then(|code| city.party(code).ok());
        let answerable = answerable(duty.measure, supplier, consumer, reporter_of)?;
        if !access::may_see_duty(actor, item.code.factor(), duty.measure, answerable) {
            return None;
        }
        let office =
            |(period, at): (_, chrono::DateTime<chrono::Utc>)| (period, at.with_timezone(&office_zone()).naive_local());
        let obligation = Obligation {
            item,
            measure: duty.measure,
            since: duty.since,
            ended: duty.ended,
            by_day: duty.by_day,
            known: duty.known.into_iter().map(office).collect(),
        };
        Some((Subject { item, measure: duty.measure, supplier, consumer, answerable }, obligation))
    };
    Ok(duties.into_iter().filter_map(read).collect())
}
