//! Two records of one person, put together and taken apart again. What one record says is taken into the other
//! as it was recorded, still sealed under the key of the one that goes: so it can be taken out exactly, and nothing
//! that one record said is ever kept under the other's key.
//!
//! While they are together the one that goes takes nothing. Source: UK GDPR Article 5(1)(d), accuracy; practice
//! default.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::merging_error::MergingError as No;
use super::{Details, IdentifierScheme, Person, PersonError, PersonEvent, PersonKind};
use crate::shared::aggregate::EventStream;
use crate::shared::ids::{AccountId, PersonId, RelationshipId};
use crate::shared::personal::Personal;

/// Records that one record holds at once, and times that one may have been put together with others before it goes
/// itself. Each holds what was there before, so that more would grow without measure. Source: practice default.
const TAKEN_IN_LIMIT: usize = 4;

/// How often others were taken in in these facts, and in the facts within them.
fn taken_in_before(facts: &[PersonEvent]) -> usize {
    let within = facts.iter().map(|fact| match fact {
        PersonEvent::DuplicateTakenIn { facts, .. } => 1 + taken_in_before(facts),
        _ => 0,
    });
    within.sum()
}

/// Where a record went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedInto {
    /// Into which record.
    pub into: PersonId,
    /// When.
    pub on: NaiveDate,
}

/// A record that was taken into this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenIn {
    /// Which.
    pub from: PersonId,
    /// When.
    pub on: NaiveDate,
    /// By which team lead.
    pub by: AccountId,
    /// Who the other record said that they are; gone when they have been forgotten.
    pub(super) details: Option<Personal<Details>>,
    /// This record as it was until then: what taking apart goes back to.
    pub(super) before: Box<Person>,
    /// Every interest, note, paper and so on that came with the other.
    pub(super) brought: BTreeSet<Uuid>,
    /// What was recorded here since.
    pub(super) since: Vec<PersonEvent>,
}

impl TakenIn {
    /// Their name on the other record.
    pub fn name(&self) -> Option<&str> {
        self.details.as_ref().and_then(Personal::get).map(|details| details.name.as_str())
    }

    /// Whether something came with the other record.
    pub(super) fn brought(&self, id: Uuid) -> bool {
        self.brought.contains(&id)
    }

    /// How many things were recorded here since.
    pub fn recorded_since(&self) -> usize {
        self.since.len()
    }

    /// Of what was recorded here since, what goes back with the other record: it is about something that the
    /// other brought, or was recorded in work that goes back.
    pub fn follows(&self) -> Vec<PersonEvent> {
        self.apart().1
    }

    /// What was recorded here since: what stays, and what goes with the other record, said of them.
    pub(super) fn apart(&self) -> (Vec<PersonEvent>, Vec<PersonEvent>) {
        let mut brought = self.brought.clone();
        let (mut stays, mut goes) = (Vec::new(), Vec::new());
        for event in &self.since {
            match event.about_one_of(&brought, self.from) {
                Some(said) => {
                    brought.extend(said.begins());
                    goes.push(said);
                }
                None => stays.push(event.clone()),
            }
        }
        (stays, goes)
    }
}

impl Person {
    /// The record that this one was put together with, and under which it is found.
    pub fn is_merged_into(&self) -> Option<PersonId> {
        self.merged_into.map(|merged| merged.into)
    }

    /// A record that was taken into this one.
    pub fn taken_in_from(&self, from: PersonId) -> Option<&TakenIn> {
        self.taken_in.iter().find(|taken| taken.from == from)
    }

    /// Under whose key something is kept that is recorded in work which began with another record: that record's
    /// while it is taken in, so that it can go back with the work.
    pub fn seals_under(&self, begun_with: Option<PersonId>) -> PersonId {
        begun_with.filter(|from| self.taken_in_from(*from).is_some()).unwrap_or(self.person_id)
    }

    /// Whether two records can be one, seen from the one that stays. First refusal wins.
    pub(super) fn take_in_duplicate(
        &self,
        from: PersonId,
        facts: &[PersonEvent],
        between: Option<RelationshipId>,
        (today, by): (NaiveDate, AccountId),
    ) -> Result<Vec<PersonEvent>, PersonError> {
        if from == self.person_id {
            return Err(No::MergedWithItself.into());
        }
        let other = Person::fold(facts);
        if other.registered_on.is_none() {
            return Err(PersonError::NotRegistered);
        }
        if let Some(into) = other.is_merged_into() {
            return Err(No::MergedAlready { into }.into());
        }
        if other.forgotten_on.is_some() || other.erasure.is_some() || other.taken_back_on.is_some() {
            return Err(No::NothingToMerge.into());
        }
        if let Some(died_on) = self.died_on.or(other.died_on) {
            return Err(No::NotMergedAfterDeath { died_on }.into());
        }
        if !other.taken_in.is_empty() {
            return Err(No::OthersWereTakenIn { from }.into());
        }
        if self.kind == Some(PersonKind::CommunityMember) && other.kind == Some(PersonKind::Supported) {
            return Err(No::KeepWhomWeSupport.into());
        }
        if self.taken_in.len() >= TAKEN_IN_LIMIT || taken_in_before(facts) >= TAKEN_IN_LIMIT {
            return Err(No::TooOften.into());
        }
        if let Some(relationship_id) = between {
            return Err(No::RelationshipBetweenThem { relationship_id }.into());
        }
        let ids = || std::iter::once(self.person_id).chain(self.taken_in.iter().map(|taken| taken.from));
        if self.is_kept_from(from) || ids().any(|id| other.is_kept_from(id)) {
            return Err(No::KeptFromEachOther.into());
        }
        let number = |person: &Person| {
            person.identifiers.get(&IdentifierScheme::NhsNumber).and_then(Personal::get).cloned()
        };
        if let (Some(one), Some(two)) = (number(self), number(&other))
            && one != two
        {
            return Err(No::TwoNhsNumbers.into());
        }
        let facts = facts.to_vec();
        Ok(vec![PersonEvent::DuplicateTakenIn { from, facts, taken_in_on: today, taken_in_by: by }])
    }

    /// Whether this record says that the two must not, or do not want to, be brought together.
    fn is_kept_from(&self, other: PersonId) -> bool {
        self.kept_apart_from().contains(&other)
            || self.wishes().is_some_and(|wishes| wishes.not_with.contains(&other))
    }

    /// The one that goes; whether it may is asked of the one that stays.
    pub(super) fn merge_into(
        &self,
        into: PersonId,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        if into == self.person_id {
            return Err(No::MergedWithItself.into());
        }
        if !self.taken_in.is_empty() {
            return Err(No::OthersWereTakenIn { from: self.person_id }.into());
        }
        Ok(vec![PersonEvent::PersonMerged { into, merged_on: today }])
    }

    pub(super) fn give_back_duplicate(
        &self,
        from: PersonId,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        match self.taken_in_from(from) {
            Some(_) => Ok(vec![PersonEvent::DuplicateGivenBack { from, given_back_on: today }]),
            None => Err(No::NotTakenIn { from }.into()),
        }
    }

    pub(super) fn unmerge(
        &self,
        facts: &[PersonEvent],
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let merged = self.merged_into.ok_or(No::NotMerged)?;
        let facts = facts.to_vec();
        Ok(vec![PersonEvent::PersonUnmerged { from: merged.into, facts, unmerged_on: today }])
    }

    pub(super) fn tell_apart(
        &self,
        other: PersonId,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        if other == self.person_id {
            return Err(No::MergedWithItself.into());
        }
        match self.told_apart.contains(&other) {
            true => Ok(Vec::new()),
            false => Ok(vec![PersonEvent::ToldApart { other, told_on: today }]),
        }
    }

    /// Notes what is recorded while others are taken in, so that it is not lost when they go.
    pub(super) fn note_since(&mut self, event: &PersonEvent) {
        self.taken_in.iter_mut().for_each(|taken| taken.since.push(event.clone()));
    }

    pub(super) fn take_in(
        &mut self,
        event: &PersonEvent,
        (from, facts): (PersonId, &[PersonEvent]),
        (on, by): (NaiveDate, AccountId),
    ) {
        let before = Box::new(self.clone());
        self.note_since(event);
        let other = Self::fold(facts);
        let details = other.details.clone();
        let brought = self.unite(other, on);
        self.taken_in.push(TakenIn { from, on, by, details, before, brought, since: Vec::new() });
    }

    /// As if it had never been taken in: the record as it was then, and what was recorded here since but for
    /// what goes with the other. Whoever takes two records apart says that they are two people.
    pub(super) fn give_back(&mut self, from: PersonId, on: NaiveDate) {
        let Some(at) = self.taken_in.iter().position(|taken| taken.from == from) else { return };
        let taken = self.taken_in.swap_remove(at);
        let (stays, _) = taken.apart();
        *self = *taken.before;
        for event in &stays {
            self.evolve(event);
        }
        self.evolve(&PersonEvent::ToldApart { other: from, told_on: on });
    }

    /// It stands by itself again, with what was said meanwhile of what it had brought.
    pub(super) fn stand_again(&mut self, facts: &[PersonEvent]) {
        self.merged_into = None;
        for fact in facts {
            self.evolve(fact);
        }
    }

    /// Forgets whoever was taken in with the person themselves; nothing can be taken apart afterwards.
    pub(super) fn forget_taken_in(&mut self) {
        for taken in std::mem::take(&mut self.taken_in) {
            self.forget(taken.from);
        }
    }
}
