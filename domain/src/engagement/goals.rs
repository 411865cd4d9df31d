//! Goals after the term was agreed: added, said in other words, set aside with a reason, and how far each is reached,
//! between reviews and at them. What was agreed at the start stays as it was said; this is what came since.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::{Engagement, EngagementError, EngagementEvent, Goal, GoalOutcome, Stage};
use crate::shared::ids::{GoalId, PersonId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Something that happened to one goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalStep {
    /// Which goal.
    pub goal_id: GoalId,
    /// The day.
    pub on: NaiveDate,
    /// What.
    pub what: GoalChange,
}

/// What happened to a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum GoalChange {
    /// It was added.
    Set { words: Personal<Words> },
    /// It was said in other words.
    Reworded { words: Personal<Words> },
    /// Nobody goes after it any more.
    SetAside { reason: Personal<Words> },
    /// How far it was reached, and what was said about it.
    Scored { outcome: GoalOutcome, words: Option<Personal<Words>> },
}

/// A goal with everything that is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalAccount<'a> {
    /// Which.
    pub goal_id: GoalId,
    /// As they say it now; `None` once the person has been forgotten.
    pub words: Option<&'a Words>,
    /// Whether it is one of those agreed with the term.
    pub agreed: bool,
    /// Since when nobody goes after it, and why.
    pub set_aside: Option<(NaiveDate, Option<&'a Words>)>,
    /// How far it was reached, as last found, and when.
    pub standing: Option<(NaiveDate, GoalOutcome)>,
    /// What became of it, in order.
    pub moments: Vec<GoalMoment<'a>>,
}

/// One thing that became of a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoalMoment<'a> {
    /// The day.
    pub on: NaiveDate,
    /// What.
    pub what: GoalMoved<'a>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GoalMoved<'a> {
    /// Agreed with the term, in these words.
    Agreed(Option<&'a Words>),
    /// Added, in these words.
    Set(Option<&'a Words>),
    /// Said in these words from then on.
    Reworded(Option<&'a Words>),
    /// Set aside, and why.
    SetAside(Option<&'a Words>),
    /// Looked at between reviews, and what was said.
    Scored(GoalOutcome, Option<&'a Words>),
    /// Scored by a review.
    Reviewed(GoalOutcome),
}

/// Where the goals live on: from the agreement to the ending.
const LIVES_AT: &[Stage] = &[Stage::Agreed, Stage::Active, Stage::Paused];

pub(super) fn set(
    state: &Engagement,
    today: NaiveDate,
    goal_id: GoalId,
    words: &Words,
    set_on: NaiveDate,
) -> Decision {
    state.must_be(LIVES_AT)?;
    if state.goal(goal_id).is_some() {
        return Err(EngagementError::GoalExists { goal_id });
    }
    state.happened_since_referral("set_on", set_on, today)?;
    Ok(vec![EngagementEvent::GoalSet { goal_id, words: state.personal(words), set_on }])
}

/// The same words again change nothing.
pub(super) fn reword(state: &Engagement, today: NaiveDate, goal_id: GoalId, words: &Words) -> Decision {
    state.must_be(LIVES_AT)?;
    let goal = state.goal_is_open(goal_id, today)?;
    if goal.words == Some(words) {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::GoalReworded { goal_id, words: state.personal(words), reworded_on: today }])
}

pub(super) fn set_aside(state: &Engagement, today: NaiveDate, goal_id: GoalId, reason: &Words) -> Decision {
    state.must_be(LIVES_AT)?;
    state.goal_is_open(goal_id, today)?;
    Ok(vec![EngagementEvent::GoalSetAside { goal_id, reason: state.personal(reason), set_aside_on: today }])
}

pub(super) fn score(
    state: &Engagement,
    today: NaiveDate,
    (goal_id, outcome): (GoalId, GoalOutcome),
    words: Option<&Words>,
    scored_on: NaiveDate,
) -> Decision {
    state.must_be(LIVES_AT)?;
    state.goal_is_open(goal_id, scored_on)?;
    state.happened_since_referral("scored_on", scored_on, today)?;
    let words = words.map(|words| state.personal(words));
    Ok(vec![EngagementEvent::GoalScored { goal_id, outcome, words, scored_on }])
}

impl<'a> GoalAccount<'a> {
    /// Whether it was gone after on a day: it was there, and not set aside by then.
    pub fn is_open_on(&self, day: NaiveDate) -> bool {
        let there = self.moments.first().is_some_and(|first| first.on <= day);
        there && self.set_aside.is_none_or(|(on, _)| on > day)
    }

    /// As they said it on a day; as at first before it was there.
    pub fn words_on(&self, day: NaiveDate) -> Option<&'a Words> {
        let mut said =
            self.moments.iter().filter(|moment| moment.on <= day).filter_map(|moment| match moment.what {
                GoalMoved::Agreed(words) | GoalMoved::Set(words) | GoalMoved::Reworded(words) => Some(words),
                GoalMoved::SetAside(_) | GoalMoved::Scored(..) | GoalMoved::Reviewed(_) => None,
            });
        said.next_back().unwrap_or(self.words)
    }
}

impl Engagement {
    /// Every goal, those agreed with the term first, each with all that became of it.
    pub fn goal_accounts(&self) -> Vec<GoalAccount<'_>> {
        let agreed_on = self.term.as_ref().map(|term| term.agreed_on);
        let agreed = self.agreed_goals().iter().map(|goal| (goal.goal_id, Some(&goal.words)));
        let set = self.goal_steps.iter().filter_map(|step| match &step.what {
            GoalChange::Set { words } => Some((step, words)),
            _ => None,
        });
        let agreed = agreed.map(|(goal_id, words)| {
            let first = agreed_on.map(|on| GoalMoment { on, what: GoalMoved::Agreed(words) });
            (goal_id, words, true, first)
        });
        let set = set.map(|(step, words)| {
            let first = GoalMoment { on: step.on, what: GoalMoved::Set(words.get()) };
            (step.goal_id, words.get(), false, Some(first))
        });
        agreed.chain(set).map(|(id, words, agreed, first)| self.account(id, words, agreed, first)).collect()
    }

    fn account<'a>(
        &'a self,
        goal_id: GoalId,
        words: Option<&'a Words>,
        agreed: bool,
        first: Option<GoalMoment<'a>>,
    ) -> GoalAccount<'a> {
        let mut account =
            GoalAccount { goal_id, words, agreed, set_aside: None, standing: None, moments: vec![] };
        for step in self.goal_steps.iter().filter(|step| step.goal_id == goal_id) {
            let what = match &step.what {
                GoalChange::Set { .. } => continue,
                GoalChange::Reworded { words } => {
                    account.words = words.get();
                    GoalMoved::Reworded(words.get())
                }
                GoalChange::SetAside { reason } => {
                    account.set_aside = Some((step.on, reason.get()));
                    GoalMoved::SetAside(reason.get())
                }
                GoalChange::Scored { outcome, words } => {
                    GoalMoved::Scored(*outcome, words.as_ref().and_then(Personal::get))
                }
            };
            account.moments.push(GoalMoment { on: step.on, what });
        }
        for review in self.reviews.values() {
            let scored = review.goals.iter().filter(|score| score.goal_id == goal_id);
            account.moments.extend(
                scored
                    .map(|score| GoalMoment { on: review.held_on, what: GoalMoved::Reviewed(score.outcome) }),
            );
        }
        // What a review finds counts before what was said on the same day, so reviews stand behind.
        account.moments.sort_by_key(|moment| moment.on);
        account.standing = account.moments.iter().rev().find_map(|moment| match moment.what {
            GoalMoved::Scored(outcome, _) | GoalMoved::Reviewed(outcome) => Some((moment.on, outcome)),
            _ => None,
        });
        account.moments.splice(0..0, first);
        account
    }

    /// One goal.
    pub fn goal(&self, goal_id: GoalId) -> Option<GoalAccount<'_>> {
        self.goal_accounts().into_iter().find(|goal| goal.goal_id == goal_id)
    }

    /// What the person wants from it now, in their words of today: all that was not set aside; none once they have
    /// been forgotten.
    pub fn open_goals(&self) -> Vec<Goal> {
        let open = self.goal_accounts().into_iter().filter(|goal| goal.set_aside.is_none());
        open.filter_map(|goal| Some(Goal { goal_id: goal.goal_id, words: goal.words?.clone() })).collect()
    }

    /// The goal, if it is one of this engagement that was gone after on a day.
    pub(super) fn goal_is_open(
        &self,
        goal_id: GoalId,
        on: NaiveDate,
    ) -> Result<GoalAccount<'_>, EngagementError> {
        let goal = self.goal(goal_id).ok_or(EngagementError::UnknownGoal { goal_id })?;
        // Those agreed with the term are as old as it, whenever somebody came to write it down.
        let set_on = goal.moments.iter().find_map(|moment| match moment.what {
            GoalMoved::Set(_) => Some(moment.on),
            _ => None,
        });
        if let Some(set_on) = set_on.filter(|set_on| *set_on > on) {
            return Err(EngagementError::GoalNotThereYet { goal_id, set_on });
        }
        match goal.set_aside {
            Some((set_aside_on, _)) if set_aside_on <= on => {
                Err(EngagementError::GoalIsSetAside { goal_id, set_aside_on })
            }
            _ => Ok(goal),
        }
    }
}

impl GoalStep {
    pub(super) fn forget(&mut self, subject: PersonId) {
        match &mut self.what {
            GoalChange::Set { words } | GoalChange::Reworded { words } => words.forget(subject),
            GoalChange::SetAside { reason } => reason.forget(subject),
            GoalChange::Scored { words, .. } => words.iter_mut().for_each(|words| words.forget(subject)),
        }
    }
}
