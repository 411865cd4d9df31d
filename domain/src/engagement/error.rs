//! Why an engagement says no. Each refusal carries what it rests on, and its words tell a connector
//! what to do about it.

use chrono::NaiveDate;
use thiserror::Error;

use super::codes::*;
use super::message_back::TellingAbout;
use crate::shared::calendar::DateError;
use crate::shared::ids::{GoalId, RelationshipId, ReviewId, SessionId};
use crate::shared::money::{Money, Rate};

/// A refusal, with its data.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[rustfmt::skip] // a refusal a line, with its data on one more, reads as the table that it is
pub enum EngagementError {
    // Where it stands
    #[error("There is no referral yet; record it first")]
    NotReferred,
    #[error("This referral was recorded already; it came on {}", said(received_on))]
    AlreadyReferred { received_on: NaiveDate },
    #[error("It stands at “{}”; this can be done at: {}", stage.label(), listed(wanted))]
    WrongStage { stage: Stage, wanted: &'static [Stage] },
    #[error("This referral was closed on {}: {}", said(closed_on), outcome.label())]
    ReferralIsClosed { outcome: ReferralOutcome, closed_on: NaiveDate },
    #[error("It has rested since {}; let it go on first", said(paused_on))]
    IsPaused { paused_on: NaiveDate },
    #[error("It does not rest just now, so it need not go on")]
    NotPaused,
    #[error("It ended on {}; for more work, begin with a new referral", said(ended_on))]
    AlreadyEnded { ended_on: NaiveDate },
    #[error("It was closed on {}; nothing more can be added", said(closed_on))]
    IsClosed { closed_on: NaiveDate },

    // Days
    #[error("{why}")]
    Date { field: &'static str, why: DateError },
    #[error("{} is too far ahead; choose a day up to {}", said(on), said(latest))]
    TooFarAhead { field: &'static str, on: NaiveDate, latest: NaiveDate },
    #[error("{} is before the referral came, on {}", said(on), said(received_on))]
    BeforeReferral { field: &'static str, on: NaiveDate, received_on: NaiveDate },
    #[error("{} is too early; choose {} or later", said(on), said(after))]
    OutOfOrder { field: &'static str, on: NaiveDate, after: NaiveDate },
    #[error("{} is outside the agreed term, {} to {}", said(on), said(term_start), said(term_end))]
    OutsideTerm { field: &'static str, on: NaiveDate, term_start: NaiveDate, term_end: NaiveDate },
    #[error("The term ends on {}; extend it first, or choose a day up to then", said(term_end))]
    TermEndsBefore { field: &'static str, term_end: NaiveDate },
    #[error("A session was delivered on {}; choose a day after which there is none, or take it back", said(on))]
    DeliveredSince { field: &'static str, on: NaiveDate },

    // Referral and consent
    #[error("Decide first whether we are the right people")]
    EligibilityNotDecided,
    #[error("On {} it was decided that we are not the right people; close the referral", said(decided_on))]
    NotEligible { decided_on: NaiveDate },
    #[error("It was decided on {} that we are {}the right people", said(decided_on), if *eligible { "" } else { "not " })]
    EligibilityAlreadyDecided { decided_on: NaiveDate, eligible: bool },
    #[error("Say why we are not the right people, so that they and the referrer can be told")]
    EligibilityReasonMissing,
    #[error("Priorities count from 1, which is first")]
    PriorityCountsFromOne,
    #[error("Their consent to take part is not on their record; ask them, and record their answer there")]
    ConsentMissing,
    #[error("Note their consent first")]
    ConsentNotNoted,
    #[error("Their consent to take part does not hold today; ask them again before you begin")]
    ConsentDoesNotHold,
    #[error("Nobody has been asked to work with them yet; choose a connector first")]
    NoConnector,

    // Funding
    #[error("Nobody pays yet; note the funding first")]
    FundingMissing,
    #[error("The last covered day is before the first, {}", said(covers_from))]
    CoverReversed { covers_from: NaiveDate },
    #[error("The funding covers {} to {}; the whole term must lie in it", said(covers_from), said(covers_to))]
    FundingDoesNotCover { field: &'static str, covers_from: NaiveDate, covers_to: NaiveDate },
    #[error("The term runs from {} to {}; the paid days must hold all of it", said(term_start), said(term_end))]
    CoverLeavesTermOut { field: &'static str, term_start: NaiveDate, term_end: NaiveDate },
    #[error("£{rate} an hour cannot be right; give more than nothing, at most £{highest}")]
    RateOutOfRange { rate: Rate, highest: Rate },
    #[error("A budget of £{budget} cannot be right; give more than nothing, at most £{highest}")]
    BudgetOutOfRange { budget: Money, highest: Money },
    #[error("£{added_budget} cannot be added; give nothing or more, at most £{highest}")]
    AddedBudgetOutOfRange { added_budget: Money, highest: Money },
    #[error("A price from {} is outside the funded days, {} to {}", said(from), said(covers_from), said(covers_to))]
    RateOutsideCover { from: NaiveDate, covers_from: NaiveDate, covers_to: NaiveDate },
    #[error("The last price holds from {}; a new one must begin later", said(latest_from))]
    RateNotLater { latest_from: NaiveDate },

    // Term
    #[error("The term must end after it starts, on {}", said(term_start))]
    TermReversed { term_start: NaiveDate },
    #[error("That is too long a term; it can end on {} at the latest", said(latest_end))]
    TermTooLong { latest_end: NaiveDate },
    #[error("{minutes_per_week} minutes a week cannot be right; give {fewest} to {most}")]
    WeeklyMinutesOutOfRange { minutes_per_week: i64, fewest: i64, most: i64 },
    #[error("The term ended on {} and could be extended until {}; end it, and begin anew with a referral", said(term_end), said(until))]
    TooLateToExtend { term_end: NaiveDate, until: NaiveDate },
    #[error("The term ends on {}; an extension must end later", said(term_end))]
    ExtensionNotLater { term_end: NaiveDate },
    #[error("That is what is agreed for {} already; give other hours, or another day", said(from))]
    SameHours { from: NaiveDate },
    #[error("Statements say what was agreed before {}; choose that day or one after it", said(earliest))]
    HoursTooFarBack { from: NaiveDate, earliest: NaiveDate },
    #[error("It has been about “{}” since {}", phase.label(), said(since))]
    AlreadyInPhase { phase: Phase, since: NaiveDate },
    #[error("Look at the pause again after {} and by {}", said(after), said(latest))]
    PauseReviewOutOfRange { after: NaiveDate, latest: NaiveDate },

    // Goals and reviews
    #[error("A goal stands here twice; keep it once")]
    GoalTwice { goal_id: GoalId },
    #[error("One of these goals is not a goal of this engagement; open the page again")]
    UnknownGoal { goal_id: GoalId },
    #[error("This goal is there already; add another one")]
    GoalExists { goal_id: GoalId },
    #[error("This goal was set aside on {}; add it anew if it matters again", said(set_aside_on))]
    GoalIsSetAside { goal_id: GoalId, set_aside_on: NaiveDate },
    #[error("This goal was added on {}; choose that day or one after it", said(set_on))]
    GoalNotThereYet { goal_id: GoalId, set_on: NaiveDate },
    #[error("Only of an unplanned review it is said why; choose “Unplanned”, or leave the reason out")]
    ReasonOfAPlannedReview,
    #[error("This review was recorded already; it was held on {}", said(held_on))]
    ReviewAlreadyHeld { review_id: ReviewId, held_on: NaiveDate },
    #[error("There is no such review in this case")]
    UnknownReview { review_id: ReviewId },
    #[error("This review was taken back on {} as recorded by mistake; record it anew", said(taken_back_on))]
    ReviewIsTakenBack { review_id: ReviewId, taken_back_on: NaiveDate },
    #[error("It ended on {}; this kind of review can be held until {}", said(ended_on), said(until))]
    ReviewAfterEnd { ended_on: NaiveDate, until: NaiveDate },
    #[error("The next review must be after {} and by {}", said(held_on), said(latest))]
    NextReviewOutOfRange { held_on: NaiveDate, latest: NaiveDate },
    #[error("{minutes} minutes a week cannot be right; give hours up to those of a week")]
    MoreThanAWeek { field: &'static str, minutes: i64 },
    #[error("{weeks} weeks more cannot be right; give 1 to {most}")]
    WeeksOutOfRange { weeks: u16, most: u16 },

    // Sessions
    #[error("There is no such session in this engagement")]
    UnknownSession { session_id: SessionId },
    #[error("This session is there already: {}", status.label())]
    SessionExists { session_id: SessionId, status: SessionStatus },
    #[error("This session was recorded already, on {}; correct it if it was otherwise", said(on))]
    SessionAlreadyDelivered { session_id: SessionId, on: NaiveDate },
    #[error("Only a planned session can be settled, and this one is: {}", status.label())]
    SessionNotPlanned { session_id: SessionId, status: SessionStatus },
    #[error("Only a delivered session can be put right or taken back, and this one is: {}", status.label())]
    SessionNotDelivered { session_id: SessionId, status: SessionStatus },
    #[error("{minutes} minutes cannot be right; give 1 to {most}")]
    SessionMinutesOutOfRange { minutes: i64, most: i64 },
    #[error("{minutes} minutes of travel cannot be right; give 0 to {most}")]
    TravelMinutesOutOfRange { minutes: i64, most: i64 },
    #[error("A group is one of 1 to {most} people, not {places}. Please check who is expected")]
    GroupOutOfRange { places: u32, most: u32 },
    #[error("That is more than {most} visits at once; plan up to {}, and the others later", said(latest))]
    TooManyInASeries { most: usize, latest: NaiveDate },
    #[error("The work began on {}, after {}", said(started_on), said(on))]
    SessionBeforeStart { on: NaiveDate, started_on: NaiveDate },
    #[error("The agreed term ended on {}, before {}; extend it first", said(term_end), said(on))]
    SessionAfterTerm { on: NaiveDate, term_end: NaiveDate },
    #[error("The work ended on {}, before {}", said(ended_on), said(on))]
    SessionAfterEnd { on: NaiveDate, ended_on: NaiveDate },
    #[error("It rested on {}, {} ({})", said(on), rested(paused_on, resumed_on.as_ref()), reason.label())]
    SessionWhilePaused { on: NaiveDate, reason: PauseReason, paused_on: NaiveDate, resumed_on: Option<NaiveDate> },
    #[error("They died on {}, so nothing was delivered on {}", said(died_on), said(on))]
    SessionAfterDeath { on: NaiveDate, died_on: NaiveDate },
    #[error("This session is planned for {}; until then it can be called off", said(on))]
    SessionNotYet { session_id: SessionId, on: NaiveDate },
    #[error("That is what is recorded already; change something, or leave it as it is")]
    NothingToCorrect { session_id: SessionId },

    #[error("What happened in this session is written down already; put it right instead")]
    NoteIsWritten { session_id: SessionId },

    // Ending
    #[error("The term is complete in its last week, and it ends on {}; for an earlier end choose another reason", said(term_end))]
    NotYetComplete { term_end: NaiveDate },
    #[error("Say what becomes of each open relationship; {} missing", missing(relationships))]
    MissingHandOvers { relationships: Vec<RelationshipId> },
    #[error("One of these relationships is not open in this engagement; open the page again")]
    UnknownHandOver { relationship_id: RelationshipId },
    #[error("A relationship has two hand-overs; keep one")]
    HandOverTwice { relationship_id: RelationshipId },
    // A team lead's agreement
    #[error("A team lead has to agree to more time; ask for it")]
    ExtensionNeedsAgreement,
    #[error("A team lead has to agree to an ending before the last week of the term; ask for it")]
    EndingNeedsAgreement,
    #[error("The term is as good as over, so nobody has to be asked; end it")]
    EndingNeedsNoAgreement,
    #[error("A team lead agreed to it; it can be ended from {} on", said(ended_on))]
    EndingAgreedAlready { ended_on: NaiveDate },
    #[error("Nobody asks for this any more; it was answered, or overtaken")]
    NobodyAskedForIt,
    #[error("Only a team lead can answer this")]
    NotATeamLead,
    #[error("You asked for this yourself; another team lead answers it")]
    AnswersThemselves,
    #[error("Say of every planned session whether it was; {} open", sessions.len())]
    SessionsStillPlanned { sessions: Vec<SessionId> },

    // The message back
    #[error("This was written down already; it went on {}", said(sent_on))]
    AlreadyTold { sent_on: NaiveDate },
    #[error("There is nothing to tell yet about “{}”", about.label())]
    NothingToTell { about: TellingAbout },
    #[error("There is no agreement that whoever referred them may know more than our answer; ask first, choose the agreement it rests on, or send our answer alone")]
    NoAgreementToTell,
}

impl EngagementError {
    /// The form field that the refusal is about, named as in the command; `None` when it is about
    /// where the engagement stands.
    #[rustfmt::skip]
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Date { field, .. } | Self::TooFarAhead { field, .. } | Self::BeforeReferral { field, .. }
            | Self::OutOfOrder { field, .. } | Self::OutsideTerm { field, .. } | Self::TermEndsBefore { field, .. }
            | Self::DeliveredSince { field, .. } | Self::FundingDoesNotCover { field, .. }
            | Self::CoverLeavesTermOut { field, .. } | Self::MoreThanAWeek { field, .. } => Some(field),
            Self::WeeksOutOfRange { .. } => Some("more_weeks"),
            Self::NothingToTell { .. } => Some("about"),
            Self::NoAgreementToTell => Some("extent"),
            Self::AlreadyTold { .. } => Some("message_id"),
            Self::EligibilityReasonMissing | Self::NotYetComplete { .. } => Some("reason"),
            Self::PriorityCountsFromOne => Some("priority"),
            Self::CoverReversed { .. } => Some("covers_to"),
            Self::RateOutOfRange { .. } => Some("rate"),
            Self::BudgetOutOfRange { .. } => Some("budget"),
            Self::AddedBudgetOutOfRange { .. } => Some("added_budget"),
            Self::RateOutsideCover { .. } | Self::RateNotLater { .. } => Some("from"),
            Self::TermReversed { .. } | Self::TermTooLong { .. } => Some("term_end"),
            Self::WeeklyMinutesOutOfRange { .. } => Some("minutes_per_week"),
            Self::TooLateToExtend { .. } | Self::ExtensionNotLater { .. } => Some("new_end"),
            Self::AlreadyInPhase { .. } => Some("phase"),
            Self::PauseReviewOutOfRange { .. } => Some("review_on"),
            Self::GoalTwice { .. } | Self::UnknownGoal { .. } => Some("goals"),
            Self::ReasonOfAPlannedReview => Some("unplanned_because"),
            Self::SameHours { .. } => Some("minutes_per_week"),
            Self::HoursTooFarBack { .. } => Some("from"),
            Self::NoteIsWritten { .. } => Some("note"),
            Self::ReviewAfterEnd { .. } => Some("held_on"),
            Self::NextReviewOutOfRange { .. } => Some("next_review_on"),
            Self::SessionMinutesOutOfRange { .. } => Some("minutes"),
            Self::TravelMinutesOutOfRange { .. } => Some("travel_minutes"),
            Self::GroupOutOfRange { .. } => Some("places"),
            Self::TooManyInASeries { .. } => Some("until"),
            Self::SessionBeforeStart { .. } | Self::SessionAfterTerm { .. } | Self::SessionAfterEnd { .. }
            | Self::SessionWhilePaused { .. } | Self::SessionAfterDeath { .. } => Some("on"),
            Self::MissingHandOvers { .. } | Self::UnknownHandOver { .. } | Self::HandOverTwice { .. } => Some("hand_overs"),
            Self::NotReferred | Self::AlreadyReferred { .. } | Self::WrongStage { .. } | Self::ReferralIsClosed { .. }
            | Self::IsPaused { .. } | Self::NotPaused | Self::AlreadyEnded { .. } | Self::IsClosed { .. }
            | Self::EligibilityNotDecided | Self::NotEligible { .. } | Self::EligibilityAlreadyDecided { .. }
            | Self::ConsentMissing | Self::ConsentNotNoted | Self::ConsentDoesNotHold | Self::NoConnector
            | Self::FundingMissing | Self::GoalExists { .. } | Self::GoalIsSetAside { .. } | Self::GoalNotThereYet { .. } | Self::ReviewAlreadyHeld { .. } | Self::UnknownReview { .. }
            | Self::ReviewIsTakenBack { .. } | Self::UnknownSession { .. }
            | Self::SessionExists { .. } | Self::SessionAlreadyDelivered { .. } | Self::SessionNotPlanned { .. }
            | Self::SessionNotDelivered { .. } | Self::SessionNotYet { .. } | Self::NothingToCorrect { .. }
            | Self::SessionsStillPlanned { .. } | Self::ExtensionNeedsAgreement | Self::EndingNeedsAgreement
            | Self::EndingNeedsNoAgreement | Self::EndingAgreedAlready { .. } | Self::NobodyAskedForIt
            | Self::NotATeamLead | Self::AnswersThemselves => None,
        }
    }
}

/// A day as people say it.
fn said(day: &NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

fn listed(stages: &[Stage]) -> String {
    stages.iter().map(|stage| stage.label()).collect::<Vec<_>>().join(", ")
}

fn rested(paused_on: &NaiveDate, resumed_on: Option<&NaiveDate>) -> String {
    match resumed_on {
        Some(resumed_on) => format!("between {} and {}", said(paused_on), said(resumed_on)),
        None => format!("since {}", said(paused_on)),
    }
}

fn missing(relationships: &[RelationshipId]) -> String {
    match relationships.len() {
        1 => "1 is".to_owned(),
        count => format!("{count} are"),
    }
}
