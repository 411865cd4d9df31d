//! What can happen in an engagement. Amounts, dates and hours stand in clear, words about someone
//! are sealed, so that forgetting a person changes no total.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use super::ending::Beside;
use super::message_back::SentMessage;
use super::records::*;
use super::review_facts::ReviewFacts;
use crate::shared::ids::{
    AccountId, EngagementId, GoalId, MessageId, PersonId, ReviewId, SeriesId, SessionId,
};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Facts of one engagement.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(tag = "type")]
pub enum EngagementEvent {
    /// Somebody asked for a connector for this person.
    ReferralReceived {
        engagement_id: EngagementId,
        person_id: PersonId,
        source: ReferralSource,
        received_on: NaiveDate,
        reason: Option<Personal<Words>>,
        /// Who asked, by name, and how to reach them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        referrer: Option<Personal<Referrer>>,
        /// Since when the work goes on already, when it had begun before it came into Kith.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        under_way_since: Option<NaiveDate>,
    },
    /// Who made the referral was written down afterwards, or put right.
    ReferrerNamed { referrer: Personal<Referrer>, named_on: NaiveDate },
    /// A connector was asked to work with them.
    ConnectorAllocated { connector: AccountId, allocated_on: NaiveDate },
    /// We began to look whether we are the right people.
    ScreeningStarted { started_on: NaiveDate },
    /// We are, or are not, by which rule and why.
    EligibilityDecided { decided_on: NaiveDate, eligible: bool, rule: Line, reason: Option<Personal<Words>> },
    /// There is no room yet.
    Waitlisted { listed_on: NaiveDate, priority: u8, expected_start: Option<NaiveDate> },
    /// The person was asked whether they want this.
    ConsentRequested { requested_on: NaiveDate },
    /// Their consent to take part, given on their own record, is relied on here.
    ConsentNoted { given_on: NaiveDate, noted_on: NaiveDate },
    /// Money was asked for.
    FundingSought { sought_on: NaiveDate },
    /// Someone pays. Replaces what was noted before, until the engagement is agreed.
    FundingNoted { funding: Funding, noted_on: NaiveDate },
    /// A new price per hour from a day on; sessions before it keep theirs.
    RateAgreed { rate: DatedRate, agreed_on: NaiveDate },
    /// Who pays had been noted wrongly; this is how it was agreed, from the beginning. What extensions added
    /// is part of its budget and of its days.
    FundingCorrected {
        funding: Funding,
        later_rates: Vec<DatedRate>,
        reason: Personal<Words>,
        corrected_on: NaiveDate,
    },
    /// The term, the hours a week and what for.
    EngagementAgreed {
        kind: EngagementKind,
        term_start: NaiveDate,
        term_end: NaiveDate,
        minutes_per_week: i64,
        goals: Personal<Vec<Goal>>,
        agreed_on: NaiveDate,
    },
    /// The person wants something more from it.
    GoalSet { goal_id: GoalId, words: Personal<Words>, set_on: NaiveDate },
    /// They say it in other words now.
    GoalReworded { goal_id: GoalId, words: Personal<Words>, reworded_on: NaiveDate },
    /// They do not go after it any more, and why.
    GoalSetAside { goal_id: GoalId, reason: Personal<Words>, set_aside_on: NaiveDate },
    /// How far it was reached on a day between reviews; a review scores in its own event.
    GoalScored {
        goal_id: GoalId,
        outcome: GoalOutcome,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Personal<Words>>,
        scored_on: NaiveDate,
    },
    /// Other hours a week were agreed from a day of the term on, until an extension has its own.
    HoursChanged { minutes_per_week: i64, from: NaiveDate, reason: Personal<Words>, changed_on: NaiveDate },
    /// The connector and the person began.
    EngagementStarted { started_on: NaiveDate },
    /// What it is mostly about now.
    PhaseMoved { phase: Phase, moved_on: NaiveDate },
    /// It rests.
    EngagementPaused { reason: PauseReason, paused_on: NaiveDate, review_on: NaiveDate },
    /// The pause was looked at, and goes on; it is looked at again on another day.
    PauseReviewMoved { review_on: NaiveDate, moved_on: NaiveDate },
    /// It goes on.
    EngagementResumed { resumed_on: NaiveDate },
    /// More time was agreed, for a reason, and is paid for.
    TermExtended {
        new_end: NaiveDate,
        minutes_per_week: i64,
        added_budget_pence: i64,
        reason: Personal<Words>,
        extended_on: NaiveDate,
        /// Who asked for it and who agreed, where a team lead's agreement was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreed: Option<Agreed>,
    },
    /// A connector asked a team lead for more time. Replaces what was asked before.
    ExtensionAsked {
        new_end: NaiveDate,
        minutes_per_week: i64,
        added_budget_pence: i64,
        reason: Personal<Words>,
        asked_on: NaiveDate,
        asked_by: AccountId,
    },
    /// A team lead said no to it, and why.
    ExtensionDeclined { reason: Personal<Words>, declined_on: NaiveDate, declined_by: AccountId },
    /// How it goes was looked at together.
    ReviewHeld {
        review_id: ReviewId,
        held_on: NaiveDate,
        kind: ReviewKind,
        decision: ReviewDecision,
        words: Personal<ReviewWords>,
        goals: Vec<GoalScore>,
        next_review_on: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "ReviewFacts::is_empty")]
        facts: ReviewFacts,
    },
    /// A review had been recorded by mistake. What it led to stays.
    ReviewTakenBack {
        review_id: ReviewId,
        held_on: NaiveDate,
        reason: Personal<Words>,
        taken_back_on: NaiveDate,
    },
    /// A session is meant to be; with others of a series when they were planned together.
    SessionPlanned {
        session_id: SessionId,
        time: SessionTime,
        place: Option<Personal<Line>>,
        #[serde(default, skip_serializing_if = "SessionDetails::is_empty")]
        details: SessionDetails<Personal<Line>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        series_id: Option<SeriesId>,
    },
    /// A planned session is meant to be on another day, at another time, or for longer or shorter.
    SessionMoved {
        session_id: SessionId,
        time: SessionTime,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Personal<Words>>,
        moved_on: NaiveDate,
    },
    /// A planned session is meant to be otherwise on its day: this is the whole of what is planned for it.
    SessionReplanned {
        session_id: SessionId,
        time: SessionTime,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Personal<Line>>,
        #[serde(default, skip_serializing_if = "SessionDetails::is_empty")]
        details: SessionDetails<Personal<Line>>,
        replanned_on: NaiveDate,
    },
    /// A session was.
    SessionDelivered {
        session_id: SessionId,
        time: SessionTime,
        place: Option<Personal<Line>>,
        note: Option<Personal<Words>>,
        #[serde(default, skip_serializing_if = "SessionDetails::is_empty")]
        details: SessionDetails<Personal<Line>>,
    },
    /// A planned session was called off.
    SessionCancelled {
        session_id: SessionId,
        by: CancelledBy,
        notice_hours: u32,
        cancelled_on: NaiveDate,
        reason: Option<Personal<Words>>,
    },
    /// Somebody did not come.
    SessionNotAttended {
        session_id: SessionId,
        absent: AbsentParty,
        on: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Personal<Words>>,
    },
    /// A delivered session was recorded wrongly; this is how it was. Place and details are told together:
    /// without details both stay as they were. So do the words without any, unless they are taken away.
    SessionCorrected {
        session_id: SessionId,
        time: SessionTime,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        place: Option<Personal<Line>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        details: Option<SessionDetails<Personal<Line>>>,
        /// What is written about it from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Personal<Words>>,
        /// Whether what was written is taken away and nothing takes its place.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        without_note: bool,
        reason: Personal<Words>,
        corrected_on: NaiveDate,
    },
    /// What happened in a delivered session, of which nothing had been written, was written down later.
    SessionNoteWritten { session_id: SessionId, note: Personal<Words>, written_on: NaiveDate },
    /// A delivered session did not happen at all.
    SessionVoided { session_id: SessionId, reason: Personal<Words>, voided_on: NaiveDate },
    /// It was talked over with both of each open relationship what becomes of it when the connector leaves.
    /// Replaces what was planned before.
    HandOversPlanned {
        hand_overs: Vec<Disposition>,
        planned_on: NaiveDate,
        /// Who stays beside which relationship, where somebody does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        beside: Option<Personal<Vec<Beside>>>,
    },
    /// A referral ended before any work began.
    ReferralClosed { outcome: ReferralOutcome, reason: Personal<Words>, closed_on: NaiveDate },
    /// The connector left, as agreed or early, and each open relationship has its hand-over.
    EngagementEnded {
        ended_on: NaiveDate,
        reason: EndReason,
        words: Option<Personal<Words>>,
        hand_overs: Vec<Disposition>,
        /// Who asked for it and who agreed, where a team lead's agreement was asked for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        agreed: Option<Agreed>,
        /// Who stays beside which relationship, where somebody does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        beside: Option<Personal<Vec<Beside>>>,
    },
    /// A connector asked a team lead whether it may end before its term. Replaces what was asked before.
    EndingAsked {
        ended_on: NaiveDate,
        reason: EndReason,
        words: Option<Personal<Words>>,
        hand_overs: Vec<Disposition>,
        /// Who stays beside which relationship, where somebody does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        beside: Option<Personal<Vec<Beside>>>,
        asked_on: NaiveDate,
        asked_by: AccountId,
    },
    /// A team lead agreed to an ending whose day lies ahead.
    EndingAgreed { agreed_on: NaiveDate, agreed_by: AccountId },
    /// A team lead said no to it, and why.
    EndingDeclined { reason: Personal<Words>, declined_on: NaiveDate, declined_by: AccountId },
    /// The checks after the ending are done.
    EngagementClosed { closed_on: NaiveDate },
    /// Whoever made the referral was told what became of it.
    ReferrerTold { message_id: MessageId, message: SentMessage },
    /// The person's record was put together with another one of theirs, or the two were taken apart again: from
    /// here on it is of that one.
    PersonReplaced { by: PersonId, replaced_on: NaiveDate },
}

impl EngagementEvent {
    /// Version of the stored shape of every event of this noun.
    pub const VERSION: &'static str = "1.0";

    /// The session that it is about, if it is about one. Each event is named: a new one does not compile
    /// until it is known.
    pub fn session(&self) -> Option<SessionId> {
        match self {
            Self::SessionPlanned { session_id, .. }
            | Self::SessionMoved { session_id, .. }
            | Self::SessionReplanned { session_id, .. }
            | Self::SessionDelivered { session_id, .. }
            | Self::SessionCancelled { session_id, .. }
            | Self::SessionNotAttended { session_id, .. }
            | Self::SessionCorrected { session_id, .. }
            | Self::SessionNoteWritten { session_id, .. }
            | Self::SessionVoided { session_id, .. } => Some(*session_id),
            Self::ReferralReceived { .. }
            | Self::ReferrerNamed { .. }
            | Self::GoalSet { .. }
            | Self::GoalReworded { .. }
            | Self::GoalSetAside { .. }
            | Self::GoalScored { .. }
            | Self::HoursChanged { .. }
            | Self::ConnectorAllocated { .. }
            | Self::ScreeningStarted { .. }
            | Self::EligibilityDecided { .. }
            | Self::Waitlisted { .. }
            | Self::ConsentRequested { .. }
            | Self::ConsentNoted { .. }
            | Self::FundingSought { .. }
            | Self::FundingNoted { .. }
            | Self::FundingCorrected { .. }
            | Self::RateAgreed { .. }
            | Self::EngagementAgreed { .. }
            | Self::EngagementStarted { .. }
            | Self::PhaseMoved { .. }
            | Self::EngagementPaused { .. }
            | Self::PauseReviewMoved { .. }
            | Self::EngagementResumed { .. }
            | Self::TermExtended { .. }
            | Self::ExtensionAsked { .. }
            | Self::ExtensionDeclined { .. }
            | Self::EndingAsked { .. }
            | Self::EndingAgreed { .. }
            | Self::EndingDeclined { .. }
            | Self::ReviewHeld { .. }
            | Self::ReviewTakenBack { .. }
            | Self::HandOversPlanned { .. }
            | Self::ReferralClosed { .. }
            | Self::EngagementEnded { .. }
            | Self::EngagementClosed { .. }
            | Self::ReferrerTold { .. }
            | Self::PersonReplaced { .. } => None,
        }
    }
}
