//! Looking after accounts: invitations, roles, switching off, the own password, the first administrator.

use baogong_domain::{
    PartyCode,
    access::{self, Action, Actor, Role},
};
use baogong_storage::{
    Transaction,
    accounts::{self, Account, AccountId},
    parties, sessions,
};
use chrono::{DateTime, Utc};
use serde_json::json;

use super::{INVITED_FOR, check_party, party_of, password, plain_login};
use crate::{ServiceError, Services, random};

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What they will sign in with.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Whom they act for.
    pub party: Option<PartyCode>,
}

/// A one-time link: who has its token chooses the account's password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Name of sign-in.
    pub login: String,
    /// The token; shown once, kept as its digest.
    pub token: String,
    /// Until when it is good.
    pub until: DateTime<Utc>,
}

impl Invitation {
    /// Where it is taken up.
    pub fn path(&self) -> String {
        format!("/invitation/{}", self.token)
    }
}

/// An account as the administrator sees it.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// Key.
    pub id: AccountId,
    /// Name of sign-in.
    pub login: String,
    /// Their name.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Whom they act for: code, name, English name.
    pub party: Option<(PartyCode, String, String)>,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether the invitation was taken up.
    pub has_password: bool,
    /// Whether an authenticator is set up.
    pub has_second_factor: bool,
    /// Until when an open invitation is good.
    pub invited_until: Option<DateTime<Utc>>,
}

impl Services {
    /// All accounts.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<AccountView>, ServiceError> {
        access::check(actor, Action::ManageAccounts)?;
        let mut transaction = self.store.begin_read().await?;
        let parties = parties::all(&mut transaction).await?;
        let invited = accounts::open_invitations(&mut transaction, self.clock.now()).await?;
        let view = |account: Account| AccountView {
            party: account
                .party
                .and_then(|id| parties.iter().find(|(known, _)| *known == id))
                .map(|(_, party)| (party.code.clone(), party.name.clone(), party.name_en.clone())),
            invited_until: invited.iter().find(|(id, _)| *id == account.id).map(|(_, until)| *until),
            has_password: account.password_hash.is_some(),
            has_second_factor: account.totp_secret.is_some(),
            id: account.id,
            login: account.login,
            name: account.name,
            role: account.role,
            active: account.active,
        };
        Ok(accounts::all(&mut transaction).await?.into_iter().map(view).collect())
    }

    /// Makes an account and its invitation. Nobody registers by himself.
    ///
    /// # Errors
    /// Not allowed, a name that is taken or does not read, a party that does not fit the role.
    pub async fn add_account(&self, actor: &Actor, new: &NewAccount) -> Result<Invitation, ServiceError> {
        access::check(actor, Action::ManageAccounts)?;
        let mut transaction = self.store.begin_write().await?;
        let invitation = self.make_account(&mut transaction, actor, new).await?;
        transaction.commit().await?;
        Ok(invitation)
    }

    async fn make_account(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        new: &NewAccount,
    ) -> Result<Invitation, ServiceError> {
        let login = plain_login(&new.login);
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '@');
        if !(2..=64).contains(&login.chars().count()) || !login.chars().all(fits) {
            let message =
                "登录名须为 2 至 64 个字母、数字、汉字或 . - _ @ / a sign-in name has 2 to 64 letters, digits, . - _ @";
            return Err(ServiceError::invalid("login_invalid", message));
        }
        let name = new.name.trim();
        if name.is_empty() || name.chars().count() > 100 {
            return Err(ServiceError::invalid(
                "name_missing",
                "请填写姓名（100 字以内）/ fill in the person's name (at most 100 characters)",
            ));
        }
        if accounts::by_login(transaction, &login).await?.is_some() {
            let message = format!("登录名 {login} 已被使用 / the sign-in name {login} is taken");
            return Err(ServiceError::invalid("login_taken", message));
        }
        let party = self.party_for(transaction, new.role, new.party.as_ref()).await?;
        let id = accounts::add(transaction, &login, name, new.role, party, self.clock.now()).await?;
        let after = json!({
            "name": name,
            "role": new.role.code(),
            "party": new.party.as_ref().map(PartyCode::as_str),
            "active": true,
        });
        let detail = json!({ "before": null, "after": after });
        self.remember_account(transaction, actor, "account.add", &login, detail).await?;
        self.invite(transaction, actor, id, login).await
    }

    async fn party_for(
        &self,
        transaction: &mut Transaction,
        role: Role,
        code: Option<&PartyCode>,
    ) -> Result<Option<i64>, ServiceError> {
        let found = match code {
            None => None,
            Some(code) => {
                let found = parties::by_code(transaction, code).await?;
                Some(found.ok_or_else(|| ServiceError::NotFound(format!("单位 / party {code}")))?)
            }
        };
        check_party(role, found.as_ref().map(|(_, party)| party))?;
        Ok(found.map(|(id, _)| id))
    }

    async fn invite(
        &self,
        transaction: &mut Transaction,
        actor: &Actor,
        id: AccountId,
        login: String,
    ) -> Result<Invitation, ServiceError> {
        let (token, now) = (random::token()?, self.clock.now());
        let until = now + INVITED_FOR;
        accounts::invite(transaction, &random::digest(&token), id, actor.name(), now, until).await?;
        Ok(Invitation { login, token, until })
    }

    /// A new one-time link for an account, by which it gets a new password; its sessions end when that is taken up.
    ///
    /// # Errors
    /// Not allowed, or no such account.
    pub async fn invite_again(&self, actor: &Actor, id: AccountId) -> Result<Invitation, ServiceError> {
        access::check(actor, Action::ManageAccounts)?;
        let mut transaction = self.store.begin_write().await?;
        let account = self.account(&mut transaction, id).await?;
        let open = accounts::open_invitations(&mut transaction, self.clock.now()).await?;
        let before = open.iter().find(|(of, _)| *of == id).map(|(_, until)| json!({ "invited_until": until }));
        let login = account.login.clone();
        let invitation = self.invite(&mut transaction, actor, id, account.login).await?;
        let detail = json!({ "before": before, "after": { "invited_until": invitation.until } });
        self.remember_account(&mut transaction, actor, "account.invite", &login, detail).await?;
        transaction.commit().await?;
        Ok(invitation)
    }

    /// Changes role and party, or switches an account on or off; its sessions end.
    ///
    /// # Errors
    /// Not allowed, no such account, the own account, or a party that does not fit the role.
    pub async fn change_account(
        &self,
        actor: &Actor,
        id: AccountId,
        role: Role,
        party: Option<&PartyCode>,
        active: bool,
    ) -> Result<(), ServiceError> {
        access::check(actor, Action::ManageAccounts)?;
        if actor.user().is_some_and(|user| user.id == id) {
            let message =
                "不能更改自己的账号，请另一位管理员操作 / nobody changes their own account: ask another administrator";
            return Err(ServiceError::invalid("own_account", message));
        }
        let mut transaction = self.store.begin_write().await?;
        let mut account = self.account(&mut transaction, id).await?;
        let party_was = party_of(&mut transaction, &account).await?.map(|party| party.code.to_string());
        let before = json!({ "role": account.role.code(), "party": party_was, "active": account.active });
        account.party = self.party_for(&mut transaction, role, party).await?;
        account.role = role;
        account.active = active;
        accounts::update(&mut transaction, &account).await?;
        sessions::end_all(&mut transaction, id, None).await?;
        if !active {
            accounts::end_invitations(&mut transaction, id).await?;
        }
        let after = json!({ "role": role.code(), "party": party.map(PartyCode::as_str), "active": active });
        let detail = json!({ "before": before, "after": after });
        self.remember_account(&mut transaction, actor, "account.change", &account.login, detail).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Takes an account's authenticator away (a lost telephone); its sessions end, and at the next sign-in another is set up.
    ///
    /// # Errors
    /// Not allowed, or no such account.
    pub async fn reset_second_factor(&self, actor: &Actor, id: AccountId) -> Result<(), ServiceError> {
        access::check(actor, Action::ManageAccounts)?;
        let mut transaction = self.store.begin_write().await?;
        let mut account = self.account(&mut transaction, id).await?;
        let had = account.totp_secret.take().is_some();
        accounts::update(&mut transaction, &account).await?;
        sessions::end_all(&mut transaction, id, None).await?;
        let detail = json!({ "before": { "second_factor": had }, "after": { "second_factor": false } });
        self.remember_account(&mut transaction, actor, "second_factor.reset", &account.login, detail).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Changes the own password; all other sessions end.
    ///
    /// # Errors
    /// Not allowed, the old password is wrong, or the new one too weak.
    pub async fn change_password(
        &self,
        actor: &Actor,
        token: &str,
        old: String,
        new: String,
    ) -> Result<(), ServiceError> {
        access::check(actor, Action::OwnAccount)?;
        let Some(user) = actor.user() else { return Err(access::Denied.into()) };
        password::check(&new, &user.login)?;
        let account = {
            let mut transaction = self.store.begin_read().await?;
            if let Some(until) = self.locked_until(&mut transaction, &user.login).await? {
                let message = format!(
                    "失败次数过多，{} 后再试 / too many failures: try again after {0}",
                    crate::audit::office_time(until)
                );
                return Err(ServiceError::invalid("locked", message));
            }
            self.account(&mut transaction, user.id).await?
        };
        let fits = password::verify(old, account.password_hash.clone()).await?;
        let hash = password::hash(new).await?;
        let mut transaction = self.store.begin_write().await?;
        if !fits {
            self.failed(&mut transaction, &user.login, &user.origin, "old_password").await?;
            transaction.commit().await?;
            return Err(ServiceError::invalid("password_wrong", "原密码不正确 / the old password is wrong"));
        }
        let mut account = self.account(&mut transaction, user.id).await?;
        account.password_hash = Some(hash);
        accounts::update(&mut transaction, &account).await?;
        let ended = sessions::end_all(&mut transaction, user.id, Some(&random::digest(token))).await?;
        // That there is another password is all that may be told of it.
        let detail =
            json!({ "before": { "password": "old" }, "after": { "password": "new" }, "sessions_ended": ended });
        self.remember_account(&mut transaction, actor, "password.change", &user.login, detail).await?;
        transaction.commit().await?;
        Ok(())
    }

    /// Where no administrator can sign in, makes one (`admin`) with a one-time link for the console; `None` where there is
    /// one already.
    ///
    /// # Errors
    /// Not allowed, or the database fails.
    pub async fn first_administrator(&self, actor: &Actor) -> Result<Option<Invitation>, ServiceError> {
        access::check(actor, Action::Operate)?;
        let mut transaction = self.store.begin_write().await?;
        let known = accounts::all(&mut transaction).await?;
        let administrators = || known.iter().filter(|a| a.role == Role::Administrator && a.active);
        if administrators().any(|a| a.password_hash.is_some()) {
            return Ok(None);
        }
        let invitation = if let Some(account) = administrators().next() {
            self.invite(&mut transaction, actor, account.id, account.login.clone()).await?
        } else {
            let new = NewAccount {
                login: "admin".to_owned(),
                name: "系统管理员".to_owned(),
                role: Role::Administrator,
                party: None,
            };
            self.make_account(&mut transaction, actor, &new).await?
        };
        transaction.commit().await?;
        Ok(Some(invitation))
    }
}
