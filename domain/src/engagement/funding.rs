//! Who pays, and at what price from which day. A new price holds from its day on; a session keeps
//! the price of its own day for ever, unless what was noted is put right: then from the beginning, and
//! what had been noted is kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::decide::Decision;
use super::{DatedRate, Engagement, EngagementError, EngagementEvent, Funding, Stage, dates};
use crate::shared::money::{Money, Rate};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// The most that an hour may cost, £1,000: more is a slip of the point. Source: practice default.
pub const HIGHEST_RATE: Rate = Rate(10_000_000);

/// The most that one engagement may cost in all, £10 million. Source: practice default.
pub const HIGHEST_BUDGET: Money = Money(1_000_000_000);

/// Who pays had been noted wrongly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundingCorrection {
    /// As it had been noted, with what extensions had added by then.
    pub was: Funding,
    /// Prices as they had been noted.
    pub was_rates: Vec<DatedRate>,
    /// Why it was put right.
    pub reason: Personal<Words>,
    /// When.
    pub corrected_on: NaiveDate,
}

pub(super) fn seek(state: &Engagement, today: NaiveDate, sought_on: NaiveDate) -> Decision {
    state.must_be(&[Stage::AwaitingConsent, Stage::AwaitingFunding])?;
    state.happened_since_referral("sought_on", sought_on, today)?;
    if state.funding_sought_on == Some(sought_on) {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::FundingSought { sought_on }])
}

pub(super) fn note(state: &Engagement, today: NaiveDate, funding: &Funding) -> Decision {
    state.must_be(&[Stage::AwaitingConsent, Stage::AwaitingFunding])?;
    is_plausible(funding, today)?;
    if state.funding.as_ref() == Some(funding) && state.rates.len() == 1 {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::FundingNoted { funding: funding.clone(), noted_on: today }])
}

/// Days in order and not too far ahead, a price and a budget that can be meant.
fn is_plausible(funding: &Funding, today: NaiveDate) -> Result<(), EngagementError> {
    dates::planned("covers_from", funding.covers_from, today)?;
    dates::planned("covers_to", funding.covers_to, today)?;
    if funding.covers_to < funding.covers_from {
        return Err(EngagementError::CoverReversed { covers_from: funding.covers_from });
    }
    rate_is_plausible(funding.rate)?;
    if funding.budget <= Money::ZERO || funding.budget > HIGHEST_BUDGET {
        let (budget, highest) = (funding.budget, HIGHEST_BUDGET);
        return Err(EngagementError::BudgetOutOfRange { budget, highest });
    }
    Ok(())
}

/// What was noted by mistake is put right from the beginning, with every price. It must still cover the
/// whole term, so that no day of work is left without a price. Before the term is agreed it is noted anew.
pub(super) fn correct(
    state: &Engagement,
    today: NaiveDate,
    funding: &Funding,
    later_rates: &[DatedRate],
    reason: &Words,
) -> Decision {
    state.must_be(&[Stage::Agreed, Stage::Active, Stage::Paused, Stage::Ended])?;
    is_plausible(funding, today)?;
    let (covers_from, covers_to) = (funding.covers_from, funding.covers_to);
    if let Some(term) = state.term.as_ref().filter(|term| covers_from > term.start || covers_to < term.end) {
        let field = if covers_from > term.start { "covers_from" } else { "covers_to" };
        let (term_start, term_end) = (term.start, term.end);
        return Err(EngagementError::CoverLeavesTermOut { field, term_start, term_end });
    }
    let mut latest_from = covers_from;
    for later in later_rates {
        rate_is_plausible(later.rate)?;
        if later.from > covers_to {
            return Err(EngagementError::RateOutsideCover { from: later.from, covers_from, covers_to });
        }
        if later.from <= latest_from {
            return Err(EngagementError::RateNotLater { latest_from });
        }
        latest_from = later.from;
    }
    let stands = state.funding.as_ref() == Some(funding) && state.rates.get(1..) == Some(later_rates);
    if stands {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::FundingCorrected {
        funding: funding.clone(),
        later_rates: later_rates.to_vec(),
        reason: state.personal(reason),
        corrected_on: today,
    }])
}

/// A price may be agreed for days gone by (a backdated uplift), never before or at an earlier price's day.
pub(super) fn agree_rate(state: &Engagement, today: NaiveDate, rate: DatedRate) -> Decision {
    state.must_be(&[
        Stage::AwaitingConsent,
        Stage::AwaitingFunding,
        Stage::Agreed,
        Stage::Active,
        Stage::Paused,
        Stage::Ended,
    ])?;
    let Some(funding) = &state.funding else {
        return Err(EngagementError::FundingMissing);
    };
    rate_is_plausible(rate.rate)?;
    let (covers_from, covers_to) = (funding.covers_from, funding.covers_to);
    if rate.from < covers_from || rate.from > covers_to {
        return Err(EngagementError::RateOutsideCover { from: rate.from, covers_from, covers_to });
    }
    if let Some(latest) = state.rates.last() {
        if *latest == rate {
            return Ok(vec![]);
        }
        if rate.from <= latest.from {
            return Err(EngagementError::RateNotLater { latest_from: latest.from });
        }
    }
    Ok(vec![EngagementEvent::RateAgreed { rate, agreed_on: today }])
}

fn rate_is_plausible(rate: Rate) -> Result<(), EngagementError> {
    if rate.0 <= 0 || rate > HIGHEST_RATE {
        return Err(EngagementError::RateOutOfRange { rate, highest: HIGHEST_RATE });
    }
    Ok(())
}
