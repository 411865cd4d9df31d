//! Other hours a week from a day of the term on: more, or fewer while the connector steps back. It changes what is
//! agreed, which is a measure, and neither the term nor the money; an extension's own hours begin when its time does.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::hours::{WeeklyMinutes, weekly_on};
use super::term::weekly_minutes_are_plausible;
use super::{Engagement, EngagementError, EngagementEvent, Stage, Term};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Days back from which other hours can hold: what was agreed for longer ago stands in statements. Source: practice
/// default, one line of a statement.
pub(super) const HOURS_BACK_DAYS: u64 = 28;

/// Other hours were agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoursChange {
    /// Minutes a week from then on.
    pub minutes_per_week: i64,
    /// First day on which they hold.
    pub from: NaiveDate,
    /// Why.
    pub reason: Personal<Words>,
    /// Day it was agreed.
    pub changed_on: NaiveDate,
}

/// The day may lie four weeks back, where it was agreed and not written down; it is inside the term.
pub(super) fn change(
    state: &Engagement,
    today: NaiveDate,
    minutes_per_week: i64,
    from: NaiveDate,
    reason: &Words,
) -> Decision {
    state.must_be(&[Stage::Active, Stage::Paused])?;
    state.must_be_in_term("from", from)?;
    weekly_minutes_are_plausible(minutes_per_week)?;
    let earliest = today - Days::new(HOURS_BACK_DAYS);
    if from < earliest {
        return Err(EngagementError::HoursTooFarBack { from, earliest });
    }
    if state.minutes_per_week_on(from) == Some(minutes_per_week) {
        return Err(EngagementError::SameHours { from });
    }
    let reason = state.personal(reason);
    Ok(vec![EngagementEvent::HoursChanged { minutes_per_week, from, reason, changed_on: today }])
}

impl Engagement {
    /// Minutes a week as agreed for a day; `None` outside the term.
    pub fn minutes_per_week_on(&self, day: NaiveDate) -> Option<i64> {
        let term = self.term.as_ref()?;
        weekly_on((term.start, term.end), &term.weekly, day)
    }
}

impl Term {
    /// From that day on until the next change that is known already, such as an extension's.
    pub(super) fn change_hours(&mut self, change: HoursChange) {
        self.weekly.retain(|weekly| weekly.from != change.from);
        self.weekly.push(WeeklyMinutes { from: change.from, minutes_per_week: change.minutes_per_week });
        self.weekly.sort_by_key(|weekly| weekly.from);
        self.hours_changes.push(change);
    }
}
