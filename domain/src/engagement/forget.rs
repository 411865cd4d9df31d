//! Forgetting a person here: their words go, the dates, hours and amounts stay, so that erasing
//! somebody changes no total.

use super::{Engagement, Session};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;

fn clear<T>(value: &mut Option<Personal<T>>, subject: PersonId) {
    if let Some(value) = value {
        value.forget(subject);
    }
}

impl Engagement {
    /// Clears everything personal about `subject`. Whose engagement it is goes with the record that it began with.
    pub fn forget(&mut self, subject: PersonId) {
        if let Some(begun_with) = self.begun_with.filter(|_| self.person_id == subject) {
            self.clear_words(begun_with);
        }
        self.clear_words(subject);
    }

    fn clear_words(&mut self, subject: PersonId) {
        clear(&mut self.referral_reason, subject);
        if let Some(referrer) = &mut self.referrer {
            referrer.forget(subject);
        }
        clear(&mut self.goals, subject);
        for step in &mut self.goal_steps {
            step.forget(subject);
        }
        for change in self.term.iter_mut().flat_map(|term| &mut term.hours_changes) {
            change.reason.forget(subject);
        }
        if let Some(decided) = &mut self.eligibility {
            clear(&mut decided.reason, subject);
        }
        for extension in self.term.iter_mut().flat_map(|term| &mut term.extensions) {
            extension.reason.forget(subject);
        }
        if let Some(asked) = &mut self.extension_asked {
            asked.reason.forget(subject);
        }
        if let Some(asked) = &mut self.ending_asked {
            clear(&mut asked.words, subject);
            clear(&mut asked.beside, subject);
        }
        for answer in &mut self.requests_answered {
            clear(&mut answer.refused, subject);
        }
        for correction in &mut self.funding_corrections {
            correction.reason.forget(subject);
        }
        for review in self.reviews.values_mut() {
            review.words.forget(subject);
        }
        for gone in self.reviews_taken_back.values_mut() {
            gone.review.words.forget(subject);
            gone.reason.forget(subject);
        }
        for session in self.sessions.values_mut() {
            session.forget(subject);
        }
        if let Some(closing) = &mut self.referral_closing {
            closing.reason.forget(subject);
        }
        if let Some(ending) = &mut self.ending {
            clear(&mut ending.words, subject);
            clear(&mut ending.beside, subject);
        }
        if let Some(plan) = &mut self.hand_over_plan {
            clear(&mut plan.beside, subject);
        }
        for message in self.messages.values_mut() {
            message.to.forget(subject);
            message.text.forget(subject);
            clear(&mut message.from, subject);
            clear(&mut message.reach, subject);
        }
    }
}

impl Session {
    fn forget(&mut self, subject: PersonId) {
        clear(&mut self.place, subject);
        clear(&mut self.note, subject);
        clear(&mut self.details.companions, subject);
        clear(&mut self.absent_because, subject);
        for moved in &mut self.moves {
            clear(&mut moved.reason, subject);
        }
        if let Some(cancellation) = &mut self.cancellation {
            clear(&mut cancellation.reason, subject);
        }
        for correction in &mut self.corrections {
            correction.reason.forget(subject);
            clear(&mut correction.was_place, subject);
            clear(&mut correction.was_details.companions, subject);
            clear(&mut correction.was_note, subject);
        }
        if let Some(voiding) = &mut self.voiding {
            voiding.reason.forget(subject);
        }
    }
}
