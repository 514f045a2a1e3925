//! The key to the shapes, and what must be known to read the numbers.

use baogong_domain::{
    Level,
    access::{self, Action, Reach},
};
use leptos::prelude::*;

use super::level_badge::shape;
use crate::{
    me,
    model::State,
    text::{self, use_lang},
};

/// The key.
#[component]
pub(crate) fn Legend() -> impl IntoView {
    let lang = use_lang();
    let states = Level::WORST_FIRST.into_iter().map(State::Short).chain([State::Fine, State::Unknown]);
    let entries = states.map(|state| view! { <li>{shape(state)} {state.words(lang)}</li> }).collect_view();
    let masked = me::use_me().and_then(|me| me.role()).and_then(|role| access::reach(role, Action::ReadSituation));
    let masked = (masked == Some(Reach::Own)).then_some(text::NOTE_MASKED);
    let notes = [text::NOTE_UNKNOWN, text::NOTE_SUPPLY, text::NOTE_DAY, text::NOTE_DIRECT, text::NOTE_QUOTA];
    view! {
        <aside class="legend" aria-label=text::LEGEND.get(lang)>
            <ul class="legend-shapes">{entries}</ul>
            <ul class="legend-notes">{masked.into_iter().chain(notes).map(|note| view! { <li>{note.get(lang)}</li> }).collect_view()}</ul>
        </aside>
    }
    .into_any()
}
