//! When a closed concern has been kept as long as it may be, keeping it longer, and destroying it: a safeguarding lead's
//! decision each time, never the clock's. Destroying it destroys its key, so that no word of it can be read again, here
//! or in a backup; that there was one, its days and who decided stay.
//!
//! Source: retention schedules of adult social care, commonly ten years from closing, longer when an adult review or the
//! council asks; UK GDPR Article 5(1)(e). What is still open about the same person holds it back.

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::{
    Concern, ConcernCommand, ConcernError as No, ConcernEvent as Event, DestructionGround, KEPT_YEARS,
};
use crate::shared::ids::{AccountId, PersonId};
use crate::shared::text::Words;

/// Years for which it can be kept longer at once. Source: practice default, so that somebody looks again.
pub const LONGER_YEARS: u32 = 5;

/// The decision to destroy a concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destruction {
    /// Why.
    pub ground: DestructionGround,
    /// When.
    pub decided_on: NaiveDate,
    /// By which safeguarding lead.
    pub decided_by: AccountId,
}

/// The day on which what was closed on a day has been kept as long as it may be.
pub fn kept_until(settled_on: NaiveDate) -> Option<NaiveDate> {
    settled_on.checked_add_months(Months::new(12 * KEPT_YEARS))
}

impl Concern {
    /// The day until which it is kept; `None` while it is open.
    pub fn kept_until(&self) -> Option<NaiveDate> {
        let (_, settled_on) = self.settled.as_ref()?;
        kept_until(*settled_on).max(self.kept_longer_until)
    }

    /// Whether its time is over and somebody decides what becomes of it.
    pub fn is_due_to_be_destroyed(&self, today: NaiveDate) -> bool {
        self.destruction.is_none() && self.kept_until().is_some_and(|until| until <= today)
    }

    /// Once somebody decided to destroy it, it takes nothing but that it was done: what came now would be sealed
    /// under a key that is about to go. That the person's record was put together with another is no word of it.
    pub(super) fn is_there(&self, command: &ConcernCommand) -> Result<(), No> {
        let still =
            matches!(command, ConcernCommand::ConfirmDestroyed | ConcernCommand::ReplacePerson { .. });
        match self.destruction {
            Some(destruction) if !still => Err(No::Destroyed { decided_on: destruction.decided_on }),
            _ => Ok(()),
        }
    }

    pub(super) fn keep_longer(&self, until: NaiveDate, reason: &Words, today: NaiveDate) -> Decision {
        self.reported()?;
        let kept_until = self.kept_until().ok_or(No::NotClosedYet)?;
        let earliest = kept_until.max(today);
        let latest = earliest.checked_add_months(Months::new(12 * LONGER_YEARS)).unwrap_or(NaiveDate::MAX);
        if until <= earliest || until > latest {
            return Err(No::LongerOutOfReach { after: earliest, latest });
        }
        let reason = self.seal(reason.clone());
        Ok(vec![Event::ConcernKeptLonger { until, reason, decided_on: today }])
    }

    pub(super) fn decide_destruction(
        &self,
        ground: DestructionGround,
        another_is_open: bool,
        (by, today): (AccountId, NaiveDate),
    ) -> Decision {
        self.reported()?;
        let until = self.kept_until().ok_or(No::NotClosedYet)?;
        if until > today {
            return Err(No::KeptStill { until });
        }
        if another_is_open {
            return Err(No::HeldBack);
        }
        Ok(vec![Event::DestructionDecided { ground, decided_by: by, decided_on: today }])
    }

    /// Asked once the key is gone, and again when it is not sure that it is.
    pub(super) fn confirm_destroyed(&self, today: NaiveDate) -> Decision {
        match (self.destruction, self.destroyed_on) {
            (_, Some(_)) => Ok(Vec::new()),
            (None, None) => Err(No::NotDecided),
            (Some(_), None) => {
                Ok(vec![Event::ConcernDestroyed { concern_id: self.concern_id, destroyed_on: today }])
            }
        }
    }

    /// Forgets every word and code: what is read from the log now says none either.
    pub(super) fn destroyed(&mut self, on: NaiveDate) {
        let key = PersonId(self.concern_id.uuid());
        self.destroyed_on = Some(on);
        self.called.iter_mut().for_each(|called| called.forget(key));
        self.report.iter_mut().chain(&mut self.earlier).for_each(|report| report.forget(key));
        self.action.iter_mut().for_each(|action| action.words.forget(key));
        self.referrals.iter_mut().for_each(|(referral, _)| referral.forget(key));
        self.decisions.iter_mut().for_each(|(decision, _)| decision.forget(key));
        self.banner.iter_mut().for_each(|banner| banner.forget(key));
        self.settled.iter_mut().for_each(|(closing, _)| closing.forget(key));
    }
}
