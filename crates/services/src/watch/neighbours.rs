//! Around some alerts those that may be their causes, found without reading all that is open.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use baogong_domain::{
    ItemCode, PartyCode, Scope,
    watch::{AlertKey, Kind, Relations},
};
use baogong_storage::{
    Transaction, figures, parties,
    watch::alerts::{self, AlertId, StoredAlert},
};

use super::sight::party_of;
use crate::ServiceError;

/// So many of a group's largest gaps are looked at: a day's says nothing about a month's, so the largest may not do.
const LARGEST: i64 = 20;

/// Alerts that may be causes, with who is whose.
#[derive(Default)]
pub(super) struct Neighbours {
    pub(super) alerts: Vec<StoredAlert>,
    pub(super) relations: Relations,
}

impl Neighbours {
    /// Those around the alerts of these keys, which are open or may open now, without `open`, which are at hand.
    pub(super) async fn around(
        transaction: &mut Transaction,
        of: &BTreeSet<AlertKey>,
        open: &[StoredAlert],
    ) -> Result<Self, ServiceError> {
        let mut found = Self::default();
        let mut suppliers: BTreeMap<ItemCode, HashSet<String>> = BTreeMap::new();
        for AlertKey { kind, item, scope } in of.iter().filter(|key| key.kind.is_shortage()) {
            match scope {
                Scope::Party(consumer) => {
                    let named = named_suppliers(transaction, item, consumer).await?;
                    let scopes = named.iter().map(|code| Scope::Party(code.clone()).to_string());
                    suppliers.entry(item.clone()).or_default().extend(scopes);
                    found.relations.suppliers.insert((item.clone(), consumer.clone()), named.into_iter().collect());
                    found.place(transaction, consumer).await?;
                }
                Scope::Division(division) if *kind == Kind::Gap => {
                    found.alerts.extend(alerts::largest_gaps(transaction, item, Some(division), LARGEST).await?);
                }
                Scope::City if *kind == Kind::Gap => {
                    found.alerts.extend(alerts::largest_gaps(transaction, item, None, LARGEST).await?);
                }
                Scope::Division(_) | Scope::City => {}
            }
        }
        for (item, scopes) in suppliers {
            let scopes: Vec<String> = scopes.into_iter().collect();
            found.alerts.extend(alerts::open_of(transaction, &item, &scopes).await?);
        }
        let mut seen: HashSet<AlertId> = open.iter().map(|s| s.id).collect();
        found.alerts.retain(|stored| seen.insert(stored.id));
        let all = found.alerts.iter().chain(open);
        for code in all.filter_map(|s| party_of(&s.alert.key.scope)).cloned().collect::<BTreeSet<_>>() {
            found.place(transaction, &code).await?;
        }
        Ok(found)
    }

    async fn place(&mut self, transaction: &mut Transaction, code: &PartyCode) -> Result<(), ServiceError> {
        if !self.relations.divisions.contains_key(code)
            && let Some((_, party)) = parties::by_code(transaction, code).await?
            && let Some(division) = party.division
        {
            self.relations.divisions.insert(party.code, division);
        }
        Ok(())
    }
}

/// The suppliers that a consumer's plan of an item names.
async fn named_suppliers(
    transaction: &mut Transaction,
    item: &ItemCode,
    consumer: &PartyCode,
) -> Result<Vec<PartyCode>, ServiceError> {
    let Some((consumer, _)) = parties::by_code(transaction, consumer).await? else { return Ok(Vec::new()) };
    let mut named = Vec::new();
    for supplier in figures::planned_by(transaction, item, consumer).await? {
        named.extend(parties::by_id(transaction, supplier).await?.map(|party| party.code));
    }
    Ok(named)
}
