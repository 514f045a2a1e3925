//! One module a page.

pub(crate) mod item;
pub(crate) mod not_found;
pub(crate) mod overview;
