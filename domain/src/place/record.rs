//! Writing a place down, and telling the whole of it anew.

use chrono::NaiveDate;

use super::decide::{Decision, happened};
use super::{Place, PlaceDetails, PlaceError as No, PlaceEvent as Event};
use crate::person::{SLOTS_LIMIT, in_order};
use crate::shared::ids::{PersonId, PlaceId};

/// Things that happen at one place. Source: practice default; more says nothing any more.
pub const ACTIVITIES_LIMIT: usize = 12;

/// Pence that taking part once costs at most. Source: practice default; more is a slip.
pub const COST_LIMIT_PENCE: i64 = 50_000;

/// New people whom a place can welcome at once, at most. Source: practice default; more is a slip.
pub const ROOM_LIMIT: u16 = 200;

/// The same details as they are kept, or why not: times in the order of the week.
fn checked(details: &PlaceDetails) -> Result<PlaceDetails, No> {
    let PlaceDetails { activities, when, cost, room, .. } = details;
    if activities.is_empty() {
        return Err(No::NothingHappens);
    }
    if activities.len() > ACTIVITIES_LIMIT {
        return Err(No::TooMuchHappens { count: activities.len() });
    }
    if when.len() > SLOTS_LIMIT {
        return Err(No::TooManyTimes { count: when.len() });
    }
    if let Some(slot) = when.iter().find(|slot| slot.length_minutes() == 0) {
        return Err(No::EndsBeforeItBegins { day: slot.day });
    }
    if cost.is_some_and(|cost| !(0..=COST_LIMIT_PENCE).contains(&cost.pence())) {
        return Err(No::CostOutOfRange);
    }
    if let Some(room) = room.filter(|room| *room > ROOM_LIMIT) {
        return Err(No::RoomOutOfRange { room });
    }
    Ok(PlaceDetails { when: in_order(when), ..details.clone() })
}

impl Place {
    pub(super) fn record(
        &self,
        place_id: PlaceId,
        details: &PlaceDetails,
        contact: Option<PersonId>,
        recorded_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        if self.recorded_on.is_some() {
            return Err(No::AlreadyRecorded);
        }
        happened("recorded_on", recorded_on, today)?;
        let details = self.seal(place_id, checked(details)?);
        Ok(vec![Event::PlaceRecorded { place_id, details, contact, recorded_on }])
    }

    /// What is told of a place that is put away is kept too: that is how it is put right before it is offered
    /// again.
    pub(super) fn tell_anew(
        &self,
        details: &PlaceDetails,
        contact: Option<PersonId>,
        told_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        self.since_recorded("told_on", told_on, today)?;
        let details = checked(details)?;
        // Somebody welcomed since leaves less room than was told, which is then told too.
        let is_same = self.details() == Some(&details) && self.room == details.room;
        if is_same && self.contact == contact {
            return Ok(Vec::new());
        }
        let details = self.seal(self.place_id, details);
        Ok(vec![Event::PlaceToldAnew { details, contact, told_on }])
    }
}
