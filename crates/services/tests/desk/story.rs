//! A cell's story and its comments: who may read and who may write them.

use baogong_domain::access::{Actor, Role};

use crate::city::{because, each_city, edit, subject};

const STOCK: &str = "coal.thermal stock >PLANT-1";

#[tokio::test]
async fn a_story_tells_who_when_through_which_door_and_why() {
    for city in each_city().await {
        let plant = city.plant();
        let known = city.services.cell_story(&plant, &subject(STOCK), "2026-11-21").await.unwrap();
        assert_eq!((known.revisions.len(), known.revisions[0].source.as_str()), (1, "before.csv"));
        city.save_one(&plant, because(edit(STOCK, "2026-11-22", "4900"))).await;
        let story = city.services.cell_story(&city.office(), &subject(STOCK), "2026-11-22").await.unwrap();
        let newest = &story.revisions[0];
        assert_eq!((newest.who.as_str(), newest.source.as_str()), ("enterprise_clerk@PLANT-1", "desk"));
        assert_eq!((newest.reason.as_str(), newest.at), ("断网 network was down", city.services.clock().now()));
        let empty = city.services.cell_story(&plant, &subject("fuel.diesel used >PLANT-1"), "2026-11").await.unwrap();
        assert!(empty.revisions.is_empty() && empty.comments.is_empty());
        for (about, period, code) in [
            (STOCK, "2026", "period_is_a_year"),
            (STOCK, "soon", "period_malformed"),
            ("coal.thermal stock MINE-1>PLANT-1", "2026-11", "supplier_not_allowed"),
            ("coal.thermal stock >NOBODY", "2026-11", "not_found"),
        ] {
            let refused = city.services.cell_story(&plant, &subject(about), period).await;
            assert_eq!(refused.unwrap_err().code(), code, "{about} {period}");
        }
    }
}

#[tokio::test]
async fn each_reads_and_comments_what_it_may_see() {
    use Role::{Administrator, Auditor, BureauOfficer, DistrictOfficer, EnterpriseClerk, OfficeHead, SupplierClerk};
    const NEED: &str = "coal.thermal demand >PLANT-1";
    for city in each_city().await {
        for (role, of, about, read, comment) in [
            (OfficeHead, "OFFICE", STOCK, "yes", "yes"),
            (Auditor, "OFFICE", STOCK, "yes", "denied"),
            (DistrictOfficer, "DISTRICT", STOCK, "yes", "denied"),
            (EnterpriseClerk, "PLANT-1", STOCK, "yes", "yes"),
            (EnterpriseClerk, "PLANT-2", STOCK, "not_found", "not_found"),
            (SupplierClerk, "MINE-1", STOCK, "not_found", "not_found"),
            (SupplierClerk, "MINE-1", NEED, "yes", "yes"),
            (SupplierClerk, "MINE-2", NEED, "not_found", "not_found"),
            (BureauOfficer, "COAL-BUREAU", NEED, "yes", "yes"),
            (BureauOfficer, "COAL-BUREAU", STOCK, "not_found", "not_found"),
            (Administrator, "OFFICE", STOCK, "denied", "denied"),
        ] {
            let actor = city.actor(role, of);
            let answer = |result: Result<_, baogong_services::ServiceError>| match result {
                Ok(_) => "yes",
                Err(error) => error.code(),
            };
            let got = answer(city.services.cell_story(&actor, &subject(about), "2026-12").await);
            assert_eq!(got, read, "{role:?} of {of} reads {about}");
            let got = answer(city.services.comment(&actor, &subject(about), "2026-12", "请核对").await);
            assert_eq!(got, comment, "{role:?} of {of} comments on {about}");
        }
    }
}

#[tokio::test]
async fn comments_are_kept_in_order_and_in_the_trail() {
    for city in each_city().await {
        let before = city.acts().await;
        city.services.comment(&city.office(), &subject(STOCK), "2026-11-22", " 为何未报？ ").await.unwrap();
        let story = city.services.comment(&city.plant(), &subject(STOCK), "2026-11-22", "今天补").await.unwrap();
        let told: Vec<_> = story.comments.iter().map(|c| (c.who.as_str(), c.text.as_str())).collect();
        assert_eq!(told, [("office_officer@OFFICE", "为何未报？"), ("enterprise_clerk@PLANT-1", "今天补")]);
        let entries = city.services.audit_entries(&Actor::System, before, 10).await.unwrap();
        assert!(entries.iter().all(|e| e.action == "figures.comment") && entries.len() == 2, "{entries:?}");
        for (text, code) in [(" ".to_owned(), "comment_empty"), ("长".repeat(1001), "comment_too_long")] {
            let refused = city.services.comment(&city.plant(), &subject(STOCK), "2026-11-22", &text).await;
            assert_eq!(refused.unwrap_err().code(), code);
        }
    }
}
