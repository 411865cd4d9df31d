//! Noticing that a relationship goes quiet, before it is gone.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::{NextStep, Stage};
use super::{LoggedContact, Relationship};

/// Silence shorter than this worries nobody, however often the two used to meet.
const LEAST_DAYS: i64 = 14;
/// Silence of two who met, and of whom nothing is usual yet, worries after these days. Source: practice default.
const BEGINNING_DAYS: i64 = 28;

/// They have not been in touch for longer than is usual for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// The day they were last in touch.
    pub last_on: NaiveDate,
    /// Days since then.
    pub days: i64,
    /// Days that usually lie between: the median, half a day rounded up. `None` when nothing is usual yet.
    pub usual_gap_days: Option<i64>,
}

/// Whether the silence since the last contact is more than twice the usual gap, and more than 14 days; of two who
/// were in touch on fewer than two days, so that nothing is usual yet, whether it is more than 28 days, from the day
/// they met on.
///
/// Contacts must be in order of the day. Source: practice default.
pub fn quiet(contacts: &[LoggedContact], met_on: Option<NaiveDate>, today: NaiveDate) -> Option<Quiet> {
    let mut days: Vec<NaiveDate> = contacts
        .iter()
        .filter(|logged| logged.taken_back.is_none())
        .map(|logged| logged.contact.on)
        .collect();
    days.dedup();
    let mut gaps: Vec<i64> = days.windows(2).map(|pair| (pair[1] - pair[0]).num_days()).collect();
    gaps.sort_unstable();
    let middle = gaps.get(gaps.len().saturating_sub(1) / 2).zip(gaps.get(gaps.len() / 2));
    let twice_the_median = middle.map(|(low, high)| low + high);
    let last_on = days.last().copied().max(met_on)?;
    let silent = (today - last_on).num_days();
    (silent > twice_the_median.map_or(BEGINNING_DAYS, |twice| twice.max(LEAST_DAYS))).then_some(Quiet {
        last_on,
        days: silent,
        usual_gap_days: twice_the_median.map(|twice| (twice + 1) / 2),
    })
}

impl Relationship {
    /// Whether it goes quiet while a connector is still beside it: introduced or consolidating, and neither
    /// waiting a while by choice nor found not to be for them.
    pub fn going_quiet(&self, today: NaiveDate) -> Option<Quiet> {
        let fostered = matches!(self.stage(), Stage::Introduced | Stage::Consolidating);
        let resting = self.next_step.as_ref().is_some_and(|step| step.next_step != NextStep::Continue);
        if fostered && !resting { quiet(&self.contacts, self.met_on(), today) } else { None }
    }
}
