//! What is done next: one thing at a time, with an owner who can open the record and a day.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::decide::{Decision, happened, not_before};
use super::{Concern, ConcernError as No, ConcernEvent as Event};
use crate::shared::ids::AccountId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// What.
    pub words: Personal<Words>,
    /// By whom.
    pub owner: AccountId,
    /// By when.
    pub due_on: NaiveDate,
    /// When it was agreed.
    pub agreed_on: NaiveDate,
}

impl Concern {
    pub(super) fn agree_action(
        &self,
        words: &Words,
        (owner, owner_is_lead): (AccountId, bool),
        due_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        self.open()?;
        if let Some(Action { due_on, .. }) = self.action {
            return Err(No::ActionOpen { due_on });
        }
        if !owner_is_lead || self.is_kept_from(owner) {
            return Err(No::OwnerIsNoLead);
        }
        let latest = today.checked_add_months(Months::new(12)).unwrap_or(NaiveDate::MAX);
        if due_on < today || due_on > latest {
            return Err(No::DueOutOfReach { latest });
        }
        let action = self.seal(words.clone());
        Ok(vec![Event::ActionAgreed { action, owner, due_on, agreed_on: today }])
    }

    pub(super) fn finish_action(
        &self,
        came_of: Option<&Words>,
        done_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        self.open()?;
        let action = self.action.as_ref().ok_or(No::NoAction)?;
        happened("done_on", done_on, today)?;
        not_before("done_on", done_on, action.agreed_on, "it was agreed")?;
        let came_of = came_of.map(|words| self.seal(words.clone()));
        Ok(vec![Event::ActionDone { came_of, done_on }])
    }
}
