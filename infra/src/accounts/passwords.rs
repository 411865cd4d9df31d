//! Passwords, as argon2id hashes. Hashing takes 19 MiB and some tens of milliseconds by design, so it
//! happens away from the threads that serve, two at a time.

use app::error::Failure;
use argon2::password_hash::{PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, PasswordHash, Version};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use zeroize::Zeroizing;

/// A hash of nobody's password: a name that does not exist takes as long as one that does.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5cyBwYXNzd29yZA$\
                       AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

static TURNS: Semaphore = Semaphore::const_new(2);

/// OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane.
fn argon2id() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::DEFAULT)
}

/// What is kept of a password: a PHC string.
pub(super) async fn hash(password: &str) -> Result<String, Failure> {
    let failed = "hashing a password";
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|error| Failure::doing(failed)(error.to_string()))?;
    let password = Zeroizing::new(password.to_owned());
    let _turn = TURNS.acquire().await.map_err(Failure::doing(failed))?;
    spawn_blocking(move || {
        let salt = SaltString::encode_b64(&salt)?;
        argon2id().hash_password(password.as_bytes(), &salt).map(|hash| hash.to_string())
    })
    .await
    .map_err(Failure::doing(failed))?
    .map_err(|error: argon2::password_hash::Error| Failure::doing(failed)(error.to_string()))
}

/// Whether a password is the one that was kept. Without one it is not, and takes as long to say so.
pub(super) async fn fits(password: &str, kept: Option<String>) -> Result<bool, Failure> {
    let password = Zeroizing::new(password.to_owned());
    let _turn = TURNS.acquire().await.map_err(Failure::doing("checking a password"))?;
    spawn_blocking(move || {
        let hash = kept.as_deref().unwrap_or(NOBODYS);
        let fits = PasswordHash::new(hash)
            .is_ok_and(|hash| argon2id().verify_password(password.as_bytes(), &hash).is_ok());
        fits && kept.is_some()
    })
    .await
    .map_err(Failure::doing("checking a password"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobodys_hash_costs_what_everybodys_does() {
        let hash = PasswordHash::new(NOBODYS).expect("a PHC string");
        let params = Params::try_from(&hash).expect("its parameters");
        let usual = Params::DEFAULT;
        assert_eq!(
            (params.m_cost(), params.t_cost(), params.p_cost()),
            (usual.m_cost(), usual.t_cost(), usual.p_cost())
        );
        assert_eq!(hash.hash.map(|output| output.len()), Some(Params::DEFAULT_OUTPUT_LEN));
        assert_eq!(hash.algorithm, Algorithm::Argon2id.ident());
    }
}
