//! Every route and server function is listed here with who may use it. One that nobody listed fails the first test; the
//! second asks each in every role, and as nobody.

use std::collections::BTreeSet;

use leptos_axum::generate_route_list;

use super::*;

/// Who may use something.
#[derive(Clone, Copy)]
enum Who {
    /// Anybody, signed in or not.
    Anybody,
    /// Everybody who has signed in.
    SignedIn,
    /// These roles only; to the others it is 403 or 404.
    Only(&'static [Role]),
}

use Role::{
    Administrator, Auditor, BureauOfficer, Checkpoint, DistrictOfficer, EnterpriseClerk, OfficeHead, OfficeOfficer,
    PoliceOfficer, SupplierClerk,
};
use Who::{Anybody, Only, SignedIn};

/// Who watches the situation.
const WATCHERS: &[Role] =
    &[OfficeHead, OfficeOfficer, SupplierClerk, BureauOfficer, EnterpriseClerk, DistrictOfficer, Auditor];

/// Who changes settings, and who reads them because deadlines follow from them.
const CALENDAR_READERS: &[Role] = &[
    OfficeHead,
    OfficeOfficer,
    SupplierClerk,
    BureauOfficer,
    EnterpriseClerk,
    DistrictOfficer,
    Auditor,
    Administrator,
];
/// Who reads seasons and rules; of them the administrator sees no replay, for it tells of parties.
const RULE_READERS: &[Role] = &[OfficeHead, OfficeOfficer, Auditor, Administrator];
const REPLAYERS: &[Role] = &[OfficeHead, OfficeOfficer, Auditor];
const SETTERS: &[Role] = &[OfficeHead, OfficeOfficer, Administrator];
/// Who sees what the program does by itself.
const JOB_READERS: &[Role] = &[OfficeHead, OfficeOfficer, Administrator, Auditor];
const OFFICE: &[Role] = &[OfficeHead, OfficeOfficer];
/// Who sees what the first plant owes: itself, its district, the office, the auditor.
const SEE_THE_PLANT: &[Role] = &[OfficeHead, OfficeOfficer, EnterpriseClerk, DistrictOfficer, Auditor];
/// Who knows of the first plant: whom it names, whom it is named by, its district, the office, the auditor; and who chooses an account's party.
const KNOW_THE_PLANT: &[Role] =
    &[OfficeHead, OfficeOfficer, BureauOfficer, EnterpriseClerk, DistrictOfficer, Auditor, Administrator];
/// Who sees the gap of the third plant: its district, the office, the auditor, and the bureau that plans its coal.
const SEE_ITS_GAP: &[Role] = &[OfficeHead, OfficeOfficer, BureauOfficer, DistrictOfficer, Auditor];
/// Who sees the whole city.
const SEE_ALL: &[Role] = &[OfficeHead, OfficeOfficer, Auditor];
/// Who confirms that measures are carried out.
const CONFIRMERS: &[Role] = &[OfficeHead, OfficeOfficer, SupplierClerk, DistrictOfficer];
/// Who reports figures.
const REPORTERS: &[Role] = &[OfficeHead, OfficeOfficer, SupplierClerk, BureauOfficer, EnterpriseClerk];
/// Who may see a counterpart plan; a supplier of something else finds none.
const PLANNERS: &[Role] = &[OfficeHead, OfficeOfficer, SupplierClerk, BureauOfficer, Auditor];

/// Pages: the pattern, an address to ask, who may.
const PAGES: &[(&str, &str, Who)] = &[
    ("/", "/", SignedIn),
    ("/items/{code}", "/items/coal.thermal", Only(WATCHERS)),
    ("/figures", "/figures?item=coal.thermal&scope=city&from=2026-11-22", Only(WATCHERS)),
    ("/desk", "/desk", Only(WATCHERS)),
    ("/desk/plan", "/desk/plan", Only(PLANNERS)),
    ("/alerts", "/alerts", Only(WATCHERS)),
    ("/alerts/shift", "/alerts/shift", Only(SEE_ALL)),
    ("/alerts/{id}", "/alerts/5", Only(SEE_ITS_GAP)),
    ("/board", "/board", Only(WATCHERS)),
    ("/board/{party}", "/board/ZZ-PLANT-01", Only(SEE_THE_PLANT)),
    ("/parties", "/parties", Only(CALENDAR_READERS)),
    ("/parties/{code}", "/parties/ZZ-PLANT-01", Only(KNOW_THE_PLANT)),
    ("/register", "/register", Only(OFFICE)),
    ("/roster", "/roster", Only(CALENDAR_READERS)),
    ("/settings/calendar", "/settings/calendar", Only(CALENDAR_READERS)),
    ("/settings/jobs", "/settings/jobs", Only(JOB_READERS)),
    ("/settings/rules", "/settings/rules", Only(RULE_READERS)),
    ("/sign-in", "/sign-in", Anybody),
    ("/second-factor", "/second-factor", SignedIn),
    ("/invitation/{token}", "/invitation/0", Anybody),
    ("/account", "/account", SignedIn),
    ("/accounts", "/accounts", Only(&[Administrator])),
    ("/audit", "/audit", Only(&[OfficeHead, Auditor])),
    ("/files", "/files", Only(REPORTERS)),
    ("/files/preview", "/files/preview", Only(REPORTERS)),
    ("/files/import", "/files/import", Only(REPORTERS)),
    ("/files/refused", "/files/refused", Only(REPORTERS)),
];

/// Server functions: the path, how to ask (a query, a form after `POST `, or JSON after `JSON `), who may.
const FUNCTIONS: &[(&str, &str, Who)] = &[
    ("/ui/situation", "", Only(WATCHERS)),
    ("/ui/item", "?code=coal.thermal", Only(WATCHERS)),
    (
        "/ui/alerts",
        "?ask[state]=&ask[kind]=&ask[level]=&ask[item]=&ask[division]=&ask[party]=&ask[unclaimed]=&ask[mine]=&ask[silenced]=&ask[before]=&ask[rows]=&ask[as_of]=",
        Only(WATCHERS),
    ),
    ("/ui/alert", "?id=5&as_of=", Only(SEE_ITS_GAP)),
    ("/ui/shift", "?before=", Only(SEE_ALL)),
    ("/ui/acknowledge_alerts", "POST ids[]=99999", Only(OFFICE)),
    ("/ui/silence_alert", "POST id=99999&until=2026-11-24T08:00&reason=x", Only(OFFICE)),
    ("/ui/unsilence_alert", "POST id=99999", Only(OFFICE)),
    ("/ui/comment_alert", "POST id=99999&text=x", Only(OFFICE)),
    ("/ui/declare_level", "POST item=coal.thermal&scope=city&level=blue&document=&note=", Only(OFFICE)),
    ("/ui/end_declared", "POST id=99999&document=x", Only(OFFICE)),
    ("/ui/confirm_measure", "POST id=99999&step=shift&confirmer=supplier", Only(CONFIRMERS)),
    ("/ui/hand_over", "POST taken_by=&text=x", Only(OFFICE)),
    (
        "/ui/figures",
        "?ask[item]=coal.thermal&ask[scope]=city&ask[from]=2026-11-22&ask[to]=&ask[measure]=&ask[as_of]=&ask[page]=",
        Only(WATCHERS),
    ),
    (
        "/ui/board",
        "?filter[from]=&filter[to]=&filter[kind]=&filter[division]=&filter[item]=&filter[sort]=&filter[rows]=",
        Only(WATCHERS),
    ),
    ("/ui/missing", "?party=ZZ-PLANT-01&from=&to=&item=", Only(SEE_THE_PLANT)),
    (
        "/ui/open_period",
        "POST party=ZZ-NOBODY&item=&first=2026-11-18&last=2026-11-18&until=2026-11-24T18:00&reason=x",
        Only(OFFICE),
    ),
    ("/ui/close_opening", "POST id=99", Only(OFFICE)),
    ("/ui/end_duty", "POST subject=coal.thermal|used||ZZ-NOBODY&last_day=&reason=x", Only(OFFICE)),
    ("/ui/calendar", "", Only(CALENDAR_READERS)),
    ("/ui/set_exception", "POST date=2026-11-28&working=true&source=", Only(SETTERS)),
    ("/ui/remove_exception", "POST date=2026-11-28", Only(SETTERS)),
    ("/ui/set_deadlines", "POST lock_days_daily=3&lock_days_monthly=10&source=", Only(SETTERS)),
    ("/ui/jobs", "?ask[before]=&ask[failed]=", Only(JOB_READERS)),
    ("/ui/run_job", "POST job=dance", Only(SETTERS)),
    ("/ui/due_soon", "", Only(WATCHERS)),
    ("/ui/rules", "", Only(RULE_READERS)),
    ("/ui/setting", "?key=watch:winter", Only(RULE_READERS)),
    ("/ui/replay", "?ask[key]=season:winter:2026&ask[proposal]=0&ask[values][first]=x", Only(REPLAYERS)),
    ("/ui/propose_setting", "POST key=watch:winter&base=9&document=&reason=", Only(OFFICE)),
    ("/ui/save_setting", "POST key=watch:winter&base=9&document=&reason=", Only(&[OfficeHead])),
    ("/ui/approve_setting", "POST id=99", Only(&[OfficeHead])),
    ("/ui/refuse_setting", "POST id=99&note=x", Only(&[OfficeHead])),
    (
        "/ui/parties",
        "?query[q]=&query[kind]=&query[division]=&query[year]=&query[tier]=&query[page]=",
        Only(CALENDAR_READERS),
    ),
    ("/ui/party", "?code=ZZ-PLANT-01", Only(KNOW_THE_PLANT)),
    ("/ui/party_choices", "", Only(OFFICE)),
    ("/ui/save_party", "POST code=&base=0&form[code]=x+y", Only(OFFICE)),
    ("/ui/save_contact", "POST party=ZZ-PLANT-01&id=0&base=0&form[name]=", Only(OFFICE)),
    ("/ui/remove_contact", "POST id=99999&base=0", Only(OFFICE)),
    ("/ui/roster", "?year=&review=false", Only(CALENDAR_READERS)),
    ("/ui/enter_roster", "POST form[party]=NOBODY", Only(OFFICE)),
    ("/ui/leave_roster", "POST form[party]=NOBODY", Only(OFFICE)),
    ("/ui/set_roster", "POST form[target]=x", Only(SETTERS)),
    ("/ui/sign_in", "", Anybody),
    ("/ui/second_factor", "", SignedIn),
    ("/ui/invitation", "?token=0", Anybody),
    ("/ui/own_account", "", SignedIn),
    ("/ui/accounts", "", Only(&[Administrator])),
    (
        "/ui/audit",
        "?ask[actor]=&ask[action]=&ask[subject]=&ask[origin]=&ask[from]=&ask[to]=&ask[before]=",
        Only(&[OfficeHead, Auditor]),
    ),
    ("/ui/audit_check", "", Only(&[OfficeHead, Auditor])),
    ("/ui/add_account", "POST login=a&name=b&role=auditor&party=", Only(&[Administrator])),
    ("/ui/invite_again", "POST id=99", Only(&[Administrator])),
    ("/ui/change_account", "POST id=99&role=auditor&party=&active=true", Only(&[Administrator])),
    ("/ui/reset_second_factor", "POST id=99", Only(&[Administrator])),
    ("/ui/desk", "?grain=day", Only(WATCHERS)),
    ("/ui/counterpart", "", Only(PLANNERS)),
    ("/ui/save_cells", "JSON {\"edits\":[]}", Only(REPORTERS)),
    (
        "/ui/cell_story",
        "JSON {\"subject\":{\"item\":\"coal.thermal\",\"measure\":\"stock\",\"supplier\":null,\"consumer\":\"ZZ-PLANT-01\"},\"period\":\"2026-11-22\"}",
        Only(WATCHERS),
    ),
    (
        "/ui/add_comment",
        "JSON {\"subject\":{\"item\":\"coal.thermal\",\"measure\":\"stock\",\"supplier\":null,\"consumer\":\"ZZ-PLANT-01\"},\"period\":\"2026-11-22\",\"text\":\"x\"}",
        Only(REPORTERS),
    ),
    ("/ui/files", "", Only(REPORTERS)),
    (
        "/ui/save_mapping",
        "JSON {\"name\":\"\",\"form\":{\"period\":\"\",\"party_column\":null,\"party\":null,\"columns\":[]}}",
        Only(REPORTERS),
    ),
    ("/ui/remove_mapping", "JSON {\"id\":99}", Only(REPORTERS)),
];

/// Everything else that the server answers. What each does, and for whom, is tested where it lives.
const HANDLERS: &[&str] = &[
    "/favicon.svg",
    "/healthz",
    "/readyz",
    "/pkg",
    "/pkg/",
    "/session/demo",
    "/session/invitation",
    "/session/password",
    "/session/second-factor",
    "/session/sign-in",
    "/session/sign-out",
    "/session/sign-out-everywhere",
    "/files/sample",
    "/files/template.xlsx",
    "/export/{file}",
];

/// The paths that a router holds, as it shows them to who debugs it.
fn paths_of(router: &Router) -> BTreeSet<String> {
    let shown = format!("{router:?}");
    let quoted = shown.split('"').skip(1).step_by(2);
    quoted.filter(|text| text.starts_with('/') && !text.contains("__private__")).map(str::to_owned).collect()
}

#[tokio::test]
async fn no_handler_is_unlisted() {
    let site = Site::open(Kind::Empty).await;
    let listed = HANDLERS.iter().copied().chain(PAGES.iter().map(|p| p.0)).chain(FUNCTIONS.iter().map(|f| f.0));
    let listed: BTreeSet<String> = listed.map(str::to_owned).collect();
    assert_eq!(paths_of(&site.router), listed);
}

#[test]
fn no_route_and_no_server_function_is_unlisted() {
    let pages: BTreeSet<String> = generate_route_list(baogong_app::App).iter().map(|r| r.path().to_owned()).collect();
    let listed: BTreeSet<String> = PAGES.iter().map(|(pattern, ..)| (*pattern).to_owned()).collect();
    assert_eq!(pages, listed, "pages");
    let functions: BTreeSet<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
    let listed: BTreeSet<&str> = FUNCTIONS.iter().map(|(path, ..)| *path).collect();
    assert_eq!(functions, listed, "server functions");
}

fn check(who: Who, role: Option<Role>, page: bool, answer: &Answer, what: &str) {
    let expect_in = match (who, role) {
        (Anybody, _) | (SignedIn, Some(_)) => true,
        (SignedIn | Only(_), None) => {
            if page {
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{what} as nobody");
                assert!(answer.header("location").starts_with("/sign-in"), "{what} as nobody");
            } else {
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{what} as nobody");
            }
            return;
        }
        (Only(roles), Some(role)) => roles.contains(&role),
    };
    let shut = matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::UNAUTHORIZED | StatusCode::SEE_OTHER);
    if expect_in {
        assert!(!shut && !answer.status.is_server_error(), "{what} as {role:?}: {}", answer.status);
    } else {
        let hidden = matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
        assert!(hidden, "{what} as {role:?}: {}", answer.status);
    }
}

#[tokio::test]
async fn each_role_gets_what_is_listed_and_nothing_else() {
    let site = Site::open(Kind::Demo).await;
    site.services.reconcile(&Actor::System, None).await.unwrap();
    let mut everybody: Vec<(Option<Role>, String)> = vec![(None, String::new())];
    for role in Role::ALL {
        everybody.push((Some(role), site.signed_in(role).await));
    }
    for (role, cookie) in &everybody {
        for (_, address, who) in PAGES {
            check(*who, *role, true, &site.get(address, cookie).await, address);
        }
        for (path, how, who) in FUNCTIONS {
            let answer = match how.split_once(' ') {
                Some(("POST", form)) => site.post(path, cookie, form).await,
                Some((_, json)) => site.post_json(path, cookie, json).await,
                None => site.get(&format!("{path}{how}"), cookie).await,
            };
            check(*who, *role, false, &answer, path);
        }
    }
}

#[tokio::test]
async fn what_is_refused_is_in_the_trail() {
    let site = Site::open(Kind::Demo).await;
    let cookie = site.signed_in(EnterpriseClerk).await;
    assert_eq!(site.get("/ui/accounts", &cookie).await.status, StatusCode::FORBIDDEN);
    let entries = site.services.audit_entries(&Actor::System, 0, 1000).await.unwrap();
    let refusal = entries.iter().find(|e| e.action == "access.refused").unwrap();
    assert_eq!((refusal.actor.as_str(), refusal.subject.as_str()), ("demo.enterprise_clerk", "accounts"));
}

/// The door has nothing yet for those who only check and issue passes.
#[tokio::test]
async fn police_and_checkpoints_see_no_figures() {
    let site = Site::open(Kind::Demo).await;
    for role in [PoliceOfficer, Checkpoint, Administrator] {
        let cookie = site.signed_in(role).await;
        assert_eq!(site.get("/ui/situation", &cookie).await.status, StatusCode::FORBIDDEN);
        assert!(!site.get("/", &cookie).await.body.contains("电煤"));
    }
}
