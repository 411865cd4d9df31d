//! A contract's figures, from the same tables that connectors look at. Cost grows with the contract,
//! not with the log.

use app::access::Commissioning;
use app::contracts::{Contract, Contracts as _};
use app::error::Failure;
use app::views::Freshness;
use app::views::cases::EngagementRow;
use app::views::outcomes::{
    EvidenceTrail, Funnel, Glance, MonthHours, Outcomes as Queries, PseudonymousCase,
    PseudonymousIntroduction,
};
use app::views::relationships::RelationshipRow;
use async_trait::async_trait;
use chrono::{Days, Months, NaiveDate};
use domain::relationship::Relationship;
use domain::shared::ids::{ContractId, RelationshipId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed, month_of};
use crate::contracts::SqlContracts;
use crate::on;

/// Of `engagements e`: those of a contract under way on any day of a span.
/// `$1` organisation, `$2` contract, `$3` first day, `$4` last day.
const UNDER_WAY: &str = "e.organisation = $1 AND e.contract_id = $2 AND e.started_on <= $4
    AND (e.ended_on IS NULL OR e.ended_on >= $3)";

/// Of `relationships r JOIN engagements e`: those of a contract proposed in a span; same numbers.
const PROPOSED: &str = "e.organisation = $1 AND e.contract_id = $2 AND r.proposed_on BETWEEN $3 AND $4";

/// What a query about a contract and a span binds.
#[derive(Clone, Copy)]
struct Asked {
    organisation: Uuid,
    contract: Uuid,
    from: NaiveDate,
    to: NaiveDate,
}

/// Runs a query with `$1`–`$4` bound and fetches all rows.
macro_rules! fetch {
    ($models:expr, $sql:expr, $asked:expr, $doing:literal) => {
        on!(&$models.database, read, pool => sqlx::query_as($sql)
            .bind($asked.organisation)
            .bind($asked.contract)
            .bind($asked.from)
            .bind($asked.to)
            .fetch_all(pool)
            .await
            .map_err(failed($doing))?)
    };
}

impl ReadModels {
    /// The contract, if the viewer may look at it.
    async fn contract_of(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
    ) -> Result<Option<Contract>, Failure> {
        Ok(Queries::contracts(self, who).await?.into_iter().find(|contract| contract.contract_id == id))
    }

    async fn under_way(&self, asked: Asked) -> Result<Vec<EngagementRow>, Failure> {
        let sql = format!("SELECT e.doc FROM engagements e WHERE {UNDER_WAY} ORDER BY e.started_on, e.id");
        let rows: Vec<(Json<EngagementRow>,)> = fetch!(self, &sql, asked, "reading a contract's engagements");
        Ok(rows.into_iter().map(|(Json(row),)| row).collect())
    }

    async fn funnel(&self, asked: Asked) -> Result<Funnel, Failure> {
        let sql = format!(
            "SELECT COUNT(*), COUNT(r.agreed_on), COUNT(r.met_on),
                    COUNT(CASE WHEN r.met_on IS NOT NULL AND r.contacts >= 3 THEN 1 END), COUNT(r.declared_on)
             FROM engagements e JOIN relationships r ON r.engagement_id = e.id WHERE {PROPOSED}"
        );
        let rows: Vec<(i64, i64, i64, i64, i64)> =
            fetch!(self, &sql, asked, "counting a contract's introductions");
        let (proposed, agreed, met, three_times, self_sustaining) = rows.first().copied().unwrap_or_default();
        Ok(Funnel { proposed, agreed, met, three_times, self_sustaining })
    }

    /// Minutes delivered a calendar month, by the month's name.
    async fn delivered(&self, asked: Asked) -> Result<Vec<(String, i64)>, Failure> {
        let sql = "SELECT s.month, CAST(SUM(s.minutes) AS BIGINT)
             FROM engagements e JOIN sessions s ON s.engagement_id = e.id
             WHERE e.organisation = $1 AND e.contract_id = $2 AND s.status = 'delivered' AND s.counts
               AND s.held_on BETWEEN $3 AND $4
             GROUP BY s.month";
        Ok(fetch!(self, sql, asked, "adding up a contract's hours"))
    }
}

/// The calendar months of a span, each cut to it.
fn months(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDate, NaiveDate)> {
    let mut months = Vec::new();
    let mut first = from - Days::new(u64::from(chrono::Datelike::day0(&from)));
    while first <= to {
        let next = first + Months::new(1);
        months.push((first, first.max(from), (next - Days::new(1)).min(to)));
        first = next;
    }
    months
}

#[async_trait]
impl Queries for ReadModels {
    async fn contracts(&self, who: &Commissioning<'_>) -> Result<Vec<Contract>, Failure> {
        let all = SqlContracts::new(self.database.clone()).all(who.organisation()).await?;
        Ok(all.into_iter().filter(|contract| who.may_see(contract.contract_id)).collect())
    }

    async fn glance(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Glance>, Failure> {
        let Some(contract) = self.contract_of(who, id).await? else { return Ok(None) };
        let asked = Asked { organisation: who.organisation().uuid(), contract: id.uuid(), from, to };
        let shown = self.shown().await?;
        let rows = self.under_way(asked).await?;
        let engagements: Vec<_> = rows.iter().map(|row| &row.engagement).collect();
        let people: std::collections::BTreeSet<_> =
            engagements.iter().map(|engagement| engagement.person_id).collect();
        let within = |day: Option<NaiveDate>| day.is_some_and(|day| from <= day && day <= to);
        let delivered = self.delivered(asked).await?;
        // What is agreed of a month is what it adds to the span so far, so that the months come to the span to the minute.
        let agreed_up_to = |last: NaiveDate| -> i64 {
            engagements.iter().map(|engagement| engagement.agreed_minutes(from, last)).sum()
        };
        let months = months(from, to)
            .into_iter()
            .map(|(month, first, last)| MonthHours {
                month,
                agreed_minutes: agreed_up_to(last) - agreed_up_to(first - Days::new(1)),
                delivered_minutes: delivered
                    .iter()
                    .find(|(name, _)| *name == month_of(month))
                    .map_or(0, |(_, minutes)| *minutes),
            })
            .collect();
        Ok(Some(Glance {
            contract,
            from,
            to,
            shown,
            people: i64::try_from(people.len()).unwrap_or(i64::MAX),
            started: count(&engagements, |engagement| within(engagement.started_on)),
            ended: count(&engagements, |engagement| within(engagement.ended_on())),
            funnel: self.funnel(asked).await?,
            months,
        }))
    }

    async fn introductions(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Vec<PseudonymousIntroduction>>, Failure> {
        if self.contract_of(who, id).await?.is_none() {
            return Ok(None);
        }
        let asked = Asked { organisation: who.organisation().uuid(), contract: id.uuid(), from, to };
        let sql = format!(
            "SELECT r.id AS relationship_id, e.id AS engagement_id, r.proposed_on, r.agreed_on, r.met_on,
                    r.contacts, r.declared_on
             FROM engagements e JOIN relationships r ON r.engagement_id = e.id
             WHERE {PROPOSED} ORDER BY r.proposed_on, r.id"
        );
        let rows: Vec<Introduction> = fetch!(self, &sql, asked, "reading a contract's introductions");
        Ok(Some(rows.into_iter().map(Introduction::pseudonymous).collect()))
    }

    async fn trail(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        relationship: RelationshipId,
    ) -> Result<Option<EvidenceTrail>, Failure> {
        if !who.may_see(id) {
            return Ok(None);
        }
        let sql = "SELECT r.doc FROM engagements e JOIN relationships r ON r.engagement_id = e.id
             WHERE e.organisation = $1 AND e.contract_id = $2 AND r.id = $3 AND r.declared_on IS NOT NULL";
        let row: Option<(Json<RelationshipRow>,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(id.uuid())
            .bind(relationship.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("reading the evidence of a relationship"))?);
        Ok(row.and_then(|(Json(row),)| trail(&row.relationship)))
    }

    async fn evidence(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Vec<EvidenceTrail>>, Failure> {
        if self.contract_of(who, id).await?.is_none() {
            return Ok(None);
        }
        let asked = Asked { organisation: who.organisation().uuid(), contract: id.uuid(), from, to };
        let sql = format!(
            "SELECT r.doc FROM engagements e JOIN relationships r ON r.engagement_id = e.id
             WHERE {PROPOSED} AND r.declared_on IS NOT NULL ORDER BY r.declared_on, r.id"
        );
        let rows: Vec<(Json<RelationshipRow>,)> = fetch!(self, &sql, asked, "reading a contract's evidence");
        Ok(Some(rows.into_iter().filter_map(|(Json(row),)| trail(&row.relationship)).collect()))
    }

    async fn cohort(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Vec<PseudonymousCase>>, Failure> {
        if self.contract_of(who, id).await?.is_none() {
            return Ok(None);
        }
        let asked = Asked { organisation: who.organisation().uuid(), contract: id.uuid(), from, to };
        let rows = self.under_way(asked).await?;
        let sql = format!(
            "SELECT e.id,
                (SELECT CAST(COALESCE(SUM(s.minutes), 0) AS BIGINT) FROM sessions s WHERE s.engagement_id = e.id
                   AND s.status = 'delivered' AND s.counts AND s.held_on BETWEEN $3 AND $4),
                (SELECT COUNT(r.met_on) FROM relationships r WHERE r.engagement_id = e.id AND r.proposed_on BETWEEN $3 AND $4),
                (SELECT COUNT(r.declared_on) FROM relationships r WHERE r.engagement_id = e.id AND r.proposed_on BETWEEN $3 AND $4)
             FROM engagements e WHERE {UNDER_WAY}"
        );
        let sums: Vec<(Uuid, i64, i64, i64)> = fetch!(self, &sql, asked, "adding up a contract's cases");
        let sums: std::collections::HashMap<Uuid, (i64, i64, i64)> =
            sums.into_iter().map(|(id, minutes, met, lasting)| (id, (minutes, met, lasting))).collect();
        Ok(Some(rows.iter().map(|row| pseudonymous(row, &sums, from, to)).collect()))
    }
}

/// One introduction as the query answers it.
#[derive(sqlx::FromRow)]
struct Introduction {
    relationship_id: Uuid,
    engagement_id: Uuid,
    proposed_on: NaiveDate,
    agreed_on: Option<NaiveDate>,
    met_on: Option<NaiveDate>,
    contacts: i64,
    declared_on: Option<NaiveDate>,
}

impl Introduction {
    fn pseudonymous(self) -> PseudonymousIntroduction {
        PseudonymousIntroduction {
            relationship_id: self.relationship_id.into(),
            engagement_id: self.engagement_id.into(),
            proposed_on: self.proposed_on,
            agreed_on: self.agreed_on,
            met_on: self.met_on,
            contacts: self.contacts,
            declared_on: self.declared_on,
        }
    }
}

fn count(
    engagements: &[&domain::engagement::Engagement],
    which: impl Fn(&domain::engagement::Engagement) -> bool,
) -> i64 {
    i64::try_from(engagements.iter().filter(|engagement| which(engagement)).count()).unwrap_or(i64::MAX)
}

fn pseudonymous(
    row: &EngagementRow,
    sums: &std::collections::HashMap<Uuid, (i64, i64, i64)>,
    from: NaiveDate,
    to: NaiveDate,
) -> PseudonymousCase {
    let engagement = &row.engagement;
    let (delivered_minutes, met, self_sustaining) =
        sums.get(&engagement.engagement_id.uuid()).copied().unwrap_or_default();
    PseudonymousCase {
        engagement_id: engagement.engagement_id,
        stage: engagement.stage,
        started_on: engagement.started_on,
        ended_on: engagement.ended_on(),
        agreed_minutes: engagement.agreed_minutes(from, to),
        delivered_minutes,
        met,
        self_sustaining,
    }
}

/// How we know of a relationship's latest declaration.
fn trail(relationship: &Relationship) -> Option<EvidenceTrail> {
    let declaration = relationship.declaration()?;
    Some(EvidenceTrail {
        relationship_id: relationship.relationship_id,
        engagement_id: relationship.engagement_id,
        met_on: relationship.met_on(),
        first_declared_on: relationship
            .declarations
            .first()
            .map_or(declaration.declared_on, |first| first.declared_on),
        declared_on: declaration.declared_on,
        evaluation: declaration.evaluation.clone(),
        overridden: declaration.signed.is_some(),
        contacts: relationship.standing_contacts().cloned().collect(),
        taken_back: declaration
            .audit_flags
            .iter()
            .filter_map(|flag| Some((relationship.contact(flag.contact_id)?.contact.clone(), flag.voided_on)))
            .collect(),
        checks: declaration.checks.iter().map(|(month, check)| (*month, check.clone())).collect(),
        lapsed_on: declaration.lapsed_on,
    })
}
