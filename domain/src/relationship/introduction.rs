//! Bringing two people together: proposed, agreed to by both, arranged, and then they meet or they do not.
//!
//! Both said yes is what counts. If they then meet by chance, before or instead of what was arranged, that
//! is a meeting like any other.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::*;
use super::commands::ProposalFacts;
use super::decide::{Decision, happened};
use super::records::Meeting;
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};
use crate::person::codes::AnswerMethod;
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// What one of the two said to the proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// They want to meet.
    Yes { how: AnswerMethod, on: NaiveDate },
    /// They do not.
    No { reason: Option<Personal<Words>>, on: NaiveDate },
}

/// An arranged meeting that did not happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// When they were to meet.
    pub meeting: Option<Meeting>,
    /// Why they did not.
    pub reason: NoMeetingReason,
    /// The day it was called off, or on which nobody came.
    pub on: NaiveDate,
}

/// What the two wanted after meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenStep {
    /// What they wanted.
    pub next_step: NextStep,
    /// The day they said so.
    pub chosen_on: NaiveDate,
}

/// How the introduction came about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Introduction {
    /// Where it stands.
    pub state: IntroductionState,
    /// What the person said.
    pub person: Option<Answer>,
    /// What the other person said.
    pub other: Option<Answer>,
    /// When they are, or were, to meet for the first time.
    pub meeting: Option<Meeting>,
    /// Where.
    pub place: Option<Personal<Line>>,
    /// The day it was arranged.
    pub arranged_on: Option<NaiveDate>,
    /// Meetings that were arranged and did not happen, oldest first.
    pub missed: Vec<Missed>,
    /// The day they met.
    pub met_on: Option<NaiveDate>,
}

impl Introduction {
    /// What `party` said to the proposal.
    pub fn answer(&self, party: Party) -> Option<&Answer> {
        match party {
            Party::Person => self.person.as_ref(),
            Party::Other => self.other.as_ref(),
        }
    }

    /// Who has not said yes, the person first.
    pub fn missing(&self) -> Vec<Party> {
        let yes = |party: &&Party| !matches!(self.answer(**party), Some(Answer::Yes { .. }));
        Party::ALL.iter().filter(yes).copied().collect()
    }

    fn answer_mut(&mut self, party: Party) -> &mut Option<Answer> {
        match party {
            Party::Person => &mut self.person,
            Party::Other => &mut self.other,
        }
    }

    fn refusal(&self) -> Option<(Party, NaiveDate)> {
        Party::ALL.iter().find_map(|party| match self.answer(*party) {
            Some(Answer::No { on, .. }) => Some((*party, *on)),
            _ => None,
        })
    }

    pub(super) fn agreed(&mut self, party: Party, how: AnswerMethod, on: NaiveDate) {
        *self.answer_mut(party) = Some(Answer::Yes { how, on });
        if self.missing().is_empty() {
            self.state = IntroductionState::BothAgreed;
        }
    }

    pub(super) fn declined(&mut self, party: Party, reason: Option<Personal<Words>>, on: NaiveDate) {
        *self.answer_mut(party) = Some(Answer::No { reason, on });
        self.state = IntroductionState::Declined;
    }

    pub(super) fn arranged(&mut self, meeting: Meeting, place: Option<Personal<Line>>, on: NaiveDate) {
        (self.meeting, self.place, self.arranged_on) = (Some(meeting), place, Some(on));
        self.state = IntroductionState::Arranged;
    }

    pub(super) fn made(&mut self, met_on: NaiveDate) {
        self.met_on = Some(met_on);
        self.state = IntroductionState::Met;
    }

    pub(super) fn did_not_happen(&mut self, reason: NoMeetingReason, on: NaiveDate) {
        self.missed.push(Missed { meeting: self.meeting.take(), reason, on });
        (self.place, self.arranged_on) = (None, None);
        self.state = IntroductionState::DidNotHappen;
    }
}

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
    fn still_to_meet(&self) -> Result<NaiveDate, No> {
        let proposed_on = self.not_finished()?;
        match self.met_on() {
            Some(met_on) => Err(No::AlreadyMet { met_on }),
            None => Ok(proposed_on),
        }
    }

    /// Each fact that does not hold is a refusal of its own; consent of both comes before convenience.
    /// Source: practice default, hard filters before an introduction.
    pub(super) fn may_be_proposed(
        &self,
        (person_id, other_id): (PersonId, PersonId),
        known: &ProposalFacts,
        proposed_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), No> {
        if let Some(proposed_on) = self.proposed_on {
            return Err(No::AlreadyProposed { proposed_on });
        }
        let refusals = [
            (person_id == other_id, No::SamePerson),
            (known.someone_is_gone, No::SomeoneIsGone),
            (!known.engagement_is_active, No::EngagementNotActive),
            (!known.person_consents, No::PersonDoesNotConsent),
            (known.other_refused, No::OtherRefused),
        ];
        if let Some((_, refusal)) = refusals.into_iter().find(|(refused, _)| *refused) {
            return Err(refusal);
        }
        if let Some(relationship_id) = known.already {
            return Err(No::AlreadyKnown { relationship_id });
        }
        happened("proposed_on", proposed_on, today)
    }

    pub(super) fn agree(
        &self,
        party: Party,
        how: AnswerMethod,
        agreed_on: NaiveDate,
        consent_refused: bool,
        today: NaiveDate,
    ) -> Decision {
        let proposed_on = self.still_to_meet()?;
        if let Some(Answer::Yes { how: was, on }) = self.introduction.answer(party) {
            let again = *was == how && *on == agreed_on;
            return if again { Ok(vec![]) } else { Err(No::AlreadyAgreed { party, agreed_on: *on }) };
        }
        if consent_refused {
            return Err(No::ConsentRefused { party });
        }
        since_proposal("agreed_on", agreed_on, proposed_on, today)?;
        Ok(vec![Event::IntroductionAgreed { party, how, agreed_on }])
    }

    /// Someone who said yes may say no until they have met.
    pub(super) fn decline(
        &self,
        party: Party,
        reason: Option<&Words>,
        declined_on: NaiveDate,
        today: NaiveDate,
    ) -> Decision {
        let proposed_on = self.still_to_meet()?;
        since_proposal("declined_on", declined_on, proposed_on, today)?;
        let reason = reason.map(|reason| Personal::about(self.party_id(party), reason.clone()));
        Ok(vec![Event::IntroductionDeclined { party, reason, declined_on }])
    }

    /// Arranging again replaces what was arranged. The day may lie ahead.
    pub(super) fn arrange(&self, meeting: &Meeting, place: Option<&Line>, today: NaiveDate) -> Decision {
        let proposed_on = self.still_to_meet()?;
        self.both_agreed()?;
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

fn since_proposal(
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
