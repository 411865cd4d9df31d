//! Sealing what is kept beside the log but is about one person: under the same key as their events, so that
//! it goes when the key goes.

use app::log::{AppendError, LogError};
use chacha20poly1305::XNonce;
use chacha20poly1305::aead::{Aead, Payload};
use domain::shared::ids::PersonId;
use uuid::Uuid;

use super::master_key::fill;
use super::sealing::Key;
use super::{Log, failed, wrong};

const NONCE: usize = 24;

/// Where a piece belongs: it does not open in another place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// About whom.
    pub(crate) subject: PersonId,
    /// Of what.
    pub(crate) of: Uuid,
    /// Which part of it.
    pub(crate) part: &'a str,
    /// Which piece of the part.
    pub(crate) piece: i64,
}

impl Place<'_> {
    fn bound_to(&self) -> Vec<u8> {
        let piece = self.piece.to_be_bytes();
        [&b"beside"[..], self.subject.0.as_bytes(), self.of.as_bytes(), self.part.as_bytes(), &piece].concat()
    }
}

impl Log {
    /// Seals a piece under somebody's key; refused once they are forgotten.
    pub(crate) async fn seal_beside(&self, place: Place<'_>, clear: &[u8]) -> Result<Vec<u8>, AppendError> {
        let subject = place.subject;
        let ring = self.0.keys.for_sealing([subject.uuid()].into()).await?;
        let Some(Key::Live(cipher)) = ring.get(&subject.uuid()) else {
            return Err(AppendError::Forgotten { subject });
        };
        let mut sealed = vec![0; NONCE];
        fill(&mut sealed).map_err(failed("sealing"))?;
        let payload = Payload { msg: clear, aad: &place.bound_to() };
        let text = cipher.encrypt(XNonce::from_slice(&sealed), payload);
        sealed.extend(text.map_err(|_| wrong("sealing", "it is too long"))?);
        Ok(sealed)
    }

    /// Opens a piece; `None` once its subject is forgotten.
    pub(crate) async fn open_beside(
        &self,
        place: Place<'_>,
        sealed: &[u8],
    ) -> Result<Option<Vec<u8>>, LogError> {
        let altered = || wrong("opening what was sealed", "it is not as it was sealed");
        let ring = self.0.keys.for_reading([place.subject.uuid()].into()).await?;
        let cipher = match ring.get(&place.subject.uuid()) {
            Some(Key::Live(cipher)) => cipher,
            Some(Key::Destroyed) => return Ok(None),
            None => return Err(altered()),
        };
        let (nonce, text) = sealed.split_at_checked(NONCE).ok_or_else(altered)?;
        let payload = Payload { msg: text, aad: &place.bound_to() };
        cipher.decrypt(XNonce::from_slice(nonce), payload).map(Some).map_err(|_| altered())
    }
}
