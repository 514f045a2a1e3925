//! Looking back: what a page says of an earlier instant is what it said then.

use baogong_domain::{
    Level, Scope,
    access::{Actor, Role, User},
    watch::{Attention, Confirmer, Step},
};
use baogong_services::watch::{AlertEntry, AlertFilter, NewDeclaration};
use chrono::{DateTime, Utc};

use crate::room::{Room, at, date, rooms};

fn officer() -> Actor {
    Actor::User(Box::new(User::new(1, "li", Role::OfficeOfficer, None)))
}

async fn seen(room: &Room, as_of: Option<DateTime<Utc>>) -> Vec<AlertEntry> {
    let filter = AlertFilter { as_of, ..AlertFilter::default() };
    room.services.alerts(&Actor::System, &filter).await.unwrap().alerts
}

/// Everything that a timeline keeps: all but the numbers, and since when lines have been passed.
fn told(alerts: &[AlertEntry]) -> Vec<String> {
    let line = |e: &AlertEntry| {
        let alert = &e.alert;
        let silence = alert.silence.as_ref().map(|s| (s.until, s.reason.clone(), s.level, s.by.clone(), s.at));
        let since = match alert.phase {
            baogong_domain::watch::Phase::Pending { since, .. }
            | baogong_domain::watch::Phase::Firing { since, .. }
            | baogong_domain::watch::Phase::Recovering { since, .. } => since,
            baogong_domain::watch::Phase::Resolved { on, .. } => on,
        };
        format!(
            "{} {} {} {since} {:?} {:?} {:?} {:?} {:?} {silence:?} {:?} {:?}",
            e.id,
            alert.key,
            alert.phase.code(),
            alert.level,
            alert.worst,
            alert.unknown_since,
            alert.opened_at,
            alert.attention,
            alert.cause,
            e.cause,
        )
    };
    alerts.iter().map(line).collect()
}

#[tokio::test]
async fn an_earlier_instant_is_told_as_it_was() {
    for mut room in rooms().await {
        let mut noted: Vec<(DateTime<Utc>, Vec<String>)> = Vec::new();
        room.report(
            "plan 2026-11 MINE A 3000\nplan 2026-11 MINE B 1500\ndemand 2026-11 - A 3000\ndemand 2026-11 - B 1500",
        )
        .await;
        room.stock("A", "2026-11-20", 5).await;
        room.services.reconcile(&Actor::System, None).await.unwrap();
        noted.push((at("2026-11-20 10:00"), told(&seen(&room, None).await)));

        room.set_clock("2026-11-20 10:10");
        let stock = room.find("stock coal.thermal party:A").await.id;
        room.services.acknowledge(&officer(), &[stock]).await.unwrap();
        room.set_clock("2026-11-20 10:20");
        let until = date("2026-11-22").and_hms_opt(8, 0, 0).unwrap();
        room.services.silence(&officer(), stock, until, "检修").await.unwrap();
        noted.push((at("2026-11-20 10:20"), told(&seen(&room, None).await)));

        // The mine stops, the stock falls, somebody stays silent, and nobody takes what rings.
        room.set_clock("2026-11-21 10:00");
        for day in 12..=20 {
            room.report(&format!("delivered 2026-11-{day} MINE A 1\ndelivered 2026-11-{day} MINE B 1")).await;
        }
        room.stock("A", "2026-11-21", 3).await;
        room.services.look(&Actor::System).await.unwrap();
        noted.push((at("2026-11-21 10:00"), told(&seen(&room, None).await)));
        room.set_clock("2026-11-21 11:00");
        room.services.look(&Actor::System).await.unwrap();
        noted.push((at("2026-11-21 11:00"), told(&seen(&room, None).await)));

        // It is mended, and passes.
        room.set_clock("2026-11-23 10:00");
        for day in 12..=22 {
            room.report(&format!("delivered 2026-11-{day} MINE A 100\ndelivered 2026-11-{day} MINE B 50")).await;
        }
        room.stock("A", "2026-11-23", 40).await;
        room.services.look(&Actor::System).await.unwrap();
        room.set_clock("2026-11-25 10:00");
        room.stock("A", "2026-11-25", 40).await;
        room.services.look(&Actor::System).await.unwrap();
        assert!(seen(&room, None).await.iter().all(|e| e.id != stock), "{}: it has passed", room.engine);

        for (instant, then) in &noted {
            assert!(!then.is_empty());
            assert_eq!(told(&seen(&room, Some(*instant)).await), *then, "{} as of {instant}", room.engine);
        }
        // A minute before the first look nothing was known.
        assert!(seen(&room, Some(at("2026-11-20 09:59"))).await.is_empty());
        let ahead = AlertFilter { as_of: Some(at("2026-11-25 10:01")), ..AlertFilter::default() };
        assert!(room.services.alerts(&Actor::System, &ahead).await.is_err(), "what has not come is not known");
    }
}

#[tokio::test]
async fn one_alert_as_of_an_instant_shows_nothing_later_and_lets_nobody_act() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        room.services.reconcile(&Actor::System, None).await.unwrap();
        let id = room.find("stock coal.thermal party:A").await.id;
        room.set_clock("2026-11-20 11:00");
        room.services.acknowledge(&officer(), &[id]).await.unwrap();
        room.services.comment_alert(&officer(), id, "已电话").await.unwrap();
        let declared = NewDeclaration {
            item: room.find("stock coal.thermal party:A").await.alert.key.item,
            scope: Scope::Party(baogong_domain::PartyCode::parse("A").unwrap()),
            level: Level::Yellow,
            document: "1号".to_owned(),
            note: String::new(),
        };
        let declaration = room.services.declare(&officer(), &declared).await.unwrap();
        room.set_clock("2026-11-20 12:00");
        room.services.confirm_measure(&officer(), declaration, Step::Shift, Confirmer::Supplier, "").await.unwrap();

        let then = room.services.alert_at(&officer(), id, Some(at("2026-11-20 10:30"))).await.unwrap();
        assert!(matches!(then.entry.alert.attention, Attention::Unclaimed { .. }), "{}", room.engine);
        assert!(then.comments.is_empty() && then.declared.is_empty() && !then.may_handle);
        let then = room.services.alert_at(&officer(), id, Some(at("2026-11-20 11:30"))).await.unwrap();
        assert_eq!((then.comments.len(), then.declared.len(), then.timeline.len()), (1, 1, 2));
        assert!(then.declared[0].measures.iter().flat_map(|(_, c)| c).all(|(_, found)| found.is_none()));
        assert!(then.declared[0].may_confirm.is_empty());
        let now = room.services.alert(&officer(), id).await.unwrap();
        assert!(now.may_handle && now.declared[0].may_confirm.contains(&Confirmer::Supplier));
        assert!(now.declared[0].measures[0].1[0].1.is_some());
        // Before it was first seen there is no such alert.
        assert!(room.services.alert_at(&officer(), id, Some(at("2026-11-20 09:00"))).await.is_err());
    }
}
