//! The user interface: pages that the server writes complete and the browser then takes over, in Chinese and English.
//!
//! Nothing is judged here: levels, gaps and ratios come from the domain, pages only arrange and print them. The same
//! code runs on the server (feature `ssr`) and in the browser (feature `hydrate`), so what one prints the other reads.
// Pages are deeply nested types.
#![recursion_limit = "1024"]
#![allow(
    clippy::needless_pass_by_value,
    reason = "components take their properties by value: the `view!` macro hands them over"
)]
#![expect(unreachable_pub, reason = "the component macro repeats the visibility in places where it cannot be reached")]
#![cfg_attr(
    not(any(feature = "ssr", feature = "hydrate")),
    allow(dead_code, reason = "without one of its features the crate is only looked at, never run")
)]

mod components;
mod desk;
#[cfg(feature = "ssr")]
pub mod files;
mod form_error;
mod format;
mod links;
mod me;
pub mod model;
mod pages;
#[cfg(feature = "ssr")]
mod request;
pub mod server_functions;
#[cfg(feature = "ssr")]
pub mod session;
mod text;
#[cfg(feature = "ssr")]
mod view_model;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

use components::{header::Header, level_badge::Shapes};
use pages::{
    account::{AccountPage, InvitationPage, SecondFactorPage, SignInPage},
    accounts::AccountsPage,
    alerts::{AlertPage, AlertsPage, ShiftPage},
    audit::AuditPage,
    board::{BoardPage, MissingPage},
    calendar::CalendarPage,
    desk::DeskPage,
    desk_plan::PlanPage,
    figures::FiguresPage,
    files::FilesPage,
    item::ItemPage,
    jobs::JobsPage,
    not_found::NotFound,
    overview::Overview,
    registry::{NewPartyPage, PartiesPage, PartyPage},
    roster::RosterPage,
    rules::RulesPage,
};
use text::Lang;

/// What every page's response carries, said before the page is made: which scripts it may run.
#[cfg(feature = "ssr")]
pub fn prepare_response() {
    request::set_content_policy();
}

/// The document around [`App`], written by the server.
#[cfg(feature = "ssr")]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let lang = Lang::of_page();
    request::remember_language();
    let me = me::of_page().and_then(|me| serde_json::to_string(&me).ok());
    let me = me.map(|me| view! { <meta name=me::META content=me /> });
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" content="#0e2a2b" />
                {me}
                <link rel="icon" type="image/svg+xml" href="/favicon.svg" />
                <link rel="stylesheet" href="/pkg/baogong.css" />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <leptos_meta::MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The whole user interface.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(Lang::of_page());
    provide_context(me::of_page());
    components::desk::keeping::guard_sign_out();
    form_error::provide(Lang::of_page());
    // Only in the browser, when it has taken the page over; end-to-end tests wait for it.
    Effect::new(|| {
        if let Some(html) = document().document_element() {
            drop(html.set_attribute("data-live", ""));
        }
    });
    view! {
        <Shapes />
        <Router>
            <Header />
            <FlatRoutes fallback=NotFound>
                <Route path=path!("/") view=Overview ssr=SsrMode::Async />
                <Route path=path!("/items/:code") view=ItemPage ssr=SsrMode::Async />
                <Route path=path!("/alerts") view=AlertsPage ssr=SsrMode::Async />
                <Route path=path!("/alerts/shift") view=ShiftPage ssr=SsrMode::Async />
                <Route path=path!("/alerts/:id") view=AlertPage ssr=SsrMode::Async />
                <Route path=path!("/figures") view=FiguresPage ssr=SsrMode::Async />
                <Route path=path!("/board") view=BoardPage ssr=SsrMode::Async />
                <Route path=path!("/board/:party") view=MissingPage ssr=SsrMode::Async />
                <Route path=path!("/parties") view=PartiesPage ssr=SsrMode::Async />
                <Route path=path!("/parties/:code") view=PartyPage ssr=SsrMode::Async />
                <Route path=path!("/register") view=NewPartyPage ssr=SsrMode::Async />
                <Route path=path!("/roster") view=RosterPage ssr=SsrMode::Async />
                <Route path=path!("/settings/calendar") view=CalendarPage ssr=SsrMode::Async />
                <Route path=path!("/settings/jobs") view=JobsPage ssr=SsrMode::Async />
                <Route path=path!("/settings/rules") view=RulesPage ssr=SsrMode::Async />
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                <Route path=path!("/second-factor") view=SecondFactorPage ssr=SsrMode::Async />
                <Route path=path!("/invitation/:token") view=InvitationPage ssr=SsrMode::Async />
                <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                <Route path=path!("/audit") view=AuditPage ssr=SsrMode::Async />
                <Route path=path!("/accounts") view=AccountsPage ssr=SsrMode::Async />
                <Route path=path!("/desk") view=DeskPage ssr=SsrMode::Async />
                <Route path=path!("/desk/plan") view=PlanPage ssr=SsrMode::Async />
                <Route path=path!("/files") view=FilesPage ssr=SsrMode::Async />
                // The same page answers its forms where there is no JavaScript.
                <Route path=path!("/files/preview") view=FilesPage ssr=SsrMode::Async />
                <Route path=path!("/files/import") view=FilesPage ssr=SsrMode::Async />
                <Route path=path!("/files/refused") view=FilesPage ssr=SsrMode::Async />
            </FlatRoutes>
        </Router>
    }
}
