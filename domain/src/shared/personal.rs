//! A value that says something about someone. In an event it is a marked object, which the log seals
//! under that someone's key before it is stored and opens when it is read. After the key has been
//! destroyed only the mark is left, so every reader must accept an erased value.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ids::PersonId;

/// `value` is `None` when the person has been forgotten.
///
/// Stored shape: `{"@personal": subject, "value": …}`, sealed `{"@personal": subject, "sealed": "…"}`,
/// erased `{"@personal": subject}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Personal<T> {
    /// Whom this is about, and so under whose key it is sealed.
    #[serde(rename = "@personal")]
    subject: PersonId,
    #[serde(default = "Option::<T>::default", skip_serializing_if = "Option::is_none")]
    value: Option<T>,
}

impl<T> Personal<T> {
    /// A value about `subject`.
    pub fn about(subject: PersonId, value: T) -> Self {
        Self { subject, value: Some(value) }
    }

    /// A value that is sealed under a key of its record's own, so that who may open it is decided apart from
    /// any person, and forgetting a person leaves it.
    pub fn apart(record: impl Into<Uuid>, value: T) -> Self {
        Self { subject: PersonId(record.into()), value: Some(value) }
    }

    /// Whom this is about.
    pub fn subject(&self) -> PersonId {
        self.subject
    }

    /// The value, or `None` once the person has been forgotten.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// The same value, about somebody else.
    #[must_use]
    pub fn said_of(self, subject: PersonId) -> Self {
        Self { subject, ..self }
    }

    /// Forgets the value if it is about `subject`.
    pub fn forget(&mut self, subject: PersonId) {
        if self.subject == subject {
            self.value = None;
        }
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}
