//! Registering somebody once, putting right who they are, and taking back a record begun by mistake.

use chrono::{Months, NaiveDate};

use super::{Details, Person, PersonError, PersonEvent, PersonKind};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// An older date of birth is a slip of the pen. Source: practice default.
pub const OLDEST_YEARS: u32 = 120;

/// A new record, once everybody who looks alike has been looked at.
///
/// Source: practice default; the same person twice would split their story and count twice.
pub(super) fn register(
    person_id: PersonId,
    kind: PersonKind,
    details: &Details,
    different_from: &[PersonId],
    alike: &[PersonId],
    today: NaiveDate,
) -> Result<Vec<PersonEvent>, PersonError> {
    could_be_born(details, today)?;
    let ids: Vec<PersonId> = alike.iter().copied().filter(|id| !different_from.contains(id)).collect();
    if !ids.is_empty() {
        return Err(PersonError::PossibleDuplicates { ids });
    }
    let details = Personal::about(person_id, details.clone());
    let mut events = vec![PersonEvent::PersonRegistered { person_id, kind, details, registered_on: today }];
    events.extend(alike.iter().map(|other| PersonEvent::ToldApart { other: *other, told_on: today }));
    Ok(events)
}

impl Person {
    /// Only a record without a story: whoever said something, or was met, is not undone.
    pub(super) fn take_back(&self, today: NaiveDate) -> Result<Vec<PersonEvent>, PersonError> {
        let told = !self.consents.is_empty()
            || !self.profiles.is_empty()
            || !self.maps.is_empty()
            || !self.maps_taken_back.is_empty()
            || !self.supporters.is_empty()
            || !self.safety.is_empty()
            || !self.assessments.is_empty()
            || !self.sharings.is_empty()
            || !self.measures.is_empty()
            || !self.documents.is_empty()
            || self.wishes.is_some()
            || self.died_on.is_some();
        match told {
            true => Err(PersonError::HasAStory),
            false => Ok(vec![PersonEvent::RegistrationTakenBack { taken_back_on: today }]),
        }
    }

    pub(super) fn correct_details(
        &self,
        details: &Details,
        reason: &Option<Words>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        could_be_born(details, today)?;
        if let (Some(born_on), Some(died_on)) = (details.born_on, self.died_on)
            && born_on > died_on
        {
            return Err(PersonError::DiedBeforeBirth { born_on, died_on, field: "born_on" });
        }
        if self.details() == Some(details) {
            return Ok(Vec::new());
        }
        Ok(vec![PersonEvent::DetailsCorrected { details: self.about(details), reason: self.said(reason) }])
    }
}

/// A date of birth is neither to come nor more than [`OLDEST_YEARS`] ago.
fn could_be_born(details: &Details, today: NaiveDate) -> Result<(), PersonError> {
    let Some(born_on) = details.born_on else {
        return Ok(());
    };
    if born_on > today {
        return Err(PersonError::BornInTheFuture { born_on });
    }
    match today.checked_sub_months(Months::new(OLDEST_YEARS * 12)) {
        Some(oldest) if born_on < oldest => Err(PersonError::BornTooLongAgo { born_on }),
        _ => Ok(()),
    }
}
