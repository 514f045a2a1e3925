//! The only home of SQL. One portable text per query serves both engines: embedded SQLite by default, PostgreSQL by URL.
//!
//! Functions take the transaction; the use case that opened it commits it. Nothing here decides who may do what.

pub mod accounts;
pub mod audit;
pub mod capacities;
pub mod comments;
pub mod contacts;
pub mod desk;
pub mod duties;
mod engine;
pub mod figures;
pub mod jobs;
pub mod mappings;
pub mod openings;
pub mod parties;
pub mod reminders;
pub mod roster;
pub mod seasons;
pub mod sessions;
pub mod setting_versions;
pub mod settings;
#[cfg(feature = "testing")]
pub mod testing;
pub mod watch;
pub mod work_calendar;

pub use engine::{Store, StoreError, Transaction};

pub use figures::{Loaded, NewFigure, Recorded};
pub use parties::{PartyId, PartyRow};
