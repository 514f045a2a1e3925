//! The one place that asks the operating system for randomness: tokens that cannot be guessed.

use sha2::{Digest as _, Sha256};

use crate::{ServiceError, hex};

/// Bytes that nobody can foresee.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], ServiceError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| {
        ServiceError::invalid(
            "no_randomness",
            format!("系统随机数不可用 / the system gives no random numbers: {error}"),
        )
    })?;
    Ok(bytes)
}

/// A token of 256 bits, as 64 hexadecimal digits.
pub(crate) fn token() -> Result<String, ServiceError> {
    Ok(hex(&bytes::<32>()?))
}

/// What the database keeps of a token.
pub(crate) fn digest(token: &str) -> String {
    hex(&Sha256::digest(token.as_bytes()))
}
