//! The file doors over HTTP: who gets in, what they answer, and that a request of another site moves nothing.

use baogong_app::model::files::{PreviewView, UploadAnswer};
use baogong_services::sheet::MAX_FILE_BYTES;

use super::*;

const HEADER: &str = "item,measure,period,supplier,consumer,quantity,note\n";

/// An answer whose body need not be text.
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn said(&self) -> UploadAnswer {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{}: {}", self.status, self.text()))
    }

    fn preview(&self) -> PreviewView {
        match self.said() {
            UploadAnswer::Preview(preview) => *preview,
            other => panic!("{other:?}"),
        }
    }

    fn code(&self) -> String {
        match self.said() {
            UploadAnswer::Problem { code, .. } => code,
            other => panic!("{other:?}"),
        }
    }
}

const BOUNDARY: &str = "----baogong";

/// A form with a file and fields.
fn form(file: &[u8], fields: &[(&str, &str)]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend(
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    let head = "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\\\日报.csv\"\r\nContent-Type: text/csv";
    body.extend(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").bytes());
    body.extend(file);
    body.extend(format!("\r\n--{BOUNDARY}--\r\n").bytes());
    body
}

impl Site {
    async fn reply(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Reply { status, headers, body: to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec() }
    }

    async fn fetch(&self, cookie: &str, path: &str) -> Reply {
        self.reply(Request::get(path).header("cookie", cookie).body(Body::empty()).unwrap()).await
    }

    async fn upload(&self, cookie: &str, path: &str, accept: &str, body: Vec<u8>) -> Reply {
        let request = Request::post(path)
            .header("cookie", cookie)
            .header("accept", accept)
            .header("sec-fetch-site", "same-origin")
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
        self.reply(request.body(Body::from(body)).unwrap()).await
    }
}

const JSON: &str = "application/json";
const GOOD: &str = "coal.thermal,used,2026-11-22,,ZZ-PLANT-01,7777,\n";
const BAD: &str = "coal.thermal,used,2026-11-21,,ZZ-PLANT-01,much,\n";

#[tokio::test]
async fn a_file_is_previewed_imported_and_its_refused_rows_given_back() {
    let site = Site::open(Kind::Demo).await;
    let clerk = site.signed_in(Role::EnterpriseClerk).await;
    let file = format!("{HEADER}{GOOD}{BAD}").into_bytes();
    let answer = site.upload(&clerk, "/files/preview", JSON, form(&file, &[("mapping", "")])).await;
    let preview = answer.preview();
    assert_eq!((answer.status, preview.file.as_str()), (StatusCode::OK, "日报.csv"));
    assert_eq!((preview.new.count + preview.changed.count, preview.rejected.count), (1, 1));
    let (digest, seen) = (preview.digest.as_str(), preview.seen.to_string());
    assert!(preview.late == 1 && preview.reason_needed, "yesterday's was due at ten");
    let told = [("digest", digest), ("seen", seen.as_str()), ("partial", "yes"), ("reason", "晚报")];
    let answer = site.upload(&clerk, "/files/import", JSON, form(&file, &told)).await;
    let UploadAnswer::Report(report) = answer.said() else { panic!("{}", answer.text()) };
    assert_eq!((report.accepted, report.rejected_rows, report.refused), (1, 1, false));
    let answer = site.upload(&clerk, "/files/refused", "*/*", form(&file, &told)).await;
    assert!(
        answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"baogong.csv\"")
    );
    assert!(answer.text().contains("退回原因 / reason") && !answer.text().contains("7777"), "{}", answer.text());
    // The same again without a preview, and with another file's.
    assert_eq!(site.upload(&clerk, "/files/import", JSON, form(&file, &[])).await.code(), "form_invalid");
    let other = form(&format!("{HEADER}{GOOD}").into_bytes(), &told);
    let UploadAnswer::Report(report) = site.upload(&clerk, "/files/import", JSON, other).await.said() else { panic!() };
    assert_eq!((report.refused, report.rejected.first[0].code.as_str()), (true, "file_changed"));
}

#[tokio::test]
async fn without_javascript_the_same_addresses_answer_with_pages() {
    let site = Site::open(Kind::Demo).await;
    let clerk = site.signed_in(Role::EnterpriseClerk).await;
    let file = format!("{HEADER}{GOOD}{BAD}").into_bytes();
    let page = site.upload(&clerk, "/files/preview", "text/html", form(&file, &[])).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text().contains("</html>") && page.text().contains("日报.csv") && page.text().contains("name=\"digest\"")
    );
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("nonce-"));
    let page = site.upload(&clerk, "/files/import", "text/html", form(&file, &[])).await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
    assert!(page.text().contains("请先预览"));
    // Loaded anew, the address is the page of files.
    assert_eq!(site.fetch(&clerk, "/files/preview").await.status, StatusCode::OK);
}

#[tokio::test]
async fn nobody_gets_in_who_may_not() {
    let site = Site::open(Kind::Demo).await;
    let file = format!("{HEADER}{GOOD}").into_bytes();
    for path in ["/files/preview", "/files/import", "/files/refused", "/files/sample"] {
        let stranger = site.upload("", path, JSON, form(&file, &[])).await;
        assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    for path in ["/files/template.xlsx", "/export/figures.xlsx?item=coal.thermal"] {
        assert_eq!(site.fetch("", path).await.status, StatusCode::SEE_OTHER, "{path}");
    }
    for role in [Role::Auditor, Role::Administrator, Role::DistrictOfficer, Role::PoliceOfficer, Role::Checkpoint] {
        let cookie = site.signed_in(role).await;
        let told = [("digest", "x"), ("seen", "0")];
        for path in ["/files/preview", "/files/import", "/files/refused", "/files/sample"] {
            let answer = site.upload(&cookie, path, JSON, form(&file, &told)).await;
            assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "denied"), "{role:?} {path}");
        }
        assert_eq!(site.fetch(&cookie, "/files/template.xlsx").await.status, StatusCode::FORBIDDEN, "{role:?}");
        assert_eq!(site.fetch(&cookie, "/files").await.status, StatusCode::FORBIDDEN, "{role:?}");
    }
    // Another's figures, by a file.
    let clerk = site.signed_in(Role::EnterpriseClerk).await;
    let others = GOOD.replace("ZZ-PLANT-01", "ZZ-PLANT-02");
    let answer = site.upload(&clerk, "/files/preview", JSON, form(format!("{HEADER}{others}").as_bytes(), &[])).await;
    assert_eq!(answer.preview().rejected.first[0].code, "not_yours");
    // Another's mapping, by its number.
    let answer = site.upload(&clerk, "/files/preview", JSON, form(&file, &[("mapping", "1")])).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "not_found"));
    let trail = site.services.audit_entries(&Actor::System, 0, 1000).await.unwrap();
    assert!(trail.iter().any(|entry| entry.action == "access.refused" && entry.subject == "files.import"));
}

#[tokio::test]
async fn another_sites_form_moves_nothing() {
    let site = Site::open(Kind::Demo).await;
    let clerk = site.signed_in(Role::EnterpriseClerk).await;
    let file = form(format!("{HEADER}{GOOD}").as_bytes(), &[("digest", "x"), ("seen", "0")]);
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://elsewhere.example")] {
        let request = Request::post("/files/import")
            .header("cookie", &clerk)
            .header(name, value)
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
        let answer = site.reply(request.body(Body::from(file.clone())).unwrap()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_is_told_so_before_it_is_read() {
    let site = Site::open(Kind::Demo).await;
    let clerk = site.signed_in(Role::EnterpriseClerk).await;
    let large = vec![b'x'; usize::try_from(MAX_FILE_BYTES).unwrap() + 1];
    let answer = site.upload(&clerk, "/files/preview", JSON, form(&large, &[])).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "file_too_large"));
    // By its own word alone.
    let request = Request::post("/files/preview")
        .header("cookie", &clerk)
        .header("accept", JSON)
        .header("sec-fetch-site", "same-origin")
        .header("content-length", "99999999999")
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"));
    let answer = site.reply(request.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    let answer = site.upload(&clerk, "/files/preview", JSON, form(b"PK\x03\x04 no workbook", &[])).await;
    assert_eq!(answer.preview().rejected.first[0].code, "not_a_table");
}

#[tokio::test]
async fn templates_and_exports_are_files_to_keep() {
    let site = Site::open(Kind::Demo).await;
    let office = site.signed_in(Role::OfficeOfficer).await;
    let kinds = [("xlsx", "application/vnd.openxmlformats"), ("csv", "text/csv; charset=utf-8")];
    for what in ["figures", "balances", "situation", "alerts", "parties"] {
        for (ending, kind) in kinds {
            let answer = site.fetch(&office, &format!("/export/{what}.{ending}?item=coal.thermal&from=2026-11")).await;
            assert_eq!(answer.status, StatusCode::OK, "{what} {}", answer.text());
            assert!(answer.headers["content-type"].to_str().unwrap().starts_with(kind), "{what}");
            assert!(answer.headers["content-disposition"].to_str().unwrap().starts_with("attachment;"), "{what}");
            assert_eq!(answer.headers["cache-control"], "no-store");
        }
    }
    let english = format!("{office}; lang=en");
    let answer = site.fetch(&english, "/export/alerts.csv").await;
    assert!(answer.text().starts_with("\u{feff}Level,Kind,Who"), "{}", answer.text());
    for (path, status) in [
        ("/export/nothing.csv", StatusCode::NOT_FOUND),
        ("/export/alerts.pdf", StatusCode::NOT_FOUND),
        ("/export/balances.csv?item=coal.coking", StatusCode::NOT_FOUND),
        ("/export/balances.csv?item=coal.thermal&from=yesterday", StatusCode::UNPROCESSABLE_ENTITY),
        ("/files/template.xlsx?grain=century", StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        let answer = site.fetch(&office, path).await;
        assert_eq!(answer.status, status, "{path}");
    }
    let clerk = site.signed_in(Role::SupplierClerk).await;
    let answer = site.fetch(&clerk, "/files/template.xlsx?grain=month&first=2026-12-05").await;
    assert!(answer.body.starts_with(b"PK\x03\x04"));
    let sheet = baogong_services::sheet::Sheet::open(answer.body).unwrap();
    assert_eq!(sheet.place.unwrap().name, "填报");
}
