//! The audit trail: each act leaves one entry, and what somebody does to the entries by hand is found.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use baogong_domain::access::Actor;
use baogong_services::{
    ServiceError, Services,
    audit::{AuditHead, AuditKey, Cut, Search, TrailState},
    clock::Clock,
    import::ImportOptions,
};
use baogong_storage::testing::{each_engine, tamper};
use common::clock;

const KEY: &str = "0123456789abcdef0123456789abcdef";

async fn site(url: &str, key: Option<&str>) -> Services {
    let services = Services::open(url, clock()).await.unwrap();
    services.migrate(&Actor::System).await.unwrap();
    match key {
        Some(key) => services.with_audit_key(AuditKey::parse(key).unwrap()),
        None => services,
    }
}

/// Leaves `count` entries.
async fn act(services: &Services, count: u32) {
    for number in 0..count {
        let parties = format!("code,name,kind\nP{number},plant {number},enterprise\n");
        let report = services.import_parties(&Actor::System, "parties.csv", parties.into_bytes()).await.unwrap();
        assert_eq!(report.accepted, 1);
    }
}

async fn state(services: &Services, kept: Option<&AuditHead>) -> TrailState {
    services.verify_audit(&Actor::System, kept.map(std::slice::from_ref).unwrap_or_default()).await.unwrap()
}

fn broken_at(state: &TrailState) -> Option<i64> {
    if let TrailState::Broken { seq, .. } = state { Some(*seq) } else { None }
}

#[tokio::test]
async fn each_act_leaves_one_entry_and_a_refused_one_none() {
    for database in each_engine().await {
        let services = site(&database.url, Some(KEY)).await;
        act(&services, 1).await;
        let good = "item,measure,period,consumer,quantity\ncoal.thermal,used,2026-11-01,P0,5\n";
        let bad = "item,measure,period,consumer,quantity\ncoal.thermal,used,2026-11-01,P0,-5\n";
        let dry_run = ImportOptions { dry_run: true, ..ImportOptions::default() };
        for (text, options, entries) in [
            (bad, ImportOptions::default(), 1),
            (good, dry_run, 1),
            (good, ImportOptions::default(), 2),
            // Nothing new was said, so nothing was done.
            (good, ImportOptions::default(), 2),
        ] {
            services.import(&Actor::System, "figures.csv", text.into(), options).await.unwrap();
            assert_eq!(services.audit_head(&Actor::System).await.unwrap().seq, entries);
        }
        let entry = services.audit_entries(&Actor::System, 1, 10).await.unwrap().remove(0);
        assert_eq!((entry.action.as_str(), entry.subject.as_str()), ("figures.import", "figures.csv"));
        assert!(entry.detail.contains("\"accepted\":1") && entry.detail.contains("sha256:"), "{}", entry.detail);
    }
}

#[tokio::test]
async fn a_changed_a_removed_and_a_cut_off_entry_are_named() {
    for (statements, expect) in [
        (&["UPDATE audit_entry SET subject = 'other' WHERE seq = 7"][..], 7),
        (&["DELETE FROM audit_entry WHERE seq = 12"], 12),
        (&["DELETE FROM audit_entry WHERE seq > 20"], 21),
        (&["UPDATE audit_entry SET detail = '{}' WHERE seq = 30"], 30),
    ] {
        for database in each_engine().await {
            let services = site(&database.url, Some(KEY)).await;
            act(&services, 30).await;
            assert!(matches!(state(&services, None).await, TrailState::Whole { secret: true, .. }));
            tamper(&database, statements).await;
            assert_eq!(broken_at(&state(&services, None).await), Some(expect), "{} {statements:?}", database.engine);
        }
    }
}

#[tokio::test]
async fn a_kept_head_finds_a_cut_that_also_moved_the_head() {
    for database in each_engine().await {
        let services = site(&database.url, Some(KEY)).await;
        act(&services, 30).await;
        let kept = services.audit_head(&Actor::System).await.unwrap();
        tamper(
            &database,
            &[
                "DELETE FROM audit_entry WHERE seq > 20",
                "UPDATE audit_head SET seq = 20, mac = (SELECT mac FROM audit_entry WHERE seq = 20)",
            ],
        )
        .await;
        assert!(matches!(state(&services, None).await, TrailState::Whole { .. }));
        assert_eq!(broken_at(&state(&services, Some(&kept)).await), Some(21));
        // Ten new entries do not make up for those that were noted.
        for number in 100..110 {
            let parties = format!("code,name,kind\nP{number},plant,enterprise\n");
            services.import_parties(&Actor::System, "again.csv", parties.into_bytes()).await.unwrap();
        }
        assert_eq!(broken_at(&state(&services, Some(&kept)).await), Some(30));
    }
}

#[tokio::test]
async fn a_key_may_come_later_but_never_go() {
    let database = each_engine().await.remove(0);
    let open = site(&database.url, None).await;
    act(&open, 2).await;
    assert!(matches!(state(&open, None).await, TrailState::Whole { secret: false, .. }));
    let keyed = site(&database.url, Some(KEY)).await;
    let more = "code,name,kind\nQ1,plant,enterprise\n";
    keyed.import_parties(&Actor::System, "more.csv", more.into()).await.unwrap();
    assert!(matches!(state(&keyed, None).await, TrailState::Whole { secret: false, .. }));
    let other = site(&database.url, Some("another key of thirty-two letters!")).await;
    assert_eq!(broken_at(&state(&other, None).await), Some(3));
    open.import_parties(&Actor::System, "late.csv", "code,name,kind\nQ2,x,enterprise\n".into()).await.unwrap();
    assert_eq!(broken_at(&state(&keyed, None).await), Some(4));
    assert!(AuditKey::parse("short").is_err());
}

/// The same site half a year and a day later.
async fn later(url: &str) -> Services {
    let clock = Clock::Fixed("2027-05-25T02:10:00Z".parse().unwrap());
    Services::open(url, clock).await.unwrap().with_audit_key(AuditKey::parse(KEY).unwrap())
}

#[tokio::test]
async fn what_is_old_enough_goes_and_a_signed_checkpoint_stays() {
    for database in each_engine().await {
        let services = site(&database.url, Some(KEY)).await;
        act(&services, 5).await;
        let day = |text: &str| text.parse().unwrap();
        let recent = services.cut_audit(&Actor::System, day("2026-11-01")).await;
        assert!(matches!(recent, Err(ServiceError::Invalid { code: "audit_too_recent", .. })), "{}", database.engine);
        let noted = services.audit_head(&Actor::System).await.unwrap();
        let services = later(&database.url).await;
        act_later(&services, 3).await;
        assert_eq!(services.cut_audit(&Actor::System, day("2026-11-23")).await.unwrap(), None);
        let cut = services.cut_audit(&Actor::System, day("2026-11-24")).await.unwrap();
        assert_eq!(cut, Some(Cut { seq: 5, removed: 5 }));
        // Three acts, and the cut itself.
        let head = services.audit_head(&Actor::System).await.unwrap();
        assert_eq!(state(&services, Some(&noted)).await, TrailState::Whole { head, secret: true, from: Some(5) });
        assert_eq!(services.audit_entries(&Actor::System, 0, 100).await.unwrap().len(), 4);
        // Nothing after the checkpoint goes.
        tamper(&database, &["DELETE FROM audit_entry WHERE seq = 6"]).await;
        assert_eq!(broken_at(&state(&services, None).await), Some(6));
    }
}

async fn act_later(services: &Services, count: u32) {
    for number in 0..count {
        let parties = format!("code,name,kind\nL{number},later {number},enterprise\n");
        services.import_parties(&Actor::System, "parties.csv", parties.into_bytes()).await.unwrap();
    }
}

#[tokio::test]
async fn a_checkpoint_that_was_changed_forged_or_removed_is_found() {
    for statements in [
        &["UPDATE audit_checkpoint SET removed = 4"] as &'static [&'static str],
        &["UPDATE audit_checkpoint SET mac = 'f' || substr(mac, 2)"],
        &["DELETE FROM audit_checkpoint"],
        &[
            "INSERT INTO audit_checkpoint SELECT seq, mac, 1, recorded_at, key_id, mac FROM audit_entry WHERE seq = 7",
            "DELETE FROM audit_entry WHERE seq <= 7",
        ],
    ] {
        for database in each_engine().await {
            act(&site(&database.url, Some(KEY)).await, 5).await;
            let services = later(&database.url).await;
            act_later(&services, 3).await;
            services.cut_audit(&Actor::System, "2026-11-24".parse().unwrap()).await.unwrap().unwrap();
            tamper(&database, statements).await;
            assert!(broken_at(&state(&services, None).await).is_some(), "{}: {statements:?}", database.engine);
        }
    }
}

#[tokio::test]
async fn the_trail_is_searched_by_who_what_when_and_where() {
    for database in each_engine().await {
        let services = site(&database.url, Some(KEY)).await;
        act(&services, 3).await;
        let found = async |search: Search| -> Vec<i64> {
            let entries = services.search_audit(&Actor::System, &search).await.unwrap();
            entries.iter().map(|e| e.seq).collect()
        };
        let text = str::to_owned;
        assert_eq!(found(Search::default()).await, [3, 2, 1]);
        assert_eq!(found(Search { before: 3, ..Search::default() }).await, [2, 1]);
        assert_eq!(
            found(Search { actor: text("system"), action: text("parties"), ..Search::default() }).await,
            [3, 2, 1]
        );
        assert_eq!(found(Search { action: text("parties.import"), ..Search::default() }).await, [3, 2, 1]);
        assert!(found(Search { action: text("part"), ..Search::default() }).await.is_empty());
        assert_eq!(found(Search { subject: text("ies.c"), ..Search::default() }).await, [3, 2, 1]);
        assert!(found(Search { subject: text("%x%"), ..Search::default() }).await.is_empty());
        assert!(found(Search { origin: text("10.0.0.1"), ..Search::default() }).await.is_empty());
        let noon = "2026-11-23T04:00:00Z".parse().ok();
        assert!(found(Search { from: noon, ..Search::default() }).await.is_empty());
        assert_eq!(found(Search { to: noon, ..Search::default() }).await, [3, 2, 1]);
    }
}
