//! What two records of one person say together. Nothing that either says is lost: what one leaves open the other
//! fills in, what both collect stands side by side, and where one of them says no, the no holds.
//!
//! Source: practice default; an answer counts only from someone who could change it, so a yes on one record does
//! not undo a no on the other.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use super::{Answer, CommunicationNeeds, ConsentScope, Details, MeetingWishes, Person, PersonKind};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

impl Person {
    /// Takes in what another record of the same person says. Answers the ids of everything that came with it.
    pub(super) fn unite(&mut self, other: Self, on: NaiveDate) -> BTreeSet<Uuid> {
        let says_no = |scope: &&ConsentScope| self.refused(**scope) || other.refused(**scope);
        let refused: Vec<_> = ConsentScope::ALL.iter().filter(says_no).copied().collect();
        if other.kind == Some(PersonKind::Supported) {
            self.kind = other.kind;
        }
        self.registered_on = [self.registered_on, other.registered_on].into_iter().flatten().min();
        match (self.details(), other.details()) {
            (Some(own), Some(theirs)) => {
                let both = filled(own, theirs);
                self.details = Some(Personal::about(self.person_id, both));
            }
            (None, Some(_)) => self.details.clone_from(&other.details),
            (_, None) => {}
        }
        for (scheme, value) in other.identifiers {
            self.identifiers.entry(scheme).or_insert(value);
        }
        self.needs = both_needs(self.person_id, self.needs.take(), other.needs);
        for (scope, answers) in other.consents {
            answers.into_iter().for_each(|answer| self.take_answer(scope, answer));
        }
        refused.into_iter().for_each(|scope| self.hold_back(scope, on));
        self.profiles.extend(other.profiles);
        self.profiles.sort_by_key(|profile| profile.published_on);
        for (number, profile) in (1..).zip(&mut self.profiles) {
            profile.version = number;
        }
        other.availability.into_iter().for_each(|told| self.keep_availability(told));
        other.travel.into_iter().for_each(|told| self.keep_travel(told));
        self.unite_wishes(other.wishes);
        self.told_apart.extend(other.told_apart);
        let mut brought = BTreeSet::new();
        self.unite_maps(other.maps, other.maps_taken_back, &mut brought);
        take_all(&mut self.interests, other.interests, &mut brought);
        take_all(&mut self.supporters, other.supporters, &mut brought);
        take_all(&mut self.roles, other.roles, &mut brought);
        take_all(&mut self.safety, other.safety, &mut brought);
        take_all(&mut self.assessments, other.assessments, &mut brought);
        take_all(&mut self.best_interests, other.best_interests, &mut brought);
        take_all(&mut self.sharings, other.sharings, &mut brought);
        take_all(&mut self.measures, other.measures, &mut brought);
        take_all(&mut self.documents, other.documents, &mut brought);
        brought
    }

    /// The later wishes count, and whoever is on either list of people not to meet is not met.
    fn unite_wishes(&mut self, theirs: Option<super::KeptWishes>) {
        let Some(theirs) = theirs else { return };
        let not_with = |wishes: Option<&MeetingWishes>| wishes.map(|wishes| wishes.not_with.clone());
        let own = not_with(self.wishes()).unwrap_or_default();
        let apart: BTreeSet<PersonId> = &own | &not_with(theirs.wishes.get()).unwrap_or_default();
        self.keep_wishes(theirs);
        let person_id = self.person_id;
        if let Some(kept) = &mut self.wishes {
            // Theirs from now on, also where it is empty: a state folded after an erasure is the one from before it.
            kept.wishes = match kept.wishes.get().cloned() {
                Some(wishes) => Personal::about(person_id, MeetingWishes { not_with: apart, ..wishes }),
                None => kept.wishes.clone().said_of(person_id),
            };
        }
    }

    /// A no holds, whichever record it stands on and whatever was said later on the other, until the person is
    /// asked again.
    fn hold_back(&mut self, scope: ConsentScope, on: NaiveDate) {
        if self.refused(scope) {
            return;
        }
        let mut answers = self.consents.get(&scope).into_iter().flatten();
        let no = answers.rfind(|answer| !matches!(answer, Answer::Given { .. }));
        if let Some(how) = no.map(Answer::how) {
            let last = self.consents.get(&scope).and_then(|answers| answers.last()).map(Answer::on);
            let on = last.map_or(on, |last| last.max(on));
            self.take_answer(scope, Answer::Withdrawn { on, how, words: None });
        }
    }
}

/// Takes what one side does not have yet, and notes that it came.
fn take_all<K: Copy + Ord + Into<Uuid>, V>(
    own: &mut BTreeMap<K, V>,
    theirs: BTreeMap<K, V>,
    brought: &mut BTreeSet<Uuid>,
) {
    for (id, value) in theirs {
        own.entry(id).or_insert_with(|| {
            brought.insert(id.into());
            value
        });
    }
}

/// Everything that either record says is needed.
fn both_needs(
    person: PersonId,
    own: Option<CommunicationNeeds>,
    theirs: Option<CommunicationNeeds>,
) -> Option<CommunicationNeeds> {
    let (Some(own), Some(theirs)) = (&own, &theirs) else { return own.or(theirs) };
    let mut needs = [own.list(), theirs.list()].concat();
    needs.sort_unstable();
    needs.dedup();
    let kept: Vec<&Personal<Words>> = [&own.notes, &theirs.notes].into_iter().flatten().collect();
    let said: Vec<&Words> = kept.iter().filter_map(|notes| notes.get()).collect();
    let notes = match said[..] {
        [one, two] if one != two => {
            Words::parse(&format!("{one}\n\n{two}")).map_or_else(|_| Some(one.clone()), Some)
        }
        [one, ..] => Some(one.clone()),
        [] => None,
    };
    // Whether there are notes is asked of what is kept, not of what can still be read: a state folded after an
    // erasure is the one from before it.
    let notes = match notes {
        Some(notes) => Some(Personal::about(person, notes)),
        None => kept.first().map(|empty| (*empty).clone().said_of(person)),
    };
    Some(CommunicationNeeds {
        needs: Personal::about(person, needs),
        notes,
        recorded_on: own.recorded_on.max(theirs.recorded_on),
    })
}

/// Own answers first; what is missing is filled in.
fn filled(own: &Details, theirs: &Details) -> Details {
    Details {
        name: own.name.clone(),
        known_as: own.known_as.clone().or_else(|| theirs.known_as.clone()),
        born_on: own.born_on.or(theirs.born_on),
        phone: own.phone.clone().or_else(|| theirs.phone.clone()),
        email: own.email.clone().or_else(|| theirs.email.clone()),
        address: own.address.clone().or_else(|| theirs.address.clone()),
        area: own.area.clone().or_else(|| theirs.area.clone()),
    }
}
