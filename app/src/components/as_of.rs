//! What was known at an earlier instant: the control to ask for it, and the band that says that one sees it.
//!
//! A plain form whose answer is an address: it works without JavaScript, and the address can be passed on.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use crate::{
    format, links,
    text::{Text, known as words, use_lang},
};

/// The control; in a view of the past the band.
#[component]
pub(crate) fn AsOf(
    /// Date and time that the page is of.
    at: NaiveDateTime,
    /// Whether that is an earlier instant that was asked for.
    past: bool,
    /// The page's address without its parameters.
    #[prop(into)]
    path: String,
    /// Its other parameters.
    #[prop(optional)]
    also: Vec<(&'static str, String)>,
    /// What is not as it was then.
    #[prop(default = words::NOT_THE_PRESENT)]
    note: Text,
) -> impl IntoView {
    let lang = use_lang();
    let stamp = at.format("%Y-%m-%dT%H:%M").to_string();
    let hidden = also.iter().filter(|(_, value)| !value.is_empty());
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone() /> });
    let form = view! {
        <form class="as-of-form" method="get" action=path.clone()>
            {hidden.collect_view()}
            <label>
                <span>{words::AS_OF.get(lang)}</span>
                <input type="datetime-local" name="as_of" value=stamp.clone() max=(!past).then_some(stamp) required />
            </label>
            <button class="button" type="submit">
                {words::SHOW.get(lang)}
            </button>
        </form>
    };
    if !past {
        return view! {
            <details class="as-of">
                <summary>{words::AS_OF.get(lang)} " " <strong>{words::AS_OF_NOW.get(lang)}</strong></summary>
                <div class="as-of-open">{form} <p>{words::AS_OF_HINT.get(lang)}</p></div>
            </details>
        }
        .into_any();
    }
    let parameters: Vec<(&str, &str)> = also.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let now = links::with(&path, &parameters);
    let then = format!("{} {}", format::day(at.date(), lang), format::clock(at));
    view! {
        <section class="as-of as-of-band" aria-label=words::AS_OF.get(lang)>
            <p class="as-of-words">
                <strong>{words::known_then(lang, &then)}</strong>
                " · "
                <a href=now>{words::BACK_TO_NOW.get(lang)}</a>
            </p>
            {form}
            <p class="as-of-note">{note.get(lang)}</p>
        </section>
    }
    .into_any()
}
