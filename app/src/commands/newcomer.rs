//! Introducing somebody to a newcomer: a community member who is not on record yet. Their record, what
//! they share and the proposal are kept together or not at all. Nothing is agreed by it: the newcomer,
//! like the person, is asked afterwards.

use chrono::NaiveDate;
use domain::engagement::Engagement;
use domain::person::codes::PersonKind;
use domain::person::records::{Details, Interest};
use domain::person::{Person, PersonCommand};
use domain::relationship::{Relationship, RelationshipCommand};
use domain::shared::ids::{EngagementId, InterestId, PersonId, RelationshipId};
use domain::shared::text::{Line, Words};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::access::same_house;
use super::work::Work;
use crate::App;
use crate::access::Viewer;
use crate::error::Refusal;

/// Who is new, and why the two might get on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Newcomer {
    /// The newcomer's id, given by whoever asks.
    pub newcomer_id: PersonId,
    /// Who they are: a name is enough.
    pub details: Details,
    /// People who look alike and were looked at: this is somebody else.
    #[serde(default)]
    pub different_from: Vec<PersonId>,
    /// What they love, if it is to stand on their own record too.
    #[serde(default)]
    pub loves: Option<(InterestId, Interest)>,
    /// The introduction's id.
    pub relationship_id: RelationshipId,
    /// The engagement in which it is made.
    pub engagement_id: EngagementId,
    /// The supported person.
    pub person_id: PersonId,
    /// What the two share.
    pub shared: Line,
    /// Why the connector thought of it.
    #[serde(default)]
    pub why: Option<Words>,
    /// The day.
    pub proposed_on: NaiveDate,
}

impl App {
    pub(super) async fn plan_newcomer(
        &self,
        viewer: &Viewer,
        asked: &Newcomer,
        work: &mut Work<'_>,
    ) -> Result<(), Refusal> {
        let who = viewer.connecting()?;
        let engagement = work.load::<Engagement>(asked.engagement_id, None).await?;
        same_house(viewer, engagement.organisation)?;
        self.works_on(&who, &engagement).await?;
        let newcomer = work.load::<Person>(asked.newcomer_id, None).await?;
        same_house(viewer, newcomer.organisation)?;
        let relationship = work.load::<Relationship>(asked.relationship_id, None).await?;
        same_house(viewer, relationship.organisation)?;

        let register = self.with_person_facts(viewer, work, asked.newcomer_id, asked.register()).await?;
        work.decide::<Person>(asked.newcomer_id, &self.asked(viewer, register)).await?;
        if let Some((interest_id, interest)) = asked.loves.clone() {
            let recorded_on = asked.proposed_on;
            let record = PersonCommand::RecordInterest { interest_id, interest, recorded_on };
            work.decide::<Person>(asked.newcomer_id, &self.asked(viewer, record)).await?;
        }
        let propose = self.with_relationship_facts(viewer, work, &relationship, asked.propose()).await?;
        work.decide::<Relationship>(asked.relationship_id, &self.asked(viewer, propose)).await
    }
}

impl Newcomer {
    fn register(&self) -> PersonCommand {
        PersonCommand::Register {
            person_id: self.newcomer_id,
            kind: PersonKind::CommunityMember,
            details: self.details.clone(),
            different_from: self.different_from.clone(),
            alike: Vec::new(),
        }
    }

    fn propose(&self) -> RelationshipCommand {
        RelationshipCommand::Propose {
            relationship_id: self.relationship_id,
            engagement_id: self.engagement_id,
            person_id: self.person_id,
            other_id: self.newcomer_id,
            shared: self.shared.clone(),
            why: self.why.clone(),
            proposed_on: self.proposed_on,
            known: Default::default(),
        }
    }
}
