//! Sessions at the door: who comes with a request, which requests are let in, and the plain forms by which sessions begin
//! and end. Only this file reads and sets the session's cookie.

use std::net::{IpAddr, SocketAddr};

use axum::{
    Form, Json, Router,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use baogong_app::{
    server_functions::PageError,
    session::{Demo, Signed},
};
use baogong_domain::access::Role;
use baogong_services::{
    ServiceError, Services,
    accounts::{Credentials, SignIn, Visitor},
    audit::office_time,
};
use serde::Deserialize;

/// What the door must know.
#[derive(Clone)]
pub(crate) struct Door {
    pub(crate) services: Services,
    /// Browsers come by HTTPS: everywhere but on loopback.
    pub(crate) secure: bool,
    /// Whose word on the caller's address is taken.
    pub(crate) proxies: Vec<IpAddr>,
    /// The demo is served: one-click sign-in.
    pub(crate) demo: bool,
}

impl Door {
    /// The prefix `__Host-` binds the cookie to this very host and to HTTPS.
    const fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-baogong" } else { "baogong" }
    }

    fn cookie(&self, token: &str, seconds: Option<u32>) -> HeaderValue {
        let secure = if self.secure { "; Secure" } else { "" };
        let age = seconds.map(|s| format!("; Max-Age={s}")).unwrap_or_default();
        let cookie = format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.cookie_name());
        HeaderValue::from_str(&cookie).unwrap_or_else(|_| HeaderValue::from_static("baogong=; Path=/; Max-Age=0"))
    }

    fn token(&self, headers: &HeaderMap) -> Option<String> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let value = lines
            .flat_map(|line| line.split(';'))
            .find_map(|pair| pair.trim().strip_prefix(self.cookie_name())?.strip_prefix('=').map(str::to_owned));
        value.filter(|token| token.len() == 64)
    }

    /// The caller's address: what a proxy that is trusted says it is, else whoever connects.
    fn origin(&self, headers: &HeaderMap, peer: Option<SocketAddr>) -> String {
        let Some(peer) = peer.map(|p| p.ip()) else { return String::new() };
        if !self.proxies.contains(&peer) {
            return peer.to_string();
        }
        let lines = headers.get_all("x-forwarded-for").iter().filter_map(|line| line.to_str().ok());
        let hops: Vec<IpAddr> =
            lines.flat_map(|line| line.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
        // From the near end: what a client writes himself stands at the far one.
        hops.into_iter().rev().find(|hop| !self.proxies.contains(hop)).unwrap_or(peer).to_string()
    }
}

/// Where the caller comes from, for the handlers here.
#[derive(Clone)]
struct Caller {
    origin: String,
    device: String,
}

/// What anybody may ask for. All else needs a session.
fn is_public(path: &str) -> bool {
    const PATHS: [&str; 6] = ["/sign-in", "/healthz", "/readyz", "/favicon.svg", "/ui/sign_in", "/ui/invitation"];
    const FOLDERS: [&str; 3] = ["/pkg/", "/invitation/", "/session/"];
    PATHS.contains(&path) || FOLDERS.iter().any(|folder| path.starts_with(folder))
}

/// What is open between the password and the second factor.
fn is_between(path: &str) -> bool {
    matches!(path, "/second-factor" | "/ui/second_factor")
}

/// Lets requests in: refuses those that another site's page makes in a visitor's name, finds out who comes, and sends who
/// is not signed in to the door.
pub(crate) async fn guard(State(door): State<Door>, mut request: Request, next: Next) -> Response {
    if !request.method().is_safe() && is_cross_site(request.headers()) {
        tracing::warn!(path = request.uri().path(), "a request that another site made was refused");
        let words = "请求来自其他网站，已拒绝 / refused: the request was made by another site\n";
        return (StatusCode::FORBIDDEN, words).into_response();
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
    let device = request.headers().get(header::USER_AGENT).and_then(|d| d.to_str().ok()).unwrap_or_default().to_owned();
    let caller = Caller { origin: door.origin(request.headers(), peer), device };
    let path = request.uri().path().to_owned();
    if door.demo {
        request.extensions_mut().insert(Demo);
    }
    let mut signed = None;
    if let Some(token) = door.token(request.headers()).filter(|_| !path.starts_with("/pkg/")) {
        match door.services.visitor(&token, &caller.origin).await {
            Ok(visitor) => signed = visitor.map(|visitor| Signed { visitor, token }),
            Err(error) => {
                tracing::error!(%error, "a session could not be looked up");
                return StatusCode::SERVICE_UNAVAILABLE.into_response();
            }
        }
    }
    let admitted = match signed.as_ref().map(|s| &s.visitor) {
        _ if is_public(&path) => true,
        Some(Visitor::User(_)) => true,
        Some(Visitor::SecondFactor { .. }) => is_between(&path),
        None => false,
    };
    if !admitted {
        return turned_away(&request, signed.is_some());
    }
    if let Some(signed) = signed {
        request.extensions_mut().insert(signed);
    }
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// Pages lead to the sign-in page and back again; a page that is open hears that the session has ended; everything else
/// gets a plain 401.
fn turned_away(request: &Request, between: bool) -> Response {
    if request.uri().path().starts_with("/ui/") {
        return (StatusCode::UNAUTHORIZED, Json(PageError::SignedOut)).into_response();
    }
    let page = request.method() == Method::GET
        && request
            .headers()
            .get(header::ACCEPT)
            .is_none_or(|a| a.to_str().is_ok_and(|a| a.contains("text/html") || a.contains("*/*")));
    if !page {
        return (StatusCode::UNAUTHORIZED, "请先登录 / sign in first\n").into_response();
    }
    let door = if between { "/second-factor" } else { "/sign-in" };
    let wanted = request.uri().path_and_query().map_or("/", |p| p.as_str());
    see_other(&with_next(door, None, wanted))
}

/// Whether another site's page made the request. Browsers say so; programs without a browser say nothing and carry no
/// visitor's cookie.
fn is_cross_site(headers: &HeaderMap) -> bool {
    let value = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (value("sec-fetch-site"), value("origin")) {
        (Some(site), _) => site != "same-origin",
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_none() || host != value("host")
        }
        (None, None) => false,
    }
}

/// An address of this site: a path, never another host.
fn own_path(next: &str) -> &str {
    let plain = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(char::is_control)
        && next.parse::<Uri>().is_ok_and(|uri| uri.authority().is_none());
    if plain { next } else { "/" }
}

fn with_next(path: &str, error: Option<&str>, next: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    if let Some(error) = error {
        query.append_pair("error", error);
    }
    if own_path(next) != "/" {
        query.append_pair("next", next);
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

#[derive(Deserialize)]
struct SignInForm {
    login: String,
    password: String,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct CodeForm {
    code: String,
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
struct InvitationForm {
    token: String,
    new: String,
    again: String,
}

#[derive(Deserialize)]
struct PasswordForm {
    old: String,
    new: String,
    again: String,
}

#[derive(Deserialize)]
struct DemoForm {
    role: String,
    #[serde(default)]
    next: String,
}

/// The forms by which sessions begin and end.
pub(crate) fn routes(door: Door) -> Router {
    Router::new()
        .route("/session/sign-in", post(sign_in))
        .route("/session/second-factor", post(second_factor))
        .route("/session/invitation", post(invitation))
        .route("/session/password", post(password))
        .route("/session/sign-out", post(sign_out))
        .route("/session/sign-out-everywhere", post(sign_out_everywhere))
        .route("/session/demo", post(demo))
        .with_state(door)
}

impl Door {
    /// Answers what came of a sign-in: the next page with its cookie, or back with the reason.
    fn answer(&self, outcome: Result<SignIn, ServiceError>, from: &str, wrong: &str, next: &str) -> Response {
        match outcome {
            Ok(SignIn::Done(token)) => self.admitted(&token, own_path(next)),
            Ok(SignIn::SecondFactor(token)) => self.admitted(&token, &with_next("/second-factor", None, next)),
            Ok(SignIn::Wrong) => see_other(&with_next(from, Some(wrong), next)),
            Ok(SignIn::Locked(until)) => {
                let mut back = with_next(from, Some("locked"), next);
                back.push_str("&until=");
                back.extend(form_urlencoded::byte_serialize(office_time(until).as_bytes()));
                see_other(&back)
            }
            Err(error) => failed(&error, from),
        }
    }

    fn admitted(&self, token: &str, path: &str) -> Response {
        let mut response = see_other(path);
        response.headers_mut().append(header::SET_COOKIE, self.cookie(token, None));
        response
    }

    fn dismissed(&self) -> Response {
        let mut response = see_other("/sign-in");
        response.headers_mut().append(header::SET_COOKIE, self.cookie("", Some(0)));
        // What the browser still keeps of the pages.
        response.headers_mut().append("clear-site-data", HeaderValue::from_static("\"cache\""));
        response
    }
}

fn failed(error: &ServiceError, from: &str) -> Response {
    match error {
        ServiceError::NotFound(_) => see_other(&with_next(from, Some("ended"), "")),
        ServiceError::Denied(_) => StatusCode::FORBIDDEN.into_response(),
        ServiceError::Invalid { code: "password_weak", .. } => see_other(&with_next(from, Some("weak"), "")),
        ServiceError::Invalid { code: "password_wrong" | "locked", .. } => see_other(&with_next(from, Some("old"), "")),
        error => {
            tracing::error!(%error, "a session's form failed");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

type Who = axum::Extension<Caller>;
type MaybeSigned = Option<axum::Extension<Signed>>;

async fn sign_in(State(door): State<Door>, caller: Who, Form(form): Form<SignInForm>) -> Response {
    let Caller { origin, device } = caller.0;
    let credentials = Credentials { login: form.login, password: form.password, origin, device };
    let outcome = door.services.sign_in(credentials).await;
    door.answer(outcome, "/sign-in", "wrong", &form.next)
}

async fn second_factor(State(door): State<Door>, signed: MaybeSigned, Form(form): Form<CodeForm>) -> Response {
    let Some(signed) = signed else { return see_other("/sign-in") };
    let outcome = door.services.second_factor(&signed.token, &form.code).await;
    door.answer(outcome, "/second-factor", "code", &form.next)
}

async fn invitation(State(door): State<Door>, caller: Who, Form(form): Form<InvitationForm>) -> Response {
    // Only what a token is made of goes back into an address.
    let token: String = form.token.chars().filter(char::is_ascii_hexdigit).collect();
    let from = format!("/invitation/{token}");
    if form.new != form.again {
        return see_other(&with_next(&from, Some("differ"), ""));
    }
    let outcome = door.services.accept_invitation(&token, form.new, &caller.origin, &caller.device).await;
    door.answer(outcome, &from, "wrong", "")
}

async fn password(State(door): State<Door>, signed: MaybeSigned, Form(form): Form<PasswordForm>) -> Response {
    let signed = signed.map(|s| s.0);
    let Some((signed, actor)) = signed.and_then(|s| s.actor().map(|actor| (s, actor))) else {
        return see_other("/sign-in");
    };
    if form.new != form.again {
        return see_other("/account?error=differ");
    }
    match door.services.change_password(&actor, &signed.token, form.old, form.new).await {
        Ok(()) => see_other("/account?done"),
        Err(error) => failed(&error, "/account"),
    }
}

async fn sign_out(State(door): State<Door>, signed: MaybeSigned) -> Response {
    if let Some(signed) = signed
        && let Err(error) = door.services.sign_out(signed.actor().as_ref(), &signed.token).await
    {
        return failed(&error, "/sign-in");
    }
    door.dismissed()
}

async fn sign_out_everywhere(State(door): State<Door>, signed: MaybeSigned) -> Response {
    if let Some(actor) = signed.and_then(|s| s.actor())
        && let Err(error) = door.services.sign_out_everywhere(&actor).await
    {
        return failed(&error, "/account");
    }
    door.dismissed()
}

async fn demo(State(door): State<Door>, caller: Who, Form(form): Form<DemoForm>) -> Response {
    let Some(role) = Role::parse(&form.role).filter(|_| door.demo) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match door.services.demo_sign_in(role, &caller.origin, &caller.device).await {
        Ok(token) => door.admitted(&token, own_path(&form.next)),
        Err(ServiceError::NotFound(_)) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error, "/sign-in"),
    }
}
