//! The line that says of when the numbers are, in which season, and whether they are real.

use leptos::prelude::*;

use crate::{
    format,
    model::{SeasonView, Taken},
    text::{self, use_lang},
};

/// The line.
#[component]
pub(crate) fn Status(taken: Taken, #[prop(optional_no_strip)] season: Option<SeasonView>) -> impl IntoView {
    let lang = use_lang();
    let season = season.map(|season| {
        view! {
            <p class="status-season" class:peak=season.days_left.is_some()>
                <strong>{season.name.get(lang).to_owned()}</strong>
                {season.days_left.map(|days| view! { <span>{text::days_left(lang, days)}</span> })}
            </p>
        }
    });
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
    }
    .into_any()
}
