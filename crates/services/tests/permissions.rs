//! What each role gets to see and may not, asked of the use cases by other people's codes.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use baogong_domain::{
    Grain, ItemCode, Party, PartyCode, Period, Scope,
    access::{Actor, Role, User},
};
use baogong_services::{
    ServiceError, Services, balances::BalanceQuery, clock::Clock, demo_site::DemoSize, figures::FigureQuery,
    import::ImportOptions,
};
use baogong_storage::testing;

struct City {
    services: Services,
    parties: Vec<Party>,
    _database: testing::TestDatabase,
}

impl City {
    async fn open() -> Self {
        let database = testing::sqlite();
        let clock = Clock::Fixed("2026-11-23T02:10:00Z".parse().unwrap());
        let services = Services::open(&database.url, clock).await.unwrap();
        services.migrate(&Actor::System).await.unwrap();
        services.seed_demo(&Actor::System, DemoSize { copies: 1, months: 2 }, |_, _| {}).await.unwrap();
        let parties = services.parties(&Actor::System).await.unwrap();
        Self { services, parties, _database: database }
    }

    fn actor(&self, role: Role, party: Option<&str>) -> Actor {
        let party = party.map(|code| self.parties.iter().find(|p| p.code.as_str() == code).unwrap());
        Actor::User(Box::new(User::new(1, "user", role, party)))
    }

    /// Which columns of a balance somebody sees; `hidden` where there is nothing, or what is wrong.
    async fn balance(&self, actor: &Actor, item: &str, scope: &str) -> String {
        let query = BalanceQuery {
            item: ItemCode::parse(item).unwrap(),
            scope: scope.parse::<Scope>().unwrap(),
            from: Period::parse("2026-11-20").unwrap(),
            to: Period::parse("2026-11-20").unwrap(),
            granularity: Grain::Day,
            as_of: None,
        };
        match self.services.balances(actor, &query).await {
            Ok(rows) => {
                let row = &rows[0];
                let columns = [
                    (&row.demand, "demand"),
                    (&row.plan, "plan"),
                    (&row.delivered, "delivered"),
                    (&row.received, "received"),
                    (&row.used, "used"),
                    (&row.stock, "stock"),
                    (&row.gap, "gap"),
                ];
                let seen: Vec<&str> = columns.into_iter().filter(|(a, _)| a.is_some()).map(|(_, word)| word).collect();
                seen.join(" ")
            }
            Err(ServiceError::NotFound(_)) => "hidden".to_owned(),
            Err(ServiceError::Denied(_)) => "denied".to_owned(),
            Err(error) => panic!("{error}"),
        }
    }

    /// Who stands in the figures that somebody sees of an item, and in which measures.
    async fn figures(&self, actor: &Actor, item: &str, party: Option<&str>) -> Result<Vec<String>, ServiceError> {
        let query = FigureQuery {
            item: ItemCode::parse(item).unwrap(),
            measure: None,
            party: party.map(|code| PartyCode::parse(code).unwrap()),
            from: Some(Period::parse("2026-11").unwrap()),
            to: Some(Period::parse("2026-11-20").unwrap()),
            as_of: None,
        };
        let figures = self.services.figures(actor, &query).await?;
        let word = |code: &Option<PartyCode>| code.as_ref().map_or("", PartyCode::as_str).to_owned();
        let mut seen: Vec<String> =
            figures.iter().map(|f| format!("{} {}>{}", f.measure, word(&f.supplier), word(&f.consumer))).collect();
        seen.sort();
        Ok(seen)
    }
}

const PLANT: &str = "party:ZZ-PLANT-01";
const OTHER: &str = "party:ZZ-PLANT-03";

#[tokio::test]
async fn an_enterprise_sees_itself_and_aggregates_of_five() {
    let city = City::open().await;
    let plant = city.actor(Role::EnterpriseClerk, Some("ZZ-PLANT-01"));
    assert!(city.balance(&plant, "coal.thermal", PLANT).await.contains("stock"));
    assert_eq!(city.balance(&plant, "coal.thermal", OTHER).await, "hidden");
    assert_eq!(city.balance(&plant, "coal.thermal", "party:ZZ-MINE-01").await, "hidden");
    assert!(city.balance(&plant, "coal.thermal", "city").await.contains("demand"));
    // Two plants stand there.
    let few = city.parties.iter().filter(|p| p.division.as_ref().is_some_and(|d| d.as_str() == "410183"));
    assert!(few.filter(|p| p.code.as_str().starts_with("ZZ-PLANT")).count() < 5);
    assert_eq!(city.balance(&plant, "coal.thermal", "division:410183").await, "hidden");

    let seen = city.figures(&plant, "coal.thermal", None).await.unwrap();
    assert!(!seen.is_empty() && seen.iter().all(|f| f.ends_with("ZZ-PLANT-01")), "{seen:?}");
    let other = city.figures(&plant, "coal.thermal", Some("ZZ-PLANT-03")).await;
    let nobody = city.figures(&plant, "coal.thermal", Some("ZZ-NOBODY")).await;
    let words = |answer: Result<Vec<String>, ServiceError>| answer.unwrap_err().to_string().replace("ZZ-PLANT-03", "X");
    // What may not be seen and what is not there answer alike.
    assert_eq!(words(other), words(nobody).replace("ZZ-NOBODY", "X"));
    assert_eq!(city.services.parties(&plant).await.unwrap().len(), 1);

    let evaluation = city.services.evaluate(&plant, None).await.unwrap();
    let parties: Vec<&Scope> =
        evaluation.alerts.iter().map(|a| &a.scope).filter(|s| matches!(s, Scope::Party(_))).collect();
    assert!(parties.iter().all(|s| s.to_string() == PLANT), "{parties:?}");
    assert!(evaluation.unknown.iter().all(|(s, _)| !matches!(s, Scope::Party(_)) || s.to_string() == PLANT));
}

#[tokio::test]
async fn a_supplier_sees_whom_it_serves_and_what_its_pool_needs() {
    let city = City::open().await;
    let mine = city.actor(Role::SupplierClerk, Some("ZZ-MINE-01"));
    let seen = city.figures(&mine, "coal.thermal", None).await.unwrap();
    assert!(seen.iter().any(|f| f.starts_with("plan ZZ-MINE-01>")));
    assert!(seen.iter().all(|f| f.contains("ZZ-MINE-01>") || f.starts_with("demand ")), "{seen:?}");
    let served: Vec<&str> = seen.iter().filter_map(|f| f.strip_prefix("plan ZZ-MINE-01>")).collect();
    let plants = city.parties.iter().filter(|p| p.code.as_str().starts_with("ZZ-PLANT"));
    let mut hidden = 0;
    for plant in plants {
        let answer = city.balance(&mine, "coal.thermal", &format!("party:{}", plant.code)).await;
        if served.contains(&plant.code.as_str()) {
            assert_eq!(answer, "demand", "{}", plant.code);
        } else {
            assert_eq!(answer, "hidden", "{}", plant.code);
            hidden += 1;
        }
    }
    assert!(hidden > 0);
    let power = city.actor(Role::SupplierClerk, Some("ZZ-POWER"));
    assert!(city.balance(&power, "electricity.energy", "division:410106").await.contains("demand"));
    assert_eq!(city.balance(&power, "gas.pipeline", "party:ZZ-E001").await, "hidden");
    assert_eq!(city.balance(&power, "coal.thermal", PLANT).await, "hidden");
    assert!(city.balance(&power, "electricity.energy", "party:ZZ-GROUP-RESIDENTS").await.contains("demand"));
}

#[tokio::test]
async fn a_bureau_sees_the_supply_side_of_its_factors() {
    let city = City::open().await;
    let bureau = city.actor(Role::BureauOfficer, Some("ZZ-BUREAU-COAL"));
    let seen = city.figures(&bureau, "coal.thermal", None).await.unwrap();
    let measures = |f: &String| ["plan", "delivered", "demand"].iter().any(|m| f.starts_with(m));
    assert!(seen.iter().filter(|f| f.starts_with("plan")).count() > 5 && seen.iter().all(measures), "{seen:?}");
    assert!(city.figures(&bureau, "electricity.energy", None).await.unwrap().is_empty());
    assert_eq!(city.balance(&bureau, "coal.thermal", PLANT).await, "demand plan delivered gap");
    assert_eq!(city.balance(&bureau, "electricity.energy", "party:ZZ-POWER").await, "hidden");
}

#[tokio::test]
async fn a_district_sees_its_division() {
    let city = City::open().await;
    let xinmi = city.actor(Role::DistrictOfficer, Some("ZZ-410183"));
    let inside = |code: &str| {
        let party = city.parties.iter().find(|p| p.code.as_str() == code).unwrap();
        party.division.as_ref().is_some_and(|d| d.as_str() == "410183")
    };
    assert!(city.balance(&xinmi, "coal.thermal", "division:410183").await.contains("stock"));
    for plant in ["ZZ-PLANT-01", "ZZ-PLANT-02", "ZZ-PLANT-03", "ZZ-PLANT-08"] {
        let hidden = city.balance(&xinmi, "coal.thermal", &format!("party:{plant}")).await == "hidden";
        assert_eq!(!hidden, inside(plant), "{plant}");
    }
    let seen = city.services.parties(&xinmi).await.unwrap();
    assert!(seen.len() > 2 && seen.iter().all(|p| p.division.as_ref().is_some_and(|d| d.as_str() == "410183")));
}

#[tokio::test]
async fn those_without_figures_are_denied_and_readers_change_nothing() {
    let city = City::open().await;
    for (role, party) in
        [(Role::PoliceOfficer, Some("ZZ-POLICE")), (Role::Checkpoint, Some("ZZ-CHECK-01")), (Role::Administrator, None)]
    {
        let actor = city.actor(role, party);
        assert_eq!(city.balance(&actor, "coal.thermal", "city").await, "denied");
        assert!(matches!(city.figures(&actor, "coal.thermal", None).await, Err(ServiceError::Denied(_))));
        assert!(matches!(city.services.situation(&actor, None).await, Err(ServiceError::Denied(_))));
        assert!(matches!(city.services.evaluate(&actor, None).await, Err(ServiceError::Denied(_))));
    }
    let auditor = city.actor(Role::Auditor, None);
    assert!(city.balance(&auditor, "coal.thermal", OTHER).await.contains("stock"));
    let import = city.services.import(&auditor, "x.csv", b"a".to_vec(), ImportOptions::default()).await;
    assert!(matches!(import, Err(ServiceError::Denied(_))));
    assert!(matches!(city.services.migrate(&auditor).await, Err(ServiceError::Denied(_))));
    assert!(matches!(city.services.accounts(&auditor).await, Err(ServiceError::Denied(_))));
    let head = city.actor(Role::OfficeHead, Some("ZZ-OFFICE"));
    assert!(city.services.verify_audit(&head, &[]).await.is_ok());
    let officer = city.actor(Role::OfficeOfficer, Some("ZZ-OFFICE"));
    assert!(matches!(city.services.verify_audit(&officer, &[]).await, Err(ServiceError::Denied(_))));
}
