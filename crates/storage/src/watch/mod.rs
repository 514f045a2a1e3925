//! The watch's tables: alerts and their timelines, what the last run judged, and what has been written since.
//!
//! A run and everybody who handles alerts queue at the head of the audit trail, as writers of figures do: a transaction
//! takes that head before it touches any of these tables, so that two never wait for each other.

pub mod alerts;
pub mod declared;
pub mod notes;
pub mod settings;
pub mod state;
pub mod sums;
pub mod timeline;
pub mod touched;

pub use state::mark_stale;

use baogong_domain::Level;

use crate::StoreError;

pub(crate) fn corrupt(what: &str, value: &str) -> StoreError {
    StoreError::Corrupt(format!("{what} {value}"))
}

pub(crate) fn level(code: &str) -> Result<Level, StoreError> {
    Level::parse(code).ok_or_else(|| corrupt("level", code))
}
