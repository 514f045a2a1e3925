//! The numbers that an alert was judged by, its curve, and for a report what is missing or doubtful.

use leptos::prelude::*;

use super::words as say;
use crate::{
    components::{
        chart::{Chart, stock::StockChart},
        day_table::DayTable,
    },
    format,
    model::{
        alerts::{AlertDetailView, CurveView, FactsView},
        board::OwedView,
    },
    text::{self, Lang, Text, alerts as words, board, use_lang},
};

/// The numbers with their period and range.
pub(super) fn numbers(view: &AlertDetailView) -> AnyView {
    let lang = use_lang();
    let unit = view.row.about.item.unit.get(lang);
    let with_unit = |amount: &str| format::with_unit(&format::exact(amount), unit);
    let known = |amount: &Option<String>| amount.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), with_unit);
    let share = |share: &Option<String>| share.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::percent);
    let (tiles, period): (Vec<(Text, String)>, Option<String>) = match &view.row.facts {
        FactsView::Gap { period, window_days, percent, demand, supply, gap } => {
            let period = say::period(period, lang);
            let period = match window_days {
                0 | 1 => words::of_period(lang, &period),
                days => words::window_of(lang, &period, *days),
            };
            let tiles = vec![
                (text::GAP_RATIO, share(percent)),
                (text::GAP, known(gap)),
                (words::DEMAND_OF, known(demand)),
                (text::SUPPLY, known(supply)),
            ];
            (tiles, Some(period))
        }
        FactsView::Stoppage { from, to, plan, delivered, percent } => {
            let days = board::board_range(lang, &format::day(*from, lang), &format::day(*to, lang));
            let tiles = vec![
                (words::STOPPAGE_SHARE, share(percent)),
                (words::STOPPAGE_DELIVERED, with_unit(delivered)),
                (words::STOPPAGE_PLAN, with_unit(plan)),
            ];
            (tiles, Some(words::of_period(lang, &days)))
        }
        FactsView::Stock { period, stock, daily_use, days } => {
            let days = days.as_deref().map_or_else(|| format::UNKNOWN.to_owned(), format::stock_days);
            let tiles = vec![
                (words::STOCK_DAYS, words::days(lang, &days)),
                (text::STOCK, with_unit(stock)),
                (words::DAILY_USE, with_unit(daily_use)),
            ];
            (tiles, Some(words::of_period(lang, &say::period(period, lang))))
        }
        FactsView::Overdue { missing, oldest, since } => {
            let tiles = vec![
                (words::MISSING_COUNT, missing.to_string()),
                (words::OLDEST, say::period(oldest, lang)),
                (words::LATE_SINCE, say::at(*since, lang)),
            ];
            (tiles, None)
        }
        FactsView::Implausible { .. } | FactsView::None => (Vec::new(), None),
    };
    let empty =
        matches!(view.row.facts, FactsView::None).then(|| view! { <p class="hint">{words::NO_NUMBERS.get(lang)}</p> });
    let tiles = tiles.into_iter().map(|(head, number)| {
        view! {
            <div>
                <dt>{head.get(lang)}</dt>
                <dd>{number}</dd>
            </div>
        }
    });
    let high = view.high.as_ref().map(|(gap, level)| {
        let level = level.map_or_else(|| words::NO_LEVEL.get(lang).to_owned(), |level| text::level(level.0, lang));
        view! { <p class="explanation">{words::range_high(lang, &with_unit(gap), &level)}</p> }
    });
    view! {
        {empty}
        <dl class="alert-numbers">{tiles.collect_view()}</dl>
        {period.map(|period| view! { <p class="hint">{period}</p> })}
        {high}
        {doubts(&view.row.facts, lang)}
        {missing(view, lang)}
    }
    .into_any()
}

fn doubts(facts: &FactsView, lang: Lang) -> Option<AnyView> {
    let FactsView::Implausible { doubts } = facts else { return None };
    let line = |(period, doubt): &(String, crate::model::Name)| {
        view! {
            <li>
                <strong>{say::period(period, lang)}</strong>
                " "
                {doubt.get(lang).to_owned()}
            </li>
        }
    };
    let lines = doubts.iter().map(line).collect_view();
    Some(
        view! {
            <h3>{words::DOUBTS.get(lang)}</h3>
            <ul class="plain-list">{lines}</ul>
        }
        .into_any(),
    )
}

fn missing(view: &AlertDetailView, lang: Lang) -> Option<AnyView> {
    if view.missing.is_empty() {
        return None;
    }
    let counterparts = view.missing.iter().any(|cell| cell.counterpart.is_some());
    let row = |cell: &OwedView| {
        let counterpart = cell.counterpart.as_ref().map(|name| name.get(lang).to_owned());
        view! {
            <tr>
                <th scope="row">{cell.measure.get(lang).to_owned()}</th>
                {counterparts.then(|| view! { <td>{counterpart}</td> })}
                <td>{say::period(&cell.period, lang)}</td>
                <td class="num">{say::at(cell.due, lang)}</td>
            </tr>
        }
    };
    let head = |text: Text| view! { <th scope="col">{text.get(lang)}</th> };
    let more =
        (view.more_missing > 0).then(|| view! { <p class="hint">{words::more_missing(lang, view.more_missing)}</p> });
    Some(
        view! {
            <h3>{words::MISSING_REPORTS.get(lang)}</h3>
            <div class="scroll">
                <table class="plain missing-table">
                    <caption class="vh">{words::MISSING_REPORTS.get(lang)}</caption>
                    <thead>
                        <tr>
                            {head(board::MEASURE)} {counterparts.then(|| head(board::COUNTERPART))} {head(text::PERIOD)}
                            <th scope="col" class="num">
                                {board::DUE.get(lang)}
                            </th>
                        </tr>
                    </thead>
                    <tbody>{view.missing.iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            {more}
        }
        .into_any(),
    )
}

/// The curve with its numbers; none for reports.
pub(super) fn curve(view: &AlertDetailView) -> Option<AnyView> {
    let lang = use_lang();
    let (title, body) = match &view.curve {
        CurveView::None => return None,
        CurveView::Balance(item) => {
            let item = (**item).clone();
            // A supplier has a plan and deliveries, and no demand.
            let supplier = item.days.iter().all(|day| day.demand.is_none());
            // Else a gap of some would be drawn as one of all.
            let counted = item.counted();
            let note = counted.is_some().then(|| view! { <p class="hint">{words::CURVE_COUNTED.get(lang)}</p> });
            let body = view! {
                {note}
                <Chart view=counted.unwrap_or_else(|| item.clone()) supplier />
                <DayTable view=item scope=view.scope.clone() />
            };
            (if supplier { words::CURVE_SUPPLY } else { text::CURVE }, body.into_any())
        }
        CurveView::Stock(days) => {
            let lines = view.rule.lines.clone();
            (words::CURVE_STOCK, view! { <StockChart days=days.clone() lines /> }.into_any())
        }
    };
    Some(
        view! {
            <section class="panel curve" aria-labelledby="curve">
                <h2 id="curve">{title.get(lang)}</h2>
                {body}
            </section>
        }
        .into_any(),
    )
}
