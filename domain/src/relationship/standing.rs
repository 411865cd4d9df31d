//! What most rules ask first: has it been proposed, have they met, does it go on, and is a date between
//! that and today. Each answers the day it asks about, or refuses with the reason.

use chrono::NaiveDate;

use super::codes::NextStep;
use super::{Relationship, RelationshipError as No};
use crate::shared::calendar;

impl Relationship {
    /// The day it turned out not to be for them, if that is how it stands.
    pub fn not_a_fit(&self) -> Option<NaiveDate> {
        self.next_step.as_ref().filter(|step| step.next_step == NextStep::NotAFit).map(|step| step.chosen_on)
    }

    /// Refuses unless it has been proposed; answers when.
    pub(super) fn proposed(&self) -> Result<NaiveDate, No> {
        self.proposed_on.ok_or(No::NotProposed)
    }

    /// Refuses unless they have met and it has not gone quiet; answers when they met.
    pub(super) fn met_and_not_lapsed(&self) -> Result<NaiveDate, No> {
        self.proposed()?;
        let met_on = self.met_on().ok_or(No::NotMet)?;
        match self.lapse() {
            Some(lapse) => Err(No::Lapsed { lapsed_on: lapse.lapsed_on }),
            None => Ok(met_on),
        }
    }

    /// Refuses unless they have met and it goes on; answers when they met.
    pub(super) fn going_on(&self) -> Result<NaiveDate, No> {
        let met_on = self.met_and_not_lapsed()?;
        match self.not_a_fit() {
            Some(chosen_on) => Err(No::NotAFit { chosen_on }),
            None => Ok(met_on),
        }
    }

    /// Refuses once it was declined or has gone quiet; answers when it was proposed.
    pub(super) fn not_finished(&self) -> Result<NaiveDate, No> {
        let proposed_on = self.proposed()?;
        if let Some((party, declined_on)) = self.introduction.refusal() {
            return Err(No::Declined { party, declined_on });
        }
        match self.lapse() {
            Some(lapse) => Err(No::Lapsed { lapsed_on: lapse.lapsed_on }),
            None => Ok(proposed_on),
        }
    }

    /// Refuses once they have met, too.
    pub(super) fn still_to_meet(&self) -> Result<NaiveDate, No> {
        let proposed_on = self.not_finished()?;
        match self.met_on() {
            Some(met_on) => Err(No::AlreadyMet { met_on }),
            None => Ok(proposed_on),
        }
    }
}

/// Refuses a date that has not come or cannot be meant, naming its field.
pub(super) fn happened(field: &'static str, on: NaiveDate, today: NaiveDate) -> Result<(), No> {
    calendar::happened(on, today).map(|_| ()).map_err(|problem| No::Date { field, problem })
}

/// Refuses a date that is not from the proposal up to today.
pub(super) fn since_proposal(
    field: &'static str,
    on: NaiveDate,
    proposed_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), No> {
    happened(field, on, today)?;
    if on < proposed_on { Err(No::BeforeProposal { field, on, proposed_on }) } else { Ok(()) }
}

/// Refuses a date that is not from their first meeting up to today.
pub(super) fn since_meeting(
    field: &'static str,
    on: NaiveDate,
    met_on: NaiveDate,
    today: NaiveDate,
) -> Result<(), No> {
    happened(field, on, today)?;
    if on < met_on { Err(No::BeforeMeeting { field, on, met_on }) } else { Ok(()) }
}
