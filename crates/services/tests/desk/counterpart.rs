//! The counterpart plan: a bureau's month, what each supplier sees of it, and that it is the plants' balance.

use baogong_domain::{
    Exact, Grain, ItemCode, PartyCode, Period, Scope,
    access::{Actor, Role},
};
use baogong_services::{
    balances::BalanceQuery,
    desk::{Counterpart, CounterpartRow},
};

use crate::city::{City, coal, each_city, edit};

async fn plan(city: &City, actor: &Actor) -> Counterpart {
    city.services.counterpart(actor, None, None).await.unwrap()
}

fn codes<'a>(parties: impl Iterator<Item = &'a PartyCode>) -> Vec<&'a str> {
    parties.map(PartyCode::as_str).collect()
}

fn quantities(row: &CounterpartRow) -> Vec<String> {
    row.cells.iter().map(|cell| cell.quantity.map_or_else(|| "-".to_owned(), |q| q.to_string())).collect()
}

#[tokio::test]
async fn a_bureaus_month_is_the_plants_balance() {
    for city in each_city().await {
        let bureau = city.bureau();
        let empty = plan(&city, &bureau).await;
        assert_eq!((empty.item.code.as_str(), empty.month.to_string().as_str()), ("coal.thermal", "2026-12"));
        assert_eq!(codes(empty.items.iter().map(|i| &i.code).map(|_| &empty.consumers[0].code)).len(), 2);
        assert_eq!(codes(empty.consumers.iter().map(|p| &p.code)), ["PLANT-1", "PLANT-2"]);
        assert_eq!(codes(empty.suppliers.iter().map(|row| &row.supplier.code)), ["MINE-1", "MINE-2"]);
        let needs: Vec<String> =
            empty.demand.iter().map(|d| d.as_ref().map_or("-".to_owned(), Exact::to_string)).collect();
        assert_eq!(needs, ["31000.000", "9300.000"]);
        assert!(empty.suppliers.iter().all(|row| row.writable && quantities(row) == ["-", "-"]));
        // The bureau fills it in, cell by cell as the sheet names them.
        let month = [("MINE-1>PLANT-1", "20000"), ("MINE-1>PLANT-2", "9300"), ("MINE-2>PLANT-1", "8000.5")];
        let edits = month.map(|(who, value)| edit(&format!("coal.thermal plan {who}"), "2026-12", value));
        let saved = city.save(&bureau, &edits).await;
        assert_eq!(saved, ["saved 20000.000", "saved 9300.000", "saved 8000.500"]);
        let filled = plan(&city, &bureau).await;
        assert_eq!(quantities(&filled.suppliers[0]), ["20000.000", "9300.000"]);
        assert_eq!(quantities(&filled.suppliers[1]), ["8000.500", "-"]);
        for (plant, supply, gap) in [("PLANT-1", "28000.500", "2999.500"), ("PLANT-2", "9300.000", "0.000")] {
            let december = Period::parse("2026-12").unwrap();
            let query = BalanceQuery {
                item: coal(),
                scope: Scope::Party(PartyCode::parse(plant).unwrap()),
                from: december,
                to: december,
                granularity: Grain::Month,
                as_of: None,
            };
            let row = city.services.balances(&Actor::System, &query).await.unwrap().remove(0);
            let text = |amount: Option<Exact>| amount.unwrap().to_string();
            assert_eq!((text(row.plan), text(row.gap)), (supply.to_owned(), gap.to_owned()), "{plant}");
        }
    }
}

#[tokio::test]
async fn a_supplier_sees_its_own_row_and_the_needs_of_those_it_serves() {
    for city in each_city().await {
        let of = |number| city.actor(Role::SupplierClerk, number);
        let one = plan(&city, &of("MINE-1")).await;
        assert_eq!(codes(one.suppliers.iter().map(|row| &row.supplier.code)), ["MINE-1"]);
        assert!(one.suppliers[0].writable && one.demand.iter().all(Option::is_some));
        let two = plan(&city, &of("MINE-2")).await;
        assert_eq!(codes(two.suppliers.iter().map(|row| &row.supplier.code)), ["MINE-2"]);
        let seen: Vec<bool> = two.demand.iter().map(Option::is_some).collect();
        assert_eq!(seen, [false, true], "only PLANT-2 is in its plans");
        // Who supplies no coal has no such plan; nor has an enterprise, or a bureau of something else.
        for actor in [of("GRID"), city.plant(), city.actor(Role::BureauOfficer, "LAND-BUREAU")] {
            let refused = city.services.counterpart(&actor, None, None).await;
            assert_eq!(refused.unwrap_err().code(), "not_found", "{}", actor.name());
        }
        let denied = city.services.counterpart(&city.actor(Role::Administrator, "OFFICE"), None, None).await;
        assert_eq!(denied.unwrap_err().code(), "denied");
        let pool = ItemCode::parse("gas.pipeline").unwrap();
        let refused = city.services.counterpart(&city.office(), Some(&pool), None).await;
        assert_eq!(refused.unwrap_err().code(), "not_found");
        let auditor = plan(&city, &city.actor(Role::Auditor, "OFFICE")).await;
        assert!(auditor.suppliers.iter().all(|row| !row.writable) && auditor.demand.iter().all(Option::is_some));
        let office = city.services.counterpart(&city.office(), None, Period::parse("2026-11-05").ok()).await.unwrap();
        assert!(office.reason_always);
        assert_eq!(quantities(&office.suppliers[0]), ["9000.000", "6000.000"]);
    }
}
