//! A cell's story beside the sheet: who wrote what when and why, and what is said about it.

use leptos::{ev, html, prelude::*, task::spawn_local};

use super::{editor::focus, shell::Shell, signs::drawing, status_line::shown_or_none};
use crate::{
    desk::{cell::CellKey, entry},
    model::desk::{CellComment, CellRevision, CellStory},
    server_functions::{
        PageError,
        desk::{add_comment, get_cell_story},
    },
    text::{self as all, desk as text, use_lang},
};

/// What is known of the story that is shown.
#[derive(Clone, PartialEq)]
enum Reading {
    Loading,
    Failed,
    Told(CellStory),
}

impl Shell {
    /// Shows the story of the cell where the user is.
    pub(super) fn open_story(self) {
        let key = self.read(|desk| desk.sheet().key(desk.selection().focus).cloned());
        self.story.set(key);
    }
}

/// The panel; it opens when `shell.story` names a cell.
#[component]
pub(crate) fn Story(shell: Shell) -> impl IntoView {
    let lang = use_lang();
    let reading = RwSignal::new(Reading::Loading);
    let draft = RwSignal::new(String::new());
    let failed = RwSignal::new(false);
    let panel: NodeRef<html::Aside> = NodeRef::new();
    Effect::new(move || {
        let Some(key) = shell.story.get() else { return };
        reading.set(Reading::Loading);
        failed.set(false);
        if let Some(panel) = panel.get() {
            drop(panel.focus());
        }
        spawn_local(async move {
            let answer = get_cell_story(key.subject.clone(), key.period.clone()).await;
            take(shell, &key, answer, reading);
        });
    });
    let close = move || {
        shell.story.set(None);
        focus(shell);
    };
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let words = draft.get_untracked().trim().to_owned();
        let Some(key) = shell.story.get_untracked().filter(|_| !words.is_empty()) else { return };
        spawn_local(async move {
            let answer = add_comment(key.subject.clone(), key.period.clone(), words).await;
            let _ = failed.try_set(answer.is_err());
            if answer.is_ok() {
                let _ = draft.try_set(String::new());
                take(shell, &key, answer, reading);
            }
        });
    };
    view! {
        <aside
            class="story"
            aria-labelledby="story-head"
            tabindex="-1"
            hidden=move || shell.story.with(Option::is_none)
            node_ref=panel
            on:keydown=on_key
        >
            <div class="story-top">
                <div>
                    <h2 id="story-head">{text::STORY.get(lang)}</h2>
                    <p>{move || shell.story.with(|key| key.as_ref().map(|key| shell.cell_words(key)))}</p>
                </div>
                <button type="button" class="button" on:click=move |_| close()>
                    {text::CLOSE.get(lang)}
                </button>
            </div>
            <div aria-live="polite">
                {move || {
                    reading
                        .with(|reading| match reading {
                            Reading::Loading => view! { <p>{all::LOADING.get(lang)}</p> }.into_any(),
                            Reading::Failed => view! { <p>{text::STORY_FAILED.get(lang)}</p> }.into_any(),
                            Reading::Told(story) => told(shell, story),
                        })
                }}
            </div>
            <form class="story-say" on:submit=send>
                <label for="story-comment">{text::COMMENT.get(lang)}</label>
                <textarea
                    id="story-comment"
                    rows="3"
                    maxlength="1000"
                    prop:value=move || draft.get()
                    on:input=move |event| draft.set(event_target_value(&event))
                ></textarea>
                <p class="story-failed" role="status">
                    {move || failed.get().then(|| text::COMMENT_FAILED.get(lang))}
                </p>
                <button type="submit" class="button">
                    {text::ADD_COMMENT.get(lang)}
                </button>
            </form>
        </aside>
    }
    .into_any()
}

fn take(shell: Shell, key: &CellKey, answer: Result<CellStory, PageError>, reading: RwSignal<Reading>) {
    // The user may have gone on to another cell, or another page.
    if shell.story.try_get_untracked().flatten().as_ref() != Some(key) {
        return;
    }
    reading.set(match answer {
        Ok(story) => {
            let comments = u32::try_from(story.comments.len()).unwrap_or(u32::MAX);
            shell.look(|desk| desk.commented(key, comments));
            Reading::Told(story)
        }
        Err(_) => Reading::Failed,
    });
}

fn told(shell: Shell, story: &CellStory) -> AnyView {
    let lang = shell.lang;
    let revisions = story.revisions.iter().map(|revision| revision_line(shell, revision)).collect_view();
    let comments = story.comments.iter().map(comment_line).collect_view();
    let no_history = story.revisions.is_empty().then(|| view! { <p>{text::NO_HISTORY.get(lang)}</p> });
    let no_comments = story.comments.is_empty().then(|| view! { <p>{text::NO_COMMENTS.get(lang)}</p> });
    view! {
        <h3>{text::HISTORY.get(lang)}</h3>
        {no_history}
        <ol class="story-history">{revisions}</ol>
        <h3>{drawing("comments")} " " {text::COMMENTS.get(lang)}</h3>
        {no_comments}
        <ol class="story-comments">{comments}</ol>
    }
    .into_any()
}

fn revision_line(shell: Shell, revision: &CellRevision) -> AnyView {
    let lang = shell.lang;
    let value = entry::canonical(revision.value.as_deref().unwrap_or_default());
    let value = if value.is_empty() { text::WITHDRAWN.get(lang).to_owned() } else { shown_or_none(&value, lang) };
    // The door's own word; any other is the name of a file, or of a program.
    let source = if revision.source == "desk" { text::BY_DESK.get(lang) } else { &revision.source };
    let told = [
        (!source.is_empty()).then(|| text::source_of(lang, source)),
        (!revision.reason.is_empty()).then(|| text::reason_of(lang, &revision.reason)),
        (!revision.note.is_empty()).then(|| text::note_of(lang, &revision.note)),
    ];
    let told = told.into_iter().flatten().map(|line| view! { <span class="told">{line}</span> }).collect_view();
    view! {
        <li>
            <strong>{value}</strong>
            " "
            <span>{text::by_at(lang, &revision.who, &revision.when)}</span>
            {told}
        </li>
    }
    .into_any()
}

fn comment_line(comment: &CellComment) -> AnyView {
    let lang = use_lang();
    view! {
        <li>
            <p>{comment.text.clone()}</p>
            <small>{text::by_at(lang, &comment.who, &comment.when)}</small>
        </li>
    }
    .into_any()
}
