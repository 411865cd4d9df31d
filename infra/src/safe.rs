//! Seals what is kept for a while beside the log and is about people: lists that are being brought in. The
//! key follows from the master key, so that a copy of the database alone opens nothing.

use app::error::Failure;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::log::{MasterKey, random};

const NONCE: usize = 24;

/// Seals and opens.
#[derive(Clone)]
pub struct Safe {
    cipher: XChaCha20Poly1305,
    key: Zeroizing<[u8; 32]>,
}

impl Safe {
    /// The one that follows from the master key.
    pub fn new(master: &MasterKey) -> Self {
        let key = Sha256::new().chain_update(b"kith: kept beside the log").chain_update(master.bytes());
        let key: Zeroizing<[u8; 32]> = Zeroizing::new(key.finalize().into());
        Self { cipher: XChaCha20Poly1305::new((&*key).into()), key }
    }

    /// Seals something under the id that it is kept by; under another one it does not open.
    pub fn seal(&self, id: Uuid, clear: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut sealed = vec![0; NONCE];
        random(&mut sealed).map_err(Failure::doing("sealing"))?;
        let payload = Payload { msg: clear, aad: id.as_bytes() };
        let text = self.cipher.encrypt(XNonce::from_slice(&sealed), payload);
        sealed.extend(text.map_err(|_| Failure::doing("sealing")("it is too long"))?);
        Ok(sealed)
    }

    /// A mark by which the same words are known again, and from which nobody without the key can guess them.
    pub fn mark(&self, words: &str) -> Vec<u8> {
        let mark = Sha256::new().chain_update(b"mark").chain_update(*self.key).chain_update(words);
        mark.finalize().to_vec()
    }

    /// Opens it.
    pub fn open(&self, id: Uuid, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let altered = || Failure::doing("opening what was sealed")("it is not as it was sealed");
        if sealed.len() < NONCE {
            return Err(altered());
        }
        let (nonce, text) = sealed.split_at(NONCE);
        let payload = Payload { msg: text, aad: id.as_bytes() };
        self.cipher.decrypt(XNonce::from_slice(nonce), payload).map(Zeroizing::new).map_err(|_| altered())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_under_its_own_id_and_the_same_master_key_alone() {
        let safe = Safe::new(&MasterKey::from_bytes([1; 32]));
        let (id, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let sealed = safe.seal(id, b"Gordon Wells").unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"Gordon"));
        assert_eq!(safe.open(id, &sealed).unwrap().as_slice(), b"Gordon Wells");
        assert!(safe.open(other, &sealed).is_err());
        assert!(Safe::new(&MasterKey::from_bytes([2; 32])).open(id, &sealed).is_err());
        assert!(safe.open(id, &sealed[..10]).is_err());
        assert_ne!(sealed, safe.seal(id, b"Gordon Wells").unwrap(), "a nonce is used once");
    }
}
