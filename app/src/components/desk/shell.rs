//! The one handle on a desk: everything that changes it goes through here, so that the cells that changed are drawn
//! anew, what is not saved is kept, and what is ready is sent.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};

use super::{editor::focus, keeping, sending::Source};
use crate::{
    desk::{
        cell::{CellKey, Known},
        face::Face,
        machine::{Desk, Entered},
        select::{At, Motion, Selection, Size},
        sheet::Sheet,
    },
    format,
    model::desk::{CellEdit, Subject, SubjectName},
    text::{Lang, desk as text, use_lang},
};

/// How long after the last keystroke edits go out: what is pasted or filled goes together.
const PAUSE: Duration = Duration::from_millis(400);

/// A desk on a page. Copies are of the same desk.
#[derive(Clone, Copy)]
pub(crate) struct Shell {
    pub(super) lang: Lang,
    pub(super) desk: StoredValue<Desk>,
    faces: StoredValue<Vec<ArcRwSignal<Face>>>,
    /// Counts changes of any kind: for what sums the sheet up.
    pulse: RwSignal<u32>,
    /// What was last said aloud.
    pub(super) said: RwSignal<String>,
    /// Whether the user has been in the sheet: only then it shows where he is.
    pub(super) used: RwSignal<bool>,
    /// The screen is a phone's. Never on the server: what cannot be typed in yet is not drawn as a field.
    pub(crate) phone: RwSignal<bool>,
    /// The cell whose story is shown.
    pub(super) story: RwSignal<Option<CellKey>>,
    /// Whether what waits could be kept on this device.
    pub(super) kept_well: RwSignal<bool>,
    pub(super) inner: StoredValue<Inner>,
}

/// What is no signal, for nothing is drawn by it.
#[derive(Default)]
pub(super) struct Inner {
    /// The user's key; 0 before the first sheet came.
    pub(super) user: i64,
    pub(super) source: Option<Source>,
    pub(super) timer: Option<TimeoutHandle>,
    /// What this page put into the browser's storage.
    pub(super) kept: HashSet<CellKey>,
    pub(super) last_kept: Vec<CellEdit>,
    /// The page was away: who is signed in is asked before anything is sent.
    pub(super) checking: bool,
    /// The cell that is being typed in on a phone: its number is not sent before it is finished.
    pub(super) typing: Option<CellKey>,
    /// Escape was pressed: the next Tab leaves the sheet.
    released: bool,
    names: HashMap<Subject, SubjectName>,
}

impl Shell {
    /// A desk without a sheet; in the body of a page's component.
    pub(crate) fn new() -> Self {
        Self {
            lang: use_lang(),
            desk: StoredValue::new(Desk::default()),
            faces: StoredValue::new(Vec::new()),
            pulse: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            used: RwSignal::new(false),
            phone: RwSignal::new(false),
            story: RwSignal::new(None),
            kept_well: RwSignal::new(true),
            inner: StoredValue::new(Inner::default()),
        }
    }

    /// Shows a sheet.
    pub(crate) fn load(
        self,
        user: i64,
        reason_always: bool,
        (sheet, known): (Sheet, Vec<Known>),
        // The column where the user begins.
        start: usize,
        names: impl IntoIterator<Item = SubjectName>,
        source: Source,
    ) {
        self.inner.update_value(|inner| {
            inner.user = user;
            inner.source = Some(source);
            inner.names.extend(names.into_iter().map(|name| (name.subject.clone(), name)));
        });
        self.desk.update_value(|desk| {
            if desk.load(reason_always, sheet, known) {
                desk.select(Selection::one(At { row: 0, column: start }));
            }
            desk.take_touched();
        });
        self.draw_anew();
    }

    /// Lays what waited since another visit over the sheet, in the browser, when the sheet stands.
    pub(crate) fn restore_waiting(self) {
        Effect::new(move || {
            keeping::restore(self);
            if keeping::came_in_haste() {
                self.read_anew();
            }
        });
    }

    /// Goes to the first row of a subject, in the column where the user is.
    pub(crate) fn go_to_row(self, subject: &Subject) {
        let row = self.read(|desk| {
            let keys = desk.sheet().keys();
            keys.iter().find(|key| key.subject == *subject).and_then(|key| desk.sheet().place(key))
        });
        if let Some(At { row, .. }) = row {
            self.used.set(true);
            self.look(|desk| desk.select(Selection::one(At { row, column: desk.selection().focus.column })));
            focus(self);
        }
    }

    /// Makes the faces of a new sheet.
    fn draw_anew(self) {
        let faces = self.desk.with_value(|desk| {
            let size = desk.sheet().size();
            let places = (0..size.rows).flat_map(|row| (0..size.columns).map(move |column| At { row, column }));
            places.map(|at| ArcRwSignal::new(desk.face(at))).collect()
        });
        self.faces.set_value(faces);
    }

    /// How a cell looks, now and later.
    pub(crate) fn face(self, at: At) -> Option<ArcRwSignal<Face>> {
        let index = self.size().index(at);
        self.faces.with_value(|faces| faces.get(index).cloned())
    }

    pub(crate) fn size(self) -> Size {
        self.desk.with_value(|desk| desk.sheet().size())
    }

    /// Reads the desk; what calls this is drawn anew at every change.
    pub(crate) fn watch<T>(self, read: impl FnOnce(&Desk) -> T) -> T {
        self.pulse.track();
        self.desk.with_value(read)
    }

    /// Reads the desk as it is now.
    pub(crate) fn read<T>(self, read: impl FnOnce(&Desk) -> T) -> T {
        self.desk.with_value(read)
    }

    /// Changes what is looked at. `None` when the page is gone.
    pub(crate) fn look<T>(self, act: impl FnOnce(&mut Desk) -> T) -> Option<T> {
        let (done, touched) = self.desk.try_update_value(|desk| {
            let done = act(desk);
            let touched = desk.take_touched().into_iter().map(|at| (desk.sheet().size().index(at), desk.face(at)));
            (done, touched.collect::<Vec<_>>())
        })?;
        self.faces.with_value(|faces| {
            for (index, face) in touched {
                if let Some(signal) = faces.get(index)
                    && *signal.read_untracked() != face
                {
                    signal.set(face);
                }
            }
        });
        self.pulse.update(|pulse| *pulse = pulse.wrapping_add(1));
        Some(done)
    }

    /// Changes what cells say: it is kept on the device at once and sent soon.
    pub(crate) fn act<T>(self, act: impl FnOnce(&mut Desk) -> T) -> Option<T> {
        let done = self.look(act)?;
        keeping::keep(self);
        self.send_after(PAUSE);
        Some(done)
    }

    /// Calls for a sending; one that was called for before is put off.
    pub(super) fn send_after(self, pause: Duration) {
        let timer = set_timeout_with_handle(move || self.send(false), pause).ok();
        let before = self.inner.try_update_value(|inner| std::mem::replace(&mut inner.timer, timer)).flatten();
        if let Some(before) = before {
            before.clear();
        }
    }

    /// Says something aloud and under the sheet.
    pub(crate) fn say(self, words: String) {
        let _ = self.said.try_set(words);
    }

    /// Says what an act came to, where it is not plain to see.
    pub(crate) fn say_entered(self, entered: Entered) {
        let lang = self.lang;
        let mut words = Vec::new();
        if entered.changed > 1 {
            words.push(text::said_changed(lang, entered.changed));
        }
        if entered.locked > 0 {
            words.push(text::said_locked(lang, entered.locked));
        }
        if entered.overtaken > 0 {
            words.push(text::said_overtaken(lang, entered.overtaken));
        }
        self.say(words.join(" "));
    }

    /// From now on Tab leaves the sheet.
    pub(super) fn release(self) {
        self.inner.update_value(|inner| inner.released = true);
        self.say(text::TAB_LEAVES.get(self.lang).to_owned());
    }

    /// Whether Tab leaves the sheet this time; any step takes it back.
    pub(super) fn tab_leaves(self, motion: Motion) -> bool {
        let released = self.inner.try_update_value(|inner| std::mem::take(&mut inner.released)).unwrap_or(false);
        released && matches!(motion, Motion::Next | Motion::Previous)
    }

    /// A row's subject in words: item, measure, and the other party.
    pub(crate) fn subject_words(self, subject: &Subject) -> String {
        let lang = self.lang;
        self.inner.with_value(|inner| {
            if let Some(name) = inner.names.get(subject) {
                return subject_words(name, lang);
            }
            // Of another sheet, from another visit: its codes say which.
            let Subject { item, measure, supplier, consumer } = subject;
            let parts = [Some(item), Some(measure), supplier.as_ref(), consumer.as_ref()];
            parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ")
        })
    }

    /// A cell in words: its subject and period.
    pub(crate) fn cell_words(self, key: &CellKey) -> String {
        let (first, second) = format::period(&key.period, self.lang);
        let period = [first, second].join(" ");
        format!("{} · {}", self.subject_words(&key.subject), period.trim())
    }

    /// The unit of a row's numbers.
    pub(crate) fn unit(self, subject: &Subject) -> String {
        self.inner.with_value(|inner| {
            inner.names.get(subject).map(|name| name.item.unit.get(self.lang).to_owned()).unwrap_or_default()
        })
    }
}

/// A subject in words.
pub(crate) fn subject_words(name: &SubjectName, lang: Lang) -> String {
    let counterpart = name.counterpart.as_ref().map(|name| name.get(lang));
    let parts = [Some(name.item.name.get(lang)), Some(name.measure.get(lang)), counterpart];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// A text in the one form as people read it; empty stays empty.
pub(crate) fn shown(text: &str) -> String {
    format::exact(text)
}
