//! A pause: the first day of rest up to the day before it goes on. It stays open for the funder, and
//! nothing is delivered in it, so a pause cannot be laid over sessions that were.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::{Engagement, EngagementError, EngagementEvent, PauseReason, Stage, dates};

/// Weeks after which, at the latest, a pause is looked at again. Source: practice default.
pub const LONGEST_PAUSE_WEEKS: u64 = 12;

/// A rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// Why.
    pub reason: PauseReason,
    /// First day of rest.
    pub paused_on: NaiveDate,
    /// Day by which it is looked at again.
    pub review_on: NaiveDate,
    /// Day it went on; `None` while it rests. The day itself is no longer rest.
    pub resumed_on: Option<NaiveDate>,
}

impl Pause {
    /// Whether `day` is a day of rest.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.paused_on <= day && self.resumed_on.is_none_or(|resumed_on| day < resumed_on)
    }
}

pub(super) fn pause(
    state: &Engagement,
    today: NaiveDate,
    reason: PauseReason,
    paused_on: NaiveDate,
    review_on: NaiveDate,
) -> Decision {
    state.must_be(&[Stage::Active])?;
    dates::happened("paused_on", paused_on, today)?;
    state.must_be_in_term("paused_on", paused_on)?;
    if let Some(started_on) = state.started_on {
        dates::in_order("paused_on", paused_on, started_on)?;
    }
    if let Some(resumed_on) = state.pauses.last().and_then(|pause| pause.resumed_on) {
        dates::in_order("paused_on", paused_on, resumed_on)?;
    }
    if let Some(on) = state.delivered().map(|(on, _, _)| on).filter(|on| *on >= paused_on).max() {
        return Err(EngagementError::DeliveredSince { field: "paused_on", on });
    }
    let latest = paused_on + Days::new(7 * LONGEST_PAUSE_WEEKS);
    if review_on <= paused_on || review_on > latest {
        return Err(EngagementError::PauseReviewOutOfRange { after: paused_on, latest });
    }
    Ok(vec![EngagementEvent::EngagementPaused { reason, paused_on, review_on }])
}

/// It was looked at, and rests on: from today it is looked at again within the same weeks.
pub(super) fn look_again(state: &Engagement, today: NaiveDate, review_on: NaiveDate) -> Decision {
    if state.stage == Stage::Active {
        return Err(EngagementError::NotPaused);
    }
    state.must_be(&[Stage::Paused])?;
    let latest = today + Days::new(7 * LONGEST_PAUSE_WEEKS);
    if review_on <= today || review_on > latest {
        return Err(EngagementError::PauseReviewOutOfRange { after: today, latest });
    }
    Ok(vec![EngagementEvent::PauseReviewMoved { review_on, moved_on: today }])
}

pub(super) fn resume(state: &Engagement, today: NaiveDate, resumed_on: NaiveDate) -> Decision {
    if state.stage == Stage::Active {
        return Err(EngagementError::NotPaused);
    }
    state.must_be(&[Stage::Paused])?;
    dates::happened("resumed_on", resumed_on, today)?;
    if let Some(pause) = state.pauses.last() {
        dates::in_order("resumed_on", resumed_on, pause.paused_on)?;
    }
    if let Some(term) = state.term.as_ref().filter(|term| resumed_on > term.end) {
        return Err(EngagementError::TermEndsBefore { field: "resumed_on", term_end: term.end });
    }
    Ok(vec![EngagementEvent::EngagementResumed { resumed_on }])
}
