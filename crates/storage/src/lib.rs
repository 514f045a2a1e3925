//! The only home of SQL. One portable text per query serves both engines: embedded SQLite by default, PostgreSQL by URL.
//!
//! Functions take the transaction; the use case that opened it commits it. Nothing here decides who may do what.

pub mod accounts;
pub mod audit;
mod engine;
pub mod figures;
pub mod parties;
pub mod sessions;
pub mod settings;
#[cfg(feature = "testing")]
pub mod testing;

pub use engine::{Store, StoreError, Transaction};

pub use figures::{Loaded, NewFigure, Recorded};
pub use parties::{PartyId, PartyRow};
