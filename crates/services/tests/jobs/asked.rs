//! Runs that somebody asks for, and who sees what.

use baogong_domain::{access::Role, jobs::Job};
use baogong_services::jobs::{RUNS_SHOWN, RunOutcome, RunsAsk};

use crate::{noted, person, room::rooms, run_all};

#[tokio::test]
async fn who_may_has_a_job_done_now_under_their_name() {
    for mut room in rooms().await {
        run_all(&room.services).await;
        room.stock("A", "2026-11-20", 3).await;
        room.set_clock("2026-11-20 10:20");
        let run = room.services.run_job_now(&person(Role::OfficeOfficer), Job::Evaluation).await.unwrap();
        assert_eq!(run.asked_by.as_deref(), Some("wang"));
        assert_eq!(run.slot, crate::room::at("2026-11-20 10:20"));
        assert!(matches!(run.outcome, RunOutcome::Done(Some(_))), "{run:?}");
        assert_eq!(room.shortages().await.len(), 1);
        let trail = room.services.audit_entries(&baogong_domain::access::Actor::System, 0, 1000).await.unwrap();
        let entry = trail.iter().find(|entry| entry.action == "job.run").unwrap();
        assert_eq!((entry.actor.as_str(), entry.subject.as_str()), ("wang", "evaluation"));
        // It is no slot of the schedule: the next one comes as it would have.
        room.set_clock("2026-11-20 11:00");
        assert_eq!(run_all(&room.services).await.len(), 2);
        for role in [Role::Auditor, Role::EnterpriseClerk, Role::SupplierClerk, Role::DistrictOfficer] {
            assert_eq!(room.services.run_job_now(&person(role), Job::CleanUp).await.unwrap_err().code(), "denied");
        }
        for (role, may) in [
            (Role::Auditor, true),
            (Role::Administrator, true),
            (Role::OfficeHead, true),
            (Role::EnterpriseClerk, false),
            (Role::BureauOfficer, false),
        ] {
            assert_eq!(room.services.jobs(&person(role), RunsAsk::default()).await.is_ok(), may, "{role:?}");
        }
        // A server without a file of heads has nowhere to note one.
        let refused = room.services.run_job_now(&person(Role::OfficeHead), Job::AuditHead).await;
        assert_eq!(refused.unwrap_err().code(), "job_not_here");
    }
}

#[tokio::test]
async fn runs_are_paged_and_the_failed_ones_can_be_had_alone() {
    for mut room in rooms().await {
        for hour in 0..30 {
            room.set_clock(&format!("2026-11-{:02} {:02}:00", 20 + hour / 24, hour % 24));
            run_all(&room.services).await;
        }
        let all = room.services.jobs(&person(Role::Auditor), RunsAsk::default()).await.unwrap();
        assert!(!all.may_run && all.runs.len() == RUNS_SHOWN);
        let older = RunsAsk { before: all.older, failed: false };
        let rest = room.services.jobs(&person(Role::Auditor), older).await.unwrap();
        assert!(rest.older.is_none() && !rest.runs.is_empty());
        assert!(rest.runs.iter().all(|run| run.id < all.runs.last().unwrap().id));
        let failed = room.services.jobs(&person(Role::Auditor), RunsAsk { before: None, failed: true }).await.unwrap();
        assert!(failed.runs.is_empty());
        let status = all.jobs.iter().find(|status| status.job == Job::Evaluation).unwrap();
        assert_eq!(status.next.to_string(), "2026-11-21 06:00:00");
        assert_eq!(status.last.as_ref().map(|run| run.slot), Some(crate::room::at("2026-11-21 05:00")));
        assert!(status.running.is_none() && noted(&room).await.len() == RUNS_SHOWN);
    }
}
