//! What can be asked of an engagement. Fields marked "filled in by the use case" are facts from
//! elsewhere that a rule must know; they are never read from a request.

use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use super::ending::Beside;
use super::message_back::Message;
use super::records::*;
use super::review_facts::ReviewFacts;
use crate::shared::ids::{
    AccountId, EngagementId, GoalId, MessageId, PersonId, RelationshipId, ReviewId, SeriesId, SessionId,
};
use crate::shared::money::Money;
use crate::shared::text::{Line, Words};

/// Requests to one engagement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr)]
#[serde(tag = "do", deny_unknown_fields)]
pub enum EngagementCommand {
    /// Take in a referral.
    ReceiveReferral {
        engagement_id: EngagementId,
        person_id: PersonId,
        source: ReferralSource,
        received_on: NaiveDate,
        reason: Option<Words>,
        /// Who asks, by name, and how to reach them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        referrer: Option<Referrer>,
        /// Since when the work goes on already, when it had begun before it comes into Kith.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        under_way_since: Option<NaiveDate>,
    },
    /// Write down who made the referral, or put it right.
    NameReferrer { referrer: Referrer },
    /// Ask a connector to work with them.
    AllocateConnector { connector: AccountId },
    /// Begin to look whether we are the right people.
    StartScreening { started_on: NaiveDate },
    /// Decide it.
    DecideEligibility { decided_on: NaiveDate, eligible: bool, rule: Line, reason: Option<Words> },
    /// Put them on the waiting list; priority 1 is first.
    Waitlist { listed_on: NaiveDate, priority: u8, expected_start: Option<NaiveDate> },
    /// Ask the person.
    RequestConsent { requested_on: NaiveDate },
    /// Rely on the consent on the person's own record.
    NoteConsent {
        /// Day the consent to take part was given, if one holds today; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        given_on: Option<NaiveDate>,
    },
    /// Ask for money.
    SeekFunding { sought_on: NaiveDate },
    /// Note who pays.
    NoteFunding { funding: Funding },
    /// Agree a new price from a day on.
    AgreeRate { rate: DatedRate },
    /// Say how who pays was really agreed: contract, route, first price, budget and days as they should stand
    /// now, extensions included, and every later price.
    CorrectFunding { funding: Funding, later_rates: Vec<DatedRate>, reason: Words },
    /// Agree the term.
    Agree {
        kind: EngagementKind,
        term_start: NaiveDate,
        term_end: NaiveDate,
        minutes_per_week: i64,
        goals: Vec<Goal>,
    },
    /// Add something that the person wants from it.
    SetGoal { goal_id: GoalId, words: Words, set_on: NaiveDate },
    /// Say a goal in other words.
    RewordGoal { goal_id: GoalId, words: Words },
    /// Go after a goal no more.
    SetGoalAside { goal_id: GoalId, reason: Words },
    /// Say how far a goal is reached, between reviews.
    ScoreGoal {
        goal_id: GoalId,
        outcome: GoalOutcome,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Words>,
        scored_on: NaiveDate,
    },
    /// Agree other hours a week from a day of the term on.
    ChangeHours { minutes_per_week: i64, from: NaiveDate, reason: Words },
    /// Begin.
    Start {
        started_on: NaiveDate,
        /// Whether consent to take part holds today; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        consent_holds: bool,
    },
    /// Say what it is mostly about now.
    MovePhase { phase: Phase, moved_on: NaiveDate },
    /// Let it rest.
    Pause { reason: PauseReason, paused_on: NaiveDate, review_on: NaiveDate },
    /// Let it rest on, and look at it again on another day.
    MovePauseReview { review_on: NaiveDate },
    /// Go on.
    Resume { resumed_on: NaiveDate },
    /// Agree more time. The funding must cover it: `added_budget` and the new end extend the cover.
    Extend {
        new_end: NaiveDate,
        minutes_per_week: i64,
        added_budget: Money,
        reason: Words,
        /// Whether a team lead has to agree first; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        needs_agreement: bool,
    },
    /// Ask a team lead for more time.
    AskExtension { new_end: NaiveDate, minutes_per_week: i64, added_budget: Money, reason: Words },
    /// Agree to the time that was asked for.
    AgreeExtension {
        /// Whether who asks is a team lead; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        is_team_lead: bool,
    },
    /// Say no to it.
    DeclineExtension {
        reason: Words,
        /// Whether who asks is a team lead; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        is_team_lead: bool,
    },
    /// A review was recorded by mistake.
    TakeReviewBack { review_id: ReviewId, reason: Words },
    /// Look together at how it goes.
    HoldReview {
        review_id: ReviewId,
        held_on: NaiveDate,
        kind: ReviewKind,
        decision: ReviewDecision,
        words: Box<ReviewWords>,
        goals: Vec<GoalScore>,
        next_review_on: Option<NaiveDate>,
        /// What was found besides words.
        #[serde(default)]
        facts: ReviewFacts,
    },
    /// Plan a session.
    PlanSession {
        session_id: SessionId,
        time: SessionTime,
        place: Option<Line>,
        #[serde(default)]
        details: SessionDetails<Line>,
    },
    /// Plan the same session again and again, from the day in `time` until another, both included.
    PlanSeries {
        series_id: SeriesId,
        time: SessionTime,
        every: Rhythm,
        until: NaiveDate,
        place: Option<Line>,
        #[serde(default)]
        details: SessionDetails<Line>,
        /// Ids for as many sessions as a series may have; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        session_ids: Vec<SessionId>,
    },
    /// Plan the dates of a group at which they are expected, a session each. Dates on which their work rests or
    /// that lie outside their term are left out, and so are those at which they are expected already.
    PlanGroup {
        dates: Vec<GroupDate>,
        /// What ties the dates together; `None` of a group that meets once.
        #[serde(default)]
        series_id: Option<SeriesId>,
        place: Option<Line>,
        #[serde(default)]
        details: SessionDetails<Line>,
    },
    /// Move a planned session to another day or time, and if asked every later one that was planned together with it.
    MoveSession {
        session_id: SessionId,
        on: NaiveDate,
        #[serde(default)]
        starts_at: Option<NaiveTime>,
        minutes: i64,
        #[serde(default)]
        reason: Option<Words>,
        /// Whether every later one that was planned together with it moves as far, too.
        #[serde(default)]
        and_later: bool,
    },
    /// Plan a planned session otherwise, on its own day and at its own hour: what for, beside whom, where, with whom; if
    /// asked every later one that was planned together with it, in what is otherwise now.
    ReplanSession {
        session_id: SessionId,
        kind: SessionKind,
        #[serde(default)]
        relationship_id: Option<RelationshipId>,
        #[serde(default)]
        place: Option<Line>,
        #[serde(default)]
        details: SessionDetails<Line>,
        #[serde(default)]
        and_later: bool,
    },
    /// Record a session that was, planned before or not.
    DeliverSession {
        session_id: SessionId,
        time: SessionTime,
        place: Option<Line>,
        note: Option<Words>,
        #[serde(default)]
        details: SessionDetails<Line>,
        /// Day the person died; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        died_on: Option<NaiveDate>,
    },
    /// Call a planned session off, and if asked every later one that was planned together with it.
    CancelSession {
        session_id: SessionId,
        by: CancelledBy,
        notice_hours: u32,
        reason: Option<Words>,
        #[serde(default)]
        and_later: bool,
    },
    /// Somebody did not come to a planned session.
    MarkNotAttended {
        session_id: SessionId,
        absent: AbsentParty,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Words>,
    },
    /// Say how a delivered session really was. Place and details are told together: without details both
    /// stay as they were. So do the words without a note, unless it is to be without.
    CorrectSession {
        session_id: SessionId,
        time: SessionTime,
        #[serde(default)]
        place: Option<Line>,
        #[serde(default)]
        details: Option<SessionDetails<Line>>,
        /// What is to be written about it from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<Words>,
        /// Whether what was written is taken away and nothing takes its place.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        without_note: bool,
        reason: Words,
        /// Day the person died; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        died_on: Option<NaiveDate>,
    },
    /// Write down later what happened in a delivered session of which nothing is written.
    WriteSessionNote { session_id: SessionId, note: Words },
    /// Take back a delivered session.
    VoidSession { session_id: SessionId, reason: Words },
    /// Say what becomes of each open relationship when the connector leaves, before that day has come.
    PlanHandOvers {
        hand_overs: Vec<Disposition>,
        /// Who stays beside which relationship, where somebody does.
        #[serde(default)]
        beside: Vec<Beside>,
        /// Relationships of this engagement that are open; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        open_relationships: Vec<RelationshipId>,
    },
    /// End a referral before any work began.
    CloseReferral { outcome: ReferralOutcome, reason: Words },
    /// End, at the agreed term or early.
    End {
        ended_on: NaiveDate,
        reason: EndReason,
        words: Option<Words>,
        hand_overs: Vec<Disposition>,
        /// Who stays beside which relationship, where somebody does.
        #[serde(default)]
        beside: Vec<Beside>,
        /// Relationships of this engagement that are open; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        open_relationships: Vec<RelationshipId>,
        /// Whether a team lead has to agree to an early ending first; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        needs_agreement: bool,
    },
    /// Ask a team lead whether it may end before its term.
    AskEnding {
        ended_on: NaiveDate,
        reason: EndReason,
        words: Option<Words>,
        hand_overs: Vec<Disposition>,
        /// Who stays beside which relationship.
        #[serde(default)]
        beside: Vec<Beside>,
        /// Relationships of this engagement that are open; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        open_relationships: Vec<RelationshipId>,
    },
    /// Agree to the ending that was asked for.
    AgreeEnding {
        /// Relationships of this engagement that are open; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        open_relationships: Vec<RelationshipId>,
        /// Whether who asks is a team lead; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        is_team_lead: bool,
    },
    /// Say no to it.
    DeclineEnding {
        reason: Words,
        /// Whether who asks is a team lead; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        is_team_lead: bool,
    },
    /// Close after the checks that follow an ending.
    Close,
    /// Write down what whoever made the referral was told.
    TellReferrer {
        message_id: MessageId,
        message: Message<Line, Words>,
        /// Whether the person agreed that they may be told more than our answer; filled in by the use case.
        #[serde(skip)]
        #[schemars(skip)]
        agreed: bool,
    },
    /// Go on as one of another record of the same person. Asked by putting two records together or taking them
    /// apart, never from a request.
    #[serde(skip)]
    ReplacePerson {
        /// Whose it must be until then; if it is not, nothing happens.
        was: PersonId,
        /// Whose it is from then on.
        by: PersonId,
    },
}
