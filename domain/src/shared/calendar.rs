//! Dates as the field counts them. Instants belong to the log; here there are only civil dates,
//! given from outside.

use chrono::{Days, Months, NaiveDate};
use thiserror::Error;

/// Days in a billing period. Source: councils that pay four-weekly count from a Monday.
pub const PERIOD_DAYS: u64 = 28;

/// The first day of anything: whoever is worked with was born later, and an earlier one is a slip.
pub const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(1900, 1, 1).expect("it is a day");

/// Why a date was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateError {
    /// It has not happened yet.
    #[error("{on} is in the future")]
    InTheFuture {
        /// The date given.
        on: NaiveDate,
    },
    /// Too long ago to be meant.
    #[error("{on} is too long ago to be right")]
    TooLongAgo {
        /// The date given.
        on: NaiveDate,
    },
    /// So far ahead that a slip of a digit must be meant.
    #[error("{on} is too far ahead; choose a day up to {latest}")]
    TooFarAhead {
        /// The date given.
        on: NaiveDate,
        /// The last that is taken.
        latest: NaiveDate,
    },
}

/// How far ahead a plan may lie, in months. Source: practice default; 2206 is a slip for 2026.
const FURTHEST_MONTHS: Months = Months::new(120);

/// A date of something planned: not before 1900, at most ten years after `today`.
pub fn planned(on: NaiveDate, today: NaiveDate) -> Result<NaiveDate, DateError> {
    if on < FIRST_DAY {
        return Err(DateError::TooLongAgo { on });
    }
    let latest = today.checked_add_months(FURTHEST_MONTHS).unwrap_or(NaiveDate::MAX);
    if on > latest {
        return Err(DateError::TooFarAhead { on, latest });
    }
    Ok(on)
}

/// A date of something that has happened: not after `today`, not before 1900.
pub fn happened(on: NaiveDate, today: NaiveDate) -> Result<NaiveDate, DateError> {
    if on > today {
        return Err(DateError::InTheFuture { on });
    }
    if on < FIRST_DAY {
        return Err(DateError::TooLongAgo { on });
    }
    Ok(on)
}

/// Whole weeks of a span of days, both ends included, any begun week counted.
pub fn weeks_between(from: NaiveDate, to: NaiveDate) -> i64 {
    let days = (to - from).num_days() + 1;
    if days <= 0 { 0 } else { (days + 6) / 7 }
}

/// A four-week billing period, first and last day included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FourWeeks {
    /// A Monday.
    pub first: NaiveDate,
    /// The Sunday four weeks later.
    pub last: NaiveDate,
}

impl FourWeeks {
    /// The period that holds `on`, counted in steps of four weeks from `anchor`, before it as well as after.
    pub fn holding(on: NaiveDate, anchor: NaiveDate) -> Self {
        let steps = (on - anchor).num_days().div_euclid(PERIOD_DAYS as i64);
        let first = anchor + chrono::Duration::days(steps * PERIOD_DAYS as i64);
        Self { first, last: first + Days::new(PERIOD_DAYS - 1) }
    }

    /// The default anchor: Monday 6 April 2026.
    pub fn default_anchor() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, 6).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    #[test]
    fn the_first_period_from_6_april_2026_ends_on_3_may_and_the_thirteenth_on_4_april() {
        let anchor = FourWeeks::default_anchor();
        let period = |on| FourWeeks::holding(day(on), anchor);
        assert_eq!(period("2026-04-06"), FourWeeks { first: day("2026-04-06"), last: day("2026-05-03") });
        assert_eq!(period("2027-04-04"), FourWeeks { first: day("2027-03-08"), last: day("2027-04-04") });
        assert_eq!(period("2026-04-05"), FourWeeks { first: day("2026-03-09"), last: day("2026-04-05") });
    }

    #[test]
    fn tomorrow_has_not_happened() {
        let today = day("2026-03-12");
        assert_eq!(happened(day("2026-03-13"), today), Err(DateError::InTheFuture { on: day("2026-03-13") }));
        assert_eq!(happened(day("0202-03-12"), today), Err(DateError::TooLongAgo { on: day("0202-03-12") }));
        assert_eq!(happened(today, today), Ok(today));
    }
}
