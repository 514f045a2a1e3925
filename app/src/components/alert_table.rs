//! Alerts: who is short of what, how much, when. The worst and widest come first; a long list folds its tail.

use leptos::prelude::*;

use super::{amount::amount, level_badge::shape};
use crate::{
    format, links,
    model::{AlertView, Shortage, State, Whom},
    text::{self, Lang, known as words, use_lang},
};

/// What a table shows beside level, whom and how much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Any item: each row names its own.
    All,
    /// One item, named by the page.
    One,
}

/// A table of alerts with its caption; those past `open` are folded.
#[component]
pub(crate) fn AlertTable(
    alerts: Vec<AlertView>,
    of: Of,
    open: usize,
    caption: String,
    /// Whether the page is of an earlier instant: what became of the alerts since is another matter.
    past: bool,
) -> impl IntoView {
    let lang = use_lang();
    // Nobody unfolds one or two rows: show them at once.
    let open = if alerts.len() <= open + 2 { alerts.len() } else { open };
    let (shown, folded) = alerts.split_at(open);
    let rest = (!folded.is_empty()).then(|| {
        let summary = text::more_alerts(lang, folded.len());
        view! {
            <details class="more">
                <summary>{summary.clone()}</summary>
                {table(folded, of, past, summary)}
            </details>
        }
    });
    view! {
        {table(shown, of, past, caption)}
        {rest}
    }
    .into_any()
}

fn table(alerts: &[AlertView], of: Of, past: bool, caption: String) -> AnyView {
    let lang = use_lang();
    let heads = [text::LEVEL, text::WHO, text::HOW_MUCH, text::PERIOD];
    let head = heads.map(|head| view! { <th scope="col">{head.get(lang)}</th> }).collect_view();
    view! {
        <table class="alert-table">
            <caption class="vh">{caption}</caption>
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{alerts.iter().map(|alert| row(alert, of, past)).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn row(alert: &AlertView, of: Of, past: bool) -> AnyView {
    let lang = use_lang();
    let (zh, en) = alert.level.names();
    let where_to = (of == Of::All).then(|| {
        view! { <a href=links::keep(&format!("/items/{}", alert.item.code))>{alert.item.name.get(lang).to_owned()}</a> }
    });
    let division = match &alert.whom {
        Whom::Party { division: Some(name), .. } => Some(view! { <span>{name.get(lang).to_owned()}</span> }),
        _ => None,
    };
    let second = (where_to.is_some() || division.is_some())
        .then(|| view! { <span class="alert-of">{where_to} {division}</span> });
    let name = alert.whom.name(lang).to_owned();
    let name = if past {
        name.into_any()
    } else {
        view! { <a href=links::alerts(&alert.item.code, &alert.scope)>{name}</a> }.into_any()
    };
    let (first, second_line) = format::period(&alert.period, lang);
    view! {
        <tr class=format!("alert alert-{}", alert.level.code())>
            <td class="alert-level">
                {shape(State::Short(alert.level))} <span class="roman">{alert.level.roman()}</span>
                <span class="word">{if lang == Lang::Zh { zh } else { en }}</span>
            </td>
            <th scope="row" class="alert-whom" class:wide=!alert.whom.is_party()>
                <span class="alert-name">{name}</span>
                {second}
            </th>
            <td class="alert-much">{how_much(alert, of)}</td>
            <td class="alert-period">
                <span>{first}</span> " " <span>{second_line}</span>
            </td>
        </tr>
    }
    .into_any()
}

/// The share or the days large, the amounts beneath.
fn how_much(alert: &AlertView, of: Of) -> AnyView {
    let lang = use_lang();
    let unit = alert.item.unit.get(lang);
    let written = |value: &Option<String>| value.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::glance);
    // A line breaks between its parts, not within one.
    let detail = |parts: Vec<String>| {
        let parts = parts.into_iter().map(|part| view! { <span>{part}</span> " " }).collect_view();
        view! { <span class="alert-detail">{parts}</span> }
    };
    let (large, details) = match &alert.shortage {
        Shortage::Gap { gap, percent, demand, supply } => {
            let gap = format::with_unit(&written(gap), unit);
            let gap = match alert.window_days {
                Some(days @ 2..) => text::gap_of_days(lang, days, &gap),
                _ => text::gap_of(lang, &gap),
            };
            let sides = [text::demand_of(lang, &written(demand)), text::supply_of(lang, &written(supply))];
            (amount(percent.as_deref(), format::percent), vec![vec![gap], sides.into()])
        }
        Shortage::Stock { stock, daily_use, days } => {
            let days = days.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::stock_days);
            let large = view! {
                <span class="vh">{text::lasts(lang, &days)}</span>
                <span aria-hidden="true">{text::lasts_short(lang, &days)}</span>
            };
            let stock = format::with_unit(&written(stock), unit);
            (
                large.into_any(),
                vec![vec![text::stock_of(lang, &stock)], vec![text::daily_use(lang, &written(daily_use))]],
            )
        }
    };
    // Beside other items the first detail must do; the item's page has them all.
    let shown = if of == Of::All { 1 } else { details.len() };
    let behind = links::figures(&alert.item.code, &alert.scope, alert.first, alert.last, "");
    view! {
        <strong>
            <a class="traced" href=behind title=words::TO_FIGURES.get(lang)>
                {large}
            </a>
        </strong>
        {details.into_iter().take(shown).map(detail).collect_view()}
    }
    .into_any()
}
