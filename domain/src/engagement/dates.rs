//! Guards on days. What happened lies between 1900 and today; what is planned may lie ahead, but not
//! so far that a slip of a digit must be meant.

use chrono::{Months, NaiveDate};

use super::{Engagement, EngagementError};
use crate::shared::calendar::{self, DateError};

/// Something that happened: not in the future, not before 1900.
pub(super) fn happened(field: &'static str, on: NaiveDate, today: NaiveDate) -> Result<(), EngagementError> {
    calendar::happened(on, today).map(|_| ()).map_err(|why| EngagementError::Date { field, why })
}

/// Something planned: not before 1900, at most ten years ahead.
pub(super) fn planned(field: &'static str, on: NaiveDate, today: NaiveDate) -> Result<(), EngagementError> {
    calendar::planned(on, today).map(|_| ()).map_err(|why| match why {
        DateError::TooFarAhead { on, latest } => EngagementError::TooFarAhead { field, on, latest },
        why => EngagementError::Date { field, why },
    })
}

/// `on` must not lie before `after`.
pub(super) fn in_order(field: &'static str, on: NaiveDate, after: NaiveDate) -> Result<(), EngagementError> {
    if on < after { Err(EngagementError::OutOfOrder { field, on, after }) } else { Ok(()) }
}

/// The same day so many months later, or the last day of that month.
pub(super) fn months_after(on: NaiveDate, months: u32) -> NaiveDate {
    on.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

impl Engagement {
    /// Something that happened since the referral came.
    pub(super) fn happened_since_referral(
        &self,
        field: &'static str,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), EngagementError> {
        happened(field, on, today)?;
        self.not_before_referral(field, on)
    }

    /// Nothing belongs to an engagement before its referral came.
    pub(super) fn not_before_referral(
        &self,
        field: &'static str,
        on: NaiveDate,
    ) -> Result<(), EngagementError> {
        match self.received_on {
            Some(received_on) if on < received_on => {
                Err(EngagementError::BeforeReferral { field, on, received_on })
            }
            _ => Ok(()),
        }
    }
}
