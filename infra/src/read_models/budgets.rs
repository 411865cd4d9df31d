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
use chrono::NaiveDate;
use domain::engagement::SessionStatus;
use domain::engagement::billing::{Delivered, statement_of};
use domain::shared::ids::{ContractId, EngagementId};
use sqlx::types::Json;
use uuid::Uuid;

use super::among::Among;
use super::{ReadModels, failed, parse};
use crate::contracts::SqlContracts;
use crate::on;

type Record = (Json<EngagementRow>, String);

/// `engagements e` with their `people p`: those that somebody pays for. `$1` organisation, `$2` contract or NULL, `$3` a
/// pattern for the name or NULL. Found from people in the order of their names, or from the contract where one is asked
/// for and no name: SQLite keeps to the order in which a cross join names its tables.
const FUNDED: [&str; 2] = [
    "FROM people p CROSS JOIN engagements e WHERE e.person_id = p.id AND p.organisation = $1
       AND e.contract_id IS NOT NULL AND ($2 IS NULL OR e.contract_id = $2)
       AND ($3 IS NULL OR p.sort_name LIKE $3 ESCAPE '\\')",
    "FROM engagements e CROSS JOIN people p WHERE p.id = e.person_id AND e.organisation = $1 AND e.contract_id = $2
       AND $3 IS NULL",
];
/// The same of every name, of every contract or of one, without looking at anybody.
const COUNTED: [&str; 2] = [
    "SELECT COUNT(*) FROM engagements WHERE organisation = $1 AND contract_id IS NOT NULL AND $2 IS NULL AND $3 IS NULL",
    "SELECT COUNT(*) FROM engagements WHERE organisation = $1 AND contract_id = $2 AND $3 IS NULL",
];

impl ReadModels {
    async fn contracts_by_id(&self, who: &Accounting<'_>) -> Result<HashMap<ContractId, Contract>, Failure> {
        let all = SqlContracts::new(self.database.clone()).all(who.organisation()).await?;
        Ok(all.into_iter().map(|contract| (contract.contract_id, contract)).collect())
    }

    /// A page of what is asked for. Which they are is found first, in indexes, so that only those are read.
    async fn funded(&self, who: &Accounting<'_>, filter: &BudgetFilter) -> Result<Vec<Record>, Failure> {
        let sql = format!(
            "SELECT d.doc, q.summary FROM (SELECT e.id, p.id AS person_id, p.sort_name {}
               ORDER BY p.sort_name, e.id LIMIT $4 OFFSET $5) f
             CROSS JOIN engagements d CROSS JOIN people q WHERE d.id = f.id AND q.id = f.person_id
             ORDER BY f.sort_name, f.id",
            FUNDED[usize::from(filter.contract.is_some() && name_pattern(filter).is_none())]
        );
        Ok(on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(filter.contract.map(ContractId::uuid))
            .bind(name_pattern(filter))
            .bind(filter.limit)
            .bind(filter.skip)
            .fetch_all(pool)
            .await
            .map_err(failed("reading budgets"))?))
    }

    async fn funded_one(&self, who: &Accounting<'_>, id: EngagementId) -> Result<Option<Record>, Failure> {
        let sql = "SELECT e.doc, p.summary FROM engagements e JOIN people p ON p.id = e.person_id
             WHERE e.organisation = $1 AND e.contract_id IS NOT NULL AND e.id = $2";
        Ok(on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(id.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("reading a budget"))?))
    }

    /// Every session of one engagement, oldest first.
    async fn sessions_behind(&self, engagement: EngagementId) -> Result<Vec<SessionRow>, Failure> {
        let sql = "SELECT s.doc FROM sessions s WHERE s.engagement_id = $1 ORDER BY s.held_on, s.id";
        let rows: Vec<(Json<SessionRow>,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(engagement.uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("reading the sessions behind a budget"))?);
        Ok(rows.into_iter().map(|(Json(session),)| session).collect())
    }

    /// What was delivered in some engagements, as far as money is concerned.
    async fn delivered_in(&self, engagements: &[Uuid]) -> Result<HashMap<Uuid, Vec<Delivered>>, Failure> {
        let mut found: HashMap<Uuid, Vec<Delivered>> = HashMap::new();
        for chunk in engagements.chunks(200) {
            let among = Among::new(1, chunk.iter().copied());
            let sql = format!(
                "SELECT s.engagement_id, s.session_id, s.held_on, s.minutes, s.counts FROM sessions s
                 WHERE s.engagement_id IN ({}) AND s.status = 'delivered'",
                among.places()
            );
            let rows: Vec<(Uuid, Uuid, NaiveDate, i64, bool)> = on!(&self.database, read, pool => {
                let mut query = sqlx::query_as(&sql);
                for id in among.ids() {
                    query = query.bind(id);
                }
                query.fetch_all(pool).await.map_err(failed("reading what was delivered for some budgets"))?
            });
            for (id, session, on, minutes, chargeable) in rows {
                let session = Delivered { session_id: session.into(), on, minutes, chargeable };
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
    delivered: Vec<Delivered>,
) -> Result<Option<Budget>, Failure> {
    let engagement = &row.engagement;
    let Some(funding) = &engagement.funding else { return Ok(None) };
    let Some(contract) = contracts.get(&funding.contract_id) else { return Ok(None) };
    let person: PersonSummary = parse(summary)?;
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
        let records = self.funded(who, filter).await?;
        let ids: Vec<Uuid> = records.iter().map(|(row, _)| row.engagement.engagement_id.uuid()).collect();
        let mut delivered = self.delivered_in(&ids).await?;
        let mut budgets = Vec::with_capacity(records.len());
        for record in &records {
            let id = record.0.engagement.engagement_id.uuid();
            budgets.extend(budget(record, &contracts, delivered.remove(&id).unwrap_or_default())?);
        }
        let named = format!("SELECT COUNT(*) {}", FUNDED[0]);
        let sql = match (name_pattern(filter), filter.contract) {
            (Some(_), _) => named.as_str(),
            (None, contract) => COUNTED[usize::from(contract.is_some())],
        };
        let (all,): (i64,) = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(filter.contract.map(ContractId::uuid))
            .bind(name_pattern(filter))
            .fetch_one(pool)
            .await
            .map_err(failed("counting budgets"))?);
        Ok((budgets, all))
    }

    async fn budget(&self, who: &Accounting<'_>, id: EngagementId) -> Result<Option<BudgetDetail>, Failure> {
        let contracts = self.contracts_by_id(who).await?;
        let Some(record) = self.funded_one(who, id).await? else { return Ok(None) };
        let mut sessions = self.sessions_behind(id).await?;
        let delivered = sessions.iter().filter(|session| session.status == SessionStatus::Delivered);
        let delivered = delivered.map(|session| Delivered {
            session_id: session.session_id,
            on: session.time.on,
            minutes: session.time.minutes,
            chargeable: session.time.kind.is_chargeable(),
        });
        let Some(budget) = budget(&record, &contracts, delivered.collect())? else { return Ok(None) };
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
