//! Who is in somebody's life, on a day. A map is a dated picture: a later one stands beside it, so
//! that growth can be seen.
//!
//! Paid people stand in a circle of their own and never count as network, because people often name
//! staff as friends and staff rarely return it. Source: four circles; practice default.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{MapEntry, MapMethod, Person, PersonError, PersonEvent, Ring, Sector, SupportedOnly};
use crate::shared::ids::MapId;
use crate::shared::personal::Personal;

/// People on one map. Source: practice default; nobody knows more people well.
pub const MAP_ENTRIES_LIMIT: usize = 200;

/// One dated map.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationshipMap {
    /// This map.
    pub map_id: MapId,
    /// The day it shows.
    pub taken_on: NaiveDate,
    /// How it was made.
    pub method: MapMethod,
    /// Who stands on it; gone when the person has been forgotten.
    pub entries: Personal<Vec<MapEntry>>,
}

impl RelationshipMap {
    /// Who stands on it; nobody once the person has been forgotten.
    pub fn entries(&self) -> &[MapEntry] {
        self.entries.get().map_or(&[], Vec::as_slice)
    }

    /// People who are in the person's life unpaid: without paid people, people only hoped for, and pets.
    /// `None` once the person has been forgotten, which is not the same as nobody.
    pub fn unpaid_size(&self) -> Option<usize> {
        self.entries.get().map(|entries| entries.iter().filter(|entry| entry.is_unpaid()).count())
    }
}

impl Person {
    /// The first map, against which growth is measured.
    pub fn first_map(&self) -> Option<&RelationshipMap> {
        self.maps.first()
    }

    /// The map of the latest day.
    pub fn latest_map(&self) -> Option<&RelationshipMap> {
        self.maps.last()
    }

    pub(super) fn take_map(
        &self,
        map_id: MapId,
        taken_on: NaiveDate,
        method: MapMethod,
        entries: &Vec<MapEntry>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_one_we_support(SupportedOnly::RelationshipMap)?;
        self.in_their_life("taken_on", taken_on, today)?;
        if self.map(map_id).is_some() {
            return Err(PersonError::MapAlreadyTaken { map_id });
        }
        if entries.len() > MAP_ENTRIES_LIMIT {
            return Err(PersonError::MapTooLarge { entries: entries.len() });
        }
        self.each_stands_there_once(entries)?;
        entries.iter().try_for_each(stands_where_they_belong)?;
        Ok(vec![PersonEvent::RelationshipMapTaken { map_id, taken_on, method, entries: self.about(entries) }])
    }

    /// Puts a map in the place of its day; of two on one day, the one recorded later stands later.
    pub(super) fn keep_map(&mut self, map: RelationshipMap) {
        let place = self.maps.partition_point(|earlier| earlier.taken_on <= map.taken_on);
        self.maps.insert(place, map);
    }

    /// Somebody who stood there twice would count twice.
    fn each_stands_there_once(&self, entries: &[MapEntry]) -> Result<(), PersonError> {
        let (mut ids, mut people) = (BTreeSet::new(), BTreeSet::new());
        for entry in entries {
            let entry_id = entry.entry_id;
            if !ids.insert(entry_id) {
                return Err(PersonError::EntryTwice { entry_id });
            }
            let Some(person_id) = entry.person_id else {
                continue;
            };
            if person_id == self.person_id {
                return Err(PersonError::ThemselvesOnTheMap { entry_id });
            }
            if !people.insert(person_id) {
                return Err(PersonError::PersonTwice { person_id });
            }
        }
        Ok(())
    }
}

/// Paid supporters in the paid circle and nobody else; people only hoped for exchange nothing yet.
fn stands_where_they_belong(entry: &MapEntry) -> Result<(), PersonError> {
    let MapEntry { entry_id, ring, sector, .. } = *entry;
    if (sector == Sector::PaidSupporters) != (ring == Ring::PaidSupport) {
        return Err(PersonError::PaidSupportMisplaced { entry_id, ring, sector });
    }
    if ring == Ring::Possible && !(entry.gives.is_empty() && entry.receives.is_empty()) {
        return Err(PersonError::PossibleGivesNothing { entry_id });
    }
    Ok(())
}
