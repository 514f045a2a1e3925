//! The desk by HTTP: a day's work of each reporter, and attempts on what belongs to others.

use serde_json::{Value, json};

use super::*;

impl Site {
    async fn ask(&self, path: &str, cookie: &str, question: &Value) -> Answer {
        self.post_json(path, cookie, &question.to_string()).await
    }

    async fn save(&self, cookie: &str, edits: &[Value]) -> Value {
        let answer = self.ask("/ui/save_cells", cookie, &json!({ "edits": edits })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }

    async fn read(&self, path: &str, cookie: &str) -> Value {
        let answer = self.get(path, cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).unwrap()
    }
}

fn subject(item: &str, measure: &str, supplier: Option<&str>, consumer: Option<&str>) -> Value {
    json!({ "item": item, "measure": measure, "supplier": supplier, "consumer": consumer })
}

fn edit(subject: &Value, period: &str, value: &str, base: i64) -> Value {
    json!({
        "subject": subject, "period": period, "value": value, "base": base,
        "note": "已核实", "reason": "", "confirmed": true,
    })
}

/// The cells of a sheet's row, by its subject.
fn row<'v>(sheet: &'v Value, subject: &Value) -> &'v Vec<Value> {
    let rows = sheet["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["of"]["subject"] == *subject).unwrap_or_else(|| panic!("no row {subject}"));
    row["cells"].as_array().unwrap()
}

#[tokio::test]
async fn a_supplier_posts_seven_days_of_two_items() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(Role::SupplierClerk).await;
    let sheet = site.read("/ui/desk?grain=day", &cookie).await;
    assert_eq!(sheet["party"]["code"], "ZZ-POWER");
    let plans = ["electricity.energy", "electricity.load"].map(|item| subject(item, "plan", Some("ZZ-POWER"), None));
    let mut edits = Vec::new();
    for plan in &plans {
        // Today is the fourth column; what is planned begins tomorrow.
        for place in 4..11 {
            let cell = &row(&sheet, plan)[place];
            assert_eq!(cell["gate"], "Open");
            let period = sheet["periods"][place]["period"].as_str().unwrap();
            edits.push(edit(plan, period, "1000.5", cell["revision"].as_i64().unwrap()));
        }
    }
    let outcomes = site.save(&cookie, &edits).await;
    assert!(outcomes.as_array().unwrap().iter().all(|o| o["Saved"]["value"] == "1000.500"), "{outcomes}");
    assert_eq!(site.save(&cookie, &edits).await, outcomes, "sent again after a lost answer");
    let sheet = site.read("/ui/desk?grain=day&first=2026-11-24", &cookie).await;
    let values: Vec<&Value> = row(&sheet, &plans[1]).iter().take(7).map(|cell| &cell["value"]).collect();
    assert_eq!(values, vec!["1000.500"; 7]);
}

#[tokio::test]
async fn a_bureau_enters_its_month_and_a_plant_sees_its_need_covered() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(Role::BureauOfficer).await;
    let plan = site.read("/ui/counterpart?item=coal.thermal&month=2027-02", &cookie).await;
    let consumer = plan["consumers"][0]["code"].as_str().unwrap();
    assert!(plan["suppliers"].as_array().unwrap().iter().all(|row| row["writable"] == true));
    let mut edits = Vec::new();
    for row in plan["suppliers"].as_array().unwrap() {
        let supplier = row["supplier"]["code"].as_str();
        let of = subject("coal.thermal", "plan", supplier, Some(consumer));
        edits.push(edit(&of, "2027-02", "2800", row["cells"][0]["revision"].as_i64().unwrap()));
    }
    let outcomes = site.save(&cookie, &edits).await;
    assert!(outcomes.as_array().unwrap().iter().all(|o| o["Saved"]["value"] == "2800.000"), "{outcomes}");
    let plan = site.read("/ui/counterpart?item=coal.thermal&month=2027-02", &cookie).await;
    for row in plan["suppliers"].as_array().unwrap() {
        assert_eq!(row["cells"][0]["value"], "2800.000");
    }
}

#[tokio::test]
async fn what_belongs_to_others_is_refused_and_told_to_the_trail() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(Role::EnterpriseClerk).await;
    let stock = subject("coal.thermal", "stock", None, Some("ZZ-PLANT-02"));
    let plan = subject("coal.thermal", "plan", Some("ZZ-MINE-01"), Some("ZZ-PLANT-01"));
    let question = |of: &Value| json!({ "subject": of, "period": "2026-11-23" });
    let comment = |of: &Value| json!({ "subject": of, "period": "2026-11-23", "text": "x" });
    let edits = |of: &Value| json!({ "edits": [edit(of, "2026-11-23", "1", 0)] });
    for (path, question, expect) in [
        ("/ui/save_cells", edits(&stock), StatusCode::NOT_FOUND),
        ("/ui/save_cells", edits(&plan), StatusCode::FORBIDDEN),
        ("/ui/cell_story", question(&stock), StatusCode::NOT_FOUND),
        ("/ui/add_comment", comment(&stock), StatusCode::NOT_FOUND),
    ] {
        assert_eq!(site.ask(path, &cookie, &question).await.status, expect, "{path} {question}");
    }
    for address in ["/ui/desk?grain=day&party=ZZ-PLANT-02", "/ui/desk?grain=year", "/ui/counterpart"] {
        assert_eq!(site.get(address, &cookie).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let bad = site.get("/ui/desk?grain=day&first=soon", &cookie).await;
    assert_eq!(bad.status, StatusCode::UNPROCESSABLE_ENTITY);
    let entries = site.services.audit_entries(&Actor::System, 0, 1000).await.unwrap();
    let refused = entries.iter().filter(|e| e.action == "access.refused" && e.actor == "demo.enterprise_clerk");
    let told: Vec<&str> = refused.map(|entry| entry.subject.as_str()).collect();
    assert_eq!(told, ["save_cells", "save_cells", "cell_story", "add_comment", "desk", "counterpart"]);
    // Nobody at all.
    assert_eq!(site.ask("/ui/save_cells", "", &edits(&plan)).await.status, StatusCode::UNAUTHORIZED);
}
