//! Who may do what: pure answers, asked in the first line of each use case.

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The command line on the server itself, and the program's own jobs.
    System,
    /// Somebody at a browser on the server itself (loopback), while there are no accounts: reads, changes nothing.
    LocalReader,
}

impl Actor {
    /// The word for who acts, in the history of figures and in the audit trail.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::LocalReader => "local_reader",
        }
    }

    /// The word for where they act from.
    pub const fn origin(self) -> &'static str {
        match self {
            Self::System => "command_line",
            Self::LocalReader => "loopback",
        }
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See figures, balances, alerts and parties of the whole city.
    ReadCity,
    /// Add and change parties.
    WriteParties,
    /// Add and change figures.
    WriteFigures,
    /// Create or replace the database's contents: migrate, seed the demo.
    Operate,
    /// See and check the audit trail.
    ReadAudit,
}

/// The actor may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有权限 / not allowed")]
pub struct Denied;

/// Answers whether the actor may do it.
///
/// # Errors
/// [`Denied`] where not.
pub const fn check(actor: Actor, action: Action) -> Result<(), Denied> {
    match (actor, action) {
        (Actor::System, _) | (Actor::LocalReader, Action::ReadCity) => Ok(()),
        (Actor::LocalReader, Action::WriteParties | Action::WriteFigures | Action::Operate | Action::ReadAudit) => {
            Err(Denied)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_reader_changes_nothing() {
        for action in [Action::WriteParties, Action::WriteFigures, Action::Operate, Action::ReadAudit] {
            assert_eq!(check(Actor::LocalReader, action), Err(Denied));
            assert_eq!(check(Actor::System, action), Ok(()));
        }
        assert_eq!(check(Actor::LocalReader, Action::ReadCity), Ok(()));
    }
}
