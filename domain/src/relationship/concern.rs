//! Worries about a relationship. Only that there is one, and since when, stands here; what about is kept
//! where only those may read it who must.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::standing::happened;
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};

/// That somebody worries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// The day it was raised.
    pub raised_on: NaiveDate,
    /// The day it was dealt with; `None` while it is open.
    pub closed_on: Option<NaiveDate>,
}

impl Relationship {
    /// How many worries are open.
    pub fn open_concerns(&self) -> usize {
        self.concerns.iter().filter(|concern| concern.closed_on.is_none()).count()
    }

    /// Worries that stood on a day: open then, or open still.
    pub(super) fn concerns_on(&self, as_of: NaiveDate) -> usize {
        let stood = |concern: &&Concern| match concern.closed_on {
            None => true,
            Some(closed_on) => concern.raised_on <= as_of && as_of < closed_on,
        };
        self.concerns.iter().filter(stood).count()
    }

    /// Never refused for how the relationship stands: a worry can be raised at any time.
    pub(super) fn raise_concern(&self, raised_on: NaiveDate, today: NaiveDate) -> Decision {
        self.proposed()?;
        happened("raised_on", raised_on, today)?;
        Ok(vec![Event::ConcernRaised { raised_on }])
    }

    /// Closes the worry that has been open longest.
    pub(super) fn close_concern(&self, closed_on: NaiveDate, today: NaiveDate) -> Decision {
        self.proposed()?;
        happened("closed_on", closed_on, today)?;
        let open = self.concerns.iter().filter(|concern| concern.closed_on.is_none());
        let raised_on = open.map(|concern| concern.raised_on).min().ok_or(No::NoOpenConcern)?;
        if closed_on < raised_on {
            return Err(No::BeforeConcern { field: "closed_on", on: closed_on, raised_on });
        }
        Ok(vec![Event::ConcernClosed { closed_on }])
    }

    pub(super) fn concern_closed(&mut self, closed_on: NaiveDate) {
        let open = self.concerns.iter_mut().filter(|concern| concern.closed_on.is_none());
        if let Some(oldest) = open.min_by_key(|concern| concern.raised_on) {
            oldest.closed_on = Some(closed_on);
        }
    }
}
