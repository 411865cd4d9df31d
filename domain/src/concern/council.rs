//! Passing a concern on, and what comes back. Passing it on against the person's no takes a reason. Source:
//! Care Act 2014 s.42 and its guidance: consent is sought, and may be overridden for a reason that is written
//! down, such as a risk to others.

use chrono::NaiveDate;

use super::decide::{Decision, happened, not_before};
use super::records::{ConcernReferral, CouncilDecision};
use super::{Concern, ConcernError as No, ConcernEvent as Event, ConsentToRefer, ReferredTo, Report};
use crate::shared::text::Words;

/// Days after which the council's answer is asked for again. Source: practice default.
pub const COUNCIL_ANSWERS_WITHIN_DAYS: u64 = 5;

impl Concern {
    pub(super) fn refer(
        &self,
        referral: &ConcernReferral,
        referred_on: NaiveDate,
        despite: Option<&Words>,
        today: NaiveDate,
    ) -> Decision {
        self.open()?;
        happened("referred_on", referred_on, today)?;
        let known = self.known();
        let refused = known.is_some_and(|known| known.consent == Some(ConsentToRefer::No));
        let explained = known.is_some_and(|known| known.overridden_because.is_some());
        if refused && !explained && despite.is_none() {
            return Err(No::NoReasonToOverride);
        }
        let mut events = Vec::new();
        if let (Some(known), Some(despite)) = (known, despite)
            && known.overridden_because.as_ref() != Some(despite)
        {
            let report = Report { overridden_because: Some(despite.clone()), ..known.clone() };
            events.push(Event::ReportCompleted { report: self.seal(report), completed_on: today });
        }
        events.push(Event::ConcernReferred { referral: self.seal(referral.clone()), referred_on });
        Ok(events)
    }

    pub(super) fn record_decision(
        &self,
        decision: &CouncilDecision,
        decided_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        self.open()?;
        happened("decided_on", decided_on, today)?;
        let told_on = self.council_told_on().ok_or(No::CouncilNotTold)?;
        not_before("decided_on", decided_on, told_on, "the council was told")?;
        Ok(vec![Event::CouncilDecided { decision: self.seal(decision.clone()), decided_on }])
    }

    pub(super) fn tell_raiser(&self, words: &Words, told_on: NaiveDate, today: NaiveDate) -> Decision {
        let raised_on = self.reported()?;
        happened("told_on", told_on, today)?;
        not_before("told_on", told_on, raised_on, "somebody told of it")?;
        Ok(vec![Event::RaiserTold { words: self.seal(words.clone()), told_on }])
    }

    /// When the council was first told.
    pub fn council_told_on(&self) -> Option<NaiveDate> {
        let told = self.referrals.iter().filter(|(referral, _)| is_to_council(referral.get()));
        told.map(|(_, on)| *on).min()
    }
}

/// Whether something was passed on to the council.
pub(super) fn is_to_council(referral: Option<&ConcernReferral>) -> bool {
    referral.is_some_and(|referral| referral.to == ReferredTo::Council)
}
