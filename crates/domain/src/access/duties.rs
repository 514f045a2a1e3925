//! Whose duties to report somebody sees.

use super::{Actor, Role, User, figures::is_in_division};
use crate::{figure::Measure, item::Factor, party::Party};

/// Whether the actor may see what a party owes of a factor: each its own, a bureau what the suppliers of its factors owe,
/// a district officer what the parties of the division owe. `answerable` is who owes it.
pub fn may_see_duty(actor: &Actor, factor: Factor, measure: Measure, answerable: &Party) -> bool {
    let Actor::User(user) = actor else { return true };
    match user.role {
        Role::OfficeHead | Role::OfficeOfficer | Role::Auditor => true,
        Role::SupplierClerk | Role::EnterpriseClerk => user.is_of(&answerable.code),
        Role::BureauOfficer => user.is_of(&answerable.code) || is_in_charge(user, factor, measure),
        Role::DistrictOfficer => is_in_division(user, answerable),
        Role::PoliceOfficer | Role::Checkpoint | Role::Administrator => false,
    }
}

fn is_in_charge(user: &User, factor: Factor, measure: Measure) -> bool {
    measure.is_supply_side() && user.factors.contains(&factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::party::{DivisionCode, PartyCode, PartyKind};

    fn party(code: &str, kind: PartyKind, division: Option<&str>) -> Party {
        let division = division.and_then(|code| DivisionCode::parse(code).ok());
        Party { division, ..Party::new(PartyCode::parse(code).unwrap(), code, kind) }
    }

    #[test]
    fn each_sees_its_own_duties_and_those_it_supervises() {
        let mine = party("MINE", PartyKind::Supplier, Some("410183"));
        let plant = party("PLANT", PartyKind::Enterprise, Some("410181"));
        let xinmi = party("XINMI", PartyKind::District, Some("410183"));
        let nowhere = party("NOWHERE", PartyKind::District, None);
        let power = party("POWER", PartyKind::Supplier, None);
        let bureau = Party { factors: vec![Factor::Coal], ..party("COAL", PartyKind::Bureau, None) };
        let check = |role, of: &Party, expect: [bool; 4]| {
            let actor = Actor::User(Box::new(User::new(1, "user", role, Some(of))));
            let got = [
                may_see_duty(&actor, Factor::Coal, Measure::Plan, &mine),
                may_see_duty(&actor, Factor::Coal, Measure::Stock, &plant),
                may_see_duty(&actor, Factor::Electricity, Measure::Delivered, &power),
                may_see_duty(&actor, Factor::Coal, Measure::Stock, &mine),
            ];
            assert_eq!(got, expect, "{role:?} of {}", of.code);
        };
        check(Role::OfficeOfficer, &bureau, [true; 4]);
        check(Role::Auditor, &bureau, [true; 4]);
        check(Role::SupplierClerk, &mine, [true, false, false, true]);
        check(Role::EnterpriseClerk, &plant, [false, true, false, false]);
        check(Role::BureauOfficer, &bureau, [true, false, false, false]);
        check(Role::DistrictOfficer, &xinmi, [true, false, false, true]);
        // Without a division nobody is in it.
        check(Role::DistrictOfficer, &nowhere, [false; 4]);
        check(Role::Administrator, &bureau, [false; 4]);
        check(Role::PoliceOfficer, &bureau, [false; 4]);
    }
}
