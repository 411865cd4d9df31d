//! A safeguarding concern: what somebody told the safeguarding lead, and what became of it. The software
//! records and refers; only the council decides and leads enquiries.
//!
//! What would not be guessed: it is sealed under a key of its own. Forgetting the person does not forget the
//! concern, because a safeguarding record is kept by legal duty; it stays restricted until its time is over.

pub mod codes;
pub mod commands;
pub mod error;
pub mod events;
pub mod records;

mod action;

mod banner;

mod council;

mod decide;

mod ending;

mod evolve;

mod person_replaced;

mod reading;

mod report;

mod retention;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::action::Action;
pub use self::codes::*;
pub use self::commands::ConcernCommand;
pub use self::council::COUNCIL_ANSWERS_WITHIN_DAYS;
pub use self::error::ConcernError;
pub use self::events::ConcernEvent;
pub use self::reading::Reading;
pub use self::records::*;
pub use self::retention::{Destruction, LONGER_YEARS, kept_until};

use crate::shared::aggregate::{Asked, EventStream};
use crate::shared::ids::{AccountId, ConcernId, PersonId, RelationshipId};
use crate::shared::personal::Personal;
use crate::shared::text::Line;

/// Years that a concern is kept after it was closed. Source: commonly ten, longer when an adult review asks;
/// practice default.
pub const KEPT_YEARS: u32 = 10;

/// Everything known of one concern.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Concern {
    /// This concern.
    pub concern_id: ConcernId,
    /// About whom.
    pub person_id: PersonId,
    /// The record that it was told of, while that is put together with the person's; `None` when it is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_of: Option<PersonId>,
    /// The relationship that it is about, if about one.
    pub relationship_id: Option<RelationshipId>,
    /// What the person was called when it was told.
    pub called: Option<Personal<Line>>,
    /// Who told.
    pub raised_by: AccountId,
    /// The day it was told; `None` until it is.
    pub raised_on: Option<NaiveDate>,
    /// What is known now.
    pub report: Option<Personal<Report>>,
    /// What was told before it was completed, oldest first.
    pub earlier: Vec<Personal<Report>>,
    /// Who has it, since when.
    pub taken_over: Option<(AccountId, NaiveDate)>,
    /// What is to be done next.
    pub action: Option<Action>,
    /// Every time it was passed on, in order.
    pub referrals: Vec<(Personal<ConcernReferral>, NaiveDate)>,
    /// What the council decided, in order.
    pub decisions: Vec<(Personal<CouncilDecision>, NaiveDate)>,
    /// Since when the council's answer is awaited.
    pub waiting_since: Option<NaiveDate>,
    /// When whoever raised it was last told what came of it.
    pub raiser_told_on: Option<NaiveDate>,
    /// What others see.
    pub banner: Option<Personal<Banner>>,
    /// How it ended; `None` while it is open.
    pub settled: Option<(Personal<Closing>, NaiveDate)>,
    /// When it was last taken up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_up_on: Option<NaiveDate>,
    /// Until when it is kept beyond its time, as last decided; it stays when it is taken up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_longer_until: Option<NaiveDate>,
    /// The decision to destroy it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destruction: Option<Destruction>,
    /// When its key was destroyed. After that nothing of it can be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destroyed_on: Option<NaiveDate>,
}

impl Concern {
    /// Where it stands.
    pub fn stage(&self) -> ConcernStage {
        match (&self.settled, &self.taken_over, self.waiting_since) {
            (Some(_), _, _) => ConcernStage::Closed,
            (None, None, _) => ConcernStage::New,
            (None, Some(_), Some(_)) => ConcernStage::Waiting,
            (None, Some(_), None) => ConcernStage::Open,
        }
    }

    /// What is known, unless its key is gone.
    pub fn known(&self) -> Option<&Report> {
        self.report.as_ref().and_then(Personal::get)
    }

    fn seal<T>(&self, value: T) -> Personal<T> {
        Personal::apart(self.concern_id, value)
    }
}

impl EventStream for Concern {
    const NOUN: &'static str = "concern";
    type Command = ConcernCommand;
    type Event = ConcernEvent;
    type Error = ConcernError;

    fn decide(&self, asked: &Asked<ConcernCommand>) -> Result<Vec<ConcernEvent>, ConcernError> {
        decide::decide(self, asked)
    }

    fn evolve(&mut self, event: &ConcernEvent) {
        evolve::evolve(self, event);
    }
}

crate::aggregate!(Concern, ConcernEvent);

#[cfg(test)]
mod tests;
