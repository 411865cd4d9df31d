//! Whose an engagement is when two records of one person are put together, or taken apart again. It moves with all
//! that happens in it. What is said in it stays sealed under the record that it began with, and so does what is said
//! later: when the records are taken apart, forgetting one of the two people leaves no word of theirs behind.

use chrono::NaiveDate;

use super::{Engagement, EngagementEvent};
use crate::shared::ids::PersonId;

impl Engagement {
    /// Under whose key everything in here is sealed.
    pub fn subject(&self) -> PersonId {
        self.begun_with.unwrap_or(self.person_id)
    }

    /// Nothing when it is not `was`'s: it went with others already.
    pub(super) fn replace_person(
        &self,
        was: PersonId,
        by: PersonId,
        today: NaiveDate,
    ) -> Vec<EngagementEvent> {
        let is_theirs = self.received_on.is_some() && self.person_id == was && was != by;
        is_theirs.then_some(EngagementEvent::PersonReplaced { by, replaced_on: today }).into_iter().collect()
    }

    pub(super) fn is_of(&mut self, person: PersonId) {
        let begun_with = self.subject();
        self.person_id = person;
        self.begun_with = (begun_with != person).then_some(begun_with);
    }
}
