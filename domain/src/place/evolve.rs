//! What each fact does to the state. Takes anything that was ever stored, and never fails.

use chrono::NaiveDate;

use super::{Place, PlaceDetails, PlaceEvent as E, Retired};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;

/// One arm per event.
pub(super) fn evolve(place: &mut Place, event: &E) {
    match event.clone() {
        E::PlaceRecorded { place_id, details, contact, recorded_on } => {
            place.place_id = place_id;
            place.recorded_on = Some(recorded_on);
            place.seen_on = Some(recorded_on);
            place.told(details, contact);
        }
        E::PlaceToldAnew { details, contact, .. } => place.told(details, contact),
        E::PlaceSeen { seen_on } => place.seen(seen_on),
        E::SomebodyWelcomed { welcomed_on } => {
            place.room = place.room.map(|room| room.saturating_sub(1));
            place.welcomed = place.welcomed.saturating_add(1);
            place.welcomed_on = place.welcomed_on.max(Some(welcomed_on));
            // Whoever was welcomed there saw that it is there.
            place.seen(welcomed_on);
        }
        E::PlaceRetired { reason, words, retired_on } => {
            place.retired = Some(Retired { reason, words, on: retired_on });
        }
        E::PlaceTakenUpAgain { taken_up_on } => {
            place.retired = None;
            place.seen(taken_up_on);
        }
    }
}

impl Place {
    fn told(&mut self, details: Personal<PlaceDetails>, contact: Option<PersonId>) {
        self.room = details.get().and_then(|details| details.room);
        self.details = Some(details);
        self.contact = contact;
    }

    /// The latest day counts, whichever was recorded first.
    fn seen(&mut self, on: NaiveDate) {
        self.seen_on = self.seen_on.max(Some(on));
    }
}
