//! When the questions are to be asked: by the end of the fourth week, again at each review and at the end, and six
//! months later where who pays asks for it. What was asked near enough to a day counts for it.
//!
//! Source: practice default; the days before and after are those within which two measures are compared.

use chrono::{Days, Months, NaiveDate};

use super::{Instrument, Timepoint};
use crate::engagement::Engagement;
use crate::engagement::clocks::BASELINE_MAP_WEEKS;

/// Days before the start from which a measure counts as taken at the beginning.
pub const BASELINE_BEFORE_DAYS: u64 = 30;
/// Days after the start until which it does.
pub const BASELINE_AFTER_DAYS: u64 = 28;
/// Days before and after a review, or the end, within which a measure counts for it.
pub const NEAR_DAYS: u64 = 42;
/// Months after the end for the last one.
pub const FOLLOW_UP_MONTHS: u32 = 6;

/// What must be known of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MeasureClock {
    /// First day of the work.
    pub started_on: Option<NaiveDate>,
    /// Last agreed day.
    pub term_end: Option<NaiveDate>,
    /// Last day of the work, once it has ended.
    pub ended_on: Option<NaiveDate>,
    /// The latest review.
    pub last_review_on: Option<NaiveDate>,
    /// The next one, as agreed.
    pub next_review_on: Option<NaiveDate>,
    /// Whether who pays asks for a measure after the end.
    pub asks_follow_up: bool,
}

/// A measure that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Of which questions.
    pub instrument: Instrument,
    /// The day.
    pub on: NaiveDate,
}

/// Questions to ask by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureDue {
    /// The last day on which it is in time.
    pub due_on: NaiveDate,
    /// At which point of the work.
    pub timepoint: Timepoint,
    /// Which questions.
    pub instruments: Vec<Instrument>,
}

impl MeasureClock {
    /// What is to be known of an engagement.
    pub fn of(engagement: &Engagement, asks_follow_up: bool) -> Self {
        Self {
            started_on: engagement.started_on,
            term_end: engagement.term.as_ref().map(|term| term.end),
            ended_on: engagement.ended_on(),
            last_review_on: engagement.last_review_on(),
            next_review_on: engagement.next_review_on(),
            asks_follow_up,
        }
    }

    /// Everything that is to be asked, earliest first, however far ahead: of the instruments in use, those that were
    /// not asked near enough to the day. What can no longer count for its day is not asked for any more.
    pub fn running(&self, today: NaiveDate, in_use: &[Instrument], taken: &[Taken]) -> Vec<MeasureDue> {
        let Some(started_on) = self.started_on else { return Vec::new() };
        let missing = |from: NaiveDate, to: NaiveDate| -> Vec<Instrument> {
            let within = |one: &&Taken| from <= one.on && one.on <= to;
            let asked = |kind: &Instrument| taken.iter().filter(within).any(|one| one.instrument == *kind);
            in_use.iter().copied().filter(|kind| !asked(kind)).collect()
        };
        let near = |day: NaiveDate| missing(day - Days::new(NEAR_DAYS), day + Days::new(NEAR_DAYS));
        let still = |day: &NaiveDate| today <= *day + Days::new(NEAR_DAYS);
        let end = self.ended_on.or(self.term_end);
        // Near the end, the last measure is the review's too.
        let well_before_end = |day: &NaiveDate| end.is_none_or(|end| *day + Days::new(NEAR_DAYS) < end);
        let baseline = started_on + Days::new(7 * BASELINE_MAP_WEEKS - 1);
        let after_baseline = |day: &NaiveDate| *day > started_on + Days::new(NEAR_DAYS);

        let mut all = Vec::new();
        let mut add = |timepoint, due_on, instruments: Vec<Instrument>| {
            if !instruments.is_empty() {
                all.push(MeasureDue { due_on, timepoint, instruments });
            }
        };
        if self.ended_on.is_none() {
            let from = started_on - Days::new(BASELINE_BEFORE_DAYS);
            add(Timepoint::Baseline, baseline, missing(from, NaiveDate::MAX));
            for day in [self.last_review_on, self.next_review_on].into_iter().flatten() {
                if still(&day) && well_before_end(&day) && after_baseline(&day) {
                    add(Timepoint::Review, day, near(day));
                }
            }
        }
        if let Some(end) = end.filter(|end| (self.ended_on.is_none() || still(end)) && after_baseline(end)) {
            add(Timepoint::End, end, near(end));
        }
        let follow_up = self.ended_on.filter(|_| self.asks_follow_up);
        let follow_up = follow_up.and_then(|on| on.checked_add_months(Months::new(FOLLOW_UP_MONTHS)));
        if let Some(day) = follow_up.filter(still) {
            add(Timepoint::FollowUp, day, near(day));
        }
        all.sort_by_key(|due| (due.due_on, due.timepoint));
        all
    }
}
