//! Sessions and what is tried against them.

use super::*;

#[tokio::test]
async fn a_session_that_was_stolen_is_dead_after_sign_out() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(Role::OfficeOfficer).await;
    assert_eq!(site.get("/ui/situation", &cookie).await.status, StatusCode::OK);
    let out = site.post("/session/sign-out", &cookie, "").await;
    assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/sign-in"));
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    let answer = site.get("/ui/situation", &cookie).await;
    // In the words of an open page, which then keeps what was typed in it.
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, "\"SignedOut\""));
    let page = site.get("/items/coal.thermal", &cookie).await;
    assert_eq!(
        (page.status, page.header("location")),
        (StatusCode::SEE_OTHER, "/sign-in?next=%2Fitems%2Fcoal.thermal")
    );
}

#[tokio::test]
async fn signing_out_everywhere_ends_every_session() {
    let site = Site::open(Kind::Demo).await;
    let (one, two) = (site.signed_in(Role::Auditor).await, site.signed_in(Role::Auditor).await);
    let other = site.signed_in(Role::OfficeOfficer).await;
    site.post("/session/sign-out-everywhere", &one, "").await;
    for cookie in [one, two] {
        assert_eq!(site.get("/ui/situation", &cookie).await.status, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(site.get("/ui/situation", &other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_planted_before_sign_in_is_not_taken_over() {
    let site = Site::open(Kind::Demo).await;
    let planted = format!("baogong={}", "0".repeat(64));
    let answer = site.post("/session/demo", &planted, "role=auditor").await;
    assert!(answer.cookie().len() > 60 && answer.cookie() != planted);
    assert_eq!(site.get("/ui/situation", &planted).await.status, StatusCode::UNAUTHORIZED);
    let again = site.post("/session/demo", &answer.cookie(), "role=auditor").await;
    assert_ne!(again.cookie(), answer.cookie(), "each sign-in has a token of its own");
}

#[tokio::test]
async fn another_sites_page_cannot_act_in_a_visitors_name() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(Role::Administrator).await;
    let form = "login=intruder&name=x&role=auditor&party=";
    let send = async |path: &str, headers: &[(&str, &str)]| {
        let mut request = Request::post(path).header(header::COOKIE, &cookie).header(header::HOST, "city.example");
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        site.send(request.body(Body::from(form)).unwrap()).await.status
    };
    for path in ["/ui/add_account", "/session/sign-out", "/session/demo"] {
        for headers in [
            [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            [("sec-fetch-site", "same-site"), ("origin", "https://other.city.example")],
            [("sec-fetch-site", "none"), ("accept", "*/*")],
            [("origin", "https://evil.example"), ("accept", "*/*")],
            [("origin", "null"), ("accept", "*/*")],
        ] {
            assert_eq!(send(path, &headers).await, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    assert!(!site.get("/ui/accounts", &cookie).await.body.contains("intruder"));
    let own = [("sec-fetch-site", "same-origin"), ("origin", "https://city.example")];
    assert!(send("/ui/add_account", &own).await.is_success());
    assert!(site.get("/ui/accounts", &cookie).await.body.contains("intruder"));
    // A link from elsewhere brings no cookie along with anything that writes.
    assert!(site.post("/session/demo", "", "role=auditor").await.header("set-cookie").contains("SameSite=Lax"));
}

#[tokio::test]
async fn sign_in_leads_to_no_other_site() {
    let site = Site::open(Kind::Demo).await;
    for (next, expect) in [
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/%0d%0aLocation:x", "/%0d%0aLocation:x"),
        ("javascript:alert(1)", "/"),
        ("/items/coal.thermal?x=1", "/items/coal.thermal?x=1"),
    ] {
        let form = form_urlencoded::Serializer::new(String::new())
            .append_pair("role", "auditor")
            .append_pair("next", next)
            .finish();
        let answer = site.post("/session/demo", "", &form).await;
        assert_eq!(answer.header("location"), expect, "{next}");
    }
}

#[tokio::test]
async fn outside_loopback_cookies_are_bound_to_https_and_the_host() {
    let site = Site::open(Kind::Public).await;
    let invitation = site.services.first_administrator(&Actor::System).await.unwrap().unwrap();
    let form = format!("token={}&new=correct+horse+7&again=correct+horse+7", invitation.token);
    let answer = site.post("/session/invitation", "", &form).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-baogong=") && cookie.contains("; Secure"), "{cookie}");
    assert!(cookie.contains("; HttpOnly") && cookie.contains("; Path=/") && !cookie.contains("Domain"), "{cookie}");
    // The administrator needs a second factor: until then nothing else is open.
    assert_eq!(answer.header("location"), "/second-factor");
    let cookie = answer.cookie();
    assert_eq!(site.get("/accounts", &cookie).await.header("location"), "/second-factor?next=%2Faccounts");
    assert_eq!(site.get("/ui/accounts", &cookie).await.status, StatusCode::UNAUTHORIZED);
    assert!(site.get("/second-factor", &cookie).await.body.contains("<svg"));
    let wrong = site.post("/session/second-factor", &cookie, "code=000000").await;
    assert_eq!(wrong.header("location"), "/second-factor?error=code");
    // The link was good once.
    let again = site.post("/session/invitation", "", &form).await;
    assert!(again.header("location").contains("error=ended") && again.cookie().is_empty());
}

#[tokio::test]
async fn guessing_is_slowed_down_for_names_that_exist_and_that_do_not() {
    let site = Site::open(Kind::Public).await;
    for login in ["admin", "nobody"] {
        let form = format!("login={login}&password=wrong-wrong-1");
        for _ in 0..4 {
            assert_eq!(site.post("/session/sign-in", "", &form).await.header("location"), "/sign-in?error=wrong");
        }
        let locked = site.post("/session/sign-in", "", &form).await;
        assert!(locked.header("location").starts_with("/sign-in?error=locked&until=2026-11-23"), "{login}");
    }
}

#[tokio::test]
async fn the_demo_door_is_closed_elsewhere() {
    let site = Site::open(Kind::Empty).await;
    assert_eq!(site.post("/session/demo", "", "role=administrator").await.status, StatusCode::NOT_FOUND);
    assert!(!site.get("/sign-in", "").await.body.contains("/session/demo"));
}
