//! A relationship map as a picture: entries become dots, and a tie that Kith knows gives its dot the
//! colour of the stage it had on the day of the map.

use std::collections::HashMap;

use app::views::relationships::Tie;
use chrono::NaiveDate;
use domain::person::codes::{Ring, Sector};
use domain::person::records::MapEntry;
use domain::person::{RelationshipMap, who_is_who};
use domain::relationship::{Party, Relationship};
use domain::shared::ids::PersonId;

use crate::charts::rings::{self, Rings};
use crate::look::{Stage, initials};
use crate::paths;

/// The ties of a person, by the person at the other end.
pub(super) struct Ties<'a> {
    by_other: HashMap<PersonId, &'a Relationship>,
}

impl<'a> Ties<'a> {
    pub(super) fn of(id: PersonId, ties: &'a [Tie]) -> Self {
        // The liveliest of several comes first in the list, so it is taken in last.
        let by_other = ties.iter().rev().flat_map(|tie| {
            let tie = &tie.relationship;
            let other = if tie.person_id == id { Party::Other } else { Party::Person };
            // A map may name them by the record that they had when it began.
            [(tie.subject(other), tie), (tie.party_id(other), tie)]
        });
        Self { by_other: by_other.collect() }
    }

    /// The tie behind an entry of a map.
    pub(super) fn behind(&self, entry: &MapEntry) -> Option<&'a Relationship> {
        self.with(entry.person_id?)
    }

    /// The tie with somebody.
    pub(super) fn with(&self, person: PersonId) -> Option<&'a Relationship> {
        self.by_other.get(&person).copied()
    }
}

/// The picture of a map on a day.
pub(super) fn rings(
    called: &str,
    name: &str,
    entries: &[MapEntry],
    ties: &Ties<'_>,
    day: NaiveDate,
) -> Rings {
    let entries = entries
        .iter()
        .map(|entry| {
            let tie = ties.behind(entry);
            rings::Entry {
                name: entry.name.to_string(),
                ring: ring(entry.ring),
                sector: sector(entry.sector),
                stage: stage(entry, tie, day),
                href: tie.map(|tie| paths::relationship(tie.relationship_id)),
                here: true,
                ours: entry.started_by.is_some(),
            }
        })
        .collect();
    Rings { person: called.to_owned(), initials: initials(name), entries, steady: false, handles: None }
}

/// The same beside the form that changes it: a script finds the fields of each by the id of its entry.
pub(super) fn to_change(
    called: &str,
    name: &str,
    entries: &[MapEntry],
    ties: &Ties<'_>,
    day: NaiveDate,
) -> Rings {
    let handles = entries.iter().map(|entry| entry.entry_id.to_string()).collect();
    Rings { handles: Some(handles), ..rings(called, name, entries, ties, day) }
}

/// Places beyond which every map is drawn for itself: a circle that holds them all would be too large.
const MOST_PLACES: usize = 60;

/// The pictures of several maps of one person, each on its own day: whoever stands in the same circle on
/// two of them stands in the same place.
pub(super) fn steady(
    called: &str,
    name: &str,
    maps: &[RelationshipMap],
    days: &[NaiveDate],
    ties: &Ties<'_>,
) -> Vec<Rings> {
    let numbers = who_is_who(maps);
    // A place is somebody in a circle and a part of life: who moves has a place in each.
    let mut places: Vec<(usize, &MapEntry)> = Vec::new();
    for (map, numbers) in maps.iter().zip(&numbers) {
        for (entry, number) in map.entries().iter().zip(numbers) {
            match places.iter_mut().find(|(known, place)| known == number && stands_as(place, entry)) {
                Some((_, place)) => *place = entry,
                None => places.push((*number, entry)),
            }
        }
    }
    let one = |((map, numbers), day): ((&RelationshipMap, &Vec<usize>), &NaiveDate)| {
        if places.len() > MOST_PLACES {
            return rings(called, name, map.entries(), ties, *day);
        }
        let of_place = |(number, place): &(usize, &MapEntry)| {
            let mut here = map.entries().iter().zip(numbers);
            let stands = here.find(|(entry, known)| *known == number && stands_as(place, entry));
            let entry = stands.map_or(*place, |(entry, _)| entry);
            let tie = ties.behind(entry);
            rings::Entry {
                name: place.name.to_string(),
                ring: ring(place.ring),
                sector: sector(place.sector),
                stage: stage(entry, tie, *day),
                href: tie.map(|tie| paths::relationship(tie.relationship_id)),
                here: stands.is_some(),
                ours: entry.started_by.is_some(),
            }
        };
        let entries = places.iter().map(of_place).collect();
        Rings { person: called.to_owned(), initials: initials(name), entries, steady: true, handles: None }
    };
    maps.iter().zip(&numbers).zip(days).map(one).collect()
}

fn stands_as(place: &MapEntry, entry: &MapEntry) -> bool {
    (place.ring, place.sector) == (entry.ring, entry.sector)
}

/// How an entry stood on a day.
pub(super) fn stage(entry: &MapEntry, tie: Option<&Relationship>, day: NaiveDate) -> Stage {
    match tie.map(|tie| Stage::from(tie.stage_on(day))) {
        Some(stage) => stage,
        None if entry.ring == Ring::Possible => Stage::Possible,
        None if !entry.is_unpaid() && entry.sector == Sector::PaidSupporters => Stage::Paid,
        None => Stage::Known,
    }
}

fn ring(ring: Ring) -> rings::Ring {
    match ring {
        Ring::Closest => rings::Ring::Closest,
        Ring::Friends => rings::Ring::Friends,
        Ring::TakingPart => rings::Ring::TakingPart,
        Ring::PaidSupport => rings::Ring::Paid,
        Ring::Possible => rings::Ring::Possible,
    }
}

fn sector(sector: Sector) -> rings::Sector {
    match sector {
        Sector::Family => rings::Sector::Family,
        Sector::FriendsAndUnpaid => rings::Sector::Friends,
        Sector::PaidSupporters => rings::Sector::Paid,
        Sector::WorkAndLearning => rings::Sector::Groups,
    }
}

#[cfg(test)]
mod tests {
    use domain::relationship::{Introduction, LapseReason, Quieted};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_picture_names_circles_and_parts_of_life_as_the_form_does() {
        for one in Ring::ALL.iter().copied() {
            assert_eq!(ring(one).code(), one.code());
        }
        for one in Sector::ALL.iter().copied() {
            assert_eq!(sector(one).code(), one.code());
        }
    }

    #[test]
    fn an_older_map_shows_a_tie_as_it_stood_then() {
        let tie = Relationship {
            proposed_on: Some(day("2026-01-01")),
            introduction: Introduction { met_on: Some(day("2026-01-10")), ..Introduction::default() },
            consolidated_on: Some(day("2026-02-01")),
            lapses: vec![Quieted {
                reason: LapseReason::Moved,
                lapsed_on: day("2026-03-01"),
                reopened_on: Some(day("2026-04-01")),
            }],
            ..Relationship::default()
        };
        let stages = ["2026-01-09", "2026-01-10", "2026-02-01", "2026-03-01", "2026-04-01"]
            .map(|on| Stage::from(tie.stage_on(day(on))));
        assert_eq!(
            stages,
            [Stage::Possible, Stage::Introduced, Stage::Consolidating, Stage::Quiet, Stage::Consolidating]
        );
    }
}
