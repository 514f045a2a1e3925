//! From one page of a long list to the next; each page has an address.

use leptos::prelude::*;

use crate::text::{self, Text, use_lang};

/// The links before and after a page; nothing where there is only one. `label` says of what list.
pub(crate) fn pager(label: Text, page: usize, pages: usize, address: impl Fn(usize) -> String) -> Option<AnyView> {
    let lang = use_lang();
    let link = |to: usize, words: Text| {
        view! {
            <a class="button" href=address(to)>
                {words.get(lang)}
            </a>
        }
    };
    (pages > 1).then(|| {
        view! {
            <nav class="actions pager" aria-label=label.get(lang)>
                {(page > 1).then(|| link(page - 1, text::PAGE_BEFORE))}
                <span>{text::page_of(lang, page, pages)}</span>
                {(page < pages).then(|| link(page + 1, text::PAGE_AFTER))}
            </nav>
        }
        .into_any()
    })
}
