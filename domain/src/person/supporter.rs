//! Who helps the person: family, staff, advocate, circle. Somebody who comes back is linked anew, so
//! that both times are kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Person, PersonError, PersonEvent, Supporter};
use crate::shared::ids::SupporterId;
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
}

impl LinkedSupporter {
    pub(super) fn new(
        supporter_id: SupporterId,
        supporter: Personal<Supporter>,
        linked_on: NaiveDate,
    ) -> Self {
        Self { supporter_id, supporter, linked_on, unlinked_on: None }
    }

    /// Whether they help now.
    pub fn is_current(&self) -> bool {
        self.unlinked_on.is_none()
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
