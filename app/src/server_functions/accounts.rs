//! Questions and acts: sign-in, second factor, invitations, accounts. Sessions themselves begin and end at plain forms, which the
//! web server answers: only it sets cookies.

use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, Json},
};

use super::PageError;
use crate::model::accounts::{AccountsView, InvitationView, OwnAccountView, SecondFactorView, SignInView};

/// What the sign-in page shows.
#[server(prefix = "/ui", endpoint = "sign_in", input = GetUrl, output = Json)]
#[allow(clippy::unused_async, reason = "server functions are async; in the browser the body is another")]
pub async fn get_sign_in() -> Result<SignInView, PageError> {
    let roles = baogong_domain::access::Role::ALL.into_iter().filter(|_| crate::session::is_demo());
    Ok(SignInView { demo_roles: roles.map(|role| role.code().to_owned()).collect() })
}

/// What stands between password and session.
#[server(prefix = "/ui", endpoint = "second_factor", input = GetUrl, output = Json)]
pub async fn get_second_factor() -> Result<SecondFactorView, PageError> {
    use baogong_services::accounts::Visitor;

    use crate::model::accounts::EnrolmentView;
    let signed = crate::session::signed().ok_or(PageError::SignedOut)?;
    let (login, enrol) = match signed.visitor {
        Visitor::SecondFactor { login, enrol } => (login, enrol),
        Visitor::User(user) => (user.login, true),
    };
    let enrolment = if enrol {
        let enrolment = super::server::services()?.enrolment(&signed.token).await;
        let enrolment = enrolment.map_err(super::server::refused)?;
        Some(EnrolmentView { secret: enrolment.secret, qr_svg: enrolment.qr_svg })
    } else {
        None
    };
    Ok(SecondFactorView { login, enrolment })
}

/// Whose invitation a link is.
#[server(prefix = "/ui", endpoint = "invitation", input = GetUrl, output = Json)]
pub async fn get_invitation(
    /// The link's token.
    token: String,
) -> Result<String, PageError> {
    super::server::services()?.invitation(&token).await.map_err(super::server::refused)
}

/// The own account.
#[server(prefix = "/ui", endpoint = "own_account", input = GetUrl, output = Json)]
pub async fn get_own_account() -> Result<OwnAccountView, PageError> {
    use baogong_services::audit::office_time;

    use crate::model::accounts::OwnSession;
    let token = crate::session::signed().map(|signed| signed.token).unwrap_or_default();
    super::server::ask("own_account", async |services, actor| {
        let sessions = services.own_sessions(actor, &token).await?.into_iter().map(|session| OwnSession {
            since: office_time(session.created_at),
            last_seen: office_time(session.last_seen_at),
            origin: session.origin,
            device: session.device,
            current: session.current,
        });
        let user = actor.user().ok_or(baogong_domain::access::Denied)?;
        Ok(OwnAccountView {
            login: user.login.clone(),
            name: user.name.clone(),
            role: user.role.code().to_owned(),
            sessions: sessions.collect(),
        })
    })
    .await
}

/// All accounts.
#[server(prefix = "/ui", endpoint = "accounts", input = GetUrl, output = Json)]
pub async fn get_accounts() -> Result<AccountsView, PageError> {
    super::server::ask("accounts", async |services, actor| {
        let accounts = services.accounts(actor).await?;
        let parties = services.parties(actor).await?;
        Ok(crate::view_model::accounts(accounts, &parties))
    })
    .await
}

#[cfg(feature = "ssr")]
fn party_code(text: &str) -> Result<Option<baogong_domain::PartyCode>, PageError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    baogong_domain::PartyCode::parse(text)
        .map(Some)
        .map_err(|e| PageError::Invalid { code: e.code().to_owned(), message: e.to_string() })
}

#[cfg(feature = "ssr")]
fn role(text: &str) -> Result<baogong_domain::access::Role, PageError> {
    baogong_domain::access::Role::parse(text).ok_or_else(|| PageError::Invalid {
        code: "role_unknown".to_owned(),
        message: "请选择角色 / choose a role".to_owned(),
    })
}

#[cfg(feature = "ssr")]
fn invitation(invitation: &baogong_services::accounts::Invitation) -> InvitationView {
    InvitationView {
        login: invitation.login.clone(),
        path: invitation.path(),
        until: baogong_services::audit::office_time(invitation.until),
    }
}

/// Makes an account; its one-time link.
#[server(prefix = "/ui", endpoint = "add_account")]
pub async fn add_account(
    /// Name of sign-in.
    login: String,
    /// Their name.
    name: String,
    /// Code of the role.
    role: String,
    /// Code of the party, empty for none.
    party: String,
) -> Result<InvitationView, PageError> {
    let new =
        baogong_services::accounts::NewAccount { login, name, role: self::role(&role)?, party: party_code(&party)? };
    super::server::ask("add_account", async |services, actor| {
        services.add_account(actor, &new).await.map(|i| invitation(&i))
    })
    .await
}

/// A new one-time link for an account.
#[server(prefix = "/ui", endpoint = "invite_again")]
pub async fn invite_again(
    /// The account.
    id: i64,
) -> Result<InvitationView, PageError> {
    super::server::ask("invite_again", async |services, actor| {
        services.invite_again(actor, id).await.map(|i| invitation(&i))
    })
    .await
}

/// Changes an account's role and party, or switches it on or off.
#[server(prefix = "/ui", endpoint = "change_account")]
pub async fn change_account(
    /// The account.
    id: i64,
    /// Code of the role.
    role: String,
    /// Code of the party, empty for none.
    party: String,
    /// Whether they may sign in.
    active: bool,
) -> Result<(), PageError> {
    let (role, party) = (self::role(&role)?, party_code(&party)?);
    super::server::ask("change_account", async |services, actor| {
        services.change_account(actor, id, role, party.as_ref(), active).await
    })
    .await
}

/// Takes an account's authenticator away.
#[server(prefix = "/ui", endpoint = "reset_second_factor")]
pub async fn reset_second_factor(
    /// The account.
    id: i64,
) -> Result<(), PageError> {
    super::server::ask("reset_second_factor", async |services, actor| services.reset_second_factor(actor, id).await)
        .await
}
