//! Texts: parties and the key-enterprise roster.

#[expect(unused_imports, reason = "until the first text needs it")]
use super::{Lang, Text};
