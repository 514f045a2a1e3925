//! The second factor: time-based codes (RFC 6238) by the crate `totp-rs`, each good once.

use baogong_domain::access::Actor;
use baogong_storage::{accounts, sessions};
use totp_rs::{Builder, Secret, Totp};

use super::sign_in::SignIn;
use crate::{ServiceError, Services, random};

/// What somebody needs to set up their authenticator.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// The secret, base32, to be typed in.
    pub secret: String,
    /// The same as a QR code, SVG.
    pub qr_svg: String,
}

fn failed(error: impl std::fmt::Display) -> ServiceError {
    ServiceError::invalid("second_factor_failed", format!("第二因素不可用 / the second factor does not work: {error}"))
}

fn totp(secret: &str, login: &str) -> Result<Totp, ServiceError> {
    let secret = Secret::try_from_base32(secret).map_err(failed)?;
    // A clock may be one step off.
    let builder = Builder::new().with_secret(secret).with_skew(1).with_issuer(Some("Baogong"));
    builder.with_account_name(login.replace(':', "-")).build().map_err(failed)
}

/// The time step of a right code that was not used yet.
fn fresh_step(secret: &str, login: &str, code: &str, now: i64, used: i64) -> Result<Option<i64>, ServiceError> {
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let now = u64::try_from(now).unwrap_or(0);
    let step = totp(secret, login)?.check(&code, now).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > used))
}

impl Services {
    /// What to set an authenticator up with, for a session whose password was right and whose account has no second
    /// factor yet, or for somebody who wants to have one.
    ///
    /// # Errors
    /// No such session, or the account has a second factor.
    pub async fn enrolment(&self, token: &str) -> Result<Enrolment, ServiceError> {
        let mut transaction = self.store.begin_write().await?;
        let (session, account) = self.open_session(&mut transaction, token).await?;
        if account.totp_secret.is_some() {
            return Err(ServiceError::NotFound("enrolment".to_owned()));
        }
        let secret = if let Some(secret) = session.totp_offer {
            secret
        } else {
            let secret = Secret::from(random::bytes::<20>()?.as_slice()).to_base32();
            sessions::offer(&mut transaction, &session.digest, &secret).await?;
            secret
        };
        transaction.commit().await?;
        let url = totp(&secret, &account.login)?.to_url().map_err(failed)?;
        let code = qrcode::QrCode::new(url.as_bytes()).map_err(failed)?;
        let qr_svg = code.render::<qrcode::render::svg::Color<'_>>().min_dimensions(220, 220).build();
        // Inside a page an XML declaration has no place.
        let qr_svg = qr_svg.find("<svg").map(|at| qr_svg[at..].to_owned()).unwrap_or_default();
        Ok(Enrolment { secret, qr_svg })
    }

    /// The second factor after the password: a code of the account's authenticator, or the first code of the one that was
    /// just set up. The session is begun anew under another token.
    ///
    /// # Errors
    /// No such session, or the database fails. A wrong code is an answer.
    pub async fn second_factor(&self, token: &str, code: &str) -> Result<SignIn, ServiceError> {
        let now = self.clock.now();
        let mut transaction = self.store.begin_write().await?;
        let (session, mut account) = self.open_session(&mut transaction, token).await?;
        let secret = account.totp_secret.clone().or(session.totp_offer.clone());
        let Some(secret) = secret else { return Err(ServiceError::NotFound("second factor".to_owned())) };
        if let Some(until) = self.locked_until(&mut transaction, &account.login).await? {
            return Ok(SignIn::Locked(until));
        }
        let Some(step) = fresh_step(&secret, &account.login, code, now.timestamp(), account.totp_step)? else {
            let locked = self.failed(&mut transaction, &account.login, &session.origin, "second_factor").await?;
            transaction.commit().await?;
            return Ok(locked.map_or(SignIn::Wrong, SignIn::Locked));
        };
        let enrolled = account.totp_secret.is_none();
        account.totp_secret = Some(secret);
        account.totp_step = step;
        accounts::update(&mut transaction, &account).await?;
        sessions::end(&mut transaction, &session.digest).await?;
        let party = super::party_of(&mut transaction, &account).await?;
        let actor = Actor::User(Box::new(super::user(&account, party.as_ref(), &session.origin)));
        if enrolled {
            let detail =
                serde_json::json!({ "before": { "second_factor": false }, "after": { "second_factor": true } });
            self.remember_account(&mut transaction, &actor, "second_factor.enrol", &account.login, detail).await?;
        }
        let signed_in =
            self.begin_session(&mut transaction, &account, &actor, &session.origin, &session.device, "full").await?;
        transaction.commit().await?;
        Ok(SignIn::Done(signed_in))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_good_once_and_for_its_time() {
        let secret = "KRSXG5CTMVRXEZLUKN2XAZLSKNSWG4TFOQ";
        let now = 1_795_500_000;
        let code = totp(secret, "li").unwrap().generate(now).to_string();
        let now = i64::try_from(now).unwrap();
        let step = fresh_step(secret, "li", &code, now, 0).unwrap().unwrap();
        assert_eq!(step, now / 30);
        assert_eq!(fresh_step(secret, "li", &format!(" {} {}", &code[..3], &code[3..]), now, 0).unwrap(), Some(step));
        assert_eq!(fresh_step(secret, "li", &code, now, step).unwrap(), None);
        assert_eq!(fresh_step(secret, "li", &code, now + 90, 0).unwrap(), None);
        assert_eq!(fresh_step(secret, "li", "12345", now, 0).unwrap(), None);
    }
}
