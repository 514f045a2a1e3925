//! Texts: sign-in, second factor, invitations, accounts.

#[expect(unused_imports, reason = "until the first text needs it")]
use super::{Lang, Text};
