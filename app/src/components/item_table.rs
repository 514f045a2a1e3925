//! All items: today's balance and the levels of the coming days. On narrow screens each row is a card.

use leptos::prelude::*;

use chrono::NaiveDateTime;

use super::{
    amount::amount,
    heat_strip,
    known::{computed, few, made_of_share, traced, traced_gap, updated},
    level_badge::{badge, shape},
};
use crate::{
    format, links,
    model::{AlertView, Cell, Day, ItemKind, ItemName, ItemRow, State},
    text::{self, Text, known as words, use_lang},
};

/// The table. Roles are spelled out: some browsers forget them when a table is laid out as cards.
#[component]
pub(crate) fn ItemTable(
    items: Vec<ItemRow>,
    alerts: Vec<AlertView>,
    /// When the page was taken.
    now: NaiveDateTime,
) -> impl IntoView {
    let lang = use_lang();
    let no_cells: &[Cell] = &[];
    let days = items.iter().map(|i| i.cells.as_slice()).max_by_key(|c| c.len()).unwrap_or(no_cells);
    let first = days.first().map_or_else(String::new, |c| format::weekday_and_day(c.date, lang));
    let caption = text::balances_caption(lang, &first, &heat_strip::last_day(days, lang));
    let number_head = |text: Text| {
        view! {
            <th scope="col" role="columnheader" class="num">
                {text.get(lang)}
            </th>
        }
    };
    // One body a factor: the group is seen by its line, and named in every row for those who hear it.
    let groups = items.chunk_by(|a, b| a.item.factor == b.item.factor).map(|group| {
        view! { <tbody role="rowgroup">{group.iter().enumerate().map(|(i, row)| table_row(row, &alerts, now, i == 0)).collect_view()}</tbody> }
    });
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=text::BALANCES.get(lang)>
            <table class="items" role="table">
                <caption class="vh">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader" class="item-head">
                            {text::ITEM.get(lang)} " · " {words::UPDATED.get(lang)}
                        </th>
                        {number_head(text::DEMAND)}
                        {number_head(text::SUPPLY)}
                        {number_head(text::GAP)}
                        {number_head(text::GAP_RATIO)}
                        <th scope="col" role="columnheader" class="level-head">
                            {text::TODAY_LEVEL.get(lang)} " " {computed()}
                        </th>
                        <th scope="col" role="columnheader" class="alarm-head">
                            {text::ALERTS.get(lang)}
                        </th>
                        {heat_strip::heads(days)}
                    </tr>
                </thead>
                {groups.collect_view()}
            </table>
        </div>
    }
    .into_any()
}

fn table_row(row: &ItemRow, alerts: &[AlertView], now: NaiveDateTime, first_of_factor: bool) -> AnyView {
    let lang = use_lang();
    let today = row.today.as_ref();
    let state = row.state();
    let number = |head: Text, class: &'static str, content: AnyView| {
        view! {
            <td role="cell" class=format!("num {class}")>
                <span class="card-label" aria-hidden="true">
                    {head.get(lang)}
                </span>
                {content}
            </td>
        }
    };
    let of_today = |pick: fn(&Day) -> Option<&String>| today.and_then(pick).map(String::as_str);
    let uncounted = today.map_or(0, |day| day.unknown);
    let uncounted =
        (uncounted > 0).then(|| view! { <small class="uncounted">{text::not_counted(lang, uncounted)}</small> });
    let high = today
        .and_then(Day::worse_level)
        .map(|level| view! { <small class="possibly">{words::up_to(lang, &text::level(level, lang))}</small> });
    let late = today.filter(|day| day.gap_range().is_some() && !day.late.is_empty());
    let late = late.map(|day| view! { <small class="late">{words::late_at_plan(lang, &few(&day.late, lang))}</small> });
    let behind = |measure: &str| {
        today.map_or_else(String::new, |day| links::figures(&row.item.code, "city", day.date, day.date, measure))
    };
    let name = row.item.name.get(lang);
    let head = |head: Text| format!("{name} {}", head.get(lang));
    let gap_now = traced_gap(
        of_today(|d| d.gap.as_ref()),
        today.and_then(Day::gap_range),
        format::glance,
        &head(text::GAP),
        behind(""),
    );
    let demand = traced(of_today(|d| d.demand.as_ref()), format::glance, &head(text::DEMAND), behind("demand"));
    let supply = traced(of_today(|d| d.supply.as_ref()), format::glance, &head(text::SUPPLY), behind(""));
    let made = today.and_then(|day| made_of_share(day, lang)).map(|made| view! { <small class="made">{made}</small> });
    view! {
        <tr role="row" class=format!("item item-{}", state.word())>
            <th scope="row" role="rowheader" class="item-name" class:first=first_of_factor>
                <div>
                    <span class="factor">{row.item.factor.get(lang).to_owned()}</span>
                    <a href=links::keep(&format!("/items/{}", row.item.code))>{row.item.name.get(lang).to_owned()}</a>
                    <span class="unit">{row.item.unit.get(lang).to_owned()} {marks(&row.item)}</span>
                    {updated(today.and_then(|day| day.updated.newest), now, false)}
                </div>
            </th>
            {number(text::DEMAND, "", demand)}
            {number(text::SUPPLY, "", view! { {supply} {made} }.into_any())}
            {number(text::GAP, "gap", view! { {gap_now} {uncounted} {late} }.into_any())}
            {number(text::GAP_RATIO, "ratio", amount(of_today(|d| d.percent.as_ref()), format::percent))}
            <td role="cell" class="level">
                <span class="card-label" aria-hidden="true">
                    {text::TODAY_LEVEL.get(lang)}
                </span>
                <span class=format!("state state-{}", state.word())>{shape(state)} {state.words(lang)}</span>
                {high}
            </td>
            <td role="cell" class="alarm">
                {alarm(&row.item, state, alerts)}
            </td>
            {heat_strip::cells(&row.cells)}
        </tr>
    }
    .into_any()
}

/// The worst alert of the item anywhere in the city, and how many there are.
fn alarm(item: &ItemName, today: State, alerts: &[AlertView]) -> AnyView {
    let lang = use_lang();
    let of_item = || alerts.iter().filter(|a| a.item.code == item.code);
    match of_item().map(|a| a.level).max() {
        None if today == State::Unknown => amount(None, format::glance),
        None => view! { <span class="no-alarm">{text::NO_ALERT.get(lang)}</span> }.into_any(),
        Some(worst) => {
            view! { {badge(State::Short(worst))} " " <small>{text::alert_count(lang, of_item().count())}</small> }
                .into_any()
        }
    }
}

/// What a reader must know about how an item adds up, in one word each.
pub(crate) fn marks(item: &ItemName) -> AnyView {
    let lang = use_lang();
    let direct = item.direct.then(|| {
        view! {
            <abbr class="mark" title=text::NOTE_DIRECT.get(lang)>
                {text::DIRECT_MARK.get(lang)}
            </abbr>
        }
    });
    let quota = (item.kind == ItemKind::Quota).then(|| {
        view! {
            <abbr class="mark" title=text::NOTE_QUOTA.get(lang)>
                {text::QUOTA_MARK.get(lang)}
            </abbr>
        }
    });
    view! { {direct} {quota} }.into_any()
}
