//! The curve's numbers as a table, to the last digit.

use leptos::prelude::*;

use super::{
    amount::{amount, gap},
    export_links::ExportLinks,
    level_badge::badge,
};
use crate::{
    format,
    model::{Day, ItemView},
    text::{self, Text, use_lang},
};

type Column = (Text, fn(&Day) -> Option<&String>);

/// The table; it scrolls in a region of its own.
#[component]
pub(crate) fn DayTable(
    view: ItemView,
    /// Whose balance it is, as addresses write it; the city's where none is named.
    #[prop(optional, into)]
    scope: String,
    /// The instant that it is of, RFC 3339; now where none is named.
    #[prop(optional, into)]
    as_of: String,
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
    let named = |name: &str, value: &str| {
        if value.is_empty() { String::new() } else { format!("&{name}={}", crate::pages::board::encoded(value)) }
    };
    let ask = format!("item={}{}{}", view.item.code, named("scope", &scope), named("as_of", &as_of));
    let today = view.taken.today;
    let with_uncounted = view.days.iter().any(|day| day.unknown > 0);
    let rows = view.days.iter().map(|day| {
        let numbers = columns.iter().map(|(_, pick)| {
            view! { <td class="num">{amount(pick(day).map(String::as_str), format::exact)}</td> }
        });
        let uncounted = with_uncounted.then(|| view! { <td class="num">{text::households(lang, day.unknown)}</td> });
        view! {
            <tr class:is-today={day.date == today} class:is-future={day.date > today}>
                <th scope="row">
                    {format::weekday_and_day(day.date, lang)}
                    {(day.date == today).then(|| view! { <span class="today-word">" " {text::TODAY.get(lang)}</span> })}
                </th>
                {numbers.collect_view()}
                <td class="num">{gap(day.gap.as_deref(), day.gap_range(), format::exact)}</td>
                <td class="num">{amount(day.percent.as_deref(), format::percent)}</td>
                <td>{badge(day.state())}</td>
                {uncounted}
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
                            {head(text::LEVEL, "")} {with_uncounted.then(|| head(text::NOT_COUNTED, "num"))}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}
