//! What storage promises of the registry, asked of both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use baogong_domain::{
    Party, PartyCode, PartyKind,
    contact::Contact,
    party::KeyTier,
    roster::{RosterEvent, RosterSettings, RosterStep},
};
use baogong_storage::{
    Store, contacts, parties, roster,
    testing::{each_engine, migrate_to, run, try_run},
};
use chrono::{DateTime, Utc};

fn at() -> DateTime<Utc> {
    "2026-11-23T02:00:00Z".parse().unwrap()
}

fn code(text: &str) -> PartyCode {
    PartyCode::parse(text).unwrap()
}

fn event(party: &str, year: i32, tier: KeyTier, step: RosterStep) -> RosterEvent {
    let on = "2026-01-20".parse().unwrap();
    RosterEvent { party: code(party), year, tier, step, on, reason: "年度评选".to_owned(), actor: "li".to_owned() }
}

#[tokio::test]
async fn tiers_follow_from_events_and_from_nothing_else() {
    for database in each_engine().await {
        let store = Store::open(&database.url).await.unwrap();
        store.migrate().await.unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        let mut party = Party::new(code("A"), "一厂", PartyKind::Enterprise);
        party.tiers = vec![(2026, KeyTier::Growth)];
        let id = parties::put(&mut transaction, &party).await.unwrap();
        let tiers = async |transaction: &mut baogong_storage::Transaction| {
            let stored = parties::by_id(transaction, id).await.unwrap().unwrap();
            KeyTier::write_roster(&stored.tiers)
        };
        assert_eq!(tiers(&mut transaction).await, "");
        let entries =
            [event("A", 2025, KeyTier::Scale, RosterStep::Entry), event("A", 2026, KeyTier::Scale, RosterStep::Entry)];
        roster::record(&mut transaction, id, &entries, at()).await.unwrap();
        assert_eq!(tiers(&mut transaction).await, "2026:scale;2025:scale");
        parties::put(&mut transaction, &party).await.unwrap();
        assert_eq!(tiers(&mut transaction).await, "2026:scale;2025:scale");
        let exit = event("A", 2026, KeyTier::Scale, RosterStep::Exit);
        roster::record(&mut transaction, id, std::slice::from_ref(&exit), at()).await.unwrap();
        assert_eq!(tiers(&mut transaction).await, "2025:scale");
        assert_eq!(roster::years(&mut transaction).await.unwrap(), [2026, 2025]);
        assert_eq!(roster::of_year(&mut transaction, 2026).await.unwrap(), [entries[1].clone(), exit]);
        assert_eq!(roster::of_party(&mut transaction, id).await.unwrap().len(), 3);
        transaction.commit().await.unwrap();
        store.close().await;
        for statement in ["UPDATE roster_event SET reason = 'x'", "DELETE FROM roster_event"] {
            assert!(try_run(&database, &[statement]).await.is_err(), "{} {statement}", database.engine);
        }
    }
}

#[tokio::test]
async fn tiers_of_an_older_registry_become_entries() {
    for database in each_engine().await {
        migrate_to(&database, 6).await;
        run(
            &database,
            &[
                "INSERT INTO party (code, name, name_en, kind, industry, tiers) \
                 VALUES ('A', 'a', '', 'enterprise', '', '2026:scale;2025:growth;2025:growth')",
                "INSERT INTO party (code, name, name_en, kind, industry, tiers) \
                 VALUES ('B', 'b', '', 'enterprise', '', '')",
                "INSERT INTO party (code, name, name_en, kind, industry, tiers) \
                 VALUES ('C', 'c', '', 'enterprise', '', '2026:industry')",
            ],
        )
        .await;
        let store = Store::open(&database.url).await.unwrap();
        store.migrate().await.unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        let now = roster::of_year(&mut transaction, 2026).await.unwrap();
        let mut words: Vec<String> =
            now.iter().map(|e| format!("{} {} {} {}", e.party, e.tier.code(), e.step.code(), e.on)).collect();
        words.sort();
        assert_eq!(words, ["A scale entry 2026-01-01", "C industry entry 2026-01-01"], "{}", database.engine);
        assert_eq!(roster::of_year(&mut transaction, 2025).await.unwrap().len(), 1);
        let (id, party) = parties::by_code(&mut transaction, &code("A")).await.unwrap().unwrap();
        roster::record(&mut transaction, id, &[], at()).await.unwrap();
        assert_eq!(KeyTier::write_roster(&party.tiers), "2026:scale;2025:growth");
        assert_eq!(parties::by_id(&mut transaction, id).await.unwrap().unwrap(), party);
        drop(transaction);
        store.close().await;
    }
}

#[tokio::test]
async fn a_partys_revision_grows_and_says_who() {
    for database in each_engine().await {
        let store = Store::open(&database.url).await.unwrap();
        store.migrate().await.unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        let party = Party::new(code("A"), "一厂", PartyKind::Enterprise);
        let id = parties::put(&mut transaction, &party).await.unwrap();
        let first = parties::version(&mut transaction, id).await.unwrap();
        assert_eq!((first.revision, first.updated_by), (1, None));
        parties::put(&mut transaction, &party).await.unwrap();
        parties::stamp(&mut transaction, id, "li", at()).await.unwrap();
        let second = parties::version(&mut transaction, id).await.unwrap();
        assert_eq!((second.revision, second.updated_by.as_deref(), second.updated_at), (2, Some("li"), Some(at())));
        assert_eq!(parties::uses(&mut transaction, id).await.unwrap(), parties::Uses::default());
        drop(transaction);
        store.close().await;
    }
}

#[tokio::test]
async fn contacts_and_settings_come_back_as_they_were_stored() {
    for database in each_engine().await {
        let store = Store::open(&database.url).await.unwrap();
        store.migrate().await.unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        let party = Party::new(code("A"), "一厂", PartyKind::Enterprise);
        let party = parties::put(&mut transaction, &party).await.unwrap();
        let contact = Contact::parse("李", "调度", "110", "", "夜间").unwrap();
        let id = contacts::add(&mut transaction, party, &contact, "chen", at()).await.unwrap();
        let stored = contacts::by_id(&mut transaction, id).await.unwrap().unwrap();
        assert_eq!((&stored.contact, stored.revision, stored.party), (&contact, 1, party));
        let changed = Contact::parse("王", "", "", "w@example.cn", "").unwrap();
        contacts::update(&mut transaction, id, &changed, "chen", at()).await.unwrap();
        let of_party = contacts::of_party(&mut transaction, party).await.unwrap();
        assert_eq!(of_party.iter().map(|c| (&c.contact, c.revision)).collect::<Vec<_>>(), [(&changed, 2)]);
        contacts::remove(&mut transaction, id).await.unwrap();
        assert_eq!(contacts::by_id(&mut transaction, id).await.unwrap(), None);
        assert_eq!(roster::settings(&mut transaction).await.unwrap(), None);
        let settings = RosterSettings { target: 90, on_time_line: 7_500, source: "决定".to_owned() };
        roster::set_settings(&mut transaction, &settings).await.unwrap();
        assert_eq!(roster::settings(&mut transaction).await.unwrap(), Some(settings));
        drop(transaction);
        store.close().await;
    }
}
