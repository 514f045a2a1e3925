//! The demo city, told day by day as its reporters handed their figures in: the cold spell ahead and the mine that
//! stopped, with the days between the first ring and the shortage.

use std::fmt::Write as _;

use baogong_domain::{
    Level, Scope,
    access::Actor,
    defaults,
    watch::{AlertKey, EventKind, Kind},
};
use baogong_services::{
    Services,
    clock::Clock,
    demo::{self, DemoCity, DemoFigure},
    import::ImportOptions,
};
use chrono::{Days, NaiveDate};

use crate::{
    common::each_site,
    table::{Line, history, office, table},
};

const TODAY: &str = "2026-11-23";
/// The watch begins so many days before the demo's today: before the mine stops.
const DAYS: u64 = 24;

fn registry(city: &DemoCity) -> String {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["code", "name", "kind", "division"]).unwrap();
    for party in &city.parties {
        let division = party.division.as_ref().map_or("", |division| division.as_str());
        csv.write_record([party.code.as_str(), &party.name, party.kind.code(), division]).unwrap();
    }
    String::from_utf8(csv.into_inner().unwrap()).unwrap()
}

fn sheet<'f>(figures: impl Iterator<Item = &'f DemoFigure>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(["item", "measure", "period", "supplier", "consumer", "quantity"]).unwrap();
    for figure in figures {
        let code =
            |party: &Option<baogong_domain::PartyCode>| party.as_ref().map_or("", |code| code.as_str()).to_owned();
        csv.write_record([
            figure.item.as_str(),
            figure.measure.code(),
            &figure.period.to_string(),
            &code(&figure.supplier),
            &code(&figure.consumer),
            &figure.quantity.to_string(),
        ])
        .unwrap();
    }
    csv.into_inner().unwrap()
}

/// Tells the city's figures half a day at a time, as they were handed in, and lets the watch look after each.
async fn tell(services: &Services, city: &DemoCity) -> Services {
    let today: NaiveDate = TODAY.parse().unwrap();
    let mut services = services.clone();
    let mut told = chrono::NaiveDateTime::MIN;
    for back in (0..=DAYS).rev() {
        let day = today - Days::new(back);
        for hour in [10, 17] {
            let now = day.and_hms_opt(hour, 30, 0).unwrap();
            services = services.with_clock(Clock::Fixed(office(day, hour, 30)));
            let fresh = sheet(city.figures.iter().filter(|f| f.recorded_at > told && f.recorded_at <= now));
            let report = services.import(&Actor::System, "day.csv", fresh, ImportOptions::default()).await.unwrap();
            assert!(report.rejected.is_empty(), "{:?}", report.rejected.first());
            services.look(&Actor::System).await.unwrap();
            told = now;
        }
    }
    services
}

/// The first day on which an alert of the key opened or rose to a level, or worse.
fn reached(lines: &[Line], key: &str, level: Level) -> Option<NaiveDate> {
    let at = |event: &EventKind| match event {
        EventKind::Opened { level, pending: false } | EventKind::Fired { level } => Some(*level),
        EventKind::Rose { to, .. } => Some(*to),
        _ => None,
    };
    lines.iter().find(|l| l.key.to_string() == key && at(&l.event) >= Some(level)).map(|l| l.day)
}

#[tokio::test]
async fn the_cold_spell_and_the_mine_that_stopped() {
    let today: NaiveDate = TODAY.parse().unwrap();
    let city = demo::generate(today, 410_100, &defaults::items(), &defaults::calendar());
    for site in each_site().await.into_iter().filter(|site| site.engine == "sqlite") {
        let report = site.parties(&registry(&city)).await;
        assert!(report.rejected.is_empty(), "{:?}", report.rejected.first());
        let services = tell(&site.services, &city).await;
        let story = |key: &AlertKey| {
            let item = key.item.as_str();
            let coal = item == "coal.thermal" && key.kind.is_shortage();
            let cold = ["gas.pipeline", "electricity.load"].contains(&item) && key.kind == Kind::Gap;
            coal || cold && !matches!(key.scope, Scope::Party(_))
        };
        let lines = history(&services, story).await;
        let mut text = table(&lines, |day| day.to_string());
        text.push_str("\n\nLead in days");
        let shortage: NaiveDate = today + Days::new(3);
        for (what, key) in [("gas", "gap gas.pipeline city"), ("load", "gap electricity.load city")] {
            let seen = reached(&lines, key, Level::Blue).unwrap();
            write!(
                text,
                "\n  cold spell, {what}: seen {seen}, short from {shortage}: {}",
                (shortage - seen).num_days()
            )
            .unwrap();
        }
        let stopped = lines.iter().find(|l| matches!(&l.key.scope, Scope::Party(p) if p.as_str().contains("MINE")));
        let stopped = stopped.unwrap().day;
        for plant in ["ZZ-PLANT-03", "ZZ-PLANT-02"] {
            let key = format!("stock coal.thermal party:{plant}");
            for level in [Level::Blue, Level::Yellow, Level::Orange, Level::Red] {
                let Some(day) = reached(&lines, &key, level).filter(|day| *day > stopped) else { continue };
                let lead = (day - stopped).num_days();
                write!(text, "\n  mine seen to have stopped {stopped}, {plant} {} {day}: {lead}", level.code())
                    .unwrap();
            }
        }
        insta::assert_snapshot!("demo_city", text);
    }
}
