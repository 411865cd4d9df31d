//! Who the two are when two records of one person are put together, or taken apart again. As in an engagement,
//! each one's words stay sealed under the record that they began with, then and later.

use chrono::NaiveDate;

use super::{Party, Relationship, RelationshipError, RelationshipEvent};
use crate::shared::ids::PersonId;

impl Relationship {
    /// Under whose key the words of one of the two are sealed.
    pub fn subject(&self, party: Party) -> PersonId {
        match party {
            Party::Person => self.person_begun_with.unwrap_or(self.person_id),
            Party::Other => self.other_begun_with.unwrap_or(self.other_id),
        }
    }

    /// Whether it is one between these two, whatever became of it.
    pub fn is_between(&self, one: PersonId, other: PersonId) -> bool {
        [(one, other), (other, one)].contains(&(self.person_id, self.other_id))
    }

    /// Nothing when `was` is neither of the two; refused when the other one is `by` already, because nobody could tell
    /// afterwards who of the two was who.
    pub(super) fn replace_party(
        &self,
        was: PersonId,
        by: PersonId,
        today: NaiveDate,
    ) -> Result<Vec<RelationshipEvent>, RelationshipError> {
        let is_theirs = self.proposed_on.is_some() && [self.person_id, self.other_id].contains(&was);
        if !is_theirs || was == by {
            return Ok(Vec::new());
        }
        if self.is_between(was, by) {
            return Err(RelationshipError::SamePerson);
        }
        Ok(vec![RelationshipEvent::PartyReplaced { was, by, replaced_on: today }])
    }

    pub(super) fn party_is(&mut self, was: PersonId, by: PersonId) {
        for (id, begun_with) in [
            (&mut self.person_id, &mut self.person_begun_with),
            (&mut self.other_id, &mut self.other_begun_with),
        ] {
            if *id == was {
                let first = begun_with.unwrap_or(was);
                *id = by;
                *begun_with = (first != by).then_some(first);
            }
        }
    }
}
