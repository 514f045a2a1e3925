//! Between the desk and the server: batches out, answers in, another try when no answer comes, and a look at what
//! others wrote meanwhile.

use std::time::Duration;

use leptos::{ev, prelude::*, task::spawn_local};

use super::{keeping, shell::Shell};
use crate::{
    desk::{
        entry,
        link::Link,
        machine::Desk,
        queue::{Batch, Told},
        sheet::Sheet,
    },
    model::{
        Name,
        desk::{CellEdit, CellOutcome},
    },
    server_functions::{
        PageError,
        desk::{get_counterpart, get_desk, save_cells},
    },
    text::{Lang, desk as text},
};

/// A request without an answer for so long counts as lost; what it wrote all the same is found at the next try.
const PATIENCE: Duration = Duration::from_secs(20);

/// How old a sheet that is left open may grow.
const EVERY: Duration = Duration::from_mins(1);

/// Where a sheet comes from, to read it anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Desk { party: Option<String>, grain: String, first: Option<String> },
    Plan { item: Option<String>, month: Option<String> },
}

impl Shell {
    /// Sends what is ready; `insist`: even though the browser says that there is no network.
    pub(super) fn send(self, insist: bool) {
        if self.inner.try_with_value(|inner| inner.checking).unwrap_or(true) {
            return;
        }
        if keeping::is_somebody_else(self) {
            self.look(|desk| desk.set_link(Link::SignedOut));
            return;
        }
        if !insist && !window().navigator().on_line() {
            self.look(|desk| desk.set_link(Link::Down(1)));
            self.try_again();
            return;
        }
        let typing = self.inner.with_value(|inner| inner.typing.clone());
        let Some(Some(batch)) = self.look(|desk| desk.take_batch(typing.as_ref())) else { return };
        let user = self.inner.with_value(|inner| inner.user);
        let number = batch.number;
        spawn_local(async move {
            let Batch { number, edits } = batch;
            let answer = save_cells(edits.clone()).await;
            if self.desk.try_with_value(|_| ()).is_some() {
                self.arrived(number, answer);
            } else if let Ok(outcomes) = answer {
                // The page was left: what was saved need not wait any more.
                keeping::forget_saved(user, &edits, &outcomes);
            }
        });
        set_timeout(move || self.give_up(number), PATIENCE);
    }

    fn give_up(self, number: u32) {
        let under_way = self.desk.try_with_value(|desk| desk.is_under_way(number)).unwrap_or(false);
        if under_way {
            self.look(|desk| desk.lost(number));
            self.try_again();
        }
    }

    fn arrived(self, number: u32, answer: Result<Vec<CellOutcome>, PageError>) {
        match answer {
            Ok(outcomes) => {
                let was_down = self.read(|desk| !desk.link().is_up());
                if let Some(told) = self.look(|desk| desk.answered(number, outcomes)).flatten() {
                    self.tell(told, was_down);
                }
            }
            Err(PageError::Failed) => {
                self.look(|desk| desk.lost(number));
            }
            Err(PageError::SignedOut) => {
                self.look(|desk| desk.signed_out(number));
            }
            Err(PageError::Invalid { message, .. }) => {
                self.look(|desk| desk.denied(number, &entry::bilingual(&message)));
            }
            Err(PageError::NotFound | PageError::Denied) => {
                let message = Name {
                    zh: text::NOT_ALLOWED.get(Lang::Zh).to_owned(),
                    en: text::NOT_ALLOWED.get(Lang::En).to_owned(),
                };
                self.look(|desk| desk.denied(number, &message));
            }
        }
        keeping::keep(self);
        if self.read(|desk| desk.link().is_up()) {
            if self.read(Desk::has_ready) {
                self.send_after(Duration::ZERO);
            }
        } else {
            self.try_again();
        }
    }

    fn tell(self, told: Told, was_down: bool) {
        let lang = self.lang;
        self.say(match told {
            Told { saved, asking: 0 } if was_down && self.read(|desk| desk.counts().waiting == 0) => {
                format!("{} {}", text::ONLINE_AGAIN.get(lang), text::said_saved(lang, saved))
            }
            Told { saved, asking: 0 } => text::said_saved(lang, saved),
            Told { saved, asking } => text::said_saved_asking(lang, saved, asking),
        });
    }

    /// Calls for another try, the later the more have failed.
    fn try_again(self) {
        if let Some(pause) = self.desk.try_with_value(|desk| desk.link().retry_after()).flatten() {
            set_timeout(move || self.retry(), Duration::from_millis(pause.into()));
        }
    }

    /// Tries again, if the way is still lost.
    fn retry(self) {
        if self.desk.try_with_value(|desk| matches!(desk.link(), Link::Down(_))) == Some(true) {
            self.try_now();
        }
    }

    /// Tries now: what waits goes out, or, where nothing does, a reading shows whether the way is there.
    pub(super) fn try_now(self) {
        if self.read(Desk::has_ready) && self.read(|desk| desk.link() != Link::SignedOut) {
            self.send(true);
        } else {
            self.read_anew();
        }
    }

    /// Reads the sheet anew in place: what others wrote appears, what is typed stays.
    pub(super) fn read_anew(self) {
        let Some(source) = self.inner.try_with_value(|inner| inner.source.clone()).flatten() else { return };
        spawn_local(async move {
            let read = match source {
                Source::Desk { party, grain, first } => {
                    get_desk(party, grain, first).await.map(|view| (view.user, Sheet::of_desk(&view)))
                }
                Source::Plan { item, month } => {
                    get_counterpart(item, month).await.map(|view| (view.user, Sheet::of_plan(&view)))
                }
            };
            let Some(user) = self.inner.try_update_value(|inner| {
                inner.checking = false;
                inner.user
            }) else {
                return;
            };
            match read {
                Ok((reader, (sheet, known))) if reader == user => {
                    self.look(|desk| {
                        desk.set_link(Link::Up);
                        desk.merge(sheet.keys().to_vec().into_iter().zip(known));
                    });
                    self.send(false);
                }
                // Somebody else sits here now, or nobody: what was typed is not theirs to send.
                Ok(_) => {
                    self.look(|desk| desk.set_link(Link::SignedOut));
                }
                Err(PageError::Failed) => {
                    self.look(|desk| desk.set_link(desk.link().failed()));
                    self.try_again();
                }
                Err(PageError::SignedOut) => {
                    self.look(|desk| desk.set_link(Link::SignedOut));
                }
                Err(PageError::NotFound | PageError::Denied | PageError::Invalid { .. }) => self.send(false),
            }
        });
    }

    /// Wakes in the browser: watches the network, the page's coming and going, and the clock.
    pub(crate) fn wake(self) {
        let open = use_context::<keeping::OpenDesk>();
        Effect::new(move || {
            if let Some(open) = open {
                open.0.set_value(Some(self));
            }
            let online = window_event_listener(ev::online, move |_| self.try_now());
            let offline = window_event_listener(ev::offline, move |_| {
                self.look(|desk| desk.set_link(desk.link().failed()));
                self.try_again();
            });
            let seen = window_event_listener_untyped("visibilitychange", move |_| {
                if document().hidden() {
                    self.send(false);
                } else {
                    self.inner.update_value(|inner| inner.checking = true);
                    self.read_anew();
                }
            });
            let narrow = move || {
                let phone =
                    window().match_media("(max-width: 699px)").ok().flatten().is_some_and(|query| query.matches());
                if self.phone.get_untracked() != phone {
                    self.phone.set(phone);
                }
            };
            narrow();
            let resized = window_event_listener(ev::resize, move |_| narrow());
            let back = window_event_listener(ev::focus, move |_| {
                if self.read(|desk| !desk.link().is_up()) {
                    self.read_anew();
                }
            });
            let kept = keeping::watch(self);
            let clock = set_interval_with_handle(
                move || {
                    if !document().hidden() && self.read(|desk| desk.link().is_up()) {
                        self.read_anew();
                    }
                },
                EVERY,
            );
            on_cleanup(move || {
                kept.into_iter().chain([online, offline, seen, resized, back]).for_each(WindowListenerHandle::remove);
                if let Ok(clock) = clock {
                    clock.clear();
                }
            });
        });
        // What was typed in the last moment goes out although the page is left.
        on_cleanup(move || {
            if let Some(open) = open {
                open.0.try_set_value(None);
            }
            let last = self.desk.try_update_value(Desk::leave).flatten();
            let user = self.inner.try_with_value(|inner| inner.user);
            if let (Some(batch), Some(user)) = (last, user) {
                farewell(user, batch.edits);
            }
        });
    }
}

fn farewell(user: i64, edits: Vec<CellEdit>) {
    spawn_local(async move {
        if let Ok(outcomes) = save_cells(edits.clone()).await {
            keeping::forget_saved(user, &edits, &outcomes);
        }
    });
}
