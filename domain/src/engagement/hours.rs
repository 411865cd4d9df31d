//! Minutes agreed and minutes delivered over a span of days. Agreed minutes are what the weeks of the
//! span would hold, days of rest left out; they are a measure, not something that is charged.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Engagement;

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

/// The hours agreed in an engagement and nothing else of it: enough to say the minutes of any span.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedHours {
    /// First and last day on which any are agreed: those of the term, or up to the day on which the work ended.
    pub span: (NaiveDate, NaiveDate),
    /// Minutes a week, earliest first; each holds until the next.
    pub weekly: Vec<WeeklyMinutes>,
    /// Each rest: its first day, and the day on which the work went on, which is no rest any more.
    pub rests: Vec<(NaiveDate, Option<NaiveDate>)>,
}

impl AgreedHours {
    /// Minutes agreed from `from` to `to`, both included: minutes a week × days ÷ 7, over the days that are not
    /// in a rest.
    ///
    /// Rounded half-up once, for the whole span, so the parts of a span may differ from it by a minute.
    pub fn minutes(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        let mut sevenths = 0;
        for (index, change) in self.weekly.iter().enumerate() {
            let until = self.weekly.get(index + 1).map_or(self.span.1, |next| next.from - Days::new(1));
            let (first, last) = (change.from.max(self.span.0).max(from), until.min(self.span.1).min(to));
            if first > last {
                continue;
            }
            let at_rest: i64 = self
                .rests
                .iter()
                .filter_map(|(rested_on, resumed_on)| {
                    let last_of_rest = resumed_on.map_or(Some(last), |day| day.pred_opt())?;
                    Some(shared_days((*rested_on, last_of_rest), (first, last)))
                })
                .sum();
            let days = ((last - first).num_days() + 1 - at_rest).max(0);
            sevenths += change.minutes_per_week * days;
        }
        (2 * sevenths + 7).div_euclid(14)
    }
}

impl Engagement {
    /// The hours agreed up to its end; `None` before a term is agreed.
    pub fn agreed_hours(&self) -> Option<AgreedHours> {
        let term = self.term.as_ref()?;
        let last = self.ended_on().map_or(term.end, |ended_on| ended_on.min(term.end));
        let rests = self.pauses.iter().map(|pause| (pause.paused_on, pause.resumed_on));
        Some(AgreedHours { span: (term.start, last), weekly: term.weekly.clone(), rests: rests.collect() })
    }

    /// Minutes agreed over a span of days; none before the term is agreed or after it ended.
    pub fn agreed_minutes(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        self.agreed_hours().map_or(0, |hours| hours.minutes(from, to))
    }

    /// Minutes delivered over a span of days, whatever the kind of session.
    pub fn delivered_minutes(&self, from: NaiveDate, to: NaiveDate) -> i64 {
        self.delivered().filter(|(on, _, _)| from <= *on && *on <= to).map(|(_, minutes, _)| minutes).sum()
    }
}
