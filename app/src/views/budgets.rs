//! What each engagement's budget has bought so far, for finance: hours, rates, pence. Never a word of
//! what was written about anyone.

use async_trait::async_trait;
use chrono::NaiveDate;
use domain::engagement::billing::Statement;
use domain::engagement::codes::FundingRoute;
use domain::engagement::hours::{WeeklyMinutes, weekly_on};
use domain::engagement::records::DatedRate;
use domain::engagement::{FundingCorrection, Stage};
use domain::shared::ids::{ContractId, EngagementId, PersonId};
use domain::shared::money::Money;

use super::sessions::SessionRow;
use crate::access::Accounting;
use crate::contracts::Contract;
use crate::error::Failure;

/// One engagement's budget.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// The engagement.
    pub engagement_id: EngagementId,
    /// For whom: finance must know whose budget it is.
    pub person_id: PersonId,
    /// Their name.
    pub person_name: String,
    /// Who pays, and from which Monday its periods count.
    pub contract: Contract,
    /// By which route.
    pub route: FundingRoute,
    /// Where the engagement stands.
    pub stage: Stage,
    /// First and last day of the term, once agreed.
    pub term: Option<(NaiveDate, NaiveDate)>,
    /// Minutes agreed a week, each number from a day on, earliest first.
    pub weekly: Vec<WeeklyMinutes>,
    /// Last day of the work, once it has ended.
    pub ended_on: Option<NaiveDate>,
    /// Prices per hour, oldest first.
    pub rates: Vec<DatedRate>,
    /// Each time it was put right who pays, with why unless that is forgotten; in order.
    pub corrections: Vec<FundingCorrection>,
    /// What may be spent in all.
    pub total: Money,
    /// Delivered sessions as lines, spent and left.
    pub statement: Statement,
}

impl Budget {
    /// Minutes a week as agreed for a day of the term.
    pub fn minutes_per_week_on(&self, day: NaiveDate) -> Option<i64> {
        weekly_on(self.term?, &self.weekly, day)
    }
}

/// A budget with every session behind it.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetDetail {
    /// The budget.
    pub budget: Budget,
    /// Every session, oldest first, words left out.
    pub sessions: Vec<SessionRow>,
}

/// Which budgets.
#[derive(Debug, Clone, Default)]
pub struct BudgetFilter {
    /// Only this contract's.
    pub contract: Option<ContractId>,
    /// Only people whose name holds this.
    pub name: Option<String>,
    /// How many to pass over.
    pub skip: i64,
    /// At most how many.
    pub limit: i64,
}

/// Queries for finance staff.
#[async_trait]
pub trait Budgets: Send + Sync {
    /// The budgets of the organisation, by name of the person, and how many there are in all: counted of cases, so that
    /// where the people's read model stands still there may be more than can be listed.
    async fn budgets(
        &self,
        who: &Accounting<'_>,
        filter: &BudgetFilter,
    ) -> Result<(Vec<Budget>, i64), Failure>;

    /// One budget with its sessions.
    async fn budget(&self, who: &Accounting<'_>, id: EngagementId) -> Result<Option<BudgetDetail>, Failure>;

    /// The contracts of the organisation, for the filter.
    async fn payers(&self, who: &Accounting<'_>) -> Result<Vec<Contract>, Failure>;
}
