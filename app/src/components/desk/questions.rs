//! What only the user can decide, under the sheet: two numbers in one cell, unusual numbers, late changes, refusals.
//!
//! The fields for a note and a reason stand outside the lists, so that what is being written there stays while answers
//! come in.

use leptos::prelude::*;

use super::{editor::focus, shell::Shell, status_line::shown_or_none};
use crate::{
    desk::{
        cell::CellKey,
        decide::{Clash, Decisions, Question, Verdict},
        machine::Desk,
        select::Selection,
    },
    format,
    text::{Text, desk as text, use_lang},
};

/// The panel; hidden while there is nothing to decide.
#[component]
pub(crate) fn Questions(shell: Shell) -> impl IntoView {
    let lang = use_lang();
    let decisions = Memo::new(move |_| shell.watch(Desk::decisions));
    let (note, reason) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let empty = move || decisions.with(Decisions::is_empty);
    view! {
        <section id="questions" class="panel questions" aria-labelledby="questions-head" tabindex="-1" hidden=empty>
            <h2 id="questions-head">{text::QUESTIONS.get(lang)}</h2>
            <div class="question-group" hidden=move || decisions.with(|d| d.clashes.is_empty())>
                <h3>{text::CLASHES.get(lang)}</h3>
                <p>{text::CLASHES_NOTE.get(lang)}</p>
                <ul>
                    {move || decisions.with(|d| d.clashes.iter().map(|clash| clash_line(shell, clash)).collect_view())}
                </ul>
            </div>
            <Asked shell decisions kind=NOTES said=note />
            <Asked shell decisions kind=REASONS said=reason />
            <div class="question-group" hidden=move || decisions.with(|d| d.refused.is_empty())>
                <h3>{text::REFUSED_HEAD.get(lang)}</h3>
                <p>{text::REFUSED_NOTE.get(lang)}</p>
                <ul>
                    {move || decisions.with(|d| d.refused.iter().map(|asked| line(shell, asked, None)).collect_view())}
                </ul>
            </div>
        </section>
    }
    .into_any()
}

/// A kind of question that is answered in words.
#[derive(Clone, Copy)]
struct Kind {
    pick: fn(&Decisions) -> &Vec<Question>,
    verdict: fn(String) -> Verdict,
    field: &'static str,
    head: Text,
    what_to_do: Text,
    label: Text,
    hint: Text,
    one: Text,
    all: Text,
}

const NOTES: Kind = Kind {
    pick: |decisions| &decisions.notes,
    verdict: Verdict::StandBy,
    field: "questions-note",
    head: text::UNUSUAL,
    what_to_do: text::UNUSUAL_NOTE,
    label: text::NOTE,
    hint: text::NOTE_HINT,
    one: text::STAND_BY,
    all: text::STAND_BY_ALL,
};

const REASONS: Kind = Kind {
    pick: |decisions| &decisions.reasons,
    verdict: Verdict::Reason,
    field: "questions-reason",
    head: text::LATE_CHANGES,
    what_to_do: text::LATE_NOTE,
    label: text::REASON,
    hint: text::REASON_HINT,
    one: text::GIVE_REASON,
    all: text::GIVE_REASON_ALL,
};

/// Cells that ask for words, and one field that serves them all.
#[component]
fn Asked(shell: Shell, decisions: Memo<Decisions>, kind: Kind, said: RwSignal<String>) -> impl IntoView {
    let lang = use_lang();
    let field: NodeRef<leptos::html::Input> = NodeRef::new();
    let answer = move |keys: Vec<CellKey>| {
        let words = said.get_untracked();
        if words.trim().is_empty() {
            shell.say(text::SAY_FIRST.get(lang).to_owned());
            if let Some(field) = field.get_untracked() {
                drop(field.focus());
            }
            return;
        }
        let verdict = (kind.verdict)(words);
        decide(shell, &keys, &verdict);
        if decisions.with_untracked(|d| (kind.pick)(d).is_empty()) {
            said.set(String::new());
        }
    };
    let all_keys =
        move || decisions.with_untracked(|d| (kind.pick)(d).iter().map(|q| q.key.clone()).collect::<Vec<_>>());
    view! {
        <div class="question-group" hidden=move || decisions.with(|d| (kind.pick)(d).is_empty())>
            <h3>{kind.head.get(lang)}</h3>
            <p>{kind.what_to_do.get(lang)}</p>
            <ul>
                {move || {
                    decisions
                        .with(|d| {
                            let answer = |asked: &Question| {
                                let key = asked.key.clone();
                                (kind.one, Callback::new(move |()| answer(vec![key.clone()])))
                            };
                            (kind.pick)(d).iter().map(|asked| line(shell, asked, Some(answer(asked)))).collect_view()
                        })
                }}
            </ul>
            <div class="question-answer">
                <label for=kind.field>{kind.label.get(lang)}</label>
                <input
                    id=kind.field
                    type="text"
                    maxlength="500"
                    placeholder=kind.hint.get(lang)
                    node_ref=field
                    prop:value=move || said.get()
                    on:input=move |event| said.set(event_target_value(&event))
                />
                <button type="button" class="button strong" on:click=move |_| answer(all_keys())>
                    {kind.all.get(lang)}
                </button>
                <button
                    type="button"
                    class="button"
                    on:click=move |_| decide(shell, &all_keys(), &Verdict::PutBack)
                >
                    {text::PUT_BACK_ALL.get(lang)}
                </button>
            </div>
        </div>
    }
    .into_any()
}

fn decide(shell: Shell, keys: &[CellKey], verdict: &Verdict) {
    shell.act(|desk| keys.iter().for_each(|key| desk.decide(key, verdict)));
}

/// The name of a cell, and the way to it.
fn way_to(shell: Shell, key: &CellKey) -> AnyView {
    let words = shell.cell_words(key);
    let place = shell.read(|desk| desk.sheet().place(key));
    match place {
        Some(at) => {
            let go = move |_| {
                shell.look(|desk| desk.select(Selection::one(at)));
                focus(shell);
            };
            view! {
                <button type="button" class="way" on:click=go>
                    {words}
                </button>
            }
            .into_any()
        }
        None => view! { <span class="way">{words}</span> }.into_any(),
    }
}

fn number(shell: Shell, key: &CellKey, text: &str) -> String {
    if text.is_empty() {
        return shown_or_none(text, shell.lang);
    }
    format::with_unit(&shown_or_none(text, shell.lang), &shell.unit(&key.subject))
}

fn put_back(shell: Shell, key: &CellKey) -> AnyView {
    let key = key.clone();
    view! {
        <button
            type="button"
            class="button"
            on:click=move |_| decide(shell, std::slice::from_ref(&key), &Verdict::PutBack)
        >
            {text::PUT_BACK.get(shell.lang)}
        </button>
    }
    .into_any()
}

fn line(shell: Shell, asked: &Question, answer: Option<(Text, Callback<()>)>) -> AnyView {
    let lang = shell.lang;
    let messages =
        asked.messages.iter().map(|message| view! { <span class="message">{message.get(lang).to_owned()}</span> });
    let answer = answer.map(|(words, answer)| {
        view! {
            <button type="button" class="button" on:click=move |_| answer.run(())>
                {words.get(lang)}
            </button>
        }
    });
    view! {
        <li>
            {way_to(shell, &asked.key)} " " <strong>{number(shell, &asked.key, &asked.mine)}</strong>
            {messages.collect_view()} <span class="verdicts">{answer} {put_back(shell, &asked.key)}</span>
        </li>
    }
    .into_any()
}

fn clash_line(shell: Shell, clash: &Clash) -> AnyView {
    let lang = shell.lang;
    let button = |words: Text, verdict: Verdict| {
        let key = clash.key.clone();
        view! {
            <button
                type="button"
                class="button"
                on:click=move |_| decide(shell, std::slice::from_ref(&key), &verdict)
            >
                {words.get(lang)}
            </button>
        }
    };
    let theirs = &clash.theirs;
    view! {
        <li>
            {way_to(shell, &clash.key)}
            <dl class="two">
                <div>
                    <dt>{text::MINE.get(lang)}</dt>
                    <dd>
                        <strong>{number(shell, &clash.key, &clash.mine)}</strong>
                    </dd>
                </div>
                <div>
                    <dt>{text::THEIRS.get(lang)}</dt>
                    <dd>
                        <strong>{number(shell, &clash.key, &theirs.value)}</strong>
                        " "
                        <small>{text::by_at(lang, &theirs.who, &theirs.when)}</small>
                    </dd>
                </div>
            </dl>
            <span class="verdicts">
                {button(text::KEEP_THEIRS, Verdict::KeepTheirs)} {button(text::USE_MINE, Verdict::UseMine)}
            </span>
        </li>
    }
    .into_any()
}
