//! What can be asked of a person's record. Fields are parsed already; the day and who asks come
//! with the asking.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::availability::Availability;
use super::capacity::{Assessment, BestInterests, CapacityDecision};
use super::codes::*;
use super::document::NewDocument;
use super::events::PersonEvent;
use super::measures::{Asking, ItemAnswer, Proxy, Standing};
use super::records::*;
use super::safety::{SafetyKind, SafetyNote, SafetySource, Watch};
use super::sharing::Sharing;
use super::travel::Travel;
use super::wishes::MeetingWishes;
use crate::shared::ids::{
    AssessmentId, BestInterestsId, DocumentId, EngagementId, InterestId, MapId, MeasureId, PersonId,
    RelationshipId, RoleId, SafetyNoteId, SharingId, SupporterId,
};
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
        /// The decision in their best interests that it rests on, when they could not answer themselves.
        #[serde(default)]
        decision_id: Option<BestInterestsId>,
        /// The attorney or deputy who answered for them under the authority that is recorded, when they did not
        /// answer themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given_by: Option<SupporterId>,
        /// The paper on their record that shows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<DocumentId>,
    },
    /// They did not agree.
    RefuseConsent { scope: ConsentScope, refused_on: NaiveDate, how: AnswerMethod, words: Option<Words> },
    /// They changed their mind.
    WithdrawConsent { scope: ConsentScope, withdrawn_on: NaiveDate, how: AnswerMethod, words: Option<Words> },
    /// Publish a one-page profile.
    PublishProfile {
        profile: Profile,
        /// The photograph that is to stand on it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        photo: Option<DocumentId>,
        published_on: NaiveDate,
    },
    /// Record something they love, can do, give or hope for.
    RecordInterest { interest_id: InterestId, interest: Interest, recorded_on: NaiveDate },
    /// Tell it better.
    RefineInterest { interest_id: InterestId, interest: Interest, refined_on: NaiveDate },
    /// It no longer holds.
    RetireInterest { interest_id: InterestId, retired_on: NaiveDate, reason: Option<Words> },
    /// Record who is in their life.
    TakeRelationshipMap { map_id: MapId, taken_on: NaiveDate, method: MapMethod, entries: Vec<MapEntry> },
    /// It was a mistake: the wrong person, the wrong day.
    TakeMapBack { map_id: MapId, reason: Words },
    /// Say when they are free in an ordinary week.
    SetAvailability { availability: Availability, set_on: NaiveDate },
    /// Say how they get about.
    SetTravel { travel: Travel, set_on: NaiveDate },
    /// Say whom they would like to meet, and whom not.
    TellMeetingWishes { wishes: MeetingWishes, told_on: NaiveDate },
    /// Someone helps them.
    LinkSupporter { supporter: Supporter, linked_on: NaiveDate },
    /// They no longer help.
    UnlinkSupporter { supporter_id: SupporterId, unlinked_on: NaiveDate },
    /// Say what an attorney or deputy may decide.
    RecordAuthority { supporter_id: SupporterId, authority: Authority, recorded_on: NaiveDate },
    /// They have a role among others; minutes a week where they are known.
    TakeUpRole {
        role_id: RoleId,
        kind: RoleKind,
        role: ValuedRole,
        began_on: NaiveDate,
        #[serde(default)]
        minutes_per_week: Option<i64>,
    },
    /// It takes so many minutes a week from a day on.
    AgreeRoleHours { role_id: RoleId, minutes_per_week: i64, from_on: NaiveDate },
    /// It is theirs no longer.
    LayDownRole {
        role_id: RoleId,
        ended_on: NaiveDate,
        #[serde(default)]
        reason: Option<Words>,
    },
    /// It was recorded by mistake.
    TakeRoleBack { role_id: RoleId, reason: Words },
    /// They died.
    RecordDeath { died_on: NaiveDate },
    /// The record was begun by mistake, and nothing rests on it yet.
    TakeBackRegistration,
    /// Decide to forget them.
    DecideErasure { ground: ErasureGround, authority: Line },
    /// Their key has been destroyed; asked by the erasure itself, never from a request.
    ConfirmForgotten,
    /// Write down what must not happen to them or around them, or what somebody worries about.
    AddSafetyNote {
        note_id: SafetyNoteId,
        kind: SafetyKind,
        note: SafetyNote,
        source: SafetySource,
        watch: Watch,
        added_on: NaiveDate,
    },
    /// Look at it again: the same words if it goes on as it is.
    ReviewSafetyNote { note_id: SafetyNoteId, note: SafetyNote, watch: Watch, reviewed_on: NaiveDate },
    /// It is not needed any more.
    EndSafetyNote { note_id: SafetyNoteId, reason: Words, ended_on: NaiveDate },
    /// Write down whether they can make a decision.
    AssessCapacity {
        assessment_id: AssessmentId,
        decision: CapacityDecision,
        assessment: Box<Assessment>,
        assessed_on: NaiveDate,
        review_on: Option<NaiveDate>,
        /// The assessment in whose place this one stands.
        #[serde(default)]
        instead_of: Option<AssessmentId>,
    },
    /// Write down what was decided in their best interests.
    DecideBestInterests {
        decision_id: BestInterestsId,
        assessment_id: AssessmentId,
        decided: Box<BestInterests>,
        decided_on: NaiveDate,
    },
    /// They agreed that somebody may be told something; asked of the same agreement, they agreed again.
    AgreeSharing {
        sharing_id: SharingId,
        sharing: Sharing,
        agreed_on: NaiveDate,
        until: Option<NaiveDate>,
        how: AnswerMethod,
        words: Option<Words>,
        /// The decision in their best interests that it rests on, when they could not answer themselves.
        #[serde(default)]
        decision_id: Option<BestInterestsId>,
    },
    /// They took it back.
    EndSharing { sharing_id: SharingId, ended_on: NaiveDate, how: AnswerMethod, words: Option<Words> },
    /// Keep what was answered to questions about how life is.
    TakeMeasure {
        measure_id: MeasureId,
        /// The work it is taken in.
        #[serde(default)]
        engagement_id: Option<EngagementId>,
        asking: Asking,
        /// Who answered instead of the person.
        #[serde(default)]
        proxy: Option<Proxy<Line>>,
        answers: Vec<ItemAnswer>,
        #[serde(default)]
        words: Option<Words>,
        /// Whether the organisation may use it today; filled in by the use case, never read from a request.
        #[serde(skip)]
        #[schemars(skip)]
        standing: Standing,
        /// The record that the work began with, when that is another one of the same person; filled in by the use
        /// case, never read from a request.
        #[serde(skip)]
        #[schemars(skip)]
        begun_with: Option<PersonId>,
    },
    /// It was recorded wrongly.
    TakeMeasureBack { measure_id: MeasureId, reason: Words },
    /// Attach a photograph or a paper, whose file has been brought already.
    AttachDocument {
        document: Box<NewDocument>,
        /// The record that the session's work began with, when that is another one of the same person; filled in by
        /// the use case, never read from a request.
        #[serde(skip)]
        #[schemars(skip)]
        begun_with: Option<PersonId>,
    },
    /// Take it away; what is in it goes for good.
    RemoveDocument { document_id: DocumentId, reason: Words },
    /// Say that another record that is like this one is of somebody else.
    TellApart { other: PersonId },
    /// Take in another record of the same person. Asked by putting the two together, never from a request.
    #[serde(skip)]
    TakeInDuplicate {
        from: PersonId,
        /// What happened to the other record.
        facts: Vec<PersonEvent>,
        /// A relationship between the two, whatever became of it.
        between: Option<RelationshipId>,
    },
    /// Go into another record of the same person. Asked in the same way.
    #[serde(skip)]
    MergeInto { into: PersonId },
    /// Give back a record that was taken in. Asked by taking the two apart, never from a request.
    #[serde(skip)]
    GiveBackDuplicate { from: PersonId },
    /// Stand by itself again. Asked in the same way.
    #[serde(skip)]
    Unmerge {
        /// What was recorded meanwhile about what it had brought.
        facts: Vec<PersonEvent>,
    },
}
