//! Saving: each outcome of an edit, each role's refusals, and that what is refused leaves nothing behind.

use baogong_domain::{Grain, PartyCode, Period, access::Role};
use baogong_services::{
    audit::TrailState,
    desk::{CellEdit, DeskQuery, MOST_EDITS},
    figures::FigureQuery,
};
use baogong_storage::openings::{self, NewOpening};

use crate::city::{City, because, coal, each_city, edit, instant, revision};

const PLAN: &str = "coal.thermal plan MINE-1>PLANT-1";
const STOCK: &str = "coal.thermal stock >PLANT-1";

/// The coal figures of a period, as `measure quantity`, as known then or now.
async fn stored(city: &City, period: &str, as_of: Option<&str>) -> Vec<String> {
    let period = Period::parse(period).unwrap();
    let query = FigureQuery {
        item: coal(),
        measure: None,
        party: None,
        from: Some(period),
        to: Some(period),
        as_of: as_of.map(instant),
    };
    let figures = city.services.figures(&baogong_domain::access::Actor::System, &query).await.unwrap();
    let same = figures.into_iter().filter(|figure| figure.period == period);
    same.map(|figure| format!("{} {}", figure.measure, figure.quantity)).collect()
}

#[tokio::test]
async fn a_good_edit_is_saved_and_the_same_again_changes_nothing() {
    for city in each_city().await {
        let (mine, plan) = (city.mine(), edit(PLAN, "2026-11-24", "300"));
        let first = city.services.save_cells(&mine, std::slice::from_ref(&plan)).await.unwrap();
        assert_eq!(stored(&city, "2026-11-24", None).await, ["plan 300.000"]);
        // The answer was lost: the browser sends it again, on the old revision.
        let acts = city.acts().await;
        assert_eq!(city.services.save_cells(&mine, &[plan]).await.unwrap(), first);
        let again = CellEdit { base: revision(&first[0]), ..edit(PLAN, "2026-11-24", " 300.000 ") };
        assert_eq!(city.services.save_cells(&mine, &[again]).await.unwrap(), first);
        assert_eq!(city.acts().await, acts, "nothing was done");
        // A remark alone is a change, and it too may be sent again.
        let noted =
            CellEdit { base: revision(&first[0]), note: "含补量".to_owned(), ..edit(PLAN, "2026-11-24", "300") };
        let second = city.services.save_cells(&mine, std::slice::from_ref(&noted)).await.unwrap();
        assert!(revision(&second[0]) > revision(&first[0]));
        assert_eq!(city.services.save_cells(&mine, &[noted]).await.unwrap(), second);
    }
}

#[tokio::test]
async fn the_second_of_two_sees_the_value_of_the_first() {
    for city in each_city().await {
        let (mine, bureau) = (city.mine(), city.bureau());
        let first = city.services.save_cells(&mine, &[edit(PLAN, "2026-11-24", "300")]).await.unwrap();
        let conflict = city.services.save_cells(&bureau, &[edit(PLAN, "2026-11-24", "350")]).await.unwrap();
        assert_eq!(crate::city::word(&conflict[0]), "conflict 300.000 by supplier_clerk@MINE-1");
        assert_eq!(revision(&conflict[0]), revision(&first[0]));
        assert_eq!(stored(&city, "2026-11-24", None).await, ["plan 300.000"]);
        // Who chooses the own value sends it on the revision that was shown.
        let chosen = CellEdit { base: revision(&conflict[0]), ..edit(PLAN, "2026-11-24", "350") };
        assert_eq!(city.save_one(&bureau, chosen).await, "saved 350.000");
        // Both typed the same: no conflict to decide.
        assert_eq!(city.save_one(&mine, edit(PLAN, "2026-11-24", "350")).await, "saved 350.000");
        // A revision that never was.
        let strange = CellEdit { base: 999_999, ..edit(PLAN, "2026-11-25", "1") };
        assert_eq!(city.save_one(&mine, strange).await, "conflict nothing by ");
    }
}

#[tokio::test]
async fn late_needs_a_reason_and_locked_needs_the_office() {
    for city in each_city().await {
        let plant = city.plant();
        assert_eq!(city.save_one(&plant, edit(STOCK, "2026-11-23", "4900")).await, "saved 4900.000");
        assert_eq!(city.save_one(&plant, edit(STOCK, "2026-11-22", "4900")).await, "reason");
        let blank = CellEdit { reason: " ".to_owned(), ..edit(STOCK, "2026-11-22", "4900") };
        assert_eq!(city.save_one(&plant, blank).await, "reason");
        assert_eq!(city.save_one(&plant, because(edit(STOCK, "2026-11-22", "4900"))).await, "saved 4900.000");
        let locked = because(edit(STOCK, "2026-11-18", "4900"));
        assert_eq!(city.save_one(&plant, locked.clone()).await, "refused locked");
        assert!(stored(&city, "2026-11-18", None).await.is_empty());
        // The office opens it for a while.
        let mut transaction = city.store.begin_write().await.unwrap();
        let ids = baogong_storage::parties::all_by_code(&mut transaction).await.unwrap();
        let day = "2026-11-18".parse().unwrap();
        let opening = NewOpening {
            party: ids[&PartyCode::parse("PLANT-1").unwrap()].0,
            item: None,
            days: baogong_domain::DayRange { first: day, last: day },
            until: instant("2026-11-23T04:00:00Z"),
            reason: "补报",
            opened_by: "officer",
            opened_at: instant("2026-11-23T01:00:00Z"),
        };
        openings::add(&mut transaction, opening).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(city.save_one(&plant, edit(STOCK, "2026-11-18", "4900")).await, "reason");
        let too_late = city.at("2026-11-23T04:00:00Z").await;
        let outcome = too_late.save_cells(&plant, std::slice::from_ref(&locked)).await.unwrap();
        assert_eq!(crate::city::word(&outcome[0]), "refused locked");
        let other_day = because(edit(STOCK, "2026-11-17", "4900"));
        assert_eq!(city.save_one(&plant, other_day.clone()).await, "refused locked");
        assert_eq!(city.save_one(&plant, locked.clone()).await, "saved 4900.000");
        // What is saved already may be sent again when the lock has closed.
        let outcome = too_late.save_cells(&plant, &[locked]).await.unwrap();
        assert_eq!(crate::city::word(&outcome[0]), "saved 4900.000");
        // The office itself writes whenever it gives a reason.
        let office = city.office();
        assert_eq!(city.save_one(&office, edit(STOCK, "2026-11-24", "1")).await, "reason");
        assert_eq!(city.save_one(&office, edit(STOCK, "2026-11-17", "4900")).await, "reason");
        assert_eq!(city.save_one(&office, other_day).await, "saved 4900.000");
    }
}

#[tokio::test]
async fn what_cannot_be_a_figure_is_refused_and_the_good_ones_are_kept() {
    for city in each_city().await {
        let long = CellEdit { note: "长".repeat(501), ..edit(PLAN, "2026-11-24", "1") };
        let edits = [
            edit(PLAN, "2026-11-24", "12,5"),
            edit(PLAN, "2026-11-25", "-1"),
            edit(PLAN, "2026-11-26", "1.0005"),
            edit(PLAN, "2026-11-31", "1"),
            edit(PLAN, "2026", "1"),
            edit("coal.thermal plan MINE-1>", "2026-11-24", "1"),
            edit("coal.thermal promise MINE-1>PLANT-1", "2026-11-24", "1"),
            edit("coal.thermal plan MINE-1>NOBODY", "2026-11-24", "1"),
            edit("steel.plate plan MINE-1>PLANT-1", "2026-11-24", "1"),
            long,
            edit(PLAN, "2026-11-27", "300"),
            edit(PLAN, "2026-11-27", "301"),
            edit(PLAN, "2026-12", "9000"),
        ];
        let expect = [
            "refused quantity_not_a_number",
            "refused quantity_negative",
            "refused quantity_too_many_decimals",
            "refused period_no_such_date",
            "refused period_is_a_year",
            "refused consumer_missing",
            "refused not_found",
            "refused not_found",
            "refused not_found",
            "refused note_too_long",
            "saved 300.000",
            "refused cell_repeated",
            "saved 9000.000",
        ];
        assert_eq!(city.save(&city.mine(), &edits).await, expect);
        assert!(city.save(&city.mine(), &[]).await.is_empty());
        let many = vec![edit(PLAN, "2026-11-24", "1"); MOST_EDITS + 1];
        assert_eq!(city.services.save_cells(&city.mine(), &many).await.unwrap_err().code(), "too_many_edits");
    }
}

#[tokio::test]
async fn each_role_writes_its_own_side_and_nothing_else() {
    use Role::{
        Administrator, Auditor, BureauOfficer, Checkpoint, DistrictOfficer, EnterpriseClerk, OfficeHead, PoliceOfficer,
        SupplierClerk,
    };
    const DEMAND_OF_OTHER: &str = "coal.thermal demand >PLANT-2";
    const HOMES: &str = "electricity.energy demand >HOMES";
    for city in each_city().await {
        let before = city.acts().await;
        let mut refusals = 0;
        for (role, of, about, expect) in [
            (OfficeHead, "OFFICE", PLAN, "saved 1.000"),
            (SupplierClerk, "MINE-2", PLAN, "not_found"),
            // The mine knows what its plants need, but does not say it.
            (SupplierClerk, "MINE-2", DEMAND_OF_OTHER, "denied"),
            (SupplierClerk, "MINE-2", STOCK, "not_found"),
            (SupplierClerk, "MINE-1", HOMES, "not_found"),
            (EnterpriseClerk, "PLANT-1", PLAN, "denied"),
            (EnterpriseClerk, "PLANT-1", DEMAND_OF_OTHER, "not_found"),
            (EnterpriseClerk, "PLANT-2", STOCK, "not_found"),
            (BureauOfficer, "COAL-BUREAU", STOCK, "not_found"),
            (BureauOfficer, "COAL-BUREAU", DEMAND_OF_OTHER, "denied"),
            (BureauOfficer, "LAND-BUREAU", PLAN, "not_found"),
            (DistrictOfficer, "DISTRICT", STOCK, "denied"),
            (Auditor, "OFFICE", PLAN, "denied"),
            (Administrator, "OFFICE", PLAN, "denied"),
            (PoliceOfficer, "OFFICE", PLAN, "denied"),
            (Checkpoint, "OFFICE", PLAN, "denied"),
        ] {
            let actor = city.actor(role, of);
            // A month ahead, so that only permission decides.
            let edits = [because(edit(about, "2027-01", "1"))];
            let got = match city.services.save_cells(&actor, &edits).await {
                Ok(outcomes) => crate::city::word(&outcomes[0]),
                Err(error) => {
                    refusals += 1;
                    error.code().to_owned()
                }
            };
            assert_eq!(got, expect, "{role:?} of {of} writes {about}");
        }
        assert_eq!(refusals, 15);
        assert_eq!(city.acts().await, before + 1, "only the office wrote");
        // Among good edits one that is not allowed is answered, and told to the trail.
        let edits = [edit(PLAN, "2026-11-24", "300"), edit("coal.thermal plan MINE-2>PLANT-2", "2026-11-24", "300")];
        assert_eq!(city.save(&city.mine(), &edits).await, ["saved 300.000", "refused not_found"]);
        let entries =
            city.services.audit_entries(&baogong_domain::access::Actor::System, before + 1, 10).await.unwrap();
        let acts: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
        assert_eq!(acts, ["figures.desk", "access.refused"]);
    }
}

#[tokio::test]
async fn a_bureau_and_a_reporter_write_for_those_they_answer_for() {
    for city in each_city().await {
        let plan = edit("coal.thermal plan MINE-2>PLANT-1", "2026-12", "100");
        assert_eq!(city.save_one(&city.bureau(), plan).await, "saved 100.000");
        let grid = city.actor(Role::SupplierClerk, "GRID");
        let edits = [
            edit("electricity.energy demand >HOMES", "2026-11-24", "310"),
            edit("electricity.energy plan GRID>", "2026-11-24", "800"),
            edit("coal.industrial used >GRID", "2026-11-23", "1"),
        ];
        assert_eq!(city.save(&grid, &edits).await, ["saved 310.000", "saved 800.000", "saved 1.000"]);
    }
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_and_can_be_put_back() {
    for city in each_city().await {
        let (mine, at) = (city.mine(), "2026-11-24");
        let first = revision(&city.services.save_cells(&mine, &[edit(PLAN, at, "300")]).await.unwrap()[0]);
        let later = city.at("2026-11-23T03:00:00Z").await;
        let empty = CellEdit { base: first, ..edit(PLAN, at, " ") };
        let withdrawn = later.save_cells(&mine, std::slice::from_ref(&empty)).await.unwrap();
        assert_eq!(crate::city::word(&withdrawn[0]), "saved nothing");
        assert!(stored(&city, at, None).await.is_empty());
        assert_eq!(stored(&city, at, Some("2026-11-23T02:30:00Z")).await, ["plan 300.000"]);
        // Once more, and of what never was: nothing is done.
        let acts = city.acts().await;
        assert_eq!(later.save_cells(&mine, &[empty]).await.unwrap(), withdrawn);
        assert_eq!(city.save_one(&mine, edit(PLAN, "2026-11-30", "")).await, "saved nothing");
        assert_eq!(city.acts().await, acts);
        // Somebody who typed on the withdrawn figure is told.
        let old = CellEdit { base: first, ..edit(PLAN, at, "310") };
        assert_eq!(city.save_one(&city.bureau(), old).await, "conflict nothing by supplier_clerk@MINE-1");
        let fresh = edit(PLAN, at, "320");
        let fresh = revision(&city.services.save_cells(&mine, &[fresh]).await.unwrap()[0]);
        let withdrawn = later.save_cells(&mine, &[CellEdit { base: fresh, ..edit(PLAN, at, "") }]).await.unwrap();
        let undo = CellEdit { base: revision(&withdrawn[0]), ..edit(PLAN, at, "300") };
        assert_eq!(city.save_one(&mine, undo).await, "saved 300.000");
        assert_eq!(stored(&city, at, None).await, ["plan 300.000"]);
        let desk = DeskQuery { party: None, grain: Grain::Day, first: Some(Period::parse(at).unwrap()) };
        let desk = city.services.desk(&mine, &desk).await.unwrap();
        assert!(desk.rows[0].cells[0].revision > revision(&withdrawn[0]));
    }
}

#[tokio::test]
async fn one_batch_and_one_entry_for_each_reason() {
    for city in each_city().await {
        let (office, before) = (city.office(), city.acts().await);
        let reasoned = |edit: CellEdit, reason: &str| CellEdit { reason: reason.to_owned(), ..edit };
        let edits = [
            reasoned(edit(PLAN, "2026-12", "9000"), "来函"),
            reasoned(edit(PLAN, "2027-01", "9000"), "来函"),
            reasoned(edit(STOCK, "2026-11-22", "4900"), "电话"),
        ];
        let outcomes = city.services.save_cells(&office, &edits).await.unwrap();
        let revisions: Vec<i64> = outcomes.iter().map(revision).collect();
        assert!(revisions[0] == revisions[1] && revisions[1] != revisions[2], "{revisions:?}");
        let entries = city.services.audit_entries(&baogong_domain::access::Actor::System, before, 10).await.unwrap();
        let told: Vec<_> = entries.iter().map(|e| (e.action.as_str(), e.subject.as_str(), e.actor.as_str())).collect();
        let who = "office_officer@OFFICE";
        assert_eq!(told, [("figures.desk", "MINE-1", who), ("figures.desk", "PLANT-1", who)].map(|t| t));
        assert!(entries.iter().all(|entry| entry.detail.contains("sha256:")));
        let state = city.services.verify_audit(&baogong_domain::access::Actor::System, &[]).await.unwrap();
        assert!(matches!(state, TrailState::Whole { .. }), "{state:?}");
    }
}
