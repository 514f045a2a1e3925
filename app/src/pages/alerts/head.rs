//! The head of one alert, and the band of a page that shows an earlier instant.

use leptos::prelude::*;

use super::words as say;
use crate::{
    components::level_badge::badge,
    format,
    model::{
        State,
        alerts::{AlertDetailView, AttentionView, PhaseView},
    },
    text::{self, Text, alerts as words, use_lang},
};

/// How bad it is, computed and declared apart; where it stands; who attends to it.
pub(super) fn facts_of_life(view: &AlertDetailView) -> AnyView {
    let lang = use_lang();
    let row = &view.row;
    let now = view.as_of.unwrap_or(view.taken.at);
    let item = |head: Text, class: &'static str, body: AnyView| {
        view! {
            <div class=class>
                <dt>{head.get(lang)}</dt>
                <dd>{body}</dd>
            </div>
        }
    };
    let declared = match row.declared {
        Some(level) => badge(State::Short(level)),
        None => view! { <span class="none">{words::NOT_DECLARED.get(lang)}</span> }.into_any(),
    };
    let unknown = row.unknown_since.map(|day| {
        let words = words::unknown_since(lang, &format::day(day, lang));
        view! { " " <span class="mark mark-unknown">{words}</span> }
    });
    let phase = view! { <strong>{say::phase(row.phase, lang)}</strong> {unknown} };
    let since = if let Some(at) = row.resolved_at {
        view! { {words::resolved_at(lang, &say::at(at, lang))} }.into_any()
    } else {
        let since = row.since.unwrap_or_else(|| row.opened_at.date());
        view! { {format::day(since, lang)} " " <small>{words::lasting(lang, &say::age(row, now, lang))}</small> }
            .into_any()
    };
    let attention = (row.phase != PhaseView::Resolved).then(|| {
        let body = match &row.attention {
            AttentionView::Owned(who, at) => view! {
                <strong>{who.get(lang).to_owned()}</strong>
                " "
                <small>{say::at(*at, lang)}</small>
            }
            .into_any(),
            AttentionView::Quiet => view! { <span class="none">{words::NOBODY_HAS_TO.get(lang)}</span> }.into_any(),
            other => {
                let class =
                    if matches!(other, AttentionView::Escalated(_)) { "who-escalated" } else { "who-unclaimed" };
                view! { <span class=class>{say::attention(other, now, lang)}</span> }.into_any()
            }
        };
        item(words::ATTENDED, "", body)
    });
    let silence = row.silence.as_ref().map(|silence| {
        let body = view! {
            <span class="mark mark-silent">{words::silent_until(lang, &say::at(silence.until, lang))}</span>
            " "
            <small>{words::BECAUSE.get(lang)} {silence.reason.clone()} " · " {silence.by.get(lang).to_owned()}</small>
        };
        item(words::SILENCE, "", body.into_any())
    });
    let worst = (row.worst != row.level).then(|| item(words::WORST, "", badge(State::Short(row.worst))));
    view! {
        <dl class="alert-life">
            {item(words::LEVEL_NOW, "life-level", badge(State::Short(row.level)))}
            {item(words::LEVEL_DECLARED, "life-level", declared)} {worst} {item(words::PHASE, "", phase.into_any())}
            {item(words::SINCE, "", since)} {attention} {silence}
        </dl>
    }
    .into_any()
}

/// What it is, in one line beneath the title.
pub(super) fn line(view: &AlertDetailView) -> String {
    let lang = use_lang();
    let what = say::headline(&view.row, view.as_of.unwrap_or(view.taken.at), lang);
    format!("{what}{}{}", if lang == text::Lang::Zh { "，" } else { ", " }, text::level(view.row.level, lang))
}
