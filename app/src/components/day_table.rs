//! The curve's numbers as a table, to the last digit.

use leptos::prelude::*;

use super::{
    amount::amount,
    export_links::ExportLinks,
    known::{ago, computed, few, made_of_share, stamp, traced, traced_gap},
    level_badge::badge,
};
use crate::{
    format, links,
    model::{Day, ItemView},
    text::{self, Text, known as words, use_lang},
};

type Column = (Text, fn(&Day) -> Option<&String>);

/// The table; it scrolls in a region of its own.
#[component]
pub(crate) fn DayTable(
    view: ItemView,
    /// Whose balance it is, as addresses write it; the city's where none is named.
    #[prop(optional, into)]
    scope: String,
) -> impl IntoView {
    let lang = use_lang();
    let columns: [Column; 7] = [
        (text::DEMAND, |d| d.demand.as_ref()),
        (text::PLAN, |d| d.plan.as_ref()),
        (text::DELIVERED, |d| d.delivered.as_ref()),
        (text::RECEIVED, |d| d.received.as_ref()),
        (text::USED, |d| d.used.as_ref()),
        (text::STOCK, |d| d.stock.as_ref()),
        (text::SUPPLY, |d| d.supply.as_ref()),
    ];
    // A column that nobody ever reports says nothing; the four that make the gap always stand.
    let always = [0, 1, 2, 6];
    let columns: Vec<Column> = columns
        .into_iter()
        .enumerate()
        .filter(|(i, (_, pick))| always.contains(i) || view.days.iter().any(|d| pick(d).is_some()))
        .map(|(_, column)| column)
        .collect();
    let head = |text: Text, class: &'static str| view! { <th scope="col" class=class>{text.get(lang)}</th> };
    let heads = columns.iter().map(|(text, _)| head(*text, "num")).collect_view();
    let caption = text::day_table_caption(lang, view.item.name.get(lang), view.item.unit.get(lang));
    let balances = [("item", view.item.code.as_str()), ("scope", &scope), ("as_of", &links::as_of())];
    let ask = links::with("", &balances).trim_start_matches('?').to_owned();
    let scope = if scope.is_empty() { "city".to_owned() } else { scope };
    let today = view.taken.today;
    let with_late = view.days.iter().any(|day| day.gap_range().is_some() && !day.late.is_empty());
    let with_uncounted = view.days.iter().any(|day| day.unknown > 0);
    let now = view.taken.at;
    let rows = view.days.iter().map(|day| {
        let behind = |measure: &str| links::figures(&view.item.code, &scope, day.date, day.date, measure);
        let date = format::day(day.date, lang);
        // What makes the gap leads to its figures; the others are found there, and a table has only so many stops.
        let numbers = columns.iter().map(|(head, pick)| {
            let value = pick(day).map(String::as_str);
            let spoken = format!("{date} {}", head.get(lang));
            let number = match head.get(lang) {
                name if name == text::DEMAND.get(lang) => traced(value, format::exact, &spoken, behind("demand")),
                name if name == text::SUPPLY.get(lang) => traced(value, format::exact, &spoken, behind("")),
                _ => amount(value, format::exact),
            };
            let made = (head.get(lang) == text::SUPPLY.get(lang)).then(|| made_of_share(day, lang)).flatten();
            view! { <td class="num">{number} {made.map(|made| view! { " " <small class="made">{made}</small> })}</td> }
        });
        let spoken = format!("{date} {}", text::GAP.get(lang));
        let gap = traced_gap(day.gap.as_deref(), day.gap_range(), format::exact, &spoken, behind(""));
        let worse = day.worse_level().map(|level| {
            view! { " " <small class="possibly">{words::up_to(lang, &text::level(level, lang))}</small> }
        });
        let late = day.gap_range().filter(|_| !day.late.is_empty()).map(|_| {
            view! { " " <small class="late" title=words::late_at_plan(lang, &few(&day.late, lang))>{few(&day.late, lang)}</small> }
        });
        let updated = day.updated.newest.map(|at| {
            let exact = at.format("%Y-%m-%dT%H:%M").to_string();
            view! { <time datetime=exact title=ago(at, now, lang)>{stamp(at, now)}</time> }
        });
        let uncounted = with_uncounted.then(|| view! { <td class="num">{text::households(lang, day.unknown)}</td> });
        view! {
            <tr class:is-today={day.date == today} class:is-future={day.date > today}>
                <th scope="row">
                    {format::weekday_and_day(day.date, lang)}
                    {(day.date == today).then(|| view! { <span class="today-word">" " {text::TODAY.get(lang)}</span> })}
                </th>
                {numbers.collect_view()}
                <td class="num">{gap}</td>
                <td class="num">{amount(day.percent.as_deref(), format::percent)}</td>
                <td>{badge(day.state())} {worse}</td>
                {uncounted} <td class="num updated">{updated}</td>
                {with_late.then(|| view! { <td>{late}</td> })}
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <details class="day-table">
            <summary>{text::DAY_TABLE.get(lang)}</summary>
            <p class="take-away">
                <ExportLinks what="balances" ask=ask name=caption.clone() />
            </p>
            <div class="scroll" role="region" tabindex="0" aria-label=caption.clone()>
                <table>
                    <caption>{caption.clone()}</caption>
                    <thead>
                        <tr>
                            {head(text::DATE, "")} {heads} {head(text::GAP, "num")} {head(text::GAP_RATIO, "num")}
                            <th scope="col">{text::LEVEL.get(lang)} " " {computed()}</th>
                            {with_uncounted.then(|| head(text::NOT_COUNTED, "num"))} {head(words::UPDATED, "num")}
                            {with_late.then(|| head(words::LATE_SUPPLIERS, ""))}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}
