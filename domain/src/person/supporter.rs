//! Who helps the person: family, staff, advocate, circle. Somebody who comes back is linked anew, so
//! that both times are kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    Authority, AuthorityError, AuthorityScope, HeldAs, Person, PersonError, PersonEvent, Supporter,
    SupporterRole,
};
use crate::shared::ids::{PersonId, SupporterId};
use crate::shared::personal::Personal;

/// Somebody who helps or helped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedSupporter {
    /// This supporter.
    pub supporter_id: SupporterId,
    /// Who they are; gone when the person has been forgotten.
    pub supporter: Personal<Supporter>,
    /// Since when.
    pub linked_on: NaiveDate,
    /// Until when; `None` while they help.
    pub unlinked_on: Option<NaiveDate>,
    /// What they may decide for the person, as it was written down each time, the last one counting.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authorities: Vec<KeptAuthority>,
}

/// What an attorney or deputy may decide, as it was written down on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAuthority {
    /// What; gone when the person has been forgotten.
    pub authority: Personal<Authority>,
    /// When it was written down.
    pub recorded_on: NaiveDate,
}

impl LinkedSupporter {
    pub(super) fn new(
        supporter_id: SupporterId,
        supporter: Personal<Supporter>,
        linked_on: NaiveDate,
    ) -> Self {
        Self { supporter_id, supporter, linked_on, unlinked_on: None, authorities: Vec::new() }
    }

    /// Whether they help now.
    pub fn is_current(&self) -> bool {
        self.unlinked_on.is_none()
    }

    /// Whether they are an attorney or a deputy, of whom it is asked what they may decide.
    pub fn decides_for_them(&self) -> bool {
        self.supporter.get().is_some_and(|supporter| supporter.role == SupporterRole::Attorney)
    }

    /// Whether they may answer for the person what the person cannot answer themselves: none of the questions is about
    /// money alone.
    pub fn answers_for_them(&self) -> bool {
        let over = self.authority().map(|authority| &authority.scopes);
        self.decides_for_them() && over.is_some_and(|over| over.contains(&AuthorityScope::HealthAndWelfare))
    }

    /// Whether they were there for the person on a day.
    pub fn helped_on(&self, day: NaiveDate) -> bool {
        self.linked_on <= day && self.unlinked_on.is_none_or(|unlinked_on| day <= unlinked_on)
    }

    /// What they may decide, as last written down.
    pub fn authority(&self) -> Option<&Authority> {
        self.authorities.last().and_then(|kept| kept.authority.get())
    }

    pub(super) fn forget(&mut self, subject: PersonId) {
        self.supporter.forget(subject);
        self.authorities.iter_mut().for_each(|kept| kept.authority.forget(subject));
    }
}

impl Person {
    pub(super) fn link_supporter(
        &self,
        supporter: &Supporter,
        linked_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("linked_on", linked_on, today)?;
        let supporter_id = supporter.supporter_id;
        if self.supporters.contains_key(&supporter_id) {
            return Err(PersonError::SupporterAlreadyLinked { supporter_id });
        }
        Ok(vec![PersonEvent::SupporterLinked { supporter_id, supporter: self.about(supporter), linked_on }])
    }

    /// What an attorney or deputy may decide. Said again it takes the place of what was said, which is kept.
    pub(super) fn record_authority(
        &self,
        supporter_id: SupporterId,
        authority: &Authority,
        recorded_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("recorded_on", recorded_on, today)?;
        let Some(linked) = self.supporters.get(&supporter_id) else {
            return Err(PersonError::UnknownSupporter { supporter_id });
        };
        if let Some(unlinked_on) = linked.unlinked_on {
            return Err(PersonError::SupporterAlreadyUnlinked { supporter_id, unlinked_on });
        }
        if !linked.decides_for_them() {
            return Err(AuthorityError::DecidesNothingForThem { supporter_id }.into());
        }
        if authority.scopes.is_empty() {
            return Err(AuthorityError::OverNothing.into());
        }
        if authority.held_as == HeldAs::EnduringPower
            && authority.scopes.contains(&AuthorityScope::HealthAndWelfare)
        {
            return Err(AuthorityError::EnduringPowerIsOverProperty.into());
        }
        if let Some(seen_on) = authority.seen_on {
            self.in_their_life("seen_on", seen_on, today)?;
        }
        if linked.authority() == Some(authority) {
            return Ok(Vec::new());
        }
        let authority = self.about(authority);
        Ok(vec![PersonEvent::SupporterAuthorityRecorded { supporter_id, authority, recorded_on }])
    }

    pub(super) fn unlink_supporter(
        &self,
        supporter_id: SupporterId,
        unlinked_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("unlinked_on", unlinked_on, today)?;
        let Some(linked) = self.supporters.get(&supporter_id) else {
            return Err(PersonError::UnknownSupporter { supporter_id });
        };
        match linked.unlinked_on {
            Some(earlier) if earlier == unlinked_on => Ok(Vec::new()),
            Some(unlinked_on) => Err(PersonError::SupporterAlreadyUnlinked { supporter_id, unlinked_on }),
            None if unlinked_on < linked.linked_on => {
                Err(PersonError::UnlinkedBeforeLinked { linked_on: linked.linked_on, unlinked_on })
            }
            None => Ok(vec![PersonEvent::SupporterUnlinked { supporter_id, unlinked_on }]),
        }
    }
}
