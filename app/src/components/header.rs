//! The band at the top of every page: whose page it is, the rooms that the person may enter, and the way to the other language.

use baogong_domain::access::{Action, Reach, Role};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    components::settings_nav::SETTINGS_ADDRESS,
    me,
    model::accounts::{Me, role_name},
    text::{self, Lang, Text, accounts as words, use_lang},
};

/// A room: its address, its name, and who may enter.
type Room = (&'static str, Text, fn(Role) -> bool);

/// The rooms in the order in which people use them.
const ROOMS: [Room; 10] = [
    ("/", text::OVERVIEW, |role| allows(role, Action::ReadSituation)),
    ("/alerts", text::alerts::ALERTS, |role| allows(role, Action::ReadSituation)),
    ("/desk", text::desk::DESK, |role| allows(role, Action::ReadFigures)),
    ("/files", text::files::FILES, |role| allows(role, Action::WriteFigures)),
    ("/board", text::board::BOARD, |role| allows(role, Action::ReadCompleteness)),
    ("/parties", text::registry::PARTIES, |role| allows(role, Action::ReadParties)),
    ("/roster", text::registry::ROSTER, |role| reaches_all(role, Action::ReadCompleteness)),
    (SETTINGS_ADDRESS, text::settings::SETTINGS, |role| {
        allows(role, Action::WriteSettings) || allows(role, Action::ReadJobs)
    }),
    ("/audit", text::audit::AUDIT, |role| allows(role, Action::ReadAudit)),
    ("/accounts", words::ACCOUNTS, |role| allows(role, Action::ManageAccounts)),
];

const fn allows(role: Role, action: Action) -> bool {
    baogong_domain::access::reach(role, action).is_some()
}

const fn reaches_all(role: Role, action: Action) -> bool {
    matches!(baogong_domain::access::reach(role, action), Some(Reach::All))
}

/// The band.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let lang = use_lang();
    let other = lang.other();
    let person = me::use_me().and_then(|me| Some((me.role()?, me)));
    let rooms = person.as_ref().map(|(role, _)| rooms(*role));
    let menu = person.map(|(role, me)| menu(role, &me));
    view! {
        <a class="skip" href="#main" rel="external">
            {text::SKIP.get(lang)}
        </a>
        <header class="masthead">
            <a class="brand" href="/">
                <span class="seal" lang="zh-CN" aria-hidden="true">
                    "保供"
                </span>
                <span class="wordmark">
                    <span lang="zh-CN" class="vh">
                        {text::PRODUCT.get(Lang::Zh)}
                    </span>
                    {text::PRODUCT.get(Lang::En)}
                </span>
                <span class="tagline">{text::TAGLINE.get(lang)}</span>
            </a>
            {rooms}
            // Loads the page anew: the server alone decides about the language.
            <a class="language" href=format!("?lang={}", other.code()) hreflang=other.tag() lang=other.tag() rel="external">
                {match other {
                    Lang::Zh => "中文",
                    Lang::En => "English",
                }}
            </a>
            {menu}
        </header>
    }
    .into_any()
}

fn rooms(role: Role) -> AnyView {
    let lang = use_lang();
    let path = use_location().pathname;
    let link = |(address, name, allowed): Room| {
        // A room of several pages is one: its pages have a way of their own between them.
        let here = move || {
            let path = path.get();
            let inside = address == SETTINGS_ADDRESS && path.starts_with("/settings/");
            if path == address { Some("page") } else { inside.then_some("true") }
        };
        allowed(role).then(|| view! { <a href=address aria-current=here>{name.get(lang)}</a> })
    };
    view! {
        <nav class="rooms" aria-label=words::MENU.get(lang)>
            {ROOMS.map(link).into_iter().flatten().collect_view()}
        </nav>
    }
    .into_any()
}

fn menu(role: Role, me: &Me) -> AnyView {
    let lang = use_lang();
    view! {
        <div class="person">
            <a href="/account">
                <span>{me.name.clone()}</span>
                " "
                <small>{role_name(role).get(lang).to_owned()}</small>
            </a>
            <form method="post" action="/session/sign-out">
                <button type="submit">{words::SIGN_OUT.get(lang)}</button>
            </form>
        </div>
    }
    .into_any()
}
