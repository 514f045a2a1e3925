//! Texts: templates, uploads, saved mappings, exports.

#[expect(unused_imports, reason = "until the first text needs it")]
use super::{Lang, Text};
