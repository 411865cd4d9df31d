//! What can happen between two people. Each one's words are sealed under their own key; dates,
//! presence and counts stand in clear, because the evidence must outlive a name.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use super::records::*;
use crate::person::codes::AnswerMethod;
use crate::shared::ids::{AccountId, ContactId, EngagementId, PersonId, RelationshipId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Facts of one relationship.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(tag = "type")]
pub enum RelationshipEvent {
    /// A connector thought that these two might get on, and why.
    IntroductionProposed {
        relationship_id: RelationshipId,
        engagement_id: EngagementId,
        person_id: PersonId,
        other_id: PersonId,
        shared: Personal<Line>,
        why: Option<Personal<Words>>,
        proposed_on: NaiveDate,
    },
    /// One of the two said yes.
    IntroductionAgreed { party: Party, how: AnswerMethod, agreed_on: NaiveDate },
    /// One of the two said no.
    IntroductionDeclined { party: Party, reason: Option<Personal<Words>>, declined_on: NaiveDate },
    /// A first meeting was arranged, after both said yes.
    IntroductionArranged { meeting: Meeting, place: Option<Personal<Line>>, arranged_on: NaiveDate },
    /// They met.
    IntroductionMade { met_on: NaiveDate },
    /// They did not.
    IntroductionDidNotHappen { reason: NoMeetingReason, on: NaiveDate },
    /// What the two want after meeting.
    NextStepChosen { next_step: NextStep, chosen_on: NaiveDate },
    /// They were in touch.
    ContactLogged { contact: Contact, note: Option<Personal<Words>> },
    /// What was said about a contact was written down later, or put right: these words stand from then on, or none.
    ContactWordsWritten {
        contact_id: ContactId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<Words>>,
        /// Why they were put right; `None` where nothing had been written.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Personal<Words>>,
        written_on: NaiveDate,
    },
    /// A contact had been recorded otherwise than it was: this is how it was.
    ContactCorrected { contact: Contact, reason: Personal<Words>, corrected_on: NaiveDate },
    /// A contact was recorded that did not happen.
    ContactVoided { contact_id: ContactId, reason: Personal<Words>, voided_on: NaiveDate },
    /// What each gives the other.
    ReciprocityRecorded { reciprocity: Reciprocity, recorded_on: NaiveDate },
    /// One of the two said whether it goes on without the connector.
    ContinuationConfirmed { confirmation: Confirmation, words: Option<Personal<Words>> },
    /// How they go on without a connector.
    ContinuityPlanned { plan: Personal<ContinuityPlan>, planned_on: NaiveDate },
    /// It has grown beyond an introduction.
    RelationshipConsolidated { consolidated_on: NaiveDate },
    /// Not every test passes, and the connector asks a team lead to sign.
    OverrideAsked { reason: Personal<Words>, asked_on: NaiveDate, asked_by: AccountId },
    /// It stands on its own, on this evidence.
    RelationshipBecameSelfSustaining {
        declared_on: NaiveDate,
        evaluation: Evaluation,
        signed: Option<Override>,
        reason: Option<Personal<Words>>,
    },
    /// Looked at again, three, six or twelve months later.
    SustainmentChecked { month: u8, result: CheckResult, source: ContactSource, checked_on: NaiveDate },
    /// Somebody worries; what about is kept elsewhere.
    ConcernRaised { raised_on: NaiveDate },
    /// The worry is dealt with.
    ConcernClosed { closed_on: NaiveDate },
    /// It went quiet for good. That it once stood on its own stays true.
    RelationshipLapsed { reason: LapseReason, lapsed_on: NaiveDate },
    /// It began again.
    RelationshipReopened { reopened_on: NaiveDate },
    /// The record of one of the two was put together with another one of theirs, or the two were taken apart
    /// again: from here on it is of that one.
    PartyReplaced { was: PersonId, by: PersonId, replaced_on: NaiveDate },
}

impl RelationshipEvent {
    /// Version of the stored shape of every event of this noun.
    pub const VERSION: &'static str = "1.0";
}
