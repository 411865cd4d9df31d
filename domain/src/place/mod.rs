//! Somewhere to belong: a choir, an allotment, a café that wants company, a place to volunteer. What happens
//! there, when, for whom, and what the building offers; what a person is matched with when they are to meet
//! more than one.
//!
//! What would not be guessed: a place has no words about anybody in it. Whoever holds the door there is a
//! community member with a record of their own, named by their id, so that forgetting them forgets them here.

pub mod codes;
pub mod commands;
pub mod error;
pub mod events;
pub mod records;

mod course;

mod decide;

mod evolve;

mod record;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::codes::*;
pub use self::commands::PlaceCommand;
pub use self::course::{Freshness, GONE_STALE_MONTHS, STALE_MONTHS};
pub use self::error::PlaceError;
pub use self::events::PlaceEvent;
pub use self::record::{ACTIVITIES_LIMIT, COST_LIMIT_PENCE, ROOM_LIMIT};
pub use self::records::{Activity, PlaceDetails};

use crate::shared::aggregate::{Asked, EventStream};
use crate::shared::ids::{PersonId, PlaceId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Everything known of one place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// This place.
    pub place_id: PlaceId,
    /// What it is, as last told; `None` until it is recorded.
    pub details: Option<Personal<PlaceDetails>>,
    /// Who holds the door there: a community member of ours.
    pub contact: Option<PersonId>,
    /// When we came to know of it.
    pub recorded_on: Option<NaiveDate>,
    /// The last day on which somebody made sure that it is as told.
    pub seen_on: Option<NaiveDate>,
    /// How many new people it can welcome now; `None` when it is not known.
    pub room: Option<u16>,
    /// When somebody of ours last began there.
    pub welcomed_on: Option<NaiveDate>,
    /// How many of ours have begun there.
    pub welcomed: u32,
    /// Why and since when it is offered to nobody any more.
    pub retired: Option<Retired>,
}

/// Why a place is offered to nobody any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retired {
    /// The reason.
    pub reason: RetiredBecause,
    /// The same in words.
    pub words: Option<Personal<Words>>,
    /// Since when.
    pub on: NaiveDate,
}

impl Place {
    /// What it is; `None` until it is recorded.
    pub fn details(&self) -> Option<&PlaceDetails> {
        self.details.as_ref().and_then(Personal::get)
    }

    /// Whether it is offered at all.
    pub fn is_current(&self) -> bool {
        self.details.is_some() && self.retired.is_none()
    }

    /// Forgets whoever held the door, when they are to be forgotten.
    pub fn forget(&mut self, subject: PersonId) {
        if self.contact == Some(subject) {
            self.contact = None;
        }
    }

    /// Words about it, under a key of its own: they are about no person, and stand in clear nowhere.
    fn seal<T>(&self, id: PlaceId, value: T) -> Personal<T> {
        Personal::apart(id, value)
    }
}

impl EventStream for Place {
    const NOUN: &'static str = "place";
    type Command = PlaceCommand;
    type Event = PlaceEvent;
    type Error = PlaceError;

    fn decide(&self, asked: &Asked<PlaceCommand>) -> Result<Vec<PlaceEvent>, PlaceError> {
        decide::decide(self, asked)
    }

    fn evolve(&mut self, event: &PlaceEvent) {
        evolve::evolve(self, event);
    }
}

crate::aggregate!(Place, PlaceEvent);

#[cfg(test)]
mod tests;
