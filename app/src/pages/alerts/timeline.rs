//! Everything that happened to an alert, the newest first.

use leptos::prelude::*;

use super::words as say;
use crate::{
    format,
    model::alerts::{HappenedView, TimelineView},
    text::{alerts as words, use_lang},
};

/// The timeline.
pub(super) fn timeline(entries: &[TimelineView]) -> AnyView {
    let lang = use_lang();
    let entry = |entry: &TimelineView| {
        let day = entry.day.map(|day| {
            let words = words::judged_for(lang, &format::day(day, lang));
            view! { " · " <span>{words}</span> }
        });
        let rang = entry.rang.then(|| {
            view! {
                " "
                <span class="mark mark-rang">{words::RANG.get(lang)}</span>
            }
        });
        let by =
            entry.by.as_ref().map_or_else(|| words::PROGRAM.get(lang).to_owned(), |name| name.get(lang).to_owned());
        view! {
            <li class=format!("tl tl-{}", weight(&entry.happened))>
                <time datetime=entry.at.format("%Y-%m-%dT%H:%M").to_string()>{say::at(entry.at, lang)}</time>
                <p>
                    {say::happened(&entry.happened, lang)} {rang}
                </p>
                <small>{by} {day}</small>
            </li>
        }
    };
    view! {
        <section class="panel timeline" aria-labelledby="timeline">
            <h2 id="timeline">{words::TIMELINE.get(lang)}</h2>
            <ol class="timeline-list">{entries.iter().map(entry).collect_view()}</ol>
        </section>
    }
    .into_any()
}

/// Which entries stand out: what the figures said, what people did, and the rest.
const fn weight(happened: &HappenedView) -> &'static str {
    match happened {
        HappenedView::Opened(..)
        | HappenedView::Fired(_)
        | HappenedView::Rose(..)
        | HappenedView::Relapsed
        | HappenedView::Escalated => "worse",
        HappenedView::Fell(..) | HappenedView::Recovering | HappenedView::Resolved => "better",
        HappenedView::Acknowledged(_)
        | HappenedView::Silenced(..)
        | HappenedView::Said(_)
        | HappenedView::Declared(..)
        | HappenedView::DeclaredEnded(..)
        | HappenedView::Confirmed(..) => "people",
        HappenedView::BecameUnknown
        | HappenedView::KnownAgain
        | HappenedView::Grouped(..)
        | HappenedView::StandsAlone
        | HappenedView::SilenceEnded(_) => "plain",
    }
}
