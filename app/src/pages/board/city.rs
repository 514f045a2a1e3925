//! The board: rates with numerator and denominator, and the parties, the worst first.

use baogong_domain::period::{first_of_month, last_of_month, minus_days};
use leptos::prelude::*;

use super::{Acts, address, both_rates, head, label, marks, opening, range_words, reminded};
use crate::{
    components::{as_of::AsOf, empty_state::Empty, export_links::ExportLinks, status::Status},
    format,
    model::{
        Name,
        board::{BoardFilter, BoardRow, BoardView, Group, Rate},
    },
    text::{self, Lang, Text, board as words, use_lang},
};

/// The page.
pub(super) fn page(view: BoardView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let openings = view.openings.clone().map(|openings| opening::running(openings, acts));
    let table = if view.rows.is_empty() {
        view! { <Empty title=words::NOBODY_OWES note=words::NOBODY_OWES_NOTE /> }.into_any()
    } else {
        parties(&view, lang)
    };
    view! {
        <leptos_meta::Title text=text::page_title(lang, words::BOARD_TITLE.get(lang)) />
        <marks::Signs />
        <main id="main">
            <Status taken=view.taken.clone() season=view.season.name.clone() days_left=view.season.days_left lost=false />
            <AsOf at=view.taken.at past=view.past path="/board" also=also(&view.filter) />
            <div class="page board">
                <div class="summary">
                    <h1>
                        {words::BOARD_TITLE.get(lang)} " " <small>{range_words(view.first, view.last, lang)}</small>
                    </h1>
                    {tiles(&view, lang)}
                </div>
                <div class="choice">{choices(&view, lang)} {presets(&view, lang)}</div>
                <section class="panel parties" aria-labelledby="parties">
                    <h2 id="parties">
                        {words::PARTIES_TABLE.get(lang)} " "
                        <small>{words::parties_caption(lang, view.rows.len(), view.parties)}</small>
                        " "
                        <ExportLinks
                            what="completeness"
                            ask=address("", &view.filter).trim_start_matches('?')
                            name=words::BOARD.get(lang)
                        />
                    </h2>
                    {table}
                </section>
                <div class="side">
                    {openings} {groups(words::BY_KIND, &view.by_kind, &view.filter, |f, code| f.kind = code)}
                    {groups(words::BY_ITEM, &view.by_item, &view.filter, |f, code| f.item = code)}
                    {groups(words::BY_BUREAU, &view.by_bureau, &view.filter, |_, _| {})}
                    {groups(words::BY_DIVISION, &view.by_division, &view.filter, |f, code| f.division = code)}
                </div>
            </div>
        </main>
    }
    .into_any()
}

/// What the address asks for beside the instant.
fn also(filter: &BoardFilter) -> Vec<(&'static str, String)> {
    let BoardFilter { from, to, kind, division, item, sort, rows, .. } = filter.clone();
    vec![
        ("from", from),
        ("to", to),
        ("kind", kind),
        ("division", division),
        ("item", item),
        ("sort", sort),
        ("rows", rows),
    ]
}

/// The two rates and the two counts.
fn tiles(view: &BoardView, lang: Lang) -> AnyView {
    let Rate { due, reported, on_time } = view.total;
    let of_due = |part: u64| {
        if due == 0 {
            words::NOTHING_DUE.get(lang).to_owned()
        } else {
            words::of_due(lang, &marks::count(part), &marks::count(due))
        }
    };
    let rate = |part: u64| marks::percent(part, due).unwrap_or_else(|| format::UNKNOWN.to_owned());
    let tile = |head: Text, number: String, note: String, class: &'static str| {
        view! {
            <div class=format!("tile {class}")>
                <dt>{head.get(lang)}</dt>
                <dd>
                    <strong>{number}</strong>
                    <span>{note}</span>
                </dd>
            </div>
        }
    };
    let (missing, late) = (view.total.missing(), view.total.late());
    let worried = |count: u64, class: &'static str| if count > 0 { class } else { "" };
    view! {
        <dl class="tiles">
            {tile(words::ON_TIME_RATE, rate(on_time), of_due(on_time), "")}
            {tile(words::COMPLETENESS, rate(reported), of_due(reported), "")}
            {tile(
                words::MISSING_FIGURES,
                marks::count(missing),
                words::parties_with_missing(lang, view.with_missing),
                worried(missing, "tile-missing"),
            )}
            {tile(words::LATE_FIGURES, marks::count(late), of_due(late), worried(late, "tile-late"))}
        </dl>
    }
    .into_any()
}

/// Which days and whom; a plain form, whose answer is an address.
fn choices(view: &BoardView, lang: Lang) -> AnyView {
    let BoardFilter { kind, division, item, sort, as_of, .. } = view.filter.clone();
    let reset = address("/board", &BoardFilter { as_of: as_of.clone(), ..BoardFilter::default() });
    let select = |name: &'static str, label: Text, options: &[(String, Name)], chosen: &str| {
        let options = options.iter().map(|(code, name)| {
            view! {
                <option value=code.clone() selected=code == chosen>
                    {name.get(lang).to_owned()}
                </option>
            }
        });
        let options = options.collect_view();
        view! {
            <label class="field">
                <span>{label.get(lang)}</span>
                <select name=name>
                    <option value="">{words::ALL.get(lang)}</option>
                    {options}
                </select>
            </label>
        }
    };
    let order = |(code, name): (&'static str, Text)| {
        view! {
            <option value=code selected=code == sort>
                {name.get(lang)}
            </option>
        }
    };
    let orders =
        [("", words::BY_MISSING), ("late", words::BY_LATE), ("rate", words::BY_RATE), ("name", words::BY_CODE)];
    let orders = orders.map(order);
    let date = |name: &'static str, label: Text, value: chrono::NaiveDate| {
        view! {
            <label class="field">
                <span>{label.get(lang)}</span>
                <input type="date" name=name value=value.to_string() required />
            </label>
        }
    };
    view! {
        <form class="row-form choices" method="get" action="/board" aria-label=words::FILTER.get(lang)>
            {(!as_of.is_empty()).then(|| view! { <input type="hidden" name="as_of" value=as_of /> })}
            {date("from", words::FROM, view.first)} {date("to", words::TO, view.last)}
            {select("kind", words::KIND, &view.kinds, &kind)}
            {select("division", words::DIVISION, &view.divisions, &division)}
            {select("item", text::ITEM, &view.items, &item)}
            <label class="field">
                <span>{words::ORDER.get(lang)}</span>
                <select name="sort">{orders}</select>
            </label>
            <button class="button primary" type="submit">
                {words::APPLY.get(lang)}
            </button>
            <a class="button" href=reset>
                {words::RESET.get(lang)}
            </a>
        </form>
    }
    .into_any()
}

/// The ranges that people look at most, with the other choices as they are.
fn presets(view: &BoardView, lang: Lang) -> AnyView {
    let today = view.taken.today;
    let this_month = first_of_month(today);
    let last_month = first_of_month(minus_days(this_month, 1));
    let ranges = [
        (words::LAST_WEEK, minus_days(today, 6), today),
        (words::THIS_MONTH, this_month, today),
        (words::LAST_MONTH, last_month, last_of_month(last_month)),
    ];
    let link = |(name, first, last): (Text, chrono::NaiveDate, chrono::NaiveDate)| {
        let here = (first, last) == (view.first, view.last);
        let filter = BoardFilter { from: first.to_string(), to: last.to_string(), ..view.filter.clone() };
        view! {
            <a href=address("/board", &filter) aria-current=here.then_some("true")>
                {name.get(lang)}
            </a>
        }
    };
    view! { <nav class="presets" aria-label=words::PRESETS.get(lang)>{ranges.map(link)}</nav> }.into_any()
}

/// A column of the strips: `11月23日` in full; `23` and `一` where there is little room. A month: `11月` and its year.
struct Column {
    full: String,
    short: String,
    below: String,
    weekend: bool,
}

fn columns(view: &BoardView, lang: Lang) -> Vec<Column> {
    let column = |iso: &String| {
        let (full, below) = format::period(iso, lang);
        match iso.parse::<chrono::NaiveDate>() {
            Ok(day) => Column {
                full,
                short: day.format("%-d").to_string(),
                below: format::weekday(day, lang).to_owned(),
                weekend: format::is_weekend(day),
            },
            Err(_) => Column { short: full.clone(), full, below, weekend: false },
        }
    };
    view.columns.iter().map(column).collect()
}

fn parties(view: &BoardView, lang: Lang) -> AnyView {
    let columns = columns(view, lang);
    let day_heads = columns
        .iter()
        .map(|column| {
            view! {
                <th scope="col" class="day-head" class:weekend=column.weekend>
                    <span class="vh">{column.full.clone()}</span>
                    <span aria-hidden="true">{column.short.clone()}</span>
                    <small aria-hidden="true">{column.below.clone()}</small>
                </th>
            }
        })
        .collect_view();
    let sorted = |text: Text, class: &'static str, by: &'static str, direction: &'static str| {
        let is_sorted = view.filter.sort == by || (by == "missing" && view.filter.sort.is_empty());
        let address = address("/board", &BoardFilter { sort: by.to_owned(), ..view.filter.clone() });
        view! {
            <th scope="col" class=class aria-sort=is_sorted.then_some(direction)>
                <a href=address>{text.get(lang)}</a>
            </th>
        }
    };
    let rows = view.rows.iter().map(|party| row(party, &columns, view, lang)).collect_view();
    let (first, last) = (format::day(view.first, lang), format::day(view.last, lang));
    let more = (view.rows.len() < view.parties).then(|| {
        let address = address("/board", &BoardFilter { rows: "all".to_owned(), ..view.filter.clone() });
        view! {
            <p class="more">
                <a class="button" href=address>
                    {words::SHOW_ALL.get(lang)}
                </a>
            </p>
        }
    });
    view! {
        <div class="scroll">
            <table class="board-table">
                <caption class="vh">{words::party_table_caption(lang, &first, &last)}</caption>
                <thead>
                    <tr>
                        {sorted(words::PARTY, "", "name", "ascending")}
                        {sorted(words::MISSING_FIGURES, "num", "missing", "descending")}
                        {sorted(words::LATE_FIGURES, "num", "late", "descending")}
                        {sorted(words::ON_TIME_RATE, "num", "rate", "ascending")} {head(words::COMPLETENESS, "num")}
                        {day_heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
        <div class="legend">
            {marks::key(lang)} <p>{words::NOTE_RATES.get(lang)}</p> <p>{words::NOTE_DEADLINES.get(lang)}</p>
        </div>
    }
    .into_any()
}

fn row(party: &BoardRow, columns: &[Column], view: &BoardView, lang: Lang) -> AnyView {
    let BoardFilter { item, as_of, .. } = view.filter.clone();
    let (from, to) = (view.first.to_string(), view.last.to_string());
    let days = BoardFilter { from, to, item, as_of, ..BoardFilter::default() };
    let address = address(&format!("/board/{}", party.party.code), &days);
    let cells = party.strip.iter().zip(columns);
    let cells = cells.map(|(mark, column)| marks::cell(*mark, &column.full, &column.short, lang));
    let cells = cells.collect_view();
    let number = |head: Text, count: u64, class: &'static str| {
        view! {
            <td class=format!("num count-cell {}", if count > 0 { class } else { "is-none" })>
                {label(head)} {marks::count(count)}
            </td>
        }
    };
    let place = party.division.as_ref().map(|d| format!(" · {}", d.get(lang)));
    view! {
        <tr>
            <th scope="row" class="party-name">
                <a href=address>{party.party.name.get(lang).to_owned()}</a>
                <small>{party.kind.get(lang).to_owned()} {place}</small>
                {reminded(party.reminded_at, lang)}
            </th>
            {number(words::MISSING_FIGURES, party.rate.missing(), "is-missing")}
            {number(words::LATE_FIGURES, party.rate.late(), "is-late")}
            {both_rates(party.rate)}
            {cells}
        </tr>
    }
    .into_any()
}

/// Rates by kind, item, bureau or division; each a link to that alone, where there is such a filter.
fn groups(
    title: Text,
    groups: &[Group],
    filter: &BoardFilter,
    choose: impl Fn(&mut BoardFilter, String),
) -> Option<AnyView> {
    let lang = use_lang();
    // One alone says nothing that the tiles do not.
    if groups.is_empty() || (groups.len() == 1 && !groups[0].code.is_empty()) {
        return None;
    }
    let rows = groups.iter().map(|group| {
        let name = group.name.get(lang).to_owned();
        let name = if group.code.is_empty() {
            name.into_any()
        } else {
            let mut chosen = filter.clone();
            choose(&mut chosen, group.code.clone());
            view! {
                <a href=address("/board", &chosen) title=words::ONLY_THIS.get(lang)>
                    {name}
                </a>
            }
            .into_any()
        };
        view! {
            <tr>
                <th scope="row">{name}</th>
                {both_rates(group.rate)}
                <td class=format!("num count-cell {}", if group.rate.missing() > 0 { "is-missing" } else { "is-none" })>
                    {marks::count(group.rate.missing())}
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    Some(
        view! {
            <section class="panel groups">
                <table>
                    <caption>{title.get(lang)}</caption>
                    <thead>
                        <tr>
                            <td></td>
                            {head(words::ON_TIME_RATE, "num")} {head(words::COMPLETENESS, "num")}
                            {head(words::MISSING_FIGURES, "num")}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
        .into_any(),
    )
}
