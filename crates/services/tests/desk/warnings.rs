//! Warnings: unusual figures are asked about and, with a note, taken.

use baogong_domain::{PartyCode, Quantity, access::Role};
use baogong_services::desk::CellEdit;

use crate::city::{City, because, coal, each_city, edit};

fn confirmed(edit: CellEdit) -> CellEdit {
    CellEdit { confirmed: true, note: "已核实".to_owned(), ..edit }
}

#[tokio::test]
async fn what_is_far_from_usual_is_confirmed_with_a_note() {
    const USED: &str = "coal.thermal used >PLANT-2";
    for city in each_city().await {
        let days: Vec<String> = (1..=6).map(|day| format!("coal.thermal,used,2026-11-0{day},,PLANT-2,1000")).collect();
        city.import(&days.join("\n")).await;
        let plant = city.actor(Role::EnterpriseClerk, "PLANT-2");
        assert_eq!(city.save_one(&plant, edit(USED, "2026-11-23", "10000")).await, "confirm far_from_usual");
        // To say yes is not enough: why belongs to it.
        let silent = CellEdit { confirmed: true, ..edit(USED, "2026-11-23", "10000") };
        assert_eq!(city.save_one(&plant, silent).await, "confirm far_from_usual");
        let unread = CellEdit { note: "机组全开".to_owned(), ..edit(USED, "2026-11-23", "10000") };
        assert_eq!(city.save_one(&plant, unread).await, "confirm far_from_usual");
        assert_eq!(city.save_one(&plant, confirmed(edit(USED, "2026-11-23", "10000"))).await, "saved 10000.000");
        assert_eq!(city.save_one(&plant, edit(USED, "2026-11-24", "900")).await, "confirm ahead");
        // A month has its own usual: there is none yet.
        assert_eq!(city.save_one(&plant, because(edit(USED, "2026-11", "90000"))).await, "saved 90000.000");
    }
}

#[tokio::test]
async fn a_stock_must_follow_and_only_the_stock_is_asked_about() {
    const RECEIVED: &str = "coal.thermal received >PLANT-1";
    const USED: &str = "coal.thermal used >PLANT-1";
    const STOCK: &str = "coal.thermal stock >PLANT-1";
    for city in each_city().await {
        let plant = city.plant();
        // Yesterday's stock was 5000; it is pasted with what came and was used.
        let paste = |stock: &str| {
            [(RECEIVED, "400"), (USED, "900"), (STOCK, stock)]
                .map(|(about, value)| because(edit(about, "2026-11-22", value)))
        };
        let saved = city.save(&plant, &paste("5400")).await;
        assert_eq!(saved, ["saved 400.000", "saved 900.000", "confirm stock_does_not_follow"]);
        assert_eq!(city.save(&plant, &paste("4500")).await, ["saved 400.000", "saved 900.000", "saved 4500.000"]);
        // Now that all is known a change of one part is asked about itself.
        let story = city.services.cell_story(&plant, &crate::city::subject(USED), "2026-11-22").await.unwrap();
        assert_eq!(story.revisions.len(), 1);
        let paste = |base| CellEdit { base, ..because(edit(USED, "2026-11-22", "100")) };
        let conflict = city.services.save_cells(&plant, &[paste(0)]).await.unwrap();
        let base = crate::city::revision(&conflict[0]);
        assert_eq!(city.save_one(&plant, paste(base)).await, "confirm stock_does_not_follow");
        assert_eq!(city.save_one(&plant, confirmed(paste(base))).await, "saved 100.000");
    }
}

#[tokio::test]
async fn a_mine_plans_no_more_than_it_can_dig() {
    for city in each_city().await {
        let (mine, code) = (city.mine(), PartyCode::parse("MINE-1").unwrap());
        let per_day = Quantity::parse("500").ok();
        city.services.state_capacity(&mine, &code, &coal(), per_day).await.unwrap();
        assert_eq!(city.services.capacity(&city.bureau(), &code, &coal()).await.unwrap(), per_day);
        for (actor, expect) in [(city.actor(Role::SupplierClerk, "MINE-2"), "not_found"), (city.plant(), "not_found")] {
            let refused = city.services.state_capacity(&actor, &code, &coal(), None).await;
            assert_eq!(refused.unwrap_err().code(), expect);
        }
        // 31 days of 500 tonnes: both plants together, pasted at once.
        let plans = |one: &str, two: &str| {
            [("MINE-1>PLANT-1", one), ("MINE-1>PLANT-2", two)]
                .map(|(who, value)| edit(&format!("coal.thermal plan {who}"), "2026-12", value))
        };
        let over = "confirm over_capacity";
        assert_eq!(city.save(&mine, &plans("9500", "6001")).await, [over, over]);
        assert_eq!(city.save(&mine, &plans("9500", "6000")).await, ["saved 9500.000", "saved 6000.000"]);
        assert_eq!(city.save_one(&mine, edit("coal.thermal plan MINE-1>HOMES", "2026-12", "0.5")).await, over);
        assert_eq!(
            city.save_one(&mine, confirmed(edit("coal.thermal plan MINE-1>HOMES", "2026-12", "0.5"))).await,
            "saved 0.500"
        );
        // Its delivery is another sum, and the other mine has said nothing.
        assert_eq!(plan_of_other(&city).await, "saved 99000.000");
    }
}

async fn plan_of_other(city: &City) -> String {
    city.save_one(&city.bureau(), edit("coal.thermal plan MINE-2>PLANT-2", "2026-12", "99000")).await
}
