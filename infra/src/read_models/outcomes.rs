//! A contract's figures, from the same tables that connectors look at. Cost grows with the contract,
//! not with the log.

use std::collections::{BTreeSet, HashMap};

use app::access::Commissioning;
use app::contracts::{Contract, Contracts as _};
use app::error::Failure;
use app::views::Freshness;
use app::views::outcomes::{
    Cohort, EvidenceTrail, Funnel, Glance, MonthHours, Outcomes as Queries, PseudonymousCase,
    PseudonymousIntroduction,
};
use app::views::relationships::RelationshipRow;
use async_trait::async_trait;
use chrono::{Days, Months, NaiveDate};
use domain::engagement::hours::AgreedHours;
use domain::relationship::Relationship;
use domain::shared::ids::{ContractId, RelationshipId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed, parse};
use crate::contracts::SqlContracts;
use crate::on;

/// Of `engagements e`: those of a contract under way on any day of a span.
/// `$1` organisation, `$2` contract, `$3` first day, `$4` last day.
pub(super) const UNDER_WAY: &str =
    "e.organisation = $1 AND e.contract_id = $2 AND e.until_on >= $3 AND e.started_on <= $4";

/// What happened in a contract's engagements, found from the contract: SQLite keeps to the order in which a cross
/// join names its tables, and would begin with everybody's of those days otherwise.
const SESSIONS: &str = "FROM engagements e CROSS JOIN sessions s WHERE s.engagement_id = e.id";
const TIES: &str = "FROM engagements e CROSS JOIN relationships r WHERE r.engagement_id = e.id";

/// Of `engagements e` and `relationships r`: those of a contract proposed in a span; same numbers.
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

/// A case under way, as far as figures are made of it.
#[derive(sqlx::FromRow)]
struct UnderWay {
    id: Uuid,
    person_id: Uuid,
    stage: String,
    started_on: Option<NaiveDate>,
    ended_on: Option<NaiveDate>,
    agreed: Option<String>,
}

impl UnderWay {
    /// The hours agreed in it.
    fn hours(&self) -> Result<Option<AgreedHours>, Failure> {
        self.agreed.as_deref().map(parse).transpose()
    }
}

/// How many people these are.
fn people(cases: &[UnderWay]) -> i64 {
    let people: BTreeSet<Uuid> = cases.iter().map(|case| case.person_id).collect();
    i64::try_from(people.len()).unwrap_or(i64::MAX)
}

impl ReadModels {
    /// What a query about a contract and a span binds, if the viewer may look at the contract.
    async fn asked(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Option<Asked>, Failure> {
        let contract = Queries::contract(self, who, id).await?;
        Ok(contract.map(|_| Asked { organisation: who.organisation().uuid(), contract: id.uuid(), from, to }))
    }

    async fn under_way(&self, asked: Asked) -> Result<Vec<UnderWay>, Failure> {
        let sql = format!(
            "SELECT e.id, e.person_id, e.stage, e.started_on, e.ended_on, e.agreed FROM engagements e
             WHERE {UNDER_WAY} ORDER BY e.started_on, e.id"
        );
        Ok(fetch!(self, &sql, asked, "reading a contract's engagements"))
    }

    /// How far introductions came; how many of those that stand were signed for, and how many have gone quiet.
    async fn came(&self, asked: Asked) -> Result<(Funnel, i64, i64), Failure> {
        let sql = format!(
            "SELECT COUNT(*), COUNT(r.agreed_on), COUNT(r.met_on),
                    COUNT(CASE WHEN r.met_on IS NOT NULL AND r.contacts >= 3 THEN 1 END), COUNT(r.declared_on),
                    COUNT(CASE WHEN r.declared_on IS NOT NULL AND r.signed_for THEN 1 END),
                    COUNT(CASE WHEN r.declared_on IS NOT NULL AND r.gone_quiet THEN 1 END)
             {TIES} AND {PROPOSED}"
        );
        let rows: Vec<(i64, i64, i64, i64, i64, i64, i64)> =
            fetch!(self, &sql, asked, "counting a contract's introductions");
        let (proposed, agreed, met, three_times, self_sustaining, signed_for, gone_quiet) =
            rows.first().copied().unwrap_or_default();
        Ok((Funnel { proposed, agreed, met, three_times, self_sustaining }, signed_for, gone_quiet))
    }

    /// Minutes delivered a day. No session lies outside the days on which its
    /// case was under way, so that cases that ended before the span are not looked at.
    async fn delivered(&self, asked: Asked) -> Result<Vec<(NaiveDate, i64)>, Failure> {
        let sql = format!(
            "SELECT s.held_on, CAST(SUM(s.minutes) AS BIGINT)
             {SESSIONS} AND {UNDER_WAY} AND s.status = 'delivered' AND s.counts AND s.held_on BETWEEN $3 AND $4
             GROUP BY s.held_on"
        );
        Ok(fetch!(self, &sql, asked, "adding up a contract's hours"))
    }
}

/// The calendar months of a span, each with its last day within it.
fn months(from: NaiveDate, to: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
    let mut months = Vec::new();
    let mut first = from - Days::new(u64::from(chrono::Datelike::day0(&from)));
    while first <= to {
        let next = first + Months::new(1);
        months.push((first, (next - Days::new(1)).min(to)));
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

    async fn contract(&self, who: &Commissioning<'_>, id: ContractId) -> Result<Option<Contract>, Failure> {
        Ok(Queries::contracts(self, who).await?.into_iter().find(|contract| contract.contract_id == id))
    }

    async fn funnel(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Funnel>, Failure> {
        let Some(asked) = self.asked(who, id, (from, to)).await? else { return Ok(None) };
        Ok(Some(self.came(asked).await?.0))
    }

    async fn glance(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Glance>, Failure> {
        let Some(contract) = Queries::contract(self, who, id).await? else { return Ok(None) };
        let asked = Asked { organisation: who.organisation().uuid(), contract: id.uuid(), from, to };
        let shown = self.shown().await?;
        let (cases, delivered, came, roles) = futures::try_join!(
            self.under_way(asked),
            self.delivered(asked),
            self.came(asked),
            self.roles_of((asked.organisation, asked.contract), (asked.from, asked.to))
        )?;
        let (funnel, signed_for, gone_quiet) = came;
        let within = |day: Option<NaiveDate>| day.is_some_and(|day| from <= day && day <= to);
        let count = |which: &dyn Fn(&UnderWay) -> bool| {
            i64::try_from(cases.iter().filter(|case| which(case)).count()).unwrap_or(i64::MAX)
        };
        let mut hours = Vec::with_capacity(cases.len());
        for case in &cases {
            hours.extend(case.hours()?);
        }
        // What is agreed of a month is what it adds to the span so far, so that the months come to the span to the minute.
        let mut so_far = 0;
        let months = months(from, to).into_iter().map(|(month, last)| {
            let before = so_far;
            so_far = hours.iter().map(|hours| hours.minutes(from, last)).sum();
            let delivered = delivered.iter().filter(|(on, _)| month <= *on && *on <= last);
            MonthHours {
                month,
                agreed_minutes: so_far - before,
                delivered_minutes: delivered.map(|(_, minutes)| minutes).sum(),
            }
        });
        let months = months.collect();
        Ok(Some(Glance {
            contract,
            from,
            to,
            shown,
            people: people(&cases),
            started: count(&|case| within(case.started_on)),
            ended: count(&|case| within(case.ended_on)),
            funnel,
            signed_for,
            gone_quiet,
            roles,
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
        let Some(asked) = self.asked(who, id, (from, to)).await? else { return Ok(None) };
        let sql = format!(
            "SELECT r.id AS relationship_id, e.id AS engagement_id, r.proposed_on, r.agreed_on, r.met_on,
                    r.contacts, r.declared_on
             {TIES} AND {PROPOSED} ORDER BY r.proposed_on, r.id"
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
        span: (NaiveDate, NaiveDate),
        (skip, limit): (usize, usize),
    ) -> Result<Option<Vec<EvidenceTrail>>, Failure> {
        let Some(asked) = self.asked(who, id, span).await? else { return Ok(None) };
        // Which they are is found in an index; only those are read.
        let sql = format!(
            "SELECT d.doc FROM (SELECT r.id, r.declared_on {TIES}
               AND {PROPOSED} AND r.declared_on IS NOT NULL
               ORDER BY r.declared_on, r.id LIMIT $5 OFFSET $6) f
             JOIN relationships d ON d.id = f.id ORDER BY f.declared_on, f.id"
        );
        let number = |many: usize| i64::try_from(many).unwrap_or(i64::MAX);
        let rows: Vec<(Json<RelationshipRow>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(asked.organisation)
            .bind(asked.contract)
            .bind(asked.from)
            .bind(asked.to)
            .bind(number(limit))
            .bind(number(skip))
            .fetch_all(pool)
            .await
            .map_err(failed("reading a contract's evidence"))?);
        Ok(Some(rows.into_iter().filter_map(|(Json(row),)| trail(&row.relationship)).collect()))
    }

    async fn cohort(
        &self,
        who: &Commissioning<'_>,
        id: ContractId,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Option<Cohort>, Failure> {
        let Some(asked) = self.asked(who, id, (from, to)).await? else { return Ok(None) };
        let minutes = format!(
            "SELECT s.engagement_id, CAST(SUM(s.minutes) AS BIGINT)
             {SESSIONS} AND {UNDER_WAY} AND s.status = 'delivered' AND s.counts AND s.held_on BETWEEN $3 AND $4
             GROUP BY s.engagement_id"
        );
        let ties = format!(
            "SELECT r.engagement_id, COUNT(r.met_on), COUNT(r.declared_on)
             {TIES} AND {UNDER_WAY} AND r.proposed_on BETWEEN $3 AND $4 GROUP BY r.engagement_id"
        );
        let minutes = async {
            let sums: Vec<(Uuid, i64)> = fetch!(self, &minutes, asked, "adding up a contract's cases");
            Ok::<_, Failure>(sums)
        };
        let ties = async {
            let counts: Vec<(Uuid, i64, i64)> =
                fetch!(self, &ties, asked, "counting who met in a contract's cases");
            Ok::<_, Failure>(counts)
        };
        let (cases, minutes, ties) = futures::try_join!(self.under_way(asked), minutes, ties)?;
        let minutes: HashMap<Uuid, i64> = minutes.into_iter().collect();
        let ties: HashMap<Uuid, (i64, i64)> =
            ties.into_iter().map(|(id, met, standing)| (id, (met, standing))).collect();
        let mut pseudonymous = Vec::with_capacity(cases.len());
        for case in &cases {
            let (met, self_sustaining) = ties.get(&case.id).copied().unwrap_or_default();
            pseudonymous.push(PseudonymousCase {
                engagement_id: case.id.into(),
                stage: case.stage.parse().map_err(Failure::doing("reading where a case stands"))?,
                started_on: case.started_on,
                ended_on: case.ended_on,
                agreed_minutes: case.hours()?.map_or(0, |hours| hours.minutes(from, to)),
                delivered_minutes: minutes.get(&case.id).copied().unwrap_or_default(),
                met,
                self_sustaining,
            });
        }
        Ok(Some(Cohort { people: people(&cases), cases: pseudonymous }))
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
        put_right: declaration.put_right.iter().map(|put| (put.was.clone(), put.on)).collect(),
        checks: declaration.checks.iter().map(|(month, check)| (*month, check.clone())).collect(),
        lapsed_on: declaration.lapsed_on,
    })
}
