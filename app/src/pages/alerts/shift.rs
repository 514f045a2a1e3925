//! 交接班: how things stand, the form of the hand-over, and what earlier shifts left.

use baogong_domain::Level;
use leptos::{form::ActionForm, prelude::*};

use super::{Acts, forms, words as say};
use crate::{
    components::{empty_state::Empty, level_badge::badge, status::Status},
    model::{
        State,
        alerts::{NoteView, ShiftView, StandingView},
    },
    pages::board::outcome,
    text::{self, Text, alerts as words, use_lang},
};

/// The page.
pub(super) fn page(view: ShiftView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let notes = if view.notes.is_empty() {
        view! { <Empty title=words::NO_NOTES note=words::NO_NOTES_NOTE /> }.into_any()
    } else {
        let notes = view.notes.iter().map(note).collect_view();
        view! { <ul class="notes">{notes}</ul> }.into_any()
    };
    let earlier = view.next.map(|next| {
        view! {
            <p class="more">
                <a class="button" href=format!("/alerts/shift?before={next}")>
                    {words::EARLIER_LINK.get(lang)}
                </a>
            </p>
        }
    });
    view! {
        <leptos_meta::Title text=text::page_title(lang, words::SHIFT.get(lang)) />
        <main id="main">
            <Status taken=view.taken.clone() season=view.season.clone() days_left=None lost=false />
            <div class="page shift-page">
                <header>
                    <nav class="crumbs" aria-label=words::ALERTS.get(lang)>
                        <a href="/alerts">{words::CRUMB.get(lang)}</a>
                        <span aria-hidden="true">"›"</span>
                        <span>{words::SHIFT.get(lang)}</span>
                    </nav>
                    <h1>{words::SHIFT.get(lang)}</h1>
                </header>
                <section class="panel" aria-labelledby="standing">
                    <h2 id="standing">{words::STANDING.get(lang)}</h2>
                    {standing(&view.standing)}
                </section>
                {view.may_handle.then(|| form(&view, acts))}
                <section class="panel earlier-notes" aria-labelledby="notes">
                    <h2 id="notes">{words::EARLIER_NOTES.get(lang)}</h2>
                    {notes}
                    {earlier}
                </section>
            </div>
        </main>
    }
    .into_any()
}

/// Counts and declared levels.
fn standing(standing: &StandingView) -> AnyView {
    let lang = use_lang();
    let level =
        |(level, count): (Level, u64)| view! { <li>{badge(State::Short(level))} " " <strong>{count}</strong></li> };
    let other = |name: Text, count: u64| view! { <li>{name.get(lang)} " " <strong>{count}</strong></li> };
    let levels = Level::WORST_FIRST.into_iter().zip(standing.levels).map(level).collect_view();
    let declared = standing.declared.iter().map(|line| {
        view! {
            <li>
                {format!("{} · {}", line.whom.name(lang), line.item.get(lang))} " " {badge(State::Short(line.level))} " "
                <span class="hint">{words::document_no(lang, &line.document)}</span>
            </li>
        }
    });
    let declared = if standing.declared.is_empty() {
        view! { <p class="hint">{words::NO_DECLARED.get(lang)}</p> }.into_any()
    } else {
        let declared = declared.collect_view();
        view! {
            <h3>{words::IN_FORCE.get(lang)}</h3>
            <ul class="plain-list">{declared}</ul>
        }
        .into_any()
    };
    view! {
        <ul class="standing">
            {levels} {other(words::UNCLAIMED, standing.unclaimed)} {other(words::UNKNOWN, standing.unknown)}
            {other(words::SILENCED, standing.silenced)}
        </ul>
        {declared}
    }
    .into_any()
}

fn form(view: &ShiftView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let people = view.people.iter().map(|name| view! { <option value=name.clone()></option> }).collect_view();
    view! {
        <section class="panel" aria-labelledby="hand-over">
            <h2 id="hand-over">{words::HAND_OVER.get(lang)}</h2>
            {move || outcome(acts.hand_over.value().get(), words::HANDED_OVER, lang)}
            <ActionForm action=acts.hand_over attr:class="column-form">
                <label class="field">
                    <span>{words::TAKES_OVER.get(lang)}</span>
                    <input name="taken_by" list="people" maxlength="100" required />
                </label>
                <datalist id="people">{people}</datalist>
                {forms::area("text", words::WHAT_TO_KNOW, 1000, true)}
                <label class="confirm">
                    <input type="checkbox" required />
                    <span>{words::CONFIRM_HAND_OVER.get(lang)}</span>
                </label>
                <button class="button primary" type="submit">
                    {words::HAND_OVER.get(lang)}
                </button>
            </ActionForm>
        </section>
    }
    .into_any()
}

fn note(note: &NoteView) -> AnyView {
    let lang = use_lang();
    view! {
        <li>
            <p>
                <strong>{words::handed(lang, note.by.get(lang), &note.taken_by)}</strong>
                " "
                <time datetime=note.at.format("%Y-%m-%dT%H:%M").to_string()>{say::at(note.at, lang)}</time>
            </p>
            <p class="note-text">{note.text.clone()}</p>
            <details>
                <summary>{words::STOOD.get(lang)}</summary>
                {standing(&note.standing)}
            </details>
        </li>
    }
    .into_any()
}
