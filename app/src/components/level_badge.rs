//! How a level looks: a shape of its own, its roman number, its word; colour comes last.

use leptos::prelude::*;

use crate::{
    model::State,
    text::{self, Lang, use_lang},
};

impl State {
    /// The word in class names and in the names of shapes.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Fine => "fine",
            Self::Short(level) => level.code(),
        }
    }

    /// In words: `II 严重`, 正常, 未知.
    pub(crate) fn words(self, lang: Lang) -> String {
        match self {
            Self::Unknown => text::UNKNOWN.get(lang).to_owned(),
            Self::Fine => text::FINE.get(lang).to_owned(),
            Self::Short(level) => text::level(level, lang),
        }
    }
}

/// The drawings, once a page: octagon, triangle, diamond, disc; a dash for nothing short, a broken ring for unknown.
#[component]
pub(crate) fn Shapes() -> impl IntoView {
    view! {
        <svg class="shapes" width="0" height="0" aria-hidden="true">
            <symbol id="shape-red" viewBox="0 0 16 16">
                <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" />
            </symbol>
            <symbol id="shape-orange" viewBox="0 0 16 16">
                <path d="M8 1.2 15.4 14.6H.6z" />
            </symbol>
            <symbol id="shape-yellow" viewBox="0 0 16 16">
                <path d="M8 1.2 14.8 8 8 14.8 1.2 8z" />
            </symbol>
            <symbol id="shape-blue" viewBox="0 0 16 16">
                <circle cx="8" cy="8" r="5" />
            </symbol>
            <symbol id="shape-fine" viewBox="0 0 16 16">
                <path class="line" d="M5 8h6" />
            </symbol>
            <symbol id="shape-unknown" viewBox="0 0 16 16">
                <path class="line" d="M5.4 6.1c0-1.6 1.1-2.6 2.6-2.6s2.6.9 2.6 2.4c0 2.2-2.6 2.1-2.6 4.2M8 12.1v1.2" />
            </symbol>
        </svg>
    }
    .into_any()
}

/// The shape alone; what stands beside it says the same in words.
pub(crate) fn shape(state: State) -> AnyView {
    view! {
        <svg class=format!("shape shape-{}", state.word()) aria-hidden="true">
            <use_ href=format!("#shape-{}", state.word()) />
        </svg>
    }
    .into_any()
}

/// Shape and words.
pub(crate) fn badge(state: State) -> AnyView {
    view! { <span class=format!("badge badge-{}", state.word())>{shape(state)} {state.words(use_lang())}</span> }
        .into_any()
}
