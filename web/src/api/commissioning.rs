//! What the money bought, without any name.

use app::error::Refusal;
use app::views::outcomes::{Funnel, Glance};
use axum::extract::State;
use axum::response::IntoResponse;
use chrono::NaiveDate;
use domain::shared::ids::ContractId;
use schemars::JsonSchema;
use serde::Serialize;

use super::json;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::pages::commissioner::span::Span;
use crate::pages::freshness;
use crate::site::Site;

/// Who pays, by its reference.
#[derive(Serialize, JsonSchema)]
pub struct Contract {
    contract_id: ContractId,
    reference: String,
    funder: String,
    /// A Monday from which its four-week periods are counted.
    anchor: NaiveDate,
}

impl From<app::contracts::Contract> for Contract {
    fn from(contract: app::contracts::Contract) -> Self {
        let app::contracts::Contract { contract_id, reference, funder, anchor, .. } = contract;
        Self { contract_id, reference, funder, anchor }
    }
}

/// The contracts that the asker may look at.
#[derive(Serialize, JsonSchema)]
pub struct Contracts {
    contracts: Vec<Contract>,
}

/// `GET /api/v1/contracts`
pub async fn contracts(State(site): State<Site>, signed: Signed) -> Answer {
    let contracts = site.app.views.contracts(&signed.commissioning()?).await?;
    Ok(json(Contracts { contracts: contracts.into_iter().map(Contract::from).collect() }))
}

/// How far the introductions of the span came.
#[derive(Serialize, JsonSchema)]
pub struct Introductions {
    proposed: i64,
    agreed: i64,
    met: i64,
    three_times: i64,
    self_sustaining: i64,
}

/// Hours of one calendar month.
#[derive(Serialize, JsonSchema)]
pub struct Month {
    /// First day of the month.
    month: NaiveDate,
    agreed_minutes: i64,
    delivered_minutes: i64,
}

/// One contract at a glance.
#[derive(Serialize, JsonSchema)]
pub struct ContractGlance {
    contract: Contract,
    from: NaiveDate,
    to: NaiveDate,
    /// Log position up to which everything is counted.
    position: i64,
    people: i64,
    started: i64,
    ended: i64,
    introductions: Introductions,
    months: Vec<Month>,
}

impl From<Glance> for ContractGlance {
    fn from(glance: Glance) -> Self {
        let Funnel { proposed, agreed, met, three_times, self_sustaining } = glance.funnel;
        let month = |hours: app::views::outcomes::MonthHours| Month {
            month: hours.month,
            agreed_minutes: hours.agreed_minutes,
            delivered_minutes: hours.delivered_minutes,
        };
        Self {
            contract: glance.contract.into(),
            from: glance.from,
            to: glance.to,
            position: glance.shown.position,
            people: glance.people,
            started: glance.started,
            ended: glance.ended,
            introductions: Introductions { proposed, agreed, met, three_times, self_sustaining },
            months: glance.months.into_iter().map(month).collect(),
        }
    }
}

/// `GET /api/v1/contracts/{id}?from=2026-04-06&to=2026-05-03`; the last twelve months where neither is asked
/// for, within the bounds of the pages.
pub async fn contract(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<ContractId>,
    Params(asked): Params,
) -> Answer {
    let who = signed.commissioning()?;
    let span = Span::read_strictly(&asked, site.app.clock.today())?;
    let glance = site.app.views.glance(&who, id, span.from, span.to).await?.ok_or(Refusal::NotFound)?;
    if let Some(trouble) = freshness::refused(&glance.shown) {
        return Ok(trouble.into_response());
    }
    Ok(json(ContractGlance::from(glance)))
}
