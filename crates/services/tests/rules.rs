//! Seasons and rules as use cases, on both engines: versions, proposals, approvals, replay.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fmt::Write as _;

use baogong_domain::{
    SeasonKind,
    access::{Actor, Role, User},
    defaults,
    replay::Spell,
    settings::{SettingKey, Values},
};
use baogong_services::{
    ServiceError, Services,
    audit::AuditEntry,
    clock::Clock,
    demo_site::DemoSize,
    import::ImportOptions,
    rules::{NewChange, ReplayOf},
};
use baogong_storage::{Store, setting_versions, settings, testing, watch};
use common::{Site, each_site};

fn user(role: Role) -> Actor {
    Actor::User(Box::new(User::new(1, role.code(), role, None)))
}

fn at(text: &str) -> Clock {
    Clock::Fixed(format!("{}:00+08:00", text.replace(' ', "T")).parse().unwrap())
}

fn key(text: &str) -> SettingKey {
    text.parse().unwrap()
}

/// The setting as it stands, with these fields written otherwise.
async fn change(services: &Services, of: &str, fields: &[(&str, &str)], document: &str) -> NewChange {
    let key = key(of);
    let story = services.setting(&Actor::System, &key).await.unwrap();
    let mut values: Values = story.setting.values();
    for (code, value) in fields {
        values.insert((*code).to_owned(), (*value).to_owned());
    }
    let base = story.versions.first().map_or(0, |version| version.version);
    NewChange { key, values, base, document: document.to_owned(), reason: "试行".to_owned() }
}

fn of(change: &NewChange) -> ReplayOf {
    ReplayOf::Values(change.key.clone(), change.values.clone())
}

fn code<T: std::fmt::Debug>(answer: Result<T, ServiceError>) -> &'static str {
    answer.unwrap_err().code()
}

async fn trail(services: &Services) -> Vec<AuditEntry> {
    let entries = services.audit_entries(&Actor::System, 0, 1000).await.unwrap();
    entries.into_iter().filter(|entry| entry.action.starts_with("settings.")).collect()
}

#[tokio::test]
async fn a_proposal_holds_from_its_approval_on_and_not_before() {
    for site in each_site().await {
        let (officer, head) = (user(Role::OfficeOfficer), user(Role::OfficeHead));
        let services = site.services.clone().with_clock(at("2026-11-23 10:00"));
        let store = Store::open(site.url()).await.unwrap();
        let wanted =
            change(&services, "rule:coal.thermal:winter", &[("gap_yellow", "6"), ("pending_days", "2")], "").await;
        assert_eq!(wanted.base, 1);
        let id = services.propose_setting(&officer, &wanted).await.unwrap();
        let read = services.rules(&officer).await.unwrap();
        assert_eq!((read.pending.len(), read.pending[0].id), (1, id));
        assert_eq!(read.version(&wanted.key).unwrap().version, 1, "{}", site.engine);

        let services = services.with_clock(at("2026-11-23 11:30"));
        services.approve_setting(&head, id).await.unwrap();
        let read = services.rules(&officer).await.unwrap();
        assert!(read.pending.is_empty());
        let version = read.version(&wanted.key).unwrap();
        assert_eq!(
            (version.version, version.proposed_by.as_str(), version.approved_by.as_str()),
            (2, "office_officer", "office_head")
        );
        assert_eq!(version.setting.values(), wanted.values);
        assert_eq!(code(services.approve_setting(&head, id).await), "proposal_decided");

        // As of an instant: before, at, after.
        let mut transaction = store.begin_read().await.unwrap();
        for (instant, pending_days) in
            [("2026-11-23T11:29:59+08:00", 1), ("2026-11-23T11:30:00+08:00", 2), ("2000-01-01T00:00:00+08:00", 1)]
        {
            let book = settings::rule_book_as_of(&mut transaction, Some(instant.parse().unwrap())).await.unwrap();
            assert_eq!(book.rules.len(), 30);
            let day = "2026-11-23".parse().unwrap();
            let rule = book.rule(&baogong_domain::ItemCode::parse("coal.thermal").unwrap(), day).unwrap();
            assert_eq!(rule.pending_days, pending_days, "{} {instant}", site.engine);
        }
        drop(transaction);
        store.close().await;
        let history = services.setting(&officer, &wanted.key).await.unwrap().versions;
        assert_eq!(history.iter().map(|v| v.version).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((history[1].approved_by.as_str(), history[1].approved_at), ("system", None));
        let acts: Vec<(String, String)> = trail(&services).await.into_iter().map(|e| (e.actor, e.action)).collect();
        let act = |actor: &str, action: &str| (actor.to_owned(), action.to_owned());
        assert_eq!(acts, [act("office_officer", "settings.propose"), act("office_head", "settings.approve")]);
        // What the office decided stays when the program starts anew.
        services.migrate(&Actor::System).await.unwrap();
        assert_eq!(services.rules(&officer).await.unwrap().version(&wanted.key).unwrap().version, 2);
    }
}

#[tokio::test]
async fn a_proposal_on_an_older_version_is_refused_and_of_two_approvals_one_wins() {
    for site in each_site().await {
        let (officer, head, services) = (user(Role::OfficeOfficer), user(Role::OfficeHead), &site.services);
        let mut ids = Vec::new();
        let mut last = None;
        for percent in ["6", "7", "8", "9"] {
            let wanted = change(services, "rule:gas.pipeline:off", &[("gap_yellow", percent)], "").await;
            ids.push(services.propose_setting(&officer, &wanted).await.unwrap());
            last = Some(wanted);
        }
        let approvals = ids.iter().map(|id| {
            let (services, head, id) = (services.clone(), head.clone(), *id);
            tokio::spawn(async move { services.approve_setting(&head, id).await.map_err(|error| error.to_string()) })
        });
        let mut answers = Vec::new();
        for approval in approvals.collect::<Vec<_>>() {
            answers.push(approval.await.unwrap());
        }
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{} {answers:?}", site.engine);
        for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert!(refused.contains("第 2 版"), "{refused}");
        }
        // They stay proposed until they are refused; one that is made on an older version is not even taken.
        let pending = services.rules(&head).await.unwrap().pending;
        assert_eq!(pending.len(), 3);
        assert_eq!(code(services.propose_setting(&officer, &last.unwrap()).await), "setting_stale");
        assert_eq!(code(services.refuse_setting(&head, pending[0].id, " ").await), "reason_missing");
        services.refuse_setting(&head, pending[0].id, "已有新版").await.unwrap();
        assert_eq!(code(services.refuse_setting(&head, pending[0].id, "再次").await), "proposal_decided");
        assert_eq!(services.rules(&head).await.unwrap().pending.len(), 2);
        assert_eq!(trail(services).await.last().unwrap().action, "settings.refuse");
        let history = services.setting(&head, &key("rule:gas.pipeline:off")).await.unwrap().versions;
        assert_eq!(history.len(), 2, "{}", site.engine);
    }
}

#[tokio::test]
async fn a_decision_moves_one_season_by_its_document_and_the_watch_looks_at_everything() {
    for site in each_site().await {
        let (head, services) = (user(Role::OfficeHead), site.services.clone());
        let services = services.with_clock(at("2027-03-20 10:00"));
        services.reconcile(&Actor::System, None).await.unwrap();
        assert_eq!(services.rules(&head).await.unwrap().season, SeasonKind::Off);
        let mut wanted =
            change(&services, "season:winter:2026", &[("last", "2027-03-31"), ("source", "延长供暖")], "").await;
        assert_eq!((wanted.base, code(services.save_setting(&head, &wanted).await)), (0, "document_missing"));
        wanted.document = "郑政办〔2027〕6号".to_owned();
        services.save_setting(&head, &wanted).await.unwrap();
        let read = services.rules(&head).await.unwrap();
        assert_eq!((read.season, read.season_days_left), (SeasonKind::Winter, Some(12)));
        let version = read.version(&wanted.key).unwrap();
        assert_eq!((version.version, version.document.as_str()), (1, "郑政办〔2027〕6号"));
        assert_eq!(version.proposed_by, version.approved_by);
        let done = services.look(&Actor::System).await.unwrap().unwrap();
        assert!(done.whole, "{}", site.engine);
        assert_eq!(services.look(&Actor::System).await.unwrap(), None);
        // How the watch behaves is judged anew as well.
        let calmer = change(&services, "watch:winter", &[("hold_days", "2")], "").await;
        services.save_setting(&head, &calmer).await.unwrap();
        assert!(services.look(&Actor::System).await.unwrap().unwrap().whole);
        assert_eq!(code(services.save_setting(&head, &NewChange { base: 2, ..calmer }).await), "setting_unchanged");
        // The seasons must not overlap.
        let long = change(&services, "season:summer:2027", &[("first", "2027-03-31"), ("source", "提前")], "x").await;
        let refused = services.save_setting(&head, &long).await.unwrap_err().to_string();
        assert!(refused.contains("重叠"), "{refused}");
    }
}

#[tokio::test]
async fn the_office_proposes_its_head_approves_and_others_read_or_see_nothing() {
    let site = common::open(testing::sqlite()).await;
    let services = &site.services;
    let wanted = change(services, "rule:coal.thermal:winter", &[("gap_yellow", "6")], "").await;
    let id = services.propose_setting(&user(Role::OfficeOfficer), &wanted).await.unwrap();
    for role in Role::ALL {
        let actor = user(role);
        let reads = matches!(role, Role::OfficeHead | Role::OfficeOfficer | Role::Auditor | Role::Administrator);
        assert_eq!(services.rules(&actor).await.is_ok(), reads, "{role:?}");
        assert_eq!(services.setting(&actor, &wanted.key).await.is_ok(), reads, "{role:?}");
        // What it would have raised tells of parties.
        let replays = reads && role != Role::Administrator;
        assert_eq!(services.replay_setting(&actor, &of(&wanted)).await.is_ok(), replays, "{role:?}");
        if !role.is_office() {
            assert_eq!(code(services.propose_setting(&actor, &wanted).await), "denied", "{role:?}");
        }
        if role != Role::OfficeHead {
            assert_eq!(code(services.save_setting(&actor, &wanted).await), "denied", "{role:?}");
            assert_eq!(code(services.approve_setting(&actor, id).await), "denied", "{role:?}");
            assert_eq!(code(services.refuse_setting(&actor, id, "x").await), "denied", "{role:?}");
        }
    }
    services.approve_setting(&user(Role::OfficeHead), id).await.unwrap();
}

/// A plant that needs a hundred a day and gets 94 from 10 to 16 November.
async fn small_city(site: &Site) {
    site.parties(
        "code,name,kind,division\nGRID,气源,supplier,\nA,甲,enterprise,410183\nXINMI,新密市,district,410183\n",
    )
    .await;
    let mut sheet = "item,measure,period,supplier,consumer,quantity,note\n".to_owned();
    for day in 1..=23 {
        let received = if (10..=16).contains(&day) { 94 } else { 100 };
        writeln!(
            sheet,
            "gas.pipeline,demand,2026-11-{day:02},,A,100,\ngas.pipeline,received,2026-11-{day:02},,A,{received},"
        )
        .unwrap();
    }
    assert!(site.import(&sheet, ImportOptions::default()).await.rejected.is_empty());
}

#[tokio::test]
async fn a_replay_says_what_a_change_would_have_raised() {
    for site in each_site().await {
        small_city(&site).await;
        let (officer, services) = (user(Role::OfficeOfficer), &site.services);
        let told = |spell: &Spell| {
            let level = |level: Option<baogong_domain::Level>| level.map_or("-", baogong_domain::Level::code);
            let (old, new) = (level(spell.old), level(spell.new));
            format!("{} {} {} {} {old} {new}", spell.kind.code(), spell.scope, spell.first, spell.last)
        };
        // Off season a gap must last three days: it fires from the 12th; the season begins on the 15th.
        let wanted = change(services, "rule:gas.pipeline:off", &[("gap_yellow", "6"), ("pending_days", "1")], "").await;
        let done = services.replay_setting(&officer, &of(&wanted)).await.unwrap();
        let replay = done.replay.unwrap();
        let spells: Vec<String> = replay.spells.iter().map(told).collect();
        assert_eq!(
            spells,
            [
                "only_new division:410183 2026-11-10 2026-11-11 - yellow",
                "only_new party:A 2026-11-10 2026-11-11 - yellow",
            ],
            "{}",
            site.engine
        );
        assert_eq!((replay.old.days.yellow, replay.new.days.yellow, replay.new.alerts.yellow), (6, 10, 2));
        let named: Vec<&str> = done.parties.iter().map(|party| party.code.as_str()).collect();
        assert_eq!((done.base, named), (1, vec!["A", "XINMI"]));
        // A milder one for the season: two days are no alert any more, and on none before it anything differs.
        let wanted = change(services, "rule:gas.pipeline:winter", &[("gap_blue", "7"), ("gap_yellow", "7")], "").await;
        let replay = services.replay_setting(&officer, &of(&wanted)).await.unwrap().replay.unwrap();
        let spells: Vec<String> = replay.spells.iter().map(told).collect();
        assert_eq!(
            spells,
            [
                "only_old division:410183 2026-11-15 2026-11-16 yellow -",
                "only_old party:A 2026-11-15 2026-11-16 yellow -",
            ]
        );
        // A season that begins earlier: the rule of one day governs from the 10th on.
        let wanted = change(services, "season:winter:2026", &[("first", "2026-11-10"), ("source", "提前")], "").await;
        let replay = services.replay_setting(&officer, &of(&wanted)).await.unwrap().replay.unwrap();
        let spells: Vec<String> = replay.spells.iter().map(told).collect();
        assert_eq!(replay.judged, 5);
        assert_eq!(
            spells,
            [
                "only_new division:410183 2026-11-10 2026-11-11 - yellow",
                "only_new party:A 2026-11-10 2026-11-11 - yellow",
            ]
        );
        // Words change nothing; how the watch behaves changes no level.
        let wanted = change(services, "rule:gas.pipeline:off", &[("source", "另文")], "").await;
        let replay = services.replay_setting(&officer, &of(&wanted)).await.unwrap().replay.unwrap();
        assert_eq!((replay.judged, replay.spells.len()), (0, 0));
        let wanted = change(services, "watch:off", &[("hold_days", "2")], "").await;
        assert!(services.replay_setting(&officer, &of(&wanted)).await.unwrap().replay.is_none());
    }
}

#[tokio::test]
async fn rows_of_an_older_program_are_the_first_versions() {
    for database in testing::each_engine().await {
        testing::migrate_to(&database, 9).await;
        testing::run(
            &database,
            &[
                "INSERT INTO item (code, position, name, name_en, unit, unit_en, nature, route, has_stock) VALUES \
                 ('coal.thermal', 1, 'a', 'a', 't', 't', 'flow', 'direct', TRUE), ('gas.pipeline', 2, 'g', 'g', 't', 't', 'flow', 'pool', FALSE)",
                "INSERT INTO season VALUES ('winter', 11, 1, 3, 31, '本地')",
                "INSERT INTO rule VALUES ('coal.thermal', 'winter', 0, 550, 1000, 2000, 20000, 15000, 7000, 4000, 2, 14, 7, 7, 3, 35, 'daily', 9, '来源')",
                "INSERT INTO rule VALUES ('gas.pipeline', 'off', 0, 500, 1000, 2000, NULL, NULL, NULL, NULL, 3, 7, 1, 7, 3, 35, 'monthly', 5, '来源')",
                "INSERT INTO watch_setting VALUES ('winter', 50, 500, 2, 1440, 120, 30, 15, 0, 24, NULL, NULL, 'yellow', 7, 10, 7, 50, 3, 50, '来源')",
            ],
        )
        .await;
        let services = Services::open(&database.url, common::clock()).await.unwrap();
        services.migrate(&Actor::System).await.unwrap();
        let read = services.rules(&Actor::System).await.unwrap();
        let of = |text: &str| read.version(&key(text)).unwrap().setting.values();
        let value = |text: &str, code: &str| of(text)[code].clone();
        assert_eq!(value("season:winter", "last"), "03-31", "{}", database.engine);
        assert_eq!(value("season:summer", "last"), "09-15", "what lacked is filled in");
        for (code, expect) in [("gap_yellow", "5.5"), ("stock_red", "4"), ("deadline_value", "9"), ("source", "来源")]
        {
            assert_eq!(value("rule:coal.thermal:winter", code), expect);
        }
        assert_eq!(value("rule:gas.pipeline:off", "stock_red"), "");
        assert_eq!(value("rule:gas.pipeline:off", "deadline_kind"), "monthly");
        assert_eq!(value("watch:winter", "overdue_orange"), "");
        assert_eq!(value("watch:winter", "hold_days"), "2");
        assert!(read.versions.iter().all(|version| version.version == 1 && version.approved_by == "system"));
        // 2 seasons, 30 rules, 3 behaviours; nothing twice, and nothing is changed or removed by hand.
        assert_eq!(read.versions.len(), 35);
        for statement in [
            "UPDATE setting_version SET reason = 'x'",
            "DELETE FROM setting_version",
            "INSERT INTO setting_version (subject, version, value, document, reason, proposed_by, approved_by) \
             VALUES ('season:winter', 2, '{}', '', '', 'x', 'x')",
        ] {
            assert!(testing::try_run(&database, &[statement]).await.is_err(), "{} {statement}", database.engine);
        }
        let store = Store::open(&database.url).await.unwrap();
        let mut transaction = store.begin_read().await.unwrap();
        assert_eq!(watch::settings::book(&mut transaction).await.unwrap().seasons.len(), 3);
        assert_eq!(setting_versions::pending(&mut transaction).await.unwrap(), []);
        drop(transaction);
        store.close().await;
    }
}

/// A measurement, not a test: `cargo test -p baogong-services --test rules -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "a measurement"]
async fn how_long_a_replay_of_the_demo_city_takes() {
    let site = common::open(testing::sqlite()).await;
    site.services.seed_demo(&Actor::System, DemoSize { copies: 1, months: 14 }, |_, _| {}).await.unwrap();
    let officer = user(Role::OfficeOfficer);
    for item in defaults::items() {
        let of = format!("rule:{}:winter", item.code);
        let wanted = change(&site.services, &of, &[("gap_yellow", "4"), ("pending_days", "2")], "").await;
        let start = std::time::Instant::now();
        let done = site.services.replay_setting(&officer, &self::of(&wanted)).await.unwrap().replay.unwrap();
        eprintln!("{of}: {:?}, {} spells, {} days", start.elapsed(), done.spells.len(), done.judged);
    }
    for (of, fields) in [
        ("rule:electricity.energy:off", &[("gap_yellow", "4"), ("look_ahead_days", "10")][..]),
        ("season:winter", &[("first", "11-01"), ("last", "03-31")]),
    ] {
        let wanted = change(&site.services, of, fields, "").await;
        let start = std::time::Instant::now();
        let done = site.services.replay_setting(&officer, &self::of(&wanted)).await.unwrap().replay.unwrap();
        eprintln!("{of}: {:?}, {} spells, {} days", start.elapsed(), done.spells.len(), done.judged);
    }
}
