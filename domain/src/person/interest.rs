//! What somebody loves, can do, gives or hopes for: recorded, told better, and at last retired, never
//! removed.

use chrono::NaiveDate;

use super::{Interest, KeptInterest, Person, PersonError, PersonEvent};
use crate::shared::ids::{InterestId, PersonId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

impl KeptInterest {
    pub(super) fn new(interest_id: InterestId, interest: Personal<Interest>, recorded_on: NaiveDate) -> Self {
        Self { interest_id, interest, recorded_on, refined_on: None, retired_on: None, retired_because: None }
    }

    /// Whether it still holds.
    pub fn is_current(&self) -> bool {
        self.retired_on.is_none()
    }

    /// The later day tells it better, whichever was recorded first.
    pub(super) fn refine(&mut self, interest: &Personal<Interest>, refined_on: NaiveDate) {
        if refined_on >= self.refined_on.unwrap_or(self.recorded_on) {
            self.interest = interest.clone();
            self.refined_on = Some(refined_on);
        }
    }

    pub(super) fn forget(&mut self, subject: PersonId) {
        self.interest.forget(subject);
        if let Some(reason) = &mut self.retired_because {
            reason.forget(subject);
        }
    }
}

impl Person {
    /// Interests that still hold, in the order of the days they were told.
    pub fn current_interests(&self) -> Vec<&KeptInterest> {
        let mut current: Vec<_> = self.interests.values().filter(|kept| kept.is_current()).collect();
        current.sort_by_key(|kept| (kept.recorded_on, kept.interest_id));
        current
    }

    pub(super) fn record_interest(
        &self,
        interest_id: InterestId,
        interest: &Interest,
        recorded_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("recorded_on", recorded_on, today)?;
        if self.interests.contains_key(&interest_id) {
            return Err(PersonError::InterestAlreadyRecorded { interest_id });
        }
        strength_in_range(interest)?;
        Ok(vec![PersonEvent::InterestRecorded { interest_id, interest: self.about(interest), recorded_on }])
    }

    pub(super) fn refine_interest(
        &self,
        interest_id: InterestId,
        interest: &Interest,
        refined_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("refined_on", refined_on, today)?;
        let kept = self.interest(interest_id)?;
        if let Some(retired_on) = kept.retired_on {
            return Err(PersonError::InterestRetired { interest_id, retired_on });
        }
        not_before_it_was_recorded(kept, "refined_on", refined_on)?;
        strength_in_range(interest)?;
        Ok(vec![PersonEvent::InterestRefined { interest_id, interest: self.about(interest), refined_on }])
    }

    pub(super) fn retire_interest(
        &self,
        interest_id: InterestId,
        retired_on: NaiveDate,
        reason: &Option<Words>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("retired_on", retired_on, today)?;
        let kept = self.interest(interest_id)?;
        let reason = self.said(reason);
        match kept.retired_on {
            Some(earlier) if earlier == retired_on && kept.retired_because == reason => Ok(Vec::new()),
            Some(retired_on) => Err(PersonError::InterestRetired { interest_id, retired_on }),
            None => {
                not_before_it_was_recorded(kept, "retired_on", retired_on)?;
                Ok(vec![PersonEvent::InterestRetired { interest_id, retired_on, reason }])
            }
        }
    }

    fn interest(&self, interest_id: InterestId) -> Result<&KeptInterest, PersonError> {
        self.interests.get(&interest_id).ok_or(PersonError::UnknownInterest { interest_id })
    }
}

/// Source: practice default, a scale of three that a person can point at.
fn strength_in_range(interest: &Interest) -> Result<(), PersonError> {
    match interest.strength {
        1..=3 => Ok(()),
        strength => Err(PersonError::StrengthOutOfRange { strength }),
    }
}

fn not_before_it_was_recorded(
    kept: &KeptInterest,
    field: &'static str,
    on: NaiveDate,
) -> Result<(), PersonError> {
    let recorded_on = kept.recorded_on;
    if on < recorded_on {
        return Err(PersonError::BeforeInterestRecorded { field, on, recorded_on });
    }
    Ok(())
}
