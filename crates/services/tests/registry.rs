//! The registry: forms, contacts, the roster and its review, the import; what is audited and who is told that somebody
//! was faster.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use std::fmt::Write as _;

use baogong_domain::{
    Party, PartyCode,
    access::{Actor, Role, User},
    party::KeyTier,
    roster::{RosterSettings, RosterStep},
};
use baogong_services::{
    ServiceError, Services,
    registry::{ContactDraft, Outcome, PartyDraft, PartyFilter, StepDraft},
};
use common::{Site, each_site};
use serde_json::Value;

fn code(text: &str) -> PartyCode {
    PartyCode::parse(text).unwrap()
}

fn user(role: Role, party: Option<&Party>) -> Actor {
    let mut user = User::new(7, role.code(), role, party);
    "10.0.0.7".clone_into(&mut user.origin);
    Actor::User(Box::new(user))
}

fn draft(code: &str, kind: &str) -> PartyDraft {
    PartyDraft { code: code.to_owned(), name: format!("{code} 厂"), kind: kind.to_owned(), ..PartyDraft::default() }
}

/// The newest entry of the trail: action, subject, detail.
async fn newest(services: &Services) -> (String, String, Value) {
    let seq = services.audit_head(&Actor::System).await.unwrap().seq;
    let entry = services.audit_entries(&Actor::System, seq - 1, 1).await.unwrap().remove(0);
    assert_eq!(entry.origin, "10.0.0.7");
    (entry.action, entry.subject, serde_json::from_str(&entry.detail).unwrap())
}

async fn stored(site: &Site, party: &str) -> Party {
    site.services.party(&Actor::System, &code(party)).await.unwrap().party
}

fn fields<T: std::fmt::Debug, D: std::fmt::Debug>(outcome: &Outcome<T, D>) -> Vec<(&'static str, &'static str)> {
    let Outcome::Refused(wrong) = outcome else { panic!("{outcome:?}") };
    wrong.iter().map(|error| (error.field, error.code)).collect()
}

#[tokio::test]
async fn a_party_is_added_and_changed_by_form() {
    let office = user(Role::OfficeOfficer, None);
    for site in each_site().await {
        let services = &site.services;
        let wrong = PartyDraft {
            code: "a b".to_owned(),
            kind: "moon".to_owned(),
            division: "41".to_owned(),
            uscc: "91350100M000100Y44".to_owned(),
            ..PartyDraft::default()
        };
        assert_eq!(
            fields(&services.add_party(&office, &wrong).await.unwrap()),
            [
                ("code", "party_code_invalid"),
                ("kind", "party_kind_unknown"),
                ("name", "party_name_missing"),
                ("division", "division_invalid"),
                ("uscc", "uscc_invalid"),
            ]
        );
        let power = draft("POWER", "supplier");
        assert_eq!(services.add_party(&office, &power).await.unwrap(), Outcome::Done(code("POWER")));
        let again = services.add_party(&office, &power).await.unwrap();
        assert_eq!(fields(&again), [("code", "party_code_taken")]);
        let (action, subject, detail) = newest(services).await;
        assert_eq!((action.as_str(), subject.as_str()), ("party.add", "POWER"));
        assert_eq!((&detail["before"], &detail["after"]["kind"]), (&Value::Null, &Value::from("supplier")));
        let homes = PartyDraft { reporter: "POWER".to_owned(), ..draft("HOMES", "consumer_group") };
        services.add_party(&office, &homes).await.unwrap();
        assert_eq!(stored(&site, "HOMES").await.reporter, Some(code("POWER")));
        // What others rely on stays.
        let police = PartyDraft { kind: "police".to_owned(), ..power.clone() };
        let refused = services.change_party(&office, &code("POWER"), 1, &police).await.unwrap();
        assert_eq!(fields(&refused), [("kind", "kind_in_use")]);
        let stranger = PartyDraft { reporter: "NOBODY".to_owned(), ..homes };
        let refused = services.change_party(&office, &code("HOMES"), 1, &stranger).await.unwrap();
        assert_eq!(fields(&refused), [("reporter", "reporter_unknown")]);
        let city = draft("CITY", "whole_city");
        services.add_party(&office, &city).await.unwrap();
        let second = services.add_party(&office, &PartyDraft { code: "CITY-2".to_owned(), ..city }).await.unwrap();
        assert_eq!(fields(&second), [("kind", "whole_city_twice")]);
        // The code is not one of the things that change.
        let renamed = PartyDraft { code: "OTHER".to_owned(), name: "城市供电".to_owned(), ..power };
        services.change_party(&office, &code("POWER"), 1, &renamed).await.unwrap();
        assert_eq!(stored(&site, "POWER").await.name, "城市供电");
        let (action, _, detail) = newest(services).await;
        assert_eq!(action, "party.change");
        assert_eq!((&detail["before"]["name"], &detail["after"]["name"]), (&"POWER 厂".into(), &"城市供电".into()));
    }
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_nothing_is_lost() {
    let (one, two) = (user(Role::OfficeOfficer, None), user(Role::OfficeHead, None));
    for site in each_site().await {
        let services = &site.services;
        services.add_party(&one, &draft("P", "enterprise")).await.unwrap();
        let seen = services.party(&one, &code("P")).await.unwrap().version.revision;
        let first = PartyDraft { industry: "铝".to_owned(), ..draft("P", "enterprise") };
        let second = PartyDraft { name_en: "Plant".to_owned(), ..draft("P", "enterprise") };
        assert!(matches!(services.change_party(&one, &code("P"), seen, &first).await.unwrap(), Outcome::Done(_)));
        let Outcome::Conflict(conflict) = services.change_party(&two, &code("P"), seen, &second).await.unwrap() else {
            panic!("the second overwrote the first");
        };
        assert_eq!((conflict.by.as_str(), conflict.theirs.industry.as_str()), ("office_officer", "铝"));
        assert_eq!(stored(&site, "P").await.industry, "铝");
        // Having seen the other's, the second decides.
        let both = PartyDraft { industry: "铝".to_owned(), ..second };
        let done = services.change_party(&two, &code("P"), conflict.revision, &both).await.unwrap();
        assert!(matches!(done, Outcome::Done(_)));
        let party = stored(&site, "P").await;
        assert_eq!((party.industry.as_str(), party.name_en.as_str()), ("铝", "Plant"));
        // The same again changes nothing and leaves no entry.
        let head = services.audit_head(&Actor::System).await.unwrap();
        let version = services.party(&one, &code("P")).await.unwrap().version.revision;
        services.change_party(&one, &code("P"), version, &both).await.unwrap();
        assert_eq!(services.audit_head(&Actor::System).await.unwrap(), head);
    }
}

#[tokio::test]
async fn of_many_editors_at_once_exactly_one_wins() {
    let office = user(Role::OfficeOfficer, None);
    for site in each_site().await {
        site.services.add_party(&office, &draft("P", "enterprise")).await.unwrap();
        let mut editors = tokio::task::JoinSet::new();
        for number in 0..8 {
            let (services, office) = (site.services.clone(), office.clone());
            editors.spawn(async move {
                let draft = PartyDraft { industry: format!("{number}"), ..draft("P", "enterprise") };
                services.change_party(&office, &code("P"), 1, &draft).await.unwrap()
            });
        }
        let outcomes = editors.join_all().await;
        let won = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Done(_))).count();
        let told = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Conflict(_))).count();
        assert_eq!((won, told), (1, 7), "{}", site.engine);
    }
}

#[tokio::test]
async fn contacts_are_kept_and_shown_to_few() {
    let office = user(Role::OfficeOfficer, None);
    for site in each_site().await {
        let services = &site.services;
        services.add_party(&office, &draft("P", "enterprise")).await.unwrap();
        services.add_party(&office, &draft("Q", "enterprise")).await.unwrap();
        let li = ContactDraft { name: "李".to_owned(), phone: "110".to_owned(), ..ContactDraft::default() };
        let Outcome::Done(id) = services.add_contact(&office, &code("P"), &li).await.unwrap() else { panic!() };
        let nobody = services.add_contact(&office, &code("P"), &ContactDraft::default()).await.unwrap();
        assert_eq!(fields(&nobody), [("name", "contact_name_missing"), ("phone", "contact_unreachable")]);
        let wang = ContactDraft { name: "王".to_owned(), ..li.clone() };
        services.change_contact(&office, id, 1, &wang).await.unwrap();
        let (action, subject, detail) = newest(services).await;
        assert_eq!((action.as_str(), subject.as_str()), ("contact.change", "P"));
        assert_eq!((&detail["before"]["name"], &detail["after"]["name"]), (&"李".into(), &"王".into()));
        let Outcome::Conflict(conflict) = services.change_contact(&office, id, 1, &li).await.unwrap() else { panic!() };
        assert_eq!((conflict.theirs.name.as_str(), conflict.revision), ("王", 2));
        assert!(matches!(services.remove_contact(&office, id, 1).await.unwrap(), Outcome::Conflict(_)));

        let (p, q) = (stored(&site, "P").await, stored(&site, "Q").await);
        for (reader, expect) in [
            (user(Role::OfficeHead, None), Some(1)),
            (user(Role::Auditor, None), Some(1)),
            (user(Role::EnterpriseClerk, Some(&p)), Some(1)),
            (user(Role::Administrator, None), None),
        ] {
            let file = services.party(&reader, &code("P")).await.unwrap();
            assert_eq!(file.contacts.map(|contacts| contacts.len()), expect, "{reader:?}");
            if reader.role() != Some(Role::OfficeHead) {
                let denied = services.add_contact(&reader, &code("P"), &li).await;
                assert!(matches!(denied, Err(ServiceError::Denied(_))), "{reader:?}");
            }
        }
        let stranger = user(Role::EnterpriseClerk, Some(&q));
        assert!(matches!(services.party(&stranger, &code("P")).await, Err(ServiceError::NotFound(_))));

        let last = services.party(&office, &code("P")).await.unwrap().contacts.unwrap()[0].revision;
        assert!(matches!(services.remove_contact(&office, id, last).await.unwrap(), Outcome::Done(_)));
        let (action, _, detail) = newest(services).await;
        assert_eq!(action, "contact.remove");
        assert_eq!((&detail["before"]["phone"], &detail["after"]), (&"110".into(), &Value::Null));
        assert!(matches!(services.remove_contact(&office, id, last).await, Err(ServiceError::Invalid { .. })));
    }
}

fn step(party: &str, step: RosterStep, on: &str, reason: &str) -> StepDraft {
    StepDraft {
        party: code(party),
        year: 2026,
        tier: KeyTier::Scale,
        step,
        on: on.parse().unwrap(),
        reason: reason.to_owned(),
    }
}

#[tokio::test]
async fn the_roster_is_made_of_entries_and_exits_with_reasons() {
    let office = user(Role::OfficeOfficer, None);
    for site in each_site().await {
        let services = &site.services;
        for party in ["P", "Q"] {
            services.add_party(&office, &draft(party, "enterprise")).await.unwrap();
            let entry = step(party, RosterStep::Entry, "2026-01-20", "评选");
            assert_eq!(services.step_roster(&office, &entry).await.unwrap(), Outcome::Done(()));
        }
        let twice = services.step_roster(&office, &step("P", RosterStep::Entry, "2026-02-01", "又")).await.unwrap();
        assert_eq!(fields(&twice), [("party", "roster_already_in")]);
        let silent = services.step_roster(&office, &step("P", RosterStep::Exit, "2026-07-01", " ")).await.unwrap();
        assert_eq!(fields(&silent), [("reason", "roster_reason_missing")]);
        services.step_roster(&office, &step("P", RosterStep::Exit, "2026-07-01", "停产")).await.unwrap();
        let (action, subject, detail) = newest(services).await;
        assert_eq!((action.as_str(), subject.as_str(), &detail["reason"]), ("roster.exit", "P", &"停产".into()));
        assert_eq!((&detail["before"]["tiers"], &detail["after"]["tiers"]), (&"2026:scale".into(), &"".into()));
        let roster = services.roster(&office, None).await.unwrap();
        assert_eq!((roster.year, roster.counts), (2026, Some([1, 0, 0])));
        let codes = |list: &[(Party, _)]| list.iter().map(|(p, _)| p.code.to_string()).collect::<Vec<_>>();
        assert_eq!((codes(&roster.members), codes(&roster.exits)), (vec!["Q".to_owned()], vec!["P".to_owned()]));
        assert_eq!(stored(&site, "Q").await.tiers, [(2026, KeyTier::Scale)]);
        assert!(stored(&site, "P").await.tiers.is_empty());
        let clerk = user(Role::EnterpriseClerk, Some(&stored(&site, "P").await));
        let seen = services.roster(&clerk, None).await.unwrap();
        assert_eq!((seen.counts, seen.members.len(), seen.exits.len(), seen.candidates.len()), (None, 0, 1, 0));
        let denied = services.step_roster(&clerk, &step("P", RosterStep::Entry, "2026-07-02", "x")).await;
        assert!(matches!(denied, Err(ServiceError::Denied(_))));

        let filter = PartyFilter { year: Some(2026), ..PartyFilter::default() };
        let found = services.find_parties(&office, &filter, 9).await.unwrap();
        assert_eq!((found.count, found.page, found.pages, found.all.len()), (1, 1, 1, 2));
    }
}

#[tokio::test]
async fn who_reports_too_seldom_is_proposed_and_stays_until_removed() {
    let office = user(Role::OfficeOfficer, None);
    for site in each_site().await {
        let services = &site.services;
        for party in ["GOOD", "BAD", "SILENT"] {
            services.add_party(&office, &draft(party, "enterprise")).await.unwrap();
            services.step_roster(&office, &step(party, RosterStep::Entry, "2026-01-20", "评选")).await.unwrap();
        }
        // It is ten past ten on the 23rd: the 22nd was due at ten. GOOD tells its winter days in time, BAD begins and stops.
        let mut figures = "item,measure,period,consumer,quantity\n".to_owned();
        for (party, days) in [("GOOD", &["2026-11-21", "2026-11-22"][..]), ("BAD", &["2026-11-15"])] {
            for day in days {
                writeln!(figures, "coal.thermal,used,{day},{party},5").unwrap();
            }
        }
        assert!(site.import(&figures, baogong_services::import::ImportOptions::default()).await.rejected.is_empty());
        let review = services.review_roster(&office, None).await.unwrap();
        let rates: Vec<_> =
            review.judged.iter().map(|j| (j.party.code.as_str(), j.tally.on_time, j.tally.due, j.proposed)).collect();
        // All of it is recorded now, so what was due before is late; the rates are told with both numbers.
        assert_eq!(rates, [("BAD", 0, 8, true), ("GOOD", 0, 2, true)], "{}", site.engine);
        assert_eq!(review.nothing_due.iter().map(|p| p.code.as_str()).collect::<Vec<_>>(), ["SILENT"]);
        assert_eq!(services.roster(&office, None).await.unwrap().counts, Some([3, 0, 0]));

        let settings = RosterSettings { target: 50, on_time_line: 0, source: "会议纪要".to_owned() };
        assert_eq!(services.set_roster_settings(&office, &settings).await.unwrap(), Outcome::Done(()));
        let (action, _, detail) = newest(services).await;
        assert_eq!(action, "roster.settings");
        assert_eq!((&detail["before"]["on_time_line"], &detail["after"]["target"]), (&8000.into(), &50.into()));
        assert!(services.review_roster(&office, None).await.unwrap().judged.iter().all(|j| !j.proposed));
        let wrong = RosterSettings { target: 0, on_time_line: 10_001, source: " ".to_owned() };
        let refused = services.set_roster_settings(&office, &wrong).await.unwrap();
        assert_eq!(fields(&refused).iter().map(|f| f.0).collect::<Vec<_>>(), ["target", "line", "source"]);
        let auditor = user(Role::Auditor, None);
        assert!(services.review_roster(&auditor, Some(2025)).await.unwrap().judged.is_empty());
        assert!(services.review_roster(&auditor, Some(2027)).await.unwrap().range.is_none());
        assert!(matches!(services.set_roster_settings(&auditor, &settings).await, Err(ServiceError::Denied(_))));
        let clerk = user(Role::EnterpriseClerk, Some(&stored(&site, "GOOD").await));
        assert!(matches!(services.review_roster(&clerk, None).await, Err(ServiceError::Denied(_))));
    }
}

#[tokio::test]
async fn a_file_keeps_what_it_does_not_tell_and_may_name_a_later_reporter() {
    for site in each_site().await {
        let full = "代码,名称,类型,行业,重点企业类别,生产要素,填报单位\n\
                    HOMES,居民,consumer_group,,,,POWER\n\
                    BUREAU,煤炭局,bureau,,,煤炭;运力,\n\
                    PLANT,一厂,enterprise,铝,2026:scale;2025:growth,,\n\
                    POWER,供电,supplier,,,,\n";
        let report = site.parties(full).await;
        assert_eq!((report.accepted, report.rejected.len()), (4, 0), "{:?}", report.rejected);
        assert_eq!(stored(&site, "HOMES").await.reporter, Some(code("POWER")));
        assert_eq!(stored(&site, "BUREAU").await.factors.len(), 2);
        let report = site.parties(full).await;
        assert_eq!((report.accepted, report.unchanged), (0, 4));
        // Fewer columns: what they do not tell stays, in the roster too.
        let short = "code,name,kind\nHOMES,居民用户,consumer_group\nBUREAU,煤炭局,bureau\nPLANT,一厂,enterprise\n";
        let report = site.parties(short).await;
        assert_eq!((report.accepted, report.unchanged), (1, 2));
        let homes = stored(&site, "HOMES").await;
        assert_eq!((homes.name.as_str(), homes.reporter), ("居民用户", Some(code("POWER"))));
        let plant = stored(&site, "PLANT").await;
        assert_eq!(KeyTier::write_roster(&plant.tiers), "2026:scale;2025:growth");
        assert_eq!(plant.industry, "铝");
        // A column that is there and empty tells that there is nothing; leaving the roster has its event and its reason.
        let told = "code,name,kind,industry,tiers\nPLANT,一厂,enterprise,,2025:growth\n";
        assert_eq!(site.parties(told).await.accepted, 1);
        let file = site.services.party(&Actor::System, &code("PLANT")).await.unwrap();
        assert_eq!((file.party.industry.as_str(), file.party.tiers.len()), ("", 1));
        let last = file.events.last().unwrap();
        assert_eq!((last.step, last.year), (RosterStep::Exit, 2026));
        assert!(last.reason.contains("parties.csv"), "{}", last.reason);
        let seq = site.services.audit_head(&Actor::System).await.unwrap().seq;
        let entry = site.services.audit_entries(&Actor::System, seq - 1, 1).await.unwrap().remove(0);
        let detail: Value = serde_json::from_str(&entry.detail).unwrap();
        assert_eq!(detail["before"]["PLANT"]["tiers"], "2026:scale;2025:growth");
        assert_eq!(detail["after"]["PLANT"]["tiers"], "2025:growth");
        assert!(detail["after"]["PLANT"].get("name").is_none(), "only what changed: {detail}");
    }
}

#[tokio::test]
async fn a_file_whose_facts_do_not_go_together_is_refused_by_line() {
    for site in each_site().await {
        for (row, column, expect) in [
            ("X,一,enterprise,,,NOBODY", "reporter", "reporter_not_for_kind"),
            ("X,一,consumer_group,,,NOBODY", "reporter", "reporter_unknown"),
            ("X,一,supplier,,coal,", "factors", "factors_not_for_kind"),
            ("X,一,bureau,,steel,", "factors", "factor_unknown"),
            ("X,一,police,2026:scale,,", "tiers", "tiers_not_for_kind"),
        ] {
            let report = site.parties(&format!("code,name,kind,tiers,factors,reporter\n{row}\n")).await;
            let found: Vec<_> = report.rejected.iter().map(|r| (r.line, r.column.as_deref(), r.code)).collect();
            assert_eq!(found, [(Some(2), Some(column), expect)], "{row}");
            assert_eq!(site.services.party_count(&Actor::System).await.unwrap(), 0);
        }
    }
}
