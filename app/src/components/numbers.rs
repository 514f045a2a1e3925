//! An item's numbers of today, each with yesterday's beside it.

use leptos::prelude::*;

use chrono::NaiveDateTime;

use super::{
    amount::amount,
    known::{computed, few, traced, traced_gap, updated},
    level_badge::badge,
};
use crate::{
    format, links,
    model::{Day, ItemView, State},
    text::{self, Lang, Text, known as words, use_lang},
};

type Pick = fn(&Day) -> Option<&String>;

/// A tile of what consumers report: heading, measure, the number, when it was written.
type OfConsumers = (Text, &'static str, Pick, Option<NaiveDateTime>);

/// The numbers.
#[component]
pub(crate) fn Numbers(view: ItemView) -> impl IntoView {
    let lang = use_lang();
    let date = view.taken.today;
    let today = view.day(date);
    let yesterday = date.pred_opt().and_then(|before| view.day(before));
    let taken = view.taken.at;
    let behind = |measure: &str| links::figures(&view.item.code, "city", date, date, measure);
    let updated = |at: Option<NaiveDateTime>| updated(at, taken, true);
    let of_both = |head: Text, measure: &'static str, pick: Pick, at: Option<NaiveDateTime>| {
        let value = today.and_then(pick).map(String::as_str);
        let now = traced(value, format::exact, head.get(lang), behind(measure));
        let before = text::yesterday_was(lang, &written(yesterday, pick, format::exact));
        tile(head, now, vec![before], updated(at))
    };
    let at = today.map(|day| day.updated).unwrap_or_default();
    let planned = today.filter(|day| day.delivered.is_none() && day.supply.is_some());
    let supply = {
        let now = traced(today.and_then(|d| d.supply.as_deref()), format::exact, text::SUPPLY.get(lang), behind(""));
        let before = text::yesterday_was(lang, &written(yesterday, |d| d.supply.as_ref(), format::exact));
        let note = match (planned, today.and_then(|day| day.reported.as_deref().zip(day.planned.as_deref()))) {
            (Some(_), _) => Some(text::PLANNED.get(lang).to_owned()),
            (None, Some((reported, planned))) => {
                Some(words::made_of(lang, &format::exact(reported), &format::exact(planned)))
            }
            (None, None) => None,
        };
        tile(text::SUPPLY, now, [Some(before), note].into_iter().flatten().collect(), updated(at.supply()))
    };
    let gap_now = traced_gap(
        today.and_then(|d| d.gap.as_deref()),
        today.and_then(Day::gap_range),
        format::exact,
        text::GAP.get(lang),
        behind(""),
    );
    let worse = today.and_then(Day::worse_level).map(|level| words::up_to(lang, &text::level(level, lang)));
    let uncounted = today.map(|day| day.unknown).filter(|count| *count > 0).map(|count| text::not_counted(lang, count));
    let gap_lines = [worse, uncounted, Some(text::yesterday_was(lang, &gap_text(yesterday)))];
    let ratio_now = view! {
        {amount(today.and_then(|d| d.percent.as_deref()), format::percent)}
        " "
        {badge(today.map_or(State::Unknown, Day::state))}
        " "
        {computed()}
    };
    let ratio_before = written(yesterday, |d| d.percent.as_ref(), format::percent);
    let mut tiles = vec![
        of_both(text::DEMAND, "demand", |d| d.demand.as_ref(), at.demand),
        of_both(text::PLAN, "plan", |d| d.plan.as_ref(), at.plan),
        of_both(text::DELIVERED, "delivered", |d| d.delivered.as_ref(), at.delivered),
        supply,
        tile(text::GAP, gap_now, gap_lines.into_iter().flatten().collect(), updated(at.newest)),
        tile(text::GAP_RATIO, ratio_now.into_any(), vec![text::yesterday_was(lang, &ratio_before)], None),
        fulfilment(&view, today, yesterday),
    ];
    // Only where somebody reports them.
    let of_consumers: [OfConsumers; 2] = [
        (text::RECEIVED, "received", |d| d.received.as_ref(), at.received),
        (text::USED, "used", |d| d.used.as_ref(), at.used),
    ];
    let reported = of_consumers.into_iter().filter(|(_, _, pick, _)| view.days.iter().any(|day| pick(day).is_some()));
    tiles.extend(reported.map(|(head, measure, pick, at)| of_both(head, measure, pick, at)));
    if view.has_stock {
        let last = view.days.iter().rev().find(|d| d.date <= date && d.stock.is_some());
        let note = last.map(|day| text::last_known(lang, &format::weekday_and_day(day.date, lang)));
        let behind =
            last.map_or_else(String::new, |day| links::figures(&view.item.code, "city", day.date, day.date, "stock"));
        let stock = traced(last.and_then(|d| d.stock.as_deref()), format::exact, text::STOCK.get(lang), behind);
        let at = updated(last.and_then(|day| day.updated.stock));
        tiles.push(tile(text::STOCK, stock, note.into_iter().collect(), at));
    }
    // Two even rows where one would be too tight.
    let columns = if tiles.len() > 8 { tiles.len().div_ceil(2) } else { tiles.len() };
    view! {
        <dl class=format!("numbers numbers-{columns}")>{tiles}</dl>
        {explanations(today, yesterday, lang)}
    }
    .into_any()
}

fn tile(head: Text, now: AnyView, lines: Vec<String>, updated: Option<AnyView>) -> AnyView {
    let lines = lines.into_iter().map(|line| view! { <span class="before">{line}</span> }).collect_view();
    view! {
        <div class="number">
            <dt>{head.get(use_lang())}</dt>
            <dd>
                <span class="now">{now}</span>
                {lines}
                {updated}
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
        return tile(head, amount(None, format::percent), Vec::new(), None);
    };
    let delivered = written(Some(day), |d| d.delivered.as_ref(), format::exact);
    let lines = vec![
        text::of_base(lang, &delivered, &written(Some(day), base, format::exact)),
        text::last_known(lang, &format::weekday_and_day(day.date, lang)),
    ];
    tile(head, amount(day.fulfilment.as_deref(), format::percent), lines, None)
}

/// A gap that may be larger, how bad it then is, and why: whose report is overdue.
fn range_in_words(day: &Day, lang: Lang) -> Option<String> {
    let (low, high) = (format::exact(day.gap.as_deref()?), format::exact(day.gap_range()?));
    let range = words::gap_between(lang, &format::weekday_and_day(day.date, lang), &low, &high);
    let worse = day.worse_level().map(|level| words::up_to(lang, &text::level(level, lang)));
    let why = words::late_at_plan(
        lang,
        &if day.late.is_empty() { words::SOME.get(lang).to_owned() } else { few(&day.late, lang) },
    );
    let head: Vec<String> = [Some(range), worse].into_iter().flatten().collect();
    Some(words::because(lang, &head.join(if lang == Lang::Zh { "，" } else { ", " }), &why))
}

/// Why the gap may differ from what a reader would subtract.
fn explanations(today: Option<&Day>, yesterday: Option<&Day>, lang: Lang) -> Option<Vec<AnyView>> {
    let day = today?;
    let differs = day.gap.is_some() && (day.counted_demand != day.demand || day.counted_supply != day.supply);
    let counted = differs.then(|| {
        let demand = written(today, |d| d.counted_demand.as_ref(), format::exact);
        text::counted(lang, &demand, &written(today, |d| d.counted_supply.as_ref(), format::exact))
    });
    let late = [today, yesterday].into_iter().flatten().filter_map(|day| range_in_words(day, lang));
    let lines = counted.into_iter().chain(late);
    Some(lines.map(|line| view! { <p class="explanation">{line}</p> }.into_any()).collect())
}
