//! Who pays, and at what price from which day. A new price holds from its day on; a session keeps
//! the price of its own day for ever.

use chrono::NaiveDate;

use super::decide::Decision;
use super::{DatedRate, Engagement, EngagementError, EngagementEvent, Funding, Stage, dates};
use crate::shared::money::{Money, Rate};

/// The most that an hour may cost, £1,000: more is a slip of the point. Source: practice default.
pub const HIGHEST_RATE: Rate = Rate(10_000_000);

/// The most that one engagement may cost in all, £10 million. Source: practice default.
pub const HIGHEST_BUDGET: Money = Money(1_000_000_000);

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
    if state.funding.as_ref() == Some(funding) && state.rates.len() == 1 {
        return Ok(vec![]);
    }
    Ok(vec![EngagementEvent::FundingNoted { funding: funding.clone(), noted_on: today }])
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
