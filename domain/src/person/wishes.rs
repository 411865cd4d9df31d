//! Whom somebody would like to meet, and whom not, as they said it themselves. It is theirs: nobody guesses it,
//! and where they have said something, nobody who does not answer to it is offered to them.
//!
//! Source: practice default; a preference counts in matching only as a filter that is recorded as theirs.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Person, PersonError, PersonEvent};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

crate::codes! {
    /// How somebody describes themselves, where they chose to say so.
    Described {
        Woman = "A woman",
        Man = "A man",
        AnotherWay = "In another way",
    }
}

/// People whom one person may say that they do not want to meet. Source: practice default; more is a slip.
pub const NOT_WITH_LIMIT: usize = 50;

/// Whom somebody would like to meet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MeetingWishes {
    /// How they describe themselves; `None` when they did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub described: Option<Described>,
    /// Whom alone they would like to meet; nobody in it when it does not matter to them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub only: BTreeSet<Described>,
    /// People on record whom they do not want to be introduced to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub not_with: BTreeSet<PersonId>,
    /// In their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// The same, as last told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptWishes {
    /// What they said; gone when the person has been forgotten.
    pub wishes: Personal<MeetingWishes>,
    /// The day they said it.
    pub told_on: NaiveDate,
}

impl Person {
    /// What they said of whom they would like to meet; `None` when nobody has asked, or they are forgotten.
    pub fn wishes(&self) -> Option<&MeetingWishes> {
        self.wishes.as_ref().and_then(|kept| kept.wishes.get())
    }

    pub(super) fn tell_wishes(
        &self,
        wishes: &MeetingWishes,
        told_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("told_on", told_on, today)?;
        if wishes.not_with.contains(&self.person_id) {
            return Err(PersonError::NotWithThemselves);
        }
        if wishes.not_with.len() > NOT_WITH_LIMIT {
            return Err(PersonError::TooManyNotToMeet { people: wishes.not_with.len() });
        }
        let told = KeptWishes { wishes: self.about(wishes), told_on };
        if self.wishes.as_ref() == Some(&told) {
            return Ok(Vec::new());
        }
        Ok(vec![PersonEvent::MeetingWishesTold { wishes: told.wishes, told_on }])
    }

    /// The later day counts, whichever was recorded first.
    pub(super) fn keep_wishes(&mut self, told: KeptWishes) {
        if self.wishes.as_ref().is_none_or(|kept| kept.told_on <= told.told_on) {
            self.wishes = Some(told);
        }
    }
}

impl KeptWishes {
    pub(super) fn forget(&mut self, subject: PersonId) {
        self.wishes.forget(subject);
    }
}
