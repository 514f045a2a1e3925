//! The first page: all items for today and the next two weeks, and the alerts.

use baogong_domain::Level;
use baogong_domain::access::Action;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::keep_fresh;
use crate::{
    components::{
        alert_table::{AlertTable, Of},
        as_of::AsOf,
        empty_state::{Empty, Failure, loading},
        export_links::ExportLinks,
        item_table::ItemTable,
        known::computed,
        legend::Legend,
        level_badge::shape,
        status::Status,
    },
    format, links,
    model::{Cell, Day, ItemRow, Shortage, SituationView, State, UnknownView, Whom},
    server_functions::{PageError, get_situation},
    text::{self, Lang, Text, use_lang},
};

/// As many alerts as fit beside the items on an office screen.
const OPEN_ALERTS: usize = 14;

/// The page; for somebody whose role does not watch the situation, the way to what it does.
#[component]
pub(crate) fn Overview() -> impl IntoView {
    if crate::me::may(Action::ReadSituation) { view! { <Watch /> }.into_any() } else { welcome() }
}

fn welcome() -> AnyView {
    let lang = use_lang();
    let name = crate::me::use_me().map(|me| me.name).unwrap_or_default();
    view! {
        <leptos_meta::Title text=text::page_title(lang, text::OVERVIEW.get(lang)) />
        <main id="main" class="page">
            <h1>{name}</h1>
            <Empty title=text::accounts::NOTHING_HERE note=text::accounts::NOTHING_HERE_NOTE />
        </main>
    }
    .into_any()
}

#[component]
fn Watch() -> impl IntoView {
    let query = use_query_map();
    let as_of = Memo::new(move |_| query.read().get("as_of").unwrap_or_default());
    let situation = Resource::new_blocking(move || as_of.get(), get_situation);
    let last: StoredValue<Option<(String, SituationView)>> = StoredValue::new(None);
    keep_fresh(move || situation.refetch());
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                let asked = as_of.get_untracked();
                let same = last.get_value().filter(|(of, _)| *of == asked).map(|(_, view)| view);
                match (situation.await, same) {
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

fn page(view: SituationView, lost: bool) -> AnyView {
    let lang = use_lang();
    let headline = headline(&view, lang);
    let balances = if view.items.is_empty() {
        view! { <Empty title=text::NO_ITEMS note=text::NO_ITEMS_NOTE /> }.into_any()
    } else {
        view! { <ItemTable items=view.items.clone() alerts=view.alerts.clone() now=view.taken.at /> <Legend /> }
            .into_any()
    };
    let gaps = view.alerts.iter().any(|a| matches!(a.shortage, Shortage::Gap { .. }));
    let alerts = if view.alerts.is_empty() {
        // Silence for want of data must not look like calm.
        let blind = view.items.iter().all(|item| item.state() == State::Unknown);
        let (title, note) =
            if blind { (text::BLIND, text::BLIND_NOTE) } else { (text::NO_ALERTS, text::NO_ALERTS_NOTE) };
        view! { <Empty title note /> }.into_any()
    } else {
        let caption = text::alerts_caption(lang, view.alerts.len());
        view! { <AlertTable alerts=view.alerts.clone() of=Of::All open=OPEN_ALERTS caption past=view.past /> }
            .into_any()
    };
    view! {
        <leptos_meta::Title text=text::page_title(lang, text::SITUATION.get(lang)) />
        <main id="main">
            <Status taken=view.taken.clone() season=view.season.name.clone() days_left=view.season.days_left lost />
            <AsOf at=view.taken.at past=view.past path="/" />
            <div class="page overview">
                <div class="summary">
                    <div>
                        <h1>{text::SITUATION.get(lang)}</h1>
                        {headline}
                    </div>
                    {counts(&view)}
                </div>
                <section class="panel alerts" aria-labelledby="alerts">
                    <h2 id="alerts">
                        {text::ALERTS.get(lang)} " " {computed()} " "
                        <small>{(!view.alerts.is_empty()).then(|| text::alerts_caption(lang, view.alerts.len()))}</small>
                        " "
                        {(!view.alerts.is_empty()).then(|| view! { <ExportLinks what="alerts" ask=as_of_only() name=text::ALERTS.get(lang) /> })}
                    </h2>
                    {alerts}
                    {gaps.then(|| view! { <p class="alert-note">{text::NOTE_AMOUNTS.get(lang)}</p> })}
                    {unjudged(&view)}
                </section>
                <section class="panel balances" aria-labelledby="balances">
                    <h2 id="balances">
                        {text::BALANCES.get(lang)} " "
                        <small>{heat_caption(&view.items, lang)}</small>
                        " "
                        {(!view.items.is_empty()).then(|| view! { <ExportLinks what="situation" ask=as_of_only() name=text::BALANCES.get(lang) /> })}
                    </h2>
                    {balances}
                </section>
            </div>
        </main>
    }
    .into_any()
}

/// The page's instant, as an export is asked for it.
fn as_of_only() -> String {
    links::keep("").trim_start_matches('?').to_owned()
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
                {shape(state)} <strong class:long={count > 999}>{format::count(count)}</strong> <span>{words}</span>
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
                <a href=links::keep(&format!("/items/{}", unknown.item.code))>{unknown.item.name.get(lang).to_owned()}</a>
                " "
                {unjudged_words(unknown, lang)}
            </li>
        }
    };
    (!view.unknown.is_empty()).then(|| {
        view! {
            <details class="unjudged">
                <summary>
                    {shape(State::Unknown)} " " {text::NOT_JUDGED.get(lang)} " " <strong>{format::count(count)}</strong>
                </summary>
                <p>{text::not_judged_caption(lang, &format::count(count))}</p>
                <ul>{view.unknown.iter().map(entry).collect_view()}</ul>
            </details>
        }
        .into_any()
    })
}

fn unjudged_words(unknown: &UnknownView, lang: Lang) -> String {
    let city = unknown.city.then_some(text::WHOLE_CITY.get(lang));
    let mut words: Vec<&str> = city.into_iter().chain(unknown.divisions.iter().map(|d| d.get(lang))).collect();
    let parties = (unknown.parties > 0).then(|| text::parties_count(lang, &format::count(unknown.parties)));
    words.extend(parties.as_deref());
    let pool = (unknown.from_the_pool > 0).then(|| text::from_the_pool(lang, unknown.from_the_pool));
    words.extend(pool.as_deref());
    listed(&words, lang)
}

fn listed(words: &[&str], lang: Lang) -> String {
    words.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// Names in a row.
pub(crate) fn names(whom: &[Whom], lang: Lang) -> String {
    let names: Vec<&str> = whom.iter().map(|w| w.name(lang)).collect();
    listed(&names, lang)
}

/// The situation in three lines: the worst alert, what the city is short of today, and the worst day ahead.
fn headline(view: &SituationView, lang: Lang) -> AnyView {
    let line = |head: Text, words: String| view! { <div><dt>{head.get(lang)}</dt> <dd>{words}</dd></div> };
    let worst = view.alerts.first().map(|worst| {
        let much = match &worst.shortage {
            Shortage::Gap { percent, .. } => percent.as_deref().map(|p| text::headline_gap(lang, &format::percent(p))),
            Shortage::Stock { days, .. } => days.as_deref().map(|d| text::lasts(lang, &format::stock_days(d))),
        };
        let much = much.unwrap_or_else(|| text::UNKNOWN.get(lang).to_owned());
        let (whom, item) = (worst.whom.name(lang), worst.item.name.get(lang));
        line(text::WORST_ALERT, text::headline_alert(lang, whom, item, &much, &text::level(worst.level, lang)))
    });
    view! {
        <dl class="headline">
            {worst} {line(text::TODAY, today_in_words(&view.items, lang))}
            {line(text::AHEAD_HEAD, ahead_in_words(&view.items, lang))}
        </dl>
    }
    .into_any()
}

/// For comparing only.
fn size(level: Option<Level>, percent: Option<&String>) -> (Option<Level>, f64) {
    (level, percent.and_then(|p| format::coordinate(p)).unwrap_or(0.0))
}

fn today_in_words(items: &[ItemRow], lang: Lang) -> String {
    let short = items.iter().filter(|item| matches!(item.state(), State::Short(_))).count();
    let unknown = items.iter().filter(|item| item.state() == State::Unknown).count();
    if unknown == items.len() {
        return text::ALL_UNKNOWN.get(lang).to_owned();
    }
    let mut words = match short {
        0 => text::headline_fine(lang, items.len()),
        _ => text::headline_short(lang, items.len(), short),
    };
    let days = items.iter().filter_map(|item| Some((item, item.today.as_ref()?)));
    let worst = first_worst(days, |(_, day)| size(day.level, day.percent.as_ref()));
    if let Some((item, Day { level: Some(level), percent: Some(percent), .. })) = worst {
        let level = text::level(*level, lang);
        words += &text::headline_worst(lang, item.item.name.get(lang), &format::percent(percent), &level);
    }
    if unknown > 0 {
        words += &text::headline_no_number(lang, unknown);
    }
    words
}

fn ahead_in_words(items: &[ItemRow], lang: Lang) -> String {
    let days = items.iter().flat_map(|item| item.cells.iter().skip(1).map(move |cell| (item, cell)));
    match first_worst(days, |(_, cell)| (cell.known, size(cell.level, cell.percent.as_ref()))) {
        Some((item, Cell { date, level: Some(level), percent: Some(percent), .. })) => {
            let (day, level) = (format::weekday_and_day(*date, lang), text::level(*level, lang));
            text::headline_ahead(lang, &day, item.item.name.get(lang), &format::percent(percent), &level)
        }
        Some((_, cell)) if cell.known => text::AHEAD_FINE.get(lang).to_owned(),
        _ => text::ALL_UNKNOWN.get(lang).to_owned(),
    }
}

/// The first of the greatest.
fn first_worst<T: Copy, K: PartialOrd>(all: impl Iterator<Item = T>, size: impl Fn(T) -> K) -> Option<T> {
    all.reduce(|best, next| if size(next) > size(best) { next } else { best })
}
