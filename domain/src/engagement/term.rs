//! The agreed term: from when to when, how many minutes a week, begun with the person's consent,
//! and made longer only for a reason and with money for it.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::funding::HIGHEST_BUDGET;
use super::hours::WeeklyMinutes;
use super::hours_change::HoursChange;
use super::{Engagement, EngagementError, EngagementEvent, EngagementKind, Goal, Stage, dates};
use crate::shared::money::Money;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// The longest term that can be agreed at once, in months. Source: practice default.
pub const LONGEST_TERM_MONTHS: u32 = 24;

/// The fewest minutes a week worth agreeing. Source: practice default.
pub const FEWEST_WEEKLY_MINUTES: i64 = 15;

/// The most minutes a week, forty hours: more is a slip. Source: practice default.
pub const MOST_WEEKLY_MINUTES: i64 = 2_400;

/// Days after the end of the term in which it can still be extended, so that a late signature does
/// not end the work. Source: practice default.
pub const EXTENSION_GRACE_DAYS: u64 = 28;

/// The agreed term, with its extensions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The template it follows.
    pub kind: EngagementKind,
    /// First day.
    pub start: NaiveDate,
    /// Last day, extensions included.
    pub end: NaiveDate,
    /// Minutes a week, each number from a day on, earliest first. An extension's number holds from
    /// the day after the end before it.
    pub weekly: Vec<WeeklyMinutes>,
    /// Day it was agreed.
    pub agreed_on: NaiveDate,
    /// Each time it was made longer.
    pub extensions: Vec<Extension>,
    /// Each time other hours were agreed for a part of it.
    #[serde(default)]
    pub hours_changes: Vec<HoursChange>,
}

/// More time, for a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Day it was agreed.
    pub extended_on: NaiveDate,
    /// Last day until then.
    pub previous_end: NaiveDate,
    /// Last day from then on.
    pub new_end: NaiveDate,
    /// Minutes a week in the added time.
    pub minutes_per_week: i64,
    /// What was added to the budget.
    pub added_budget: Money,
    /// Why.
    pub reason: Personal<Words>,
}

impl Term {
    /// Whether `day` is in it, both ends included.
    pub fn holds(&self, day: NaiveDate) -> bool {
        self.start <= day && day <= self.end
    }

    /// Minutes a week as agreed last: those of an extension or of other hours also before they begin.
    pub fn minutes_per_week(&self) -> i64 {
        self.weekly.last().map_or(0, |weekly| weekly.minutes_per_week)
    }

    /// Minutes a week that hold on a day; before the term begins, those that it begins with.
    pub fn minutes_per_week_on(&self, day: NaiveDate) -> i64 {
        let begun = self.weekly.iter().rev().find(|weekly| weekly.from <= day);
        begun.or(self.weekly.first()).map_or(0, |weekly| weekly.minutes_per_week)
    }

    /// The first day of the minutes agreed last, and those before them; `None` where the same were agreed throughout.
    pub fn latest_change(&self) -> Option<(NaiveDate, i64)> {
        match self.weekly.as_slice() {
            [.., before, last] => Some((last.from, before.minutes_per_week)),
            _ => None,
        }
    }

    /// Last day as first agreed, before any extension.
    pub fn first_end(&self) -> NaiveDate {
        self.extensions.first().map_or(self.end, |extension| extension.previous_end)
    }

    /// Last day on which it can still be extended.
    pub fn extendable_until(&self) -> NaiveDate {
        self.end + Days::new(EXTENSION_GRACE_DAYS)
    }
}

pub(super) fn agree(
    state: &Engagement,
    today: NaiveDate,
    kind: EngagementKind,
    (term_start, term_end): (NaiveDate, NaiveDate),
    minutes_per_week: i64,
    goals: &[Goal],
) -> Decision {
    if state.stage == Stage::AwaitingConsent {
        return Err(EngagementError::ConsentNotNoted);
    }
    state.must_be(&[Stage::AwaitingFunding])?;
    dates::planned("term_start", term_start, today)?;
    dates::planned("term_end", term_end, today)?;
    state.not_before_referral("term_start", term_start)?;
    if term_end <= term_start {
        return Err(EngagementError::TermReversed { term_start });
    }
    let latest_end = dates::months_after(term_start, LONGEST_TERM_MONTHS);
    if term_end > latest_end {
        return Err(EngagementError::TermTooLong { latest_end });
    }
    weekly_minutes_are_plausible(minutes_per_week)?;
    if let Some(twice) = first_twice(goals.iter().map(|goal| goal.goal_id)) {
        return Err(EngagementError::GoalTwice { goal_id: twice });
    }
    let Some(funding) = &state.funding else {
        return Err(EngagementError::FundingMissing);
    };
    let (covers_from, covers_to) = (funding.covers_from, funding.covers_to);
    if covers_from > term_start || covers_to < term_end {
        let field = if covers_from > term_start { "term_start" } else { "term_end" };
        return Err(EngagementError::FundingDoesNotCover { field, covers_from, covers_to });
    }
    let goals = state.personal(&goals.to_vec());
    let agreed_on = today;
    let agreed =
        EngagementEvent::EngagementAgreed { kind, term_start, term_end, minutes_per_week, goals, agreed_on };
    Ok(vec![agreed])
}

pub(super) fn start(
    state: &Engagement,
    today: NaiveDate,
    started_on: NaiveDate,
    consent_holds: bool,
) -> Decision {
    state.must_be(&[Stage::Agreed])?;
    dates::happened("started_on", started_on, today)?;
    state.must_be_in_term("started_on", started_on)?;
    if !consent_holds {
        return Err(EngagementError::ConsentDoesNotHold);
    }
    if state.connector().is_none() {
        return Err(EngagementError::NoConnector);
    }
    Ok(vec![EngagementEvent::EngagementStarted { started_on }])
}

/// Whether it can be extended so.
pub(super) fn extends(
    state: &Engagement,
    today: NaiveDate,
    new_end: NaiveDate,
    minutes_per_week: i64,
    added_budget: Money,
) -> Result<(), EngagementError> {
    state.must_be(&[Stage::Active, Stage::Paused])?;
    let Some(term) = &state.term else {
        return Err(EngagementError::WrongStage { stage: state.stage, wanted: &[Stage::Agreed] });
    };
    let (term_end, until) = (term.end, term.extendable_until());
    if today > until {
        return Err(EngagementError::TooLateToExtend { term_end, until });
    }
    dates::planned("new_end", new_end, today)?;
    if new_end <= term_end {
        return Err(EngagementError::ExtensionNotLater { term_end });
    }
    weekly_minutes_are_plausible(minutes_per_week)?;
    let before = state.funding.as_ref().map_or(Money::ZERO, |funding| funding.budget);
    let highest = HIGHEST_BUDGET - before;
    if added_budget < Money::ZERO || added_budget > highest {
        return Err(EngagementError::AddedBudgetOutOfRange { added_budget, highest });
    }
    Ok(())
}

pub(super) fn extend(
    state: &Engagement,
    today: NaiveDate,
    (new_end, minutes_per_week, added_budget): (NaiveDate, i64, Money),
    reason: &Words,
    needs_agreement: bool,
) -> Decision {
    if needs_agreement {
        return Err(EngagementError::ExtensionNeedsAgreement);
    }
    extends(state, today, new_end, minutes_per_week, added_budget)?;
    Ok(vec![EngagementEvent::TermExtended {
        new_end,
        minutes_per_week,
        added_budget_pence: added_budget.pence(),
        reason: state.personal(reason),
        extended_on: today,
        agreed: None,
    }])
}

pub(super) fn weekly_minutes_are_plausible(minutes_per_week: i64) -> Result<(), EngagementError> {
    let (fewest, most) = (FEWEST_WEEKLY_MINUTES, MOST_WEEKLY_MINUTES);
    if !(fewest..=most).contains(&minutes_per_week) {
        return Err(EngagementError::WeeklyMinutesOutOfRange { minutes_per_week, fewest, most });
    }
    Ok(())
}

/// The first that stands in a list a second time.
pub(super) fn first_twice<T: Ord + Copy>(items: impl IntoIterator<Item = T>) -> Option<T> {
    let mut seen = std::collections::BTreeSet::new();
    items.into_iter().find(|item| !seen.insert(*item))
}

impl Engagement {
    /// Refuses a day outside the agreed term.
    pub(super) fn must_be_in_term(&self, field: &'static str, on: NaiveDate) -> Result<(), EngagementError> {
        match &self.term {
            Some(term) if !term.holds(on) => {
                Err(EngagementError::OutsideTerm { field, on, term_start: term.start, term_end: term.end })
            }
            _ => Ok(()),
        }
    }
}
