//! What an active engagement is mostly about: discovery, connecting, fostering, stepping back. It
//! begins with discovery, and may go back as well as forward, because people's lives do.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::{Engagement, EngagementError, EngagementEvent, Phase, Stage, dates};

/// What it was mostly about from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseStep {
    /// What about.
    pub phase: Phase,
    /// Since when.
    pub from: NaiveDate,
}

pub(super) fn move_to(state: &Engagement, today: NaiveDate, phase: Phase, moved_on: NaiveDate) -> Decision {
    state.must_be(&[Stage::Active])?;
    dates::happened("moved_on", moved_on, today)?;
    state.must_be_in_term("moved_on", moved_on)?;
    if let Some(now) = state.phases.last() {
        if now.phase == phase {
            return Err(EngagementError::AlreadyInPhase { phase, since: now.from });
        }
        dates::in_order("moved_on", moved_on, now.from)?;
    }
    Ok(vec![EngagementEvent::PhaseMoved { phase, moved_on }])
}
