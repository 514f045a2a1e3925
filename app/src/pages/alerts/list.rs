//! The list: how many of what, a filter, and the alerts with their consequences folded under them.

use leptos::{form::ActionForm, prelude::*};

use super::{Acts, address, declared, filter, parameters, row};
use crate::{
    components::{as_of::AsOf, empty_state::Empty, status::Status},
    format,
    model::alerts::{AlertAsk, AlertGroup, AlertsView},
    pages::board::outcome,
    server_functions::PageError,
    text::{self, Lang, alerts as words, use_lang},
};

/// The page.
pub(super) fn page(view: AlertsView, acts: Acts, chosen: RwSignal<usize>) -> AnyView {
    let lang = use_lang();
    let judged = match view.judged {
        _ if view.as_of.is_some() => String::new(),
        Some((day, at)) => words::judged(lang, &format::day(day, lang), &super::words::short(at, view.taken.at, lang)),
        None => words::NEVER_JUDGED.get(lang).to_owned(),
    };
    let filtered = AlertAsk { before: String::new(), rows: String::new(), as_of: String::new(), ..view.ask.clone() };
    let body = match (view.groups.is_empty(), filtered == AlertAsk::default()) {
        (true, true) => view! { <Empty title=words::NO_ALERTS note=words::NO_ALERTS_NOTE /> }.into_any(),
        (true, false) => view! { <Empty title=words::NO_MATCH note=words::NO_MATCH_NOTE /> }.into_any(),
        (false, _) => alerts(&view, acts, chosen),
    };
    let to_shift = view.sees_all.then(|| {
        view! {
            <a class="button" href="/alerts/shift">
                {words::TO_SHIFT.get(lang)}
            </a>
        }
    });
    let past = view.as_of.is_some();
    let rest = AlertAsk { as_of: String::new(), before: String::new(), ..view.ask.clone() };
    let also = parameters(&rest).map(|(name, value)| (name, value.to_owned())).to_vec();
    let resolved = address(&AlertAsk { state: "resolved".to_owned(), as_of: String::new(), ..AlertAsk::default() });
    view! {
        <leptos_meta::Title text=text::page_title(lang, words::LIST_TITLE.get(lang)) />
        <main id="main">
            <Status taken=view.taken.clone() season=view.season.clone() days_left=None lost=false />
            {(view.sees_all || past)
                .then(|| view! { <AsOf at=view.as_of.unwrap_or(view.taken.at) past path="/alerts" also note=words::AS_OF_NOTE /> })}
            <div class="page alerts-page">
                <header class="alerts-head">
                    <div>
                        <h1>{words::LIST_TITLE.get(lang)}</h1>
                        <p class="hint">{judged}</p>
                    </div>
                    <div class="actions">
                        {to_shift}
                        <a class="button" href=resolved>
                            {words::RESOLVED_LINK.get(lang)}
                        </a>
                    </div>
                </header>
                {filter::tiles(&view)}
                {declared::to_confirm(&view.declared, acts)}
                {filter::form(&view)}
                <section class="panel alert-list-panel" aria-labelledby="alerts">
                    <h2 id="alerts">
                        {words::ALERTS.get(lang)} " " <small role="status">{words::found(lang, view.found)}</small>
                    </h2>
                    {move || taken(acts.take.value().get(), lang)}
                    {body}
                    {further(&view)}
                </section>
                {declared::in_force(&view.declared, acts)}
            </div>
        </main>
    }
    .into_any()
}

/// What became of taking alerts.
fn taken(value: Option<Result<usize, PageError>>, lang: Lang) -> Option<AnyView> {
    match value? {
        Ok(0) => outcome(Some(Ok(())), words::TAKEN_ALREADY, lang),
        Ok(count) => Some(view! { <p class="done" role="status">{words::taken(lang, count)}</p> }.into_any()),
        Err(error) => outcome(Some(Err(error)), words::ACKNOWLEDGED, lang),
    }
}

/// The groups; for who may handle them in a form that takes what is ticked.
fn alerts(view: &AlertsView, acts: Acts, chosen: RwSignal<usize>) -> AnyView {
    let choosing = view.may_handle && view.groups.iter().any(|g| g.row.is_open());
    let all = RwSignal::new(false);
    let place = row::Place {
        now: view.as_of.unwrap_or(view.taken.at),
        as_of: view.as_of,
        choice: choosing.then_some((all, chosen)),
    };
    let groups = view.groups.iter().map(|g| group(g, place)).collect_view();
    let list = view! { <ul class="alert-list">{groups}</ul> };
    if !choosing {
        return list.into_any();
    }
    let count =
        view.groups.iter().map(|g| usize::from(g.row.is_open()) + g.under.iter().filter(|r| r.is_open()).count()).sum();
    view! {
        <ActionForm action=acts.take attr:class="alert-choice">
            {list}
            {bar(all, chosen, count)}
        </ActionForm>
    }
    .into_any()
}

/// An alert, and folded under it what follows from it.
fn group(group: &AlertGroup, place: row::Place) -> AnyView {
    let lang = use_lang();
    let under = (!group.under.is_empty()).then(|| {
        let rows = group.under.iter().map(|r| view! { <li>{row::row(r, place)}</li> }).collect_view();
        view! {
            <details class="al-under">
                <summary>{words::consequences(lang, group.under.len())}</summary>
                <ul>{rows}</ul>
            </details>
        }
    });
    view! { <li>{row::row(&group.row, place)} {under}</li> }.into_any()
}

/// Taking what is ticked: asked once more before it is done.
fn bar(all: RwSignal<bool>, chosen: RwSignal<usize>, count: usize) -> AnyView {
    let lang = use_lang();
    view! {
        <div class="choice-bar" class:choosing=move || { chosen.get() > 0 }>
            <label class="flag">
                <input
                    type="checkbox"
                    prop:checked=move || all.get()
                    on:change=move |event| {
                        let ticked = event_target_checked(&event);
                        all.set(ticked);
                        chosen.set(if ticked { count } else { 0 });
                    }
                />
                <span>{words::SELECT_ALL.get(lang)}</span>
            </label>
            <output class="choice-count">
                {move || (chosen.get() > 0).then(|| words::chosen(lang, chosen.get()))}
            </output>
            <label class="confirm">
                <input type="checkbox" required />
                <span>{words::CONFIRM_TAKE.get(lang)}</span>
            </label>
            <button class="button primary" type="submit">
                {words::TAKE_CHOSEN.get(lang)}
            </button>
        </div>
    }
    .into_any()
}

/// The way to what is not listed.
fn further(view: &AlertsView) -> Option<AnyView> {
    let lang = use_lang();
    let link = |ask: AlertAsk, name: text::Text| {
        view! {
            <p class="more">
                <a class="button" href=address(&ask)>
                    {name.get(lang)}
                </a>
            </p>
        }
    };
    if view.more > 0 {
        let all = link(AlertAsk { rows: "all".to_owned(), ..view.ask.clone() }, words::SHOW_ALL);
        return Some(view! { <p class="hint">{words::more_groups(lang, view.more)}</p> {all} }.into_any());
    }
    let next = view.next?;
    Some(link(AlertAsk { before: next.to_string(), ..view.ask.clone() }, words::LOAD_MORE).into_any())
}
