//! Arranging a first meeting, and whether it happened.
//!
//! Both said yes is what counts. If they then meet by chance, before or instead of what was arranged, that
//! is a meeting like any other.

use chrono::NaiveDate;

use super::codes::{IntroductionState, NextStep, NoMeetingReason};
use super::decide::Decision;
use super::introduction::ChosenStep;
use super::records::Meeting;
use super::standing::{since_meeting, since_proposal};
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};
use crate::shared::calendar;
use crate::shared::text::Line;

impl Relationship {
    /// Arranging again replaces what was arranged. The day may lie ahead, as far as any plan.
    pub(super) fn arrange(&self, meeting: &Meeting, place: Option<&Line>, today: NaiveDate) -> Decision {
        let proposed_on = self.still_to_meet()?;
        self.both_agreed()?;
        calendar::planned(meeting.on, today).map_err(|problem| No::Date { field: "on", problem })?;
        if meeting.on < proposed_on {
            return Err(No::BeforeProposal { field: "on", on: meeting.on, proposed_on });
        }
        let place = place.map(|place| self.about_person(place.clone()));
        let arranged = &self.introduction;
        if arranged.meeting.as_ref() == Some(meeting) && arranged.place == place {
            return Ok(vec![]);
        }
        Ok(vec![Event::IntroductionArranged { meeting: meeting.clone(), place, arranged_on: today }])
    }

    /// Needs both to have said yes, not an arrangement: people also meet by chance.
    pub(super) fn record_meeting(&self, met_on: NaiveDate, today: NaiveDate) -> Decision {
        if self.lapse().is_none() && self.met_on() == Some(met_on) {
            return Ok(vec![]);
        }
        let proposed_on = self.still_to_meet()?;
        self.both_agreed()?;
        since_proposal("met_on", met_on, proposed_on, today)?;
        Ok(vec![Event::IntroductionMade { met_on }])
    }

    /// The introduction can be arranged again afterwards.
    pub(super) fn record_no_meeting(
        &self,
        reason: NoMeetingReason,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        let proposed_on = self.still_to_meet()?;
        if self.introduction.state != IntroductionState::Arranged {
            return Err(No::NotArranged);
        }
        since_proposal("on", on, proposed_on, today)?;
        Ok(vec![Event::IntroductionDidNotHappen { reason, on }])
    }

    /// May be chosen again while it is growing: what was not a fit may go on after all.
    pub(super) fn choose_next_step(
        &self,
        next_step: NextStep,
        chosen_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        let met_on = self.met_and_not_lapsed()?;
        self.not_self_sustaining()?;
        since_meeting("chosen_on", chosen_on, met_on, today)?;
        if self.next_step == Some(ChosenStep { next_step, chosen_on }) {
            return Ok(vec![]);
        }
        Ok(vec![Event::NextStepChosen { next_step, chosen_on }])
    }

    fn both_agreed(&self) -> Result<(), No> {
        let missing = self.introduction.missing();
        if missing.is_empty() { Ok(()) } else { Err(No::BothMustAgree { missing }) }
    }
}
