//! Clocks of alerts strike at their minute, moved by hand: escalation, silence, the beginning of a day.

use baogong_domain::{access::Actor, watch::Attention};

use crate::room::{Room, at, rooms};

/// Looks at an instant; the timeline of the plant's stock alert, in words.
async fn look(room: &mut Room, instant: &str) -> Vec<String> {
    room.set_clock(instant);
    room.services.look(&Actor::System).await.unwrap();
    room.timeline(room.find("stock coal.thermal party:A").await.id).await
}

#[tokio::test]
async fn what_nobody_takes_is_escalated_at_its_minute_and_once() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        // Red: a quarter of an hour.
        let first = look(&mut room, "2026-11-20 10:00").await;
        assert!(first.iter().all(|line| !line.contains("escalated")), "{} {first:?}", room.engine);
        let due = room.find("stock coal.thermal party:A").await.alert.attention;
        assert_eq!(due, Attention::Unclaimed { due: at("2026-11-20 10:15") });
        assert_eq!(look(&mut room, "2026-11-20 10:14").await, first);
        let struck = look(&mut room, "2026-11-20 10:15").await;
        assert_eq!(struck.len(), first.len() + 1);
        assert_eq!(struck.last().map(String::as_str), Some("system escalated !"));
        assert_eq!(look(&mut room, "2026-11-20 10:16").await, struck);
        assert_eq!(look(&mut room, "2026-11-20 23:59").await, struck);
    }
}

#[tokio::test]
async fn a_clock_that_struck_while_nobody_looked_strikes_at_the_next_look() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        let first = look(&mut room, "2026-11-20 23:50").await;
        // Over midnight: the day's own run escalates it.
        let after = look(&mut room, "2026-11-21 00:05").await;
        assert_eq!(after.iter().filter(|line| line.contains("escalated")).count(), 1, "{} {after:?}", room.engine);
        assert!(after.len() > first.len());
    }
}

#[tokio::test]
async fn a_silence_ends_at_its_minute_and_the_alert_rings_again() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        look(&mut room, "2026-11-20 10:00").await;
        let id = room.find("stock coal.thermal party:A").await.id;
        let until = "2026-11-20T11:00:00".parse().unwrap();
        room.services.silence(&Actor::System, id, until, "已核实").await.unwrap();
        let silent = look(&mut room, "2026-11-20 10:59").await;
        assert!(silent.iter().all(|line| !line.contains("escalated")), "{} {silent:?}", room.engine);
        assert!(room.find("stock coal.thermal party:A").await.alert.silence.is_some());
        let heard = look(&mut room, "2026-11-20 11:00").await;
        assert!(heard.len() > silent.len(), "{} {heard:?}", room.engine);
        assert!(room.find("stock coal.thermal party:A").await.alert.silence.is_none());
    }
}
