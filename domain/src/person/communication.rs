//! How to communicate with a person: shown on every page about them.
//!
//! Saying the same again on another day is a fact of its own, because the standard asks that needs be
//! looked at again. Source: Accessible Information Standard, DAPB1605.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{CommunicationNeed, Person, PersonError, PersonEvent};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// How to communicate with someone, as last recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommunicationNeeds {
    /// The needs, in the order in which they are offered; an empty list says that there are none.
    pub needs: Personal<Vec<CommunicationNeed>>,
    /// What else helps.
    pub notes: Option<Personal<Words>>,
    /// When somebody last asked.
    pub recorded_on: NaiveDate,
}

impl CommunicationNeeds {
    /// The needs; none once the person has been forgotten.
    pub fn list(&self) -> &[CommunicationNeed] {
        self.needs.get().map_or(&[], Vec::as_slice)
    }

    pub(super) fn forget(&mut self, subject: PersonId) {
        self.needs.forget(subject);
        if let Some(notes) = &mut self.notes {
            notes.forget(subject);
        }
    }
}

impl Person {
    pub(super) fn record_needs(
        &self,
        needs: &[CommunicationNeed],
        notes: &Option<Words>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_alive()?;
        let mut each = needs.to_vec();
        each.sort_unstable();
        each.dedup();
        let (needs, notes) = (self.about(&each), self.said(notes));
        let recorded = CommunicationNeeds { needs, notes, recorded_on: today };
        if self.needs.as_ref() == Some(&recorded) {
            return Ok(Vec::new());
        }
        let CommunicationNeeds { needs, notes, recorded_on } = recorded;
        Ok(vec![PersonEvent::CommunicationNeedsRecorded { needs, notes, recorded_on }])
    }
}
