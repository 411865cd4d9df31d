//! One agreed piece of a connector's work with one person: from the referral, through the term that
//! somebody pays for, to the hand-over of every relationship when the connector leaves.
//!
//! The state keeps everything that a page shows, with its dates, because read models store it as
//! their document. `decide` is the list of what can be asked; each rule stands in the file named
//! after it. [`billing`], [`hours`] and [`clocks`] are plain sums that readers share.

pub mod billing;
pub mod clocks;
pub mod codes;
pub mod commands;
pub mod error;
pub mod events;
pub mod hours;
pub mod message_back;
pub mod records;

mod agreement;
mod dates;
mod decide;
mod ending;
mod evolve;
mod forget;
mod funding;
mod goals;
mod group;
mod hours_change;
mod note;
mod pause;
mod person_replaced;
mod phase;
mod referral;
mod replan;
mod review;
mod review_facts;
mod series;
mod session;
mod session_kept;
mod term;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use agreement::{EndingAsked, ExtensionAsked, RequestAnswered, RequestKind};
pub use codes::*;
pub use commands::EngagementCommand;
pub use ending::{Beside, Ending, HandOverPlan, TERM_COMPLETE_DAYS};
pub use error::EngagementError;
pub use events::EngagementEvent;
pub use funding::{FundingCorrection, HIGHEST_BUDGET, HIGHEST_RATE};
pub use goals::{GoalAccount, GoalChange, GoalMoment, GoalMoved, GoalStep};
pub use group::days_of_group;
pub use hours::WeeklyMinutes;
pub use hours_change::HoursChange;
pub use pause::{LONGEST_PAUSE_WEEKS, Pause};
pub use phase::PhaseStep;
pub use records::*;
pub use referral::{Allocation, ConsentRelied, Eligibility, ReferralClosing, WaitingList};
pub use review::{NEXT_REVIEW_MONTHS, Review, ReviewTakenBack};
pub use review_facts::{Attending, Gathering, MoreTime, ReviewFacts, ReviewMethod, UnplannedReason};
pub use series::{MOST_IN_A_SERIES, days_of_series};
pub use session::{LONGEST_SESSION_MINUTES, LONGEST_TRAVEL_MINUTES, MOST_IN_A_GROUP};
pub use session_kept::{Cancellation, Correction, Move, Session, Voiding};
pub use term::{
    EXTENSION_GRACE_DAYS, Extension, FEWEST_WEEKLY_MINUTES, LONGEST_TERM_MONTHS, MOST_WEEKLY_MINUTES, Term,
};

use self::message_back::SentMessage;
use crate::aggregate;
use crate::shared::aggregate::{Asked, EventStream};
use crate::shared::ids::{AccountId, EngagementId, MessageId, PersonId, RelationshipId, ReviewId, SessionId};
use crate::shared::money::Rate;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// One engagement as it stands after its events.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Engagement {
    /// This engagement.
    pub engagement_id: EngagementId,
    /// With whom.
    pub person_id: PersonId,
    /// The record that it began with, while that is put together with the person's; `None` when it is the
    /// person's own. Everything personal in here is sealed under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begun_with: Option<PersonId>,
    /// Who made the referral.
    pub source: Option<ReferralSource>,
    /// Day the referral came; `None` while there is no engagement at all.
    pub received_on: Option<NaiveDate>,
    /// Why they were referred.
    pub referral_reason: Option<Personal<Words>>,
    /// Who made the referral, by name, and how to reach them; `None` when nobody wrote it down.
    #[serde(default)]
    pub referrer: Option<Box<Personal<Referrer>>>,
    /// Since when the work goes on, when it had begun before the referral came into Kith.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub under_way_since: Option<NaiveDate>,
    /// Every connector who was asked, in order; the last one has it now.
    pub connectors: Vec<Allocation>,
    /// Where it stands.
    pub stage: Stage,
    /// What it was mostly about, from which day on; the last one holds now.
    pub phases: Vec<PhaseStep>,
    /// Day we began to look whether we are the right people.
    pub screening_started_on: Option<NaiveDate>,
    /// Whether we are.
    pub eligibility: Option<Eligibility>,
    /// Its place on the waiting list, kept after it has left the list.
    pub waiting: Option<WaitingList>,
    /// Day the person was asked.
    pub consent_requested_on: Option<NaiveDate>,
    /// The consent this rests on.
    pub consent: Option<ConsentRelied>,
    /// Day money was last asked for.
    pub funding_sought_on: Option<NaiveDate>,
    /// Who pays. `covers_to` and `budget` include what extensions added; `rate` is the first one.
    pub funding: Option<Funding>,
    /// Prices per hour, each from a day on, earliest first.
    pub rates: Vec<DatedRate>,
    /// Each time it was put right who pays, in order.
    pub funding_corrections: Vec<FundingCorrection>,
    /// The agreed term, with its extensions.
    pub term: Option<Term>,
    /// What the person wants from it, as it was agreed with the term.
    pub goals: Option<Personal<Vec<Goal>>>,
    /// What became of the goals since, and those that came later, in order.
    #[serde(default)]
    pub goal_steps: Vec<GoalStep>,
    /// First day of the work.
    pub started_on: Option<NaiveDate>,
    /// When it rested, in order; the last one may be open.
    pub pauses: Vec<Pause>,
    /// Every session, whatever became of it.
    pub sessions: BTreeMap<SessionId, Session>,
    /// Every review held, those taken back aside.
    pub reviews: BTreeMap<ReviewId, Review>,
    /// Those that were a mistake, as they were recorded.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reviews_taken_back: BTreeMap<ReviewId, ReviewTakenBack>,
    /// What was planned to become of each relationship, before the ending.
    #[serde(default)]
    pub hand_over_plan: Option<HandOverPlan>,
    /// How a referral ended before any work began.
    pub referral_closing: Option<ReferralClosing>,
    /// More time that a team lead has been asked for and has not answered.
    #[serde(default)]
    pub extension_asked: Option<ExtensionAsked>,
    /// An early ending that a team lead has been asked for, until it is refused or has come.
    #[serde(default)]
    pub ending_asked: Option<EndingAsked>,
    /// What became of every request to a team lead, in order.
    #[serde(default)]
    pub requests_answered: Vec<RequestAnswered>,
    /// How it ended, with what became of each relationship.
    pub ending: Option<Ending>,
    /// Day the checks after the ending were done.
    pub closed_on: Option<NaiveDate>,
    /// Every message back to whoever made the referral.
    #[serde(default)]
    pub messages: BTreeMap<MessageId, SentMessage>,
}

impl Default for Stage {
    /// Only for an engagement that does not exist yet.
    fn default() -> Self {
        Self::Referred
    }
}

impl Engagement {
    /// The connector who has it now.
    pub fn connector(&self) -> Option<AccountId> {
        self.connectors.last().map(|allocation| allocation.connector)
    }

    /// What it is mostly about now; `None` before it started.
    pub fn phase(&self) -> Option<Phase> {
        self.phases.last().map(|step| step.phase)
    }

    /// The price per hour of a day; `None` before the first covered day.
    pub fn rate_on(&self, day: NaiveDate) -> Option<Rate> {
        billing::rate_on(&self.rates, day).map(|dated| dated.rate)
    }

    /// The pause that holds `day`, if it rested then.
    pub fn pause_on(&self, day: NaiveDate) -> Option<&Pause> {
        self.pauses.iter().find(|pause| pause.holds(day))
    }

    /// The goals as agreed with the term, or none once the person has been forgotten.
    pub fn agreed_goals(&self) -> &[Goal] {
        self.goals.as_ref().and_then(Personal::get).map_or(&[], Vec::as_slice)
    }

    /// Day it ended.
    pub fn ended_on(&self) -> Option<NaiveDate> {
        self.ending.as_ref().map(|ending| ending.ended_on)
    }

    /// Why it ended.
    pub fn end_reason(&self) -> Option<EndReason> {
        self.ending.as_ref().map(|ending| ending.reason)
    }

    /// What became of each relationship; empty until it has ended.
    pub fn hand_overs(&self) -> &[Disposition] {
        self.ending.as_ref().map_or(&[], |ending| &ending.hand_overs)
    }

    /// What is planned to become of each relationship when the connector leaves; empty until it is.
    pub fn planned_hand_overs(&self) -> &[Disposition] {
        self.hand_over_plan.as_ref().map_or(&[], |plan| &plan.hand_overs)
    }

    /// Those of `open` for which no hand-over is planned. A plan for one that has gone quiet since counts for
    /// no other.
    pub fn without_hand_over(&self, open: &[RelationshipId]) -> Vec<RelationshipId> {
        let planned =
            |id: &RelationshipId| self.planned_hand_overs().iter().any(|given| given.relationship_id == *id);
        open.iter().copied().filter(|id| !planned(id)).collect()
    }

    /// Day, minutes and kind of every delivered session.
    pub fn delivered(&self) -> impl Iterator<Item = (NaiveDate, i64, SessionKind)> {
        self.sessions
            .values()
            .filter(|session| session.status == SessionStatus::Delivered)
            .map(|session| (session.time.on, session.time.minutes, session.time.kind))
    }

    /// Day of the latest review held.
    pub fn last_review_on(&self) -> Option<NaiveDate> {
        self.reviews.values().map(|review| review.held_on).max()
    }

    /// Day of the latest review that something had not called for at once: the planned ones stand for the middle
    /// and the end of a term, one held because of a crisis for neither.
    pub fn last_review_of_course_on(&self) -> Option<NaiveDate> {
        let of_course = self.reviews.values().filter(|review| review.kind != ReviewKind::Unplanned);
        of_course.map(|review| review.held_on).max()
    }

    /// Day agreed at the latest review for the next one. One that something called for at once, and that agreed on
    /// none, leaves what was agreed before.
    pub fn next_review_on(&self) -> Option<NaiveDate> {
        let agreed =
            |review: &&Review| review.kind != ReviewKind::Unplanned || review.next_review_on.is_some();
        self.reviews.values().filter(agreed).max_by_key(|review| review.held_on)?.next_review_on
    }
}

impl EventStream for Engagement {
    const NOUN: &'static str = "engagement";
    type Command = EngagementCommand;
    type Event = EngagementEvent;
    type Error = EngagementError;

    fn decide(&self, asked: &Asked<EngagementCommand>) -> Result<Vec<EngagementEvent>, EngagementError> {
        decide::decide(self, &asked.command, asked.today, asked.by)
    }

    fn evolve(&mut self, event: &EngagementEvent) {
        evolve::evolve(self, event);
    }
}

aggregate!(Engagement, EngagementEvent);
