//! Which sheets somebody may open, and which rows a sheet has.

use std::collections::BTreeSet;

use baogong_domain::{
    Factor, FigureKey, Item, Measure, Party, PartyCode, PartyKind, Route,
    access::{self, Actor, Role, User},
};
use baogong_storage::{
    Transaction,
    desk::{self, DeskSeries},
};

use super::reading::Named;
use crate::{ServiceError, city::City};

/// The sheet that is asked for, or the first that the actor may open; and the others that it may.
pub(super) async fn sheets<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    asked: Option<&PartyCode>,
) -> Result<(&'c Party, Vec<&'c Party>), ServiceError> {
    let mut open = open_sheets(transaction, city, actor).await?;
    // Suppliers first, then enterprises, then groups; each by code.
    open.sort_by_key(|party| party.kind);
    let missing = || {
        let words = asked.map_or_else(String::new, |code| format!(" {code}"));
        ServiceError::NotFound(format!("单位 / party{words}"))
    };
    let own = |party: &&Party| actor.user().is_some_and(|user| user.is_of(&party.code));
    let place = match asked {
        Some(code) => open.iter().position(|party| party.code == *code),
        None => open.iter().position(own).or_else(|| (!open.is_empty()).then_some(0)),
    };
    let party = open.remove(place.ok_or_else(missing)?);
    Ok((party, open))
}

async fn open_sheets<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
) -> Result<Vec<&'c Party>, ServiceError> {
    let reports = |party: &&Party| party.kind.can_supply() || party.kind.can_consume();
    let parties = city.parties.iter().filter(reports);
    let Actor::User(user) = actor else { return Ok(parties.collect()) };
    let own = |party: &Party| user.is_of(&party.code) || access::reports_for(user, Some(party));
    Ok(match user.role {
        Role::OfficeHead | Role::OfficeOfficer | Role::Auditor => parties.collect(),
        Role::SupplierClerk | Role::EnterpriseClerk => parties.filter(|p| own(p)).collect(),
        Role::DistrictOfficer => {
            parties.filter(|p| own(p) || user.division.is_some() && p.division == user.division).collect()
        }
        Role::BureauOfficer => {
            let suppliers = suppliers_in_charge(transaction, city, user).await?;
            parties.filter(|p| own(p) || suppliers.contains(&p.code)).collect()
        }
        Role::PoliceOfficer | Role::Checkpoint | Role::Administrator => Vec::new(),
    })
}

/// Suppliers of the bureau's factors: who has ever stated a plan or delivery of one of their items.
async fn suppliers_in_charge(
    transaction: &mut Transaction,
    city: &City,
    user: &User,
) -> Result<BTreeSet<PartyCode>, ServiceError> {
    let mut suppliers = BTreeSet::new();
    for item in city.items.iter().filter(|item| user.factors.contains(&item.code.factor())) {
        let series = desk::series_of_item(transaction, &item.code).await?;
        suppliers.extend(series.into_iter().filter_map(|s| s.supplier).filter_map(|id| city.code_of(id).cloned()));
    }
    Ok(suppliers)
}

/// What a sheet is about.
pub(super) struct Subjects<'c> {
    /// What is reported, in order.
    pub(super) reported: Vec<Named<'c>>,
    /// What could be, in order.
    pub(super) more: Vec<FigureKey>,
}

/// The rows of a party's sheet as the actor may see them, and what could be added.
pub(super) async fn subjects<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    actor: &Actor,
    party: &'c Party,
) -> Result<Subjects<'c>, ServiceError> {
    let series = desk::series_of_party(transaction, city.party_id(&party.code)?).await?;
    let groups: Vec<&Party> = city.parties.iter().filter(|p| p.reporter.as_ref() == Some(&party.code)).collect();
    let mut reported: Vec<Named<'c>> = named(city, &series)?;
    for group in &groups {
        let of_group = desk::series_of_party(transaction, city.party_id(&group.code)?).await?;
        reported.extend(named(city, &of_group)?.into_iter().filter(|n| n.key.measure() == Measure::Demand));
    }
    let factors = factors(party, &reported);
    reported.retain(|named| named.is_writable(actor) || named.is_readable(actor, &access::Named::new()));
    let order = |key: &FigureKey| {
        let position = city.items.iter().position(|i| i.code == *key.item());
        let counterpart = if key.supplier() == Some(&party.code) || key.consumer() != Some(&party.code) {
            key.consumer().cloned()
        } else {
            None
        };
        (position, key.measure(), counterpart)
    };
    let mut more = Vec::new();
    if access::check(actor, access::Action::WriteFigures).is_ok() {
        let known: BTreeSet<&FigureKey> = reported.iter().map(|n| &n.key).collect();
        let mut possible = own_side(city, party);
        for group in &groups {
            possible.extend(keys(&city.items, &factors, &[Measure::Demand], None, Some(group)));
        }
        if party.kind == PartyKind::Supplier {
            possible.extend(supply_side(transaction, city, party, &factors).await?);
        }
        let may_write = |key: &FigureKey| {
            let consumer = key.consumer().and_then(|code| city.party(code).ok());
            access::may_write_figure(actor, key, consumer)
        };
        more = possible.into_iter().filter(|key| !known.contains(key) && may_write(key)).collect();
    }
    reported.sort_by_cached_key(|named| order(&named.key));
    more.sort_by_cached_key(&order);
    Ok(Subjects { reported, more })
}

fn named<'c>(city: &'c City, series: &[DeskSeries]) -> Result<Vec<Named<'c>>, ServiceError> {
    let mut all = Vec::with_capacity(series.len());
    for s in series {
        let party = |id: Option<_>| id.and_then(|id| city.party_of(id));
        let item = city.item(&s.item)?;
        // A series from before a party changed its kind is history, not a row.
        if let Ok(key) = FigureKey::new(item, s.measure, party(s.supplier), party(s.consumer)) {
            all.push(Named { series: Some(s.id), ..Named::of(city, item, key)? });
        }
    }
    Ok(all)
}

/// The factors that a supplier serves: as the registry says, else as its figures show, else any.
fn factors(party: &Party, reported: &[Named<'_>]) -> Vec<Factor> {
    let supplied: BTreeSet<Factor> = reported
        .iter()
        .filter(|n| n.key.supplier() == Some(&party.code))
        .map(|n| n.item.code.factor())
        .chain(party.factors.iter().copied())
        .collect();
    if supplied.is_empty() { Factor::ALL.to_vec() } else { supplied.into_iter().collect() }
}

fn keys(
    items: &[Item],
    factors: &[Factor],
    measures: &[Measure],
    supplier: Option<&Party>,
    consumer: Option<&Party>,
) -> Vec<FigureKey> {
    let items = items.iter().filter(|item| factors.contains(&item.code.factor()));
    items.flat_map(|item| measures.iter().filter_map(|m| FigureKey::new(item, *m, supplier, consumer).ok())).collect()
}

/// What a consumer could report of itself.
fn own_side(city: &City, party: &Party) -> Vec<FigureKey> {
    let measures: &[Measure] = match party.kind {
        PartyKind::WholeCity => &[Measure::Demand],
        PartyKind::ConsumerGroup => &[Measure::Demand, Measure::Used],
        _ => &[Measure::Demand, Measure::Received, Measure::Used, Measure::Stock],
    };
    keys(&city.items, &Factor::ALL, measures, None, Some(party))
}

/// What a supplier could plan and deliver: into a pool, or of a direct item to each who draws it from anybody.
async fn supply_side(
    transaction: &mut Transaction,
    city: &City,
    party: &Party,
    factors: &[Factor],
) -> Result<Vec<FigureKey>, ServiceError> {
    const SUPPLY: [Measure; 2] = [Measure::Plan, Measure::Delivered];
    let mut possible = keys(&city.items, factors, &SUPPLY, Some(party), None);
    for item in city.items.iter().filter(|i| i.route == Route::Direct && factors.contains(&i.code.factor())) {
        for consumer in consumers(transaction, city, item).await? {
            possible.extend(keys(std::slice::from_ref(item), factors, &SUPPLY, Some(party), Some(consumer)));
        }
    }
    Ok(possible)
}

/// Everybody who needs, receives, uses or is to get an item, in the order of their codes.
pub(super) async fn consumers<'c>(
    transaction: &mut Transaction,
    city: &'c City,
    item: &Item,
) -> Result<Vec<&'c Party>, ServiceError> {
    let series = desk::series_of_item(transaction, &item.code).await?;
    let codes: BTreeSet<&PartyCode> =
        series.iter().filter_map(|s| s.consumer).filter_map(|id| city.code_of(id)).collect();
    Ok(codes.into_iter().filter_map(|code| city.party(code).ok()).filter(|p| p.kind.can_consume()).collect())
}
