//! How an introduction came about: what each said, what was arranged, what did not happen, and the day
//! they met. Who declined leaves their answer here, and nothing more is ever added to it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::*;
use super::records::Meeting;
use crate::person::codes::AnswerMethod;
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

    /// Who said no, and when.
    pub(super) fn refusal(&self) -> Option<(Party, NaiveDate)> {
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
