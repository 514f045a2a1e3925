//! Sessions: begun at sign-in under a token that nobody had before, ended by sign-out, idleness and age.

use baogong_domain::access::{self, Action, Actor, User};
use baogong_storage::{
    Transaction,
    accounts::{self, Account},
    sessions::{self, Session},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::{ABSOLUTE, BETWEEN_FACTORS, IDLE, party_of, user};
use crate::{ServiceError, Services, random};

/// Who comes with a session's token.
#[derive(Clone, Debug)]
pub enum Visitor {
    /// Somebody who has signed in.
    User(Box<User>),
    /// Somebody whose password was right and whose second factor is still to come.
    SecondFactor {
        /// Name of sign-in.
        login: String,
        /// There is no authenticator yet: one has to be set up first.
        enrol: bool,
    },
}

/// One of the own sessions.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// Since when.
    pub created_at: DateTime<Utc>,
    /// When it was last used.
    pub last_seen_at: DateTime<Utc>,
    /// From where.
    pub origin: String,
    /// With what.
    pub device: String,
    /// The one that asks.
    pub current: bool,
}

impl Services {
    /// Begins a session; its token.
    pub(super) async fn begin_session(
        &self,
        transaction: &mut Transaction,
        account: &Account,
        actor: &Actor,
        origin: &str,
        device: &str,
        stage: &str,
    ) -> Result<String, ServiceError> {
        let (token, now) = (random::token()?, self.clock.now());
        let lasts = if stage == "full" { ABSOLUTE } else { BETWEEN_FACTORS };
        let session = Session {
            digest: random::digest(&token),
            account: account.id,
            stage: stage.to_owned(),
            created_at: now,
            last_seen_at: now,
            expires_at: now + lasts,
            origin: origin.to_owned(),
            device: device.chars().take(200).collect(),
            totp_offer: None,
        };
        sessions::add(transaction, &session).await?;
        if stage == "full" {
            accounts::forget_failures(transaction, &account.login).await?;
            self.remember_account(transaction, actor, "session.begin", &account.login, json!({ "device": device }))
                .await?;
        }
        Ok(token)
    }

    /// A session that is still good, with its account.
    pub(super) async fn open_session(
        &self,
        transaction: &mut Transaction,
        token: &str,
    ) -> Result<(Session, Account), ServiceError> {
        let gone = || ServiceError::NotFound("会话已结束 / the session has ended".to_owned());
        let now = self.clock.now();
        let session = sessions::find(transaction, &random::digest(token)).await?;
        let session = session.filter(|s| s.expires_at > now && s.last_seen_at + IDLE > now).ok_or_else(gone)?;
        let account = self.account(transaction, session.account).await?;
        if account.active { Ok((session, account)) } else { Err(gone()) }
    }

    /// Who comes with this token, from this address; `None` where the session is no longer good.
    ///
    /// # Errors
    /// The database fails.
    pub async fn visitor(&self, token: &str, origin: &str) -> Result<Option<Visitor>, ServiceError> {
        let mut transaction = self.store.begin_read().await?;
        let (session, account) = match self.open_session(&mut transaction, token).await {
            Ok(found) => found,
            Err(ServiceError::NotFound(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        if session.stage != "full" {
            return Ok(Some(Visitor::SecondFactor { login: account.login, enrol: account.totp_secret.is_none() }));
        }
        let party = party_of(&mut transaction, &account).await?;
        drop(transaction);
        let now = self.clock.now();
        // Not at every request: a write is dear, and a minute does not matter.
        if now - session.last_seen_at > TimeDelta::minutes(1) {
            let mut transaction = self.store.begin_write().await?;
            sessions::touch(&mut transaction, &session.digest, now).await?;
            transaction.commit().await?;
        }
        Ok(Some(Visitor::User(Box::new(user(&account, party.as_ref(), origin)))))
    }

    /// Ends the session of a token.
    ///
    /// # Errors
    /// The database fails.
    pub async fn sign_out(&self, actor: Option<&Actor>, token: &str) -> Result<(), ServiceError> {
        let mut transaction = self.store.begin_write().await?;
        sessions::end(&mut transaction, &random::digest(token)).await?;
        if let Some(actor) = actor {
            self.remember_account(&mut transaction, actor, "session.end", actor.name(), json!({})).await?;
        }
        transaction.commit().await?;
        Ok(())
    }

    /// Ends all of the actor's sessions, this one too; how many.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn sign_out_everywhere(&self, actor: &Actor) -> Result<u64, ServiceError> {
        access::check(actor, Action::OwnAccount)?;
        let Some(user) = actor.user() else { return Ok(0) };
        let mut transaction = self.store.begin_write().await?;
        let ended = sessions::end_all(&mut transaction, user.id, None).await?;
        self.remember_account(&mut transaction, actor, "session.end_all", &user.login, json!({ "ended": ended }))
            .await?;
        transaction.commit().await?;
        Ok(ended)
    }

    /// The actor's own sessions, the newest first.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn own_sessions(&self, actor: &Actor, token: &str) -> Result<Vec<SessionView>, ServiceError> {
        access::check(actor, Action::OwnAccount)?;
        let Some(user) = actor.user() else { return Ok(Vec::new()) };
        let mut transaction = self.store.begin_read().await?;
        let (digest, now) = (random::digest(token), self.clock.now());
        let open = sessions::of_account(&mut transaction, user.id).await?.into_iter();
        let open = open.filter(|s| s.stage == "full" && s.expires_at > now && s.last_seen_at + IDLE > now);
        let view = |s: Session| SessionView {
            current: s.digest == digest,
            created_at: s.created_at,
            last_seen_at: s.last_seen_at,
            origin: s.origin,
            device: s.device,
        };
        Ok(open.map(view).collect())
    }
}
