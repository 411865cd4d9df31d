//! Budgets and what they have bought, in whole minutes and whole pence.

use app::error::Refusal;
use app::views::budgets::{Budget, BudgetFilter};
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::codes::FundingRoute;
use domain::engagement::records::DatedRate;
use domain::shared::ids::{EngagementId, PersonId, SessionId};
use domain::shared::money::{Money, Rate};
use schemars::JsonSchema;
use serde::Serialize;

use super::commissioning::Contract;
use super::json;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::site::Site;

/// Most of a list at once.
const MOST: i64 = 500;

/// What the sessions of one four-week period at one price come to.
#[derive(Serialize, JsonSchema)]
pub struct Line {
    first: NaiveDate,
    last: NaiveDate,
    /// Ten-thousandths of a pound an hour.
    rate: Rate,
    sessions: u32,
    minutes: i64,
    /// Whole pence, rounded half-up once.
    amount_pence: Money,
    /// Less than the amount where the budget ran out.
    due_pence: Money,
}

/// One engagement's budget.
#[derive(Serialize, JsonSchema)]
pub struct EngagementBudget {
    engagement_id: EngagementId,
    person_id: PersonId,
    person_name: String,
    contract: Contract,
    route: FundingRoute,
    minutes_per_week: i64,
    rates: Vec<DatedRate>,
    total_pence: Money,
    spent_pence: Money,
    left_pence: Money,
    over_budget_pence: Money,
    lines: Vec<Line>,
    /// Only for one budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    sessions: Option<Vec<Session>>,
}

/// One session behind a budget, words left out.
#[derive(Serialize, JsonSchema)]
pub struct Session {
    session_id: SessionId,
    on: NaiveDate,
    minutes: i64,
    status: &'static str,
}

impl From<Budget> for EngagementBudget {
    fn from(budget: Budget) -> Self {
        let statement = budget.statement;
        let lines = statement.lines.iter().map(|line| Line {
            first: line.first,
            last: line.last,
            rate: line.rate,
            sessions: line.sessions,
            minutes: line.minutes,
            amount_pence: line.amount,
            due_pence: line.due,
        });
        Self {
            engagement_id: budget.engagement_id,
            person_id: budget.person_id,
            person_name: budget.person_name,
            contract: budget.contract.into(),
            route: budget.route,
            minutes_per_week: budget.minutes_per_week,
            rates: budget.rates,
            total_pence: budget.total,
            spent_pence: statement.spent,
            left_pence: statement.left,
            over_budget_pence: statement.over_budget,
            lines: lines.collect(),
            sessions: None,
        }
    }
}

/// Budgets by name of the person.
#[derive(Serialize, JsonSchema)]
pub struct Budgets {
    /// How many there are in all.
    total: i64,
    budgets: Vec<EngagementBudget>,
}

/// `GET /api/v1/budgets?contract=…&skip=0&limit=100`
pub async fn budgets(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let filter = BudgetFilter {
        contract: asked.id("contract"),
        name: None,
        skip: asked.id("skip").map_or(0, |skip: i64| skip.max(0)),
        limit: asked.id("limit").map_or(100, |limit: i64| limit.clamp(1, MOST)),
    };
    let (budgets, total) = site.app.views.budgets(&signed.accounting()?, &filter).await?;
    Ok(json(Budgets { total, budgets: budgets.into_iter().map(EngagementBudget::from).collect() }))
}

/// `GET /api/v1/budgets/{id}`
pub async fn budget(State(site): State<Site>, signed: Signed, At(id): At<EngagementId>) -> Answer {
    let detail = site.app.views.budget(&signed.accounting()?, id).await?.ok_or(Refusal::NotFound)?;
    let sessions = detail.sessions.iter().map(|session| Session {
        session_id: session.session_id,
        on: session.time.on,
        minutes: session.time.minutes,
        status: session.status.code(),
    });
    let sessions = Some(sessions.collect());
    Ok(json(EngagementBudget { sessions, ..detail.budget.into() }))
}
