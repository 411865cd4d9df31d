//! A team lead's view of every caseload: who works with how many people, how many hours a week they
//! agreed, what is late with whom, and which referrals nobody has yet.

use chrono::NaiveDate;
use domain::engagement::Stage;
use domain::shared::ids::AccountId;

use super::cases::{Case, Which};
use super::today::{DueItem, due_in};
use crate::App;
use crate::access::Connecting;
use crate::accounts::Colleague;
use crate::error::Refusal;

/// Most cases that a team's view is worked out from.
const MOST: i64 = 5_000;

/// Every caseload of the organisation.
#[derive(Debug, Clone, PartialEq)]
pub struct Team {
    /// Which day.
    pub on: NaiveDate,
    /// Open cases that nobody has been asked to take, by name of the person.
    pub unallocated: Vec<Case>,
    /// Connectors and team leads, by name.
    pub caseloads: Vec<Caseload>,
}

/// One colleague's open cases, as figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Caseload {
    /// Whose.
    pub colleague: Colleague,
    /// Open cases, from the referral on.
    pub open: usize,
    /// Of these, the ones at work now.
    pub active: usize,
    /// Minutes a week agreed in the ones at work.
    pub minutes_per_week: i64,
    /// What is late, longest first.
    pub late: Vec<DueItem>,
}

impl App {
    /// Every caseload, for a team lead.
    pub async fn team(&self, who: &Connecting<'_>) -> Result<Team, Refusal> {
        if !who.leads() {
            return Err(Refusal::NotYours);
        }
        let today = self.clock.today();
        let colleagues = self.accounts.colleagues(who).await?;
        let cases = self.views.caseload(who, Which::Open, None, today, MOST).await?;
        let (unallocated, allocated): (Vec<Case>, Vec<Case>) =
            cases.into_iter().partition(|case| case.row.engagement.connector().is_none());
        let caseloads = colleagues.into_iter().map(|colleague| caseload(colleague, &allocated, today));
        Ok(Team { on: today, unallocated, caseloads: caseloads.collect() })
    }
}

fn caseload(colleague: Colleague, cases: &[Case], today: NaiveDate) -> Caseload {
    let of = |account: AccountId| {
        cases.iter().filter(move |case| case.row.engagement.connector() == Some(account))
    };
    let own = || of(colleague.account_id);
    let at_work = || own().filter(|case| case.row.engagement.stage == Stage::Active);
    let weekly = |case: &Case| case.row.engagement.term.as_ref().map_or(0, |term| term.minutes_per_week());
    let mut late: Vec<DueItem> =
        own().flat_map(|case| due_in(case, today)).filter(|item| item.due.is_late(today)).collect();
    late.sort_by_key(|item| item.due.due_on);
    Caseload {
        open: own().count(),
        active: at_work().count(),
        minutes_per_week: at_work().map(weekly).sum(),
        late,
        colleague,
    }
}
