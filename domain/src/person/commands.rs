//! What can be asked of a person's record. Fields are parsed already; the day and who asks come
//! with the asking.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::availability::Availability;
use super::codes::*;
use super::records::*;
use super::travel::Travel;
use crate::shared::ids::{InterestId, MapId, PersonId, SupporterId};
use crate::shared::text::{Line, Words};

/// Requests to one person's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr)]
#[serde(tag = "do", deny_unknown_fields)]
pub enum PersonCommand {
    /// Begin a record, once it is clear that there is none yet.
    Register {
        person_id: PersonId,
        kind: PersonKind,
        details: Details,
        /// People who look alike and were looked at: this is somebody else.
        #[serde(default)]
        different_from: Vec<PersonId>,
        /// Who looks alike; filled in by the use case, never read from a request.
        #[serde(skip)]
        #[schemars(skip)]
        alike: Vec<PersonId>,
    },
    /// Put right who they are.
    CorrectDetails { details: Details, reason: Option<Words> },
    /// Add a number by which others know them.
    AddIdentifier {
        scheme: IdentifierScheme,
        value: Line,
        /// Whose record has this number already; filled in by the use case, never read from a request.
        #[serde(skip)]
        #[schemars(skip)]
        held_by: Option<PersonId>,
    },
    /// Say how to communicate with them.
    RecordCommunicationNeeds { needs: Vec<CommunicationNeed>, notes: Option<Words> },
    /// They agreed.
    GiveConsent {
        scope: ConsentScope,
        given_on: NaiveDate,
        how: AnswerMethod,
        until: Option<NaiveDate>,
        words: Option<Words>,
    },
    /// They did not agree.
    RefuseConsent { scope: ConsentScope, refused_on: NaiveDate, how: AnswerMethod, words: Option<Words> },
    /// They changed their mind.
    WithdrawConsent { scope: ConsentScope, withdrawn_on: NaiveDate, how: AnswerMethod, words: Option<Words> },
    /// Publish a one-page profile.
    PublishProfile { profile: Profile, published_on: NaiveDate },
    /// Record something they love, can do, give or hope for.
    RecordInterest { interest_id: InterestId, interest: Interest, recorded_on: NaiveDate },
    /// Tell it better.
    RefineInterest { interest_id: InterestId, interest: Interest, refined_on: NaiveDate },
    /// It no longer holds.
    RetireInterest { interest_id: InterestId, retired_on: NaiveDate, reason: Option<Words> },
    /// Record who is in their life.
    TakeRelationshipMap { map_id: MapId, taken_on: NaiveDate, method: MapMethod, entries: Vec<MapEntry> },
    /// Say when they are free in an ordinary week.
    SetAvailability { availability: Availability, set_on: NaiveDate },
    /// Say how they get about.
    SetTravel { travel: Travel, set_on: NaiveDate },
    /// Someone helps them.
    LinkSupporter { supporter: Supporter, linked_on: NaiveDate },
    /// They no longer help.
    UnlinkSupporter { supporter_id: SupporterId, unlinked_on: NaiveDate },
    /// They died.
    RecordDeath { died_on: NaiveDate },
    /// Decide to forget them.
    DecideErasure { ground: ErasureGround, authority: Line },
    /// Their key has been destroyed; asked by the erasure itself, never from a request.
    ConfirmForgotten,
}
