//! Whether anybody is passed over when people are introduced: who waits longest, how often each was shown to
//! others and how often chosen. It is worked out from the lists that were shown and from what was proposed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate};
use domain::matching::Facts;
use domain::shared::ids::{AccountId, PersonId};

use crate::App;
use crate::access::Connecting;
use crate::error::Refusal;
use crate::introducing::TimesShown;
use crate::views::matching::{Matchable, SoFar};

/// Months looked back on, this one included. Source: practice default.
pub const MONTHS: u32 = 3;

/// Lists near whose top somebody stood from which on it is asked why nobody chose them. Source: practice default.
pub const PASSED_OVER_FROM: i64 = 5;

/// The record of somebody, and those that were put together with it.
fn ids(facts: &Facts) -> impl Iterator<Item = PersonId> {
    std::iter::once(facts.person_id).chain(facts.also.iter().copied())
}

/// Somebody whom a connector works with, and who waits for an introduction.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Who.
    pub of: Arc<Matchable>,
    /// Who works with them; `None` while nobody does.
    pub connector: Option<AccountId>,
    /// Days since they were last proposed to anybody, or since we know of them.
    pub days: i64,
    /// When that was; `None` when they never were.
    pub last_proposed_on: Option<NaiveDate>,
    /// Introductions that are under way.
    pub under_way: u32,
    /// Lists of who could be introduced to them that were looked at.
    pub lists: i64,
}

/// Somebody who was shown to others.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Who.
    pub of: Arc<Matchable>,
    /// How often.
    pub times: TimesShown,
    /// How often they were proposed to somebody.
    pub chosen: i64,
}

impl Shown {
    /// Whether they stood near the top again and again and nobody chose them.
    pub fn is_passed_over(&self) -> bool {
        self.chosen == 0 && self.times.near_the_top >= PASSED_OVER_FROM
    }
}

/// One month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthOfLists {
    /// Its first day.
    pub month: NaiveDate,
    /// Lists that were looked at.
    pub lists: i64,
    /// For how many people.
    pub people: i64,
}

/// What a team lead sees.
#[derive(Debug, Clone)]
pub struct Fairness {
    /// The day of it.
    pub on: NaiveDate,
    /// The day from which lists and proposals count.
    pub since: NaiveDate,
    /// Those at work, who waits longest first.
    pub waiting: Vec<Waiting>,
    /// Those who were shown and never chosen first, by how often.
    pub shown: Vec<Shown>,
    /// The latest month first, as many as there were within a year.
    pub months: Vec<MonthOfLists>,
}

impl App {
    /// Whether anybody is passed over, for a team lead.
    pub async fn fairness(&self, who: &Connecting<'_>) -> Result<Fairness, Refusal> {
        if !who.leads() {
            return Err(Refusal::NotYours);
        }
        let on = self.clock.today();
        let this_month = on.with_day(1).unwrap_or(on);
        let since = this_month.checked_sub_months(Months::new(MONTHS - 1)).unwrap_or(this_month);
        let a_year = this_month.checked_sub_months(Months::new(11)).unwrap_or(this_month);
        let (at_work, chosen, times, looked_for, months) = futures::try_join!(
            self.views.whom_at_work(who),
            self.views.proposed_since(who, since),
            self.lists.times_shown(who, since),
            self.lists.looked_for(who, since),
            self.lists.by_month(who, a_year),
        )?;
        let asked: Vec<PersonId> =
            at_work.iter().map(|(id, _)| *id).chain(times.iter().map(|times| times.person_id)).collect();
        let everybody = self.views.matchable_of(who, &asked).await?;
        let so_far = self.views.so_far(who).await?;
        let by_id: HashMap<PersonId, &Arc<Matchable>> =
            everybody.iter().flat_map(|one| ids(&one.facts).map(move |id| (id, one))).collect();
        // What was shown or looked for under a record that was put together with another counts for that one.
        let counts = |id: &PersonId| by_id.get(id).map_or(*id, |one| one.facts.person_id);
        let mut of_each: BTreeMap<PersonId, i64> = BTreeMap::new();
        for (id, lists) in looked_for {
            *of_each.entry(counts(&id)).or_default() += lists;
        }
        let looked_for = of_each;
        let mut shown_to: BTreeMap<PersonId, TimesShown> = BTreeMap::new();
        for one in times {
            let person_id = counts(&one.person_id);
            let fresh = TimesShown { person_id, shown: 0, near_the_top: 0 };
            let all = shown_to.entry(person_id).or_insert(fresh);
            all.shown += one.shown;
            all.near_the_top += one.near_the_top;
        }
        let mut waiting: Vec<Waiting> = at_work
            .into_iter()
            .filter_map(|(id, connector)| {
                let of = Arc::clone(by_id.get(&id)?);
                let SoFar { under_way, last_proposed_on } = so_far.get(&id).copied().unwrap_or_default();
                let since = last_proposed_on.or(of.facts.known_since).unwrap_or(on);
                let days = (on - since).num_days().max(0);
                let lists = looked_for.get(&id).copied().unwrap_or(0);
                Some(Waiting { of, connector, days, last_proposed_on, under_way, lists })
            })
            .collect();
        // Whoever has something under way does not wait, however long ago it was thought of.
        waiting.sort_by(|one, other| {
            let key = |one: &Waiting| (one.under_way > 0, std::cmp::Reverse(one.days));
            key(one).cmp(&key(other)).then_with(|| one.of.person.name.cmp(&other.of.person.name))
        });
        let mut shown: Vec<Shown> = shown_to
            .into_values()
            .filter_map(|times| {
                let of = Arc::clone(by_id.get(&times.person_id)?);
                Some(Shown { of, times, chosen: chosen.get(&times.person_id).copied().unwrap_or(0) })
            })
            .collect();
        shown.sort_by(|one, other| {
            let key =
                |one: &Shown| (one.chosen > 0, std::cmp::Reverse((one.times.near_the_top, one.times.shown)));
            key(one).cmp(&key(other)).then_with(|| one.of.person.name.cmp(&other.of.person.name))
        });
        let months =
            months.into_iter().map(|(month, lists, people)| MonthOfLists { month, lists, people }).collect();
        Ok(Fairness { on, since, waiting, shown, months })
    }
}
