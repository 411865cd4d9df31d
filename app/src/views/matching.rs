//! What matching reads: everybody whom a viewer may know of, with the facts that may count, and what
//! introductions there have been. Each is one question, whose cost grows with the people and not with the log.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::matching::{Between, Facts};
use domain::shared::ids::{AccountId, PersonId, TermId};

use super::people::PersonSummary;
use crate::access::Connecting;
use crate::error::Failure;

/// Somebody who could be met.
#[derive(Debug, Clone, PartialEq)]
pub struct Matchable {
    /// What may count.
    pub facts: Facts,
    /// What a list shows of them.
    pub person: PersonSummary,
}

/// Everybody of an organisation as matching knows them, by their place in memory; nobody in a place that is free.
pub type Everybody = Arc<Vec<Option<Arc<Matchable>>>>;

/// Some of everybody, without a copy of anybody.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    everybody: Everybody,
    /// The places of those who are meant.
    places: Vec<u32>,
}

impl Gathered {
    /// Those in these places.
    pub fn new(everybody: Everybody, places: Vec<u32>) -> Self {
        Self { everybody, places }
    }

    /// Each of them, in an order that stays.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Matchable>> {
        self.places.iter().filter_map(|place| self.at(*place))
    }

    /// Who comes as which in that order, from none before them.
    pub fn get(&self, at: usize) -> Option<&Arc<Matchable>> {
        self.at(*self.places.get(at)?)
    }

    fn at(&self, place: u32) -> Option<&Arc<Matchable>> {
        self.everybody.get(place as usize)?.as_ref()
    }
}

impl From<Vec<Arc<Matchable>>> for Gathered {
    fn from(all: Vec<Arc<Matchable>>) -> Self {
        let places = (0..all.len() as u32).collect();
        Self::new(Arc::new(all.into_iter().map(Some).collect()), places)
    }
}

/// With whom somebody shares something.
#[derive(Debug, Clone, Default)]
pub struct Sharing {
    /// Whoever loves something written under one of these, or of whom nobody knows what they love.
    pub terms: BTreeSet<TermId>,
    /// And these, whatever they love.
    pub with: Vec<PersonId>,
}

/// What some people love.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loved {
    /// The term of the word it was written with.
    pub term: TermId,
    /// How it was written.
    pub written: Vec<String>,
    /// Who loves it.
    pub people: Vec<PersonId>,
}

/// A term that several people love.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// The term of the word it was written with.
    pub term: TermId,
    /// How most of them wrote it.
    pub name: String,
    /// How many they are.
    pub people: usize,
}

/// Introductions of one person, whoever made them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SoFar {
    /// How many they have under way: proposed, not declined, not met yet.
    pub under_way: u32,
    /// When they were last proposed to anybody, or anybody to them.
    pub last_proposed_on: Option<NaiveDate>,
}

/// Queries for matching.
#[async_trait]
pub trait Matching: Send + Sync {
    /// Everybody whom the viewer could offer somebody to meet, in no order: the community, and those supported
    /// people whom the viewer works with, or anybody works with when the viewer leads; of them those who share
    /// something, when it is said what. Never the one whom they would meet.
    async fn matchable(
        &self,
        who: &Connecting<'_>,
        sharing: Option<&Sharing>,
        them: PersonId,
    ) -> Result<Gathered, Failure>;

    /// Those of these people whom the viewer may know of and who are not gone, in no order.
    async fn matchable_of(
        &self,
        who: &Connecting<'_>,
        ids: &[PersonId],
    ) -> Result<Vec<Arc<Matchable>>, Failure>;

    /// At most so many people whom the viewer may know of and who love something written under one of these terms, by
    /// name.
    async fn loving(
        &self,
        who: &Connecting<'_>,
        terms: &BTreeSet<TermId>,
        limit: usize,
    ) -> Result<Vec<PersonSummary>, Failure>;

    /// What the people of the organisation love, each under the term of the word it was written with.
    async fn loved(&self, who: &Connecting<'_>) -> Result<Vec<Loved>, Failure>;

    /// What at least so many people of the organisation love, in no order: who they are is not told.
    async fn loved_by_several(&self, who: &Connecting<'_>, at_least: usize) -> Result<Vec<Shared>, Failure>;

    /// How many introductions everybody of the organisation has under way, and when they had their last. Whoever is
    /// not in it has none and had none.
    async fn so_far(&self, who: &Connecting<'_>) -> Result<Arc<HashMap<PersonId, SoFar>>, Failure>;

    /// Whom connectors work with just now, and who does.
    async fn whom_at_work(&self, who: &Connecting<'_>)
    -> Result<Vec<(PersonId, Option<AccountId>)>, Failure>;

    /// How often each was proposed to somebody, or somebody to them, since a day. Nobody in it never was.
    async fn proposed_since(
        &self,
        who: &Connecting<'_>,
        since: NaiveDate,
    ) -> Result<HashMap<PersonId, i64>, Failure>;

    /// What is between one person and each whom they were ever proposed to, whoever proposed it.
    async fn between_each(
        &self,
        who: &Connecting<'_>,
        id: PersonId,
    ) -> Result<HashMap<PersonId, Between>, Failure>;
}
