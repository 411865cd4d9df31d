//! Sealing personal values, field by field. A marked object `{"@personal": subject, "value": …}` is
//! stored as `{"@personal": subject, "sealed": base64url(nonce ‖ ciphertext)}` and read back; once the
//! subject's key is destroyed it reads as `{"@personal": subject}`.
//!
//! XChaCha20-Poly1305 with a random nonce. The associated data is the event's id, the subject and the
//! path of the field, so that a sealed value cannot be moved to another field, event or person.

use std::collections::{HashMap, HashSet};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::AeadInPlace;
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use serde_json::{Map, Value};
use thiserror::Error;
use uuid::Uuid;
use zeroize::Zeroizing;

const MARK: &str = "@personal";
const VALUE: &str = "value";
const SEALED: &str = "sealed";
const NONCE: usize = 24;

/// A subject's key, or what is left of it.
#[derive(Clone)]
pub(super) enum Key {
    /// Seals and opens.
    Live(XChaCha20Poly1305),
    /// Nothing sealed under it can be read again.
    Destroyed,
}

/// The keys that a piece of work needs.
pub(super) type Keyring = HashMap<Uuid, Key>;

/// Why a value was not sealed or opened. The value is not repeated.
#[derive(Debug, Error)]
pub(super) enum SealError {
    #[error("the key of {subject} was destroyed: nothing more is written about them")]
    Forgotten { subject: Uuid },
    #[error("the key of {subject} is missing")]
    NoKey { subject: Uuid },
    #[error("field {path} is marked as personal, but not in the way it should be")]
    Malformed { path: String },
    #[error("field {path} was sealed for another place or was altered")]
    Altered { path: String },
    #[error("there is no randomness to be had")]
    NoRandomness,
}

/// Everybody of whom something personal is said in `value`.
pub(super) fn subjects(value: &Value, found: &mut HashSet<Uuid>) {
    match value {
        Value::Object(fields) => match fields.get(MARK) {
            Some(mark) => found.extend(mark.as_str().and_then(|text| Uuid::try_parse(text).ok())),
            None => fields.values().for_each(|field| subjects(field, found)),
        },
        Value::Array(items) => items.iter().for_each(|item| subjects(item, found)),
        _ => {}
    }
}

/// The same, of a payload as it is stored: it was written without spaces, and inside a text every
/// quotation mark is escaped, so the mark cannot be mistaken.
pub(super) fn subjects_of_text(payload: &str, found: &mut HashSet<Uuid>) {
    const STORED_MARK: &str = r#""@personal":""#;
    for (at, mark) in payload.match_indices(STORED_MARK) {
        let id = payload.get(at + mark.len()..at + mark.len() + 36);
        found.extend(id.and_then(|text| Uuid::try_parse(text).ok()));
    }
}

/// Seals every marked value of one event.
pub(super) fn seal(value: &mut Value, event_id: Uuid, keys: &Keyring) -> Result<(), SealError> {
    walk(value, &mut String::new(), &mut |fields, subject, path| {
        let Some(clear) = fields.remove(VALUE) else { return Ok(()) };
        let cipher = match keys.get(&subject) {
            Some(Key::Live(cipher)) => cipher,
            Some(Key::Destroyed) => return Err(SealError::Forgotten { subject }),
            None => return Err(SealError::NoKey { subject }),
        };
        let malformed = |_| SealError::Malformed { path: path.to_owned() };
        let mut sealed = vec![0; NONCE];
        super::master_key::fill(&mut sealed).map_err(|_| SealError::NoRandomness)?;
        serde_json::to_writer(&mut sealed, &clear).map_err(malformed)?;
        let (nonce, text) = sealed.split_at_mut(NONCE);
        let nonce = XNonce::from_slice(nonce);
        let tag = cipher
            .encrypt_in_place_detached(nonce, &bound_to(event_id, subject, path), text)
            .map_err(|_| SealError::Altered { path: path.to_owned() })?;
        sealed.extend_from_slice(&tag);
        fields.insert(SEALED.to_owned(), Value::String(URL_SAFE_NO_PAD.encode(&sealed)));
        Ok(())
    })
}

/// Opens every sealed value of one event; those whose key is destroyed lose what they held.
pub(super) fn open(value: &mut Value, event_id: Uuid, keys: &Keyring) -> Result<(), SealError> {
    walk(value, &mut String::new(), &mut |fields, subject, path| {
        let Some(sealed) = fields.remove(SEALED) else { return Ok(()) };
        let cipher = match keys.get(&subject) {
            Some(Key::Live(cipher)) => cipher,
            Some(Key::Destroyed) => return Ok(()),
            None => return Err(SealError::NoKey { subject }),
        };
        let altered = || SealError::Altered { path: path.to_owned() };
        let sealed =
            sealed.as_str().and_then(|text| URL_SAFE_NO_PAD.decode(text).ok()).ok_or_else(altered)?;
        let mut text = Zeroizing::new(sealed.get(NONCE..).ok_or_else(altered)?.to_vec());
        cipher
            .decrypt_in_place(
                XNonce::from_slice(&sealed[..NONCE]),
                &bound_to(event_id, subject, path),
                &mut *text,
            )
            .map_err(|_| altered())?;
        fields.insert(VALUE.to_owned(), serde_json::from_slice(&text).map_err(|_| altered())?);
        Ok(())
    })
}

/// Visits every marked object with its subject and path. Marks do not stand inside marks.
fn walk(
    value: &mut Value,
    path: &mut String,
    visit: &mut impl FnMut(&mut Map<String, Value>, Uuid, &str) -> Result<(), SealError>,
) -> Result<(), SealError> {
    match value {
        Value::Object(fields) => {
            if let Some(mark) = fields.get(MARK) {
                let subject = mark.as_str().and_then(|text| Uuid::try_parse(text).ok());
                let subject = subject.ok_or_else(|| SealError::Malformed { path: path.clone() })?;
                return visit(fields, subject, path);
            }
            for (name, field) in fields {
                step(path, name, |path| walk(field, path, visit))?;
            }
            Ok(())
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                step(path, &index.to_string(), |path| walk(item, path, visit))?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn step<R>(path: &mut String, name: &str, inside: impl FnOnce(&mut String) -> R) -> R {
    let length = path.len();
    if length > 0 {
        path.push('.');
    }
    path.push_str(name);
    let result = inside(path);
    path.truncate(length);
    result
}

fn bound_to(event_id: Uuid, subject: Uuid, path: &str) -> Vec<u8> {
    [event_id.as_bytes(), subject.as_bytes(), path.as_bytes()].concat()
}

#[cfg(test)]
mod tests {
    use chacha20poly1305::KeyInit;
    use serde_json::json;

    use super::*;

    const WHO: Uuid = Uuid::from_u128(1);
    const EVENT: Uuid = Uuid::from_u128(2);

    fn ring(key: Key) -> Keyring {
        HashMap::from([(WHO, key)])
    }

    fn live() -> Keyring {
        ring(Key::Live(XChaCha20Poly1305::new(&[9; 32].into())))
    }

    fn clear() -> Value {
        let name = json!({"@personal": WHO, "value": {"name": "Gordon"}});
        json!({"type": "X", "details": name, "list": [{"note": {"@personal": WHO, "value": "likes \"@personal\":\" jokes"}}]})
    }

    #[test]
    fn what_was_sealed_opens_as_it_was_and_shows_nothing_meanwhile() {
        let mut value = clear();
        seal(&mut value, EVENT, &live()).unwrap();
        let stored = value.to_string();
        assert!(!stored.contains("Gordon") && !stored.contains("jokes") && !stored.contains("\"value\""));
        open(&mut value, EVENT, &live()).unwrap();
        assert_eq!(value, clear());
    }

    #[test]
    fn the_people_in_a_text_are_those_in_the_value() {
        let (mut from_value, mut from_text) = (HashSet::new(), HashSet::new());
        subjects(&clear(), &mut from_value);
        subjects_of_text(&clear().to_string(), &mut from_text);
        assert_eq!((from_value.len(), from_value), (1, from_text));
    }

    #[test]
    fn a_sealed_value_is_bound_to_its_field_and_its_event() {
        let mut value = clear();
        seal(&mut value, EVENT, &live()).unwrap();
        let mut elsewhere = json!({"other": value["details"]});
        assert!(
            matches!(open(&mut elsewhere, EVENT, &live()), Err(SealError::Altered { path }) if path == "other")
        );
        assert!(matches!(open(&mut value, Uuid::from_u128(3), &live()), Err(SealError::Altered { .. })));
    }

    #[test]
    fn without_its_key_a_value_is_erased_and_cannot_be_written() {
        let mut value = clear();
        seal(&mut value, EVENT, &live()).unwrap();
        open(&mut value, EVENT, &ring(Key::Destroyed)).unwrap();
        assert_eq!(value["details"], json!({"@personal": WHO}));
        let refused = seal(&mut clear(), EVENT, &ring(Key::Destroyed));
        assert!(matches!(refused, Err(SealError::Forgotten { subject: WHO })));
    }
}
