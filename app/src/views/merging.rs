//! What is asked when one person may have two records: who is like whom, under which record somebody is found, and
//! which other streams name a record.

use async_trait::async_trait;
use domain::Noun;
use domain::shared::ids::{ConcernId, EngagementId, OrganisationId, PersonId, RelationshipId};

use super::people::PersonSummary;
use crate::access::Connecting;
use crate::error::Failure;
use crate::log::StreamId;

/// Two records that may be of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LikePair {
    /// One of them.
    pub one: PersonSummary,
    /// The other.
    pub other: PersonSummary,
    /// What is alike.
    pub alike: Likeness,
}

/// What is alike of two records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// The same name, however it is written, and the same date of birth.
    NameAndBirth,
    /// The same date of birth, and a first or a last name.
    BirthAndPartOfName,
    /// The same name, however it is written; of one of them it is not known when they were born.
    Name,
}

/// Streams that name a record, beside the record itself. Never shown: some are nobody's to know of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedIn {
    /// Engagements with the person.
    pub engagements: Vec<EngagementId>,
    /// Relationships in which they are one of the two.
    pub relationships: Vec<RelationshipId>,
    /// Concerns about them.
    pub concerns: Vec<ConcernId>,
}

impl NamedIn {
    /// All of them.
    pub fn streams(&self) -> Vec<StreamId> {
        let engagements = self.engagements.iter().map(|id| StreamId::new(Noun::Engagement, *id));
        let relationships = self.relationships.iter().map(|id| StreamId::new(Noun::Relationship, *id));
        let concerns = self.concerns.iter().map(|id| StreamId::new(Noun::Concern, *id));
        engagements.chain(relationships).chain(concerns).collect()
    }
}

/// Something that still names a record which went into another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftBehind {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// The record that went.
    pub went: PersonId,
    /// The one that it went into.
    pub into: PersonId,
    /// The engagement, relationship or concern.
    pub stream: StreamId,
}

/// Queries about records that may be of one person.
#[async_trait]
pub trait Duplicates: Send + Sync {
    /// Pairs of records of the organisation that may be of one person and that nobody has told apart, likeliest
    /// first, at most `limit`; for a team lead. It looks along an index and stops at a bound, so its cost does not
    /// grow with how many pairs there could be.
    async fn like_pairs(&self, who: &Connecting<'_>, limit: usize) -> Result<Vec<LikePair>, Failure>;

    /// The record under which a person is found whose record was put together with another one, if the viewer
    /// may know of that one. `None` for a record that stands by itself.
    async fn goes_by(&self, who: &Connecting<'_>, id: PersonId) -> Result<Option<PersonId>, Failure>;

    /// Which streams of the organisation name a record. For putting records together, and for no page.
    async fn named_in(&self, who: &Connecting<'_>, id: PersonId) -> Result<NamedIn, Failure>;

    /// Engagements, relationships and concerns of every organisation that name a record which went into another one;
    /// none on an ordinary day. Not a relationship between those two: it has nowhere to go.
    async fn left_behind(&self) -> Result<Vec<LeftBehind>, Failure>;
}
