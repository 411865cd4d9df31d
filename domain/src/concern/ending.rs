//! Closing a concern, and taking it up again. It is closed when somebody has had it, nothing is left to be
//! done and the council has answered; whatever others saw on the person's page ends with it.

use chrono::NaiveDate;

use super::decide::{Decision, happened, not_before};
use super::{Action, Closing, Concern, ConcernError as No, ConcernEvent as Event};
use crate::shared::text::Words;

impl Concern {
    pub(super) fn settle(&self, closing: &Closing, settled_on: NaiveDate, today: NaiveDate) -> Decision {
        self.open()?;
        happened("settled_on", settled_on, today)?;
        for (first_on, what) in self.came_before(self.reported()?) {
            not_before("settled_on", settled_on, first_on, what)?;
        }
        if self.taken_over.is_none() {
            return Err(No::NotTakenOver);
        }
        if let Some(Action { due_on, .. }) = self.action {
            return Err(No::ActionOpen { due_on });
        }
        if let Some(referred_on) = self.waiting_since {
            return Err(No::WaitingForCouncil { referred_on });
        }
        let mut events = Vec::new();
        if self.banner.is_some() {
            events.push(Event::BannerEnded { ended_on: today });
        }
        events.push(Event::ConcernSettled { closing: self.seal(closing.clone()), settled_on });
        Ok(events)
    }

    /// What it cannot have been dealt with before: a day typed too early would end its time too early.
    fn came_before(&self, reported: NaiveDate) -> impl Iterator<Item = (NaiveDate, &'static str)> {
        let told = self.referrals.iter().map(|(_, on)| *on).max();
        let answered = self.decisions.iter().map(|(_, on)| *on).max();
        [
            (Some(reported), "somebody told of it"),
            (self.taken_up_on, "it was taken up again"),
            (told, "somebody was told of it"),
            (answered, "the council answered"),
        ]
        .into_iter()
        .filter_map(|(on, what)| Some((on?, what)))
    }

    pub(super) fn take_up_again(&self, reason: &Words, today: NaiveDate) -> Decision {
        self.reported()?;
        match self.settled {
            Some(_) => {
                let reason = self.seal(reason.clone());
                Ok(vec![Event::ConcernTakenUpAgain { reason, taken_up_on: today }])
            }
            None => Err(No::NotClosed),
        }
    }
}
