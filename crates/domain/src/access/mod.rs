//! Who may do what: pure answers, asked in the first line of each use case.
//!
//! [`check`] answers for a role and an action, and whether the action reaches everything or only what is the actor's
//! own; [`Sight`] and [`may_write_figure`] answer for one scope and one figure. What is not allowed here is nowhere.

mod actor;
mod duties;
mod figures;
mod role;
mod sight;
mod watch;

pub use actor::{Actor, User};
pub use duties::may_see_duty;
pub use figures::{Named, may_read_figure, may_write_figure, reports_for};
pub use role::Role;
pub use sight::{FEWEST_PARTIES, Sight, may_see_contacts, may_see_party, sight};
pub use watch::{may_confirm, may_see_alert};

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// See balances, alerts and the city's situation.
    ReadSituation,
    /// See figures one by one, their history and comments.
    ReadFigures,
    /// Report and change figures, by desk or by file; comment on them.
    WriteFigures,
    /// See parties of the registry.
    ReadParties,
    /// Add and change parties, contacts, reporters and the key-enterprise roster.
    WriteParties,
    /// See who owes what and who reports on time.
    ReadCompleteness,
    /// Open a locked period for a stated time, or end a duty to report.
    OpenPeriods,
    /// Attend to alerts: take, silence and comment them, hand a shift over, declare levels; run the watch now.
    HandleAlerts,
    /// Confirm that a measure of a declared level is carried out.
    ConfirmMeasures,
    /// Change the working calendar and other settings; propose seasons and rules.
    WriteSettings,
    /// See what the program does by itself, and how its runs went.
    ReadJobs,
    /// Have one of these jobs done at once.
    RunJobs,
    /// Approve or refuse what is proposed of seasons and rules.
    ApproveSettings,
    /// See and check the audit trail.
    ReadAudit,
    /// Invite people, change their role, switch accounts off.
    ManageAccounts,
    /// Change the own password and second factor, see the own sessions and end them.
    OwnAccount,
    /// Create or replace the database's contents: migrate, seed the demo, make the first administrator.
    Operate,
}

impl Action {
    /// All actions.
    pub const ALL: [Self; 17] = [
        Self::ReadSituation,
        Self::ReadFigures,
        Self::WriteFigures,
        Self::ReadParties,
        Self::WriteParties,
        Self::ReadCompleteness,
        Self::OpenPeriods,
        Self::HandleAlerts,
        Self::ConfirmMeasures,
        Self::WriteSettings,
        Self::ReadJobs,
        Self::RunJobs,
        Self::ApproveSettings,
        Self::ReadAudit,
        Self::ManageAccounts,
        Self::OwnAccount,
        Self::Operate,
    ];
}

/// How far an allowed action reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What is the actor's own: its party, its suppliers, its division; see [`Sight`] and [`may_write_figure`].
    Own,
    /// Everything.
    All,
}

/// The actor may not do this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有权限 / not allowed")]
pub struct Denied;

/// Answers whether the actor may do it, and how far.
///
/// # Errors
/// [`Denied`] where not.
pub fn check(actor: &Actor, action: Action) -> Result<Reach, Denied> {
    match actor {
        Actor::System => Ok(Reach::All),
        Actor::User(user) => reach(user.role, action).ok_or(Denied),
    }
}

/// The matrix of roles and actions; `None`: not allowed.
#[expect(clippy::match_same_arms, reason = "each line is a rule of its own, with its reason")]
pub const fn reach(role: Role, action: Action) -> Option<Reach> {
    use Action::{
        ApproveSettings, ConfirmMeasures, ManageAccounts, Operate, OwnAccount, ReadAudit, ReadCompleteness,
        ReadFigures, ReadJobs, ReadParties, ReadSituation, RunJobs, WriteFigures, WriteSettings,
    };
    use Reach::{All, Own};
    use Role::{
        Administrator, Auditor, BureauOfficer, Checkpoint, DistrictOfficer, EnterpriseClerk, OfficeHead, OfficeOfficer,
        PoliceOfficer, SupplierClerk,
    };
    match (role, action) {
        (_, Operate) => None,
        (_, OwnAccount) => Some(Own),
        // The office decides; its head also looks after the trail, and approves rules.
        (OfficeHead, ManageAccounts) | (OfficeOfficer, ManageAccounts | ReadAudit | ApproveSettings) => None,
        (OfficeHead | OfficeOfficer, _) => Some(All),
        // Reads all, changes nothing.
        (Auditor, ReadSituation | ReadFigures | ReadParties | ReadCompleteness | ReadAudit | ReadJobs) => Some(All),
        // Accounts, settings and the program's own jobs only; parties to choose an account's party from.
        (Administrator, ManageAccounts | WriteSettings | ReadParties | ReadJobs | RunJobs) => Some(All),
        (
            SupplierClerk | BureauOfficer | EnterpriseClerk,
            ReadSituation | ReadFigures | WriteFigures | ReadParties | ReadCompleteness,
        )
        | (DistrictOfficer, ReadSituation | ReadFigures | ReadParties | ReadCompleteness)
        // Who carries a measure out.
        | (SupplierClerk | DistrictOfficer, ConfirmMeasures) => Some(Own),
        (
            Administrator | Auditor | SupplierClerk | BureauOfficer | EnterpriseClerk | DistrictOfficer | PoliceOfficer
            | Checkpoint,
            _,
        ) => None,
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    /// The whole matrix, as text: a change of a permission is a change of this snapshot.
    #[test]
    fn role_by_action() {
        let mut table = format!("{:18}", "");
        for action in Action::ALL {
            let _ = write!(table, "{action:?} ");
        }
        for role in Role::ALL {
            let _ = write!(table, "\n{:18}", role.code());
            for action in Action::ALL {
                let word = match reach(role, action) {
                    None => "-",
                    Some(Reach::Own) => "own",
                    Some(Reach::All) => "all",
                };
                let _ = write!(table, "{word:width$} ", width = format!("{action:?}").len());
            }
        }
        let table: Vec<&str> = table.lines().map(str::trim_end).collect();
        insta::assert_snapshot!(table.join("\n"));
    }

    #[test]
    fn the_system_may_do_everything() {
        for action in Action::ALL {
            assert_eq!(check(&Actor::System, action), Ok(Reach::All));
        }
    }
}
