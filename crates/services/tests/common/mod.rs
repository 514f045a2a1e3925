//! A site for tests: a fresh database on each engine and a clock that stands still.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::PathBuf;

use baogong_domain::access::Actor;
use baogong_services::{
    Services,
    clock::Clock,
    import::{ImportOptions, ImportReport, mapping::Mapping},
};
use baogong_storage::testing::{TestDatabase, each_engine};

/// 23 November 2026, ten past ten in the office.
pub(crate) fn clock() -> Clock {
    Clock::Fixed("2026-11-23T02:10:00Z".parse().unwrap())
}

pub(crate) struct Site {
    pub(crate) services: Services,
    pub(crate) engine: &'static str,
    database: TestDatabase,
}

pub(crate) async fn open(database: TestDatabase) -> Site {
    let services = Services::open(&database.url, clock()).await.unwrap();
    services.migrate(&Actor::System).await.unwrap();
    Site { services, engine: database.engine, database }
}

pub(crate) async fn each_site() -> Vec<Site> {
    let mut sites = Vec::new();
    for database in each_engine().await {
        sites.push(open(database).await);
    }
    sites
}

impl Site {
    pub(crate) fn database(&self) -> &TestDatabase {
        &self.database
    }

    pub(crate) async fn import(&self, text: &str, options: ImportOptions<'_>) -> ImportReport {
        self.services.import(&Actor::System, "test.csv", text.as_bytes().to_vec(), options).await.unwrap()
    }

    pub(crate) async fn parties(&self, text: &str) -> ImportReport {
        self.services.import_parties(&Actor::System, "parties.csv", text.as_bytes().to_vec()).await.unwrap()
    }
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn example(name: &str) -> String {
    std::fs::read_to_string(repository().join("examples/cea").join(name)).unwrap()
}

pub(crate) fn mapping(name: &str) -> Mapping {
    Mapping::parse(&example(name)).unwrap()
}

/// One of the official sheets, which are kept beside the project and never in it.
pub(crate) fn official(name: &str) -> Option<String> {
    let found = std::fs::read_to_string(repository().join("../shared/data").join(name)).ok();
    if found.is_none() {
        eprintln!("skipped: ../shared/data/{name} is not here");
    }
    found
}
