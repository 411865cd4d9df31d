//! Forgetting what was said about someone. Dates, presence and counts stay: the evidence outlives a name.

use super::{Answer, Party, Relationship};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;

impl Relationship {
    /// Clears every word about `subject`. Each of the two goes with the record that they had when it began.
    pub fn forget(&mut self, subject: PersonId) {
        for party in [Party::Person, Party::Other] {
            if self.party_id(party) == subject {
                self.clear_words(self.subject(party));
            }
        }
        self.clear_words(subject);
    }

    fn clear_words(&mut self, subject: PersonId) {
        clear(&mut self.shared, subject);
        clear(&mut self.why, subject);
        clear(&mut self.introduction.place, subject);
        for answer in [&mut self.introduction.person, &mut self.introduction.other].into_iter().flatten() {
            match answer {
                Answer::No { reason, .. } => clear(reason, subject),
                Answer::Yes { .. } => {}
            }
        }
        for logged in &mut self.contacts {
            clear(&mut logged.note, subject);
            if let Some(back) = &mut logged.taken_back {
                back.reason.forget(subject);
            }
        }
        for said in &mut self.confirmations {
            clear(&mut said.words, subject);
        }
        if let Some(continuity) = &mut self.continuity {
            continuity.plan.forget(subject);
        }
        for declaration in &mut self.declarations {
            clear(&mut declaration.reason, subject);
            if let Some(asked) = &mut declaration.asked {
                asked.reason.forget(subject);
            }
        }
        if let Some(asked) = &mut self.override_asked {
            asked.reason.forget(subject);
        }
    }
}

fn clear<T>(value: &mut Option<Personal<T>>, subject: PersonId) {
    if let Some(value) = value {
        value.forget(subject);
    }
}
