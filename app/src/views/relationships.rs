//! Relationships as connectors see them: both names, the stage, the contacts.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::relationship::Relationship;
use domain::shared::ids::{AccountId, EngagementId, OrganisationId, PersonId, RelationshipId};
use serde::{Deserialize, Serialize};

use crate::access::Connecting;
use crate::error::Failure;

/// One relationship, folded from its stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RelationshipRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Events so far: what a form carries so that a stale page is noticed.
    pub version: i64,
    /// The version of its engagement at which a hand-over was last planned for it; `None` when never. It
    /// counts while the engagement's latest plan is that one.
    pub hand_over_in: Option<i64>,
    /// Position of the last event that changed this.
    #[serde(default)]
    pub changed_at: i64,
    /// The relationship.
    pub relationship: Relationship,
}

/// A relationship with both names.
#[derive(Debug, Clone, PartialEq)]
pub struct Tie {
    /// Events so far.
    pub version: i64,
    /// The relationship.
    pub relationship: Relationship,
    /// The supported person's name.
    pub person_name: String,
    /// What to call them.
    pub person_called: String,
    /// The other person's name.
    pub other_name: String,
    /// What to call them.
    pub other_called: String,
}

/// What came of introductions over some days, as counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Grown {
    /// People who met for the first time.
    pub introduced: i64,
    /// Relationships that were declared to stand on their own, and still do.
    pub standing: i64,
}

/// Queries about relationships.
#[async_trait]
pub trait Relationships: Send + Sync {
    /// One relationship, if it is of a case of the viewer's.
    async fn relationship(&self, who: &Connecting<'_>, id: RelationshipId) -> Result<Option<Tie>, Failure>;

    /// Every relationship of one person that the viewer may know of, liveliest stage first.
    async fn relationships_of_person(&self, who: &Connecting<'_>, id: PersonId) -> Result<Vec<Tie>, Failure>;

    /// Every relationship of one engagement of the viewer's.
    async fn relationships_of_engagement(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
    ) -> Result<Vec<Tie>, Failure>;

    /// Open relationships of the viewer's open cases, those longest without contact first.
    async fn relationships_open(&self, who: &Connecting<'_>, limit: i64) -> Result<Vec<Tie>, Failure>;

    /// Relationships of one connector's cases that stand on their own and have a check due between two days, both
    /// included, or by the latter alone, even after the engagement has ended. Those whose first check is due soonest come
    /// first. Anybody but a team lead is answered of their own alone.
    async fn relationships_to_check(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        days: (Option<NaiveDate>, NaiveDate),
    ) -> Result<Vec<Tie>, Failure>;

    /// First meetings of one connector's open cases that are arranged for a day between two, both included, in order,
    /// and of which nobody said yet what came of them. Anybody but a team lead is answered of their own alone.
    async fn first_meetings(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<Tie>, Failure>;

    /// An open relationship between two people of the organisation, if there is one.
    async fn between(
        &self,
        who: &Connecting<'_>,
        person: PersonId,
        other: PersonId,
    ) -> Result<Option<RelationshipId>, Failure>;

    /// What came of the viewer's own caseload between two days, both included.
    async fn relationships_grown(
        &self,
        who: &Connecting<'_>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Grown, Failure>;

    /// Relationships of the viewer's of which something on record is worth a thought on a day, soonest over first.
    async fn worth_a_thought(
        &self,
        who: &Connecting<'_>,
        on: NaiveDate,
        limit: i64,
    ) -> Result<Vec<Tie>, Failure>;

    /// How many relationships wait for a team lead's signature; for anybody else none.
    async fn overrides_counted(&self, who: &Connecting<'_>) -> Result<i64, Failure>;

    /// Relationships whose connector asked a team lead to sign, for team leads.
    async fn overrides_asked(&self, who: &Connecting<'_>, limit: i64) -> Result<Vec<Tie>, Failure>;
}
