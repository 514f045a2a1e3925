//! Sums of the counterpart plan beside and beneath its cells: of what is typed now, exact.

use leptos::prelude::*;

use super::shell::Shell;
use crate::{
    components::amount::amount,
    desk::{entry, plan, select::At},
    format,
    model::Amount,
    text::{Lang, Text, desk as text, use_lang},
};

/// What the sums are held against.
#[derive(Clone)]
pub(crate) struct Totals {
    /// What each column's consumer needs.
    pub(crate) needs: Vec<Amount>,
}

/// The sum of these places, followed as they change.
fn sum(shell: Shell, places: impl Iterator<Item = At>) -> Option<i128> {
    let texts: Vec<String> = places.filter_map(|at| shell.face(at)).map(|face| face.with(|f| f.text.clone())).collect();
    plan::sum(texts.iter().map(String::as_str))
}

fn sum_of_column(shell: Shell, column: usize) -> Option<i128> {
    sum(shell, (0..shell.size().rows).map(|row| At { row, column }))
}

fn number(value: Option<i128>) -> AnyView {
    amount(value.map(entry::amount).as_deref(), format::exact)
}

/// A supplier's sum, at the end of its row.
pub(super) fn of_row(shell: Shell, row: usize) -> AnyView {
    let columns = shell.size().columns;
    let value = Memo::new(move |_| sum(shell, (0..columns).map(|column| At { row, column })));
    view! {
        <td role="gridcell" class="sum" aria-readonly="true">
            {move || number(value.get())}
        </td>
    }
    .into_any()
}

/// What each consumer gets, needs, and still misses.
pub(super) fn feet(shell: Shell, totals: &Totals) -> AnyView {
    let lang = use_lang();
    let columns = shell.size().columns;
    let sums: Vec<Memo<Option<i128>>> =
        (0..columns).map(|column| Memo::new(move |_| sum_of_column(shell, column))).collect();
    let needs = totals.needs.clone();
    let all_needs = plan::sum(needs.iter().flatten().map(String::as_str));
    let planned = sums.iter().map(|sum| foot(number_of(*sum))).collect_view();
    let whole = {
        let sums = sums.clone();
        Memo::new(move |_| sums.iter().filter_map(|sum| sum.get()).reduce(|a, b| a + b))
    };
    let needed = needs.iter().map(|need| foot(amount(need.as_deref(), format::exact))).collect_view();
    let missing = sums.iter().zip(needs).map(|(sum, need)| {
        let sum = *sum;
        foot((move || missing(plan::over(sum.get(), need.as_deref()), lang)).into_any())
    });
    view! {
        <tfoot role="rowgroup">
            <tr role="row">{head(text::PLANNED, lang)} {planned} {foot(number_of(whole))}</tr>
            <tr role="row">{head(text::NEED, lang)} {needed} {foot(number(all_needs))}</tr>
            // One plant's surplus does not heat another: what is missing is not added up.
            <tr role="row" class="missing">
                {head(text::MISSING, lang)} {missing.collect_view()} {foot(().into_any())}
            </tr>
        </tfoot>
    }
    .into_any()
}

fn number_of(value: Memo<Option<i128>>) -> AnyView {
    (move || number(value.get())).into_any()
}

fn head(words: Text, lang: Lang) -> AnyView {
    view! {
        <th role="rowheader" scope="row">
            {words.get(lang)}
        </th>
    }
    .into_any()
}

fn foot(content: AnyView) -> AnyView {
    view! {
        <td role="gridcell" class="sum" aria-readonly="true">
            {content}
        </td>
    }
    .into_any()
}

fn missing(over: Option<i128>, lang: Lang) -> AnyView {
    let Some(over) = over else { return amount(None, format::exact) };
    let size = format::exact(&entry::amount(over.abs()));
    match over {
        ..0 => view! { <strong class="is-short">{text::short_of(lang, &size)}</strong> }.into_any(),
        0 => text::EXACT.get(lang).into_any(),
        _ => text::over(lang, &size).into_any(),
    }
}
