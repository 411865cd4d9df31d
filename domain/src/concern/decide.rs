//! Which rule answers which request. The rules stand in the files named after them; here is the list.

use chrono::NaiveDate;

use super::{Concern, ConcernCommand, ConcernError as No, ConcernEvent as Event};
use crate::shared::aggregate::Asked;
use crate::shared::calendar;

/// What happens, or why not. Empty when nothing would change.
pub(super) type Decision = Result<Vec<Event>, No>;

pub(super) fn decide(concern: &Concern, asked: &Asked<ConcernCommand>) -> Decision {
    use ConcernCommand as C;
    let (today, by) = (asked.today, asked.by);
    concern.is_there(&asked.command)?;
    match &asked.command {
        C::Report { concern_id, person_id, relationship_id, report, called } => {
            concern.report(*concern_id, (*person_id, called.as_ref()), *relationship_id, report, (by, today))
        }
        C::Complete { report } => concern.complete(report, today),
        C::TakeOver => concern.take_over(by, today),
        C::AgreeAction { words, owner, due_on, owner_is_lead } => {
            concern.agree_action(words, (*owner, *owner_is_lead), *due_on, today)
        }
        C::FinishAction { came_of, done_on } => concern.finish_action(came_of.as_ref(), *done_on, today),
        C::Refer { referral, referred_on, despite } => {
            concern.refer(referral, *referred_on, despite.as_ref(), today)
        }
        C::RecordDecision { decision, decided_on } => concern.record_decision(decision, *decided_on, today),
        C::TellRaiser { words, told_on } => concern.tell_raiser(words, *told_on, today),
        C::ShowBanner { banner } => concern.show_banner(banner, today),
        C::EndBanner => concern.end_banner(today),
        C::Settle { closing, settled_on } => concern.settle(closing, *settled_on, today),
        C::TakeUpAgain { reason } => concern.take_up_again(reason, today),
        C::KeepLonger { until, reason } => concern.keep_longer(*until, reason, today),
        C::DecideDestruction { ground, another_is_open } => {
            concern.decide_destruction(*ground, *another_is_open, (by, today))
        }
        C::ConfirmDestroyed => concern.confirm_destroyed(today),
        C::ReplacePerson { was, by } => Ok(concern.replace_person(*was, *by, today)),
        C::Read => concern.reported().map(|_| vec![Event::ConcernRead { read_on: today }]),
    }
}

impl Concern {
    /// The day it was told, if it was.
    pub(super) fn reported(&self) -> Result<NaiveDate, No> {
        self.raised_on.ok_or(No::NotReported)
    }

    /// Refuses what cannot be done any more once it is closed.
    pub(super) fn open(&self) -> Result<(), No> {
        self.reported()?;
        match &self.settled {
            Some((_, settled_on)) => Err(No::Closed { settled_on: *settled_on }),
            None => Ok(()),
        }
    }
}

pub(super) fn happened(field: &'static str, on: NaiveDate, today: NaiveDate) -> Result<(), No> {
    calendar::happened(on, today).map(drop).map_err(|error| No::Date { field, error })
}

pub(super) fn not_before(
    field: &'static str,
    on: NaiveDate,
    first_on: NaiveDate,
    what: &'static str,
) -> Result<(), No> {
    if on < first_on { Err(No::Before { field, first_on, what }) } else { Ok(()) }
}
