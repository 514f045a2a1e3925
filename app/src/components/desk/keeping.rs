//! What waits is kept in the browser's storage under the user's own key, laid over the sheet at the next visit, and
//! taken away at sign-out. Entries of other users are never read.

use std::collections::HashSet;

use leptos::{
    ev,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, Storage},
};

use super::shell::Shell;
use crate::{
    desk::{
        cell::CellKey,
        link::Link,
        machine::Desk,
        waiting::{key_of, merged, read, storage_key},
    },
    me::use_me,
    model::desk::{CellEdit, CellOutcome},
    text::{desk as text, use_lang},
};

/// Who was the last to open a page in this browser.
const LAST_USER: &str = "baogong.user";

/// Written for a moment at sign-out, so that other pages of the browser hear of it.
const GONE: &str = "baogong.signed_out";

/// Left by a page that went away before its last edits were answered, for the page that takes its place.
const LEAVING: &str = "baogong.leaving";

/// The forms that sign out, here or everywhere.
const SIGN_OUT: &str = "form[action*='/session/sign-out']";

/// The browser's storage; none where it is switched off.
fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Writes what waits now, if that is not what was written before.
pub(super) fn keep(shell: Shell) {
    let Some(now) = shell.desk.try_with_value(Desk::unsaved) else { return };
    let (user, before) = shell.inner.with_value(|inner| (inner.user, inner.kept.clone()));
    if user == 0 || shell.inner.with_value(|inner| inner.last_kept == now) {
        return;
    }
    let kept = write(user, &before, &now);
    shell.kept_well.set(kept || now.is_empty());
    if kept {
        shell.inner.update_value(|inner| {
            inner.kept = now.iter().map(key_of).collect();
            inner.last_kept = now;
        });
    }
}

fn write(user: i64, before: &HashSet<CellKey>, now: &[CellEdit]) -> bool {
    let Some(storage) = storage() else { return false };
    let key = storage_key(user);
    let stored = storage.get_item(&key).ok().flatten().unwrap_or_default();
    match merged(&stored, before, now) {
        Some(text) => storage.set_item(&key, &text).is_ok(),
        None => storage.remove_item(&key).is_ok(),
    }
}

/// Takes out what has been saved, after its page was left.
pub(super) fn forget_saved(user: i64, edits: &[CellEdit], outcomes: &[CellOutcome]) {
    let saved = edits.iter().zip(outcomes).filter(|(_, outcome)| matches!(outcome, CellOutcome::Saved { .. }));
    write(user, &saved.map(|(edit, _)| key_of(edit)).collect(), &[]);
}

/// Lays what waited since another visit over the sheet, and calls for its sending.
pub(super) fn restore(shell: Shell) {
    let user = shell.inner.with_value(|inner| inner.user);
    let edits = waiting(user);
    if !edits.is_empty() {
        shell.inner.update_value(|inner| inner.kept.extend(edits.iter().map(key_of)));
        shell.act(|desk| desk.restore(&edits));
    }
}

/// Whether the page before this one went away with edits under way: what was read meanwhile may be older than they are.
pub(super) fn came_in_haste() -> bool {
    let Some(storage) = window().session_storage().ok().flatten() else { return false };
    let left = storage.get_item(LEAVING).ok().flatten().is_some();
    drop(storage.remove_item(LEAVING));
    left
}

/// What waits of this user.
fn waiting(user: i64) -> Vec<CellEdit> {
    let Some(storage) = storage().filter(|_| user != 0) else { return Vec::new() };
    read(&storage.get_item(&storage_key(user)).ok().flatten().unwrap_or_default())
}

/// Whether another user has opened a page in this browser since.
pub(super) fn is_somebody_else(shell: Shell) -> bool {
    let user = shell.inner.with_value(|inner| inner.user);
    let last = storage().and_then(|storage| storage.get_item(LAST_USER).ok().flatten());
    last.is_some_and(|last| last != user.to_string())
}

/// Watches what other pages of the browser do, and for the closing of this one.
pub(super) fn watch(shell: Shell) -> Vec<WindowListenerHandle> {
    let leaving = window_event_listener(ev::beforeunload, move |event| {
        let unsaved = shell.read(|desk| desk.counts().unsaved > 0);
        if let Some(storage) = window().session_storage().ok().flatten().filter(|_| unsaved) {
            drop(storage.set_item(LEAVING, "1"));
        }
        shell.send(false);
        if unsaved && !shell.kept_well.get_untracked() {
            event.prevent_default();
            event.set_return_value("unsaved");
        }
    });
    let elsewhere = window_event_listener(ev::storage, move |event| {
        let user = shell.inner.with_value(|inner| inner.user).to_string();
        match event.key().as_deref() {
            Some(GONE) if event.new_value().as_deref() == Some(&user) => forget(shell),
            Some(LAST_USER) if event.new_value().is_some_and(|last| last != user) => {
                shell.look(|desk| desk.set_link(Link::SignedOut));
            }
            // The same person has signed in again.
            Some(LAST_USER) if event.new_value().is_some() && shell.read(|desk| !desk.link().is_up()) => {
                shell.read_anew();
            }
            _ => {}
        }
    });
    vec![leaving, elsewhere]
}

fn forget(shell: Shell) {
    shell.look(Desk::forget);
    shell.inner.update_value(|inner| {
        inner.kept.clear();
        inner.last_kept.clear();
    });
}

/// The desk that is open on the page, if one is.
#[derive(Clone, Copy)]
pub(super) struct OpenDesk(pub(super) StoredValue<Option<Shell>>);

/// Watches on every page for the sign-out of this user, whose waiting edits go with him; in the body of the app.
pub(crate) fn guard_sign_out() {
    let (lang, user) = (use_lang(), use_me().map(|me| me.id));
    let open = OpenDesk(StoredValue::new(None));
    provide_context(open);
    let Some(user) = user else { return };
    Effect::new(move || {
        if let Some(storage) = storage() {
            drop(storage.set_item(LAST_USER, &user.to_string()));
        }
        let signing_out = window_event_listener(ev::submit, move |event| {
            let form = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if !form.is_some_and(|form| form.matches(SIGN_OUT).unwrap_or(false)) {
                return;
            }
            let here = open.0.get_value().map_or(0, |shell| shell.read(|desk| desk.counts().unsaved));
            let count = here.max(waiting(user).len());
            let question = text::leave_waiting(lang, count);
            if count > 0 && !window().confirm_with_message(&question).unwrap_or(true) {
                event.prevent_default();
                return;
            }
            if let Some(shell) = open.0.get_value() {
                forget(shell);
            }
            clear(user);
        });
        on_cleanup(move || signing_out.remove());
    });
}

/// Takes away everything of this user, and lets other pages know.
fn clear(user: i64) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(&storage_key(user)));
        drop(storage.remove_item(LAST_USER));
        drop(storage.set_item(GONE, &user.to_string()));
        drop(storage.remove_item(GONE));
    }
}
