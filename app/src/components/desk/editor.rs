//! The field in which a cell is typed: one for the whole sheet, laid over the cell that is being edited, so that an
//! input method finds it at the first key.

use leptos::{html, leptos_dom::helpers::document, prelude::*, wasm_bindgen::JsCast, web_sys::HtmlElement};

use super::{
    grid::{Scroll, id},
    shell::Shell,
};
use crate::{
    desk::{
        cell::Cell,
        select::{At, Motion},
    },
    model::desk::Gate,
    text::desk as text,
};

/// As many rows as PageUp and PageDown pass.
pub(super) const PAGE: usize = 10;

/// The field and what goes with it.
#[derive(Clone, Copy)]
pub(crate) struct Editor {
    shell: Shell,
    field: NodeRef<html::Input>,
    pub(super) scroll: Scroll,
    open: StoredValue<Option<Open>>,
    pub(super) hand: StoredValue<Hand>,
}

/// Which cell is being edited.
#[derive(Clone, Copy)]
struct Open {
    at: At,
    /// It was opened by typing: arrows go on to other cells.
    fresh: bool,
}

/// What the pointer is about.
#[derive(Clone, Copy, Default)]
pub(super) struct Hand {
    /// It draws a selection.
    pub(super) drags: bool,
    /// It is a finger or a pen.
    pub(super) touches: bool,
    /// It went down where the user already was.
    pub(super) again: bool,
}

impl Editor {
    /// A closed one.
    pub(super) fn new(shell: Shell) -> Self {
        Self {
            shell,
            field: NodeRef::new(),
            scroll: NodeRef::new(),
            open: StoredValue::new(None),
            hand: StoredValue::new(Hand::default()),
        }
    }

    pub(super) fn is_open(self) -> bool {
        self.open.with_value(Option::is_some)
    }

    pub(super) fn is_fresh(self) -> bool {
        self.open.with_value(|open| open.is_some_and(|open| open.fresh))
    }

    /// Opens it where the user is: with what stands there, or with what he begins to type.
    pub(super) fn begin(self, typed: Option<&str>) {
        let at = self.shell.read(|desk| desk.selection().focus);
        if let Some(why) = self.why_shut(at) {
            self.shell.say(why);
            return;
        }
        let (Some(field), Some(scroll), Some(cell)) =
            (self.field.get_untracked(), self.scroll.get_untracked(), element(at))
        else {
            return;
        };
        let (ours, frame) = (cell.get_bounding_client_rect(), scroll.get_bounding_client_rect());
        let style = leptos::web_sys::HtmlElement::style(&field);
        let place = [
            ("left", ours.left() - frame.left() + f64::from(scroll.scroll_left())),
            ("top", ours.top() - frame.top() + f64::from(scroll.scroll_top())),
            ("width", ours.width()),
            ("height", ours.height()),
        ];
        for (property, pixels) in place {
            drop(style.set_property(property, &format!("{pixels}px")));
        }
        let text = self.shell.read(|desk| desk.cell(at).map(Cell::text).unwrap_or_default().to_owned());
        let words = self.shell.read(|desk| desk.sheet().key(at).cloned()).map(|key| self.shell.cell_words(&key));
        drop(field.set_attribute("aria-label", &text::edit_cell(self.shell.lang, &words.unwrap_or_default())));
        field.set_value(typed.unwrap_or(&text));
        field.set_hidden(false);
        self.open.set_value(Some(Open { at, fresh: typed.is_some() }));
        drop(field.focus());
        if typed.is_none() {
            field.select();
        }
    }

    /// Why a cell cannot be edited; `None` where it can.
    fn why_shut(self, at: At) -> Option<String> {
        let lang = self.shell.lang;
        self.shell.read(|desk| {
            if desk.is_writable(at) {
                return None;
            }
            let locked = desk.cell(at).is_some_and(|cell| cell.known().gate == Gate::Locked);
            let text =
                if locked && desk.sheet().is_writable(at.row) { text::LOCKED_NOTE } else { text::READ_ONLY_NOTE };
            Some(text.get(lang).to_owned())
        })
    }

    /// Takes what is typed and closes.
    pub(super) fn commit(self) {
        let Some(Open { at, .. }) = self.open.try_update_value(Option::take).flatten() else { return };
        let Some(field) = self.field.get_untracked() else { return };
        let typed = field.value();
        field.set_hidden(true);
        let entered = self.shell.act(|desk| desk.enter([(at, typed)]));
        if let Some(entered) = entered {
            self.shell.say_entered(entered);
        }
    }

    /// Takes what is typed and goes on; `false` where that leaves the sheet.
    pub(super) fn commit_and_go(self, motion: Motion) -> bool {
        self.commit();
        let inside = self.shell.look(|desk| desk.go(motion, PAGE, false)).unwrap_or(false);
        self.focus();
        inside
    }

    /// Closes, and leaves the cell as it was.
    pub(super) fn cancel(self) {
        self.open.set_value(None);
        if let Some(field) = self.field.get_untracked() {
            field.set_hidden(true);
        }
        self.focus();
    }

    /// Brings the browser's focus to where the user is.
    pub(super) fn focus(self) {
        focus(self.shell);
    }
}

/// Brings the browser's focus to where the user is in the sheet.
pub(super) fn focus(shell: Shell) {
    if let Some(cell) = element(shell.read(|desk| desk.selection().focus)) {
        drop(cell.focus());
    }
}

fn element(at: At) -> Option<HtmlElement> {
    document().get_element_by_id(&id(at))?.dyn_into().ok()
}

/// The field itself; it waits hidden.
pub(super) fn field(editor: Editor) -> AnyView {
    // What is typed when the page goes away is not lost either.
    Effect::new(move || {
        let leave = move |_| editor.commit();
        let listeners =
            ["pagehide", "beforeunload", "visibilitychange"].map(|name| window_event_listener_untyped(name, leave));
        on_cleanup(move || listeners.into_iter().for_each(WindowListenerHandle::remove));
    });
    view! {
        <input
            type="text"
            class="sheet-editor"
            inputmode="decimal"
            autocomplete="off"
            spellcheck="false"
            hidden
            node_ref=editor.field
            on:blur=move |_| editor.commit()
        />
    }
    .into_any()
}
