//! Death, and being forgotten: a decision first, then the key destroyed, then the fact that it was.
//! The last can be asked again after a crash and still happens once.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{ErasureGround, Person, PersonError, PersonEvent};
use crate::shared::calendar;
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::Line;

/// The decision to forget somebody. Who recorded it stands beside the event in the log and outlasts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// On what ground.
    pub ground: ErasureGround,
    /// By whose authority; gone when the person has been forgotten.
    pub authority: Personal<Line>,
    /// When it was decided.
    pub decided_on: NaiveDate,
}

impl Person {
    /// Clears everything that is sealed under `subject`'s key. Ids, codes and dates stay.
    pub fn forget(&mut self, subject: PersonId) {
        if let Some(details) = &mut self.details {
            details.forget(subject);
        }
        self.identifiers.values_mut().for_each(|value| value.forget(subject));
        if let Some(needs) = &mut self.needs {
            needs.forget(subject);
        }
        self.consents.values_mut().flatten().for_each(|answer| answer.forget(subject));
        self.profiles.iter_mut().for_each(|version| version.profile.forget(subject));
        self.interests.values_mut().for_each(|kept| kept.forget(subject));
        self.maps.iter_mut().for_each(|map| map.entries.forget(subject));
        self.maps_taken_back.iter_mut().for_each(|back| back.forget(subject));
        if let Some(kept) = &mut self.availability {
            kept.forget(subject);
        }
        if let Some(kept) = &mut self.travel {
            kept.forget(subject);
        }
        if let Some(kept) = &mut self.wishes {
            kept.forget(subject);
        }
        self.supporters.values_mut().for_each(|linked| linked.forget(subject));
        self.roles.values_mut().for_each(|kept| kept.forget(subject));
        if let Some(erasure) = &mut self.erasure {
            erasure.authority.forget(subject);
        }
        self.safety.values_mut().for_each(|kept| kept.forget(subject));
        self.forget_capacity(subject);
        self.forget_sharings(subject);
        self.measures.values_mut().for_each(|kept| kept.forget(subject));
        self.documents.values_mut().for_each(|kept| kept.forget(subject));
    }

    /// Asked again with another day, it puts the day right.
    pub(super) fn record_death(
        &self,
        died_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        calendar::happened(died_on, today).map_err(|why| PersonError::Date { field: "died_on", why })?;
        match self.details().and_then(|details| details.born_on) {
            Some(born_on) if born_on > died_on => {
                Err(PersonError::DiedBeforeBirth { born_on, died_on, field: "died_on" })
            }
            _ if self.died_on == Some(died_on) => Ok(Vec::new()),
            _ => Ok(vec![PersonEvent::PersonDied { died_on }]),
        }
    }

    /// Source: UK GDPR Article 17; retention schedule of the organisation.
    pub(super) fn decide_erasure(
        &self,
        ground: ErasureGround,
        authority: &Line,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let authority = self.about(authority);
        Ok(vec![PersonEvent::ErasureDecided { ground, authority, decided_on: today }])
    }

    /// The erasure asks this once the key is gone, and again when it is not sure that it did.
    pub(super) fn confirm_forgotten(&self, today: NaiveDate) -> Result<Vec<PersonEvent>, PersonError> {
        match (&self.erasure, self.forgotten_on) {
            (_, Some(_)) => Ok(Vec::new()),
            // Whoever was put together with another is forgotten with them.
            (None, None) if self.merged_into.is_none() => Err(PersonError::ErasureNotDecided),
            (_, None) => {
                Ok(vec![PersonEvent::PersonForgotten { person_id: self.person_id, forgotten_on: today }])
            }
        }
    }
}
