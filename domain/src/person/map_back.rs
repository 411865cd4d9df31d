//! A relationship map that was a mistake: of the wrong person, of the wrong day, made by trying things out. It is taken
//! out of those that count and set aside with the reason, so that nothing which is counted over maps can meet it.
//!
//! Source: UK GDPR Article 5(1)(d), accuracy; practice default.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{MapError, Person, PersonError, PersonEvent, RelationshipMap};
use crate::shared::ids::{MapId, PersonId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// A map that does not count any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapTakenBack {
    /// What it showed; who stood on it is gone when the person has been forgotten.
    pub map: RelationshipMap,
    /// The day on which it was taken back.
    pub on: NaiveDate,
    /// Why; gone when the person has been forgotten.
    pub reason: Personal<Words>,
}

impl MapTakenBack {
    pub(super) fn forget(&mut self, subject: PersonId) {
        self.map.entries.forget(subject);
        self.reason.forget(subject);
    }
}

impl Person {
    /// A map, whether it counts or not.
    pub fn map(&self, map_id: MapId) -> Option<&RelationshipMap> {
        let counting = self.maps.iter().find(|map| map.map_id == map_id);
        counting.or_else(|| self.map_taken_back(map_id).map(|back| &back.map))
    }

    /// A map that does not count any more, and why.
    pub fn map_taken_back(&self, map_id: MapId) -> Option<&MapTakenBack> {
        self.maps_taken_back.iter().find(|back| back.map.map_id == map_id)
    }

    pub(super) fn take_map_back(
        &self,
        map_id: MapId,
        reason: &Words,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        if let Some(back) = self.map_taken_back(map_id) {
            return Err(MapError::TakenBack { map_id, on: back.on }.into());
        }
        let map = self.map(map_id).ok_or(MapError::Unknown { map_id })?;
        // Under the key of what it is about, which another record of the same person may have brought.
        let reason = Personal::about(map.entries.subject(), reason.clone());
        Ok(vec![PersonEvent::RelationshipMapTakenBack { map_id, reason, taken_back_on: today }])
    }

    pub(super) fn set_map_aside(&mut self, map_id: MapId, reason: &Personal<Words>, on: NaiveDate) {
        let Some(at) = self.maps.iter().position(|map| map.map_id == map_id) else { return };
        let map = self.maps.remove(at);
        self.keep_aside(MapTakenBack { map, on, reason: reason.clone() });
    }

    fn keep_aside(&mut self, back: MapTakenBack) {
        let day = back.map.taken_on;
        let place = self.maps_taken_back.partition_point(|earlier| earlier.map.taken_on <= day);
        self.maps_taken_back.insert(place, back);
    }

    /// The maps of another record of the same person, beside its own; notes that they came.
    pub(super) fn unite_maps(
        &mut self,
        counting: Vec<RelationshipMap>,
        aside: Vec<MapTakenBack>,
        brought: &mut BTreeSet<Uuid>,
    ) {
        for map in counting {
            brought.insert(map.map_id.uuid());
            self.keep_map(map);
        }
        for back in aside {
            brought.insert(back.map.map_id.uuid());
            self.keep_aside(back);
        }
    }
}
