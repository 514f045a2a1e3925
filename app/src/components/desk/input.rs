//! Keys, pointer and clipboard over the whole sheet: heard on its frame, whichever cell they are meant for.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{ClipboardEvent, Element, Event, KeyboardEvent, MouseEvent, PointerEvent},
};

use super::{
    editor::{Editor, PAGE, focus},
    grid::place,
    shell::Shell,
};
use crate::{
    desk::{
        command::{Command, EditorCommand, Pressed},
        machine::{Desk, Entered},
        paste::TooLarge,
        select::{At, Selection},
    },
    text::{Lang, desk as text},
};

/// The cell that an event is of.
fn cell_of(event: &Event) -> Option<At> {
    let element: Element = event.target()?.dyn_into().ok()?;
    place(&element.closest("td.c").ok()??.id())
}

pub(super) fn keydown(shell: Shell, editor: Editor, event: &KeyboardEvent) {
    // While an input method composes, its keys are its own.
    if event.is_composing() {
        return;
    }
    let (key, code) = (event.key(), event.code());
    let command = event.ctrl_key() || event.meta_key();
    let pressed = Pressed { key: &key, code: &code, command, shift: event.shift_key(), alt: event.alt_key() };
    if editor.is_open() {
        let done = match EditorCommand::of(pressed, editor.is_fresh()) {
            Some(EditorCommand::Commit(motion)) => editor.commit_and_go(motion),
            Some(EditorCommand::Cancel) => {
                editor.cancel();
                true
            }
            None => false,
        };
        if done {
            event.prevent_default();
        }
    } else if cell_of(event).is_some()
        && let Some(command) = Command::of(pressed)
    {
        let composes = matches!(&command, Command::Type(text) if text.is_empty());
        if run(shell, editor, command) && !composes {
            event.prevent_default();
        }
    }
}

/// Does it; `false` where the key stays the browser's.
fn run(shell: Shell, editor: Editor, command: Command) -> bool {
    match command {
        Command::Move(motion, extend) => {
            if shell.tab_leaves(motion) || !shell.look(|desk| desk.go(motion, PAGE, extend)).unwrap_or(false) {
                return false;
            }
            focus(shell);
        }
        Command::Edit => editor.begin(None),
        Command::Type(text) => editor.begin(Some(&text)),
        Command::SelectAll => {
            shell.look(Desk::select_all);
            focus(shell);
        }
        Command::Release => shell.release(),
        Command::Story => shell.open_story(),
        Command::Clear | Command::FillRight | Command::FillDown | Command::Undo | Command::Redo => {
            change(shell, &command);
        }
    }
    true
}

/// Does what a button of the bar says, too: changes cells and says what came of it.
pub(super) fn change(shell: Shell, command: &Command) {
    let entered = match command {
        Command::Clear => shell.act(Desk::clear),
        Command::FillRight => shell.act(Desk::fill_right),
        Command::FillDown => shell.act(Desk::fill_down),
        Command::Undo => shell.act(Desk::undo).flatten(),
        Command::Redo => shell.act(Desk::redo).flatten(),
        _ => None,
    };
    match entered {
        Some(entered) => shell.say_entered(entered),
        None => shell.say(String::new()),
    }
}

pub(super) fn pointerdown(editor: Editor, event: &PointerEvent) {
    editor.hand.update_value(|hand| hand.touches = event.pointer_type() != "mouse");
}

pub(super) fn mousedown(shell: Shell, editor: Editor, event: &MouseEvent) {
    let Some(at) = cell_of(event).filter(|_| event.button() == 0) else { return };
    editor.commit();
    let was = shell.read(Desk::selection);
    editor.hand.update_value(|hand| {
        hand.drags = true;
        hand.again = was == Selection::one(at) && shell.used.get_untracked();
    });
    let anchor = if event.shift_key() { was.anchor } else { at };
    shell.look(|desk| desk.select(Selection { anchor, focus: at }));
    focus(shell);
    event.prevent_default();
}

pub(super) fn mouseover(shell: Shell, editor: Editor, event: &MouseEvent) {
    if event.buttons() & 1 == 0 {
        editor.hand.update_value(|hand| hand.drags = false);
        return;
    }
    let Some(at) = cell_of(event).filter(|_| editor.hand.with_value(|hand| hand.drags)) else { return };
    shell.look(|desk| desk.select(Selection { anchor: desk.selection().anchor, focus: at }));
    focus(shell);
}

/// A second touch of the same cell edits it: a finger has no double click.
pub(super) fn click(shell: Shell, editor: Editor, event: &MouseEvent) {
    let hand = editor.hand.get_value();
    editor.hand.update_value(|hand| hand.drags = false);
    let here = cell_of(event) == Some(shell.read(|desk| desk.selection().focus));
    if hand.touches && hand.again && here && !editor.is_open() {
        editor.begin(None);
    }
}

pub(super) fn dblclick(shell: Shell, editor: Editor, event: &MouseEvent) {
    if let Some(at) = cell_of(event) {
        shell.look(|desk| desk.select(Selection::one(at)));
        editor.begin(None);
    }
}

pub(super) fn contextmenu(shell: Shell, editor: Editor, event: &MouseEvent) {
    if let Some(at) = cell_of(event) {
        editor.commit();
        shell.look(|desk| desk.select(Selection::one(at)));
        shell.open_story();
        event.prevent_default();
    }
}

pub(super) fn copy(shell: Shell, editor: Editor, event: &ClipboardEvent) {
    let Some(clipboard) = event.clipboard_data().filter(|_| !editor.is_open()) else { return };
    let (text, area) = shell.read(|desk| (desk.copy(), desk.selection().area()));
    if clipboard.set_data("text/plain", &text).is_ok() {
        event.prevent_default();
        shell.say(text::said_copied(shell.lang, area.rows() * area.columns()));
    }
}

pub(super) fn paste(shell: Shell, editor: Editor, event: &ClipboardEvent) {
    if editor.is_open() {
        return;
    }
    event.prevent_default();
    let text = event.clipboard_data().and_then(|clipboard| clipboard.get_data("text/plain").ok()).unwrap_or_default();
    match shell.act(|desk| desk.paste(&text)) {
        Some(Ok(entered)) if entered == Entered::default() && text.trim().is_empty() => {
            shell.say(text::NOTHING_TO_PASTE.get(shell.lang).to_owned());
        }
        Some(Ok(entered)) => shell.say_entered(entered),
        Some(Err(too_large)) => shell.say(beyond(too_large, shell.lang)),
        None => {}
    }
    focus(shell);
}

fn beyond(too_large: TooLarge, lang: Lang) -> String {
    let TooLarge { rows, columns } = too_large;
    let parts = [
        (rows > 0).then(|| text::too_many_rows(lang, rows)),
        (columns > 0).then(|| text::too_many_columns(lang, columns)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    text::too_large(lang, &parts.join(if lang == Lang::Zh { "，" } else { ", " }))
}
