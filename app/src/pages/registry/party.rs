//! One party: its facts, whom to telephone, its way through the rosters; and the form of a new one.

use baogong_domain::{PartyKind, access::Action};
use chrono::Datelike as _;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{contacts::contacts, facts, head, party_address};
use crate::{
    components::empty_state::{Failure, loading},
    me,
    model::{
        Name,
        registry::{EventView, PartyForm, PartyView},
    },
    pages::roster,
    server_functions::registry::{get_party, get_party_choices},
    text::{self, Lang, registry as words, use_lang},
};

/// `/parties/:code`
#[component]
pub(crate) fn PartyPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let code = Memo::new(move |_| params.read().get("code").unwrap_or_default());
    let editing = Memo::new(move |_| query.read().get("edit").is_some());
    // Only what was done asks anew: a refused form stays as it was typed.
    let done = RwSignal::new(0_usize);
    let view = Resource::new_blocking(move || (code.get(), done.get()), |(code, _)| get_party(code));
    view! {
        <Transition fallback=loading>
            {move || {
                let editing = editing.get();
                Suspend::new(async move {
                    match view.await {
                        Ok(view) => page(view, editing, done),
                        Err(error) => view! { <Failure error /> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

fn page(view: PartyView, editing: bool, done: RwSignal<usize>) -> AnyView {
    let lang = use_lang();
    let name = Name { zh: view.form.name.clone(), en: view.form.name_en.clone() }.get(lang).to_owned();
    let code = view.form.code.clone();
    let changed = move || done.update(|count| *count += 1);
    let kind = PartyKind::parse(&view.form.kind).unwrap_or(PartyKind::Enterprise);
    let may_change = view.choices.is_some();
    let (edit, facts) = match view.choices.clone().filter(|_| editing) {
        Some(choices) => (None, facts::form(view.form.clone(), view.revision, choices, changed)),
        None => (may_change.then(|| edit_link(&code, lang)), facts::facts(&view, lang)),
    };
    let reports = kind.can_supply() || kind.can_consume();
    let duties = (reports && me::may(Action::ReadCompleteness)).then(|| {
        view! {
            <a class="button" href=format!("/board/{code}")>
                {words::DUTIES.get(lang)}
            </a>
        }
    });
    let people = view.contacts.as_ref().map(|list| contacts(&code, list, may_change, changed));
    let history = (kind.can_be_key() || !view.events.is_empty()).then(|| history(&view, may_change, changed, lang));
    view! {
        <leptos_meta::Title text=text::page_title(lang, &name) />
        <main id="main" class="page registry party-page">
            <header class="registry-head">
                <div>
                    <nav class="crumbs" aria-label=words::PARTIES.get(lang)>
                        <a href="/parties">{words::PARTIES.get(lang)}</a>
                        <span aria-hidden="true">"›"</span>
                        <span>{words::kind_name(kind.code(), lang)}</span>
                    </nav>
                    <h1>{name} " " <small>{code.clone()}</small></h1>
                </div>
                <div class="actions">{edit} {duties}</div>
            </header>
            <section class="panel" aria-labelledby="facts">
                <h2 id="facts">{words::FACTS.get(lang)}</h2>
                {facts}
            </section>
            <div class="side">{people} {history}</div>
        </main>
    }
    .into_any()
}

fn edit_link(code: &str, lang: Lang) -> AnyView {
    view! {
        <a class="button primary" href=format!("{}?edit", party_address(code))>
            {words::EDIT.get(lang)}
        </a>
    }
    .into_any()
}

/// Its way through the rosters, the last step first; for the office the form of an entry.
fn history(view: &PartyView, may_change: bool, changed: impl Fn() + 'static, lang: Lang) -> AnyView {
    let insider = view.events.iter().any(|event| !event.actor.is_empty());
    let row = |event: &EventView| {
        let step = if event.entry { words::ENTRY } else { words::EXIT };
        view! {
            <tr class:off=!event.entry>
                <td class="when">{event.on.to_string()}</td>
                <td>{step.get(lang)}</td>
                <td>{format!("{} {}", event.year, words::tier_name(&event.tier, lang))}</td>
                <td>{event.reason.clone()}</td>
                {insider.then(|| view! { <td>{event.actor.clone()}</td> })}
            </tr>
        }
    };
    let table = (!view.events.is_empty()).then(|| {
        view! {
            <div class="scroll">
                <table class="plain">
                    <thead>
                        <tr>
                            {head(words::DAY, "")} {head(words::STEP, "")} {head(words::TIER, "")}
                            {head(words::REASON, "")} {insider.then(|| head(words::CLERK, ""))}
                        </tr>
                    </thead>
                    <tbody>{view.events.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    });
    let none = view.events.is_empty().then(|| view! { <p class="hint">{words::NO_HISTORY.get(lang)}</p> });
    let year = view.today.year();
    let enter = may_change.then(|| {
        let form = roster::entry(Some(&view.form.code), &[], year, view.today, "", changed);
        view! {
            <details class="act">
                <summary>{words::ENTER.get(lang)}</summary>
                {form}
            </details>
        }
    });
    view! {
        <section class="panel" aria-labelledby="history">
            <h2 id="history">{words::HISTORY.get(lang)}</h2>
            {none}
            {table}
            {enter}
        </section>
    }
    .into_any()
}

/// `/register`
#[component]
pub(crate) fn NewPartyPage() -> impl IntoView {
    let choices = Resource::new_blocking(|| (), |()| get_party_choices());
    let lang = use_lang();
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match choices.await {
                    Err(error) => view! { <Failure error /> }.into_any(),
                    Ok(choices) => {
                        let kind = PartyKind::Enterprise.code().to_owned();
                        let form = facts::form(PartyForm { kind, ..PartyForm::default() }, 0, choices, || {});
                        view! {
                            <leptos_meta::Title text=text::page_title(lang, words::NEW_PARTY.get(lang)) />
                            <main id="main" class="page registry">
                                <header class="registry-head">
                                    <h1>{words::NEW_PARTY.get(lang)}</h1>
                                </header>
                                <section class="panel">{form}</section>
                            </main>
                        }
                            .into_any()
                    }
                }
            })}
        </Transition>
    }
    .into_any()
}
