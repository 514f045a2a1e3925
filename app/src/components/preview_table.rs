//! What an import would do, figure by figure: new, changed, unchanged, refused, a tab each. The tabs are radio buttons: they
//! work before the browser has taken the page over, and without JavaScript.

use leptos::prelude::*;

use crate::{
    format,
    model::files::{FigureLine, Listing, PreviewView, RejectionLine},
    text::{self, Lang, Text, files as words, use_lang},
};

fn count(number: u64) -> String {
    format::count(usize::try_from(number).unwrap_or(usize::MAX))
}

/// The counts as tabs, and under them the first figures of each kind. `id` keeps several on one page apart.
#[component]
pub(crate) fn PreviewTable(view: PreviewView, id: &'static str) -> impl IntoView {
    let lang = use_lang();
    let counts = [view.new.count, view.changed.count, view.unchanged.count, view.rejected.count];
    // What needs a decision first.
    let open = [3, 1, 0, 2].into_iter().find(|kind| counts[*kind] > 0).unwrap_or(0);
    let kinds = [
        ("new", words::NEW),
        ("changed", words::CHANGED),
        ("unchanged", words::UNCHANGED),
        ("refused", words::REFUSED),
    ];
    let tabs = kinds.into_iter().zip(counts).enumerate().map(|(place, ((kind, name), number))| {
        let key = format!("{id}-{kind}");
        let more = (kind == "refused" && number > 0)
            .then(|| words::in_rows(lang, &count(view.rejected_rows)));
        view! {
            <input type="radio" name=format!("{id}-tab") id=key.clone() value=kind checked=place == open form="" />
            <label for=key class=format!("tab tab-{kind}") class:tab-none=number == 0>
                {name.get(lang)} " " <strong>{count(number)}</strong> {more.map(|more| view! { " " <small>{more}</small> })}
            </label>
        }
    });
    let tabs = tabs.collect_view();
    let skipped = (view.skipped > 0).then(|| {
        view! { <p class="hint">{words::skipped_rows(lang, &count(view.skipped))}</p> }
    });
    view! {
        <div class="preview-tabs">
            {tabs} <div class="tab-panel">{figures(&view.new, false, lang)}</div>
            <div class="tab-panel">{figures(&view.changed, true, lang)}</div>
            <div class="tab-panel">{figures(&view.unchanged, false, lang)}</div>
            <div class="tab-panel">{rejections(&view.rejected, lang)}</div>
        </div>
        {skipped}
    }
    .into_any()
}

fn none(lang: Lang) -> AnyView {
    view! { <p class="hint">{words::NONE_OF_THESE.get(lang)}</p> }.into_any()
}

fn rest<T>(listing: &Listing<T>, lang: Lang) -> Option<AnyView> {
    let shown = listing.first.len();
    (listing.count > shown as u64 && shown > 0)
        .then(|| view! { <p class="hint">{words::first_of(lang, shown, &count(listing.count))}</p> }.into_any())
}

fn figures(listing: &Listing<FigureLine>, changes: bool, lang: Lang) -> AnyView {
    if listing.first.is_empty() {
        return none(lang);
    }
    let amount = |amount: Option<&String>| amount.map_or_else(|| format::UNKNOWN.to_owned(), |a| format::exact(a));
    let notes = listing.first.iter().any(|line| line.note.is_some());
    let row = |line: &FigureLine| {
        let party =
            |name: &Option<crate::model::Name>| name.as_ref().map(|n| n.get(lang).to_owned()).unwrap_or_default();
        let before = changes.then(
            || view! { <td class="num" data-label=words::BEFORE.get(lang)><s>{amount(line.before.as_ref())}</s></td> },
        );
        let note = notes
            .then(|| view! { <td data-label=words::REMARK.get(lang)>{line.note.clone().unwrap_or_default()}</td> });
        let quantity = if changes { words::AFTER } else { words::QUANTITY };
        view! {
            <tr>
                <td class="num line" data-label=words::LINE.get(lang)>{line.line}</td>
                <td data-label=text::ITEM.get(lang)>{line.item.get(lang).to_owned()}</td>
                <td data-label=words::MEASURE.get(lang)>{line.measure.get(lang).to_owned()}</td>
                <td data-label=text::PERIOD.get(lang)>{line.period.clone()}</td>
                <td data-label=words::SUPPLIER.get(lang)>{party(&line.supplier)}</td>
                <td data-label=words::CONSUMER.get(lang)>{party(&line.consumer)}</td>
                {before}
                <td class="num" data-label=quantity.get(lang)>
                    <span>
                        {amount(line.quantity.as_ref())} " " <small class="unit">{line.unit.get(lang).to_owned()}</small>
                    </span>
                </td>
                {note}
            </tr>
        }
    };
    let head = |name: Text, class: &'static str| view! { <th scope="col" class=class>{name.get(lang)}</th> };
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=words::PREVIEW.get(lang)>
            <table class="preview-table">
                <thead>
                    <tr>
                        {head(words::LINE, "num")} {head(text::ITEM, "")} {head(words::MEASURE, "")} {head(text::PERIOD, "")}
                        {head(words::SUPPLIER, "")} {head(words::CONSUMER, "")}
                        {changes.then(|| head(words::BEFORE, "num"))}
                        {head(if changes { words::AFTER } else { words::QUANTITY }, "num")}
                        {notes.then(|| head(words::REMARK, ""))}
                    </tr>
                </thead>
                <tbody>{listing.first.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {rest(listing, lang)}
    }
    .into_any()
}

/// Refused cells: where, why, and what helps.
pub(crate) fn rejections(listing: &Listing<RejectionLine>, lang: Lang) -> AnyView {
    if listing.first.is_empty() {
        return none(lang);
    }
    let row = |line: &RejectionLine| {
        let sheet = line.sheet.as_ref().map(|sheet| view! { <small>{format!("{sheet}!")}</small> });
        let place = match (&line.cell, line.line) {
            (Some(cell), _) => view! { {sheet} <strong>{cell.clone()}</strong> }.into_any(),
            (None, Some(number)) => view! { {sheet} {number} }.into_any(),
            (None, None) => view! { {words::WHOLE_FILE.get(lang)} }.into_any(),
        };
        view! {
            <tr>
                <td class="place" data-label=words::CELL.get(lang)><span>{place}</span></td>
                <td data-label=words::COLUMN.get(lang)>{line.column.clone().unwrap_or_default()}</td>
                <td class="why" data-label=words::REASON_REFUSED.get(lang)>{words::one_language(&line.message, lang).to_owned()}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" role="region" tabindex="0" aria-label=words::REFUSED.get(lang)>
            <table class="preview-table refused">
                <thead>
                    <tr>
                        <th scope="col">{words::CELL.get(lang)}</th>
                        <th scope="col">{words::COLUMN.get(lang)}</th>
                        <th scope="col">{words::REASON_REFUSED.get(lang)}</th>
                    </tr>
                </thead>
                <tbody>{listing.first.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {rest(listing, lang)}
    }
    .into_any()
}
