//! Signing in with a name and a password, and taking up an invitation.

use baogong_domain::access::{Actor, Role, User};
use baogong_storage::{
    Transaction,
    accounts::{self, Account},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{FIRST_LOCK, FREE_FAILURES, LONGEST_LOCK, party_of, password, plain_login, user};
use crate::{ServiceError, Services, random};

/// What somebody typed, from where and with what.
#[derive(Clone)]
pub struct Credentials {
    /// Name of sign-in.
    pub login: String,
    /// Password.
    pub password: String,
    /// The network address.
    pub origin: String,
    /// The browser, as it says of itself.
    pub device: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Signed in; the token of the session.
    Done(String),
    /// The password was right; the token of a session that only asks for the second factor.
    SecondFactor(String),
    /// Name, password or code are wrong; which one is not said.
    Wrong,
    /// Too many failures: not before this instant.
    Locked(DateTime<Utc>),
}

impl Services {
    /// Signs somebody in.
    ///
    /// # Errors
    /// The database fails. A wrong password is an answer.
    pub async fn sign_in(&self, credentials: Credentials) -> Result<SignIn, ServiceError> {
        let Credentials { login, password, origin, device } = credentials;
        let login: String = plain_login(&login).chars().take(100).collect();
        let account = {
            let mut transaction = self.store.begin_read().await?;
            if let Some(until) = self.locked_until(&mut transaction, &login).await? {
                return Ok(SignIn::Locked(until));
            }
            accounts::by_login(&mut transaction, &login).await?
        };
        let hash = account.as_ref().filter(|a| a.active).and_then(|a| a.password_hash.clone());
        // Outside of any transaction: it takes its time.
        let fits = password::verify(password, hash).await?;
        let mut transaction = self.store.begin_write().await?;
        let account = match account {
            Some(account) if fits => account,
            _ => {
                let locked = self.failed(&mut transaction, &login, &origin, "password").await?;
                transaction.commit().await?;
                return Ok(locked.map_or(SignIn::Wrong, SignIn::Locked));
            }
        };
        let answer = self.admit(&mut transaction, &account, &origin, &device).await?;
        transaction.commit().await?;
        Ok(answer)
    }

    /// After a right password: a session, or one that waits for the second factor.
    pub(super) async fn admit(
        &self,
        transaction: &mut Transaction,
        account: &Account,
        origin: &str,
        device: &str,
    ) -> Result<SignIn, ServiceError> {
        let party = party_of(transaction, account).await?;
        let actor = Actor::User(Box::new(user(account, party.as_ref(), origin)));
        if account.totp_secret.is_some() || account.role.needs_second_factor() {
            let token = self.begin_session(transaction, account, &actor, origin, device, "second_factor").await?;
            return Ok(SignIn::SecondFactor(token));
        }
        Ok(SignIn::Done(self.begin_session(transaction, account, &actor, origin, device, "full").await?))
    }

    /// Until when a name is locked.
    pub(super) async fn locked_until(
        &self,
        transaction: &mut Transaction,
        login: &str,
    ) -> Result<Option<DateTime<Utc>>, ServiceError> {
        let known = accounts::failures(transaction, login).await?;
        Ok(known.and_then(|(_, until)| until).filter(|until| *until > self.clock.now()))
    }

    /// Notes a failure; the lock that follows from it, if one does.
    pub(super) async fn failed(
        &self,
        transaction: &mut Transaction,
        login: &str,
        origin: &str,
        what: &str,
    ) -> Result<Option<DateTime<Utc>>, ServiceError> {
        let now = self.clock.now();
        let failures = accounts::add_failure(transaction, login, now).await?;
        let until = lock_after(failures).map(|time| now + time);
        if let Some(until) = until {
            accounts::lock(transaction, login, until).await?;
        }
        // Nobody is signed in: the trail names the address alone.
        let stranger = User { origin: origin.to_owned(), ..User::new(0, "-", Role::Auditor, None) };
        let detail = json!({ "failed": what, "in_a_row": failures, "locked": until.is_some() });
        self.remember_account(transaction, &Actor::User(Box::new(stranger)), "session.refused", login, detail).await?;
        Ok(until)
    }

    /// Whose invitation a token is: the name of sign-in, while it is good.
    ///
    /// # Errors
    /// It is none, was used or is too old.
    pub async fn invitation(&self, token: &str) -> Result<String, ServiceError> {
        let mut transaction = self.store.begin_read().await?;
        Ok(self.invited(&mut transaction, token).await?.login)
    }

    async fn invited(&self, transaction: &mut Transaction, token: &str) -> Result<Account, ServiceError> {
        let gone = || {
            ServiceError::NotFound(
                "邀请已失效，请向系统管理员索取新的 / the invitation is used or too old: ask for a new one".to_owned(),
            )
        };
        let id = accounts::invited(transaction, &random::digest(token), self.clock.now()).await?.ok_or_else(gone)?;
        let account = self.account(transaction, id).await?;
        if account.active { Ok(account) } else { Err(gone()) }
    }

    /// Takes an invitation up: sets the password, ends the invitation and all sessions, and signs in.
    ///
    /// # Errors
    /// The invitation is not good, or the password is too weak.
    pub async fn accept_invitation(
        &self,
        token: &str,
        new_password: String,
        origin: &str,
        device: &str,
    ) -> Result<SignIn, ServiceError> {
        let login = self.invitation(token).await?;
        password::check(&new_password, &login)?;
        let hash = password::hash(new_password).await?;
        let mut transaction = self.store.begin_write().await?;
        let mut account = self.invited(&mut transaction, token).await?;
        let had = account.password_hash.replace(hash).is_some();
        accounts::update(&mut transaction, &account).await?;
        accounts::end_invitations(&mut transaction, account.id).await?;
        accounts::forget_failures(&mut transaction, &account.login).await?;
        baogong_storage::sessions::end_all(&mut transaction, account.id, None).await?;
        let party = party_of(&mut transaction, &account).await?;
        let actor = Actor::User(Box::new(user(&account, party.as_ref(), origin)));
        let detail = json!({ "before": { "has_password": had }, "after": { "has_password": true } });
        self.remember_account(&mut transaction, &actor, "account.accept", &account.login, detail).await?;
        let answer = self.admit(&mut transaction, &account, origin, device).await?;
        transaction.commit().await?;
        Ok(answer)
    }
}

/// How long a name is locked after so many failures in a row.
fn lock_after(failures: i64) -> Option<TimeDelta> {
    let beyond = u32::try_from(failures - FREE_FAILURES).ok()?;
    let minutes = FIRST_LOCK.num_minutes().saturating_mul(1_i64.checked_shl(beyond.min(30)).unwrap_or(i64::MAX));
    Some(TimeDelta::minutes(minutes.min(LONGEST_LOCK.num_minutes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn locks_grow() {
        let minutes: Vec<Option<i64>> = (1..=13).map(|n| lock_after(n).map(|t| t.num_minutes())).collect();
        let expect = [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60].map(|m| (m > 0).then_some(m));
        assert_eq!(minutes, expect);
    }
}
