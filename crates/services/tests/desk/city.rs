//! A small city for the desk's tests, on each engine: who is there, who acts, and edits in few words.

use baogong_domain::{
    DivisionCode, Factor, ItemCode, Party, PartyCode, PartyKind,
    access::{Actor, Role, User},
    plausible::Warning,
};
use baogong_services::{
    Services,
    clock::Clock,
    desk::{CellEdit, CellOutcome, Subject},
    import::ImportOptions,
};
use baogong_storage::{
    Store, parties,
    testing::{TestDatabase, each_engine},
};
use chrono::{DateTime, Utc};

pub(crate) struct City {
    pub(crate) services: Services,
    pub(crate) store: Store,
    pub(crate) database: TestDatabase,
    parties: Vec<Party>,
}

/// 23 November 2026, ten past ten in the office: yesterday's reports are late, those of the 19th are locked.
pub(crate) const NOW: &str = "2026-11-23T02:10:00Z";

pub(crate) fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn party(code: &str, kind: PartyKind) -> Party {
    Party::new(PartyCode::parse(code).unwrap(), code, kind)
}

fn registry() -> Vec<Party> {
    use PartyKind::{Bureau, ConsumerGroup, District, Enterprise, Office, Supplier};
    let division = DivisionCode::parse("410183").ok();
    let reporter = PartyCode::parse("GRID").ok();
    vec![
        party("OFFICE", Office),
        party("MINE-1", Supplier),
        party("MINE-2", Supplier),
        party("GRID", Supplier),
        Party { division: division.clone(), ..party("PLANT-1", Enterprise) },
        party("PLANT-2", Enterprise),
        Party { reporter, ..party("HOMES", ConsumerGroup) },
        Party { factors: vec![Factor::Coal], ..party("COAL-BUREAU", Bureau) },
        Party { factors: vec![Factor::Land], ..party("LAND-BUREAU", Bureau) },
        Party { division, ..party("DISTRICT", District) },
    ]
}

/// What the city reported before. Both mines serve both plants but for MINE-2, which serves PLANT-2 alone.
const FIGURES: &str = "item,measure,period,supplier,consumer,quantity,note\n\
    coal.thermal,plan,2026-11,MINE-1,PLANT-1,9000,\n\
    coal.thermal,plan,2026-11,MINE-1,PLANT-2,6000,\n\
    coal.thermal,plan,2026-11,MINE-2,PLANT-2,3000,\n\
    coal.thermal,demand,2026-12,,PLANT-1,31000,\n\
    coal.thermal,demand,2026-12,,PLANT-2,9300,\n\
    coal.thermal,stock,2026-11-20,,PLANT-1,5000,\n\
    coal.thermal,stock,2026-11-21,,PLANT-1,5000,\n\
    coal.thermal,used,2026-11-21,,PLANT-1,300,\n\
    electricity.energy,plan,2026-11-23,GRID,,800,\n\
    electricity.energy,demand,2026-11-23,,HOMES,300,\n\
    electricity.energy,demand,2026-11-23,,PLANT-1,5,\n";

pub(crate) async fn each_city() -> Vec<City> {
    let mut cities = Vec::new();
    for database in each_engine().await {
        eprintln!("on {}", database.engine);
        let services = Services::open(&database.url, Clock::Fixed(instant(NOW))).await.unwrap();
        services.migrate(&Actor::System).await.unwrap();
        let store = Store::open(&database.url).await.unwrap();
        let parties = registry();
        let mut transaction = store.begin_write().await.unwrap();
        for party in &parties {
            parties::put(&mut transaction, party).await.unwrap();
        }
        transaction.commit().await.unwrap();
        let report = services.import(&Actor::System, "before.csv", FIGURES.into(), ImportOptions::default()).await;
        assert_eq!(report.unwrap().rejected, []);
        cities.push(City { services, store, database, parties });
    }
    cities
}

impl City {
    /// Somebody of a party; each role's login is its code.
    pub(crate) fn actor(&self, role: Role, party: &str) -> Actor {
        let party = self.parties.iter().find(|p| p.code.as_str() == party).unwrap();
        Actor::User(Box::new(User::new(7, &format!("{}@{}", role.code(), party.code), role, Some(party))))
    }

    pub(crate) fn office(&self) -> Actor {
        self.actor(Role::OfficeOfficer, "OFFICE")
    }

    pub(crate) fn plant(&self) -> Actor {
        self.actor(Role::EnterpriseClerk, "PLANT-1")
    }

    pub(crate) fn mine(&self) -> Actor {
        self.actor(Role::SupplierClerk, "MINE-1")
    }

    pub(crate) fn bureau(&self) -> Actor {
        self.actor(Role::BureauOfficer, "COAL-BUREAU")
    }

    /// The same city at another time.
    pub(crate) async fn at(&self, time: &str) -> Services {
        Services::open(&self.database.url, Clock::Fixed(instant(time))).await.unwrap()
    }

    pub(crate) async fn import(&self, rows: &str) {
        let text = format!("item,measure,period,supplier,consumer,quantity\n{rows}");
        let report = self.services.import(&Actor::System, "more.csv", text.into(), ImportOptions::default()).await;
        assert_eq!(report.unwrap().rejected, []);
    }

    pub(crate) async fn save(&self, actor: &Actor, edits: &[CellEdit]) -> Vec<String> {
        self.services.save_cells(actor, edits).await.unwrap().iter().map(word).collect()
    }

    /// Saves one edit: its outcome in a word, with what goes with it.
    pub(crate) async fn save_one(&self, actor: &Actor, edit: CellEdit) -> String {
        self.save(actor, &[edit]).await.remove(0)
    }

    /// Number of the newest entry of the audit trail.
    pub(crate) async fn acts(&self) -> i64 {
        self.services.audit_head(&Actor::System).await.unwrap().seq
    }
}

/// `saved 5.000`, `conflict 5.000 by li`, `confirm a,b`, `reason`, `refused code`.
pub(crate) fn word(outcome: &CellOutcome) -> String {
    let text = |quantity: &Option<_>| {
        quantity.map_or_else(|| "nothing".to_owned(), |q: baogong_domain::Quantity| q.to_string())
    };
    match outcome {
        CellOutcome::Saved { quantity, .. } => format!("saved {}", text(quantity)),
        CellOutcome::Conflict { quantity, who, .. } => format!("conflict {} by {who}", text(quantity)),
        CellOutcome::Confirm { warnings, .. } => {
            format!("confirm {}", warnings.iter().map(Warning::code).collect::<Vec<_>>().join(","))
        }
        CellOutcome::ReasonNeeded => "reason".to_owned(),
        CellOutcome::Refused { code, .. } => format!("refused {code}"),
    }
}

/// The revision that an outcome tells.
pub(crate) fn revision(outcome: &CellOutcome) -> i64 {
    match outcome {
        CellOutcome::Saved { revision, .. } | CellOutcome::Conflict { revision, .. } => *revision,
        other => panic!("no revision in {other:?}"),
    }
}

pub(crate) fn coal() -> ItemCode {
    ItemCode::parse("coal.thermal").unwrap()
}

/// `coal.thermal plan MINE-1>PLANT-1`, or `coal.thermal stock >PLANT-1`.
pub(crate) fn subject(text: &str) -> Subject {
    let words: Vec<&str> = text.split(' ').collect();
    let (supplier, consumer) = words[2].split_once('>').unwrap();
    let named = |code: &str| (!code.is_empty()).then(|| code.to_owned());
    Subject {
        item: words[0].to_owned(),
        measure: words[1].to_owned(),
        supplier: named(supplier),
        consumer: named(consumer),
    }
}

/// An edit of a cell that nobody has written yet, without note or reason.
pub(crate) fn edit(about: &str, period: &str, value: &str) -> CellEdit {
    CellEdit {
        subject: subject(about),
        period: period.to_owned(),
        value: value.to_owned(),
        base: 0,
        note: String::new(),
        reason: String::new(),
        confirmed: false,
    }
}

pub(crate) fn because(edit: CellEdit) -> CellEdit {
    CellEdit { reason: "断网 network was down".to_owned(), ..edit }
}
