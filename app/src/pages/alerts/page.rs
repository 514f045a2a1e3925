//! One alert: how bad it is and why, what happened, what may be done.

use leptos::prelude::*;

use super::{Acts, declared, facts, forms, head, row, rule, timeline, words as say};
use crate::{
    components::{as_of::AsOf, status::Status},
    model::alerts::{AlertDetailView, AlertRow},
    text::{self, Text, alerts as words, use_lang},
};

/// The page.
pub(super) fn page(view: AlertDetailView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let title = say::about(&view.row.about, lang);
    let here = format!("/alerts/{}", view.row.id);
    let past = view.as_of.is_some();
    view! {
        <leptos_meta::Title text=text::page_title(lang, &title) />
        <main id="main">
            <Status taken=view.taken.clone() season=view.rule.season.clone() days_left=None lost=false />
            {(view.sees_all || past)
                .then(|| view! { <AsOf at=view.as_of.unwrap_or(view.taken.at) past path=here note=words::AS_OF_NOTE /> })}
            <div class="page alert-page">
                <header class=format!("panel alert-head alert-head-{}", view.row.level.code())>
                    <nav class="crumbs" aria-label=words::ALERTS.get(lang)>
                        <a href="/alerts">{words::CRUMB.get(lang)}</a>
                        <span aria-hidden="true">"›"</span>
                        <span>{format!("#{}", view.row.id)}</span>
                    </nav>
                    <div class="alert-title">
                        <h1>{title}</h1>
                        {print_button()}
                    </div>
                    <p class="alert-line">{head::line(&view)}</p>
                    {head::facts_of_life(&view)}
                </header>
                <div class="alert-main">
                    <section class="panel judged-by" aria-labelledby="numbers">
                        <h2 id="numbers">{words::NUMBERS.get(lang)}</h2>
                        {facts::numbers(&view)}
                        {links(&view)}
                    </section>
                    {facts::curve(&view)}
                    {around(&view)}
                    {timeline::timeline(&view.timeline)}
                </div>
                <div class="alert-side">
                    {view.may_handle.then(|| forms::acts(&view, acts))} {declared::section(&view, acts)} {rule::rule(&view)}
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// Prints the page; without JavaScript the browser's own menu does.
fn print_button() -> AnyView {
    view! {
        <button
            class="button print-button"
            type="button"
            on:click=|_| {
                let _ = window().print();
            }
        >
            {words::PRINT.get(use_lang())}
        </button>
    }
    .into_any()
}

/// The ways to the figures and the people behind the numbers.
fn links(view: &AlertDetailView) -> AnyView {
    let lang = use_lang();
    let link = |address: String, name: Text| view! { <a href=address>{name.get(lang)}</a> };
    let party = view.party.as_ref().map(|code| {
        view! {
            {link(format!("/desk?party={code}"), words::TO_DESK)} {link(format!("/board/{code}"), words::TO_DUTIES)}
            {link(format!("/parties/{code}"), words::TO_PARTY)}
        }
    });
    view! {
        <nav class="alert-links" aria-label=words::NUMBERS.get(lang)>
            {link(format!("/items/{}", view.row.about.item.code), words::TO_ITEM)} {party}
        </nav>
    }
    .into_any()
}

/// What it follows from, and what follows from it.
fn around(view: &AlertDetailView) -> Option<AnyView> {
    let lang = use_lang();
    if view.cause.is_none() && view.consequences.is_empty() {
        return None;
    }
    let place = row::Place { now: view.as_of.unwrap_or(view.taken.at), as_of: view.as_of, choice: None };
    let list = |title: Text, id: &'static str, rows: Vec<&AlertRow>| {
        (!rows.is_empty()).then(|| {
            let rows = rows.into_iter().map(|r| view! { <li>{row::row(r, place)}</li> }).collect_view();
            view! {
                <section class=format!("panel around {id}") aria-labelledby=id>
                    <h2 id=id>{title.get(lang)}</h2>
                    <ul class="alert-list">{rows}</ul>
                </section>
            }
        })
    };
    Some(
        view! {
            {list(words::CAUSE, "cause", view.cause.iter().collect())}
            {list(words::CONSEQUENCES, "consequences", view.consequences.iter().collect())}
        }
        .into_any(),
    )
}
