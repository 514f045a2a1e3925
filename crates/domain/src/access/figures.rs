//! Which figures somebody may write and read.

use std::collections::HashSet;

use super::{Actor, Role, User};
use crate::{
    figure::{FigureKey, Measure},
    party::{Party, PartyCode},
};

/// Consumers named in the supply figures of those whom the user answers for: its own party, or for a bureau all
/// suppliers of its factors. Their demand it may see.
pub type Named = HashSet<PartyCode>;

/// Whether the actor may report or change this figure. The office may all (and gives a reason), a supplier its own
/// supply side, an enterprise its own demand side, a bureau the supply side of its factors; whoever is the reporter of a
/// group, its demand side.
pub fn may_write_figure(actor: &Actor, key: &FigureKey, consumer: Option<&Party>) -> bool {
    let Actor::User(user) = actor else { return true };
    let supply_side = key.measure().is_supply_side();
    let own_need = !supply_side && (key.consumer().is_some_and(|c| user.is_of(c)) || reports_for(user, consumer));
    match user.role {
        Role::OfficeHead | Role::OfficeOfficer => true,
        Role::SupplierClerk => own_need || supply_side && key.supplier().is_some_and(|s| user.is_of(s)),
        Role::EnterpriseClerk => own_need,
        Role::BureauOfficer => own_need || supply_side && user.factors.contains(&key.item().factor()),
        Role::PoliceOfficer | Role::Checkpoint | Role::DistrictOfficer | Role::Administrator | Role::Auditor => false,
    }
}

/// Whether the actor may see this figure. `supplier` and `consumer` are the parties that it names.
pub fn may_read_figure(
    actor: &Actor,
    key: &FigureKey,
    supplier: Option<&Party>,
    consumer: Option<&Party>,
    named: &Named,
) -> bool {
    let Actor::User(user) = actor else { return true };
    let own = [key.supplier(), key.consumer()].into_iter().flatten().any(|party| user.is_of(party));
    let named_demand = key.measure() == Measure::Demand && key.consumer().is_some_and(|c| named.contains(c));
    match user.role {
        Role::OfficeHead | Role::OfficeOfficer | Role::Auditor => true,
        Role::EnterpriseClerk => own || reports_for(user, consumer),
        Role::SupplierClerk => own || reports_for(user, consumer) || named_demand,
        Role::BureauOfficer => {
            let in_charge = user.factors.contains(&key.item().factor());
            own || reports_for(user, consumer) || in_charge && (key.measure().is_supply_side() || named_demand)
        }
        Role::DistrictOfficer => {
            let inside = |party: Option<&Party>| party.is_some_and(|p| is_in_division(user, p));
            own || inside(supplier) || inside(consumer)
        }
        Role::PoliceOfficer | Role::Checkpoint | Role::Administrator => false,
    }
}

/// Whether the user's party is the reporter of this one.
pub fn reports_for(user: &User, party: Option<&Party>) -> bool {
    party.and_then(|p| p.reporter.as_ref()).is_some_and(|reporter| user.is_of(reporter))
}

pub(super) fn is_in_division(user: &User, party: &Party) -> bool {
    user.division.is_some() && user.division == party.division
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        defaults,
        item::Factor,
        party::{DivisionCode, PartyKind},
    };

    fn party(code: &str, kind: PartyKind) -> Party {
        Party::new(PartyCode::parse(code).unwrap(), code, kind)
    }

    struct City {
        power: Party,
        mine: Party,
        plant: Party,
        homes: Party,
        coal_bureau: Party,
        district: Party,
    }

    fn city() -> City {
        let division = DivisionCode::parse("410183").ok();
        let mut city = City {
            power: party("POWER", PartyKind::Supplier),
            mine: party("MINE", PartyKind::Supplier),
            plant: Party { division: division.clone(), ..party("PLANT", PartyKind::Enterprise) },
            homes: party("HOMES", PartyKind::ConsumerGroup),
            coal_bureau: party("COAL-BUREAU", PartyKind::Bureau),
            district: Party { division, ..party("XINMI", PartyKind::District) },
        };
        city.homes.reporter = Some(city.power.code.clone());
        city.coal_bureau.factors = vec![Factor::Coal];
        city
    }

    fn key(item: &str, measure: Measure, supplier: Option<&Party>, consumer: Option<&Party>) -> FigureKey {
        let items = defaults::items();
        let item = items.iter().find(|i| i.code.as_str() == item).unwrap();
        FigureKey::new(item, measure, supplier, consumer).unwrap()
    }

    fn actor(role: Role, party: &Party) -> Actor {
        Actor::User(Box::new(User::new(1, "user", role, Some(party))))
    }

    #[test]
    fn each_writes_its_own_side() {
        let City { power, mine, plant, homes, coal_bureau, district } = city();
        let office = party("OFFICE", PartyKind::Office);
        let coal_plan = key("coal.thermal", Measure::Plan, Some(&mine), Some(&plant));
        let coal_stock = key("coal.thermal", Measure::Stock, None, Some(&plant));
        let power_plan = key("electricity.energy", Measure::Plan, Some(&power), None);
        let homes_need = key("electricity.energy", Measure::Demand, None, Some(&homes));
        let check = |role, of: &Party, expect: [bool; 4]| {
            let actor = actor(role, of);
            let got = [
                may_write_figure(&actor, &coal_plan, Some(&plant)),
                may_write_figure(&actor, &coal_stock, Some(&plant)),
                may_write_figure(&actor, &power_plan, None),
                may_write_figure(&actor, &homes_need, Some(&homes)),
            ];
            assert_eq!(got, expect, "{role:?} of {}", of.code);
        };
        check(Role::OfficeHead, &office, [true; 4]);
        check(Role::OfficeOfficer, &office, [true; 4]);
        check(Role::SupplierClerk, &mine, [true, false, false, false]);
        check(Role::SupplierClerk, &power, [false, false, true, true]);
        check(Role::EnterpriseClerk, &plant, [false, true, false, false]);
        check(Role::BureauOfficer, &coal_bureau, [true, false, false, false]);
        for role in [Role::DistrictOfficer, Role::Administrator, Role::Auditor, Role::PoliceOfficer, Role::Checkpoint] {
            check(role, &district, [false; 4]);
        }
    }

    #[test]
    fn each_sees_its_own_and_what_it_must_serve() {
        let City { power, mine, plant, homes, coal_bureau, district } = city();
        let other = party("OTHER", PartyKind::Enterprise);
        let office = party("OFFICE", PartyKind::Office);
        let coal_plan = key("coal.thermal", Measure::Plan, Some(&mine), Some(&plant));
        let coal_need = key("coal.thermal", Measure::Demand, None, Some(&plant));
        let coal_stock = key("coal.thermal", Measure::Stock, None, Some(&plant));
        let homes_need = key("electricity.energy", Measure::Demand, None, Some(&homes));
        let named = Named::from([plant.code.clone()]);
        let check = |role, of: &Party, named: &Named, expect: [bool; 4]| {
            let actor = actor(role, of);
            let got = [
                may_read_figure(&actor, &coal_plan, Some(&mine), Some(&plant), named),
                may_read_figure(&actor, &coal_need, None, Some(&plant), named),
                may_read_figure(&actor, &coal_stock, None, Some(&plant), named),
                may_read_figure(&actor, &homes_need, None, Some(&homes), named),
            ];
            assert_eq!(got, expect, "{role:?} of {}", of.code);
        };
        let nobody = Named::new();
        check(Role::OfficeOfficer, &office, &nobody, [true; 4]);
        check(Role::Auditor, &office, &nobody, [true; 4]);
        check(Role::SupplierClerk, &mine, &named, [true, true, false, false]);
        check(Role::SupplierClerk, &mine, &nobody, [true, false, false, false]);
        check(Role::SupplierClerk, &power, &nobody, [false, false, false, true]);
        check(Role::EnterpriseClerk, &plant, &nobody, [true, true, true, false]);
        check(Role::EnterpriseClerk, &other, &nobody, [false; 4]);
        check(Role::BureauOfficer, &coal_bureau, &named, [true, true, false, false]);
        check(Role::DistrictOfficer, &district, &nobody, [true, true, true, false]);
        check(Role::Administrator, &office, &nobody, [false; 4]);
        check(Role::PoliceOfficer, &office, &nobody, [false; 4]);
    }
}
