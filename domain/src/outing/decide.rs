//! Which rule answers which request. The rules stand in the files named after them; here is the list.

use super::going::Going;
use super::{Outing, OutingCommand, OutingError as No, OutingEvent as Event};
use crate::shared::aggregate::Asked;

/// What happens, or why not. Empty when nothing would change.
pub(super) type Decision = Result<Vec<Event>, No>;

pub(super) fn decide(outing: &Outing, asked: &Asked<OutingCommand>) -> Decision {
    use OutingCommand as C;
    let (today, by) = (asked.today, asked.by);
    match &asked.command {
        C::Begin { outing_id, person_id, visit, place, colleague, back_by, now, grace_minutes, already } => {
            let going = Going {
                outing_id: *outing_id,
                account_id: by,
                person_id: *person_id,
                visit: *visit,
                place: place.as_ref(),
                colleague: *colleague,
                already: *already,
            };
            outing.begin(going, (*now, *back_by), *grace_minutes, today)
        }
        C::Lengthen { minutes, now } => outing.lengthen(*minutes, *now, today),
        C::ComeBack { now } => outing.come_back(*now, today),
        C::RaiseAlarm { now } => outing.raise_alarm(*now, today),
        C::NoticeOverdue { now } => outing.notice_overdue(*now, today),
        C::LookInto { words, now } => outing.look_into(words, by, *now, today),
        C::FindSafe { words, now } => outing.find_safe(words, by, *now, today),
    }
}

impl Outing {
    pub(super) fn begun(&self) -> Result<(), No> {
        if self.began_at.is_some() { Ok(()) } else { Err(No::NotBegun) }
    }

    /// Refuses what cannot be done any more once it is over.
    pub(super) fn going_on(&self) -> Result<(), No> {
        self.begun()?;
        if self.ended.is_none() { Ok(()) } else { Err(No::AlreadyEnded) }
    }
}
