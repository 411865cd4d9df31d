//! Secrets that somebody else keeps: a session's token, the first administrator's link, the address of a
//! calendar. Each is 256 random bits; here is only their digest, so that a copy of the database opens nothing.

use app::error::Failure;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A fresh secret, to be shown once, as 43 characters that fit in a cookie and a link.
pub(super) fn fresh() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Failure::doing("making a secret")(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of a secret. It needs no salt and no slowness: nobody guesses 256 bits.
pub(super) fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}
