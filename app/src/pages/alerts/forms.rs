//! What somebody does with an alert: take it, silence it, comment on it, declare a level. Plain forms that work without
//! JavaScript; what has weight asks once more.

use baogong_domain::Level;
use chrono::NaiveDateTime;
use leptos::{form::ActionForm, prelude::*};

use super::{Acts, words as say};
use crate::{
    components::level_badge::badge,
    model::{
        State,
        alerts::{AlertDetailView, AttentionView, LevelChoice},
    },
    pages::board::outcome,
    text::{self, Lang, Text, alerts as words, use_lang},
};

/// The acts of who may handle the alert.
pub(super) fn acts(view: &AlertDetailView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let open = view.row.is_open();
    view! {
        <section class="panel alert-acts" aria-labelledby="acts">
            <h2 id="acts">{words::ACTS.get(lang)}</h2>
            {open.then(|| take(view, acts))} {open.then(|| silence(view, acts))} {comment(view, acts)}
        </section>
    }
    .into_any()
}

fn take(view: &AlertDetailView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let owned = matches!(view.row.attention, AttentionView::Owned(..));
    let name = if owned { words::TAKE_OVER } else { words::TAKE };
    let id = view.row.id.to_string();
    let done = move || acts.take.value().get().map(|value| value.map(drop));
    view! {
        {move || outcome(done(), words::ACKNOWLEDGED, lang)}
        <ActionForm action=acts.take attr:class="column-form">
            <input type="hidden" name="ids[]" value=id />
            <button class=if owned { "button" } else { "button primary" } type="submit">
                {name.get(lang)}
            </button>
        </ActionForm>
    }
    .into_any()
}

fn silence(view: &AlertDetailView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let id = view.row.id.to_string();
    let told = move || {
        view! {
            {outcome(acts.silence.value().get(), words::SILENCED_DONE, lang)}
            {outcome(acts.unsilence.value().get(), words::SILENCE_OVER, lang)}
        }
    };
    if view.row.silence.is_some() {
        return view! {
            {told}
            <ActionForm action=acts.unsilence attr:class="column-form">
                <input type="hidden" name="id" value=id />
                <button class="button" type="submit">
                    {words::END_SILENCE.get(lang)}
                </button>
            </ActionForm>
        }
        .into_any();
    }
    let choice = |(place, value): (usize, &String)| {
        let at = NaiveDateTime::parse_from_str(value, "%Y-%m-%dT%H:%M")
            .map_or_else(|_| value.clone(), |at| say::short(at, view.taken.at, lang));
        let words = match place {
            0 => words::two_hours(lang, &at),
            1 => words::eight_hours(lang, &at),
            _ => words::tomorrow(lang, &at),
        };
        view! {
            <label class="flag">
                <input type="radio" name="until" value=value.clone() checked=place == 0 />
                <span>{words}</span>
            </label>
        }
    };
    let choices = view.silence_choices.iter().enumerate().map(choice).collect_view();
    view! {
        {told}
        <details class="act">
            <summary>{words::SILENCE_IT.get(lang)}</summary>
            <ActionForm action=acts.silence attr:class="column-form">
                <input type="hidden" name="id" value=id />
                <fieldset class="radios">
                    <legend>{words::UNTIL.get(lang)}</legend>
                    {choices}
                    <label class="flag">
                        <input type="radio" name="until" value="" />
                        <span>{words::OTHER_TIME.get(lang)}</span>
                        <input type="datetime-local" name="other" aria-label=words::OTHER_TIME.get(lang) />
                    </label>
                </fieldset>
                {area("reason", words::REASON, 500, true)} <p class="hint">{words::SILENCE_NOTE.get(lang)}</p>
                <button class="button" type="submit">
                    {words::SILENCE_IT.get(lang)}
                </button>
            </ActionForm>
        </details>
    }
    .into_any()
}

fn comment(view: &AlertDetailView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let id = view.row.id.to_string();
    view! {
        {move || outcome(acts.comment.value().get(), words::COMMENTED, lang)}
        <ActionForm action=acts.comment attr:class="column-form">
            <input type="hidden" name="id" value=id />
            {area("text", words::COMMENT, 1000, true)}
            <button class="button" type="submit">
                {words::ADD_COMMENT.get(lang)}
            </button>
        </ActionForm>
    }
    .into_any()
}

/// Several lines of text.
pub(super) fn area(name: &'static str, label: Text, most: u32, required: bool) -> AnyView {
    view! {
        <label class="field">
            <span>{label.get(use_lang())}</span>
            <textarea name=name rows="2" maxlength=most.to_string() required=required></textarea>
        </label>
    }
    .into_any()
}

/// Declaring a level: each names its measures, and the confirmation says again what will be declared.
pub(super) fn declare(view: &AlertDetailView, acts: Acts) -> AnyView {
    let lang = use_lang();
    let item = view.row.about.item.name.get(lang).to_owned();
    let whom = view.row.about.whom.name(lang).to_owned();
    let in_force = view.row.declared;
    let first = if in_force == Some(view.row.level) { None } else { Some(view.row.level) };
    let chosen = RwSignal::new(first);
    let choice = |choice: &LevelChoice| {
        let level = choice.level;
        view! {
            <label class="flag level-choice">
                <input
                    type="radio"
                    name="level"
                    value=level.code()
                    required
                    checked=first == Some(level)
                    disabled=in_force == Some(level)
                    on:change=move |_| chosen.set(Some(level))
                />
                {badge(State::Short(level))}
                <span>{say::measures(choice.measures.iter(), lang)}</span>
            </label>
        }
    };
    let choices = view.choices.iter().map(choice).collect_view();
    let prescribed: Vec<(Level, String)> =
        view.choices.iter().map(|c| (c.level, say::measures(c.measures.iter(), lang))).collect();
    let (code, scope) = (view.row.about.item.code.clone(), view.scope.clone());
    let scope_words = words::declare_for(lang, &item, &whom);
    let question = move || match chosen.get() {
        Some(level) => {
            let measures = prescribed.iter().find(|(of, _)| *of == level).map(|(_, m)| m.clone()).unwrap_or_default();
            words::confirm_declare(lang, &whom, &item, &text::level(level, lang), &measures)
        }
        None => words::CONFIRM_DECLARE_PLAIN.get(lang).to_owned(),
    };
    view! {
        <details class="act declare">
            <summary>{words::DECLARE.get(lang)}</summary>
            <ActionForm action=acts.declare attr:class="column-form">
                <p>
                    <strong>{scope_words}</strong>
                </p>
                <input type="hidden" name="item" value=code />
                <input type="hidden" name="scope" value=scope />
                <fieldset class="radios">
                    <legend>{words::CHOOSE_LEVEL.get(lang)}</legend>
                    {choices}
                </fieldset>
                {line("document", words::DOCUMENT)} {area("note", words::NOTE, 500, false)}
                <label class="confirm">
                    <input type="checkbox" required />
                    <span>{question}</span>
                </label>
                <button class="button primary" type="submit">
                    {words::DECLARE.get(lang)}
                </button>
            </ActionForm>
        </details>
    }
    .into_any()
}

/// One line of text that must be filled.
pub(super) fn line(name: &'static str, label: Text) -> AnyView {
    view! {
        <label class="field">
            <span>{label.get(use_lang())}</span>
            <input name=name maxlength="200" required />
        </label>
    }
    .into_any()
}

/// Ending what was declared.
pub(super) fn end(id: i64, acts: Acts, lang: Lang) -> AnyView {
    view! {
        <details class="act">
            <summary>{words::END_DECLARED.get(lang)}</summary>
            <ActionForm action=acts.end attr:class="column-form">
                <input type="hidden" name="id" value=id.to_string() />
                {line("document", words::END_DOCUMENT)}
                <button class="button" type="submit">
                    {words::END_DECLARED.get(lang)}
                </button>
            </ActionForm>
        </details>
    }
    .into_any()
}
