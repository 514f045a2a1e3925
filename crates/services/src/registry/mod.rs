//! The registry: who is there, whom to telephone, and who stands on the roster of key enterprises.
//!
//! Every change is written into the audit trail with what was before and what is after. Who changes something on a form
//! names the revision that the form showed: what somebody else has changed since is told, never overwritten.

mod contacts;
mod find;
mod import;
mod party;
mod review;
mod roster;

use baogong_domain::{
    DivisionCode, Factor, Party, PartyCode, PartyKind, UnifiedSocialCreditCode,
    access::{self, Action, Actor, Named, Reach},
    defaults,
    party::{KeyTier, Protection},
    roster::RosterEvent,
};
use baogong_storage::{
    PartyId, Transaction, audit as trail, contacts as stored_contacts, parties, roster as stored_roster,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};

pub use baogong_storage::{
    contacts::{ContactId, StoredContact},
    parties::Version,
};
pub use contacts::ContactDraft;
pub use find::{Found, PAGE_SIZE, PartyFilter, Place};
pub use party::PartyDraft;
pub use review::{Judged, Review};
pub use roster::{Roster, StepDraft};

use crate::{ServiceError, Services, city::City, reading};

/// What is wrong with one field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field.
    pub field: &'static str,
    /// Stable code.
    pub code: &'static str,
    /// What is wrong and what helps.
    pub message: String,
}

impl FieldError {
    #[expect(clippy::needless_pass_by_value, reason = "an error, or its words")]
    pub(crate) fn new(field: &'static str, code: &'static str, message: impl ToString) -> Self {
        Self { field, code, message: message.to_string() }
    }
}

/// Somebody else was faster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict<D> {
    /// Who; empty where that is not known.
    pub by: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
    /// The revision that is current now: whoever has seen theirs and stands by his own sends it again with this.
    pub revision: i64,
    /// What stands there now.
    pub theirs: D,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T, D> {
    /// It is done.
    Done(T),
    /// It was not done: everything that is wrong.
    Refused(Vec<FieldError>),
    /// It was not done: somebody changed the same thing since the form was shown.
    Conflict(Conflict<D>),
}

/// A party with all that the reader may know of it.
#[derive(Clone, Debug)]
pub struct PartyFile {
    /// Its facts.
    pub party: Party,
    /// Which state of them this is.
    pub version: Version,
    /// Who reports for it.
    pub reporter: Option<Party>,
    /// For whom it reports.
    pub reports_for: Vec<Party>,
    /// Whom to telephone; `None` where the reader may not know.
    pub contacts: Option<Vec<StoredContact>>,
    /// Its way through the rosters, the first step first.
    pub events: Vec<RosterEvent>,
}

/// A division that parties can be of: code, Chinese and English name.
pub type Division = (DivisionCode, String, String);

impl Services {
    /// How many parties the registry has.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn party_count(&self, actor: &Actor) -> Result<usize, ServiceError> {
        access::check(actor, Action::ReadParties)?;
        let mut transaction = self.store.begin_read().await?;
        Ok(parties::all(&mut transaction).await?.len())
    }

    /// The parties that the actor may know of, by code.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn parties(&self, actor: &Actor) -> Result<Vec<Party>, ServiceError> {
        let reach = access::check(actor, Action::ReadParties)?;
        let mut transaction = self.store.begin_read().await?;
        seen_parties(&mut transaction, actor, reach).await
    }

    /// One party. What the actor may not see is not there.
    ///
    /// # Errors
    /// Not allowed, no such party, or the database fails.
    pub async fn party(&self, actor: &Actor, code: &PartyCode) -> Result<PartyFile, ServiceError> {
        let reach = access::check(actor, Action::ReadParties)?;
        let mut transaction = self.store.begin_read().await?;
        let seen = seen_parties(&mut transaction, actor, reach).await?;
        let party = seen.iter().find(|p| p.code == *code).ok_or_else(|| no_party(code))?.clone();
        let (id, _) = parties::by_code(&mut transaction, code).await?.ok_or_else(|| no_party(code))?;
        let contacts = if access::may_see_contacts(actor, code) {
            Some(stored_contacts::of_party(&mut transaction, id).await?)
        } else {
            None
        };
        let reporter = party.reporter.as_ref();
        Ok(PartyFile {
            version: parties::version(&mut transaction, id).await?,
            reporter: reporter.and_then(|code| seen.iter().find(|p| p.code == *code)).cloned(),
            reports_for: seen.iter().filter(|p| p.reporter.as_ref() == Some(code)).cloned().collect(),
            events: stored_roster::of_party(&mut transaction, id).await?,
            contacts,
            party,
        })
    }

    /// The divisions that a party can be of: the city's own, those with a district office (whose name goes first), and
    /// whichever parties are of already.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn divisions(&self, actor: &Actor) -> Result<Vec<Division>, ServiceError> {
        Ok(divisions(&self.parties(actor).await?))
    }

    /// A transaction that changes the registry. Whoever changes it queues at the trail's head first, so that what is read
    /// in the transaction is still so when it is written.
    async fn begin_change(&self) -> Result<Transaction, ServiceError> {
        let mut transaction = self.store.begin_write().await?;
        trail::take_head(&mut transaction).await?;
        Ok(transaction)
    }
}

/// The parties that the actor may know of, by code.
async fn seen_parties(transaction: &mut Transaction, actor: &Actor, reach: Reach) -> Result<Vec<Party>, ServiceError> {
    let city = City::load(transaction).await?;
    let mut named = Named::new();
    if reach == Reach::Own {
        for item in &city.items {
            named.extend(reading::named_of_item(transaction, &city, item, actor).await?);
        }
    }
    let seen = |party: &Party| access::may_see_party(actor, party, &named);
    Ok(city.parties.into_iter().filter(seen).collect())
}

/// See [`Services::divisions`].
pub fn divisions(parties: &[Party]) -> Vec<Division> {
    let mut found: std::collections::BTreeMap<DivisionCode, (String, String)> = parties
        .iter()
        .filter_map(|p| Some((p.division.clone()?, (p.division.as_ref()?.to_string(), String::new()))))
        .collect();
    let default = |(code, zh, en): &(&str, &str, &str)| {
        Some((DivisionCode::parse(code).ok()?, ((*zh).to_owned(), (*en).to_owned())))
    };
    found.extend(defaults::DIVISIONS.iter().filter_map(default));
    let offices = parties.iter().filter(|p| p.kind == PartyKind::District);
    found.extend(offices.filter_map(|p| Some((p.division.clone()?, (p.name.clone(), p.name_en.clone())))));
    found.into_iter().map(|(code, (zh, en))| (code, zh, en)).collect()
}

fn no_party(code: &PartyCode) -> ServiceError {
    ServiceError::NotFound(format!("单位 / party {code}"))
}

/// The party that a change is about; there, for whoever may change parties.
async fn party_to_change(transaction: &mut Transaction, code: &PartyCode) -> Result<(PartyId, Party), ServiceError> {
    parties::by_code(transaction, code).await?.ok_or_else(|| no_party(code))
}

/// Facts as the trail keeps them; what is empty is left out.
fn facts(party: &Party) -> Map<String, Value> {
    let facts = json!({
        "name": party.name,
        "name_en": party.name_en,
        "kind": party.kind.code(),
        "division": party.division.as_ref().map(DivisionCode::as_str),
        "uscc": party.uscc.as_ref().map(UnifiedSocialCreditCode::as_str),
        "industry": party.industry,
        "tiers": KeyTier::write_roster(&party.tiers),
        "protection": party.protection.map(Protection::code),
        "factors": Factor::write_list(&party.factors),
        "reporter": party.reporter.as_ref().map(PartyCode::as_str),
    });
    let Value::Object(facts) = facts else { return Map::new() };
    facts.into_iter().filter(|(_, value)| !value.is_null() && value != "").collect()
}

/// What differs between two states, each with its own side.
fn differing(before: &Map<String, Value>, after: &Map<String, Value>) -> (Map<String, Value>, Map<String, Value>) {
    let changed_of = |own: &Map<String, Value>, other: &Map<String, Value>| {
        own.iter().filter(|(key, value)| other.get(*key) != Some(value)).map(|(k, v)| (k.clone(), v.clone())).collect()
    };
    (changed_of(before, after), changed_of(after, before))
}
