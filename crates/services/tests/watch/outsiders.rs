//! What those outside the office get to see, and how a list is narrowed.

use baogong_domain::{
    DivisionCode, Party, PartyCode, PartyKind,
    access::{Actor, Role, User},
    watch::{Attention, EventKind},
};
use baogong_services::{ServiceError, watch::AlertFilter};

use crate::room::{date, rooms};

fn clerk(code: &str) -> Actor {
    let party = Party::new(PartyCode::parse(code).unwrap(), code, PartyKind::Enterprise);
    Actor::User(Box::new(User::new(2, "clerk", Role::EnterpriseClerk, Some(&party))))
}

#[tokio::test]
async fn a_plant_sees_its_alert_without_what_the_office_keeps_to_itself() {
    for mut room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        room.services.reconcile(&Actor::System, None).await.unwrap();
        let id = room.find("stock coal.thermal party:A").await.id;
        let officer = Actor::User(Box::new(User::new(1, "li", Role::OfficeOfficer, None)));
        room.set_clock("2026-11-20 10:05");
        room.services.acknowledge(&officer, &[id]).await.unwrap();
        room.services.comment_alert(&officer, id, "内部判断").await.unwrap();
        let until = date("2026-11-21").and_hms_opt(8, 0, 0).unwrap();
        room.services.silence(&officer, id, until, "内部原因").await.unwrap();

        let seen = room.services.alert(&clerk("A"), id).await.unwrap();
        assert!(seen.comments.is_empty() && seen.entry.alert.silence.is_none() && !seen.may_handle);
        assert!(seen.timeline.iter().all(|e| !matches!(e.event.kind, EventKind::Silenced { .. })));
        assert!(matches!(seen.entry.alert.attention, Attention::Owned { .. }), "that somebody attends to it is told");
        assert_eq!(seen.people.name("li"), None, "who, is not");
        let list = room.services.alerts(&clerk("A"), &AlertFilter::default()).await.unwrap();
        assert!(list.alerts.iter().any(|e| e.id == id) && list.counts.silenced == 0);
        // Another enterprise sees none of it.
        assert!(matches!(room.services.alert(&clerk("B"), id).await, Err(ServiceError::NotFound(_))));
        assert!(matches!(room.services.alert_curve(&clerk("B"), id, None, None).await, Err(ServiceError::NotFound(_))));
        assert!(room.services.alerts(&clerk("B"), &AlertFilter::default()).await.unwrap().alerts.is_empty());
    }
}

#[tokio::test]
async fn a_division_is_itself_and_the_parties_in_it() {
    for room in rooms().await {
        room.stock("A", "2026-11-20", 3).await;
        room.stock("B", "2026-11-20", 3).await;
        room.services.reconcile(&Actor::System, None).await.unwrap();
        let of = async |division: &str| {
            let division = DivisionCode::parse(division).ok();
            let filter = AlertFilter { division, ..AlertFilter::default() };
            let list = room.services.alerts(&Actor::System, &filter).await.unwrap();
            let shortages = list.alerts.iter().filter(|e| e.alert.key.kind.is_shortage());
            shortages.map(|e| e.alert.key.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(of("410183").await, ["stock coal.thermal party:A"], "{}", room.engine);
        assert_eq!(of("410181").await, ["stock coal.thermal party:B"]);
        assert!(of("410102").await.is_empty());
    }
}
