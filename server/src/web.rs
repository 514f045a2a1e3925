//! The web server: pages, their server functions, and the files that the browser loads.

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use crate::session::{self, Door};
use axum::{
    Router,
    http::{HeaderName, HeaderValue, StatusCode, header::CACHE_CONTROL},
    middleware::from_fn_with_state,
    routing::get,
};
use baogong_domain::access::Actor;
use baogong_services::{ServiceError, Services};
use leptos::prelude::{LeptosOptions, provide_context};
use leptos_axum::{LeptosRoutes as _, generate_route_list};
use tower_http::{
    services::{ServeDir, ServeFile},
    set_header::SetResponseHeaderLayer,
};

/// Serves until it is told to stop; requests under way are finished first.
pub(crate) async fn serve(door: Door, listen: SocketAddr) -> Result<ExitCode, ServiceError> {
    if door.demo {
        // Anybody who reaches it may sign in as anybody.
        if !listen.ip().is_loopback() {
            let message =
                format!("演示只能监听本机 / --demo listens on this machine only, not on {listen}; use 127.0.0.1");
            return Err(ServiceError::invalid("not_loopback", message));
        }
        if door.services.demo_day().await?.is_none() {
            let message = "该数据库不是演示城市 / --demo serves only a database that `baogong demo` made";
            return Err(ServiceError::invalid("not_a_demo", message));
        }
    }
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let failed = |e: std::io::Error| {
        ServiceError::invalid(
            "listen_failed",
            format!(
                "无法监听 {listen} / cannot listen on {listen}: {e}; is another baogong running? choose another --listen"
            ),
        )
    };
    let listener = tokio::net::TcpListener::bind(listen).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    println!("保供 Baogong: http://{address}");
    if !door.demo
        && let Some(invitation) = door.services.first_administrator(&Actor::System).await?
    {
        println!(
            "还没有管理员，请打开一次性链接设置密码 / no administrator yet: choose the password of {} at this one-time link:\n  http://{address}{}",
            invitation.login,
            invitation.path()
        );
    }
    let service = router(door, address).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await.map_err(failed)?;
    Ok(ExitCode::SUCCESS)
}

/// All routes.
pub(crate) fn router(door: Door, address: SocketAddr) -> Router {
    let services = door.services.clone();
    let site = site_root();
    let options = LeptosOptions::builder()
        .output_name("baogong")
        .site_root(site.to_string_lossy().into_owned())
        .site_pkg_dir("pkg")
        .site_addr(address)
        .build();
    let checked = services.clone();
    let file_doors = crate::files::routes(services.clone(), options.clone());
    let context = move || {
        provide_context(services.clone());
        baogong_app::prepare_response();
    };
    let shell_options = options.clone();
    // What is built anew keeps its name, so browsers ask each time whether it changed.
    let fresh = SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let files = Router::new()
        .nest_service("/pkg", ServeDir::new(site.join("pkg")))
        .route_service("/favicon.svg", ServeFile::new(site.join("favicon.svg")))
        .layer(fresh);
    let private = SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Not leptos's own handler for files: it would hand the headers of a page that is being made to the file.
    let unknown_shell = options.clone();
    let unknown =
        leptos_axum::render_app_async_with_context(context.clone(), move || baogong_app::shell(unknown_shell.clone()));
    Router::new()
        .leptos_routes_with_context(&options, generate_route_list(baogong_app::App), context, move || {
            baogong_app::shell(shell_options.clone())
        })
        .fallback(unknown)
        .with_state(options)
        .layer(private.clone())
        .merge(files)
        .route("/healthz", get(|| async { "ok" }))
        .route("/readyz", get(move || ready(checked.clone())))
        .merge(session::routes(door.clone()).layer(private.clone()))
        .merge(file_doors)
        .layer(from_fn_with_state(door, session::guard))
        .layer(safe("x-content-type-options", "nosniff"))
        .layer(safe("x-frame-options", "DENY"))
        .layer(safe("referrer-policy", "same-origin"))
        .layer(safe("cross-origin-opener-policy", "same-origin"))
        .layer(safe("cache-control", "no-store"))
        .layer(safe("content-security-policy", "default-src 'none'; frame-ancestors 'none'; form-action 'self'"))
}

/// A header for every answer that does not bring its own.
fn safe(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
}

/// Whether the database answers: without it the program is alive but of no use.
async fn ready(services: Services) -> (StatusCode, &'static str) {
    match services.ready().await {
        Ok(()) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}

/// Where the browser's files are: what the build tool says, else `site` beside the program (debug build), else beside
/// its folder (release build).
fn site_root() -> PathBuf {
    if let Some(root) = std::env::var_os("LEPTOS_SITE_ROOT") {
        return root.into();
    }
    let program = std::env::current_exe().unwrap_or_default();
    let folder = program.parent().map(std::path::Path::to_path_buf).unwrap_or_default();
    let beside = folder.join("site");
    if beside.is_dir() { beside } else { folder.parent().unwrap_or(&folder).join("site") }
}

async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminated) => {
            tokio::select! { _ = interrupted => {}, _ = terminated.recv() => {} }
        }
        Err(_) => drop(interrupted.await),
    }
}
