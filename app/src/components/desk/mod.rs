//! The desk in the browser: what draws the sheet of `crate::desk`, feeds it keys and numbers, and carries its edits to
//! the server. Every part holds a [`shell::Shell`], which alone touches the sheet.
//!
//! The server draws the sheet as a plain table that can be read; what edits it wakes in the browser only.

pub(crate) mod banner;
pub(crate) mod bar;
pub(crate) mod cards;
pub(crate) mod editor;
pub(crate) mod grid;
pub(crate) mod input;
pub(crate) mod keeping;
pub(crate) mod questions;
pub(crate) mod sending;
pub(crate) mod shell;
pub(crate) mod signs;
pub(crate) mod status_line;
pub(crate) mod story;
pub(crate) mod totals;
