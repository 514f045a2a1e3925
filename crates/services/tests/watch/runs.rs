//! Runs: whole and of what was written, over days, by two servers, after a crash.

use baogong_domain::access::Actor;
use baogong_services::watch::AlertState;

use crate::room::{date, rooms};

#[tokio::test]
async fn an_alert_lives_from_the_first_low_stock_to_the_last() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        let done = room.services.reconcile(&Actor::System, None).await.unwrap();
        assert!(done[0].whole && done[0].opened > 0, "{}", room.engine);
        assert_eq!(room.shortages().await, ["red firing stock coal.thermal party:A"]);
        let id = room.find("stock coal.thermal party:A").await.id;
        // The same again changes nothing.
        let again = room.services.reconcile(&Actor::System, None).await.unwrap();
        assert_eq!((again[0].events, again[0].opened), (0, 0));
        assert_eq!(room.services.look(&Actor::System).await.unwrap(), None, "nothing was written");

        // Nothing is told any more: the stock of the 20th says nothing from the 24th on. Unknown, and never closed.
        room.set_clock("2026-11-25 10:00");
        room.services.look(&Actor::System).await.unwrap();
        let alert = room.find("stock coal.thermal party:A").await.alert;
        assert_eq!(alert.unknown_since, Some(date("2026-11-24")));
        room.stock("A", "2026-11-25", 30).await;
        room.services.look(&Actor::System).await.unwrap();
        assert_eq!(room.shortages().await, ["red recovering stock coal.thermal party:A"]);
        room.set_clock("2026-11-26 10:00");
        room.services.look(&Actor::System).await.unwrap();
        assert!(room.shortages().await.is_empty(), "{:?}", room.shortages().await);
        let timeline = room.timeline(id).await;
        assert_eq!(timeline.first().map(String::as_str), Some("system opened !"));
        assert_eq!(timeline.last().map(String::as_str), Some("system resolved"));
        let past = room.list(AlertState::Resolved).await;
        assert!(past.iter().any(|entry| entry.id == id && entry.resolved_at.is_some()));
    }
}

#[tokio::test]
async fn a_write_is_judged_by_itself_and_says_what_a_whole_run_would() {
    for room in rooms().await {
        // Yesterday's plan and delivery; the first run is of everything.
        room.report(
            "plan 2026-11 MINE A 3000\nplan 2026-11 MINE B 1500\ndemand 2026-11 - A 3000\ndemand 2026-11 - B 1500",
        )
        .await;
        room.services.reconcile(&Actor::System, None).await.unwrap();
        assert!(room.shortages().await.is_empty());
        // The mine stops: what was delivered of the last days is next to nothing.
        for day in 12..=19 {
            room.report(&format!("delivered 2026-11-{day} MINE A 1\ndelivered 2026-11-{day} MINE B 1")).await;
        }
        let done = room.services.look(&Actor::System).await.unwrap().unwrap();
        assert!(!done.whole, "{} {done:?}", room.engine);
        let by_part = (room.shortages().await, open(&room).await);
        assert!(by_part.0.contains(&"red firing gap coal.thermal party:MINE".to_owned()), "{by_part:?}");
        let whole = room.services.reconcile(&Actor::System, None).await.unwrap();
        for e in room.list(AlertState::Open).await {
            eprintln!("{} {:?}", e.alert.key, room.timeline(e.id).await);
        }
        assert_eq!(whole[0].events, 0, "{} {whole:?}", room.engine);
        assert_eq!((room.shortages().await, open(&room).await), by_part);
        // Consequences stand under the stoppage.
        let mine = room.find("gap coal.thermal party:MINE").await;
        let detail = room.services.alert(&Actor::System, mine.id).await.unwrap();
        let under: Vec<String> = detail.consequences.iter().map(|e| e.alert.key.to_string()).collect();
        assert!(under.contains(&"gap coal.thermal party:A".to_owned()), "{under:?}");
        assert_eq!(room.timeline(room.find("gap coal.thermal party:A").await.id).await[0], "system opened");
    }
}

/// Everything that is open, with its facts and cause.
async fn open(room: &crate::room::Room) -> Vec<String> {
    let open = room.list(AlertState::Open).await;
    open.iter().map(|e| format!("{} {:?} {:?} {:?}", e.alert.key, e.alert.level, e.cause, e.alert.facts)).collect()
}

#[tokio::test]
async fn days_that_were_missed_are_judged_in_order() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        room.services.reconcile(&Actor::System, None).await.unwrap();
        for day in 21..=23 {
            room.stock("A", &format!("2026-11-{day}"), 30).await;
        }
        room.set_clock("2026-11-23 10:00");
        let done = room.services.reconcile(&Actor::System, None).await.unwrap();
        let days: Vec<String> = done.iter().map(|run| run.day.to_string()).collect();
        assert_eq!(days, ["2026-11-21", "2026-11-22", "2026-11-23"]);
        // It recovered on the 21st and had passed on the 22nd.
        let past = room.list(AlertState::Resolved).await;
        let stock = past.iter().find(|e| e.alert.key.to_string() == "stock coal.thermal party:A").unwrap();
        let baogong_domain::watch::Phase::Resolved { on, .. } = stock.alert.phase else { panic!("it has passed") };
        assert_eq!(on, date("2026-11-22"));
        // What has been seen is not unseen.
        assert!(room.services.reconcile(&Actor::System, Some(date("2026-11-20"))).await.unwrap().is_empty());
        assert!(room.services.reconcile(&Actor::System, Some(date("2026-11-24"))).await.is_err());
    }
}

#[tokio::test]
async fn two_servers_open_each_alert_once() {
    for room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        room.stock("B", "2026-11-20", 5).await;
        let runs = (0..4).map(|_| {
            let services = room.services.clone();
            tokio::spawn(async move { services.reconcile(&Actor::System, None).await.unwrap() })
        });
        let mut opened = 0;
        for run in runs.collect::<Vec<_>>() {
            opened += run.await.unwrap()[0].opened;
        }
        let open = room.list(AlertState::Open).await;
        assert_eq!(opened, open.len(), "{}", room.engine);
        assert_eq!(room.shortages().await.len(), 2);
    }
}

#[tokio::test]
async fn a_changed_setting_or_party_asks_for_everything() {
    for room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        room.services.reconcile(&Actor::System, None).await.unwrap();
        room.stock("A", "2026-11-20", 4).await;
        assert!(!room.services.look(&Actor::System).await.unwrap().unwrap().whole);
        let rows = "code,name,kind,division\nC,丙电厂,enterprise,410181\n";
        room.services.import_parties(&Actor::System, "more.csv", rows.as_bytes().to_vec()).await.unwrap();
        assert!(room.services.look(&Actor::System).await.unwrap().unwrap().whole);
        assert_eq!(room.services.look(&Actor::System).await.unwrap(), None);
    }
}
