//! Who acts.

use super::Role;
use crate::{
    item::Factor,
    party::{DivisionCode, Party, PartyCode},
};

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The command line on the server itself, and the program's own jobs.
    System,
    /// Somebody who has signed in.
    User(Box<User>),
}

/// A signed-in person, with what their party lets them see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Key of the account.
    pub id: i64,
    /// The name that they sign in with; what the history of figures and the audit trail say.
    pub login: String,
    /// Their name, as people call them.
    pub name: String,
    /// What they are.
    pub role: Role,
    /// Whom they act for.
    pub party: Option<PartyCode>,
    /// Where that party is.
    pub division: Option<DivisionCode>,
    /// Of what that party has charge: a bureau's factors.
    pub factors: Vec<Factor>,
    /// The network address they act from.
    pub origin: String,
}

impl User {
    /// A user who acts for a party, from no address.
    pub fn new(id: i64, login: &str, role: Role, party: Option<&Party>) -> Self {
        Self {
            id,
            login: login.to_owned(),
            name: login.to_owned(),
            role,
            party: party.map(|p| p.code.clone()),
            division: party.and_then(|p| p.division.clone()),
            factors: party.map(|p| p.factors.clone()).unwrap_or_default(),
            origin: String::new(),
        }
    }

    /// Whether the party is the one they act for.
    pub fn is_of(&self, party: &PartyCode) -> bool {
        self.party.as_ref() == Some(party)
    }
}

impl Actor {
    /// The word for who acts, in the history of figures and in the audit trail.
    pub fn name(&self) -> &str {
        match self {
            Self::System => "system",
            Self::User(user) => &user.login,
        }
    }

    /// Where they act from.
    pub fn origin(&self) -> &str {
        match self {
            Self::System => "command_line",
            Self::User(user) => &user.origin,
        }
    }

    /// The person, where it is one.
    pub const fn user(&self) -> Option<&User> {
        match self {
            Self::System => None,
            Self::User(user) => Some(user),
        }
    }

    /// The role; `None` for the program itself.
    pub fn role(&self) -> Option<Role> {
        self.user().map(|user| user.role)
    }
}
