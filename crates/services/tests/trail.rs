//! The figures behind a number: their sums, who entered them, what is superseded, and who may see which. On both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "the city is the desk's")]

#[path = "desk/city.rs"]
mod city;

use baogong_domain::{
    Exact, Measure, PartyCode, Period,
    access::{Actor, Role},
    provenance::{Fate, Reason},
};
use baogong_services::{
    Services,
    trail::{PER_PAGE, Trail, TrailQuery},
};
use baogong_storage::{accounts, parties};
use city::{because, each_city, edit, instant};

fn query(item: &str, scope: &str, period: &str) -> TrailQuery {
    let period = Period::parse(period).unwrap();
    let item = baogong_domain::ItemCode::parse(item).unwrap();
    TrailQuery { item, scope: scope.parse().unwrap(), from: period, to: period, measure: None, as_of: None, page: None }
}

async fn ask(services: &Services, actor: &Actor, item: &str, scope: &str, period: &str) -> Trail {
    services.trail(actor, &query(item, scope, period)).await.unwrap()
}

/// `plan MINE-1>PLANT-1 2026-11 9000.000 column supply fate` of each figure.
fn lines(trail: &Trail) -> Vec<String> {
    let name = |code: &Option<PartyCode>| code.as_ref().map_or(String::new(), ToString::to_string);
    let part = |part: &Option<Exact>| part.as_ref().map_or("-".to_owned(), ToString::to_string);
    let line = |f: &baogong_services::trail::TrailFigure| {
        let (measure, period, quantity, fate) = (f.measure, f.period, f.quantity, f.fate);
        let (supplier, consumer) = (name(&f.supplier), name(&f.consumer));
        format!("{measure} {supplier}>{consumer} {period} {quantity} {} {} {fate:?}", part(&f.column), part(&f.supply))
    };
    trail.figures.iter().map(line).collect()
}

#[tokio::test]
async fn a_delivery_stands_for_the_plan_and_what_was_received_for_both() {
    for city in each_city().await {
        city.import("coal.thermal,delivered,2026-11-22,MINE-1,PLANT-2,150\n").await;
        let trail = ask(&city.services, &city.office(), "coal.thermal", "party:PLANT-2", "2026-11-22").await;
        let expect = [
            "plan MINE-1>PLANT-2 2026-11 6000.000 200.000 - Left(Delivered)",
            "plan MINE-2>PLANT-2 2026-11 3000.000 100.000 100.000 Counted",
            "delivered MINE-1>PLANT-2 2026-11-22 150.000 150.000 150.000 Counted",
        ];
        let mut got = lines(&trail);
        got.sort();
        let mut wanted = expect.map(str::to_owned).to_vec();
        wanted.sort();
        assert_eq!(got, wanted);
        assert_eq!(trail.row.supply.as_ref().unwrap().to_string(), "250.000");
        let made = trail.row.composition.clone().unwrap();
        assert_eq!((made.reported.to_string(), made.planned.to_string()), ("150.000".into(), "100.000".into()));
        // Yesterday's reports are late since ten: the second mine is named.
        assert_eq!(made.late, [PartyCode::parse("MINE-2").unwrap()]);

        city.import("coal.thermal,received,2026-11-22,,PLANT-2,140\n").await;
        let trail = ask(&city.services, &city.office(), "coal.thermal", "party:PLANT-2", "2026-11-22").await;
        let left = |trail: &Trail, fate| trail.figures.iter().filter(|f| f.fate == fate).count();
        assert_eq!((left(&trail, Fate::Left(Reason::Received)), left(&trail, Fate::Counted)), (3, 1));
        assert_eq!(trail.row.supply.unwrap().to_string(), "140.000");
        assert!(trail.row.composition.unwrap().late.is_empty());
    }
}

#[tokio::test]
async fn each_figure_tells_who_when_from_where_and_what_it_said_before() {
    for city in each_city().await {
        let mut transaction = city.store.begin_write().await.unwrap();
        let plant = PartyCode::parse("PLANT-1").unwrap();
        let (plant, _) = parties::by_code(&mut transaction, &plant).await.unwrap().unwrap();
        let at = instant("2026-01-01T00:00:00Z");
        let login = "enterprise_clerk@PLANT-1";
        accounts::add(&mut transaction, login, "李明", Role::EnterpriseClerk, Some(plant), at).await.unwrap();
        transaction.commit().await.unwrap();
        let stock = edit("coal.thermal stock >PLANT-1", "2026-11-22", "4900");
        let saved = city.services.save_cells(&city.plant(), &[because(stock.clone())]).await.unwrap();
        let again = baogong_services::desk::CellEdit { base: city::revision(&saved[0]), value: "4800".into(), ..stock };
        let later = city.at("2026-11-23T05:00:00Z").await;
        later.save_cells(&city.office(), &[because(again)]).await.unwrap();
        let asked = TrailQuery { measure: Some(Measure::Stock), ..query("coal.thermal", "city", "2026-11-22") };
        let trail = later.trail(&city.office(), &asked).await.unwrap();
        assert_eq!(lines(&trail), ["stock >PLANT-1 2026-11-22 4800.000 4800.000 - Beside"]);
        let [newest, oldest] = &trail.figures[0].revisions[..] else { panic!("two revisions") };
        assert_eq!(
            (newest.who.name.as_deref(), newest.at.to_string().as_str()),
            (Some("office_officer@OFFICE"), "2026-11-23 13:00:00")
        );
        assert_eq!((oldest.who.name.as_deref(), oldest.source.as_str()), (Some("李明"), "desk"));
        assert_eq!(oldest.who.party.as_ref().unwrap().code.as_str(), "PLANT-1");
        assert_eq!(
            (oldest.reason.as_str(), oldest.quantity.unwrap().to_string().as_str()),
            ("断网 network was down", "4900.000")
        );
        // As of the hour before it was the first.
        let asked = TrailQuery { as_of: Some(instant("2026-11-23T04:00:00Z")), ..asked };
        let trail = later.trail(&city.office(), &asked).await.unwrap();
        assert_eq!((trail.figures[0].quantity.to_string().as_str(), trail.figures[0].revisions.len()), ("4900.000", 1));
        // The district hears whose clerk it was, not the person's name.
        let district = city.actor(Role::DistrictOfficer, "DISTRICT");
        let trail =
            later.trail(&district, &TrailQuery { scope: "party:PLANT-1".parse().unwrap(), ..asked }).await.unwrap();
        let who = &trail.figures[0].revisions[0].who;
        assert_eq!((who.name.as_deref(), who.party.as_ref().map(|p| p.code.as_str())), (None, Some("PLANT-1")));
    }
}

#[tokio::test]
async fn nobody_sees_figures_that_are_not_his() {
    use Role::{Administrator, Auditor, BureauOfficer, DistrictOfficer, EnterpriseClerk, OfficeOfficer, SupplierClerk};
    for city in each_city().await {
        // What each finds of the plant's December and of its November: figures, and whether there are others.
        for (role, of, december, november) in [
            (OfficeOfficer, "OFFICE", "1", "4"),
            (Auditor, "OFFICE", "1", "4"),
            (DistrictOfficer, "DISTRICT", "1", "4"),
            (EnterpriseClerk, "PLANT-1", "1", "4"),
            (EnterpriseClerk, "PLANT-2", "not_found", "not_found"),
            (SupplierClerk, "MINE-1", "1", "1+"),
            (SupplierClerk, "MINE-2", "not_found", "not_found"),
            (SupplierClerk, "GRID", "not_found", "not_found"),
            (BureauOfficer, "COAL-BUREAU", "1", "1+"),
            (BureauOfficer, "LAND-BUREAU", "not_found", "not_found"),
            (Administrator, "OFFICE", "denied", "denied"),
        ] {
            let actor = city.actor(role, of);
            for (period, expect) in [("2026-12", december), ("2026-11", november)] {
                let got = match city.services.trail(&actor, &query("coal.thermal", "party:PLANT-1", period)).await {
                    Ok(trail) => format!("{}{}", trail.figures.len(), if trail.hidden { "+" } else { "" }),
                    Err(error) => error.code().to_owned(),
                };
                assert_eq!(got, expect, "{role:?} of {of} in {period}");
            }
        }
        let nobody = city.services.trail(&city.office(), &query("coal.thermal", "party:NOBODY", "2026-11")).await;
        assert_eq!(nobody.unwrap_err().code(), "not_found");
    }
}

#[tokio::test]
async fn the_sums_are_the_balances_own() {
    for city in each_city().await {
        let office = city.office();
        for item in ["coal.thermal", "electricity.energy"] {
            for scope in ["city", "division:410183", "party:PLANT-1", "party:GRID", "party:MINE-1"] {
                for period in ["2026-11-21", "2026-11-23", "2026-11", "2026-12"] {
                    let trail = ask(&city.services, &office, item, scope, period).await;
                    let row = city.services.balances(&office, &balance(item, scope, period)).await.unwrap().remove(0);
                    let days = Period::parse(period).unwrap();
                    assert_eq!(
                        baogong_domain::BalanceRow { period: days, ..trail.row.clone() },
                        row,
                        "{item} {scope} {period}"
                    );
                    let sum = |pick: fn(&baogong_services::trail::TrailFigure) -> Option<&Exact>,
                               measure: Option<Measure>| {
                        let of = trail.figures.iter().filter(|f| measure.is_none_or(|m| f.measure == m));
                        let known: Vec<&Exact> = of.filter_map(pick).collect();
                        (!known.is_empty()).then(|| known.into_iter().sum::<Exact>())
                    };
                    assert_eq!(sum(|f| f.supply.as_ref(), None), row.supply, "{item} {scope} {period}");
                    assert_eq!(
                        sum(|f| f.column.as_ref(), Some(Measure::Demand)),
                        row.demand,
                        "{item} {scope} {period}"
                    );
                    assert_eq!(sum(|f| f.column.as_ref(), Some(Measure::Plan)), row.plan, "{item} {scope} {period}");
                }
            }
        }
    }
}

fn balance(item: &str, scope: &str, period: &str) -> baogong_services::balances::BalanceQuery {
    let period = Period::parse(period).unwrap();
    baogong_services::balances::BalanceQuery {
        item: baogong_domain::ItemCode::parse(item).unwrap(),
        scope: scope.parse().unwrap(),
        from: period,
        to: period,
        granularity: period.grain(),
        as_of: None,
    }
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    for city in each_city().await {
        let days = (1..=30).map(|day| format!("coal.thermal,used,2026-09-{day:02},,PLANT-1,{day}\n"));
        let more = (1..=31).flat_map(|day| {
            [7, 8, 10].map(|month| format!("coal.thermal,used,2026-{month:02}-{day:02},,PLANT-1,{day}\n"))
        });
        city.import(&days.chain(more).collect::<String>()).await;
        let all = TrailQuery {
            measure: Some(Measure::Used),
            to: Period::parse("2026-10").unwrap(),
            ..query("coal.thermal", "party:PLANT-1", "2026-07")
        };
        let page = async |page| city.services.trail(&city.plant(), &TrailQuery { page, ..all.clone() }).await.unwrap();
        let (first, second, third, whole) =
            (page(Some(1)).await, page(Some(2)).await, page(Some(3)).await, page(None).await);
        assert_eq!((first.figures.len(), second.figures.len(), third.figures.len()), (PER_PAGE, 23, 0));
        assert_eq!((first.total, whole.figures.len()), (123, 123));
        let joined: Vec<String> = [lines(&first), lines(&second)].concat();
        assert_eq!(joined, lines(&whole));
        for (from, to, code) in [("2026-12", "2026-11", "range_backwards"), ("2025-01", "2026-11", "range_too_long")] {
            let (from, to) = (Period::parse(from).unwrap(), Period::parse(to).unwrap());
            let refused = city
                .services
                .trail(&city.office(), &TrailQuery { from, to, ..query("coal.thermal", "city", "2026") })
                .await;
            assert_eq!(refused.unwrap_err().code(), code);
        }
    }
}
