//! Why a use case did not do what was asked.

use baogong_domain::access::Denied;
use baogong_storage::StoreError;

/// The one error of this layer; each door turns it into its own words and codes.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// Not allowed.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// There is no such thing, or the actor may not see it.
    #[error("没有找到 / not found: {0}")]
    NotFound(String),
    /// What was asked cannot be done as asked.
    #[error("{message}")]
    Invalid {
        /// Stable code for machines.
        code: &'static str,
        /// What is wrong and what helps.
        message: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl ServiceError {
    /// A refusal with its stable code.
    pub fn invalid(code: &'static str, message: impl Into<String>) -> Self {
        Self::Invalid { code, message: message.into() }
    }

    /// Stable code for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Denied(_) => "denied",
            Self::NotFound(_) => "not_found",
            Self::Invalid { code, .. } => code,
            Self::Store(_) => "database",
        }
    }
}
