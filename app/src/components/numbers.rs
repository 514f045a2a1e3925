//! An item's numbers of today, each with yesterday's beside it.

use leptos::prelude::*;

use super::{
    amount::{amount, gap},
    level_badge::badge,
};
use crate::{
    format,
    model::{Day, ItemView, State},
    text::{self, Lang, Text, use_lang},
};

type Pick = fn(&Day) -> Option<&String>;

/// The numbers.
#[component]
pub(crate) fn Numbers(view: ItemView) -> impl IntoView {
    let lang = use_lang();
    let date = view.taken.today;
    let today = view.day(date);
    let yesterday = date.pred_opt().and_then(|before| view.day(before));
    let of_both = |head: Text, pick: Pick| {
        let now = amount(today.and_then(pick).map(String::as_str), format::exact);
        tile(head, now, vec![text::yesterday_was(lang, &written(yesterday, pick, format::exact))])
    };
    let planned = today.filter(|day| day.delivered.is_none() && day.supply.is_some());
    let supply = {
        let now = amount(today.and_then(|d| d.supply.as_deref()), format::exact);
        let before = text::yesterday_was(lang, &written(yesterday, |d| d.supply.as_ref(), format::exact));
        let note = planned.map(|_| text::PLANNED.get(lang).to_owned());
        tile(text::SUPPLY, now, [Some(before), note].into_iter().flatten().collect())
    };
    let gap_now = gap(today.and_then(|d| d.gap.as_deref()), today.and_then(Day::gap_range), format::exact);
    let ratio_now = view! {
        {amount(today.and_then(|d| d.percent.as_deref()), format::percent)}
        " "
        {badge(today.map_or(State::Unknown, Day::state))}
    };
    let ratio_before = written(yesterday, |d| d.percent.as_ref(), format::percent);
    let mut tiles = vec![
        of_both(text::DEMAND, |d| d.demand.as_ref()),
        of_both(text::PLAN, |d| d.plan.as_ref()),
        of_both(text::DELIVERED, |d| d.delivered.as_ref()),
        supply,
        tile(text::GAP, gap_now, vec![text::yesterday_was(lang, &gap_text(yesterday))]),
        tile(text::GAP_RATIO, ratio_now.into_any(), vec![text::yesterday_was(lang, &ratio_before)]),
        fulfilment(&view, today, yesterday),
    ];
    // Only where somebody reports them.
    let of_consumers: [(Text, Pick); 2] =
        [(text::RECEIVED, |d| d.received.as_ref()), (text::USED, |d| d.used.as_ref())];
    let reported = of_consumers.into_iter().filter(|(_, pick)| view.days.iter().any(|day| pick(day).is_some()));
    tiles.extend(reported.map(|(head, pick)| of_both(head, pick)));
    if view.has_stock {
        let last = view.days.iter().rev().find(|d| d.date <= date && d.stock.is_some());
        let note = last.map(|day| text::last_known(lang, &format::weekday_and_day(day.date, lang)));
        let stock = amount(last.and_then(|d| d.stock.as_deref()), format::exact);
        tiles.push(tile(text::STOCK, stock, note.into_iter().collect()));
    }
    // Two even rows where one would be too tight.
    let columns = if tiles.len() > 8 { tiles.len().div_ceil(2) } else { tiles.len() };
    view! {
        <dl class=format!("numbers numbers-{columns}")>{tiles}</dl>
        {explanations(today, lang)}
    }
    .into_any()
}

fn tile(head: Text, now: AnyView, lines: Vec<String>) -> AnyView {
    let lines = lines.into_iter().map(|line| view! { <span class="before">{line}</span> }).collect_view();
    view! {
        <div class="number">
            <dt>{head.get(use_lang())}</dt>
            <dd>
                <span class="now">{now}</span>
                {lines}
            </dd>
        </div>
    }
    .into_any()
}

fn written(day: Option<&Day>, pick: Pick, write: fn(&str) -> String) -> String {
    day.and_then(pick).map_or_else(|| format::UNKNOWN.to_owned(), |value| write(value))
}

fn gap_text(day: Option<&Day>) -> String {
    let low = written(day, |d| d.gap.as_ref(), format::exact);
    day.and_then(Day::gap_range).map_or_else(|| low.clone(), |high| format!("{low}～{}", format::exact(high)))
}

/// Share of the plan (rail: of the wagons asked for) that was delivered: of the last day that has both numbers.
fn fulfilment(view: &ItemView, today: Option<&Day>, yesterday: Option<&Day>) -> AnyView {
    let lang = use_lang();
    let head = if view.rail { text::RAIL_FULFILMENT } else { text::FULFILMENT };
    let base: Pick = if view.rail { |d| d.demand.as_ref() } else { |d| d.plan.as_ref() };
    let Some(day) = [today, yesterday].into_iter().flatten().find(|d| d.fulfilment.is_some()) else {
        return tile(head, amount(None, format::percent), Vec::new());
    };
    let delivered = written(Some(day), |d| d.delivered.as_ref(), format::exact);
    let lines = vec![
        text::of_base(lang, &delivered, &written(Some(day), base, format::exact)),
        text::last_known(lang, &format::weekday_and_day(day.date, lang)),
    ];
    tile(head, amount(day.fulfilment.as_deref(), format::percent), lines)
}

/// Why the gap may differ from what a reader would subtract.
fn explanations(today: Option<&Day>, lang: Lang) -> Option<Vec<AnyView>> {
    let day = today?;
    let differs = day.gap.is_some() && (day.counted_demand != day.demand || day.counted_supply != day.supply);
    let counted = differs.then(|| {
        let demand = written(today, |d| d.counted_demand.as_ref(), format::exact);
        text::counted(lang, &demand, &written(today, |d| d.counted_supply.as_ref(), format::exact))
    });
    let late = day.gap_range().map(|high| text::gap_may_reach(lang, &format::exact(high)));
    let lines = counted.into_iter().chain(late);
    Some(lines.map(|line| view! { <p class="explanation">{line}</p> }.into_any()).collect())
}
