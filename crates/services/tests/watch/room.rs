//! A small city in which a mine serves two plants, and a clock that is moved by hand.

use std::fmt::Write as _;

use baogong_domain::{access::Actor, watch::Event};
use baogong_services::{
    Services,
    clock::Clock,
    import::ImportOptions,
    watch::{AlertEntry, AlertFilter, AlertState},
};
use chrono::{DateTime, NaiveDate, Utc};

use crate::common::{self, Site};

pub(crate) struct Room {
    pub(crate) services: Services,
    pub(crate) engine: &'static str,
    site: Site,
}

/// An instant in the office, `2026-11-23 10:00`.
pub(crate) fn at(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(&format!("{}:00+08:00", text.replace(' ', "T"))).unwrap().to_utc()
}

pub(crate) fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The small city on each engine, on 20 November at ten.
pub(crate) async fn rooms() -> Vec<Room> {
    let mut rooms = Vec::new();
    for site in common::each_site().await {
        site.parties(
            "code,name,kind,division\nMINE,矿,supplier,410183\nA,甲电厂,enterprise,410183\nB,乙电厂,enterprise,410181\n\
             POWER,供电公司,supplier,\nOFFICE,协调办,office,\nXINMI,新密市,district,410183\n",
        )
        .await;
        let services = site.services.clone().with_clock(Clock::Fixed(at("2026-11-20 10:00")));
        rooms.push(Room { services, engine: site.engine, site });
    }
    rooms
}

impl Room {
    #[allow(dead_code, reason = "the jobs' tests open it again")]
    pub(crate) fn database(&self) -> &baogong_storage::testing::TestDatabase {
        self.site.database()
    }

    pub(crate) fn set_clock(&mut self, instant: &str) {
        self.services = self.services.clone().with_clock(Clock::Fixed(at(instant)));
    }

    /// Imports `measure period supplier consumer quantity` lines of coal.
    pub(crate) async fn report(&self, lines: &str) {
        let mut sheet = "item,measure,period,supplier,consumer,quantity,note\n".to_owned();
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [measure, period, supplier, consumer, quantity] = words[..] else { panic!("{line}") };
            let party = |word: &str| if word == "-" { String::new() } else { word.to_owned() };
            writeln!(sheet, "coal.thermal,{measure},{period},{},{},{quantity},", party(supplier), party(consumer))
                .unwrap();
        }
        let report = self.services.import(&Actor::System, "test.csv", sheet.into_bytes(), ImportOptions::default());
        let report = report.await.unwrap();
        assert!(report.rejected.is_empty(), "{:?}", report.rejected);
    }

    /// A plant that uses a hundred a day and has a stock for so many days, told up to a day.
    pub(crate) async fn stock(&self, plant: &str, day: &str, days: u32) {
        let mut lines = String::new();
        for back in 0..7 {
            let used = date(day) - chrono::Days::new(back);
            writeln!(lines, "used {used} - {plant} 100\nreceived {used} - {plant} 100").unwrap();
        }
        self.report(&format!("{lines}stock {day} - {plant} {}", days * 100)).await;
    }

    pub(crate) async fn list(&self, state: AlertState) -> Vec<AlertEntry> {
        let filter = AlertFilter { state, ..AlertFilter::default() };
        self.services.alerts(&Actor::System, &filter).await.unwrap().alerts
    }

    /// `red firing stock coal.thermal party:A`, the shortages alone.
    pub(crate) async fn shortages(&self) -> Vec<String> {
        let open = self.list(AlertState::Open).await;
        let shortages = open.iter().filter(|entry| entry.alert.key.kind.is_shortage());
        shortages.map(|e| format!("{} {} {}", e.alert.level.code(), e.alert.phase.code(), e.alert.key)).collect()
    }

    pub(crate) async fn find(&self, key: &str) -> AlertEntry {
        let open = self.list(AlertState::Open).await;
        open.into_iter().find(|entry| entry.alert.key.to_string() == key).unwrap_or_else(|| panic!("no {key}"))
    }

    /// The timeline of an alert, in words.
    pub(crate) async fn timeline(&self, id: i64) -> Vec<String> {
        let detail = self.services.alert(&Actor::System, id).await.unwrap();
        let line = |Event { kind, rings }: &Event| format!("{}{}", kind.code(), if *rings { " !" } else { "" });
        detail.timeline.iter().map(|entry| format!("{} {}", entry.actor, line(&entry.event))).collect()
    }
}
