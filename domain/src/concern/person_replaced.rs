//! About whom a concern is when two records of one person are put together, or taken apart again. Every word of it
//! is sealed under its own key, so nothing else changes.

use chrono::NaiveDate;

use super::{Concern, ConcernEvent};
use crate::shared::ids::PersonId;

impl Concern {
    /// The record that it was told of.
    pub fn told_of(&self) -> PersonId {
        self.told_of.unwrap_or(self.person_id)
    }

    /// Nothing when it is not about `was`.
    pub(super) fn replace_person(&self, was: PersonId, by: PersonId, today: NaiveDate) -> Vec<ConcernEvent> {
        let is_theirs = self.raised_on.is_some() && self.person_id == was && was != by;
        is_theirs.then_some(ConcernEvent::PersonReplaced { by, replaced_on: today }).into_iter().collect()
    }

    pub(super) fn is_about(&mut self, person: PersonId) {
        let told_of = self.told_of();
        self.person_id = person;
        self.told_of = (told_of != person).then_some(told_of);
    }
}
