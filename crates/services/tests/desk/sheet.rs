//! Sheets: rows, columns, and who may open whose.

use baogong_domain::{
    FigureKey, Grain, PartyCode, Period,
    access::{Actor, Role},
    duty::Gate,
};
use baogong_services::{
    ServiceError,
    desk::{Desk, DeskQuery},
};

use crate::city::{City, because, each_city, edit};

fn query(party: Option<&str>, grain: Grain) -> DeskQuery {
    DeskQuery { party: party.map(|code| PartyCode::parse(code).unwrap()), grain, first: None }
}

async fn sheet(city: &City, actor: &Actor, party: Option<&str>, grain: Grain) -> Desk {
    city.services.desk(actor, &query(party, grain)).await.unwrap()
}

fn words(key: &FigureKey) -> String {
    let code = |party: Option<&PartyCode>| party.map_or("", PartyCode::as_str).to_owned();
    format!("{} {} {}>{}", key.item(), key.measure(), code(key.supplier()), code(key.consumer()))
}

fn rows(desk: &Desk) -> Vec<String> {
    desk.rows.iter().map(|row| words(&row.key)).collect()
}

#[tokio::test]
async fn a_sheet_has_what_the_party_reports_and_offers_what_it_could() {
    for city in each_city().await {
        let plant = sheet(&city, &city.plant(), None, Grain::Day).await;
        assert_eq!(plant.party.code.as_str(), "PLANT-1");
        let own = [
            "electricity.energy demand >PLANT-1",
            "coal.thermal demand >PLANT-1",
            "coal.thermal used >PLANT-1",
            "coal.thermal stock >PLANT-1",
        ];
        assert_eq!(rows(&plant), own);
        assert!(plant.rows.iter().all(|row| row.writable && row.cells.len() == 14));
        assert!(!plant.reason_always && plant.others.is_empty());
        let more: Vec<String> = plant.more.iter().map(words).collect();
        assert!(more.contains(&"coal.thermal received >PLANT-1".to_owned()), "{more:?}");
        assert!(more.contains(&"fuel.diesel stock >PLANT-1".to_owned()), "{more:?}");
        assert!(!more.contains(&"electricity.energy stock >PLANT-1".to_owned()), "{more:?}");
        assert!(more.iter().all(|key| key.ends_with(">PLANT-1") && !own.contains(&key.as_str())), "{more:?}");

        let mine = sheet(&city, &city.mine(), None, Grain::Month).await;
        assert_eq!(rows(&mine), ["coal.thermal plan MINE-1>PLANT-1", "coal.thermal plan MINE-1>PLANT-2"]);
        assert_eq!((mine.periods[0].to_string(), mine.periods.len()), ("2026-09".to_owned(), 12));
        assert_eq!(mine.rows[0].cells[2].quantity.unwrap().to_string(), "9000.000");
        let more: Vec<String> = mine.more.iter().map(words).collect();
        assert!(more.contains(&"coal.thermal delivered MINE-1>PLANT-1".to_owned()), "{more:?}");
        assert!(!more.iter().any(|key| key.contains("gas.pipeline plan")), "{more:?}");

        // The reporter of a group has the group's demand on its sheet, and may open the group's own.
        let grid = city.actor(Role::SupplierClerk, "GRID");
        let desk = sheet(&city, &grid, None, Grain::Day).await;
        assert_eq!(rows(&desk), ["electricity.energy demand >HOMES", "electricity.energy plan GRID>"]);
        assert_eq!(desk.others.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["HOMES"]);
        assert!(desk.more.iter().any(|key| words(key) == "electricity.load demand >HOMES"));
        let homes = sheet(&city, &grid, Some("HOMES"), Grain::Day).await;
        assert_eq!(rows(&homes), ["electricity.energy demand >HOMES"]);
        assert!(homes.rows[0].writable);
    }
}

#[tokio::test]
async fn each_role_opens_its_own_sheets_and_no_others() {
    use Role::{
        Administrator, Auditor, BureauOfficer, Checkpoint, DistrictOfficer, EnterpriseClerk, OfficeHead, OfficeOfficer,
        PoliceOfficer, SupplierClerk,
    };
    const OPEN: &str = "open";
    for city in each_city().await {
        for (role, of, asked, expect) in [
            (OfficeHead, "OFFICE", "PLANT-1", OPEN),
            (OfficeOfficer, "OFFICE", "HOMES", OPEN),
            (Auditor, "OFFICE", "MINE-1", "only read"),
            (OfficeOfficer, "OFFICE", "OFFICE", "not_found"),
            (OfficeOfficer, "OFFICE", "NOBODY", "not_found"),
            (SupplierClerk, "MINE-1", "MINE-1", OPEN),
            (SupplierClerk, "MINE-1", "MINE-2", "not_found"),
            (SupplierClerk, "MINE-1", "PLANT-1", "not_found"),
            (SupplierClerk, "MINE-1", "HOMES", "not_found"),
            (SupplierClerk, "GRID", "HOMES", OPEN),
            (EnterpriseClerk, "PLANT-1", "PLANT-1", OPEN),
            (EnterpriseClerk, "PLANT-1", "PLANT-2", "not_found"),
            (EnterpriseClerk, "PLANT-1", "MINE-1", "not_found"),
            (BureauOfficer, "COAL-BUREAU", "MINE-2", OPEN),
            (BureauOfficer, "COAL-BUREAU", "GRID", "not_found"),
            (BureauOfficer, "COAL-BUREAU", "PLANT-1", "not_found"),
            (BureauOfficer, "LAND-BUREAU", "MINE-1", "not_found"),
            (DistrictOfficer, "DISTRICT", "PLANT-1", "only read"),
            (DistrictOfficer, "DISTRICT", "PLANT-2", "not_found"),
            (Administrator, "OFFICE", "PLANT-1", "denied"),
            (PoliceOfficer, "OFFICE", "PLANT-1", "denied"),
            (Checkpoint, "OFFICE", "PLANT-1", "denied"),
        ] {
            let actor = city.actor(role, of);
            let got = match city.services.desk(&actor, &query(Some(asked), Grain::Day)).await {
                Err(error) => error.code(),
                Ok(desk) if desk.rows.iter().all(|row| row.writable) => OPEN,
                Ok(desk) if desk.rows.iter().all(|row| !row.writable) && desk.more.is_empty() => "only read",
                Ok(_) => "mixed",
            };
            assert_eq!(got, expect, "{role:?} of {of} asks for {asked}");
        }
        // Where nobody is named a bureau begins with its first supplier, and the office with the first of all.
        let bureau = sheet(&city, &city.bureau(), None, Grain::Month).await;
        assert_eq!((bureau.party.code.as_str(), bureau.others.len()), ("MINE-1", 1));
        let office = sheet(&city, &city.office(), None, Grain::Month).await;
        assert!(office.reason_always);
        assert_eq!((office.party.code.as_str(), office.others.len()), ("GRID", 5));
        let land = city.actor(BureauOfficer, "LAND-BUREAU");
        let none = city.services.desk(&land, &query(None, Grain::Day)).await;
        assert!(matches!(none, Err(ServiceError::NotFound(_))), "{none:?}");
    }
}

#[tokio::test]
async fn cells_say_what_stands_in_them_and_whether_they_are_open() {
    for city in each_city().await {
        let actor = city.plant();
        city.save_one(&actor, because(edit("coal.thermal stock >PLANT-1", "2026-11-22", "5100"))).await;
        city.services
            .comment(&actor, &crate::city::subject("coal.thermal stock >PLANT-1"), "2026-11-22", "盘点")
            .await
            .unwrap();
        let first = Some(Period::parse("2026-11-18").unwrap());
        let desk = city.services.desk(&actor, &DeskQuery { first, ..query(None, Grain::Day) }).await.unwrap();
        let stock = desk.rows.iter().find(|row| row.key.measure().code() == "stock").unwrap();
        let told = |place: usize| {
            let cell = &stock.cells[place];
            (cell.quantity.map(|q| q.to_string()), cell.gate, cell.comments, cell.late)
        };
        // The 19th was due on the 20th at ten and locked three days later.
        assert_eq!(told(1), (None, Gate::Locked, 0, false));
        assert_eq!(told(2), (Some("5000.000".to_owned()), Gate::Reason, 0, false));
        assert_eq!(told(4), (Some("5100.000".to_owned()), Gate::Reason, 1, false));
        assert_eq!(told(5), (None, Gate::Open, 0, false));
        assert!(stock.cells[4].revision > stock.cells[2].revision && stock.cells[5].revision == 0);
        // The use of yesterday is owed since ten.
        let used = desk.rows.iter().find(|row| row.key.measure().code() == "used").unwrap();
        let late: Vec<usize> = (0..14).filter(|place| used.cells[*place].late).collect();
        assert_eq!(late, [4]);
        // No lock holds the office back, and a reader sees the same cells.
        let office = sheet(&city, &city.office(), Some("PLANT-1"), Grain::Day).await;
        let gates: Vec<Gate> = office.rows[3].cells.iter().map(|cell| cell.gate).collect();
        assert!(!gates.contains(&Gate::Locked), "{gates:?}");
    }
}
