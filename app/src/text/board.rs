//! Texts: deadlines and completeness.

#[expect(unused_imports, reason = "until the first text needs it")]
use super::{Lang, Text};
