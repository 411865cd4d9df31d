//! How it ends: a referral before any work began; an engagement at its term or early, with a
//! hand-over for each open relationship, because people must not be dropped on a date; and the close
//! after the checks that follow.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::session::whole_days_notice;
use super::term::first_twice;
use super::{
    Agreed, CancelledBy, Disposition, EndReason, Engagement, EngagementError, EngagementEvent,
    ReferralOutcome, SessionStatus, Stage, dates,
};
use crate::shared::ids::RelationshipId;
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// The last days of a term that count as its completion: a last visit on a Tuesday completes a term
/// that ends on the Sunday. Earlier needs another reason. Source: practice default.
pub const TERM_COMPLETE_DAYS: u64 = 7;

/// How an engagement ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// Last day of the work.
    pub ended_on: NaiveDate,
    /// Why.
    pub reason: EndReason,
    /// In words.
    pub words: Option<Personal<Words>>,
    /// What becomes of each relationship that was open.
    pub hand_overs: Vec<Disposition>,
    /// Who stays beside which of them.
    #[serde(default)]
    pub beside: Option<Personal<Vec<Beside>>>,
}

/// Somebody whom both know and who stays beside a relationship.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Beside {
    /// Which relationship.
    pub relationship_id: RelationshipId,
    /// Who, in a word or two.
    pub who: Line,
}

/// What is meant to become of each relationship, before the ending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverPlan {
    /// One for each relationship that was open then.
    pub hand_overs: Vec<Disposition>,
    /// Day it was written down.
    pub planned_on: NaiveDate,
    /// Who stays beside which relationship.
    #[serde(default)]
    pub beside: Option<Personal<Vec<Beside>>>,
}

pub(super) fn plan_hand_overs(
    state: &Engagement,
    today: NaiveDate,
    (hand_overs, beside): (&[Disposition], &[Beside]),
    open: &[RelationshipId],
) -> Decision {
    state.must_be(&[Stage::Active, Stage::Paused])?;
    each_has_its_hand_over(hand_overs, open)?;
    let beside = state.beside(beside, open);
    let known = state.hand_over_plan.as_ref().and_then(|plan| plan.beside.as_ref());
    if state.planned_hand_overs() == hand_overs && known == beside.as_ref() {
        return Ok(vec![]);
    }
    let hand_overs = hand_overs.to_vec();
    Ok(vec![EngagementEvent::HandOversPlanned { hand_overs, planned_on: today, beside }])
}

pub(super) fn close_referral(
    state: &Engagement,
    today: NaiveDate,
    outcome: ReferralOutcome,
    reason: &Words,
) -> Decision {
    state.must_be(&[
        Stage::Referred,
        Stage::Screening,
        Stage::Waitlisted,
        Stage::AwaitingConsent,
        Stage::AwaitingFunding,
        Stage::Agreed,
    ])?;
    let mut events = state.call_off_planned(today, |_| true);
    events.push(EngagementEvent::ReferralClosed {
        outcome,
        reason: state.personal(reason),
        closed_on: today,
    });
    Ok(events)
}

/// Whether it can end so.
pub(super) fn ends(
    state: &Engagement,
    today: NaiveDate,
    ended_on: NaiveDate,
    reason: EndReason,
    (hand_overs, open): (&[Disposition], &[RelationshipId]),
) -> Result<(), EngagementError> {
    state.must_be(&[Stage::Active, Stage::Paused])?;
    dates::happened("ended_on", ended_on, today)?;
    if let Some(started_on) = state.started_on {
        dates::in_order("ended_on", ended_on, started_on)?;
    }
    if let Some(pause) = state.pauses.last() {
        dates::in_order("ended_on", ended_on, pause.resumed_on.unwrap_or(pause.paused_on))?;
    }
    if let Some(term_end) = state.term.as_ref().map(|term| term.end) {
        if ended_on > term_end {
            return Err(EngagementError::TermEndsBefore { field: "ended_on", term_end });
        }
        if reason == EndReason::TermComplete && ended_on + Days::new(TERM_COMPLETE_DAYS) <= term_end {
            return Err(EngagementError::NotYetComplete { term_end });
        }
    }
    if let Some(on) = state.delivered().map(|(on, _, _)| on).filter(|on| *on > ended_on).max() {
        return Err(EngagementError::DeliveredSince { field: "ended_on", on });
    }
    each_has_its_hand_over(hand_overs, open)
}

pub(super) fn end(
    state: &Engagement,
    today: NaiveDate,
    (ended_on, reason): (NaiveDate, EndReason),
    words: Option<&Words>,
    (hand_overs, beside, open): (&[Disposition], &[Beside], &[RelationshipId]),
    needs_agreement: bool,
) -> Decision {
    ends(state, today, ended_on, reason, (hand_overs, open))?;
    let agreed = state.agreed_to_end(ended_on, reason, needs_agreement)?;
    let words = words.map(|words| state.personal(words));
    let (hand_overs, beside) = (hand_overs.to_vec(), state.beside(beside, open));
    Ok(state.ended_by(today, Ending { ended_on, reason, words, hand_overs, beside }, agreed))
}

/// Every open relationship exactly once, and no other.
fn each_has_its_hand_over(
    hand_overs: &[Disposition],
    open: &[RelationshipId],
) -> Result<(), EngagementError> {
    let named = || hand_overs.iter().map(|disposition| disposition.relationship_id);
    let relationships: Vec<_> =
        open.iter().copied().filter(|id| !named().any(|named| named == *id)).collect();
    if !relationships.is_empty() {
        return Err(EngagementError::MissingHandOvers { relationships });
    }
    if let Some(relationship_id) = named().find(|id| !open.contains(id)) {
        return Err(EngagementError::UnknownHandOver { relationship_id });
    }
    match first_twice(named()) {
        Some(relationship_id) => Err(EngagementError::HandOverTwice { relationship_id }),
        None => Ok(()),
    }
}

/// Only once it is known of every session whether it was: none may vanish between plan and bill.
pub(super) fn close(state: &Engagement, today: NaiveDate) -> Decision {
    state.must_be(&[Stage::Ended])?;
    let sessions: Vec<_> = state
        .sessions
        .iter()
        .filter(|(_, session)| session.status == SessionStatus::Planned)
        .map(|(id, _)| *id)
        .collect();
    if !sessions.is_empty() {
        return Err(EngagementError::SessionsStillPlanned { sessions });
    }
    Ok(vec![EngagementEvent::EngagementClosed { closed_on: today }])
}

impl Engagement {
    /// Ends it, and calls off what was planned for later.
    pub(super) fn ended_by(
        &self,
        today: NaiveDate,
        ending: Ending,
        agreed: Option<Agreed>,
    ) -> Vec<EngagementEvent> {
        let Ending { ended_on, reason, words, hand_overs, beside } = ending;
        let mut events = self.call_off_planned(today, |on| on > ended_on);
        events.push(EngagementEvent::EngagementEnded { ended_on, reason, words, hand_overs, beside, agreed });
        events
    }

    /// Who stays beside the relationships that are open; `None` when nobody does.
    pub(super) fn beside(&self, beside: &[Beside], open: &[RelationshipId]) -> Option<Personal<Vec<Beside>>> {
        let known = beside.iter().filter(|one| open.contains(&one.relationship_id));
        let known: Vec<Beside> = known.cloned().collect();
        (!known.is_empty()).then(|| self.personal(&known))
    }

    /// Calls off what was planned on days that `which` picks, so that nobody need do it one by one.
    fn call_off_planned(&self, today: NaiveDate, which: impl Fn(NaiveDate) -> bool) -> Vec<EngagementEvent> {
        self.sessions
            .iter()
            .filter(|(_, session)| session.status == SessionStatus::Planned && which(session.time.on))
            .map(|(session_id, session)| EngagementEvent::SessionCancelled {
                session_id: *session_id,
                by: CancelledBy::Connector,
                notice_hours: whole_days_notice(session.time.on, today),
                cancelled_on: today,
                reason: None,
            })
            .collect()
    }
}
