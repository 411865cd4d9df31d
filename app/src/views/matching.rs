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

/// Introductions of some people, whoever made them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SoFar {
    /// How many somebody has under way: proposed, not declined, not met yet. Nobody in it has none.
    pub under_way: HashMap<PersonId, u32>,
    /// When somebody was last proposed to anybody. Nobody in it never was.
    pub last_proposed_on: HashMap<PersonId, NaiveDate>,
}

/// Queries for matching.
#[async_trait]
pub trait Matching: Send + Sync {
    /// Everybody whom the viewer could offer somebody to meet, in no order: the community, and those supported
    /// people whom the viewer works with, or anybody works with when the viewer leads. Given terms, those of them
    /// who love something written under one of these, or of whom nobody knows what they love.
    async fn matchable(
        &self,
        who: &Connecting<'_>,
        sharing: Option<&BTreeSet<TermId>>,
    ) -> Result<Vec<Arc<Matchable>>, Failure>;

    /// Those of these people whom the viewer may know of and who are not gone, in no order.
    async fn matchable_of(
        &self,
        who: &Connecting<'_>,
        ids: &[PersonId],
    ) -> Result<Vec<Arc<Matchable>>, Failure>;

    /// What the people of the organisation love, each under the term of the word it was written with.
    async fn loved(&self, who: &Connecting<'_>) -> Result<Vec<Loved>, Failure>;

    /// How many introductions these people have under way, and when they had their last.
    async fn introductions_of(&self, who: &Connecting<'_>, ids: &[PersonId]) -> Result<SoFar, Failure>;

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
