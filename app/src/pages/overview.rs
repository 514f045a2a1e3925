//! The first page: all items for today and the next two weeks, and the alerts.

use baogong_domain::Level;
use leptos::prelude::*;

use crate::{
    components::{
        alert_table::{AlertTable, Of},
        empty_state::{Empty, Failure},
        item_table::ItemTable,
        legend::Legend,
        level_badge::shape,
        status::Status,
    },
    format,
    model::{Cell, Day, ItemRow, SituationView, State, UnknownView, Whom},
    server_functions::get_situation,
    text::{self, Lang, use_lang},
};

/// As many alerts as fit beside the items on an office screen.
const OPEN_ALERTS: usize = 14;

/// The page.
#[component]
pub(crate) fn Overview() -> impl IntoView {
    let situation = Resource::new_blocking(|| (), |()| get_situation());
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
                match situation.await {
                    Ok(view) => page(view),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Suspense>
    }
    .into_any()
}

fn page(view: SituationView) -> AnyView {
    let lang = use_lang();
    let headline = headline(&view.items, lang);
    let balances = if view.items.is_empty() {
        view! { <Empty title=text::NO_ITEMS note=text::NO_ITEMS_NOTE /> }.into_any()
    } else {
        view! { <ItemTable items=view.items.clone() /> <Legend /> }.into_any()
    };
    let alerts = if view.alerts.is_empty() {
        view! { <Empty title=text::NO_ALERTS note=text::NO_ALERTS_NOTE /> }.into_any()
    } else {
        let caption = text::alerts_caption(lang, view.alerts.len());
        view! { <AlertTable alerts=view.alerts.clone() of=Of::All open=OPEN_ALERTS caption /> }.into_any()
    };
    view! {
        <leptos_meta::Title text=text::page_title(lang, text::SITUATION.get(lang)) />
        <Status taken=view.taken.clone() season=Some(view.season.clone()) />
        <main id="main" class="page overview">
            <div class="summary">
                <h1>{text::SITUATION.get(lang)}</h1>
                <p class="headline">{headline}</p>
            </div>
            {counts(&view)}
            <section class="panel alerts" aria-labelledby="alerts">
                <h2 id="alerts">
                    {text::ALERTS.get(lang)} " "
                    <small>{(!view.alerts.is_empty()).then(|| text::alerts_caption(lang, view.alerts.len()))}</small>
                </h2>
                {alerts}
                {unjudged(&view)}
            </section>
            <section class="panel balances" aria-labelledby="balances">
                <h2 id="balances">
                    {text::BALANCES.get(lang)} " "
                    <small>{heat_caption(&view.items, lang)}</small>
                </h2>
                {balances}
            </section>
        </main>
    }
    .into_any()
}

fn heat_caption(items: &[ItemRow], lang: Lang) -> Option<String> {
    let days = items.iter().map(|i| i.cells.len()).max()?;
    Some(text::ahead(lang, days.saturating_sub(1)))
}

/// One tile a level: shape, number, words.
fn counts(view: &SituationView) -> AnyView {
    let lang = use_lang();
    let levels = Level::WORST_FIRST.map(|level| (State::Short(level), view.count(level)));
    let tile = |(state, count): (State, usize)| {
        let words = if state == State::Unknown { text::COUNT_UNKNOWN.get(lang).to_owned() } else { state.words(lang) };
        view! {
            <li class=format!("count count-{}", state.word()) class:count-none=count == 0>
                {shape(state)} <strong>{count}</strong> <span>{words}</span>
            </li>
        }
    };
    let tiles = levels.into_iter().chain([(State::Unknown, view.unknown_count())]).map(tile).collect_view();
    view! {
        <ul class="counts" aria-label=text::COUNTS.get(lang)>
            {tiles}
        </ul>
    }
    .into_any()
}

/// What could not be judged, by item; folded, for it is a list to telephone by, not to watch.
fn unjudged(view: &SituationView) -> Option<AnyView> {
    let lang = use_lang();
    let count = view.unknown_count();
    let entry = |unknown: &UnknownView| {
        view! {
            <li>
                <a href=format!("/items/{}", unknown.item.code)>{unknown.item.name.get(lang).to_owned()}</a>
                " "
                {names(&unknown.whom, lang)}
            </li>
        }
    };
    (count > 0).then(|| {
        view! {
            <details class="unjudged">
                <summary>
                    {shape(State::Unknown)} {text::NOT_JUDGED.get(lang)} " " <strong>{count}</strong>
                </summary>
                <p>{text::not_judged_caption(lang, count)}</p>
                <ul>{view.unknown.iter().map(entry).collect_view()}</ul>
            </details>
        }
        .into_any()
    })
}

/// Names in a row.
pub(crate) fn names(whom: &[Whom], lang: Lang) -> String {
    let names: Vec<&str> = whom.iter().map(|w| w.name(lang)).collect();
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// The situation in two sentences: how many items are short today, the worst of them, and what is worse ahead.
fn headline(items: &[ItemRow], lang: Lang) -> String {
    let days = || items.iter().filter_map(|item| Some((item, item.today.as_ref()?)));
    let short = days().filter(|(_, day)| matches!(day.state(), State::Short(_))).count();
    let unknown =
        items.iter().filter(|i| i.today.as_ref().map_or(State::Unknown, Day::state) == State::Unknown).count();
    let ratio = |percent: Option<&String>| percent.and_then(|p| format::coordinate(p)).unwrap_or(0.0);
    let mut sentence = if short == 0 {
        text::headline_fine(lang, items.len())
    } else {
        let mut start = text::headline_short(lang, items.len(), short);
        let worst = days().max_by(|(_, a), (_, b)| {
            (a.level, ratio(a.percent.as_ref()))
                .partial_cmp(&(b.level, ratio(b.percent.as_ref())))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        if let Some((item, Day { level: Some(level), percent: Some(percent), .. })) = worst {
            let level = text::level(*level, lang);
            start += &text::headline_worst(lang, item.item.name.get(lang), &format::percent(percent), &level);
        }
        start
    };
    let ahead = items.iter().flat_map(|item| item.cells.iter().skip(1).map(move |cell| (item, cell)));
    // Of equally bad days the first.
    let worst_ahead = ahead.fold(None, |best: Option<(&ItemRow, &Cell)>, (item, cell)| match best {
        Some((_, known))
            if (known.level, ratio(known.percent.as_ref())) >= (cell.level, ratio(cell.percent.as_ref())) =>
        {
            best
        }
        _ => Some((item, cell)),
    });
    if let Some((item, Cell { date, level: Some(level), percent: Some(percent), .. })) = worst_ahead {
        let (day, level) = (format::weekday_and_day(*date, lang), text::level(*level, lang));
        sentence += &text::headline_ahead(lang, &day, item.item.name.get(lang), &format::percent(percent), &level);
    }
    if unknown > 0 {
        sentence += &text::headline_no_number(lang, unknown);
    }
    sentence
}
