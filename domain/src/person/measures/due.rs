//! When the questions are to be asked: by the end of the fourth week, again at each review and at the end, and six
//! months later where who pays asks for it. What was asked near enough to a day counts for it.
//!
//! Source: practice default; the days before and after are those within which two measures are compared.

use chrono::{Days, Months, NaiveDate};

use super::{Instrument, Timepoint};
use crate::codes;
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

codes! {
    /// A point of the work at which there is something to ask. Stored by its code beside the work, so that what is
    /// late can be counted without reading a case.
    AskingSlot {
        Baseline = "At the beginning",
        LastReview = "At the latest review",
        NextReview = "At the review that was agreed",
        End = "At the end",
        FollowUp = "Half a year later",
    }
}

/// Such a point, on its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskingPoint {
    /// Which.
    pub slot: AskingSlot,
    /// The last day on which asking is in time.
    pub due_on: NaiveDate,
    /// Whether it is asked for however late it is; otherwise as long as it can still count.
    pub goes_on: bool,
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

    /// Every point of the work at which there is something to ask, in no order.
    pub fn points(&self) -> Vec<AskingPoint> {
        let Some(started_on) = self.started_on else { return Vec::new() };
        let end = self.ended_on.or(self.term_end);
        // Near the end, the last measure is the review's too.
        let well_before_end = |day: &NaiveDate| end.is_none_or(|end| *day + Days::new(NEAR_DAYS) < end);
        let after_baseline = |day: &NaiveDate| *day > started_on + Days::new(NEAR_DAYS);
        let mut points = Vec::new();
        let mut add = |slot, day: Option<NaiveDate>, goes_on: bool| {
            points.extend(day.map(|due_on| AskingPoint { slot, due_on, goes_on }));
        };
        if self.ended_on.is_none() {
            add(AskingSlot::Baseline, Some(started_on + Days::new(7 * BASELINE_MAP_WEEKS - 1)), true);
            let counts = |day: &NaiveDate| well_before_end(day) && after_baseline(day);
            add(AskingSlot::LastReview, self.last_review_on.filter(counts), false);
            add(AskingSlot::NextReview, self.next_review_on.filter(counts), false);
        }
        add(AskingSlot::End, end.filter(after_baseline), self.ended_on.is_none());
        let follow_up = self.ended_on.filter(|_| self.asks_follow_up);
        let follow_up = follow_up.and_then(|on| on.checked_add_months(Months::new(FOLLOW_UP_MONTHS)));
        add(AskingSlot::FollowUp, follow_up, false);
        points
    }

    /// Everything that is to be asked, earliest first, however far ahead: of the instruments in use, those that were
    /// not asked near enough to the day. What can no longer count for its day is not asked for any more.
    pub fn running(&self, today: NaiveDate, in_use: &[Instrument], taken: &[Taken]) -> Vec<MeasureDue> {
        let due = |point: AskingPoint| {
            let asked = |kind: &Instrument| {
                taken.iter().any(|one| one.instrument == *kind && point.slot.counts(one.on, point.due_on))
            };
            let instruments: Vec<Instrument> = in_use.iter().copied().filter(|kind| !asked(kind)).collect();
            let (due_on, timepoint) = (point.due_on, point.slot.timepoint());
            (!instruments.is_empty()).then_some(MeasureDue { due_on, timepoint, instruments })
        };
        let points = self.points().into_iter().filter(|point| point.is_asked_for(today));
        let mut all: Vec<MeasureDue> = points.filter_map(due).collect();
        all.sort_by_key(|due| (due.due_on, due.timepoint));
        all
    }
}

impl AskingPoint {
    /// Whether it is still asked for on a day.
    pub fn is_asked_for(&self, today: NaiveDate) -> bool {
        self.goes_on || today <= self.due_on + Days::new(NEAR_DAYS)
    }
}

impl AskingSlot {
    /// What the questions are then said to be asked at.
    pub fn timepoint(self) -> Timepoint {
        match self {
            Self::Baseline => Timepoint::Baseline,
            Self::LastReview | Self::NextReview => Timepoint::Review,
            Self::End => Timepoint::End,
            Self::FollowUp => Timepoint::FollowUp,
        }
    }

    /// The latest day for which what was asked on a day counts.
    pub fn counts_until(self, asked_on: NaiveDate) -> NaiveDate {
        let days = match self {
            Self::Baseline => 7 * BASELINE_MAP_WEEKS - 1 + BASELINE_BEFORE_DAYS,
            Self::LastReview | Self::NextReview | Self::End | Self::FollowUp => NEAR_DAYS,
        };
        asked_on + Days::new(days)
    }

    /// The earliest: whatever was asked later counts for the beginning too, because nothing was asked before.
    pub fn counts_from(self, asked_on: NaiveDate) -> NaiveDate {
        match self {
            Self::Baseline => NaiveDate::MIN,
            Self::LastReview | Self::NextReview | Self::End | Self::FollowUp => {
                asked_on - Days::new(NEAR_DAYS)
            }
        }
    }

    /// Whether what was asked on a day counts for another.
    pub fn counts(self, asked_on: NaiveDate, due_on: NaiveDate) -> bool {
        (self.counts_from(asked_on)..=self.counts_until(asked_on)).contains(&due_on)
    }
}
