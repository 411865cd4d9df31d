//! What matching reads: everybody whom a viewer may know of, with the facts that may count, and what
//! introductions there have been. Each is one question, whose cost grows with the people and not with the log.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::matching::{Between, Facts};
use domain::shared::ids::{AccountId, PersonId};

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

/// Introductions in the whole organisation, whoever made them.
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
    /// Everybody whom the viewer may know of and who is not gone, in no order.
    async fn matchable(&self, who: &Connecting<'_>) -> Result<Vec<Arc<Matchable>>, Failure>;

    /// How many introductions everybody of the organisation has under way, and when they had their last.
    async fn introductions_so_far(&self, who: &Connecting<'_>) -> Result<SoFar, Failure>;

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
