//! Somebody of the team is out alone: where, until when, and who is told when nothing is heard of them.
//!
//! What would not be guessed: a word of alarm at the way out ends the outing in the eyes of whoever goes and
//! raises the alarm for everybody who looks out. Times of this noun are instants, because minutes count.

pub mod codes;
pub mod commands;
pub mod error;
pub mod events;

mod coming_back;

mod decide;

mod escalation;

mod evolve;

mod going;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub use self::codes::*;
pub use self::commands::OutingCommand;
pub use self::error::OutingError;
pub use self::escalation::{STEP_MINUTES, USUAL_GRACE_MINUTES, fitting_grace};
pub use self::events::{OutingEvent, PlannedVisit};
pub use self::going::{LONGEST_HOURS, MORE_MINUTES};

use crate::shared::aggregate::{Asked, EventStream};
use crate::shared::ids::{AccountId, OutingId, PersonId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Everything known of one outing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outing {
    /// This outing.
    pub outing_id: OutingId,
    /// Who is out.
    pub account_id: AccountId,
    /// With whom, if with somebody on record.
    pub person_id: Option<PersonId>,
    /// The planned visit that it is.
    pub visit: Option<PlannedVisit>,
    /// Where.
    pub place: Option<Personal<Line>>,
    /// The colleague who looks out first.
    pub colleague: Option<AccountId>,
    /// When they went in; `None` until they did.
    pub began_at: Option<DateTime<Utc>>,
    /// The day of it, where the work is done.
    pub began_on: Option<NaiveDate>,
    /// When they are to be out, as last said.
    pub back_by: DateTime<Utc>,
    /// Minutes after that in which nobody is troubled.
    pub grace_minutes: i64,
    /// How far it has been passed on since then.
    pub passed_on: Option<PassedOn>,
    /// When the word of alarm was given.
    pub alarm_at: Option<DateTime<Utc>>,
    /// What was done about it, in order.
    pub looked_into: Vec<(Personal<Words>, AccountId, DateTime<Utc>)>,
    /// How it ended, and when.
    pub ended: Option<(OutingEnd, DateTime<Utc>)>,
}

impl Outing {
    /// Whether whoever is out still has to say that they are out and safe, as far as their own screen shows.
    pub fn is_open_to_them(&self) -> bool {
        self.began_at.is_some() && self.ended.is_none() && self.alarm_at.is_none()
    }

    /// Whether somebody still has to look out.
    pub fn is_open(&self) -> bool {
        self.began_at.is_some() && self.ended.is_none()
    }

    /// Words about it: under the person's key when it is with somebody on record, because where it is may be
    /// their home; otherwise under a key of its own.
    fn seal<T>(&self, value: T) -> Personal<T> {
        match self.person_id {
            Some(person) => Personal::about(person, value),
            None => Personal::apart(self.outing_id, value),
        }
    }
}

impl EventStream for Outing {
    const NOUN: &'static str = "outing";
    type Command = OutingCommand;
    type Event = OutingEvent;
    type Error = OutingError;

    fn decide(&self, asked: &Asked<OutingCommand>) -> Result<Vec<OutingEvent>, OutingError> {
        decide::decide(self, asked)
    }

    fn evolve(&mut self, event: &OutingEvent) {
        evolve::evolve(self, event);
    }
}

crate::aggregate!(Outing, OutingEvent);

#[cfg(test)]
mod tests;
