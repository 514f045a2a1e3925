//! Who owes what, who sees it, and how the office opens a locked period: on both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use baogong_domain::{
    DayRange, DivisionCode, Factor, ItemCode, Measure, Party, PartyCode, PartyKind, WorkDayException,
    access::{Actor, Role, User},
    duty::{DutySettings, Gate, OwedState, Tally},
};
use baogong_services::{
    ServiceError, Services,
    clock::Clock,
    completeness::{BoardQuery, Completeness, Mark, PartyDuties},
    import::ImportOptions,
    openings::{EndDuty, OpenPeriod},
};
use baogong_storage::{
    Store, parties,
    testing::{TestDatabase, each_engine},
};
use chrono::NaiveDate;

struct Site {
    database: TestDatabase,
}

fn code(text: &str) -> PartyCode {
    PartyCode::parse(text).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn party(text: &str, kind: PartyKind, division: Option<&str>) -> Party {
    let division = division.map(|code| DivisionCode::parse(code).unwrap());
    Party { division, ..Party::new(code(text), text, kind) }
}

/// The parties of the site; who reports for others first.
fn registry() -> Vec<Party> {
    vec![
        party("OFFICE", PartyKind::Office, None),
        party("POWER", PartyKind::Supplier, None),
        Party { reporter: Some(code("POWER")), ..party("HOMES", PartyKind::ConsumerGroup, None) },
        party("MINE", PartyKind::Supplier, Some("410183")),
        party("PLANT", PartyKind::Enterprise, Some("410181")),
        Party { factors: vec![Factor::Coal], ..party("COAL", PartyKind::Bureau, None) },
        party("GONGYI", PartyKind::District, Some("410181")),
    ]
}

fn actor(role: Role, of: &str) -> Actor {
    let party = registry().into_iter().find(|p| p.code.as_str() == of);
    Actor::User(Box::new(User::new(1, "li", role, party.as_ref())))
}

fn officer() -> Actor {
    actor(Role::OfficeOfficer, "OFFICE")
}

impl Site {
    /// The same site at another office time of November 2026: `23T10:10`.
    async fn at(&self, time: &str) -> Services {
        let office: chrono::DateTime<chrono::FixedOffset> = format!("2026-11-{time}:00+08:00").parse().unwrap();
        let services = Services::open(&self.database.url, Clock::Fixed(office.to_utc())).await.unwrap();
        services.migrate(&Actor::System).await.unwrap();
        services
    }

    async fn import(&self, time: &str, rows: &str) {
        let text = format!("item,measure,period,supplier,consumer,quantity\n{rows}");
        let report = self.at(time).await;
        let report = report.import(&Actor::System, "f.csv", text.into_bytes(), ImportOptions::default()).await.unwrap();
        assert!(report.rejected.is_empty(), "{:?}", report.rejected);
    }
}

/// Three days of winter: the plant forgot the 18th and was late with the 19th, the mine was late with the 17th.
async fn each_site(check: impl AsyncFn(Site)) {
    for database in each_engine().await {
        eprintln!("on {}", database.engine);
        let site = Site { database };
        drop(site.at("16T08:00").await);
        let store = Store::open(&site.database.url).await.unwrap();
        let mut transaction = store.begin_write().await.unwrap();
        for party in registry() {
            parties::put(&mut transaction, &party).await.unwrap();
        }
        transaction.commit().await.unwrap();
        store.close().await;
        let coal = "coal.thermal";
        site.import("18T09:00", &format!("{coal},used,2026-11-17,,PLANT,5\n")).await;
        site.import("18T11:00", &format!("{coal},delivered,2026-11-17,MINE,PLANT,5\n")).await;
        site.import("19T09:00", &format!("{coal},delivered,2026-11-18,MINE,PLANT,5\n")).await;
        site.import("20T09:00", &format!("{coal},delivered,2026-11-19,MINE,PLANT,5\n")).await;
        site.import("20T12:00", &format!("{coal},used,2026-11-19,,PLANT,6\n")).await;
        site.import("16T12:00", "electricity.energy,demand,2026-11-17,,HOMES,9\n").await;
        check(site).await;
    }
}

fn days(from: &str, to: &str) -> BoardQuery {
    BoardQuery { from: Some(date(from)), to: Some(date(to)), ..BoardQuery::default() }
}

/// `CODE due reported on-time strip` of each party.
fn board(board: &Completeness) -> Vec<String> {
    let sign = |mark: &Option<Mark>| match mark {
        None => '-',
        Some(Mark::NotYetDue) => '.',
        Some(Mark::OnTime) => 'o',
        Some(Mark::Late) => 'l',
        Some(Mark::Missing) => 'x',
    };
    let line = |p: &baogong_services::completeness::PartyCompleteness| {
        let Tally { due, reported, on_time } = p.tally;
        let strip: String = p.strip.iter().map(sign).collect();
        format!("{} {due} {reported} {on_time} {strip}", p.party.code)
    };
    board.parties.iter().map(line).collect()
}

#[tokio::test]
async fn the_board_counts_what_was_due_and_came_and_came_in_time() {
    each_site(async |site| {
        let services = site.at("20T13:00").await;
        let got = services.completeness(&officer(), &days("2026-11-17", "2026-11-20")).await.unwrap();
        assert_eq!(board(&got), ["MINE 3 3 2 loo.", "PLANT 3 2 1 oxl.", "POWER 4 1 1 oxxx"]);
        assert_eq!(got.total, Tally { due: 10, reported: 6, on_time: 4 });
        let suppliers = Tally { due: 7, reported: 4, on_time: 3 };
        let enterprises = Tally { due: 3, reported: 2, on_time: 1 };
        assert_eq!(got.kinds, [(PartyKind::Supplier, suppliers), (PartyKind::Enterprise, enterprises)]);
        let of_item = |code: &str| got.items.iter().find(|(item, _)| item.code.as_str() == code).unwrap().1;
        assert_eq!(of_item("coal.thermal"), Tally { due: 6, reported: 5, on_time: 3 });
        let gongyi = DivisionCode::parse("410181").ok();
        assert!(got.divisions.contains(&(gongyi.clone(), enterprises)));
        assert_eq!(got.bureaus.len(), 1);
        assert_eq!(got.bureaus[0].1, Tally { due: 3, reported: 3, on_time: 2 });

        // Filters.
        for (query, expect) in [
            (BoardQuery { kind: Some(PartyKind::Enterprise), ..days("2026-11-17", "2026-11-20") }, &["PLANT"][..]),
            (BoardQuery { division: gongyi.clone(), ..days("2026-11-17", "2026-11-20") }, &["PLANT"]),
            (
                BoardQuery { item: ItemCode::parse("electricity.energy"), ..days("2026-11-17", "2026-11-20") },
                &["POWER"],
            ),
        ] {
            let got = services.completeness(&officer(), &query).await.unwrap();
            let codes: Vec<&str> = got.parties.iter().map(|p| p.party.code.as_str()).collect();
            assert_eq!(codes, expect);
        }
    })
    .await;
}

#[tokio::test]
async fn the_usual_range_is_the_last_week_in_season_and_two_months_else() {
    each_site(async |site| {
        let services = site.at("20T13:00").await;
        let usual = services.completeness(&officer(), &BoardQuery::default()).await.unwrap();
        assert_eq!(usual.range, DayRange { first: date("2026-11-14"), last: date("2026-11-20") });
        assert_eq!(usual.columns.len(), 7);
        let services = site.at("10T13:00").await;
        let usual = services.completeness(&officer(), &BoardQuery::default()).await.unwrap();
        assert_eq!(usual.range, DayRange { first: date("2026-10-01"), last: date("2026-11-10") });
        assert_eq!(usual.columns.len(), 2);
        for (query, expect) in [
            (days("2026-11-20", "2026-11-19"), "range_backwards"),
            (days("2026-01-01", "2026-11-19"), "range_too_long"),
        ] {
            assert_eq!(services.completeness(&officer(), &query).await.unwrap_err().code(), expect);
        }
    })
    .await;
}

#[tokio::test]
async fn each_sees_what_is_its_own_and_nobody_elses() {
    each_site(async |site| {
        let services = site.at("20T13:00").await;
        let query = days("2026-11-17", "2026-11-20");
        for (who, expect) in [
            (actor(Role::EnterpriseClerk, "PLANT"), &["PLANT"][..]),
            (actor(Role::SupplierClerk, "MINE"), &["MINE"]),
            // The homes' demand is the power company's duty.
            (actor(Role::SupplierClerk, "POWER"), &["POWER"]),
            (actor(Role::BureauOfficer, "COAL"), &["MINE"]),
            (actor(Role::DistrictOfficer, "GONGYI"), &["PLANT"]),
            (actor(Role::Auditor, "OFFICE"), &["MINE", "PLANT", "POWER"]),
        ] {
            let got = services.completeness(&who, &query).await.unwrap();
            let codes: Vec<&str> = got.parties.iter().map(|p| p.party.code.as_str()).collect();
            assert_eq!(codes, expect, "{who:?}");
            // And one by one: what is not to be seen is not there.
            for party in ["MINE", "PLANT", "POWER"] {
                let seen = services.missing(&who, &code(party), query.from, query.to, None, None).await;
                match seen {
                    Ok(_) => assert!(expect.contains(&party), "{who:?} sees {party}"),
                    Err(error) => {
                        assert!(matches!(error, ServiceError::NotFound(_)) && !expect.contains(&party), "{error}");
                    }
                }
            }
        }
        for role in [Role::Administrator, Role::PoliceOfficer, Role::Checkpoint] {
            let refused = services.completeness(&actor(role, "OFFICE"), &query).await;
            assert!(matches!(refused, Err(ServiceError::Denied(_))), "{role:?}");
        }
    })
    .await;
}

fn cells(duties: &PartyDuties) -> Vec<String> {
    let cell = |c: &baogong_services::completeness::OwedCell| {
        let state = match c.state {
            OwedState::Missing => "missing".to_owned(),
            OwedState::Late(at) => format!("late {}", at.format("%dT%H:%M")),
            OwedState::OnTime => "on time".to_owned(),
            OwedState::NotYetDue => "not yet".to_owned(),
        };
        format!("{} {} {} {state} {:?}", c.item.code, c.measure, c.period, c.gate)
    };
    duties.cells.iter().map(cell).collect()
}

#[tokio::test]
async fn missing_cells_are_named_and_the_locked_ones_open_for_a_stated_time() {
    each_site(async |site| {
        let services = site.at("22T13:00").await;
        let query = days("2026-11-17", "2026-11-19");
        let missing = async |services: &Services| {
            services.missing(&officer(), &code("PLANT"), query.from, query.to, None, None).await.unwrap()
        };
        let duties = missing(&services).await;
        let expect =
            ["coal.thermal used 2026-11-18 missing Locked", "coal.thermal used 2026-11-19 late 20T12:00 Reason"];
        assert_eq!(cells(&duties), expect);
        assert_eq!((duties.tally, duties.may_open), (Tally { due: 3, reported: 2, on_time: 1 }, true));

        let open = OpenPeriod {
            party: code("PLANT"),
            item: ItemCode::parse("coal.thermal"),
            days: DayRange { first: date("2026-11-18"), last: date("2026-11-18") },
            until: "2026-11-24T18:00:00".parse().unwrap(),
            reason: " 断网补报 ".to_owned(),
        };
        for (wrong, expect) in [
            (OpenPeriod { reason: "  ".to_owned(), ..open.clone() }, "reason_missing"),
            (OpenPeriod { reason: "长".repeat(501), ..open.clone() }, "reason_too_long"),
            (OpenPeriod { until: "2026-11-22T13:00:00".parse().unwrap(), ..open.clone() }, "opening_until_invalid"),
            (OpenPeriod { until: "2026-11-29T13:01:00".parse().unwrap(), ..open.clone() }, "opening_until_invalid"),
            (
                OpenPeriod { days: DayRange { first: date("2026-11-18"), last: date("2026-11-17") }, ..open.clone() },
                "opening_days_invalid",
            ),
            (OpenPeriod { party: code("NOBODY"), ..open.clone() }, "not_found"),
            (OpenPeriod { party: code("HOMES"), ..open.clone() }, "party_has_reporter"),
            (OpenPeriod { item: ItemCode::parse("coal.coking"), ..open.clone() }, "not_found"),
        ] {
            assert_eq!(services.open_period(&officer(), &wrong).await.unwrap_err().code(), expect, "{wrong:?}");
        }
        for role in [Role::EnterpriseClerk, Role::BureauOfficer, Role::DistrictOfficer, Role::Auditor] {
            let refused = services.open_period(&actor(role, "PLANT"), &open).await;
            assert!(matches!(refused, Err(ServiceError::Denied(_))), "{role:?}");
        }
        let before = services.audit_head(&Actor::System).await.unwrap().seq;
        let id = services.open_period(&officer(), &open).await.unwrap();
        let entry = services.audit_entries(&Actor::System, before, 10).await.unwrap().remove(0);
        assert_eq!(
            (entry.action.as_str(), entry.subject.as_str(), entry.actor.as_str()),
            ("period.open", "PLANT", "li")
        );
        assert!(entry.detail.contains("断网补报"), "{}", entry.detail);

        let duties = missing(&services).await;
        assert_eq!(duties.cells[0].gate, Gate::OpenedUntil(open.until));
        assert_eq!((duties.openings.len(), duties.openings[0].reason.as_str()), (1, "断网补报"));
        let own = actor(Role::EnterpriseClerk, "PLANT");
        assert_eq!(services.own_duties(&own, None).await.unwrap().cells[0].gate, Gate::OpenedUntil(open.until));
        assert!(services.openings(&own).await.is_err());
        // Later it is locked again, and the opening is no longer running.
        let later = site.at("24T18:00").await;
        assert_eq!(missing(&later).await.cells[0].gate, Gate::Locked);
        assert!(later.openings(&officer()).await.unwrap().is_empty());
        assert!(matches!(later.close_opening(&officer(), id).await, Err(ServiceError::NotFound(_))));

        services.close_opening(&officer(), id).await.unwrap();
        assert_eq!(missing(&services).await.cells[0].gate, Gate::Locked);
        assert!(services.openings(&officer()).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_reporter_sees_what_it_still_owes_today() {
    each_site(async |site| {
        let services = site.at("20T13:00").await;
        let plant = services.own_duties(&actor(Role::EnterpriseClerk, "PLANT"), None).await.unwrap();
        let expect = ["coal.thermal used 2026-11-18 missing Reason", "coal.thermal used 2026-11-20 not yet Open"];
        assert_eq!(cells(&plant), expect);
        let power = services.own_duties(&actor(Role::SupplierClerk, "POWER"), None).await.unwrap();
        let expect = [
            "electricity.energy demand 2026-11-18 missing Reason",
            "electricity.energy demand 2026-11-19 missing Reason",
            "electricity.energy demand 2026-11-20 missing Reason",
            "electricity.energy demand 2026-11-21 not yet Open",
            "electricity.energy demand 2026-11-22 not yet Open",
        ];
        assert_eq!(cells(&power), expect);
        let nobody = services.own_duties(&actor(Role::SupplierClerk, "NOBODY"), None).await;
        assert!(matches!(nobody, Err(ServiceError::NotFound(_))));
    })
    .await;
}

#[tokio::test]
async fn a_duty_ends_and_goes_on_by_the_offices_word() {
    each_site(async |site| {
        let services = site.at("22T13:00").await;
        let query = days("2026-11-17", "2026-11-20");
        let end = EndDuty {
            item: ItemCode::parse("coal.thermal").unwrap(),
            measure: Measure::Used,
            supplier: None,
            consumer: Some(code("PLANT")),
            last_day: Some(date("2026-11-17")),
            reason: "停产".to_owned(),
        };
        let due = async || {
            let board = services.completeness(&officer(), &query).await.unwrap();
            board.parties.iter().find(|p| p.party.code == code("PLANT")).map_or(0, |p| p.tally.due)
        };
        assert_eq!(due().await, 4);
        assert!(services.end_duty(&actor(Role::EnterpriseClerk, "PLANT"), &end).await.is_err());
        let unknown = EndDuty { measure: Measure::Stock, ..end.clone() };
        assert_eq!(services.end_duty(&officer(), &unknown).await.unwrap_err().code(), "not_found");
        let silent = EndDuty { reason: String::new(), ..end.clone() };
        assert_eq!(services.end_duty(&officer(), &silent).await.unwrap_err().code(), "reason_missing");
        services.end_duty(&officer(), &end).await.unwrap();
        assert_eq!(due().await, 1);
        let resumed = EndDuty { last_day: None, reason: "复产".to_owned(), ..end };
        services.end_duty(&officer(), &resumed).await.unwrap();
        assert_eq!(due().await, 4);
        let seq = services.audit_head(&Actor::System).await.unwrap().seq;
        let entry = services.audit_entries(&Actor::System, seq - 1, 1).await.unwrap().remove(0);
        assert_eq!(entry.action, "duty.end");
        assert!(entry.detail.contains("2026-11-17") && entry.detail.contains("复产"), "{}", entry.detail);
    })
    .await;
}

#[tokio::test]
async fn the_calendar_and_the_locks_are_the_offices() {
    each_site(async |site| {
        let services = site.at("22T13:00").await;
        let exception =
            |day: &str, working, source: &str| WorkDayException { date: date(day), working, source: source.to_owned() };
        for (wrong, expect) in [
            (exception("2026-11-28", true, " "), "source_missing"),
            (exception("2026-11-28", false, "通知"), "exception_needless"),
            (exception("2026-11-27", true, "通知"), "exception_needless"),
        ] {
            assert_eq!(services.set_calendar_exception(&officer(), &wrong).await.unwrap_err().code(), expect);
        }
        let saturday = exception("2026-11-28", true, "调休通知");
        let clerk = actor(Role::EnterpriseClerk, "PLANT");
        assert!(services.set_calendar_exception(&clerk, &saturday).await.is_err());
        services.set_calendar_exception(&officer(), &saturday).await.unwrap();
        let read = services.calendar(&clerk).await.unwrap();
        assert!(read.calendar.is_working(saturday.date) && !read.may_change);
        assert!(services.calendar(&actor(Role::Administrator, "OFFICE")).await.unwrap().may_change);
        assert!(services.calendar(&actor(Role::Checkpoint, "OFFICE")).await.is_err());
        services.remove_calendar_exception(&officer(), saturday.date).await.unwrap();
        assert_eq!(
            services.remove_calendar_exception(&officer(), saturday.date).await.unwrap_err().code(),
            "not_found"
        );

        let settings = DutySettings { lock_days_daily: 10, source: "会议纪要".to_owned(), ..read.settings };
        assert!(services.set_duty_settings(&clerk, &settings).await.is_err());
        let endless = DutySettings { lock_days_monthly: 1000, ..settings.clone() };
        assert_eq!(services.set_duty_settings(&officer(), &endless).await.unwrap_err().code(), "lock_days_invalid");
        services.set_duty_settings(&officer(), &settings).await.unwrap();
        let missing =
            services.missing(&officer(), &code("PLANT"), Some(date("2026-11-18")), None, None, None).await.unwrap();
        assert_eq!(missing.cells[0].gate, Gate::Reason);
        // What the program fills in at its start does not undo it.
        let again = site.at("22T13:00").await;
        assert_eq!(again.calendar(&officer()).await.unwrap().settings, settings);
    })
    .await;
}
