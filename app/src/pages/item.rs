//! One item: its numbers, its curve, who is short, what is unknown, and by which rule that is judged.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::{keep_fresh, overview::names};
use crate::{
    components::{
        alert_table::{AlertTable, Of},
        as_of::AsOf,
        chart::Chart,
        day_table::DayTable,
        empty_state::{Empty, Failure, loading},
        item_table::marks,
        known::computed,
        numbers::Numbers,
        rule_table::Rule,
        status::Status,
    },
    format, links,
    model::{AlertView, ItemView, Shortage, State, Whom},
    server_functions::{PageError, get_item},
    text::{self, Text, use_lang},
};

/// As many alerts as fit beside the curve.
const OPEN_ALERTS: usize = 10;

/// The page.
#[component]
pub(crate) fn ItemPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| params.read().get("code").unwrap_or_default());
    let query = use_query_map();
    let as_of = Memo::new(move |_| query.read().get("as_of").unwrap_or_default());
    let item = Resource::new_blocking(move || (code.get(), as_of.get()), |(code, as_of)| get_item(code, as_of));
    let last: StoredValue<Option<(String, ItemView)>> = StoredValue::new(None);
    keep_fresh(move || item.refetch());
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                let asked = as_of.get_untracked();
                let same = |(of, view): &(String, ItemView)| *of == asked && view.item.code == code.get_untracked();
                let same = last.get_value().filter(same).map(|(_, view)| view);
                match (item.await, same) {
                    (Ok(view), _) => {
                        last.set_value(Some((asked, view.clone())));
                        page(view, false)
                    }
                    (Err(PageError::Failed), Some(view)) => page(view, true),
                    (Err(error), _) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn page(view: ItemView, lost: bool) -> AnyView {
    let lang = use_lang();
    let name = view.item.name.get(lang).to_owned();
    let (gaps, stocks): (Vec<AlertView>, Vec<AlertView>) =
        view.alerts.iter().cloned().partition(|a| matches!(a.shortage, Shortage::Gap { .. }));
    let known = view.day(view.taken.today).is_some_and(|day| day.state() != State::Unknown);
    // Silence for want of data must not look like calm.
    let calm = if known { (text::NO_SHORT, text::NO_ALERTS_NOTE) } else { (text::BLIND, text::BLIND_NOTE) };
    let nobody = gaps.is_empty() && stocks.is_empty();
    let table = |head: Text, alerts: Vec<AlertView>| {
        (!alerts.is_empty()).then(|| {
            let caption = format!("{} · {}", head.get(lang), text::alerts_caption(lang, alerts.len()));
            view! {
                <h3>{head.get(lang)} " " <small>{text::alerts_caption(lang, alerts.len())}</small></h3>
                <AlertTable alerts of=Of::One open=OPEN_ALERTS caption past=view.past />
            }
        })
    };
    view! {
        <leptos_meta::Title text=text::page_title(lang, &name) />
        <main id="main">
            <Status taken=view.taken.clone() season=view.rule.season.clone() days_left=None lost />
            <AsOf at=view.taken.at past=view.past path=format!("/items/{}", view.item.code) />
            <div class="page item-page">
                <div class="summary">
                    <nav class="crumbs" aria-label=text::OVERVIEW.get(lang)>
                        <a href=links::keep("/")>{text::OVERVIEW.get(lang)}</a>
                        <span aria-hidden="true">"›"</span>
                        <span>{view.item.factor.get(lang).to_owned()}</span>
                    </nav>
                    <h1>
                        {name} " "
                        <small class="unit">{text::unit_of(lang, view.item.unit.get(lang))} {marks(&view.item)}</small>
                    </h1>
                </div>
                <section class="panel today" aria-labelledby="today">
                    <h2 id="today">
                        {text::TODAY_NUMBERS.get(lang)} " "
                        <small>{format::weekday_and_day(view.taken.today, lang)}</small>
                    </h2>
                    <Numbers view=view.clone() />
                </section>
                <section class="panel curve" aria-labelledby="curve">
                    <h2 id="curve">{text::CURVE.get(lang)}</h2>
                    <Chart view=view.clone() />
                    <DayTable view=view.clone() />
                </section>
                <div class="side">
                    <section class="panel short" aria-labelledby="short">
                        <h2 id="short">{text::WHO_IS_SHORT.get(lang)} " " {computed()}</h2>
                        {nobody.then(|| view! { <Empty title=calm.0 note=calm.1 /> })}
                        {table(text::SHORT_OF_SUPPLY, gaps)}
                        {table(text::LOW_STOCK, stocks)}
                    </section>
                    <section class="panel unknowns" aria-labelledby="unknowns">
                        <h2 id="unknowns">{text::WHAT_IS_UNKNOWN.get(lang)}</h2>
                        {unknowns(&view)}
                    </section>
                </div>
                <section class="panel ruling" aria-labelledby="rule">
                    <h2 id="rule">{text::RULE.get(lang)}</h2>
                    <Rule rule=view.rule.clone() />
                </section>
            </div>
        </main>
    }
    .into_any()
}

fn unknowns(view: &ItemView) -> AnyView {
    let lang = use_lang();
    let (parties, areas): (Vec<Whom>, Vec<Whom>) = view.unknown.iter().cloned().partition(Whom::is_party);
    if view.unknown.is_empty() && view.uncounted.is_empty() {
        let known = view.day(view.taken.today).is_some_and(|day| day.state() != State::Unknown);
        let note = if known { text::NOTHING_UNKNOWN } else { text::NO_DATA };
        return view! { <p>{note.get(lang)}</p> }.into_any();
    }
    let areas = (!areas.is_empty()).then(|| {
        view! { <p><strong>{text::unjudged_areas(lang, areas.len())}</strong> {names(&areas, lang)}</p> }
    });
    // Lists to telephone by: short ones lie open.
    let list = |whom: &[Whom], head: String| {
        (!whom.is_empty()).then(|| {
            view! {
                <details open=whom.len() <= 12>
                    <summary>{head}</summary>
                    <p>{names(whom, lang)}</p>
                </details>
            }
        })
    };
    view! {
        {areas}
        {list(&view.uncounted, text::uncounted_parties(lang, view.uncounted.len()))}
        {list(&parties, text::unjudged_parties(lang, parties.len()))}
    }
    .into_any()
}
