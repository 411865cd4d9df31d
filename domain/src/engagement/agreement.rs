//! A team lead's agreement to more time, and to an ending before its term. A connector asks, a team lead who
//! is not the one who asked agrees or says no with a reason; the term is extended, or the work ended, by the
//! agreement itself. An ending that lies ahead is agreed first, and ended when its day has come.
//!
//! Whether an organisation wants this at all is its own rule, which the use case fills in.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::ending::{Beside, Ending, TERM_COMPLETE_DAYS, ends};
use super::term::extends;
use super::{
    Agreed, Disposition, EndReason, Engagement, EngagementError as No, EngagementEvent as Event, Stage, dates,
};
use crate::codes;
use crate::shared::ids::{AccountId, RelationshipId};
use crate::shared::money::Money;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

codes! {
    /// What a team lead is asked to agree to.
    RequestKind {
        Extension = "More time",
        Ending = "An ending before the term",
    }
}

/// More time that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionAsked {
    /// Last day from then on.
    pub new_end: NaiveDate,
    /// Minutes a week in the added time.
    pub minutes_per_week: i64,
    /// What would be added to the budget.
    pub added_budget: Money,
    /// What the extra time is for.
    pub reason: Personal<Words>,
    /// The day.
    pub asked_on: NaiveDate,
    /// Who asked, and so may not agree.
    pub asked_by: AccountId,
}

/// An ending before the term that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndingAsked {
    /// Last day of the work.
    pub ended_on: NaiveDate,
    /// Why.
    pub reason: EndReason,
    /// In words.
    pub words: Option<Personal<Words>>,
    /// What becomes of each open relationship.
    pub hand_overs: Vec<Disposition>,
    /// Who stays beside which of them.
    #[serde(default)]
    pub beside: Option<Personal<Vec<Beside>>>,
    /// The day.
    pub asked_on: NaiveDate,
    /// Who asked, and so may not agree.
    pub asked_by: AccountId,
    /// Who agreed, and when, while its day has not come.
    pub agreed: Option<(AccountId, NaiveDate)>,
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestAnswered {
    /// Of which kind.
    pub kind: RequestKind,
    /// Who had asked.
    pub asked_by: AccountId,
    /// When.
    pub asked_on: NaiveDate,
    /// Who answered.
    pub answered_by: AccountId,
    /// When.
    pub answered_on: NaiveDate,
    /// Why not; `None` when it was agreed to.
    pub refused: Option<Personal<Words>>,
}

impl Engagement {
    /// Whether an ending would be before the last week of the term. After a death none is: nobody decides on it.
    pub fn ends_early(&self, ended_on: NaiveDate, reason: EndReason) -> bool {
        let term_end = self.term.as_ref().map(|term| term.end);
        let is_early = |end: NaiveDate| {
            ended_on.checked_add_days(Days::new(TERM_COMPLETE_DAYS)).is_some_and(|complete| complete <= end)
        };
        reason != EndReason::Deceased && term_end.is_some_and(is_early)
    }

    /// What waits for a team lead, and since when.
    pub fn waits_for_agreement(&self) -> Vec<(RequestKind, NaiveDate)> {
        let extension = self.extension_asked.as_ref().map(|asked| (RequestKind::Extension, asked.asked_on));
        let ending = self.ending_asked.as_ref().filter(|asked| asked.agreed.is_none());
        extension.into_iter().chain(ending.map(|asked| (RequestKind::Ending, asked.asked_on))).collect()
    }

    /// Refuses an ending that a team lead has to agree to first, unless one has. Answers who did.
    pub(super) fn agreed_to_end(
        &self,
        ended_on: NaiveDate,
        reason: EndReason,
        needs_agreement: bool,
    ) -> Result<Option<Agreed>, No> {
        let agreed = self.ending_asked.as_ref().filter(|asked| ended_on >= asked.ended_on);
        let agreed = agreed.and_then(|asked| {
            let asked_by = asked.asked_by;
            asked.agreed.map(|(agreed_by, agreed_on)| Agreed { asked_by, agreed_by, agreed_on })
        });
        if needs_agreement && agreed.is_none() && self.ends_early(ended_on, reason) {
            return Err(No::EndingNeedsAgreement);
        }
        Ok(agreed)
    }
}

pub(super) fn ask_extension(
    state: &Engagement,
    (today, by): (NaiveDate, AccountId),
    (new_end, minutes_per_week, added_budget): (NaiveDate, i64, Money),
    reason: &Words,
) -> Decision {
    extends(state, today, new_end, minutes_per_week, added_budget)?;
    let reason = state.personal(reason);
    let asked = ExtensionAsked {
        new_end,
        minutes_per_week,
        added_budget,
        reason: reason.clone(),
        asked_on: today,
        asked_by: by,
    };
    if state
        .extension_asked
        .as_ref()
        .is_some_and(|now| *now == ExtensionAsked { asked_on: now.asked_on, ..asked })
    {
        return Ok(vec![]);
    }
    Ok(vec![Event::ExtensionAsked {
        new_end,
        minutes_per_week,
        added_budget_pence: added_budget.pence(),
        reason,
        asked_on: today,
        asked_by: by,
    }])
}

pub(super) fn agree_extension(
    state: &Engagement,
    (today, by): (NaiveDate, AccountId),
    is_team_lead: bool,
) -> Decision {
    let asked = state.extension_asked.as_ref().ok_or(No::NobodyAskedForIt)?;
    answers(asked.asked_by, by, is_team_lead)?;
    extends(state, today, asked.new_end, asked.minutes_per_week, asked.added_budget)?;
    Ok(vec![Event::TermExtended {
        new_end: asked.new_end,
        minutes_per_week: asked.minutes_per_week,
        added_budget_pence: asked.added_budget.pence(),
        reason: asked.reason.clone(),
        extended_on: today,
        agreed: Some(Agreed { asked_by: asked.asked_by, agreed_by: by, agreed_on: today }),
    }])
}

pub(super) fn decline_extension(
    state: &Engagement,
    (today, by): (NaiveDate, AccountId),
    reason: &Words,
    is_team_lead: bool,
) -> Decision {
    let asked = state.extension_asked.as_ref().ok_or(No::NobodyAskedForIt)?;
    answers(asked.asked_by, by, is_team_lead)?;
    let reason = state.personal(reason);
    Ok(vec![Event::ExtensionDeclined { reason, declined_on: today, declined_by: by }])
}

pub(super) fn ask_ending(
    state: &Engagement,
    (today, by): (NaiveDate, AccountId),
    (ended_on, reason): (NaiveDate, EndReason),
    words: Option<&Words>,
    (hand_overs, beside, open): (&[Disposition], &[Beside], &[RelationshipId]),
) -> Decision {
    dates::planned("ended_on", ended_on, today)?;
    // What lies ahead is held to the rules of its own day.
    ends(state, today.max(ended_on), ended_on, reason, (hand_overs, open))?;
    if !state.ends_early(ended_on, reason) {
        return Err(No::EndingNeedsNoAgreement);
    }
    if let Some(agreed) = state.ending_asked.as_ref().filter(|asked| asked.agreed.is_some()) {
        return Err(No::EndingAgreedAlready { ended_on: agreed.ended_on });
    }
    let words = words.map(|words| state.personal(words));
    let (hand_overs, beside) = (hand_overs.to_vec(), state.beside(beside, open));
    Ok(vec![Event::EndingAsked {
        ended_on,
        reason,
        words,
        hand_overs,
        beside,
        asked_on: today,
        asked_by: by,
    }])
}

/// Ends it, when its day has come; otherwise it may be ended from that day on.
pub(super) fn agree_ending(
    state: &Engagement,
    (today, by): (NaiveDate, AccountId),
    open: &[RelationshipId],
    is_team_lead: bool,
) -> Decision {
    let asked =
        state.ending_asked.as_ref().filter(|asked| asked.agreed.is_none()).ok_or(No::NobodyAskedForIt)?;
    answers(asked.asked_by, by, is_team_lead)?;
    state.must_be(&[Stage::Active, Stage::Paused])?;
    if asked.ended_on > today {
        return Ok(vec![Event::EndingAgreed { agreed_on: today, agreed_by: by }]);
    }
    ends(state, today, asked.ended_on, asked.reason, (&asked.hand_overs, open))?;
    let agreed = Some(Agreed { asked_by: asked.asked_by, agreed_by: by, agreed_on: today });
    let EndingAsked { ended_on, reason, words, hand_overs, beside, .. } = asked.clone();
    Ok(state.ended_by(today, Ending { ended_on, reason, words, hand_overs, beside }, agreed))
}

pub(super) fn decline_ending(
    state: &Engagement,
    (today, by): (NaiveDate, AccountId),
    reason: &Words,
    is_team_lead: bool,
) -> Decision {
    let asked =
        state.ending_asked.as_ref().filter(|asked| asked.agreed.is_none()).ok_or(No::NobodyAskedForIt)?;
    answers(asked.asked_by, by, is_team_lead)?;
    let reason = state.personal(reason);
    Ok(vec![Event::EndingDeclined { reason, declined_on: today, declined_by: by }])
}

/// Only a team lead who did not ask answers. Source: practice default, as with signatures.
fn answers(asked_by: AccountId, by: AccountId, is_team_lead: bool) -> Result<(), No> {
    match (is_team_lead, asked_by == by) {
        (false, _) => Err(No::NotATeamLead),
        (true, true) => Err(No::AnswersThemselves),
        (true, false) => Ok(()),
    }
}
