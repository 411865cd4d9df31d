//! What falls due in an engagement, and when. A clock stops when the thing is done; until then it
//! stays due, however late. [`ClockFacts`] is all a clock must know, so that a read model can keep it
//! in a row and ask on any day.
//!
//! Source of every clock: practice default.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Engagement, Stage};
use crate::codes;
use crate::shared::bank_holidays::is_working_day;

codes! {
    /// What falls due.
    DueKind {
        Acknowledgement = "Say that the referral came",
        FirstContact = "First contact",
        EligibilityDecision = "Decide whether we are the right people",
        BaselineMap = "First relationship map",
        FirstIntroduction = "First introduction",
        MidTermReview = "Mid-term review",
        EndPlanning = "Plan the ending together",
        HandOverList = "Hand-over for each open relationship",
        PauseReview = "Look at the pause again",
        NextReview = "Review agreed last time",
        EndOfTerm = "End or extend",
    }
}

/// Working days from the referral until whoever made it hears that it came.
pub const ACKNOWLEDGEMENT_WORKING_DAYS: u32 = 2;
/// Working days from the referral to the first contact.
pub const FIRST_CONTACT_WORKING_DAYS: u32 = 5;
/// Working days from the referral to the decision.
pub const ELIGIBILITY_WORKING_DAYS: u32 = 10;
/// Weeks of work by whose end the first map is taken.
pub const BASELINE_MAP_WEEKS: u64 = 4;
/// Weeks before the end of the term to plan it.
pub const END_PLANNING_WEEKS: u64 = 8;
/// Weeks before the end of the term to say what becomes of each open relationship.
pub const HAND_OVER_WEEKS: u64 = 4;
/// Weeks before its day from which a review counts as the one that was due; in a short term a sixth of the term, so
/// that one early look does not stand for the middle and the end.
pub const REVIEW_COUNTS_FROM_WEEKS: u64 = 4;
/// Which part of a short term that is.
const REVIEW_COUNTS_FROM_PART: u64 = 6;

/// One thing that falls due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Due {
    /// The last day on which it is in time.
    pub due_on: NaiveDate,
    /// What.
    pub kind: DueKind,
}

impl Due {
    /// Whether it is late on `day`.
    pub fn is_late(&self, day: NaiveDate) -> bool {
        self.due_on < day
    }
}

/// All that the clocks must know of an engagement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClockFacts {
    /// Where it stands.
    pub stage: Stage,
    /// Day the referral came.
    pub received_on: Option<NaiveDate>,
    /// Whether the work had begun before the referral came into Kith.
    #[serde(default)]
    pub under_way: bool,
    /// Whether whoever made it was told that it came, or anything since.
    pub acknowledged: bool,
    /// Day screening began, which is the first contact.
    pub screening_started_on: Option<NaiveDate>,
    /// Day eligibility was decided.
    pub decided_on: Option<NaiveDate>,
    /// First and last day of the term.
    pub term: Option<(NaiveDate, NaiveDate)>,
    /// First day of the work.
    pub started_on: Option<NaiveDate>,
    /// Day by which an open pause is looked at again.
    pub pause_review_on: Option<NaiveDate>,
    /// Day of the latest review, unplanned ones aside.
    pub last_review_on: Option<NaiveDate>,
    /// Day agreed for the next review.
    pub next_review_on: Option<NaiveDate>,
    /// Day of the first introduction made.
    pub first_introduction_on: Option<NaiveDate>,
    /// Day of the first relationship map.
    pub first_map_on: Option<NaiveDate>,
    /// Relationships that are open and for which no hand-over is planned.
    pub without_hand_over: usize,
}

impl ClockFacts {
    /// The facts of `engagement`, with those that other nouns know.
    pub fn of(
        engagement: &Engagement,
        first_introduction_on: Option<NaiveDate>,
        first_map_on: Option<NaiveDate>,
        without_hand_over: usize,
    ) -> Self {
        let open_pause = engagement.pauses.last().filter(|_| engagement.stage == Stage::Paused);
        Self {
            stage: engagement.stage,
            received_on: engagement.received_on,
            under_way: engagement.under_way_since.is_some(),
            acknowledged: !engagement.messages.is_empty(),
            screening_started_on: engagement.screening_started_on,
            decided_on: engagement.eligibility.as_ref().map(|decided| decided.decided_on),
            term: engagement.term.as_ref().map(|term| (term.start, term.end)),
            started_on: engagement.started_on,
            pause_review_on: open_pause.map(|pause| pause.review_on),
            last_review_on: engagement.last_review_of_course_on(),
            next_review_on: engagement.next_review_on(),
            first_introduction_on,
            first_map_on,
            without_hand_over,
        }
    }

    /// The clocks of `engagement` as long as nothing outside it stops them: its map is not taken, nobody was
    /// introduced, a relationship is without its hand-over. A reader who keeps their days asks for the rest
    /// when it reads.
    pub fn unstopped(engagement: &Engagement) -> Self {
        Self::of(engagement, None, None, 1)
    }

    /// Every clock that is running, earliest first, however far ahead.
    pub fn running(&self) -> Vec<Due> {
        let mut running: Vec<Due> = match self.stage {
            Stage::Referred | Stage::Screening => self.of_referral(),
            Stage::Active | Stage::Paused => self.of_work(),
            Stage::Waitlisted
            | Stage::AwaitingConsent
            | Stage::AwaitingFunding
            | Stage::Agreed
            | Stage::Ended
            | Stage::Closed
            | Stage::ReferralClosed => Vec::new(),
        };
        running.sort();
        running
    }

    /// What is due on `day`, late things first. Ask with a later day to see what is coming.
    pub fn due(&self, day: NaiveDate) -> Vec<Due> {
        self.running().into_iter().filter(|due| due.due_on <= day).collect()
    }

    /// Nothing of work that had begun elsewhere: whoever referred them was answered, and they were met, long ago.
    fn of_referral(&self) -> Vec<Due> {
        let Some(received_on) = self.received_on.filter(|_| !self.under_way) else {
            return Vec::new();
        };
        let after = |days| working_days_after(received_on, days);
        let unscreened = self.screening_started_on.is_none();
        let heard = (unscreened && !self.acknowledged).then(|| after(ACKNOWLEDGEMENT_WORKING_DAYS));
        let contact = unscreened.then(|| after(FIRST_CONTACT_WORKING_DAYS));
        let decision = self.decided_on.is_none().then(|| after(ELIGIBILITY_WORKING_DAYS));
        gather([
            (DueKind::Acknowledgement, heard),
            (DueKind::FirstContact, contact),
            (DueKind::EligibilityDecision, decision),
        ])
    }

    fn of_work(&self) -> Vec<Due> {
        let (Some((first, last)), Some(started_on)) = (self.term, self.started_on) else {
            return Vec::new();
        };
        let days = (last - first).num_days() + 1;
        let part = |share: i64| (first + chrono::Duration::days(days / share - 1)).max(started_on);
        let before_end = |weeks: u64| (last - Days::new(7 * weeks)).max(started_on);
        let part_of_term = u64::try_from(days).unwrap_or_default() / REVIEW_COUNTS_FROM_PART;
        let counted_days = (7 * REVIEW_COUNTS_FROM_WEEKS).min(part_of_term);
        let unreviewed = |due_on: NaiveDate| {
            let counts_from = due_on - Days::new(counted_days);
            self.last_review_on.is_none_or(|held_on| held_on < counts_from).then_some(due_on)
        };
        let map_by = started_on + Days::new(7 * BASELINE_MAP_WEEKS - 1);
        gather([
            (DueKind::BaselineMap, self.first_map_on.is_none().then_some(map_by)),
            (DueKind::FirstIntroduction, self.first_introduction_on.is_none().then(|| part(4))),
            (DueKind::MidTermReview, unreviewed(part(2))),
            (DueKind::EndPlanning, unreviewed(before_end(END_PLANNING_WEEKS))),
            (DueKind::HandOverList, (self.without_hand_over > 0).then(|| before_end(HAND_OVER_WEEKS))),
            (DueKind::PauseReview, self.pause_review_on),
            (DueKind::NextReview, self.next_review_on),
            (DueKind::EndOfTerm, Some(last)),
        ])
    }
}

fn gather<const N: usize>(clocks: [(DueKind, Option<NaiveDate>); N]) -> Vec<Due> {
    clocks.into_iter().filter_map(|(kind, due_on)| Some(Due { due_on: due_on?, kind })).collect()
}

/// What is due for `engagement` on `today`, with what other nouns know of it: the day of the first
/// introduction, that of the first map, and how many open relationships no hand-over is planned for.
pub fn due(
    engagement: &Engagement,
    today: NaiveDate,
    first_introduction_on: Option<NaiveDate>,
    first_map_on: Option<NaiveDate>,
    without_hand_over: usize,
) -> Vec<Due> {
    ClockFacts::of(engagement, first_introduction_on, first_map_on, without_hand_over).due(today)
}

/// The day `count` working days after `on`.
pub fn working_days_after(on: NaiveDate, count: u32) -> NaiveDate {
    on.iter_days().skip(1).filter(|day| is_working_day(*day)).nth((count.max(1) - 1) as usize).unwrap_or(on)
}
