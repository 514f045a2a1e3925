//! One item: its numbers, its curve, who is short, what is unknown, and by which rule that is judged.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::overview::names;
use crate::{
    components::{
        alert_table::{AlertTable, Of},
        chart::Chart,
        day_table::DayTable,
        empty_state::{Empty, Failure},
        item_table::marks,
        numbers::Numbers,
        rule_table::Rule,
        status::Status,
    },
    model::{AlertView, ItemView, Shortage, State},
    server_functions::get_item,
    text::{self, Text, use_lang},
};

/// As many alerts as fit beside the curve.
const OPEN_ALERTS: usize = 10;

/// The page.
#[component]
pub(crate) fn ItemPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.read().get("code").unwrap_or_default());
    let item = Resource::new_blocking(move || code.get(), get_item);
    let lang = use_lang();
    view! {
        <Suspense fallback=move || {
            view! {
                <main id="main" class="page">
                    <p class="loading">{text::LOADING.get(lang)}</p>
                </main>
            }
        }>
            {move || Suspend::new(async move {
                match item.await {
                    Ok(view) => page(view),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn page(view: ItemView) -> AnyView {
    let lang = use_lang();
    let name = view.item.name.get(lang).to_owned();
    let (gaps, stocks): (Vec<AlertView>, Vec<AlertView>) =
        view.alerts.iter().cloned().partition(|a| matches!(a.shortage, Shortage::Gap { .. }));
    let nobody = gaps.is_empty() && stocks.is_empty();
    let list = |head: Text, alerts: Vec<AlertView>| {
        (!alerts.is_empty()).then(|| {
            let caption = format!("{} · {}", head.get(lang), text::alerts_caption(lang, alerts.len()));
            view! {
                <h3>{head.get(lang)} " " <small>{text::alerts_caption(lang, alerts.len())}</small></h3>
                <AlertTable alerts of=Of::One open=OPEN_ALERTS caption />
            }
        })
    };
    view! {
        <leptos_meta::Title text=text::page_title(lang, &name) />
        <Status taken=view.taken.clone() season=None />
        <main id="main" class="page item-page">
            <div class="summary">
                <nav class="crumbs" aria-label=text::OVERVIEW.get(lang)>
                    <a href="/">{text::OVERVIEW.get(lang)}</a>
                    <span aria-hidden="true">"›"</span>
                    <span>{view.item.factor.get(lang).to_owned()}</span>
                </nav>
                <h1>{name} " " <small class="unit">{text::unit_of(lang, view.item.unit.get(lang))} {marks(&view.item)}</small></h1>
            </div>
            <section class="panel today" aria-labelledby="today">
                <h2 id="today">{text::TODAY_NUMBERS.get(lang)}</h2>
                <Numbers view=view.clone() />
            </section>
            <section class="panel curve" aria-labelledby="curve">
                <h2 id="curve">{text::CURVE.get(lang)}</h2>
                <Chart view=view.clone() />
                <DayTable view=view.clone() />
            </section>
            <section class="panel short" aria-labelledby="short">
                <h2 id="short">{text::WHO_IS_SHORT.get(lang)}</h2>
                {nobody.then(|| view! { <Empty title=text::NO_SHORT note=text::NO_ALERTS_NOTE /> })}
                {list(text::SHORT_OF_SUPPLY, gaps)}
                {list(text::LOW_STOCK, stocks)}
            </section>
            <section class="panel unknowns" aria-labelledby="unknowns">
                <h2 id="unknowns">{text::WHAT_IS_UNKNOWN.get(lang)}</h2>
                {unknowns(&view)}
            </section>
            <section class="panel ruling" aria-labelledby="rule">
                <h2 id="rule">{text::RULE.get(lang)}</h2>
                <Rule rule=view.rule.clone() />
            </section>
        </main>
    }
    .into_any()
}

fn unknowns(view: &ItemView) -> AnyView {
    let lang = use_lang();
    let lists = [
        (&view.unknown, text::unjudged_parties(lang, view.unknown.len())),
        (&view.uncounted, text::uncounted_parties(lang, view.uncounted.len())),
    ];
    if lists.iter().all(|(whom, _)| whom.is_empty()) {
        let known = view.day(view.taken.today).is_some_and(|day| day.state() != State::Unknown);
        let note = if known { text::NOTHING_UNKNOWN } else { text::NO_DATA };
        return view! { <p>{note.get(lang)}</p> }.into_any();
    }
    let list = |(whom, head): (&Vec<_>, String)| {
        (!whom.is_empty()).then(|| view! { <p><strong>{head}</strong> {names(whom, lang)}</p> })
    };
    lists.map(list).collect_view().into_any()
}
