//! Which alerts somebody sees, and which measures somebody confirms.

use super::{Actor, Role, Sight, may_see_duty};
use crate::{
    figure::Measure,
    item::Factor,
    ledger::Scope,
    party::{Party, PartyKind},
    watch::{Confirmer, Facts, Kind, Watched},
};

/// Whether the actor may see an alert: its numbers are those of its scope, of which `sight` says what may be seen.
/// `party` is the scope's, where it is a party.
pub fn may_see_alert(actor: &Actor, alert: &Watched, sight: Sight, party: Option<&Party>) -> bool {
    let supplies = party.is_some_and(|party| party.kind == PartyKind::Supplier);
    match alert.key.kind {
        Kind::Gap if matches!(alert.facts, Facts::Stoppage { .. }) => sight.supply_side,
        Kind::Gap => sight.gap(),
        Kind::Stock => sight.stock && sight.used,
        Kind::Overdue => {
            // Of a supplier it is mostly the supply side that is missing.
            let measure = if supplies { Measure::Delivered } else { Measure::Used };
            party.is_some_and(|party| may_see_duty(actor, alert.key.item.factor(), measure, party))
        }
        Kind::Implausible => sight == Sight::WHOLE || supplies && sight.supply_side,
    }
}

/// Whether the actor may confirm a measure for this confirmer: the office for anybody, a supplier of the factor and the
/// district of the scope for itself; what the head of the office signs only the head confirms.
pub fn may_confirm(actor: &Actor, factor: Factor, scope: &Scope, confirmer: Confirmer, supplies: bool) -> bool {
    let Actor::User(user) = actor else { return true };
    match (user.role, confirmer) {
        (Role::OfficeHead, _) | (Role::OfficeOfficer, Confirmer::Supplier | Confirmer::Districts) => true,
        (Role::SupplierClerk, Confirmer::Supplier) => supplies || user.factors.contains(&factor),
        (Role::DistrictOfficer, Confirmer::Districts) => match scope {
            Scope::Division(division) => user.division.as_ref() == Some(division),
            // The districts of a city confirm through the office.
            Scope::City | Scope::Party(_) => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::User,
        party::{DivisionCode, PartyCode},
    };

    #[test]
    fn each_confirms_what_it_carries_out() {
        use Confirmer::{Districts, OfficeHead, Supplier};
        let party = |kind, division: &str| Party {
            division: DivisionCode::parse(division).ok(),
            ..Party::new(PartyCode::parse("P").unwrap(), "p", kind)
        };
        let actor = |role, of: &Party| Actor::User(Box::new(User::new(1, "u", role, Some(of))));
        let (city, xinmi): (Scope, Scope) = ("city".parse().unwrap(), "division:410183".parse().unwrap());
        let office = party(PartyKind::Office, "");
        let power = party(PartyKind::Supplier, "");
        let district = party(PartyKind::District, "410183");
        let plant = party(PartyKind::Enterprise, "410183");
        for (role, of, scope, confirmer, supplies, expect) in [
            (Role::OfficeHead, &office, &city, OfficeHead, false, true),
            (Role::OfficeOfficer, &office, &city, OfficeHead, false, false),
            (Role::OfficeOfficer, &office, &city, Supplier, false, true),
            (Role::SupplierClerk, &power, &city, Supplier, true, true),
            (Role::SupplierClerk, &power, &city, Supplier, false, false),
            (Role::SupplierClerk, &power, &city, Districts, true, false),
            (Role::DistrictOfficer, &district, &xinmi, Districts, false, true),
            (Role::DistrictOfficer, &district, &city, Districts, false, false),
            (Role::EnterpriseClerk, &plant, &xinmi, Supplier, true, false),
            (Role::Auditor, &office, &city, Supplier, false, false),
        ] {
            let got = may_confirm(&actor(role, of), Factor::Electricity, scope, confirmer, supplies);
            assert_eq!(got, expect, "{role:?} {confirmer:?} {scope}");
        }
    }
}
