//! The line that says of when the numbers are, in which season, and whether they are real.

use leptos::prelude::*;

use crate::{
    format,
    model::{Name, Taken},
    text::{self, use_lang},
};

/// The line.
#[component]
pub(crate) fn Status(
    taken: Taken,
    /// The season's name.
    season: Name,
    /// Days left of a peak season, where the page knows.
    #[prop(optional_no_strip)]
    days_left: Option<usize>,
    /// The server did not answer since.
    lost: bool,
) -> impl IntoView {
    let lang = use_lang();
    let season = view! {
        <p class="status-season">
            <strong>{season.get(lang).to_owned()}</strong>
            {days_left.map(|days| view! { <span>{text::days_left(lang, days)}</span> })}
        </p>
    };
    let synthetic = taken.synthetic.then(|| {
        view! {
            <p class="synthetic" title=text::SYNTHETIC_NOTE.get(lang)>
                {text::SYNTHETIC.get(lang)}
            </p>
        }
    });
    view! {
        <div class="status">
            <p class="status-day">
                <time datetime=taken.today.to_string()>{format::full_day(taken.today, lang)}</time>
            </p>
            {season}
            <p class="status-taken">
                {text::TAKEN_AT.get(lang)} " "
                <time datetime=taken.at.format("%Y-%m-%dT%H:%M").to_string()>
                    {(taken.at.date() != taken.today).then(|| format!("{} ", format::day(taken.at.date(), lang)))}
                    {format::clock(taken.at)}
                </time>
            </p>
            {synthetic}
        </div>
        // Always there, so that a reader's software says it when it comes.
        <p class="lost" role="status">
            {lost.then(|| text::lost(lang, &format::clock(taken.at)))}
        </p>
    }
    .into_any()
}
