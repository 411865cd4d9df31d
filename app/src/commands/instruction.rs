//! A request as it comes from a page, the API or a tablet's queue: an id of its own, what it is about,
//! and what the asker had seen.

use domain::concern::ConcernCommand;
use domain::engagement::EngagementCommand;
use domain::outing::OutingCommand;
use domain::person::PersonCommand;
use domain::place::PlaceCommand;
use domain::relationship::RelationshipCommand;
use domain::shared::ids::{CommandId, ConcernId, EngagementId, OutingId, PersonId, PlaceId, RelationshipId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::arrival::{Arrival, TakenBack};
use super::meet_up::MeetUp;
use super::merging::Merging;
use super::newcomer::Newcomer;
use crate::error::{Failure, Refusal};

/// What is asked, of what.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "to", rename_all = "snake_case", deny_unknown_fields)]
pub enum Instruction {
    /// Of a person's record.
    Person { id: PersonId, command: PersonCommand },
    /// Of an engagement.
    Engagement { id: EngagementId, command: EngagementCommand },
    /// Of a relationship.
    Relationship { id: RelationshipId, command: RelationshipCommand },
    /// Of a safeguarding concern.
    Concern { id: ConcernId, command: ConcernCommand },
    /// Of somebody's being out alone.
    Outing { id: OutingId, command: OutingCommand },
    /// Of a place.
    Place { id: PlaceId, command: PlaceCommand },
    /// A meet-up: the connector's session and the two people's contact, kept together.
    MeetUp(MeetUp),
    /// An introduction to a newcomer: their record and the proposal, kept together.
    Newcomer(Newcomer),
    /// Somebody who comes with what another list knew of them, kept together.
    Arrival(Box<Arrival>),
    /// An arrival taken back.
    TakenBack(TakenBack),
    /// Two records of one person put together.
    PutTogether(Merging),
    /// Two records taken apart again.
    TakeApart(Merging),
}

/// One request.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Given by whoever asks; asking again with the same id does nothing more.
    pub command_id: CommandId,
    /// The version of the record that the asker had before them; refused when it has moved on.
    /// `None` when it does not matter.
    #[serde(default)]
    pub seen: Option<i64>,
    /// What is asked, of what.
    #[serde(rename = "ask")]
    pub instruction: Instruction,
}

impl Instruction {
    /// What is asked, as one word that says nothing about anyone.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Person { command, .. } => command.into(),
            Self::Engagement { command, .. } => command.into(),
            Self::Relationship { command, .. } => command.into(),
            // One word for all: what is asked of a concern says something about it.
            Self::Concern { .. } => "Safeguard",
            // Whether it was the word of alarm stays untold.
            Self::Outing { .. } => "BeOut",
            Self::Place { command, .. } => command.into(),
            Self::MeetUp(_) => "LogMeetUp",
            Self::Newcomer(_) => "IntroduceNewcomer",
            Self::Arrival(_) => "TakeIn",
            Self::TakenBack(_) => "TakeBackArrival",
            Self::PutTogether(_) => "PutRecordsTogether",
            Self::TakeApart(_) => "TakeRecordsApart",
        }
    }

    /// Whether a key is destroyed once it is decided, so that it must not stop halfway.
    pub fn destroys(&self) -> bool {
        matches!(
            self,
            Self::Person { command: PersonCommand::DecideErasure { .. }, .. }
                | Self::Concern { command: ConcernCommand::DecideDestruction { .. }, .. }
        )
    }

    /// Whether a command that begins a record names the record that it is asked of. Ids come from whoever
    /// asks, and one that named another record would begin it there.
    pub(super) fn names_its_own_record(&self) -> bool {
        match self {
            Self::Person { id, command: PersonCommand::Register { person_id, .. } } => id == person_id,
            Self::Engagement { id, command: EngagementCommand::ReceiveReferral { engagement_id, .. } } => {
                id == engagement_id
            }
            Self::Relationship { id, command: RelationshipCommand::Propose { relationship_id, .. } } => {
                id == relationship_id
            }
            Self::Concern { id, command: ConcernCommand::Report { concern_id, .. } } => id == concern_id,
            Self::Outing { id, command: OutingCommand::Begin { outing_id, .. } } => id == outing_id,
            Self::Place { id, command: PlaceCommand::RecordPlace { place_id, .. } } => id == place_id,
            Self::Person { .. }
            | Self::Outing { .. }
            | Self::Place { .. }
            | Self::Concern { .. }
            | Self::Engagement { .. }
            | Self::Relationship { .. }
            | Self::MeetUp(_)
            | Self::Newcomer(_)
            | Self::Arrival(_)
            | Self::PutTogether(_)
            | Self::TakeApart(_)
            | Self::TakenBack(_) => true,
        }
    }

    /// A digest of the content, by which the same id with another content is told apart.
    pub(crate) fn fingerprint(&self) -> Result<[u8; 32], Refusal> {
        let content = serde_json::to_vec(self).map_err(Failure::doing("reading a command"))?;
        Ok(Sha256::digest(content).into())
    }
}
