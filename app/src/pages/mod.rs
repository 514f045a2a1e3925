//! One module a page.

use std::time::Duration;

use leptos::prelude::*;

pub(crate) mod account;
pub(crate) mod accounts;
pub(crate) mod alerts;
pub(crate) mod audit;
pub(crate) mod board;
pub(crate) mod calendar;
pub(crate) mod desk;
pub(crate) mod desk_plan;
pub(crate) mod figures;
pub(crate) mod files;
pub(crate) mod item;
pub(crate) mod jobs;
pub(crate) mod not_found;
pub(crate) mod overview;
pub(crate) mod registry;
pub(crate) mod roster;
pub(crate) mod rules;

/// How old a page that is left open may grow.
const EVERY: Duration = Duration::from_mins(1);

/// Asks the server again every minute. Only in the browser: effects do not run on the server.
fn keep_fresh(ask: impl Fn() + Clone + 'static) {
    Effect::new(move || {
        if let Ok(timer) = set_interval_with_handle(ask.clone(), EVERY) {
            on_cleanup(move || timer.clear());
        }
    });
}
