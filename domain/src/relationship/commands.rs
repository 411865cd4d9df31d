//! What can be asked of a relationship.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use super::records::*;
use crate::person::codes::AnswerMethod;
use crate::shared::ids::{ContactId, EngagementId, PersonId, RelationshipId};
use crate::shared::text::{Line, Words};

/// Requests to one relationship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr)]
#[serde(tag = "do", deny_unknown_fields)]
pub enum RelationshipCommand {
    /// Propose that two people meet, for something they share.
    Propose {
        relationship_id: RelationshipId,
        engagement_id: EngagementId,
        person_id: PersonId,
        other_id: PersonId,
        /// What they share: "growing vegetables".
        shared: Line,
        why: Option<Words>,
        proposed_on: NaiveDate,
        /// What is true elsewhere; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        known: ProposalFacts,
    },
    /// One of the two says yes.
    Agree {
        party: Party,
        how: AnswerMethod,
        agreed_on: NaiveDate,
        /// Whether that person's consent to be introduced stands against it; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        consent_refused: bool,
    },
    /// One of the two says no.
    Decline { party: Party, reason: Option<Words>, declined_on: NaiveDate },
    /// Arrange a first meeting.
    Arrange { meeting: Meeting, place: Option<Line> },
    /// They met.
    RecordMeeting { met_on: NaiveDate },
    /// They did not.
    RecordNoMeeting { reason: NoMeetingReason, on: NaiveDate },
    /// What the two want after meeting.
    ChooseNextStep { next_step: NextStep, chosen_on: NaiveDate },
    /// They were in touch.
    LogContact { contact: Contact, note: Option<Words> },
    /// Say how a contact really was, for a reason. The session in which it happened stays the one that it was.
    CorrectContact { contact: Contact, reason: Words },
    /// Take back a contact.
    VoidContact { contact_id: ContactId, reason: Words },
    /// Write down later what was said about a contact, or put it right: these words from then on, or none. Words that
    /// were written are put right for a reason.
    WriteContactWords {
        contact_id: ContactId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Words>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Words>,
    },
    /// What each gives the other.
    RecordReciprocity { reciprocity: Reciprocity, recorded_on: NaiveDate },
    /// One of the two says whether it goes on.
    Confirm { confirmation: Confirmation, words: Option<Words> },
    /// How they go on.
    PlanContinuity { plan: ContinuityPlan, planned_on: NaiveDate },
    /// It has grown beyond an introduction.
    Consolidate { consolidated_on: NaiveDate },
    /// Say that it stands on its own; every test must pass.
    DeclareSelfSustaining { declared_on: NaiveDate },
    /// Ask a team lead to sign where not every test passes.
    AskOverride { reason: Words },
    /// Sign it, as a team lead who did not ask.
    SignOverride {
        declared_on: NaiveDate,
        reason: Words,
        /// Whether who asks is a team lead; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        is_team_lead: bool,
    },
    /// Look again, three, six or twelve months later.
    CheckSustained { month: u8, result: CheckResult, source: ContactSource, checked_on: NaiveDate },
    /// Somebody worries.
    RaiseConcern { raised_on: NaiveDate },
    /// The worry is dealt with.
    CloseConcern { closed_on: NaiveDate },
    /// It went quiet for good.
    Lapse { reason: LapseReason, lapsed_on: NaiveDate },
    /// It began again.
    Reopen { reopened_on: NaiveDate },
    /// Go on as one of another record of one of the two. Asked by putting two records together or taking them
    /// apart, never from a request.
    #[serde(skip)]
    ReplaceParty {
        /// Who it must be until then; if neither of the two is, nothing happens.
        was: PersonId,
        /// Who it is from then on.
        by: PersonId,
    },
}

/// What a proposal must know of the engagement and of both people.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProposalFacts {
    /// Whether the engagement is one in which introductions are made: active, and of this person.
    pub engagement_is_active: bool,
    /// Whether the person's consent to take part holds.
    pub person_consents: bool,
    /// Whether the other person has said that they do not want to be introduced.
    pub other_refused: bool,
    /// Whether a safety note of either keeps them apart, or one asked not to be introduced to the other.
    pub not_brought_together: bool,
    /// Whether either is known to be younger than those who are introduced.
    pub too_young: bool,
    /// Whether either has died or been forgotten.
    pub someone_is_gone: bool,
    /// A relationship between the two that is already open.
    pub already: Option<RelationshipId>,
}
