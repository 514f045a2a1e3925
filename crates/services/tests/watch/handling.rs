//! What people do with alerts, and who may: nothing is half-done, everything stands on the timeline and in the trail.

use baogong_domain::{
    DivisionCode, ItemCode, Level, Party, PartyCode, PartyKind, Scope,
    access::{Actor, Role, User},
    watch::{Confirmer, Step},
};
use baogong_services::{
    ServiceError,
    audit::Search,
    watch::{AlertFilter, AlertState, NewDeclaration, NewShiftNote},
};

use crate::room::{Room, at, rooms};

fn actor(login: &str, role: Role, code: &str, kind: PartyKind, division: Option<&str>) -> Actor {
    let mut party = Party::new(PartyCode::parse(code).unwrap(), code, kind);
    party.division = division.map(|division| DivisionCode::parse(division).unwrap());
    Actor::User(Box::new(User::new(1, login, role, Some(&party))))
}

fn officer() -> Actor {
    actor("wang", Role::OfficeOfficer, "OFFICE", PartyKind::Office, None)
}

fn auditor() -> Actor {
    actor("shen", Role::Auditor, "OFFICE", PartyKind::Office, None)
}

fn plant(code: &str) -> Actor {
    actor("li", Role::EnterpriseClerk, code, PartyKind::Enterprise, Some("410183"))
}

/// A room in which plant A is short of coal, and the alert's key.
async fn short() -> Vec<(Room, i64)> {
    let mut short = Vec::new();
    for room in rooms().await {
        room.stock("A", "2026-11-20", 5).await;
        room.services.reconcile(&Actor::System, None).await.unwrap();
        let id = room.find("stock coal.thermal party:A").await.id;
        short.push((room, id));
    }
    short
}

fn code(result: Result<impl Sized, ServiceError>) -> String {
    match result {
        Ok(_) => "done".to_owned(),
        Err(ServiceError::NotFound(_)) => "not found".to_owned(),
        Err(error) => error.code().to_owned(),
    }
}

#[tokio::test]
async fn what_is_done_stands_on_the_timeline_and_in_the_trail() {
    for (room, id) in short().await {
        let (services, officer) = (&room.services, officer());
        assert_eq!(services.acknowledge(&officer, &[id]).await.unwrap(), 1);
        assert_eq!(services.acknowledge(&officer, &[id]).await.unwrap(), 0, "it is theirs already");
        let until = at("2026-11-20 18:00").with_timezone(&baogong_services::clock::office_zone()).naive_local();
        services.silence(&officer, id, until, "检修 planned outage").await.unwrap();
        services.unsilence(&officer, id).await.unwrap();
        services.comment_alert(&officer, id, "  已电话联系  ").await.unwrap();
        assert_eq!(
            room.timeline(id).await,
            ["system opened !", "wang acknowledged", "wang silenced", "wang silence_ended"]
        );
        let detail = services.alert(&officer, id).await.unwrap();
        assert_eq!(detail.comments.len(), 1);
        assert_eq!((detail.comments[0].actor.as_str(), detail.comments[0].text.as_str()), ("wang", "已电话联系"));
        let trail = services.search_audit(&Actor::System, &Search::default()).await.unwrap();
        for action in ["alerts.acknowledge", "alerts.silence", "alerts.unsilence", "alerts.comment"] {
            let entries = trail.iter().filter(|entry| entry.action == action);
            let who: Vec<&str> = entries.map(|entry| entry.actor.as_str()).collect();
            assert_eq!(who, ["wang"], "{action} on {}", room.engine);
        }
    }
}

#[tokio::test]
async fn what_cannot_be_done_is_refused_and_changes_nothing() {
    for (room, id) in short().await {
        let (services, officer) = (&room.services, officer());
        let before = room.find("stock coal.thermal party:A").await;
        let time = |text: &str| at(text).with_timezone(&baogong_services::clock::office_zone()).naive_local();
        assert_eq!(code(services.silence(&officer, id, time("2026-11-20 09:59"), "x").await), "silence_in_the_past");
        assert_eq!(code(services.silence(&officer, id, time("2026-12-20 10:00"), "x").await), "silence_too_long");
        assert_eq!(code(services.silence(&officer, id, time("2026-11-20 12:00"), "  ").await), "reason_missing");
        assert_eq!(code(services.unsilence(&officer, id).await), "not_silenced");
        assert_eq!(code(services.comment_alert(&officer, id, " ").await), "comment_empty");
        assert_eq!(code(services.comment_alert(&officer, id, &"长".repeat(1001)).await), "text_too_long");
        // All or none: the second does not exist.
        assert_eq!(code(services.acknowledge(&officer, &[id, 999_999]).await), "not found");
        assert_eq!(room.find("stock coal.thermal party:A").await, before);
    }
}

#[tokio::test]
async fn an_auditor_sees_all_and_changes_nothing_another_enterprise_sees_none() {
    for (room, id) in short().await {
        let (services, auditor, own, other) = (&room.services, auditor(), plant("A"), plant("B"));
        let open = |list: baogong_services::watch::AlertList| list.alerts.iter().map(|e| e.id).collect::<Vec<_>>();
        let filter = AlertFilter::default();
        assert!(open(services.alerts(&auditor, &filter).await.unwrap()).contains(&id));
        assert!(open(services.alerts(&own, &filter).await.unwrap()).contains(&id));
        assert!(!open(services.alerts(&other, &filter).await.unwrap()).contains(&id));
        assert!(services.alert(&auditor, id).await.is_ok());
        services.comment_alert(&officer(), id, "内部意见").await.unwrap();
        assert!(services.alert(&own, id).await.unwrap().comments.is_empty(), "what the office says stays there");
        assert_eq!(code(services.alert(&other, id).await), "not found");
        for actor in [&auditor, &own, &other] {
            assert_eq!(code(services.acknowledge(actor, &[id]).await), "denied");
            assert_eq!(code(services.comment_alert(actor, id, "x").await), "denied");
            assert_eq!(code(services.unsilence(actor, id).await), "denied");
            assert_eq!(code(services.declare(actor, &declaration(Level::Red, "1号")).await), "denied");
        }
        assert_eq!(code(services.shift_notes(&own, None).await), "denied");
        assert!(services.shift_notes(&auditor, None).await.is_ok());
    }
}

fn declaration(level: Level, document: &str) -> NewDeclaration {
    NewDeclaration {
        item: ItemCode::parse("coal.thermal").unwrap(),
        scope: Scope::City,
        level,
        document: document.to_owned(),
        note: String::new(),
    }
}

#[tokio::test]
async fn a_declared_level_stands_beside_the_computed_one_and_its_measures_are_confirmed() {
    for (room, _) in short().await {
        let (services, officer) = (&room.services, officer());
        assert_eq!(code(services.declare(&officer, &declaration(Level::Orange, " ")).await), "document_missing");
        let first = services.declare(&officer, &declaration(Level::Orange, "郑保供〔2026〕7号")).await.unwrap();
        assert_eq!(code(services.declare(&officer, &declaration(Level::Orange, "8号")).await), "already_declared");
        // Another level takes its place; the computed ones do not change.
        let second = services.declare(&officer, &declaration(Level::Red, "郑保供〔2026〕9号")).await.unwrap();
        let in_force = services.declarations(&officer, None).await.unwrap();
        assert_eq!(in_force.iter().map(|d| d.id).collect::<Vec<_>>(), [second]);
        assert!(!in_force[0].measures.is_empty());
        assert_eq!(room.find("stock coal.thermal party:A").await.alert.level, Level::Orange);
        assert_eq!(code(services.end_declared(&officer, first, "x").await), "declared_ended");
        // Who must confirm a measure may, nobody else; the first confirmation stands.
        let (step, mine) = (Step::Shift, actor("kuang", Role::SupplierClerk, "MINE", PartyKind::Supplier, None));
        room.report("plan 2026-11 MINE A 3000").await;
        for (actor, expect) in [(&plant("A"), "denied"), (&auditor(), "denied"), (&mine, "done"), (&mine, "done")] {
            let confirmed = services.confirm_measure(actor, second, step, Confirmer::Supplier, "已安排").await;
            assert_eq!(code(confirmed), expect, "{}", room.engine);
        }
        let told = services.declarations(&mine, None).await.unwrap();
        let supplier =
            told[0].measures.iter().find(|m| m.0 == step).unwrap().1.iter().find(|c| c.0 == Confirmer::Supplier);
        assert_eq!(supplier.unwrap().1.as_ref().map(|c| c.by.as_str()), Some("kuang"));
        services.end_declared(&officer, second, "郑保供〔2026〕12号").await.unwrap();
        assert!(services.declarations(&officer, None).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_shift_leaves_how_things_stand() {
    for (room, _) in short().await {
        let (services, officer) = (&room.services, officer());
        services.declare(&officer, &declaration(Level::Yellow, "3号")).await.unwrap();
        let new = |taken_by: &str, text: &str| NewShiftNote { taken_by: taken_by.to_owned(), text: text.to_owned() };
        assert_eq!(code(services.hand_over(&officer, &new("", "x")).await), "taken_by_missing");
        services.hand_over(&officer, &new("赵", "甲电厂存煤低，夜里到车两列")).await.unwrap();
        let notes = services.shift_notes(&auditor(), None).await.unwrap();
        assert_eq!((notes.len(), notes[0].by.as_str(), notes[0].taken_by.as_str()), (1, "wang", "赵"));
        let standing = &notes[0].standing;
        let open = room.list(AlertState::Open).await.iter().filter(|e| e.alert.phase.code() != "pending").count();
        assert_eq!(standing.levels.iter().sum::<u64>(), u64::try_from(open).unwrap());
        assert_eq!(standing.declared.len(), 1);
        // What changes afterwards does not change what was left.
        let id = services.declarations(&officer, None).await.unwrap()[0].id;
        services.end_declared(&officer, id, "4号").await.unwrap();
        assert_eq!(&services.shift_notes(&officer, None).await.unwrap()[0].standing, standing);
    }
}
