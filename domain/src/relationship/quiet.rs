//! Noticing that a relationship goes quiet, before it is gone.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::{NextStep, Stage};
use super::{LoggedContact, Relationship};

/// Silence shorter than this worries nobody, however often the two used to meet.
const LEAST_DAYS: i64 = 14;

/// They have not been in touch for longer than is usual for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// The day they were last in touch.
    pub last_on: NaiveDate,
    /// Days since then.
    pub days: i64,
    /// Days that usually lie between: the median, half a day rounded up.
    pub usual_gap_days: i64,
}

/// Whether the silence since the last contact is more than twice the usual gap, and more than 14 days.
/// `None` too when they have been in touch on fewer than two days: nothing is usual yet.
///
/// Contacts must be in order of the day. Source: practice default.
pub fn quiet(contacts: &[LoggedContact], today: NaiveDate) -> Option<Quiet> {
    let mut days: Vec<NaiveDate> = contacts
        .iter()
        .filter(|logged| logged.taken_back.is_none())
        .map(|logged| logged.contact.on)
        .collect();
    days.dedup();
    let mut gaps: Vec<i64> = days.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).collect();
    if gaps.is_empty() {
        return None;
    }
    gaps.sort_unstable();
    let twice_the_median = gaps[(gaps.len() - 1) / 2] + gaps[gaps.len() / 2];
    let last_on = *days.last()?;
    let silent = (today - last_on).num_days();
    (silent > twice_the_median.max(LEAST_DAYS)).then_some(Quiet {
        last_on,
        days: silent,
        usual_gap_days: (twice_the_median + 1) / 2,
    })
}

impl Relationship {
    /// Whether it goes quiet while a connector is still beside it: introduced or consolidating, and neither
    /// waiting a while by choice nor found not to be for them.
    pub fn going_quiet(&self, today: NaiveDate) -> Option<Quiet> {
        let fostered = matches!(self.stage(), Stage::Introduced | Stage::Consolidating);
        let resting = self.next_step.as_ref().is_some_and(|step| step.next_step != NextStep::Continue);
        if fostered && !resting { quiet(&self.contacts, today) } else { None }
    }
}
