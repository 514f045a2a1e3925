//! What travels: the signed-in person, the own account, and the accounts that an administrator looks after.

use baogong_domain::access::Role;
use serde::{Deserialize, Serialize};

use super::{Name, desk::PartyRef};

/// Who has signed in, as every page knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Key of the account.
    pub id: i64,
    /// Their name.
    pub name: String,
    /// Code of their role.
    pub role: String,
}

impl Me {
    /// Their role.
    pub(crate) fn role(&self) -> Option<Role> {
        Role::parse(&self.role)
    }
}

/// Names of a role.
pub(crate) fn role_name(role: Role) -> Name {
    let (zh, en) = role.names();
    Name { zh: zh.to_owned(), en: en.to_owned() }
}

/// What the sign-in page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInView {
    /// Roles that may be tried with one click; none outside the demo.
    pub demo_roles: Vec<String>,
}

/// What stands between the password and the session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorView {
    /// Name of sign-in.
    pub login: String,
    /// Set where an authenticator has to be set up first.
    pub enrolment: Option<EnrolmentView>,
}

/// What to set an authenticator up with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolmentView {
    /// Base32, to be typed.
    pub secret: String,
    /// The same as a QR code.
    pub qr_svg: String,
}

/// The own account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnAccountView {
    /// Name of sign-in.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Code of the role.
    pub role: String,
    /// Open sessions, the newest first.
    pub sessions: Vec<OwnSession>,
}

/// One open session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSession {
    /// Since when, office time.
    pub since: String,
    /// Last used, office time.
    pub last_seen: String,
    /// From where.
    pub origin: String,
    /// With what.
    pub device: String,
    /// This one.
    pub current: bool,
}

/// All accounts, and the parties that a new one may act for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountsView {
    /// Accounts by name of sign-in.
    pub accounts: Vec<AccountRow>,
    /// Parties that people can act for, with the kind's word.
    pub parties: Vec<(PartyRef, String)>,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    /// Key.
    pub id: i64,
    /// Name of sign-in.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Code of the role.
    pub role: String,
    /// Whom they act for.
    pub party: Option<PartyRef>,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether the invitation was taken up.
    pub has_password: bool,
    /// Whether an authenticator is set up.
    pub has_second_factor: bool,
    /// Until when an open invitation is good, office time.
    pub invited_until: Option<String>,
}

/// A one-time link, shown once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// Name of sign-in.
    pub login: String,
    /// Path of the link.
    pub path: String,
    /// Until when, office time.
    pub until: String,
}
