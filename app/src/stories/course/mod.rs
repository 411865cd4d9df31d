//! How a case runs by chance, from the referral to the ending. Figures are those of the field: team
//! sizes, terms, hours, how many introductions come to something and how long it takes.

mod begin;
mod belonging;
mod decisions;
mod discovery;
mod ending;
mod goals;
mod measures;
mod safeguards;
mod telling;
mod ties;
mod together;
mod visits;

use chrono::NaiveDate;
use domain::engagement::codes::{EndReason, EngagementKind, ReferralSource};
use domain::engagement::records::Funding;
use domain::person::codes::CommunicationNeed;
use domain::person::records::{Details, Profile};

pub(super) use safeguards::Safeguards;
pub(super) use ties::{Fate, TiePlan};

use super::chance::Chance;
use super::script::{Script, Step};
use super::town::Town;
use super::{Plan, named};

/// Everybody's case, each as its own steps, made one by one as they are asked for.
pub(super) fn cases(town: &Town, plan: Plan) -> impl Iterator<Item = Vec<Step>> + '_ {
    let told = named::COUNT;
    let by_chance = (told..plan.people.max(told)).map(move |number| {
        let chance = Chance::new(plan.seed, number as u64 + 1);
        Course::by_chance(chance, number, town.connector_of(number), town, plan).told(town)
    });
    named::cases(town, plan).into_iter().chain(by_chance)
}

pub(super) use goals::Wanted;

/// What is decided about a case before it is told.
pub(super) struct Course {
    pub(super) script: Script,
    pub(super) details: Details,
    pub(super) needs: Vec<CommunicationNeed>,
    pub(super) nhs_number: Option<String>,
    pub(super) received: NaiveDate,
    pub(super) source: ReferralSource,
    /// `None` when the referral comes to nothing.
    pub(super) work: Option<Work>,
    pub(super) safeguards: Safeguards,
}

/// The agreed work.
pub(super) struct Work {
    pub(super) start: NaiveDate,
    /// The end as first agreed.
    pub(super) agreed_end: NaiveDate,
    /// The end after an extension.
    pub(super) end: NaiveDate,
    /// Ended early, and why.
    pub(super) early: Option<(NaiveDate, EndReason)>,
    pub(super) pause: Option<(NaiveDate, NaiveDate)>,
    pub(super) kind: EngagementKind,
    pub(super) minutes_per_week: i64,
    pub(super) funding: Funding,
    pub(super) interests: Vec<usize>,
    pub(super) profile: Profile,
    pub(super) ties: Vec<TiePlan>,
}

impl Work {
    /// The last day on which work is done.
    fn last_day(&self) -> NaiveDate {
        self.early.map_or(self.end, |(day, _)| day)
    }

    /// Whether the connector works on a day.
    pub(super) fn goes_on(&self, day: NaiveDate) -> bool {
        let rests = self.pause.is_some_and(|(from, to)| from <= day && day < to);
        self.start <= day && day <= self.last_day() && !rests
    }
}

impl Course {
    /// The case as steps.
    pub(super) fn told(mut self, town: &Town) -> Vec<Step> {
        self.tell_referral(town);
        let Some(work) = self.work.take() else {
            self.tell_declined();
            return self.script.finish();
        };
        self.tell_agreement(&work);
        self.tell_goals(&work);
        let known = self.tell_discovery(&work);
        self.tell_together(&work);
        let ties = self.tell_ties(&work);
        self.tell_visits(&work);
        self.tell_reviews_and_ending(&work, &ties);
        self.tell_growth(&work, &ties, &known);
        self.tell_measures(&work);
        self.tell_safeguards(&work, town);
        self.tell_page_anew(&work);
        self.tell_belonging(&work);
        self.script.finish()
    }
}
