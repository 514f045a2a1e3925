//! The line under the sheet: where the user is and how that cell is, how much is saved, and what was last said.

use leptos::prelude::*;

use super::{
    shell::{Shell, shown},
    signs::{badge, drawing},
};
use crate::{
    desk::{
        cell::{Cell, CellKey, State},
        face::Sign,
        machine::Counts,
    },
    format,
    model::desk::Gate,
    text::{self as all, Lang, desk as text, use_lang},
};

/// Everything of one cell that is to be said.
#[derive(Clone, PartialEq)]
struct Here {
    key: CellKey,
    number: String,
    sign: Sign,
    told: Vec<String>,
}

/// The line.
#[component]
pub(crate) fn StatusLine(shell: Shell) -> impl IntoView {
    let here = Memo::new(move |_| here(shell));
    let counts = Memo::new(move |_| shell.watch(|desk| (desk.counts(), desk.decisions().count(), desk.has_saved())));
    let (used, said) = (shell.used, shell.said);
    view! {
        <div class="desk-line">
            <p class="desk-here">{move || here.get().filter(|_| used.get()).map(|here| here_words(shell, &here))}</p>
            <p class="desk-counts">{move || counts_words(counts.get())}</p>
            <p class="desk-said" role="status">
                {move || said.get()}
            </p>
        </div>
    }
    .into_any()
}

fn here(shell: Shell) -> Option<Here> {
    let lang = shell.lang;
    shell.watch(|desk| {
        let at = desk.selection().focus;
        let key = desk.sheet().key(at)?.clone();
        let (cell, face) = (desk.cell(at)?, desk.face(at));
        let mut told = told(cell, lang);
        if face.late && face.text.is_empty() {
            told.insert(0, text::LATE.get(lang).to_owned());
        }
        if !desk.sheet().is_writable(at.row) {
            told.push(text::READ_ONLY_NOTE.get(lang).to_owned());
        }
        Some(Here { key, number: face.text, sign: face.sign, told })
    })
}

/// What is to be said of a cell beyond its number and sign.
pub(super) fn told(cell: &Cell, lang: Lang) -> Vec<String> {
    let known = cell.known();
    let mut told = Vec::new();
    match cell.state() {
        State::Refused(message) => told.push(message.get(lang).to_owned()),
        State::NeedsNote(warnings) => told.extend(warnings.iter().map(|warning| warning.get(lang).to_owned())),
        State::Conflict(theirs) => {
            let who = text::by_at(lang, &theirs.who, &theirs.when);
            told.push(format!("{} {} ({who})", text::THEIRS.get(lang), shown_or_none(&theirs.value, lang)));
        }
        _ => {}
    }
    match &known.gate {
        Gate::Open => {}
        Gate::Reason => told.push(text::PAST_DEADLINE.get(lang).to_owned()),
        Gate::OpenedUntil(when) => told.push(text::opened_until(lang, when)),
        Gate::Locked => told.push(text::LOCKED_NOTE.get(lang).to_owned()),
    }
    if !known.note.is_empty() {
        told.push(text::note_of(lang, &known.note));
    }
    if known.comments > 0 {
        told.push(text::comments_count(lang, known.comments));
    }
    told
}

/// A number, or that there is none.
pub(super) fn shown_or_none(text: &str, lang: Lang) -> String {
    if text.is_empty() { text::NOT_REPORTED.get(lang).to_owned() } else { shown(text) }
}

fn here_words(shell: Shell, here: &Here) -> AnyView {
    let lang = shell.lang;
    let number = if here.number.is_empty() {
        text::NOT_REPORTED.get(lang).to_owned()
    } else {
        format::with_unit(&shown(&here.number), &shell.unit(&here.key.subject))
    };
    let sign = (here.sign != Sign::None).then(|| badge(here.sign.word(), here.sign.words(lang)));
    let told = here.told.iter().map(|line| view! { <span class="told">{line.clone()}</span> }).collect_view();
    view! {
        <span>{shell.cell_words(&here.key)}</span>
        " "
        <strong>{number}</strong>
        " "
        {sign}
        {told}
    }
    .into_any()
}

fn counts_words((counts, asking, saved): (Counts, usize, bool)) -> AnyView {
    let lang = use_lang();
    let waiting = (counts.waiting > 0).then(|| view! { <span>{text::waiting_count(lang, counts.waiting)}</span> });
    let asking = (asking > 0).then(|| {
        view! {
            <a class="asking" href="#questions" rel="external">
                {drawing(Sign::Note.word())} {text::asking_count(lang, asking)}
            </a>
        }
    });
    let calm = if saved { text::ALL_SAVED } else { text::NOTHING_CHANGED };
    let calm = (counts.unsaved == 0).then(|| view! { <span>{calm.get(lang)}</span> });
    view! { {waiting} {asking} {calm} }.into_any()
}

/// The line that says of when the sheet is, and whether it is real.
#[component]
pub(crate) fn SheetTaken(taken: crate::model::Taken) -> impl IntoView {
    let lang = use_lang();
    let synthetic = taken.synthetic.then(|| {
        view! {
            <p class="synthetic" title=all::SYNTHETIC_NOTE.get(lang)>
                {all::SYNTHETIC.get(lang)}
            </p>
        }
    });
    view! {
        <div class="status">
            <p class="status-day">
                <time datetime=taken.today.to_string()>{format::full_day(taken.today, lang)}</time>
            </p>
            {synthetic}
        </div>
    }
    .into_any()
}
