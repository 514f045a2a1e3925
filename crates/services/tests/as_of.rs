//! As of an earlier instant: what was written, withdrawn, opened or ended since does not show. On both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "the city is the desk's")]

#[path = "desk/city.rs"]
mod city;

use std::fmt::Write as _;

use baogong_domain::{
    DayRange, Measure, PartyCode, Period,
    access::{Actor, Role},
};
use baogong_services::{
    Services,
    completeness::BoardQuery,
    import::ImportOptions,
    openings::{EndDuty, OpenPeriod},
    trail::TrailQuery,
};
use chrono::{DateTime, Utc};
use city::{City, NOW, coal, each_city, edit, instant};

fn code(text: &str) -> PartyCode {
    PartyCode::parse(text).unwrap()
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

/// Everything that the pages show to somebody, as one text.
async fn seen(services: &Services, actor: &Actor, as_of: Option<DateTime<Utc>>) -> String {
    let mut seen = format!("{:#?}", services.situation(actor, as_of).await.unwrap());
    for item in services.items(actor).await.unwrap() {
        if let Ok(situation) = services.item_situation(actor, &item.code, as_of).await {
            write!(seen, "{situation:#?}").unwrap();
        }
        for (scope, from, to) in [
            ("city", "2026-11-23", "2026-11-23"),
            ("party:PLANT-1", "2026-11", "2026-12"),
            ("party:GRID", "2026", "2026"),
        ] {
            let (scope, from, to) = (scope.parse().unwrap(), period(from), period(to));
            let query = TrailQuery { item: item.code.clone(), scope, from, to, measure: None, as_of, page: None };
            if let Ok(trail) = services.trail(actor, &query).await {
                write!(seen, "{trail:#?}").unwrap();
            }
        }
    }
    let query = BoardQuery { as_of, ..BoardQuery::default() };
    write!(seen, "{:#?}", services.completeness(actor, &query).await.unwrap()).unwrap();
    for party in ["PLANT-1", "MINE-1", "GRID"] {
        if let Ok(mut duties) = services.missing(actor, &code(party), None, None, None, as_of).await {
            // Nothing can be done about what was.
            duties.may_open = false;
            write!(seen, "{duties:#?}").unwrap();
        }
    }
    seen
}

async fn import(services: &Services, rows: &str) {
    let text = format!("item,measure,period,supplier,consumer,quantity\n{rows}");
    let report = services.import(&Actor::System, "later.csv", text.into(), ImportOptions::default()).await.unwrap();
    assert_eq!(report.rejected, []);
}

/// Whatever may happen to figures and duties, a day later.
async fn a_day_later(city: &City) -> Services {
    let later = city.at("2026-11-24T03:00:00Z").await;
    // Changed, new, of a new subject, older than all before, of other grains.
    import(
        &later,
        "coal.thermal,plan,2026-11,MINE-1,PLANT-1,1\ncoal.thermal,stock,2026-11-22,,PLANT-1,4000\n\
        coal.thermal,delivered,2026-11-22,MINE-1,PLANT-1,77\nelectricity.energy,plan,2026-10,GRID,,800\n\
        electricity.energy,demand,2026,,HOMES,99000\ncoal.thermal,used,2026-11-22,,PLANT-1,1\n\
        coal.thermal,received,2026-11-22,,PLANT-1,70\n",
    )
    .await;
    // The only figure of its subject is withdrawn, and nothing stands of it any more.
    let plant = city.plant();
    let known = later.save_cells(&plant, &[edit("coal.thermal demand >PLANT-1", "2026-12", "")]).await.unwrap();
    let base = city::revision(&known[0]);
    let withdraw = baogong_services::desk::CellEdit { base, ..edit("coal.thermal demand >PLANT-1", "2026-12", "") };
    let withdrawn = later.save_cells(&plant, &[withdraw]).await.unwrap();
    assert_eq!(city::word(&withdrawn[0]), "saved nothing");
    let office = city.office();
    let open = OpenPeriod {
        party: code("PLANT-1"),
        item: None,
        days: DayRange { first: period("2026-11-19").first_day(), last: period("2026-11-19").first_day() },
        until: "2026-11-25T18:00:00".parse().unwrap(),
        reason: "补报".to_owned(),
    };
    later.open_period(&office, &open).await.unwrap();
    let end = EndDuty {
        item: coal(),
        measure: Measure::Used,
        supplier: None,
        consumer: Some(code("PLANT-1")),
        last_day: Some(period("2026-11-21").first_day()),
        reason: "停产".to_owned(),
    };
    later.end_duty(&office, &end).await.unwrap();
    later
}

#[tokio::test]
async fn what_came_later_does_not_show() {
    for city in each_city().await {
        let everybody = [
            city.office(),
            city.plant(),
            city.mine(),
            city.bureau(),
            city.actor(Role::DistrictOfficer, "DISTRICT"),
            city.actor(Role::Auditor, "OFFICE"),
        ];
        let mut then = Vec::new();
        for actor in &everybody {
            then.push(seen(&city.services, actor, None).await);
        }
        let later = a_day_later(&city).await;
        for (actor, then) in everybody.iter().zip(&then) {
            let now = seen(&later, actor, None).await;
            assert_ne!(now, *then, "{} sees nothing new", actor.name());
            let asked = seen(&later, actor, Some(instant(NOW))).await;
            let differs = asked.lines().zip(then.lines()).position(|(a, b)| a != b);
            let around = |text: &str| {
                let at = differs.unwrap_or_default();
                text.lines().skip(at.saturating_sub(30)).take(40).collect::<Vec<_>>().join("\n")
            };
            assert!(asked == *then, "{}:\n{}\n--- was\n{}", actor.name(), around(&asked), around(then));
            // And as of now it is what is known now.
            assert_eq!(seen(&later, actor, Some(later.clock().now())).await, now, "{}", actor.name());
        }
    }
}

#[tokio::test]
async fn before_the_first_figure_nothing_is_known() {
    for city in each_city().await {
        let before = Some(instant("2026-11-20T00:00:00Z"));
        let situation = city.services.situation(&city.office(), before).await.unwrap();
        assert_eq!(situation.today, period("2026-11-20").first_day());
        assert_eq!(situation.taken_at.to_string(), "2026-11-20 08:00:00");
        assert!(
            situation.items.iter().flat_map(|(_, rows)| rows).all(|row| row.demand.is_none() && row.supply.is_none())
        );
        assert!(situation.evaluation.alerts.is_empty() && situation.evaluation.unknown.is_empty());
        assert!(situation.updated.iter().all(|updated| updated.newest(&Measure::ALL).is_none()));
    }
}

#[tokio::test]
async fn an_instant_to_come_is_refused() {
    for city in each_city().await {
        let (office, plant) = (city.office(), city.plant());
        let soon = Some(instant("2026-11-23T02:10:01Z"));
        let item = coal();
        let refused = [
            city.services.situation(&office, soon).await.unwrap_err(),
            city.services.item_situation(&office, &item, soon).await.unwrap_err(),
            city.services.completeness(&office, &BoardQuery { as_of: soon, ..Default::default() }).await.unwrap_err(),
            city.services.missing(&office, &code("PLANT-1"), None, None, None, soon).await.unwrap_err(),
            city.services.own_duties(&plant, soon).await.unwrap_err(),
        ];
        for error in refused {
            assert_eq!(error.code(), "as_of_in_future");
        }
        assert!(city.services.situation(&office, Some(instant(NOW))).await.is_ok());
    }
}
