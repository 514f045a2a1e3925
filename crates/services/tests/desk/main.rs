//! The reporting desk, on both engines: what a sheet shows to whom, and what becomes of edits.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod city;
mod counterpart;
mod save;
mod sheet;
mod story;
mod together;
mod warnings;
