//! Budgets, worked out from the engagements' funding and the sessions table each time they are asked
//! for, so that they cannot disagree with the sessions behind them.

use std::collections::HashMap;

use app::access::Accounting;
use app::contracts::{Contract, Contracts as _};
use app::error::Failure;
use app::folded::folded;
use app::views::budgets::{Budget, BudgetDetail, BudgetFilter, Budgets as Queries};
use app::views::cases::EngagementRow;
use app::views::people::PersonSummary;
use app::views::sessions::SessionRow;
use async_trait::async_trait;
use domain::engagement::SessionStatus;
use domain::engagement::billing::{Delivered, statement_of};
use domain::shared::ids::{ContractId, EngagementId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed, parse};
use crate::contracts::SqlContracts;
use crate::on;

type Record = (Json<EngagementRow>, String);

/// `$1` organisation, `$2` contract or NULL, `$3` a pattern for the name or NULL, `$4` one engagement or NULL.
const FUNDED: &str = "FROM engagements e JOIN people p ON p.id = e.person_id
    WHERE e.organisation = $1 AND e.contract_id IS NOT NULL AND ($2 IS NULL OR e.contract_id = $2)
      AND ($3 IS NULL OR p.sort_name LIKE $3 ESCAPE '\\') AND ($4 IS NULL OR e.id = $4)";

impl ReadModels {
    async fn contracts_by_id(&self, who: &Accounting<'_>) -> Result<HashMap<ContractId, Contract>, Failure> {
        let all = SqlContracts::new(self.database.clone()).all(who.organisation()).await?;
        Ok(all.into_iter().map(|contract| (contract.contract_id, contract)).collect())
    }

    async fn funded(
        &self,
        who: &Accounting<'_>,
        filter: &BudgetFilter,
        one: Option<EngagementId>,
    ) -> Result<Vec<Record>, Failure> {
        let sql = format!("SELECT e.doc, p.summary {FUNDED} ORDER BY p.sort_name, e.id LIMIT $5 OFFSET $6");
        Ok(on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(filter.contract.map(ContractId::uuid))
            .bind(name_pattern(filter))
            .bind(one.map(EngagementId::uuid))
            .bind(filter.limit)
            .bind(filter.skip)
            .fetch_all(pool)
            .await
            .map_err(failed("reading budgets"))?))
    }

    /// Every session of some engagements, oldest first.
    async fn sessions_behind(&self, engagements: &[Uuid]) -> Result<HashMap<Uuid, Vec<SessionRow>>, Failure> {
        let mut found: HashMap<Uuid, Vec<SessionRow>> = HashMap::new();
        for chunk in engagements.chunks(200) {
            let numbers: Vec<String> = (1..=chunk.len()).map(|n| format!("${n}")).collect();
            let sql = format!(
                "SELECT s.engagement_id, s.doc FROM sessions s WHERE s.engagement_id IN ({})
                 ORDER BY s.held_on, s.id",
                numbers.join(", ")
            );
            let rows: Vec<(Uuid, Json<SessionRow>)> = on!(&self.database, read, pool => {
                let mut query = sqlx::query_as(&sql);
                for id in chunk {
                    query = query.bind(*id);
                }
                query.fetch_all(pool).await.map_err(failed("reading the sessions behind a budget"))?
            });
            for (id, Json(session)) in rows {
                found.entry(id).or_default().push(session);
            }
        }
        Ok(found)
    }
}

fn name_pattern(filter: &BudgetFilter) -> Option<String> {
    let name = filter.name.as_deref().map(str::trim).filter(|name| !name.is_empty())?;
    Some(format!("%{}%", folded(name).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")))
}

/// A budget with what its sessions come to; `None` when its contract is gone, which cannot be.
fn budget(
    (Json(row), summary): &Record,
    contracts: &HashMap<ContractId, Contract>,
    sessions: &[SessionRow],
) -> Result<Option<Budget>, Failure> {
    let engagement = &row.engagement;
    let Some(funding) = &engagement.funding else { return Ok(None) };
    let Some(contract) = contracts.get(&funding.contract_id) else { return Ok(None) };
    let person: PersonSummary = parse(summary)?;
    let delivered =
        sessions.iter().filter(|session| session.status == SessionStatus::Delivered).map(|session| {
            Delivered {
                session_id: session.session_id,
                on: session.time.on,
                minutes: session.time.minutes,
                kind: session.time.kind,
            }
        });
    Ok(Some(Budget {
        engagement_id: engagement.engagement_id,
        person_id: engagement.person_id,
        person_name: person.name,
        contract: contract.clone(),
        route: funding.route,
        stage: engagement.stage,
        term: engagement.term.as_ref().map(|term| (term.start, term.end)),
        weekly: engagement.term.as_ref().map_or_else(Vec::new, |term| term.weekly.clone()),
        ended_on: engagement.ended_on(),
        rates: engagement.rates.clone(),
        corrections: engagement.funding_corrections.clone(),
        total: funding.budget,
        statement: statement_of(engagement, delivered, contract.anchor),
    }))
}

#[async_trait]
impl Queries for ReadModels {
    async fn budgets(
        &self,
        who: &Accounting<'_>,
        filter: &BudgetFilter,
    ) -> Result<(Vec<Budget>, i64), Failure> {
        let contracts = self.contracts_by_id(who).await?;
        let records = self.funded(who, filter, None).await?;
        let ids: Vec<Uuid> = records.iter().map(|(row, _)| row.engagement.engagement_id.uuid()).collect();
        let sessions = self.sessions_behind(&ids).await?;
        let mut budgets = Vec::with_capacity(records.len());
        for record in &records {
            let id = record.0.engagement.engagement_id.uuid();
            let own = sessions.get(&id).map_or(&[][..], Vec::as_slice);
            budgets.extend(budget(record, &contracts, own)?);
        }
        let sql = format!("SELECT COUNT(*) {FUNDED}");
        let (all,): (i64,) = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(filter.contract.map(ContractId::uuid))
            .bind(name_pattern(filter))
            .bind(None::<Uuid>)
            .fetch_one(pool)
            .await
            .map_err(failed("counting budgets"))?);
        Ok((budgets, all))
    }

    async fn budget(&self, who: &Accounting<'_>, id: EngagementId) -> Result<Option<BudgetDetail>, Failure> {
        let contracts = self.contracts_by_id(who).await?;
        let filter = BudgetFilter { limit: 1, ..BudgetFilter::default() };
        let Some(record) = self.funded(who, &filter, Some(id)).await?.pop() else { return Ok(None) };
        let mut sessions = self.sessions_behind(&[id.uuid()]).await?.remove(&id.uuid()).unwrap_or_default();
        let Some(budget) = budget(&record, &contracts, &sessions)? else { return Ok(None) };
        for session in &mut sessions {
            (session.note, session.place) = (None, None);
            session.details.companions = None;
        }
        Ok(Some(BudgetDetail { budget, sessions }))
    }

    async fn payers(&self, who: &Accounting<'_>) -> Result<Vec<Contract>, Failure> {
        SqlContracts::new(self.database.clone()).all(who.organisation()).await
    }
}
