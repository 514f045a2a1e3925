//! Levels of the coming days, a cell a day: heads and cells of the items' table.

use chrono::Datelike;
use leptos::prelude::*;

use super::level_badge::shape;
use crate::{
    format,
    model::{Cell, State},
    text::{self, Lang, use_lang},
};

fn cell_class(base: &str, cell: &Cell, first: bool) -> String {
    let mut class = base.to_owned();
    if first {
        class.push_str(" cell-today");
    }
    if format::is_weekend(cell.date) {
        class.push_str(" cell-weekend");
    }
    // A month begins: a line before it.
    if cell.date.day() == 1 {
        class.push_str(" cell-month");
    }
    class
}

/// The heads: month where it begins, day, weekday.
pub(crate) fn heads(cells: &[Cell]) -> AnyView {
    let lang = use_lang();
    let head = |(index, cell): (usize, &Cell)| {
        let month = (index == 0 || cell.date.day() == 1).then(|| format::month(cell.date, lang));
        let weekday = match lang {
            Lang::Zh => format::weekday(cell.date, lang),
            // One letter: the day's number says which of two.
            Lang::En => &format::weekday(cell.date, lang)[..1],
        };
        view! {
            <th scope="col" role="columnheader" class=cell_class("cell-head", cell, index == 0)>
                <span aria-hidden="true">
                    <span class="cell-month-name">{month}</span>
                    <span class="cell-date">{cell.date.day()}</span>
                    <span class="cell-weekday">{weekday}</span>
                </span>
                <span class="vh">{format::weekday_and_day(cell.date, lang)}</span>
            </th>
        }
    };
    cells.iter().enumerate().map(head).collect_view().into_any()
}

/// The cells of one item.
pub(crate) fn cells(cells: &[Cell]) -> AnyView {
    let lang = use_lang();
    let one = |(index, cell): (usize, &Cell)| {
        let state = cell.state();
        let words = match (state, cell.percent.as_deref()) {
            (State::Short(_), Some(percent)) => format!("{} {}", state.words(lang), format::percent(percent)),
            _ => state.words(lang),
        };
        let title = format!("{} · {words}", format::weekday_and_day(cell.date, lang));
        view! {
            <td
                role="cell"
                class=cell_class(&format!("cell cell-{}", state.word()), cell, index == 0)
                title=title
            >
                {shape(state)}
                <span class="vh">{words}</span>
                <span class="cell-date" aria-hidden="true">
                    {cell.date.day()}
                </span>
            </td>
        }
    };
    cells.iter().enumerate().map(one).collect_view().into_any()
}

/// The last day of a strip in words.
pub(crate) fn last_day(cells: &[Cell], lang: Lang) -> String {
    cells.last().map_or_else(|| text::UNKNOWN.get(lang).to_owned(), |cell| format::weekday_and_day(cell.date, lang))
}
