//! How a cell's state looks: a drawing of its own, and a word wherever somebody asks; colour comes last.

use leptos::prelude::*;

use crate::{
    desk::face::Sign,
    text::{Lang, Text, desk as text, use_lang},
};

impl Sign {
    /// In words; `None` where there is no sign.
    pub(crate) const fn text(self) -> Option<Text> {
        Some(match self {
            Self::None => return None,
            Self::Waiting => text::WAITING,
            Self::Offline => text::OFFLINE,
            Self::Saving => text::SAVING,
            Self::Saved => text::SAVED,
            Self::Refused => text::REFUSED,
            Self::Note => text::NEEDS_NOTE,
            Self::Reason => text::NEEDS_REASON,
            Self::Conflict => text::CONFLICT,
        })
    }

    /// In words, empty where there is no sign.
    pub(crate) fn words(self, lang: Lang) -> &'static str {
        self.text().map_or("", |text| text.get(lang))
    }
}

/// The drawings, once a desk: a pencil, an arrow up, a tick, a broken link, an exclamation mark in a triangle, a question
/// mark in a ring, two arrows, a cross; a clock for what is overdue, and a bubble for comments.
#[component]
pub(crate) fn SignShapes() -> impl IntoView {
    view! {
        <svg class="shapes" width="0" height="0" aria-hidden="true">
            <symbol id="sign-waiting" viewBox="0 0 16 16">
                <path class="line" d="M3 13l.8-3.4L10.9 2.5l2.6 2.6-7.1 7.1z" />
            </symbol>
            <symbol id="sign-saving" viewBox="0 0 16 16">
                <path class="line" d="M8 13V3.5M4 7.2l4-4 4 4" />
            </symbol>
            <symbol id="sign-saved" viewBox="0 0 16 16">
                <path class="line" d="M3 8.6l3.2 3.3L13 4.6" />
            </symbol>
            <symbol id="sign-offline" viewBox="0 0 16 16">
                <path class="line" d="M5.5 10.5l-1 1a2.3 2.3 0 0 1-3.2-3.2l2-2M10.5 5.5l1-1a2.3 2.3 0 0 1 3.2 3.2l-2 2M3.5 2.5l9 11" />
            </symbol>
            <symbol id="sign-note" viewBox="0 0 16 16">
                <path class="line" d="M8 2 14.6 13.6H1.4zM8 6.2v3.4M8 11.4v.4" />
            </symbol>
            <symbol id="sign-reason" viewBox="0 0 16 16">
                <path class="line" d="M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 1 1 8 1.6M6 6.4C6 5.2 6.9 4.4 8 4.4s2 .7 2 1.8c0 1.6-2 1.6-2 3.2M8 11.3v.4" />
            </symbol>
            <symbol id="sign-conflict" viewBox="0 0 16 16">
                <path class="line" d="M2 5.5h11M10 2.5l3.2 3L10 8.5M14 11H3M6 8l-3.2 3L6 14" />
            </symbol>
            <symbol id="sign-refused" viewBox="0 0 16 16">
                <path class="line" d="M4 4l8 8M12 4l-8 8" />
            </symbol>
            <symbol id="sign-late" viewBox="0 0 16 16">
                <path class="line" d="M8 1.6a6.4 6.4 0 1 1 0 12.8A6.4 6.4 0 1 1 8 1.6M8 4.4V8l2.6 1.8" />
            </symbol>
            <symbol id="sign-comments" viewBox="0 0 16 16">
                <path class="line" d="M2 3h12v8H7.5L4.5 14v-3H2z" />
            </symbol>
        </svg>
    }
    .into_any()
}

/// A drawing; what stands beside it says the same in words.
pub(super) fn drawing(word: &'static str) -> AnyView {
    view! {
        <svg class=format!("sign sign-{word}") aria-hidden="true">
            <use_ href=format!("#sign-{word}") />
        </svg>
    }
    .into_any()
}

/// Drawing and words.
pub(super) fn badge(word: &'static str, words: &'static str) -> AnyView {
    view! { <span class=format!("sign-badge is-{word}")>{drawing(word)} {words}</span> }.into_any()
}

/// The key to the signs, and what the keys do; folded, for who reports every day knows them.
#[component]
pub(crate) fn SheetLegend() -> impl IntoView {
    let lang = use_lang();
    let signs = Sign::ALL.map(|sign| (sign.word(), sign.words(lang)));
    let others = [("late", text::LATE), ("comments", text::HAS_COMMENTS)];
    let all = signs.into_iter().chain(others.map(|(word, words)| (word, words.get(lang))));
    let entries = all.map(|(word, words)| view! { <li>{badge(word, words)}</li> }).collect_view();
    let grounds = [("why", text::PAST_DEADLINE), ("shut", text::LOCKED)].map(|(class, words)| {
        view! {
            <li>
                <span class=format!("swatch {class}") aria-hidden="true"></span>
                {words.get(lang)}
            </li>
        }
    });
    let keys = [text::KEYS_MOVE, text::KEYS_EDIT, text::KEYS_PASTE];
    view! {
        <details class="sheet-legend">
            <summary>{text::LEGEND.get(lang)}</summary>
            <ul class="legend-shapes">{entries} {grounds.into_iter().collect_view()}</ul>
            <ul id="sheet-help" class="sheet-keys">{keys.map(|key| view! { <li>{key.get(lang)}</li> }).collect_view()}</ul>
        </details>
    }
    .into_any()
}
