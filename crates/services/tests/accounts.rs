//! Accounts and sessions over time, on both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use baogong_domain::{
    PartyCode,
    access::{Actor, Role},
};
use baogong_services::{
    ServiceError, Services,
    accounts::{Credentials, NewAccount, SignIn, Visitor},
    clock::Clock,
};
use baogong_storage::testing::{TestDatabase, each_engine};
use chrono::{DateTime, TimeDelta, Utc};

const PASSWORD: &str = "保电保热要靠大家一起努力";

fn morning() -> DateTime<Utc> {
    "2026-11-23T01:00:00Z".parse().unwrap()
}

/// The same site at another time.
async fn at(database: &TestDatabase, after: TimeDelta) -> Services {
    Services::open(&database.url, Clock::Fixed(morning() + after)).await.unwrap()
}

fn typed(login: &str, password: &str) -> Credentials {
    Credentials {
        login: login.to_owned(),
        password: password.to_owned(),
        origin: "10.0.0.7".to_owned(),
        device: "test".to_owned(),
    }
}

fn done(answer: SignIn) -> String {
    match answer {
        SignIn::Done(token) => token,
        other => panic!("{other:?}"),
    }
}

async fn is_user(services: &Services, token: &str) -> bool {
    matches!(services.visitor(token, "").await.unwrap(), Some(Visitor::User(_)))
}

/// A site with one clerk who has a password.
async fn with_clerk(database: &TestDatabase) -> Services {
    let services = at(database, TimeDelta::zero()).await;
    services.migrate(&Actor::System).await.unwrap();
    let parties = "code,name,kind\nPLANT,热电厂,enterprise\nMINE,煤矿,supplier\n";
    services.import_parties(&Actor::System, "p.csv", parties.as_bytes().to_vec()).await.unwrap();
    let new = NewAccount {
        login: "Li".to_owned(),
        name: "李".to_owned(),
        role: Role::EnterpriseClerk,
        party: PartyCode::parse("PLANT").ok(),
    };
    let invitation = services.add_account(&Actor::System, &new).await.unwrap();
    done(services.accept_invitation(&invitation.token, PASSWORD.to_owned(), "", "").await.unwrap());
    services
}

#[tokio::test]
async fn a_session_ends_by_idleness_and_by_age() {
    for database in each_engine().await {
        let services = with_clerk(&database).await;
        let token = done(services.sign_in(typed(" LI ", PASSWORD)).await.unwrap());
        assert!(is_user(&at(&database, TimeDelta::minutes(119)).await, &token).await);
        // Used at minute 119: two hours more.
        assert!(is_user(&at(&database, TimeDelta::minutes(238)).await, &token).await);
        assert!(!is_user(&at(&database, TimeDelta::minutes(358)).await, &token).await, "{}: idle", database.engine);

        let token = done(services.sign_in(typed("li", PASSWORD)).await.unwrap());
        for hour in 1..14 {
            assert!(is_user(&at(&database, TimeDelta::hours(hour)).await, &token).await);
        }
        assert!(!is_user(&at(&database, TimeDelta::hours(14)).await, &token).await, "{}: age", database.engine);
    }
}

#[tokio::test]
async fn failures_lock_a_name_for_longer_and_longer_and_success_forgets_them() {
    for database in each_engine().await {
        let services = with_clerk(&database).await;
        for _ in 0..4 {
            assert_eq!(services.sign_in(typed("li", "wrong")).await.unwrap(), SignIn::Wrong);
        }
        let minute = TimeDelta::minutes(1);
        assert_eq!(services.sign_in(typed("li", "wrong")).await.unwrap(), SignIn::Locked(morning() + minute));
        // Locked means locked, for the right password too.
        assert_eq!(services.sign_in(typed("li", PASSWORD)).await.unwrap(), SignIn::Locked(morning() + minute));
        let later = at(&database, minute).await;
        assert_eq!(later.sign_in(typed("li", "wrong")).await.unwrap(), SignIn::Locked(morning() + minute * 3));
        let later = at(&database, minute * 3).await;
        done(later.sign_in(typed("li", PASSWORD)).await.unwrap());
        assert_eq!(later.sign_in(typed("li", "wrong")).await.unwrap(), SignIn::Wrong);
    }
}

#[tokio::test]
async fn an_invitation_is_good_once_and_for_three_days() {
    for database in each_engine().await {
        let services = with_clerk(&database).await;
        let new = NewAccount {
            login: "wang".to_owned(),
            name: "王".to_owned(),
            role: Role::SupplierClerk,
            party: PartyCode::parse("MINE").ok(),
        };
        let invitation = services.add_account(&Actor::System, &new).await.unwrap();
        let accept = async |services: &Services, token: &str| {
            services.accept_invitation(token, PASSWORD.to_owned(), "", "").await
        };
        let too_late = accept(&at(&database, TimeDelta::hours(72)).await, &invitation.token).await;
        assert!(matches!(too_late, Err(ServiceError::NotFound(_))));
        assert!(accept(&at(&database, TimeDelta::hours(71)).await, &invitation.token).await.is_ok());
        assert!(matches!(accept(&services, &invitation.token).await, Err(ServiceError::NotFound(_))));
        // A name is given once, and a role belongs to a kind of party.
        let refused = |answer: Result<_, ServiceError>| {
            answer.map(|_: baogong_services::accounts::Invitation| ()).unwrap_err().code()
        };
        assert_eq!(refused(services.add_account(&Actor::System, &new).await), "login_taken");
        let other = NewAccount { login: "zhao".to_owned(), role: Role::BureauOfficer, ..new };
        assert_eq!(refused(services.add_account(&Actor::System, &other).await), "party_does_not_fit_role");
    }
}

#[tokio::test]
async fn a_new_password_and_a_switched_off_account_end_sessions() {
    for database in each_engine().await {
        let services = with_clerk(&database).await;
        let (one, two) = (
            done(services.sign_in(typed("li", PASSWORD)).await.unwrap()),
            done(services.sign_in(typed("li", PASSWORD)).await.unwrap()),
        );
        let Some(Visitor::User(user)) = services.visitor(&one, "10.0.0.7").await.unwrap() else { panic!("no user") };
        let (id, actor) = (user.id, Actor::User(user));
        assert_eq!(services.own_sessions(&actor, &one).await.unwrap().iter().filter(|s| s.current).count(), 1);
        let wrong = services.change_password(&actor, &one, "wrong".to_owned(), "another good one".to_owned()).await;
        assert_eq!(wrong.unwrap_err().code(), "password_wrong");
        services.change_password(&actor, &one, PASSWORD.to_owned(), "another good one".to_owned()).await.unwrap();
        assert!(is_user(&services, &one).await && !is_user(&services, &two).await);
        assert_eq!(services.sign_in(typed("li", PASSWORD)).await.unwrap(), SignIn::Wrong);
        let plant = PartyCode::parse("PLANT").ok();
        services.change_account(&Actor::System, id, Role::EnterpriseClerk, plant.as_ref(), false).await.unwrap();
        assert!(!is_user(&services, &one).await);
        assert_eq!(services.sign_in(typed("li", "another good one")).await.unwrap(), SignIn::Wrong);
        // Who changes their own account would lock themselves in or out.
        let own = services.change_account(&actor, id, Role::Administrator, None, true).await;
        assert_eq!(own.unwrap_err().code(), "denied");
    }
}

#[tokio::test]
async fn the_first_administrator_gets_a_link_until_there_is_one() {
    for database in each_engine().await {
        let services = with_clerk(&database).await;
        let first = services.first_administrator(&Actor::System).await.unwrap().unwrap();
        let second = services.first_administrator(&Actor::System).await.unwrap().unwrap();
        assert_eq!((first.login.as_str(), second.login.as_str()), ("admin", "admin"));
        // Only the newest is good.
        assert!(services.invitation(&first.token).await.is_err());
        let answer = services.accept_invitation(&second.token, PASSWORD.to_owned(), "", "").await.unwrap();
        let SignIn::SecondFactor(token) = answer else { panic!("{answer:?}") };
        assert!(matches!(services.visitor(&token, "").await.unwrap(), Some(Visitor::SecondFactor { enrol: true, .. })));
        assert_eq!(services.first_administrator(&Actor::System).await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_trail_knows_who_signed_in_and_who_was_refused() {
    for database in each_engine().await {
        let services = with_clerk(&database).await;
        services.sign_in(typed("nobody", "wrong")).await.unwrap();
        done(services.sign_in(typed("li", PASSWORD)).await.unwrap());
        let entries = services.audit_entries(&Actor::System, 0, 100).await.unwrap();
        let acts: Vec<(&str, &str, &str)> =
            entries.iter().map(|e| (e.action.as_str(), e.subject.as_str(), e.origin.as_str())).collect();
        assert!(acts.contains(&("session.refused", "nobody", "10.0.0.7")), "{acts:?}");
        assert!(acts.contains(&("session.begin", "li", "10.0.0.7")), "{acts:?}");
        assert!(entries.iter().all(|e| !e.detail.contains(PASSWORD) && !e.detail.contains("wrong")));
    }
}
