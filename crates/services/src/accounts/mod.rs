//! Accounts: who may sign in, how, and for whom they act.
//!
//! A password is kept as an Argon2id hash, a session and an invitation as the digest of a token, so that nobody who
//! reads the database can act as somebody else. Names that fail are slowed down whether or not there is such an account,
//! so that nobody learns which names there are.

mod demo;
mod manage;
mod password;
mod second_factor;
mod sessions;
mod sign_in;

use baogong_domain::{
    Party,
    access::{Actor, Role, User},
};
use baogong_storage::{
    Transaction,
    accounts::{self, Account, AccountId},
    parties,
};
use chrono::TimeDelta;

pub use manage::{AccountView, Invitation, NewAccount};
pub use second_factor::Enrolment;
pub use sessions::{SessionView, Visitor};
pub use sign_in::{Credentials, SignIn};

use crate::{ServiceError, Services, audit::Act};

/// A session that is not used for so long ends.
pub(crate) const IDLE: TimeDelta = TimeDelta::hours(2);
/// A session ends after so long whatever happens: a long shift and its handing over.
const ABSOLUTE: TimeDelta = TimeDelta::hours(14);
/// How long the second factor may take after the password.
const BETWEEN_FACTORS: TimeDelta = TimeDelta::minutes(10);
/// How long an invitation is good.
const INVITED_FOR: TimeDelta = TimeDelta::hours(72);
/// After so many failures in a row a name is locked, each time for twice as long.
const FREE_FAILURES: i64 = 5;
/// The first time of a lock, and the longest.
const FIRST_LOCK: TimeDelta = TimeDelta::minutes(1);
const LONGEST_LOCK: TimeDelta = TimeDelta::hours(1);

/// The name as it is kept: without blanks around, in small letters.
fn plain_login(login: &str) -> String {
    login.trim().to_lowercase()
}

fn user(account: &Account, party: Option<&Party>, origin: &str) -> User {
    User {
        name: account.name.clone(),
        origin: origin.to_owned(),
        ..User::new(account.id, &account.login, account.role, party)
    }
}

/// The party that an account acts for.
async fn party_of(transaction: &mut Transaction, account: &Account) -> Result<Option<Party>, ServiceError> {
    Ok(match account.party {
        None => None,
        Some(id) => parties::by_id(transaction, id).await?,
    })
}

impl Services {
    /// The account, or that there is none.
    async fn account(&self, transaction: &mut Transaction, id: AccountId) -> Result<Account, ServiceError> {
        let found = accounts::by_id(transaction, id).await?;
        found.ok_or_else(|| ServiceError::NotFound(format!("账号 / account {id}")))
    }

    /// Writes an act on an account into the trail.
    async fn remember_account(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        action: &'static str,
        login: &str,
        detail: serde_json::Value,
    ) -> Result<(), ServiceError> {
        self.remember(transaction, Act { actor, action, subject: login, detail: &detail }).await
    }
}

/// Refuses a party that does not fit the role.
fn check_party(role: Role, party: Option<&Party>) -> Result<(), ServiceError> {
    match (role.party_kind(), party) {
        (None, _) => Ok(()),
        (Some(kind), Some(party)) if party.kind == kind => Ok(()),
        (Some(kind), _) => {
            let message = format!(
                "“{}”须属于类型为 {1} 的单位 / a {2} must belong to a party of kind {1}: choose one",
                role.names().0,
                kind.code(),
                role.code()
            );
            Err(ServiceError::invalid("party_does_not_fit_role", message))
        }
    }
}
