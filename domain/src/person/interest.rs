//! What somebody loves, can do, gives or hopes for: recorded, told better, and at last retired, never
//! removed.

use chrono::NaiveDate;

use super::{Interest, InterestKind, KeptInterest, Person, PersonError, PersonEvent};
use crate::shared::ids::{InterestId, PersonId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

impl KeptInterest {
    pub(super) fn new(interest_id: InterestId, interest: Personal<Interest>, recorded_on: NaiveDate) -> Self {
        Self {
            interest_id,
            interest,
            recorded_on,
            refined_on: None,
            retired_on: None,
            retired_because: None,
            overtaken_by: None,
        }
    }

    /// When it was last told.
    fn told_on(&self) -> NaiveDate {
        self.refined_on.unwrap_or(self.recorded_on)
    }

    /// Whether what this one says was said after `other` was told: that it is so, or that it no longer is.
    fn speaks_after(&self, other: &Self) -> bool {
        match self.retired_on {
            Some(retired_on) => retired_on > other.told_on(),
            None => (self.told_on(), self.interest_id) > (other.told_on(), other.interest_id),
        }
    }

    /// Whether it still holds.
    pub fn is_current(&self) -> bool {
        self.retired_on.is_none()
    }

    /// The later day tells it better, whichever was recorded first.
    pub(super) fn refine(&mut self, interest: &Personal<Interest>, refined_on: NaiveDate) {
        if refined_on >= self.told_on() {
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
    /// that were put together is here once, as it was told last, and not at all when it ended since on either.
    pub fn current_interests(&self) -> Vec<&KeptInterest> {
        let holds = |kept: &&KeptInterest| kept.is_current() && kept.overtaken_by.is_none();
        let mut current: Vec<_> = self.interests.values().filter(holds).collect();
        current.sort_by_key(|kept| (kept.recorded_on, kept.interest_id));
        current.retain(|kept| {
            let mut others = self.same_on_others(kept);
            !others.any(|other| other.overtaken_by != Some(kept.interest_id) && other.speaks_after(kept))
        });
        current
    }

    /// The same thing as it stands on the other records that were put together with this one: what is said of it
    /// and how it is known are kept beside each other.
    pub fn same_as(&self, kept: &KeptInterest) -> Vec<&KeptInterest> {
        self.same_on_others(kept).filter(|other| other.is_current()).collect()
    }

    /// The same, whether or not it has ended. What was once said to be the same stays so under another name.
    fn same_on_others(&self, kept: &KeptInterest) -> impl Iterator<Item = &KeptInterest> {
        let record = self.record_of(kept.interest_id);
        let (id, by, interest) = (kept.interest_id, kept.overtaken_by, kept.interest.get().cloned());
        let others = self.interests.values().filter(|_| !self.taken_in.is_empty());
        others.filter(move |other| {
            let is_called_the_same = || match (&interest, other.interest.get()) {
                (Some(interest), Some(it)) => it.is_the_same_as(interest),
                _ => false,
            };
            let was_the_same = other.overtaken_by == Some(id)
                || by == Some(other.interest_id)
                || (by.is_some() && by == other.overtaken_by);
            self.record_of(other.interest_id) != record && (was_the_same || is_called_the_same())
        })
    }

    /// One of the same things on several records was told better or ended: it stands for all of them, unless
    /// another one that stood for it says something of a later day.
    pub(super) fn overtake(&mut self, by: InterestId, others: &[InterestId], on: NaiveDate) {
        let stood_for = self.interests.get(&by).and_then(|kept| self.interests.get(&kept.overtaken_by?));
        let is_later = |kept: &KeptInterest| kept.retired_on.unwrap_or(kept.told_on()) > on;
        let stays_behind = stood_for.is_some_and(is_later);
        if let Some(kept) = self.interests.get_mut(&by).filter(|_| !stays_behind) {
            kept.overtaken_by = None;
        }
        for other in others {
            if let Some(kept) = self.interests.get_mut(other) {
                kept.overtaken_by = Some(by);
            }
        }
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
        let before = |kept: &KeptInterest| kept.told_on() <= refined_on;
        let others = self.same_as(kept).into_iter().filter(|other| before(kept) && before(other));
        let same_as = others.map(|other| other.interest_id).collect();
        let interest = self.about(interest);
        Ok(vec![PersonEvent::InterestRefined { interest_id, interest, refined_on, same_as }])
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
                let same_as = self.same_as(kept).iter().map(|other| other.interest_id).collect();
                Ok(vec![PersonEvent::InterestRetired { interest_id, retired_on, reason, same_as }])
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

impl InterestKind {
    /// Whether two sorts say the same about a thing: to enjoy it and to love it differ only in how much. What somebody
    /// gives, can do or hopes for is something else than what they love.
    pub fn says_the_same_as(self, other: Self) -> bool {
        let is_loved = |kind| matches!(kind, Self::Interest | Self::Passion);
        self == other || (is_loved(self) && is_loved(other))
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
