//! One party: the figures that are missing or came late; for a reporter what it still owes.

use chrono::{NaiveDateTime, TimeDelta, Timelike};
use leptos::prelude::*;

use super::{Acts, head, marks, opening, range_words, reminded};
use crate::{
    components::{as_of::AsOf, empty_state::Empty, status::Status},
    format, links,
    model::{
        board::{DutiesView, Mark, OwedState, OwedView, Rate},
        desk::Gate,
    },
    text::{self, Lang, board as words, use_lang},
};

/// How far back a reporter is reminded; the service's own number.
const DAYS_BACK: u32 = 35;

/// The page; `own` where the party is the reader's.
pub(super) fn page(view: DutiesView, acts: Acts, own: bool) -> AnyView {
    let lang = use_lang();
    let party = view.party.name.get(lang).to_owned();
    let title = if own { words::MY_DUTIES.get(lang).to_owned() } else { words::missing_title(lang, &party) };
    let nothing = if own {
        (words::NOTHING_OWED, words::NOTHING_OWED_NOTE)
    } else {
        (words::NOTHING_MISSING, words::NOTHING_MISSING_NOTE)
    };
    let table = if view.cells.is_empty() {
        view! { <Empty title=nothing.0 note=nothing.1 /> }.into_any()
    } else {
        cells(&view, own, lang)
    };
    let crumbs = (!own).then(|| {
        view! {
            <nav class="crumbs" aria-label=words::BOARD.get(lang)>
                <a href=links::keep("/board")>{words::BOARD.get(lang)}</a>
                <span aria-hidden="true">"›"</span>
                <span>{party.clone()}</span>
            </nav>
        }
    });
    let path = if own { "/board".to_owned() } else { format!("/board/{}", view.party.code) };
    // A reporter's own page has no range to choose.
    let also: Vec<(&'static str, String)> =
        if own { Vec::new() } else { vec![("from", view.first.to_string()), ("to", view.last.to_string())] };
    let under = if own { words::my_duties_note(lang, DAYS_BACK) } else { range_words(view.first, view.last, lang) };
    let locked = own && view.cells.iter().any(|cell| cell.gate == Gate::Locked);
    let heading = if own { words::OWED_TABLE } else { words::MISSING_TABLE };
    view! {
        <leptos_meta::Title text=text::page_title(lang, &title) />
        <marks::Signs />
        <main id="main">
            <Status taken=view.taken.clone() season=view.season.name.clone() days_left=None lost=false />
            <AsOf at=view.taken.at past=view.past path also />
            <div class="page board one-party">
                <div class="summary">
                    {crumbs} <h1>{title}</h1> <p class="hint">{under}</p> {(!own).then(|| rates(view.rate, lang))}
                </div>
                <section class="panel cells" aria-labelledby="cells">
                    <h2 id="cells">{heading.get(lang)}</h2>
                    {table}
                    {(view.more > 0).then(|| view! { <p class="hint">{words::more_cells(lang, view.more)}</p> })}
                    {locked.then(|| view! { <p class="hint">{words::ASK_OFFICE.get(lang)}</p> })}
                </section>
                <div class="side">
                    {view.may_open.then(|| opening::form(&view, acts))}
                    {(view.may_open || !view.openings.is_empty())
                        .then(|| {
                            if view.may_open {
                                opening::running(view.openings.clone(), acts)
                            } else {
                                opening::seen(view.openings.clone())
                            }
                        })}
                    {(view.may_open && !view.cells.is_empty()).then(|| opening::end_form(&view, acts))}
                </div>
            </div>
        </main>
    }
    .into_any()
}

fn rates(rate: Rate, lang: Lang) -> AnyView {
    let line = |head: &'static str, part: u64| {
        view! {
            <div>
                <dt>{head}</dt>
                <dd>{marks::share(part, rate.due)}</dd>
            </div>
        }
    };
    view! {
        <dl class="headline">
            {line(words::ON_TIME_RATE.get(lang), rate.on_time)} {line(words::COMPLETENESS.get(lang), rate.reported)}
        </dl>
    }
    .into_any()
}

fn cells(view: &DutiesView, own: bool, lang: Lang) -> AnyView {
    let with_counterpart = view.cells.iter().any(|cell| cell.counterpart.is_some());
    let rows = view.cells.iter().map(|cell| row(cell, view, own, with_counterpart, lang)).collect_view();
    view! {
        <div class="scroll">
            <table class="cells-table">
                <thead>
                    <tr>
                        {head(text::ITEM, "")} {head(words::MEASURE, "")}
                        {with_counterpart.then(|| head(words::COUNTERPART, ""))} {head(text::PERIOD, "")}
                        {head(words::DUE, "")} {head(words::STATE, "")}
                        <td></td>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(cell: &OwedView, view: &DutiesView, own: bool, with_counterpart: bool, lang: Lang) -> AnyView {
    let now = view.taken.at;
    let (mark, much) = match cell.state {
        OwedState::Missing => (Mark::Missing, words::overdue_by(lang, &long(now - cell.due, lang))),
        OwedState::Late(at) => (Mark::Late, words::late_by(lang, &long(at - cell.due, lang))),
        OwedState::NotYetDue => (Mark::NotYetDue, words::due_in(lang, &long(cell.due - now, lang))),
    };
    let counterpart = cell.counterpart.as_ref().map(|name| name.get(lang).to_owned());
    let link = if own { words::TO_DESK } else { words::TO_DESK_OFFICE };
    let grain = if cell.period.len() == 10 { "day" } else { "month" };
    let desk = format!("/desk?party={}&grain={grain}&first={}", view.party.code, cell.period);
    let (first, second) = format::period(&cell.period, lang);
    view! {
        <tr>
            <th scope="row">{cell.item.name.get(lang).to_owned()}</th>
            <td>{cell.measure.get(lang).to_owned()}</td>
            {with_counterpart.then(|| view! { <td>{counterpart}</td> })}
            <td class="when">{first} " " <small>{second}</small></td>
            <td class="when">
                <span class="inline-label" aria-hidden="true">
                    {words::DUE.get(lang)}
                    " "
                </span>
                {due(cell.due, lang)}
            </td>
            <td class="state-cell">
                {marks::badge(mark)} " " <span>{much}</span> {gate(&cell.gate, cell.state, lang)}
                {reminded(cell.reminded_at, lang)}
            </td>
            <td class="go">
                // The desk is loaded anew: it keeps what waits offline.
                <a href=desk>{link.get(lang)}</a>
            </td>
        </tr>
    }
    .into_any()
}

/// Whether it may still be reported; nothing for what is there or simply open.
fn gate(gate: &Gate, state: OwedState, lang: Lang) -> Option<AnyView> {
    if matches!(state, OwedState::Late(_)) {
        return None;
    }
    let words = match gate {
        Gate::Open => return None,
        Gate::Reason => words::GATE_REASON.get(lang).to_owned(),
        Gate::OpenedUntil(until) => words::gate_opened(lang, until),
        Gate::Locked => words::GATE_LOCKED.get(lang).to_owned(),
    };
    Some(view! { " " <span class="mark gate">{words}</span> }.into_any())
}

/// `11月19日 10:00`; midnight ends the day before it.
fn due(due: NaiveDateTime, lang: Lang) -> String {
    if due.num_seconds_from_midnight() == 0 {
        let day = due.date().pred_opt().unwrap_or(due.date());
        return words::end_of_day(lang, &format::day(day, lang));
    }
    format!("{} {}", format::day(due.date(), lang), format::clock(due))
}

/// A span in its largest whole unit.
fn long(span: TimeDelta, lang: Lang) -> String {
    match (span.num_days(), span.num_hours(), span.num_minutes()) {
        (days, ..) if days > 0 => words::days_long(lang, days),
        (_, hours, _) if hours > 0 => words::hours_long(lang, hours),
        (_, _, minutes) => words::minutes_long(lang, minutes.max(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_at_midnight_is_the_end_of_the_day_before() {
        let check = |at: &str, zh: &str, en: &str| {
            let at = at.parse().unwrap();
            assert_eq!((due(at, Lang::Zh).as_str(), due(at, Lang::En).as_str()), (zh, en));
        };
        check("2026-11-19T10:00:00", "11月19日 10:00", "19 Nov 10:00");
        check("2026-12-04T00:00:00", "12月3日 24:00", "end of 3 Dec");
        check("2027-01-01T00:00:00", "12月31日 24:00", "end of 31 Dec");
    }

    #[test]
    fn a_span_is_told_in_its_largest_unit() {
        for (minutes, expect) in [(0, "1 分钟"), (59, "59 分钟"), (61, "1 小时"), (24 * 60, "1 天"), (3000, "2 天")]
        {
            assert_eq!(long(TimeDelta::minutes(minutes), Lang::Zh), expect);
        }
    }
}
