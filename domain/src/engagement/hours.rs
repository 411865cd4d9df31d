//! Minutes agreed and minutes delivered over a span of days. Agreed minutes are what the weeks of the
//! span would hold, days of rest left out; they are a measure, not something that is charged.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Engagement, Pause};

/// So many minutes a week from a day on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeeklyMinutes {
    /// First day it holds.
    pub from: NaiveDate,
    /// Minutes a week.
    pub minutes_per_week: i64,
}

/// Minutes a week as agreed for a day of the term: the latest that began by then; `None` for any other day.
/// What is agreed holds in a pause too: it is only not worked then.
pub fn weekly_on(term: (NaiveDate, NaiveDate), changes: &[WeeklyMinutes], day: NaiveDate) -> Option<i64> {
    if day < term.0 || term.1 < day {
        return None;
    }
    let begun = changes.iter().filter(|change| change.from <= day);
    begun.max_by_key(|change| change.from).map(|change| change.minutes_per_week)
}

/// Days that two spans share, all ends included.
fn shared_days(a: (NaiveDate, NaiveDate), b: (NaiveDate, NaiveDate)) -> i64 {
    ((a.1.min(b.1) - a.0.max(b.0)).num_days() + 1).max(0)
}

/// Minutes agreed from `from` to `to`, both included: minutes a week × days ÷ 7, over the days inside
/// `term` that are not in a pause. `changes` are earliest first, and each holds until the next.
///
/// Rounded half-up once, for the whole span, so the parts of a span may differ from it by a minute.
pub fn agreed_minutes(
    term: (NaiveDate, NaiveDate),
    changes: &[WeeklyMinutes],
    pauses: &[Pause],
    from: NaiveDate,
    to: NaiveDate,
) -> i64 {
    let mut sevenths = 0;
    for (index, change) in changes.iter().enumerate() {
        let until = changes.get(index + 1).map_or(term.1, |next| next.from - Days::new(1));
        let (first, last) = (change.from.max(term.0).max(from), until.min(term.1).min(to));
        if first > last {
            continue;
        }
        let at_rest: i64 = pauses
            .iter()
            .filter_map(|pause| {
                let last_of_rest = pause.resumed_on.map_or(Some(last), |day| day.pred_opt())?;
                Some(shared_days((pause.paused_on, last_of_rest), (first, last)))
            })
            .sum();
        let days = ((last - first).num_days() + 1 - at_rest).max(0);
        sevenths += change.minutes_per_week * days;
    }
    (2 * sevenths + 7).div_euclid(14)
}

impl Engagement {
    /// Minutes agreed over a span of days; none before the term is agreed or after it ended.
    pub fn agreed_minutes(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let Some(term) = &self.term else {
            return 0;
        };
        let to = self.ended_on().map_or(to, |ended_on| to.min(ended_on));
        agreed_minutes((term.start, term.end), &term.weekly, &self.pauses, from, to)
    }

    /// Minutes delivered over a span of days, whatever the kind of session.
    pub fn delivered_minutes(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        self.delivered().filter(|(on, _, _)| from <= *on && *on <= to).map(|(_, minutes, _)| minutes).sum()
    }
}
