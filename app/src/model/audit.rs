//! What travels: the audit trail.

use serde::{Deserialize, Serialize};

use super::Taken;

/// What is searched for, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditAsk {
    /// Who.
    pub actor: String,
    /// A word such as `figures` or `figures.import`.
    pub action: String,
    /// A part of the subject.
    pub subject: String,
    /// From where.
    pub origin: String,
    /// First day, ISO.
    pub from: String,
    /// Last day, ISO.
    pub to: String,
    /// Entries older than this number; empty: from the newest.
    pub before: String,
}

/// Entries that fit, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    /// When it was read.
    pub taken: Taken,
    /// The entries.
    pub entries: Vec<AuditLine>,
    /// Number from which older ones go on, where there may be more.
    pub older: Option<i64>,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLine {
    /// Its number.
    pub seq: i64,
    /// When, office time.
    pub at: String,
    /// Who.
    pub actor: String,
    /// From where.
    pub origin: String,
    /// The word for what was done.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Each known detail: where it stands, and what it says.
    pub details: Vec<(String, String)>,
}

/// What a check of the trail found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditCheck {
    /// All is as it was written.
    Whole {
        /// The head.
        head: String,
        /// Protected by a secret key.
        secret: bool,
        /// The last entry that was removed as old.
        from: Option<i64>,
    },
    /// The first entry that is not.
    Broken {
        /// Its number.
        seq: i64,
        /// What is wrong, in both languages.
        reason: String,
    },
}
