//! Which columns of a scope's balance somebody may see, and which parties.
//!
//! Who may not see a single party's figures may see a group's only where enough parties stand in it that none of them
//! can be read off; that is counted for each measure, for a group may hold many users and one stock.

use std::collections::HashSet;

use super::{
    Actor, Named, Role, User,
    figures::{is_in_division, reports_for},
};
use crate::{
    balance::{BalanceRow, Composition},
    figure::Measure,
    item::Route,
    ledger::{ItemBook, Scope, is_one_of_many, whole_city_demand},
    party::{Party, PartyCode, PartyKind},
};

/// An aggregate of fewer parties than these is not shown to those who may not see its parts.
pub const FEWEST_PARTIES: usize = 5;

/// What of a balance may be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a column each, seen or not")]
pub struct Sight {
    /// Demand.
    pub demand: bool,
    /// Plan and delivered.
    pub supply_side: bool,
    /// Received.
    pub received: bool,
    /// Used.
    pub used: bool,
    /// Stock.
    pub stock: bool,
}

impl Sight {
    /// Everything.
    pub const WHOLE: Self = Self { demand: true, supply_side: true, received: true, used: true, stock: true };
    /// Nothing: to this reader the scope is not there.
    pub const NONE: Self = Self { demand: false, supply_side: false, received: false, used: false, stock: false };

    /// Whether there is anything to see.
    pub fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// Whether gap, ratio and level may be seen: both sides of them.
    pub const fn gap(self) -> bool {
        self.demand && self.supply_side
    }

    const fn or(self, other: Self) -> Self {
        Self {
            demand: self.demand || other.demand,
            supply_side: self.supply_side || other.supply_side,
            received: self.received || other.received,
            used: self.used || other.used,
            stock: self.stock || other.stock,
        }
    }

    /// The row without what may not be seen.
    #[must_use]
    pub fn mask(self, row: BalanceRow) -> BalanceRow {
        if self == Self::WHOLE {
            return row;
        }
        let gap = self.gap();
        let of = |seen: bool, amount| if seen { amount } else { None };
        BalanceRow {
            demand: of(self.demand, row.demand),
            plan: of(self.supply_side, row.plan),
            delivered: of(self.supply_side, row.delivered),
            received: of(self.received, row.received),
            used: of(self.used, row.used),
            stock: of(self.stock, row.stock),
            supply: of(self.supply_side, row.supply),
            // Their names say who they are, as below.
            composition: row
                .composition
                .filter(|_| self.supply_side)
                .map(|composition| Composition { late: Vec::new(), ..composition }),
            counted_demand: of(gap, row.counted_demand),
            counted_supply: of(gap, row.counted_supply),
            gap: of(gap, row.gap),
            gap_ratio: of(gap, row.gap_ratio),
            level: if gap { row.level } else { None },
            gap_high: of(gap, row.gap_high),
            level_high: if gap { row.level_high } else { None },
            // Their names say who they are.
            unknown: Vec::new(),
            ..row
        }
    }
}

/// What the actor may see of the item's balance over the scope. `named` is as in [`Named`], of this item.
pub fn sight(actor: &Actor, scope: &Scope, book: &ItemBook<'_>, named: &Named) -> Sight {
    let Actor::User(user) = actor else { return Sight::WHOLE };
    let party = |code: &PartyCode| book.parties.iter().find(|p| p.code == *code);
    match user.role {
        Role::OfficeHead | Role::OfficeOfficer | Role::Auditor => Sight::WHOLE,
        Role::PoliceOfficer | Role::Checkpoint | Role::Administrator => Sight::NONE,
        Role::SupplierClerk | Role::EnterpriseClerk | Role::BureauOfficer | Role::DistrictOfficer => match scope {
            Scope::Party(code) => party(code).map_or(Sight::NONE, |party| of_party(user, party, book, named)),
            Scope::Division(code) if user.role == Role::DistrictOfficer && user.division.as_ref() == Some(code) => {
                Sight::WHOLE
            }
            Scope::Division(_) | Scope::City => of_group(user, scope, book),
        },
    }
}

fn of_party(user: &User, party: &Party, book: &ItemBook<'_>, named: &Named) -> Sight {
    let in_charge = user.role == Role::BureauOfficer && user.factors.contains(&book.item.code.factor());
    if user.is_of(&party.code) || user.role == Role::DistrictOfficer && is_in_division(user, party) {
        Sight::WHOLE
    } else if reports_for(user, Some(party)) {
        Sight { supply_side: false, ..Sight::WHOLE }
    } else if in_charge && party.kind == PartyKind::Supplier {
        Sight { supply_side: true, ..Sight::NONE }
    } else if named.contains(&party.code) && matches!(user.role, Role::SupplierClerk | Role::BureauOfficer) {
        Sight { demand: true, supply_side: in_charge, ..Sight::NONE }
    } else {
        Sight::NONE
    }
}

fn of_group(user: &User, scope: &Scope, book: &ItemBook<'_>) -> Sight {
    let inside = |party: usize| {
        let party = &book.parties[party];
        is_one_of_many(party)
            && match scope {
                Scope::Division(division) => party.division.as_ref() == Some(division),
                Scope::City | Scope::Party(_) => true,
            }
    };
    let enough = |measures: &[Measure]| {
        let reported = book.series.iter().filter(|s| measures.contains(&s.measure) && !s.figures.is_empty());
        let consumers: HashSet<usize> = reported.filter_map(|s| s.consumer).filter(|c| inside(*c)).collect();
        consumers.len() >= FEWEST_PARTIES
    };
    let pool = book.item.route == Route::Pool;
    let reported_as_one = *scope == Scope::City && !whole_city_demand(book).is_empty();
    // What goes into the pool is for all whom it serves.
    let supply_side = enough(if pool { &Measure::ALL } else { &[Measure::Plan, Measure::Delivered] });
    let aggregate = Sight {
        demand: enough(&[Measure::Demand]) || reported_as_one,
        supply_side,
        received: enough(&[Measure::Received]),
        used: enough(&[Measure::Used]),
        stock: enough(&[Measure::Stock]),
    };
    let serves = |s: &crate::ledger::Series| s.supplier.is_some_and(|p| user.is_of(&book.parties[p].code));
    let by_office = match user.role {
        // A supplier must know what the pool that it feeds needs, and where.
        Role::SupplierClerk => Sight { demand: pool && book.series.iter().any(serves), ..Sight::NONE },
        Role::BureauOfficer if user.factors.contains(&book.item.code.factor()) => {
            Sight { demand: true, supply_side: true, ..Sight::NONE }
        }
        _ => Sight::NONE,
    };
    aggregate.or(by_office)
}

/// Whether the actor may know of this party. `named` holds those of all its items.
pub fn may_see_party(actor: &Actor, party: &Party, named: &Named) -> bool {
    let Actor::User(user) = actor else { return true };
    let own = user.is_of(&party.code) || reports_for(user, Some(party));
    match user.role {
        Role::OfficeHead | Role::OfficeOfficer | Role::Auditor | Role::Administrator => true,
        Role::SupplierClerk => own || named.contains(&party.code),
        Role::BureauOfficer => own || named.contains(&party.code) || party.kind == PartyKind::Supplier,
        Role::DistrictOfficer => own || is_in_division(user, party),
        Role::EnterpriseClerk | Role::PoliceOfficer | Role::Checkpoint => own,
    }
}

/// Whether the actor may know whom to telephone at this party: the office, the auditor, and the party itself.
pub fn may_see_contacts(actor: &Actor, party: &PartyCode) -> bool {
    let Actor::User(user) = actor else { return true };
    match user.role {
        Role::OfficeHead | Role::OfficeOfficer | Role::Auditor => true,
        Role::SupplierClerk
        | Role::BureauOfficer
        | Role::EnterpriseClerk
        | Role::DistrictOfficer
        | Role::PoliceOfficer
        | Role::Checkpoint
        | Role::Administrator => user.is_of(party),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{defaults, item::Factor, ledger::Series, party::DivisionCode, period::Period, quantity::Quantity};

    /// A mine and a power company (0, 1), then plants: five in 410183, two in 410181.
    fn parties() -> Vec<Party> {
        let party = |code: &str, kind| Party::new(PartyCode::parse(code).unwrap(), code, kind);
        let mut parties = vec![party("MINE", PartyKind::Supplier), party("POWER", PartyKind::Supplier)];
        for number in 1..=7 {
            let division = if number <= 5 { "410183" } else { "410181" };
            parties.push(Party {
                division: DivisionCode::parse(division).ok(),
                ..party(&format!("PLANT-{number}"), PartyKind::Enterprise)
            });
        }
        parties
    }

    fn series(measure: Measure, supplier: Option<usize>, consumer: Option<usize>) -> Series {
        let figure = (Period::parse("2026-11-23").unwrap(), Quantity::from_thousandths(1000).unwrap());
        Series { measure, supplier, consumer, figures: vec![figure], since: None }
    }

    fn see(item: &str, role: Role, of: Option<usize>, scope: &str) -> Sight {
        let (items, parties) = (defaults::items(), parties());
        let item = items.iter().find(|i| i.code.as_str() == item).unwrap();
        let mut all = vec![series(Measure::Plan, Some(1), None)];
        for plant in 2..9 {
            all.push(series(Measure::Demand, None, Some(plant)));
            if item.route == Route::Direct {
                all.push(series(Measure::Plan, Some(0), Some(plant)));
            }
        }
        // One stock in 410183.
        all.push(series(Measure::Stock, None, Some(2)));
        let all = if item.route == Route::Direct { all.split_off(1) } else { all };
        let book = ItemBook { item, parties: &parties, series: all };
        let mut user = User::new(1, "u", role, of.map(|p| &parties[p]));
        if role == Role::BureauOfficer {
            user.factors = vec![Factor::Coal];
        }
        if role == Role::DistrictOfficer {
            user.division = DivisionCode::parse("410181").ok();
        }
        let named = Named::from([parties[2].code.clone()]);
        sight(&Actor::User(Box::new(user)), &scope.parse().unwrap(), &book, &named)
    }

    #[test]
    fn an_enterprise_sees_itself_and_aggregates_of_five() {
        let plant = |scope: &str| see("coal.thermal", Role::EnterpriseClerk, Some(2), scope);
        assert_eq!(plant("party:PLANT-1"), Sight::WHOLE);
        assert_eq!(plant("party:PLANT-2"), Sight::NONE);
        assert_eq!(plant("party:MINE"), Sight::NONE);
        assert_eq!(plant("party:NOBODY"), Sight::NONE);
        let aggregate = Sight { demand: true, supply_side: true, ..Sight::NONE };
        assert_eq!(plant("city"), aggregate);
        assert_eq!(plant("division:410183"), aggregate);
        assert_eq!(plant("division:410181"), Sight::NONE);
    }

    #[test]
    fn a_supplier_sees_the_demand_it_serves() {
        let mine = |scope: &str| see("coal.thermal", Role::SupplierClerk, Some(0), scope);
        assert_eq!(mine("party:PLANT-1"), Sight { demand: true, ..Sight::NONE });
        assert_eq!(mine("party:PLANT-2"), Sight::NONE);
        assert_eq!(mine("division:410181"), Sight::NONE);
        let power = |scope: &str| see("electricity.energy", Role::SupplierClerk, Some(1), scope);
        assert_eq!(power("division:410181"), Sight { demand: true, ..Sight::NONE });
        assert_eq!(power("party:POWER"), Sight::WHOLE);
        assert_eq!(power("party:PLANT-2"), Sight::NONE);
    }

    #[test]
    fn a_bureau_sees_the_supply_side_of_its_factors() {
        let coal = |scope: &str| see("coal.thermal", Role::BureauOfficer, None, scope);
        let both = Sight { demand: true, supply_side: true, ..Sight::NONE };
        assert_eq!(coal("party:MINE"), Sight { supply_side: true, ..Sight::NONE });
        assert_eq!(coal("party:PLANT-1"), both);
        assert_eq!(coal("party:PLANT-2"), Sight::NONE);
        assert_eq!(coal("division:410181"), both);
        assert_eq!(see("electricity.energy", Role::BureauOfficer, None, "party:POWER"), Sight::NONE);
        assert_eq!(see("electricity.energy", Role::BureauOfficer, None, "division:410181"), Sight::NONE);
    }

    #[test]
    fn a_district_sees_its_division() {
        let district = |scope: &str| see("coal.thermal", Role::DistrictOfficer, None, scope);
        assert_eq!(district("division:410181"), Sight::WHOLE);
        assert_eq!(district("party:PLANT-6"), Sight::WHOLE);
        assert_eq!(district("party:PLANT-1"), Sight::NONE);
        assert_eq!(district("city"), Sight { demand: true, supply_side: true, ..Sight::NONE });
    }

    #[test]
    fn the_office_and_the_auditor_see_all_and_others_nothing() {
        for scope in ["city", "division:410181", "party:PLANT-1"] {
            for role in [Role::OfficeHead, Role::OfficeOfficer, Role::Auditor] {
                assert_eq!(see("coal.thermal", role, None, scope), Sight::WHOLE);
            }
            for role in [Role::Administrator, Role::PoliceOfficer, Role::Checkpoint] {
                assert_eq!(see("coal.thermal", role, None, scope), Sight::NONE);
            }
        }
    }

    #[test]
    fn contacts_are_for_the_office_the_auditor_and_the_party_itself() {
        let parties = parties();
        for role in Role::ALL {
            let actor = Actor::User(Box::new(User::new(1, "u", role, Some(&parties[2]))));
            let all = matches!(role, Role::OfficeHead | Role::OfficeOfficer | Role::Auditor);
            assert!(may_see_contacts(&actor, &parties[2].code), "{role:?}");
            assert_eq!(may_see_contacts(&actor, &parties[3].code), all, "{role:?}");
        }
    }
}
