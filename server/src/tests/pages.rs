//! Pages as they are written by the server.

use super::*;

#[tokio::test]
async fn pages_are_complete_without_javascript_and_never_cached() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(Role::OfficeOfficer).await;
    let mut pages = Vec::new();
    for path in ["/", "/?lang=en", "/items/coal.thermal"] {
        let answer = site.get(path, &cookie).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.header("cache-control"), "no-store");
        assert!(answer.body.contains("</html>"));
        pages.push(answer.body);
    }
    assert!(pages[0].contains("<html lang=\"zh-CN\"") && pages[0].contains("电煤"));
    assert!(pages[1].contains("<html lang=\"en\"") && pages[1].contains("Thermal coal"));
    // Who is short, by name.
    assert!(pages[2].contains("特别严重") && pages[2].contains("<svg"));
}

#[tokio::test]
async fn what_is_not_there_answers_404() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(Role::OfficeOfficer).await;
    for path in ["/items/coal.coking", "/items/x", "/nothing", "/pkg/nothing.js"] {
        assert_eq!(site.get(path, &cookie).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn says_that_it_lives_and_is_ready() {
    let site = Site::open(Kind::Empty).await;
    assert_eq!(site.get("/healthz", "").await.body, "ok");
    assert_eq!(site.get("/readyz", "").await.body, "ready");
}

#[tokio::test]
async fn a_page_runs_only_scripts_that_the_server_wrote() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(Role::OfficeOfficer).await;
    let (first, second) = (site.get("/", &cookie).await, site.get("/", &cookie).await);
    let nonce = |answer: &Answer| {
        let policy = answer.header("content-security-policy");
        let scripts = policy.split(';').find(|part| part.trim().starts_with("script-src")).unwrap().to_owned();
        assert!(scripts.contains("'wasm-unsafe-eval'") && !scripts.contains("'unsafe-inline'"), "{scripts}");
        let nonce = scripts.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        let inline = answer.body.matches("<script").count();
        assert!(inline > 0);
        assert_eq!(answer.body.matches(&format!("nonce=\"{nonce}\"")).count(), answer.body.matches("nonce=\"").count());
        for script in answer.body.split("<script").skip(1) {
            assert!(script.split('>').next().unwrap().contains(&nonce), "a script without the nonce: {script:.80}");
        }
        nonce
    };
    assert_ne!(nonce(&first), nonce(&second), "each page has its own");
    for answer in [first, site.get("/sign-in", "").await, site.get("/nothing", &cookie).await] {
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"));
        assert_eq!(answer.header("x-frame-options"), "DENY");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}
