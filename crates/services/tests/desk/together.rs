//! Many at one cell at the same time: no update is lost, on either engine.

use std::collections::BTreeSet;

use baogong_domain::access::Actor;
use baogong_services::desk::{CellEdit, CellOutcome};

use crate::city::{each_city, edit, revision, subject, word};

const PLAN: &str = "coal.thermal plan MINE-1>PLANT-1";
const WRITERS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_on_one_empty_cell_one_is_saved_and_all_others_see_it() {
    for city in each_city().await {
        let tasks: Vec<_> = (1..=WRITERS)
            .map(|number| {
                let (services, actor) = (city.services.clone(), city.mine());
                let edit = edit(PLAN, "2026-11-24", &number.to_string());
                tokio::spawn(async move { services.save_cells(&actor, &[edit]).await.unwrap().remove(0) })
            })
            .collect();
        let mut outcomes = Vec::new();
        for task in tasks {
            outcomes.push(task.await.unwrap());
        }
        let saved: Vec<&CellOutcome> = outcomes.iter().filter(|o| matches!(o, CellOutcome::Saved { .. })).collect();
        assert_eq!(saved.len(), 1, "{outcomes:?}");
        let CellOutcome::Saved { quantity: winner, .. } = saved[0] else { unreachable!() };
        for outcome in &outcomes {
            if let CellOutcome::Conflict { quantity, .. } = outcome {
                assert_eq!(quantity, winner);
            }
            assert_eq!(revision(outcome), revision(saved[0]), "{outcome:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_who_insists_is_heard_once_and_in_turn() {
    for city in each_city().await {
        let tasks: Vec<_> = (1..=WRITERS)
            .map(|number| {
                let (services, actor) = (city.services.clone(), city.mine());
                tokio::spawn(async move {
                    let mut edit = edit(PLAN, "2026-11-24", &number.to_string());
                    // Each conflict shows what is there: the writer decides for the own value and sends it again.
                    for _ in 0..=WRITERS {
                        let outcome = services.save_cells(&actor, std::slice::from_ref(&edit)).await.unwrap().remove(0);
                        if let CellOutcome::Saved { .. } = outcome {
                            return edit.base;
                        }
                        edit = CellEdit { base: revision(&outcome), ..edit };
                    }
                    panic!("never heard")
                })
            })
            .collect();
        let mut bases = BTreeSet::new();
        for task in tasks {
            // Each was written on another revision: none covered one that it had not seen.
            assert!(bases.insert(task.await.unwrap()));
        }
        let story = city.services.cell_story(&Actor::System, &subject(PLAN), "2026-11-24").await.unwrap();
        let values: BTreeSet<String> = story.revisions.iter().map(|r| r.quantity.unwrap().to_string()).collect();
        assert_eq!((story.revisions.len(), values.len()), (WRITERS, WRITERS));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn different_cells_of_many_are_all_kept() {
    for city in each_city().await {
        let days: Vec<String> = (24..=30).map(|day| format!("2026-11-{day}")).collect();
        let tasks: Vec<_> = ["PLANT-1", "PLANT-2"]
            .iter()
            .flat_map(|plant| days.iter().map(move |day| (plant, day)))
            .map(|(plant, day)| {
                let (services, actor) = (city.services.clone(), city.bureau());
                let edit = edit(&format!("coal.thermal delivered MINE-2>{plant}"), day, "7");
                let edit = CellEdit { confirmed: true, note: "预报".to_owned(), ..edit };
                tokio::spawn(async move { services.save_cells(&actor, &[edit]).await.unwrap().remove(0) })
            })
            .collect();
        for task in tasks {
            assert_eq!(word(&task.await.unwrap()), "saved 7.000");
        }
    }
}
