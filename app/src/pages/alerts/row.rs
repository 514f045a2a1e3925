//! One alert in a list: how bad, what, since when, who attends to it.

use chrono::NaiveDateTime;
use leptos::prelude::*;

use super::{alert_address, words as say};
use crate::{
    components::level_badge::badge,
    format,
    model::{
        State, Whom,
        alerts::{AlertRow, AttentionView, PhaseView},
    },
    text::{self, alerts as words, use_lang},
};

/// Where a row stands: what the list knows about all of them.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Now, or the instant that the list is of.
    pub(super) now: NaiveDateTime,
    /// That instant, where it is not now.
    pub(super) as_of: Option<NaiveDateTime>,
    /// Alerts may be chosen: whether all are, and how many.
    pub(super) choice: Option<(RwSignal<bool>, RwSignal<usize>)>,
}

/// The row, without its list item.
pub(super) fn row(row: &AlertRow, place: Place) -> AnyView {
    let lang = use_lang();
    let what = say::headline(row, place.now, lang);
    let subject = say::subject(&row.about, lang);
    let pick = place.choice.filter(|_| row.is_open()).map(|(all, count)| {
        let name = words::select_one(lang, &format!("{subject} {what}"));
        view! {
            <input
                type="checkbox"
                class="pick"
                name="ids[]"
                value=row.id.to_string()
                aria-label=name
                prop:checked=move || all.get()
                on:change=move |event| {
                    let ticked = event_target_checked(&event);
                    count.update(|n| *n = if ticked { *n + 1 } else { n.saturating_sub(1) });
                }
            />
        }
    });
    let division = match &row.about.whom {
        Whom::Party { division: Some(name), .. } => Some(format!(" · {}", name.get(lang))),
        _ => None,
    };
    let kind = words::kind(&row.about.kind, lang);
    view! {
        <div class=format!("al al-{}", row.level.code()) class:al-plain=place.choice.is_none()>
            {place.choice.is_some().then(|| view! { <span class="al-pick">{pick}</span> })}
            <div class="al-level">{badge(State::Short(row.level))} {declared(row)}</div>
            <div class="al-what">
                <a href=alert_address(row.id, place.as_of)>
                    <strong>{subject}</strong>
                    " "
                    <span>{what}</span>
                </a>
                <small>{kind} {division} {marks(row)}</small>
            </div>
            <div class="al-when">{when(row, place.now)}</div>
            <div class="al-who">{who(row, place)}</div>
        </div>
    }
    .into_any()
}

/// The declared level, always apart from the computed one.
pub(super) fn declared(row: &AlertRow) -> Option<AnyView> {
    let lang = use_lang();
    row.declared.map(|level| {
        view! {
            <span class="al-declared">
                <span>{words::DECLARED.get(lang)}</span>
                " "
                {badge(State::Short(level))}
            </span>
        }
        .into_any()
    })
}

/// What is out of the ordinary: pending, recovering, passed, unknown, worse before.
fn marks(row: &AlertRow) -> AnyView {
    let lang = use_lang();
    let phase = (row.phase != PhaseView::Firing).then(|| say::phase(row.phase, lang).to_owned());
    let unknown = row.unknown_since.map(|day| words::unknown_since(lang, &format::day(day, lang)));
    let worst = (row.worst > row.level).then(|| words::was_worst(lang, &text::level(row.worst, lang)));
    let mark = |class: &'static str, words: String| view! { " " <span class=format!("mark {class}")>{words}</span> };
    view! {
        {phase.map(|words| mark("mark-phase", words))} {unknown.map(|words| mark("mark-unknown", words))}
        {worst.map(|words| mark("mark-worst", words))}
    }
    .into_any()
}

fn when(row: &AlertRow, now: NaiveDateTime) -> AnyView {
    let lang = use_lang();
    if let Some(at) = row.resolved_at {
        return view! { <span>{words::resolved_at(lang, &say::short(at, now, lang))}</span> }.into_any();
    }
    let since = row.since.unwrap_or_else(|| row.opened_at.date());
    view! {
        <span>{words::since(lang, &format::day(since, lang))}</span>
        " "
        <small>{words::lasting(lang, &say::age(row, now, lang))}</small>
    }
    .into_any()
}

fn who(row: &AlertRow, place: Place) -> AnyView {
    let lang = use_lang();
    if !row.is_open() {
        return ().into_any();
    }
    let attention = say::attention(&row.attention, place.now, lang).map(|words| {
        let class = match row.attention {
            AttentionView::Escalated(_) => "who-escalated",
            AttentionView::Unclaimed(_) => "who-unclaimed",
            _ => "who-owned",
        };
        view! { <span class=class>{words}</span> }
    });
    let silence = row.silence.as_ref().map(|silence| {
        let until = words::silent_until(lang, &say::short(silence.until, place.now, lang));
        view! {
            " "
            <span class="mark mark-silent" title=silence.reason.clone()>
                {until}
            </span>
        }
    });
    let cause = row.cause.as_ref().map(|cause| {
        let name = say::about(cause, lang);
        view! {
            " "
            <small class="al-cause">
                {words::CAUSED_BY.get(lang)} {name}
            </small>
        }
    });
    view! { {attention} {silence} {cause} }.into_any()
}
