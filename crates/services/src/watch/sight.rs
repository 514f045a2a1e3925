//! Which alerts a reader gets to see: the domain's `access` applied to what is stored.

use std::collections::{BTreeMap, HashSet};

use baogong_domain::{
    ItemBook, ItemCode, Party, PartyCode, Scope,
    access::{self, Actor, Reach},
    evaluation::reading_range,
};
use baogong_storage::{
    Transaction, accounts,
    watch::alerts::{AlertId, StoredAlert},
};
use chrono::NaiveDate;

use crate::{ServiceError, city::City, reading};

/// Sees through one reader's eyes.
pub(super) struct Eyes<'a> {
    pub(super) city: &'a City,
    pub(super) actor: &'a Actor,
    pub(super) reach: Reach,
    pub(super) today: NaiveDate,
    books: BTreeMap<ItemCode, ItemBook<'a>>,
}

impl<'a> Eyes<'a> {
    pub(super) const fn new(city: &'a City, actor: &'a Actor, reach: Reach, today: NaiveDate) -> Self {
        Self { city, actor, reach, today, books: BTreeMap::new() }
    }

    /// Those alerts that the reader may see.
    pub(super) async fn visible(
        &mut self,
        transaction: &mut Transaction,
        alerts: Vec<StoredAlert>,
    ) -> Result<Vec<StoredAlert>, ServiceError> {
        if self.reach == Reach::All {
            return Ok(alerts);
        }
        let mut seen = Vec::with_capacity(alerts.len());
        for stored in alerts {
            if self.sees(transaction, &stored).await? {
                seen.push(stored);
            }
        }
        Ok(seen)
    }

    /// The same of an earlier instant: who may see an alert now sees how it stood then.
    pub(super) async fn visible_then(
        &mut self,
        transaction: &mut Transaction,
        alerts: Vec<(StoredAlert, StoredAlert)>,
    ) -> Result<Vec<StoredAlert>, ServiceError> {
        let mut seen = Vec::with_capacity(alerts.len());
        for (now, then) in alerts {
            if self.reach == Reach::All || self.sees(transaction, &now).await? {
                seen.push(then);
            }
        }
        Ok(seen)
    }

    async fn sees(&mut self, transaction: &mut Transaction, stored: &StoredAlert) -> Result<bool, ServiceError> {
        let key = &stored.alert.key;
        if !self.books.contains_key(&key.item) {
            let city: &'a City = self.city;
            let item = city.item(&key.item)?;
            let range = reading_range(city.rule(&item.code, self.today)?, self.today);
            self.books.insert(key.item.clone(), city.book(transaction, item, range, None).await?);
        }
        let Some(book) = self.books.get(&key.item) else { return Ok(false) };
        let sight = reading::sight(self.actor, &key.scope, book);
        let party = party_of(&key.scope).and_then(|code| self.city.party(code).ok());
        Ok(access::may_see_alert(self.actor, &stored.alert, sight, party))
    }
}

/// The party of a scope.
pub(super) const fn party_of(scope: &Scope) -> Option<&PartyCode> {
    match scope {
        Scope::Party(code) => Some(code),
        Scope::Division(_) | Scope::City => None,
    }
}

/// What the office keeps to itself: which alerts it has silenced, and why.
pub(super) fn for_outsiders(alerts: &mut [StoredAlert]) {
    for stored in alerts {
        stored.alert.silence = None;
    }
}

/// The names of the people who act, by the names that they sign in with: all for who may see everything; to the others
/// they themselves, while the rest are the office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    names: BTreeMap<String, String>,
    /// Whether everybody is named.
    pub everybody: bool,
}

impl People {
    pub(super) async fn load(transaction: &mut Transaction, actor: &Actor, reach: Reach) -> Result<Self, ServiceError> {
        let everybody = reach == Reach::All;
        let names = if everybody {
            accounts::all(transaction).await?.into_iter().map(|account| (account.login, account.name)).collect()
        } else {
            actor.user().map(|user| (user.login.clone(), user.name.clone())).into_iter().collect()
        };
        Ok(Self { names, everybody })
    }

    /// The name of who signs in with this one, where it may be told.
    pub fn name(&self, login: &str) -> Option<&str> {
        self.names.get(login).map(String::as_str)
    }
}

/// Takes away causes that the reader may not see.
pub(super) fn without_hidden_causes(alerts: &mut [StoredAlert], seen: &HashSet<AlertId>) {
    for stored in alerts {
        if stored.cause.is_some_and(|cause| !seen.contains(&cause)) {
            (stored.cause, stored.alert.cause) = (None, None);
        }
    }
}

/// The parties that alerts name, and the district offices, which give divisions their names.
pub(super) fn named_parties<'s>(city: &City, scopes: impl Iterator<Item = &'s Scope>) -> Vec<Party> {
    let named: HashSet<&PartyCode> = scopes.filter_map(party_of).collect();
    let keep = |p: &&Party| p.kind == baogong_domain::PartyKind::District || named.contains(&p.code);
    city.parties.iter().filter(keep).cloned().collect()
}
