//! What can happen to a person's record. The name on each event is stored: a promise.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::availability::Availability;
use super::capacity::{Assessment, BestInterests, CapacityDecision};
use super::codes::*;
use super::document::{AtSession, DocumentAbout, DocumentKind, MediaType};
use super::measures::{Instrument, ItemAnswer, MeasureMode, Proxy, Timepoint};
use super::records::*;
use super::safety::{SafetyKind, SafetyNote, SafetySource, Watch};
use super::sharing::Sharing;
use super::travel::Travel;
use super::wishes::MeetingWishes;
use crate::shared::ids::{
    AccountId, AssessmentId, BestInterestsId, DocumentId, EngagementId, InterestId, MapId, MeasureId,
    PersonId, RoleId, SafetyNoteId, SharingId, SupporterId,
};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Facts about one person.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(tag = "type")]
pub enum PersonEvent {
    /// Kith came to know of someone.
    PersonRegistered {
        person_id: PersonId,
        kind: PersonKind,
        details: Personal<Details>,
        registered_on: NaiveDate,
    },
    /// A mistake in who they are was put right; the earlier details stay in the history.
    DetailsCorrected { details: Personal<Details>, reason: Option<Personal<Words>> },
    /// A number by which others know them.
    IdentifierAdded { scheme: IdentifierScheme, value: Personal<Line> },
    /// How to communicate with them. Replaces what was recorded before.
    CommunicationNeedsRecorded {
        needs: Personal<Vec<CommunicationNeed>>,
        notes: Option<Personal<Words>>,
        recorded_on: NaiveDate,
    },
    /// They agreed.
    ConsentGiven {
        scope: ConsentScope,
        given_on: NaiveDate,
        how: AnswerMethod,
        until: Option<NaiveDate>,
        words: Option<Personal<Words>>,
        /// The decision in their best interests that it rests on; always there for one given so since this is asked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision_id: Option<BestInterestsId>,
        /// The attorney or deputy who answered for them under the authority that is recorded; `None` when they did, or it
        /// was decided in their best interests.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        given_by: Option<SupporterId>,
        /// The paper on their record that shows it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        evidence: Option<DocumentId>,
    },
    /// They were asked and did not agree.
    ConsentRefused {
        scope: ConsentScope,
        refused_on: NaiveDate,
        how: AnswerMethod,
        words: Option<Personal<Words>>,
    },
    /// They changed their mind. What rests on it stops at once.
    ConsentWithdrawn {
        scope: ConsentScope,
        withdrawn_on: NaiveDate,
        how: AnswerMethod,
        words: Option<Personal<Words>>,
    },
    /// A one-page profile in their own words; versions count from 1.
    ProfilePublished {
        version: u32,
        profile: Personal<Profile>,
        /// The photograph that stands on it, attached before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        photo: Option<DocumentId>,
        published_on: NaiveDate,
    },
    /// Something they love, can do, give or hope for.
    InterestRecorded { interest_id: InterestId, interest: Personal<Interest>, recorded_on: NaiveDate },
    /// The same, told better.
    InterestRefined {
        interest_id: InterestId,
        interest: Personal<Interest>,
        refined_on: NaiveDate,
        /// The same thing on other records that are one with this one at the time: it keeps what it was told, and
        /// is not shown beside this one.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        same_as: Vec<InterestId>,
    },
    /// It no longer holds.
    InterestRetired {
        interest_id: InterestId,
        retired_on: NaiveDate,
        reason: Option<Personal<Words>>,
        /// The same thing on other records that are one with this one at the time: it does not end, and is not
        /// shown in its place.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        same_as: Vec<InterestId>,
    },
    /// Who is in their life, on a day. A later map stands beside it, never instead of it.
    RelationshipMapTaken {
        map_id: MapId,
        taken_on: NaiveDate,
        method: MapMethod,
        entries: Personal<Vec<MapEntry>>,
    },
    /// It was a mistake: the wrong person, the wrong day. It does not count any more, and stays to be seen.
    RelationshipMapTakenBack { map_id: MapId, reason: Personal<Words>, taken_back_on: NaiveDate },
    /// When they are free in an ordinary week. Replaces what was told of an earlier day.
    AvailabilitySet { availability: Personal<Availability>, set_on: NaiveDate },
    /// How they get about, and how far they would go. Replaces what was told of an earlier day.
    TravelSet { travel: Personal<Travel>, set_on: NaiveDate },
    /// Whom they would like to meet, and whom not, as they said it. Replaces what was told of an earlier day.
    MeetingWishesTold { wishes: Personal<MeetingWishes>, told_on: NaiveDate },
    /// Someone who helps them.
    SupporterLinked { supporter_id: SupporterId, supporter: Personal<Supporter>, linked_on: NaiveDate },
    /// They no longer help.
    SupporterUnlinked { supporter_id: SupporterId, unlinked_on: NaiveDate },
    /// What an attorney or deputy may decide was written down. Source: Mental Capacity Act 2005, sections 9 and 16.
    SupporterAuthorityRecorded {
        supporter_id: SupporterId,
        authority: Personal<Authority>,
        recorded_on: NaiveDate,
    },
    /// They took up a role that others count on.
    ValuedRoleTakenUp {
        role_id: RoleId,
        kind: RoleKind,
        role: Personal<ValuedRole>,
        began_on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        minutes_per_week: Option<i64>,
    },
    /// It takes so many minutes a week from a day on.
    ValuedRoleHoursAgreed { role_id: RoleId, minutes_per_week: i64, from_on: NaiveDate },
    /// They laid it down; the day is the last of it.
    ValuedRoleLaidDown {
        role_id: RoleId,
        ended_on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Personal<Words>>,
    },
    /// It was recorded by mistake and does not count; it stays to be seen.
    ValuedRoleTakenBack { role_id: RoleId, reason: Personal<Words>, taken_back_on: NaiveDate },
    /// They died. Nothing is delivered after that day.
    PersonDied { died_on: NaiveDate },
    /// The record was begun by mistake: this person is not one we know, or is on record elsewhere.
    RegistrationTakenBack { taken_back_on: NaiveDate },
    /// Somebody with the right to decided that this person is to be forgotten.
    ErasureDecided { ground: ErasureGround, authority: Personal<Line>, decided_on: NaiveDate },
    /// Their key is gone; what was sealed under it cannot be read again, here or in a backup.
    PersonForgotten { person_id: PersonId, forgotten_on: NaiveDate },
    /// What must not happen, or what somebody worries about, and what we do about it. Source: warning notes of
    /// adult social care; practice default.
    SafetyNoteAdded {
        note_id: SafetyNoteId,
        kind: SafetyKind,
        note: Personal<SafetyNote>,
        source: SafetySource,
        watch: Watch,
        added_on: NaiveDate,
    },
    /// It was looked at again and goes on: as it is when `note` is missing, in other words when it is there.
    SafetyNoteReviewed {
        note_id: SafetyNoteId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<SafetyNote>>,
        watch: Watch,
        reviewed_on: NaiveDate,
    },
    /// It is not needed any more; it stays in the history.
    SafetyNoteEnded { note_id: SafetyNoteId, reason: Personal<Words>, ended_on: NaiveDate },
    /// It was asked whether they can make a decision, and answered. Source: Mental Capacity Act 2005, sections 1 to 3.
    CapacityAssessed {
        assessment_id: AssessmentId,
        decision: CapacityDecision,
        assessment: Personal<Assessment>,
        assessed_on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review_on: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instead_of: Option<AssessmentId>,
    },
    /// Something was decided for them, in their best interests. Source: Mental Capacity Act 2005, section 4.
    BestInterestsDecided {
        decision_id: BestInterestsId,
        assessment_id: AssessmentId,
        decided: Personal<BestInterests>,
        decided_on: NaiveDate,
    },
    /// They agreed that somebody may be told something. Of the same agreement later, they agreed again.
    SharingAgreed {
        sharing_id: SharingId,
        sharing: Personal<Sharing>,
        agreed_on: NaiveDate,
        until: Option<NaiveDate>,
        how: AnswerMethod,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Personal<Words>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision_id: Option<BestInterestsId>,
    },
    /// They took it back. Nothing more is told from that day on.
    SharingEnded {
        sharing_id: SharingId,
        ended_on: NaiveDate,
        how: AnswerMethod,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Personal<Words>>,
    },
    /// Questions about how life is were asked, and answered or not. Scores are worked out when they are read.
    /// Source: each instrument as published, see docs/domain/measures.md.
    OutcomeMeasureTaken {
        measure_id: MeasureId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        engagement_id: Option<EngagementId>,
        instrument: Instrument,
        instrument_version: u16,
        taken_on: NaiveDate,
        mode: MeasureMode,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proxy: Option<Proxy<Personal<Line>>>,
        adapted: bool,
        timepoint: Timepoint,
        answers: Personal<Vec<ItemAnswer>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Personal<Words>>,
    },
    /// It was recorded wrongly and does not count any more; it stays to be seen.
    OutcomeMeasureTakenBack { measure_id: MeasureId, reason: Personal<Words>, taken_back_on: NaiveDate },
    /// A photograph or a paper was attached. What is in it is kept beside the log, under the same key.
    DocumentAttached {
        document_id: DocumentId,
        kind: DocumentKind,
        about: Personal<DocumentAbout>,
        media: MediaType,
        size_bytes: i64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        taken_on: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at: Option<AtSession>,
        attached_on: NaiveDate,
    },
    /// It was taken away: what was in it is gone, that it was there stays.
    DocumentRemoved { document_id: DocumentId, reason: Personal<Words>, removed_on: NaiveDate },
    /// Somebody looked at another record that is like this one: they are two people.
    ToldApart { other: PersonId, told_on: NaiveDate },
    /// It was put together with another record of the same person, and is found under that one.
    PersonMerged { into: PersonId, merged_on: NaiveDate },
    /// It stands by itself again. `facts` are what was recorded meanwhile about what it had brought.
    PersonUnmerged { from: PersonId, facts: Vec<PersonEvent>, unmerged_on: NaiveDate },
    /// Another record of the same person was taken in: everything that happened to it, each still sealed under
    /// the other's key.
    DuplicateTakenIn {
        from: PersonId,
        facts: Vec<PersonEvent>,
        taken_in_on: NaiveDate,
        taken_in_by: AccountId,
    },
    /// It was given back. What was recorded here meanwhile stays, but for what is about something it had brought.
    DuplicateGivenBack { from: PersonId, given_back_on: NaiveDate },
}

impl PersonEvent {
    /// Version of the stored shape of every event of this noun.
    pub const VERSION: &'static str = "1.0";
}
