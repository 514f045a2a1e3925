//! An item's numbers of today, each with yesterday's beside it.

use leptos::prelude::*;

use super::{
    amount::{amount, gap},
    level_badge::badge,
};
use crate::{
    format,
    model::{Day, ItemView, State},
    text::{self, Text, use_lang},
};

/// The numbers.
#[component]
pub(crate) fn Numbers(view: ItemView) -> impl IntoView {
    let lang = use_lang();
    let date = view.taken.today;
    let today = view.day(date);
    let yesterday = date.pred_opt().and_then(|before| view.day(before));
    let number = |head: Text, class: &'static str, now: AnyView, before: Option<String>, note: Option<String>| {
        let lines = before.map(|b| text::yesterday_was(lang, &b)).into_iter().chain(note);
        view! {
            <div class=format!("number {class}")>
                <dt>{head.get(lang)}</dt>
                <dd>
                    <span class="now">{now}</span>
                    {lines.map(|line| view! { <span class="before">{line}</span> }).collect_view()}
                </dd>
            </div>
        }
    };
    let simple = |head: Text, class: &'static str, pick: fn(&Day) -> Option<&String>, write: fn(&str) -> String| {
        let of = |day: Option<&Day>| day.and_then(pick).map(|v| write(v));
        let now = amount(today.and_then(pick).map(String::as_str), write);
        number(head, class, now, Some(of(yesterday).unwrap_or_else(|| format::UNKNOWN.to_owned())), None)
    };
    let gap_text = |day: Option<&Day>| {
        let low = day.and_then(|d| d.gap.as_deref()).map_or_else(|| format::UNKNOWN.to_owned(), format::exact);
        day.and_then(Day::gap_range).map_or_else(|| low.clone(), |high| format!("{low}～{}", format::exact(high)))
    };
    let gap_now = gap(today.and_then(|d| d.gap.as_deref()), today.and_then(Day::gap_range), format::exact);
    let of_both = |head, pick: fn(&Day) -> Option<&String>| simple(head, "", pick, format::exact);
    let consumers = [
        (text::RECEIVED, (|d: &Day| d.received.as_ref()) as fn(&Day) -> Option<&String>),
        (text::USED, |d| d.used.as_ref()),
    ];
    // Only where somebody reports them.
    let consumers = consumers
        .into_iter()
        .filter(|(_, pick)| view.days.iter().any(|day| pick(day).is_some()))
        .map(|(head, pick)| of_both(head, pick))
        .collect_view();
    let stock = view.has_stock.then(|| {
        let last = view.days.iter().rev().find(|d| d.date <= date && d.stock.is_some());
        let note = last.map(|day| text::last_known(lang, &format::weekday_and_day(day.date, lang)));
        number(text::STOCK, "", amount(last.and_then(|d| d.stock.as_deref()), format::exact), None, note)
    });
    let state = today.map_or(State::Unknown, Day::state);
    view! {
        <dl class="numbers">
            {of_both(text::DEMAND, |d| d.demand.as_ref())} {of_both(text::PLAN, |d| d.plan.as_ref())}
            {of_both(text::DELIVERED, |d| d.delivered.as_ref())} {of_both(text::SUPPLY, |d| d.supply.as_ref())}
            {number(text::GAP, "number-gap", gap_now, Some(gap_text(yesterday)), None)}
            {simple(text::GAP_RATIO, "number-ratio", |d| d.percent.as_ref(), format::percent)}
            <div class="number number-level">
                <dt>{text::LEVEL.get(lang)}</dt>
                <dd>{badge(state)}</dd>
            </div> {fulfilment(&view, today, yesterday)} {consumers} {stock}
        </dl>
        {explanations(today)}
    }
    .into_any()
}

/// Share of the plan (rail: of the wagons asked for) that was delivered: of the last day that has both numbers.
fn fulfilment(view: &ItemView, today: Option<&Day>, yesterday: Option<&Day>) -> AnyView {
    let lang = use_lang();
    let day = [today, yesterday].into_iter().flatten().find(|d| d.fulfilment.is_some());
    let base = |day: &Day| if view.rail { day.demand.clone() } else { day.plan.clone() };
    let numbers = day.and_then(|d| Some((d.delivered.clone()?, base(d)?)));
    let line = numbers.map(|(part, base)| {
        view! { <span class="before">{text::of_base(lang, &format::exact(&part), &format::exact(&base))}</span> }
    });
    let date = day.map(|d| {
        view! { <span class="before">{text::last_known(lang, &format::weekday_and_day(d.date, lang))}</span> }
    });
    let head = if view.rail { text::RAIL_FULFILMENT } else { text::FULFILMENT };
    view! {
        <div class="number number-fulfilment">
            <dt>{head.get(lang)}</dt>
            <dd>
                <span class="now">{amount(day.and_then(|d| d.fulfilment.as_deref()), format::percent)}</span>
                {line}
                {date}
            </dd>
        </div>
    }
    .into_any()
}

/// Why the gap may differ from what a reader would subtract.
fn explanations(today: Option<&Day>) -> AnyView {
    let lang = use_lang();
    let Some(day) = today else { return ().into_any() };
    let written = |v: &Option<String>| v.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::exact);
    let differs = day.gap.is_some() && (day.counted_demand != day.demand || day.counted_supply != day.supply);
    let counted = differs.then(|| text::counted(lang, &written(&day.counted_demand), &written(&day.counted_supply)));
    let late = day.gap_range().map(|high| text::gap_may_reach(lang, &format::exact(high)));
    counted.into_iter().chain(late).map(|line| view! { <p class="explanation">{line}</p> }).collect_view().into_any()
}
