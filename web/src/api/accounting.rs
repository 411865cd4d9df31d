//! Budgets and what they have bought, in whole minutes and whole pence.

use app::error::Refusal;
use app::views::budgets::{Budget, BudgetFilter};
use axum::extract::State;
use axum::response::IntoResponse;
use chrono::{DateTime, NaiveDate, Utc};
use domain::engagement::billing::Cover;
use domain::engagement::codes::{FundingRoute, SessionKind, SessionStatus};
use domain::engagement::records::DatedRate;
use domain::shared::ids::{EngagementId, PersonId, SessionId};
use domain::shared::money::{Money, Rate};
use schemars::JsonSchema;
use serde::Serialize;

use super::commissioning::Contract;
use super::json;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::form::{Reader, Typed};
use crate::pages::finance::statement::{self, Entry};
use crate::pages::freshness;
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
    sessions: usize,
    /// Minutes agreed on the days of the period on which the price held.
    agreed_minutes: i64,
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
    /// Minutes agreed a week, each number from a day on.
    weekly: Vec<WeeklyMinutes>,
    rates: Vec<DatedRate>,
    /// Days on which it was put right who pays.
    corrected_on: Vec<NaiveDate>,
    total_pence: Money,
    spent_pence: Money,
    left_pence: Money,
    over_budget_pence: Money,
    lines: Vec<Line>,
    /// Only for one budget.
    #[serde(skip_serializing_if = "Option::is_none")]
    sessions: Option<Vec<Session>>,
}

/// One agreed number of minutes a week.
#[derive(Serialize, JsonSchema)]
pub struct WeeklyMinutes {
    /// First day it holds.
    from: NaiveDate,
    minutes_per_week: i64,
}

/// One session behind a budget, words left out.
#[derive(Serialize, JsonSchema)]
pub struct Session {
    session_id: SessionId,
    on: NaiveDate,
    minutes: i64,
    kind: SessionKind,
    status: SessionStatus,
    /// Minutes agreed a week on its day.
    minutes_per_week: Option<i64>,
    /// Price of its day: ten-thousandths of a pound an hour.
    rate: Option<Rate>,
    /// Which of the lines it is part of, counted from nought; null when it is not charged.
    line: Option<usize>,
    /// How far the budget reached for it.
    cover: Option<Cover>,
    /// What it is worth alone; null where that is no whole penny, because only the line is rounded.
    amount_pence: Option<Money>,
    /// What of that is due; null where only the line can say.
    due_pence: Option<Money>,
    /// When it was recorded as delivered.
    recorded_at: Option<DateTime<Utc>>,
    /// When it was last put right.
    corrected_at: Option<DateTime<Utc>>,
    /// Whether it was recorded, or last put right, after its four weeks had ended.
    late: bool,
}

impl Session {
    fn of(line: Option<usize>, entry: Entry) -> Self {
        let Entry { session, weekly, rate, money, late } = entry;
        Self {
            session_id: session.session_id,
            on: session.time.on,
            minutes: session.time.minutes,
            kind: session.time.kind,
            status: session.status,
            minutes_per_week: weekly,
            rate,
            line,
            cover: money.as_ref().map(|part| part.cover),
            amount_pence: money.as_ref().and_then(|part| part.amount),
            due_pence: money.as_ref().and_then(|part| part.due),
            recorded_at: session.recorded_at,
            corrected_at: session.corrected_at,
            late,
        }
    }
}

impl From<Budget> for EngagementBudget {
    fn from(budget: Budget) -> Self {
        let statement = budget.statement;
        let lines = statement.lines.iter().map(|line| Line {
            first: line.first,
            last: line.last,
            rate: line.rate,
            sessions: line.sessions.len(),
            agreed_minutes: line.agreed_minutes,
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
            weekly: budget
                .weekly
                .iter()
                .map(|change| WeeklyMinutes { from: change.from, minutes_per_week: change.minutes_per_week })
                .collect(),
            rates: budget.rates,
            corrected_on: budget.corrections.iter().map(|correction| correction.corrected_on).collect(),
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
    /// Log position up to which everything is counted.
    position: i64,
    budgets: Vec<EngagementBudget>,
}

/// `GET /api/v1/budgets?contract=…&skip=0&limit=100`
pub async fn budgets(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let who = signed.accounting()?;
    let filter = BudgetFilter {
        contract: read(&asked, "contract", |form| form.id("contract"))?,
        name: None,
        skip: read(&asked, "skip", |form| form.whole("skip", 0..=1_000_000_000))?.unwrap_or(0),
        limit: read(&asked, "limit", |form| form.whole("limit", 1..=MOST))?.unwrap_or(100),
    };
    let shown = site.app.views.shown().await?;
    if let Some(trouble) = freshness::refused(&shown) {
        return Ok(trouble.into_response());
    }
    let (budgets, total) = site.app.views.budgets(&who, &filter).await?;
    let budgets = budgets.into_iter().map(EngagementBudget::from).collect();
    Ok(json(Budgets { total, position: shown.position, budgets }))
}

/// What a question of the address says, if it is asked; refused under its name when it is not understood.
fn read<T>(
    asked: &Typed,
    name: &'static str,
    take: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<Option<T>, Refusal> {
    if asked.one(name).is_empty() {
        return Ok(None);
    }
    let mut form = asked.reader();
    match take(&mut form) {
        Some(value) => Ok(Some(value)),
        None => {
            let attempt = form.again();
            let message = attempt.errors.iter().next().map_or("This was not understood", |(_, words)| words);
            Err(Refusal::invalid(name, message))
        }
    }
}

/// `GET /api/v1/budgets/{id}`
pub async fn budget(State(site): State<Site>, signed: Signed, At(id): At<EngagementId>) -> Answer {
    let who = signed.accounting()?;
    let shown = site.app.views.shown().await?;
    let detail = site.app.views.budget(&who, id).await?.ok_or(Refusal::NotFound)?;
    if let Some(trouble) = freshness::refused(&shown) {
        return Ok(trouble.into_response());
    }
    let sorted = statement::sort(&detail.budget, detail.sessions);
    let charged = sorted.lines.into_iter().enumerate();
    let charged =
        charged.flat_map(|(at, line)| line.sessions.into_iter().map(move |entry| (Some(at), entry)));
    let others = sorted.not_charged.into_iter().chain(sorted.not_delivered).map(|entry| (None, entry));
    let mut sessions: Vec<Session> =
        charged.chain(others).map(|(at, entry)| Session::of(at, entry)).collect();
    sessions.sort_by_key(|session| (session.on, session.session_id));
    Ok(json(EngagementBudget { sessions: Some(sessions), ..detail.budget.into() }))
}
