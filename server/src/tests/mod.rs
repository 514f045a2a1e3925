//! The web server asked by HTTP, without a network: every request goes through the same door as in life.

mod desk;
mod files;
mod pages;
mod routes;
mod sessions;

use std::net::SocketAddr;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use baogong_domain::access::{Actor, Role};
use baogong_services::{Services, clock::Clock, demo_site::DemoSize};
use tower::ServiceExt as _;

use crate::{session::Door, web};

/// A site of its own, served.
struct Site {
    services: Services,
    router: Router,
    _folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The session's cookie that was set, `name=token`.
    fn cookie(&self) -> String {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|v| v.to_str().ok());
        let found = lines.filter(|line| line.contains("baogong=")).find_map(|line| line.split(';').next());
        found.unwrap_or_default().to_owned()
    }
}

/// Whether the site is empty or the demo city, and how it is reached.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Demo,
    /// Empty, outside loopback.
    Public,
}

impl Site {
    async fn open(kind: Kind) -> Self {
        let folder = tempfile::TempDir::new().unwrap();
        let database = format!("sqlite:{}", folder.path().join("web.db").display());
        let clock = Clock::Fixed("2026-11-23T02:10:00Z".parse().unwrap());
        let services = Services::open(&database, clock).await.unwrap();
        services.migrate(&Actor::System).await.unwrap();
        if kind == Kind::Demo {
            services.seed_demo(&Actor::System, DemoSize { copies: 1, months: 1 }, |_, _| {}).await.unwrap();
        }
        let door = Door {
            services: services.clone(),
            secure: kind == Kind::Public,
            proxies: Vec::new(),
            demo: kind == Kind::Demo,
        };
        let router = web::router(door, SocketAddr::from(([127, 0, 0, 1], 3000)));
        Self { services, router, _folder: folder }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, cookie: &str, form: &str) -> Answer {
        self.request(Method::POST, path, cookie, "application/x-www-form-urlencoded", form).await
    }

    async fn post_json(&self, path: &str, cookie: &str, json: &str) -> Answer {
        self.request(Method::POST, path, cookie, "application/json", json).await
    }

    async fn request(&self, method: Method, path: &str, cookie: &str, kind: &str, body: &str) -> Answer {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::COOKIE, cookie).header(header::CONTENT_TYPE, kind);
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// Signs in as the demo's person of a role; the cookie.
    async fn signed_in(&self, role: Role) -> String {
        let answer = self.post("/session/demo", "", &format!("role={}", role.code())).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{role:?}");
        answer.cookie()
    }
}
