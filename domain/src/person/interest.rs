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
    /// Interests that still hold, in the order of the days they were told. What stands on two records of one person
    /// that were put together is here once, as it was told last.
    pub fn current_interests(&self) -> Vec<&KeptInterest> {
        let mut current: Vec<_> = self.interests.values().filter(|kept| kept.is_current()).collect();
        current.sort_by_key(|kept| (kept.recorded_on, kept.interest_id));
        let told = |kept: &KeptInterest| (kept.refined_on.unwrap_or(kept.recorded_on), kept.interest_id);
        let told_later =
            |kept: &KeptInterest| self.same_as(kept).iter().any(|other| told(other) > told(kept));
        current.retain(|kept| !told_later(kept));
        current
    }

    /// The same thing as it stands on the other records that were put together with this one: what is said of it
    /// and how it is known are kept beside each other.
    pub fn same_as(&self, kept: &KeptInterest) -> Vec<&KeptInterest> {
        let Some(interest) = kept.interest.get().filter(|_| !self.taken_in.is_empty()) else {
            return Vec::new();
        };
        let record = self.record_of(kept.interest_id);
        let others = self.interests.values().filter(|other| {
            other.is_current()
                && self.record_of(other.interest_id) != record
                && other.interest.get().is_some_and(|it| it.is_the_same_as(interest))
        });
        others.collect()
    }

    /// On which record somebody's interest stood when it was recorded.
    fn record_of(&self, interest_id: InterestId) -> PersonId {
        let brought = self.taken_in.iter().find(|taken| taken.brought(interest_id.into()));
        brought.map_or(self.person_id, |taken| taken.from)
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
        let refined = |interest_id| PersonEvent::InterestRefined {
            interest_id,
            interest: self.about(interest),
            refined_on,
        };
        // Shown once, told better once: what stands on the other records is the same thing.
        let others = self.same_as(kept).into_iter().filter(|other| other.recorded_on <= refined_on);
        let others = others.map(|other| refined(other.interest_id));
        Ok(std::iter::once(refined(interest_id)).chain(others).collect())
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
                let retired = |kept: &KeptInterest| PersonEvent::InterestRetired {
                    interest_id: kept.interest_id,
                    retired_on: retired_on.max(kept.recorded_on),
                    reason: reason.clone(),
                };
                // It does not hold on the other records either, or it would be back at once.
                Ok(std::iter::once(kept).chain(self.same_as(kept)).map(retired).collect())
            }
        }
    }

    fn interest(&self, interest_id: InterestId) -> Result<&KeptInterest, PersonError> {
        self.interests.get(&interest_id).ok_or(PersonError::UnknownInterest { interest_id })
    }
}

impl Interest {
    /// Whether it is the same thing by another hand: of the same sort and called the same, however it is written.
    fn is_the_same_as(&self, other: &Self) -> bool {
        let folded = |interest: &Self| {
            let name = interest.name.as_str().to_lowercase();
            name.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
        };
        self.kind == other.kind && folded(self) == folded(other)
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
