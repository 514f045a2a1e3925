//! Who has reported: a board for those who watch, and for a reporter what it still owes.

mod city;
mod duties;
mod marks;
mod opening;

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_params_map, use_query_map},
    params::ParamsMap,
};

use crate::{
    components::empty_state::{Failure, loading},
    model::board::{BoardAnswer, BoardFilter},
    server_functions::{
        PageError,
        board::{CloseOpening, EndDuty, OpenPeriod, get_board, get_missing},
    },
    text::{self, Lang, Text, board as words, use_lang},
};

/// What the pages can have done.
#[derive(Clone, Copy)]
struct Acts {
    open: ServerAction<OpenPeriod>,
    close: ServerAction<CloseOpening>,
    end: ServerAction<EndDuty>,
}

impl Acts {
    fn new() -> Self {
        Self { open: ServerAction::new(), close: ServerAction::new(), end: ServerAction::new() }
    }

    /// Counts what was done, so that the page is asked for anew.
    fn done(self) -> usize {
        self.open.version().get() + self.close.version().get() + self.end.version().get()
    }
}

/// `/board`
#[component]
pub(crate) fn BoardPage() -> impl IntoView {
    let query = use_query_map();
    let acts = Acts::new();
    let asked = Memo::new(move |_| query.with(filter));
    let answer = Resource::new_blocking(move || (asked.get(), acts.done()), |(filter, _)| get_board(filter));
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match answer.await {
                    Ok(BoardAnswer::Board(view)) => city::page(*view, acts),
                    Ok(BoardAnswer::Own(view)) => duties::page(*view, acts, true),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// `/board/:party`
#[component]
pub(crate) fn MissingPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let acts = Acts::new();
    let asked = Memo::new(move |_| {
        let party = params.read().get("party").unwrap_or_default();
        (party, query.with(filter))
    });
    let view = Resource::new_blocking(
        move || (asked.get(), acts.done()),
        |((party, filter), _)| get_missing(party, filter.from, filter.to, filter.item, filter.as_of),
    );
    view! {
        <Transition fallback=loading>
            {move || Suspend::new(async move {
                match view.await {
                    Ok(view) => duties::page(view, acts, false),
                    Err(error) => view! { <Failure error /> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

fn filter(query: &ParamsMap) -> BoardFilter {
    let value = |name: &str| query.get(name).unwrap_or_default();
    BoardFilter {
        from: value("from"),
        to: value("to"),
        kind: value("kind"),
        division: value("division"),
        item: value("item"),
        sort: value("sort"),
        rows: value("rows"),
        as_of: value("as_of"),
    }
}

/// The address that asks for the filter: the same text on the server and in the browser.
fn address(path: &str, filter: &BoardFilter) -> String {
    let pairs = [
        ("from", &filter.from),
        ("to", &filter.to),
        ("kind", &filter.kind),
        ("division", &filter.division),
        ("item", &filter.item),
        ("sort", &filter.sort),
        ("rows", &filter.rows),
        ("as_of", &filter.as_of),
    ];
    crate::links::with(path, &pairs.map(|(name, value)| (name, value.as_str())))
}

/// What became of an act: done, or why not.
pub(super) fn outcome(value: Option<Result<(), PageError>>, done: Text, lang: Lang) -> Option<AnyView> {
    let error = match value? {
        Ok(()) => return Some(view! { <p class="done" role="status">{done.get(lang)}</p> }.into_any()),
        Err(error) => error,
    };
    let words = match error {
        PageError::Invalid { message, .. } => message,
        PageError::Denied => text::DENIED.get(lang).to_owned(),
        PageError::NotFound => text::NOT_FOUND.get(lang).to_owned(),
        PageError::SignedOut => text::accounts::SIGNED_OUT.get(lang).to_owned(),
        PageError::Failed => text::FAILED.get(lang).to_owned(),
    };
    Some(view! { <p class="complaint" role="alert">{words}</p> }.into_any())
}

/// The two rates of something, each with its numerator and denominator.
fn both_rates(rate: crate::model::board::Rate) -> AnyView {
    view! {
        <td class="num">{label(words::ON_TIME_RATE)} {marks::share(rate.on_time, rate.due)}</td>
        <td class="num">{label(words::COMPLETENESS)} {marks::share(rate.reported, rate.due)}</td>
    }
    .into_any()
}

/// That the one who owes was reminded, and when.
fn reminded(at: Option<chrono::NaiveDateTime>, lang: Lang) -> Option<AnyView> {
    let at = at?;
    let time = format!("{} {}", crate::format::day(at.date(), lang), crate::format::clock(at));
    Some(view! { <small class="reminded">{text::jobs::reminded_at(lang, &time)}</small> }.into_any())
}

/// What a number is, where a narrow screen shows no heads of columns.
fn label(text: Text) -> AnyView {
    view! {
        <span class="board-label" aria-hidden="true">
            {text.get(use_lang())}
        </span>
    }
    .into_any()
}

/// The head of a column.
fn head(text: Text, class: &'static str) -> AnyView {
    view! {
        <th scope="col" class=class>
            {text.get(use_lang())}
        </th>
    }
    .into_any()
}

/// The days looked at, in words.
fn range_words(first: chrono::NaiveDate, last: chrono::NaiveDate, lang: Lang) -> String {
    words::board_range(lang, &crate::format::day(first, lang), &crate::format::day(last, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_only_what_is_chosen_and_nothing_breaks_out_of_it() {
        assert_eq!(address("/board", &BoardFilter::default()), "/board");
        let filter = BoardFilter {
            from: "2026-11-17".to_owned(),
            item: "coal.thermal".to_owned(),
            sort: "a&b=\"市".to_owned(),
            ..BoardFilter::default()
        };
        let expect = "/board?from=2026-11-17&item=coal.thermal&sort=a%26b%3D%22%E5%B8%82";
        assert_eq!(address("/board", &filter), expect);
    }
}
