//! The watch as use cases: its runs, on both engines.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../common/mod.rs"]
mod common;
mod handling;
mod minutes;
mod outsiders;
mod past;
mod room;
mod runs;
