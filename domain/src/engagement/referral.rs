//! From the referral to the person's own yes: who asked, whether we are the right people, the waiting
//! list, and the consent that everything afterwards rests on.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::{
    Engagement, EngagementError, EngagementEvent, ReferralOutcome, ReferralSource, Referrer, Stage, dates,
};
use crate::shared::ids::{AccountId, EngagementId, PersonId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// A connector was asked, on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allocation {
    /// Who.
    pub connector: AccountId,
    /// Since when.
    pub allocated_on: NaiveDate,
}

/// Whether we are the right people, by which rule and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Eligibility {
    /// The day it was decided.
    pub decided_on: NaiveDate,
    /// Whether we are.
    pub eligible: bool,
    /// The rule it was decided by.
    pub rule: Line,
    /// Why.
    pub reason: Option<Personal<Words>>,
}

/// A place on the waiting list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingList {
    /// Since when.
    pub listed_on: NaiveDate,
    /// 1 is first.
    pub priority: u8,
    /// When there might be room.
    pub expected_start: Option<NaiveDate>,
}

/// The consent to take part that this engagement rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentRelied {
    /// Day it was given, on the person's own record.
    pub given_on: NaiveDate,
    /// Day it was noted here.
    pub noted_on: NaiveDate,
}

/// How a referral ended before any work began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferralClosing {
    /// How.
    pub outcome: ReferralOutcome,
    /// Why.
    pub reason: Personal<Words>,
    /// When.
    pub closed_on: NaiveDate,
}

pub(super) fn receive(
    state: &Engagement,
    today: NaiveDate,
    (engagement_id, person_id): (EngagementId, PersonId),
    source: ReferralSource,
    (received_on, under_way_since): (NaiveDate, Option<NaiveDate>),
    (reason, referrer): (Option<&Words>, Option<&Referrer>),
) -> Decision {
    if let Some(received_on) = state.received_on {
        return Err(EngagementError::AlreadyReferred { received_on });
    }
    dates::happened("received_on", received_on, today)?;
    if let Some(since) = under_way_since {
        dates::happened("under_way_since", since, today)?;
        dates::in_order("under_way_since", since, received_on)?;
    }
    let reason = reason.map(|words| Personal::about(person_id, words.clone()));
    let referrer = referrer.map(|referrer| Personal::about(person_id, referrer.clone()));
    Ok(vec![EngagementEvent::ReferralReceived {
        engagement_id,
        person_id,
        source,
        received_on,
        reason,
        referrer,
        under_way_since,
    }])
}

/// At any time, because whoever asked is still to hear how it ended.
pub(super) fn name_referrer(state: &Engagement, today: NaiveDate, referrer: &Referrer) -> Decision {
    if state.referrer.as_ref().and_then(|kept| kept.get()) == Some(referrer) {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::ReferrerNamed { referrer: state.personal(referrer), named_on: today }])
}

/// Also after the ending, because somebody must still look in at three, six and twelve months.
pub(super) fn allocate(state: &Engagement, today: NaiveDate, connector: AccountId) -> Decision {
    state.must_be(&[
        Stage::Referred,
        Stage::Screening,
        Stage::Waitlisted,
        Stage::AwaitingConsent,
        Stage::AwaitingFunding,
        Stage::Agreed,
        Stage::Active,
        Stage::Paused,
        Stage::Ended,
    ])?;
    if state.connector() == Some(connector) {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::ConnectorAllocated { connector, allocated_on: today }])
}

pub(super) fn start_screening(state: &Engagement, today: NaiveDate, started_on: NaiveDate) -> Decision {
    state.must_be(&[Stage::Referred])?;
    state.happened_since_referral("started_on", started_on, today)?;
    Ok(vec![EngagementEvent::ScreeningStarted { started_on }])
}

/// Straight from the referral it starts the screening too, so that a quick decision is one step.
pub(super) fn decide_eligibility(
    state: &Engagement,
    today: NaiveDate,
    decided_on: NaiveDate,
    eligible: bool,
    rule: &Line,
    reason: Option<&Words>,
) -> Decision {
    if let (Some(decided), true) = (&state.eligibility, state.stage.is_open()) {
        let (decided_on, eligible) = (decided.decided_on, decided.eligible);
        return Err(EngagementError::EligibilityAlreadyDecided { decided_on, eligible });
    }
    state.must_be(&[Stage::Referred, Stage::Screening])?;
    state.happened_since_referral("decided_on", decided_on, today)?;
    if let Some(started_on) = state.screening_started_on {
        dates::in_order("decided_on", decided_on, started_on)?;
    }
    if !eligible && reason.is_none() {
        return Err(EngagementError::EligibilityReasonMissing);
    }
    let reason = reason.map(|words| state.personal(words));
    let decided = EngagementEvent::EligibilityDecided { decided_on, eligible, rule: rule.clone(), reason };
    if state.stage == Stage::Referred {
        Ok(vec![EngagementEvent::ScreeningStarted { started_on: decided_on }, decided])
    } else {
        Ok(vec![decided])
    }
}

pub(super) fn waitlist(
    state: &Engagement,
    today: NaiveDate,
    listed_on: NaiveDate,
    priority: u8,
    expected_start: Option<NaiveDate>,
) -> Decision {
    state.must_be(&[Stage::Screening, Stage::Waitlisted])?;
    state.must_be_eligible()?;
    state.happened_since_referral("listed_on", listed_on, today)?;
    if priority == 0 {
        return Err(EngagementError::PriorityCountsFromOne);
    }
    if let Some(expected) = expected_start {
        dates::planned("expected_start", expected, today)?;
        dates::in_order("expected_start", expected, listed_on)?;
    }
    if state.waiting == Some(WaitingList { listed_on, priority, expected_start }) {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::Waitlisted { listed_on, priority, expected_start }])
}

pub(super) fn request_consent(state: &Engagement, today: NaiveDate, requested_on: NaiveDate) -> Decision {
    state.must_be(&[Stage::Screening, Stage::Waitlisted])?;
    state.must_be_eligible()?;
    state.happened_since_referral("requested_on", requested_on, today)?;
    Ok(vec![EngagementEvent::ConsentRequested { requested_on }])
}

/// Once noted, a newer consent may replace it until the work begins.
pub(super) fn note_consent(state: &Engagement, today: NaiveDate, given_on: Option<NaiveDate>) -> Decision {
    if matches!(state.stage, Stage::Referred | Stage::Screening | Stage::Waitlisted) {
        state.must_be_eligible()?;
    }
    state.must_be(&[Stage::AwaitingConsent, Stage::AwaitingFunding, Stage::Agreed])?;
    let Some(given_on) = given_on else {
        return Err(EngagementError::ConsentMissing);
    };
    dates::happened("given_on", given_on, today)?;
    if state.consent.is_some_and(|consent| consent.given_on == given_on) {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::ConsentNoted { given_on, noted_on: today }])
}

impl Engagement {
    /// Nothing goes on before somebody decided that we are the right people.
    fn must_be_eligible(&self) -> Result<(), EngagementError> {
        match &self.eligibility {
            None => Err(EngagementError::EligibilityNotDecided),
            Some(decided) if !decided.eligible => {
                Err(EngagementError::NotEligible { decided_on: decided.decided_on })
            }
            Some(_) => Ok(()),
        }
    }
}
