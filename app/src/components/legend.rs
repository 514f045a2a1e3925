//! The key to the shapes, and what must be known to read the numbers.

use baogong_domain::Level;
use leptos::prelude::*;

use super::level_badge::shape;
use crate::{
    model::State,
    text::{self, use_lang},
};

/// The key.
#[component]
pub(crate) fn Legend() -> impl IntoView {
    let lang = use_lang();
    let states = Level::WORST_FIRST.into_iter().map(State::Short).chain([State::Fine, State::Unknown]);
    let entries = states.map(|state| view! { <li>{shape(state)} {state.words(lang)}</li> }).collect_view();
    let notes = [text::NOTE_UNKNOWN, text::NOTE_SUPPLY, text::NOTE_DAY, text::NOTE_DIRECT, text::NOTE_QUOTA];
    view! {
        <aside class="legend" aria-label=text::LEGEND.get(lang)>
            <ul class="legend-shapes">{entries}</ul>
            <ul class="legend-notes">{notes.map(|note| view! { <li>{note.get(lang)}</li> }).collect_view()}</ul>
        </aside>
    }
    .into_any()
}
