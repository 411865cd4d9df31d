//! A review: looking together at how it goes, against the goals the person set. Held while the work
//! goes on, and once more shortly after it ended.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::term::{EXTENSION_GRACE_DAYS, first_twice};
use super::{
    Engagement, EngagementError, EngagementEvent, GoalScore, Phase, PhaseStep, RequestKind, ReviewDecision,
    ReviewFacts, ReviewKind, ReviewWords, Stage, dates,
};
use crate::shared::ids::ReviewId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Months after which, at the latest, the next review is held. Source: practice default, planned
/// reviews at least yearly.
pub const NEXT_REVIEW_MONTHS: u32 = 12;

/// A review held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The day.
    pub held_on: NaiveDate,
    /// Why it was held.
    pub kind: ReviewKind,
    /// What it decided.
    pub decision: ReviewDecision,
    /// What was said.
    pub words: Personal<ReviewWords>,
    /// How far each goal was reached.
    pub goals: Vec<GoalScore>,
    /// When the next one is to be.
    pub next_review_on: Option<NaiveDate>,
    /// What was found besides words.
    #[serde(default)]
    pub facts: ReviewFacts,
}

/// A review that was a mistake: seen with its reason, and counted nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewTakenBack {
    /// As it was recorded.
    pub review: Review,
    /// Why it was taken back.
    pub reason: Personal<Words>,
    /// The day.
    pub on: NaiveDate,
}

/// While the work goes on, and after it for as long as it is not closed.
pub(super) fn take_back(
    state: &Engagement,
    today: NaiveDate,
    review_id: ReviewId,
    reason: &Words,
) -> Decision {
    state.must_be(&[Stage::Active, Stage::Paused, Stage::Ended])?;
    state.was_not_taken_back(review_id)?;
    let review = state.reviews.get(&review_id).ok_or(EngagementError::UnknownReview { review_id })?;
    let (held_on, reason) = (review.held_on, state.personal(reason));
    Ok(vec![EngagementEvent::ReviewTakenBack { review_id, held_on, reason, taken_back_on: today }])
}

pub(super) fn hold(state: &Engagement, today: NaiveDate, review_id: ReviewId, review: Review) -> Decision {
    state.must_be(&[Stage::Active, Stage::Paused, Stage::Ended])?;
    if let Some(held) = state.reviews.get(&review_id) {
        return Err(EngagementError::ReviewAlreadyHeld { review_id, held_on: held.held_on });
    }
    state.was_not_taken_back(review_id)?;
    dates::happened("held_on", review.held_on, today)?;
    if let Some(started_on) = state.started_on {
        dates::in_order("held_on", review.held_on, started_on)?;
    }
    if let Some(ended_on) = state.ended_on() {
        let until = match review.kind {
            ReviewKind::EndOfTerm => ended_on + Days::new(EXTENSION_GRACE_DAYS),
            ReviewKind::Planned | ReviewKind::Unplanned => ended_on,
        };
        if review.held_on > until {
            return Err(EngagementError::ReviewAfterEnd { ended_on, until });
        }
    }
    for score in &review.goals {
        state.goal_is_open(score.goal_id, review.held_on)?;
    }
    if let Some(goal_id) = first_twice(review.goals.iter().map(|score| score.goal_id)) {
        return Err(EngagementError::GoalTwice { goal_id });
    }
    if let Some(next) = review.next_review_on {
        let latest = dates::months_after(review.held_on, NEXT_REVIEW_MONTHS);
        if next <= review.held_on || next > latest {
            return Err(EngagementError::NextReviewOutOfRange { held_on: review.held_on, latest });
        }
    }
    if review.kind != ReviewKind::Unplanned && review.facts.unplanned_because.is_some() {
        return Err(EngagementError::ReasonOfAPlannedReview);
    }
    review.facts.check()?;
    let Review { held_on, kind, decision, words, goals, next_review_on, facts } = review;
    Ok(vec![EngagementEvent::ReviewHeld {
        review_id,
        held_on,
        kind,
        decision,
        words,
        goals,
        next_review_on,
        facts,
    }])
}

impl Engagement {
    fn was_not_taken_back(&self, review_id: ReviewId) -> Result<(), EngagementError> {
        let gone = self.reviews_taken_back.get(&review_id);
        gone.map_or(Ok(()), |gone| {
            Err(EngagementError::ReviewIsTakenBack { review_id, taken_back_on: gone.on })
        })
    }

    /// What the latest review decided, while nothing has come of it: more time neither asked for nor agreed since, the
    /// hours as they were, the work still going on. A later review overtakes it.
    pub fn decision_to_follow(&self) -> Option<(ReviewId, &Review)> {
        if !matches!(self.stage, Stage::Active | Stage::Paused) {
            return None;
        }
        let (id, review) = self.reviews.iter().max_by_key(|(_, review)| review.held_on)?;
        let since = review.held_on;
        let answered = |kind| {
            self.requests_answered.iter().any(|answer| answer.kind == kind && answer.asked_on >= since)
        };
        let term = self.term.as_ref()?;
        let done = match review.decision {
            ReviewDecision::Continue => true,
            ReviewDecision::Extend => {
                term.extensions.iter().any(|extension| extension.extended_on >= since)
                    || self.extension_asked.as_ref().is_some_and(|asked| asked.asked_on >= since)
                    || answered(RequestKind::Extension)
            }
            ReviewDecision::ChangeHours => self.hours_changed_since(since),
            ReviewDecision::StepDown => {
                let steps_back = |step: &&PhaseStep| step.phase == Phase::SteppingBack;
                self.hours_changed_since(since) || self.phases.last().filter(steps_back).is_some()
            }
            ReviewDecision::EndEarly => {
                self.ending_asked.as_ref().is_some_and(|asked| asked.asked_on >= since)
                    || answered(RequestKind::Ending)
            }
        };
        (!done).then_some((*id, review))
    }

    fn hours_changed_since(&self, day: NaiveDate) -> bool {
        self.term
            .as_ref()
            .is_some_and(|term| term.hours_changes.iter().any(|change| change.changed_on >= day))
    }
}
