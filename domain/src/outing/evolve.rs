//! What each fact does to the state. Takes anything that was ever stored, and never fails.

use super::{Outing, OutingEvent as E};
use crate::shared::ids::PersonId;

/// One arm per event.
pub(super) fn evolve(outing: &mut Outing, event: &E) {
    match event.clone() {
        E::OutingBegun {
            outing_id,
            account_id,
            person_id,
            visit,
            place,
            colleague,
            began_at,
            back_by,
            grace_minutes,
            began_on,
        } => {
            (outing.outing_id, outing.account_id) = (outing_id, account_id);
            (outing.person_id, outing.visit) = (person_id, visit);
            (outing.place, outing.colleague) = (place, colleague);
            (outing.began_at, outing.began_on) = (Some(began_at), Some(began_on));
            (outing.back_by, outing.grace_minutes) = (back_by, grace_minutes);
        }
        E::OutingLengthened { back_by, .. } => (outing.back_by, outing.passed_on) = (back_by, None),
        E::OutingOverdue { passed_on, .. } => outing.passed_on = Some(passed_on),
        E::AlarmRaised { raised_at, .. } => outing.alarm_at = Some(raised_at),
        E::OutingLookedInto { words, by, looked_at, .. } => outing.looked_into.push((words, by, looked_at)),
        E::OutingEnded { how, ended_at, .. } => outing.ended = Some((how, ended_at)),
    }
}

impl Outing {
    /// Clears every word about `subject`; when, and how it ended, stays.
    pub fn forget(&mut self, subject: PersonId) {
        if let Some(place) = &mut self.place {
            place.forget(subject);
        }
        self.looked_into.iter_mut().for_each(|(words, ..)| words.forget(subject));
    }
}
