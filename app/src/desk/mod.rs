//! The desk's sheet as a state machine: cells, selection, keys, pasted blocks, undo, and the queue to the server.
//!
//! Pure: no document, no clock, no storage; what the browser does with it stands in `components::desk`. What always
//! holds: a typed number is in a cell's draft until the server says that it is on disk or the user takes it back; an
//! edit carries the revision on which it was typed, so that what somebody else wrote in between is never overwritten
//! unseen; and each cell is on its way at most once at a time.

pub(crate) mod cell;
pub(crate) mod command;
pub(crate) mod decide;
pub(crate) mod entry;
pub(crate) mod face;
pub(crate) mod history;
pub(crate) mod link;
pub(crate) mod machine;
pub(crate) mod paste;
pub(crate) mod plan;
pub(crate) mod queue;
pub(crate) mod select;
pub(crate) mod sheet;
pub(crate) mod waiting;
pub(crate) mod window;
