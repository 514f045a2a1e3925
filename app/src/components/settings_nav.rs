//! The way between the pages of the settings. Each page of `/settings/` has it at its top.

use baogong_domain::access::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::{
    me,
    text::{Text, board, jobs, settings as words, use_lang},
};

/// Where the room of the settings begins.
pub(crate) const SETTINGS_ADDRESS: &str = "/settings/rules";

/// The links, each to a page that the reader may open.
#[component]
pub(crate) fn SettingsNav() -> impl IntoView {
    let lang = use_lang();
    let path = use_location().pathname;
    let reads = me::may(Action::WriteSettings) || me::may(Action::ReadCompleteness);
    let pages: [(&'static str, Text, bool); 3] = [
        ("/settings/rules", words::RULES, me::may(Action::WriteSettings) || me::reaches_all(Action::ReadSituation)),
        ("/settings/calendar", board::CALENDAR, reads),
        ("/settings/jobs", jobs::JOBS, me::may(Action::ReadJobs)),
    ];
    let link = |(address, name, may): (&'static str, Text, bool)| {
        let here = move || (path.get() == address).then_some("page");
        may.then(|| view! { <a href=address aria-current=here>{name.get(lang)}</a> })
    };
    view! {
        <nav class="settings-nav" aria-label=words::SETTINGS.get(lang)>
            {pages.map(link).into_iter().flatten().collect_view()}
        </nav>
    }
    .into_any()
}
