//! What the watch would have done, day by day: the official sheets of India's power ministry, month by month as they
//! were published, and the demo city's cold spell and mine stoppage. The recorded tables are the snapshots beside this.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/mod.rs"]
mod common;
mod demo;
mod sheets;
mod table;
