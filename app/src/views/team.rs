//! A team lead's view of every caseload: who works with how many people, how many hours a week they
//! agreed, what is late with whom, and which referrals nobody has yet. Asked as sums, so that it costs the
//! same however much is known of each case.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::{Days, NaiveDate};
use domain::shared::ids::{AccountId, EngagementId, PersonId, RelationshipId};

use super::cases::{Case, Which};
use super::people::{Asking, PersonSummary};
use super::relationships::Tie;
use super::safety::SafetyDue;
use super::today::ASK_AHEAD_DAYS;
use crate::App;
use crate::access::{Connecting, Role};
use crate::accounts::Colleague;
use crate::error::{Failure, Refusal};
use crate::team_book::capacity::Capacity;
use crate::team_book::sampling::AtWork;

/// Cases that wait, of each kind, that the team's page shows.
const WAITING: i64 = 25;
/// Days ahead for which safety notes are shown.
const AHEAD_DAYS: u64 = 7;
/// Days for which it is told who was given what.
const GIVEN_DAYS: u64 = 182;
/// Things to look at soon that the team's page shows of each kind; a longer list helps nobody.
pub const SHOWN_EACH: i64 = 5;

/// Every caseload of the organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Which day.
    pub on: NaiveDate,
    /// Open cases that nobody has been asked to take, longest first, at most 25.
    pub unallocated: Vec<Case>,
    /// How many of these there are.
    pub unallocated_in_all: i64,
    /// Cases on the waiting list in its order, at most 25.
    pub waiting: Vec<Case>,
    /// How many of these there are.
    pub waiting_in_all: i64,
    /// Connectors and team leads, by name, and after them whoever has left and still has cases.
    pub caseloads: Vec<Caseload>,
    /// Safety notes of the whole team to look at again within the week, the earliest five.
    pub safety: Vec<SafetyDue>,
    /// What runs out within four weeks in the whole team, of the first five people.
    pub asking: Vec<Asking>,
    /// Relationships of which something on record is worth a thought, the first five.
    pub thoughts: Vec<Tie>,
    /// Of how many cases something waits for a team lead's agreement.
    pub cases_to_agree: i64,
    /// How many relationships wait for a team lead's signature.
    pub ties_to_sign: i64,
}

/// One colleague's open cases, as figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Caseload {
    /// Whose.
    pub colleague: Colleague,
    /// Whether they have left: their account is closed, and what they have is to be given to others.
    pub left: bool,
    /// What they have.
    pub load: Load,
    /// What they can take.
    pub capacity: Capacity,
    /// How many things are late. What they are, their own page tells.
    pub late: i64,
}

/// What somebody has, as sums.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Load {
    /// Open cases, from the referral on.
    pub open: i64,
    /// Of these, the ones at work now.
    pub active: i64,
    /// Of these, the ones on the waiting list.
    pub waiting: i64,
    /// Minutes a week agreed in the ones at work.
    pub minutes_per_week: i64,
}

/// A case that a colleague had and somebody else has been asked to go on with.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Which.
    pub engagement_id: EngagementId,
    /// With whom.
    pub person: PersonSummary,
    /// Who was asked.
    pub to: AccountId,
    /// When.
    pub on: NaiveDate,
}

/// Queries about caseloads.
#[async_trait]
pub trait Caseloads: Send + Sync {
    /// Open cases as sums on a day, by who has them; for a connector their own alone.
    async fn loads(
        &self,
        who: &Connecting<'_>,
        on: NaiveDate,
    ) -> Result<Vec<(Option<AccountId>, Load)>, Failure>;

    /// The cases that a colleague had and that were given to somebody else on a day or after, last first, at most
    /// 500; for a team lead.
    async fn given(
        &self,
        who: &Connecting<'_>,
        from: AccountId,
        since: NaiveDate,
    ) -> Result<Vec<Given>, Failure>;

    /// Every case that was at work on some day between two, both included, of everybody or of one connector;
    /// for a connector their own alone.
    async fn at_work(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<AtWork>, Failure>;

    /// Safety notes to look at again on a day or before, earliest first, for a team lead: those that a
    /// colleague owns or that are about somebody of their open cases, or everybody's.
    async fn safety_in_team(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        by: NaiveDate,
        limit: i64,
    ) -> Result<Vec<SafetyDue>, Failure>;

    /// What has to be asked again by a day of the people of open cases, for a team lead: a colleague's, or
    /// everybody's; of at most `limit` people.
    async fn asking_in_team(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        by: NaiveDate,
        limit: i64,
    ) -> Result<Vec<Asking>, Failure>;

    /// What to call the other of the two, in these relationships as far as the viewer may know of them.
    async fn others_of(
        &self,
        who: &Connecting<'_>,
        ids: &[RelationshipId],
    ) -> Result<HashMap<RelationshipId, String>, Failure>;

    /// Every relationship that the viewer may know of, proposed last first: a connector's own caseload's.
    async fn relationships_of_caseload(&self, who: &Connecting<'_>, limit: i64) -> Result<Vec<Tie>, Failure>;
}

/// What is to be asked of the first few people, each thing once: somebody may have two open cases.
fn of_the_first(asking: Vec<Asking>) -> Vec<Asking> {
    let mut people: Vec<PersonId> = Vec::new();
    let mut first: Vec<Asking> = Vec::new();
    for one in asking {
        let known = people.contains(&one.person_id);
        let room = i64::try_from(people.len()).is_ok_and(|many| many < SHOWN_EACH);
        if (known || room) && !first.contains(&one) {
            people.extend((!known).then_some(one.person_id));
            first.push(one);
        }
    }
    first
}

impl App {
    /// The cases of a colleague that were given to others in the last half year, last first; for a team lead.
    pub async fn given_away(&self, who: &Connecting<'_>, from: AccountId) -> Result<Vec<Given>, Refusal> {
        Self::leads(who)?;
        Ok(self.views.given(who, from, self.clock.today() - Days::new(GIVEN_DAYS)).await?)
    }

    /// Every caseload, for a team lead.
    pub async fn team(&self, who: &Connecting<'_>) -> Result<Team, Refusal> {
        if !who.leads() {
            return Err(Refusal::NotYours);
        }
        let today = self.clock.today();
        let views = &self.views;
        let soon = (today + Days::new(AHEAD_DAYS), today + Days::new(ASK_AHEAD_DAYS));
        let figures = async {
            Ok(futures::try_join!(
                views.loads(who, today),
                self.team_book.capacities(who),
                self.accounts.colleagues(who),
            )?)
        };
        let lists = async {
            Ok(futures::try_join!(
                views.caseload(who, Which::ToAllocate, None, today, WAITING),
                views.caseload(who, Which::Waiting, None, today, WAITING),
                views.safety_in_team(who, None, soon.0, SHOWN_EACH),
                views.worth_a_thought(who, today, SHOWN_EACH),
                views.cases_counted(who, Which::AskedOfLead, None, today),
                views.overrides_counted(who),
            )?)
        };
        // What is late is the longest question by far: everything else is asked meanwhile.
        let late = self.late_sums_and_asking(who, soon.1);
        let ((mut late, asking), figures, lists) = futures::try_join!(late, figures, lists)?;
        let (loads, capacities, here) = figures;
        let (unallocated, waiting, safety, thoughts, cases_to_agree, ties_to_sign) = lists;
        let loads: HashMap<Option<AccountId>, Load> = loads.into_iter().collect();
        let capacities: HashMap<AccountId, Capacity> = capacities.into_iter().collect();
        let left = self.left(who, &loads, &here).await?;
        let everybody =
            here.into_iter().map(|one| (one, false)).chain(left.into_iter().map(|one| (one, true)));
        let caseloads = everybody.map(|(colleague, left)| {
            let late = late.remove(&colleague.account_id).unwrap_or_default();
            let load = loads.get(&Some(colleague.account_id)).copied().unwrap_or_default();
            let capacity = capacities.get(&colleague.account_id).copied().unwrap_or_default();
            Caseload { colleague, left, load, capacity, late }
        });
        let nobodys = loads.get(&None).copied().unwrap_or_default();
        Ok(Team {
            on: today,
            unallocated,
            unallocated_in_all: nobodys.open - nobodys.waiting,
            waiting,
            waiting_in_all: loads.values().map(|load| load.waiting).sum(),
            caseloads: caseloads.collect(),
            safety,
            asking: of_the_first(asking),
            thoughts,
            cases_to_agree,
            ties_to_sign,
        })
    }

    /// Everybody who has cases or can take one: who works here, and after them whoever has left and still has some.
    pub async fn whose_cases(&self, who: &Connecting<'_>) -> Result<Vec<Colleague>, Refusal> {
        Self::leads(who)?;
        let loads: HashMap<Option<AccountId>, Load> =
            self.views.loads(who, self.clock.today()).await?.into_iter().collect();
        let mut all = self.accounts.colleagues(who).await?;
        all.extend(self.left(who, &loads, &all).await?);
        Ok(all)
    }

    /// Who has open cases and works here no more.
    async fn left(
        &self,
        who: &Connecting<'_>,
        loads: &HashMap<Option<AccountId>, Load>,
        here: &[Colleague],
    ) -> Result<Vec<Colleague>, Failure> {
        let has = |id: &AccountId| loads.get(&Some(*id)).is_some_and(|load| load.open > 0);
        let is_here = |id: &AccountId| here.iter().any(|one| one.account_id == *id);
        if loads.keys().flatten().all(is_here) {
            return Ok(Vec::new());
        }
        let names = self.accounts.names(who.organisation()).await?;
        let gone = names.into_iter().filter(|(id, _)| has(id) && !is_here(id));
        Ok(gone.map(|(account_id, name)| Colleague { account_id, name, role: Role::Connector }).collect())
    }
}
