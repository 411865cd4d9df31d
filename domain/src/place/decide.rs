//! Which rule answers which request. The rules stand in the files named after them; here is the list.

use chrono::NaiveDate;

use super::{Place, PlaceCommand, PlaceError as No, PlaceEvent as Event};
use crate::shared::aggregate::Asked;
use crate::shared::calendar;

/// What happens, or why not. Empty when nothing would change.
pub(super) type Decision = Result<Vec<Event>, No>;

pub(super) fn decide(place: &Place, asked: &Asked<PlaceCommand>) -> Decision {
    use PlaceCommand as C;
    let today = asked.today;
    match &asked.command {
        C::RecordPlace { place_id, details, contact, recorded_on } => {
            place.record(*place_id, details, *contact, *recorded_on, today)
        }
        C::TellPlaceAnew { details, contact, told_on } => place.tell_anew(details, *contact, *told_on, today),
        C::SeePlace { seen_on } => place.see(*seen_on, today),
        C::WelcomeSomebody { welcomed_on } => place.welcome(*welcomed_on, today),
        C::RetirePlace { reason, words, retired_on } => {
            place.retire(*reason, words.as_ref(), *retired_on, today)
        }
        C::TakeUpPlaceAgain { taken_up_on } => place.take_up_again(*taken_up_on, today),
    }
}

/// Refuses a day that has not come.
pub(super) fn happened(field: &'static str, on: NaiveDate, today: NaiveDate) -> Result<(), No> {
    calendar::happened(on, today).map(|_| ()).map_err(|problem| No::Date { field, problem })
}

impl Place {
    /// Since when we know of it, or that we do not.
    pub(super) fn recorded(&self) -> Result<NaiveDate, No> {
        self.recorded_on.ok_or(No::NotRecorded)
    }

    /// Refuses a day before we knew of it, or that has not come.
    pub(super) fn since_recorded(
        &self,
        field: &'static str,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), No> {
        let recorded_on = self.recorded()?;
        happened(field, on, today)?;
        if on < recorded_on { Err(No::BeforeRecorded { field, on, recorded_on }) } else { Ok(()) }
    }

    /// Refuses what is asked of a place that is put away.
    pub(super) fn offered(&self) -> Result<(), No> {
        self.recorded()?;
        if self.retired.is_none() { Ok(()) } else { Err(No::PutAway) }
    }
}
