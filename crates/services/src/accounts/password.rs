//! Passwords: what is accepted, and Argon2id by the crate `password-auth`, away from the threads that serve pages.

use crate::ServiceError;

/// Fewest and most characters.
const LENGTH: std::ops::RangeInclusive<usize> = 10..=128;

/// Refuses passwords that are guessed first.
pub(super) fn check(password: &str, login: &str) -> Result<(), ServiceError> {
    let weak = |message: &str| Err(ServiceError::invalid("password_weak", message));
    if !LENGTH.contains(&password.chars().count()) {
        return weak("密码须为 10 至 128 个字符 / a password has 10 to 128 characters");
    }
    let small = password.to_lowercase();
    if small.contains(login) || login.contains(&small) {
        return weak("密码不能包含登录名 / the password must not contain the sign-in name");
    }
    let mut characters: Vec<char> = small.chars().collect();
    characters.sort_unstable();
    characters.dedup();
    let follows = small.as_bytes().windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1) || pair == b"90");
    if characters.len() < 5 || follows || ["password12", "1234567890", "qwertyuiop"].iter().any(|p| small.contains(p)) {
        return weak("密码过于简单，请换一个 / the password is too easy to guess: choose another");
    }
    Ok(())
}

/// The hash that is kept.
pub(super) async fn hash(password: String) -> Result<String, ServiceError> {
    blocking(move || password_auth::generate_hash(password)).await
}

/// Of a password that nobody knows, as dear to check as any.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$Ymfqg6tZhJ0QhDdYuYvGqA$3o4nCq0m3uV0b1o3sXcVQyV0H8k2m7b2oYlBqk0z4mE";

/// Whether the password is the one; without a hash it takes as long and never is.
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool, ServiceError> {
    blocking(move || {
        let known = hash.is_some();
        let fits = password_auth::verify_password(password, hash.as_deref().unwrap_or(NOBODYS)).is_ok();
        known && fits
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, ServiceError> {
    let failed = |error: tokio::task::JoinError| ServiceError::invalid("password_failed", error.to_string());
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn easy_passwords_are_refused() {
        for bad in
            ["short", "aaaaaaaaaaaa", "1234567890", "abcdefghijkl", "Wang.Fang2026", "password1234", "ababababab"]
        {
            assert!(check(bad, "wang.fang").is_err(), "{bad}");
        }
        for good in ["correct horse", "煤电油气运要保住啊不能断", "Tq7-zebra-44"] {
            assert!(check(good, "wang.fang").is_ok(), "{good}");
        }
    }

    #[tokio::test]
    async fn a_hash_is_argon2id_and_fits_its_password_only() {
        let kept = hash("correct horse".to_owned()).await.unwrap();
        assert!(kept.starts_with("$argon2id$"));
        assert!(verify("correct horse".to_owned(), Some(kept.clone())).await.unwrap());
        assert!(!verify("correct house".to_owned(), Some(kept)).await.unwrap());
        assert!(!verify("correct horse".to_owned(), None).await.unwrap());
        assert_eq!(password_auth::is_hash_obsolete(NOBODYS), Ok(false));
    }
}
