//! Caseloads as sums, and what the whole team has to look at: queries over `engagements`, `people` and
//! `relationships`. What is late in them is told by `late`.

use std::collections::HashMap;

use app::access::Connecting;
use app::error::Failure;
use app::team_book::sampling::AtWork;
use app::views::people::{Asking, PersonSummary};
use app::views::relationships::Tie;
use app::views::safety::{SafetyDue, SafetyNoteRow};
use app::views::team::{Caseloads as Queries, Given, Load};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::person::AskAgain;
use domain::shared::ids::{AccountId, RelationshipId};
use sqlx::types::Json;
use uuid::Uuid;

use super::among::Among;
use super::case_text::mine;
use super::people::caseload;
use super::safety::due;
use super::{ReadModels, failed, parse};
use crate::on;

/// Ids in one query.
const AT_ONCE: usize = 500;

/// Sums over the open cases that `mine` names, each along one index.
const LOADS: &str = "SELECT e.connector, COUNT(*) AS open,
    COUNT(CASE WHEN e.stage = 'active' THEN 1 END) AS active,
    COUNT(CASE WHEN e.stage = 'waitlisted' THEN 1 END) AS waiting,
    CAST(COALESCE(SUM(CASE WHEN e.stage <> 'active' THEN 0 WHEN e.weekly_from > $3 THEN e.minutes_before
      ELSE e.minutes_per_week END), 0) AS BIGINT) AS minutes_per_week
  FROM engagements e WHERE e.open = TRUE AND";

#[derive(sqlx::FromRow)]
struct LoadRecord {
    connector: Option<Uuid>,
    open: i64,
    active: i64,
    waiting: i64,
    minutes_per_week: i64,
}

#[async_trait]
impl Queries for ReadModels {
    async fn loads(
        &self,
        who: &Connecting<'_>,
        on: NaiveDate,
    ) -> Result<Vec<(Option<AccountId>, Load)>, Failure> {
        let sql = format!("{LOADS} {} GROUP BY e.connector", mine(who));
        let records: Vec<LoadRecord> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(on)
            .fetch_all(pool)
            .await
            .map_err(failed("adding up caseloads"))?);
        let load = |record: LoadRecord| {
            let LoadRecord { connector, open, active, waiting, minutes_per_week } = record;
            (connector.map(AccountId), Load { open, active, waiting, minutes_per_week })
        };
        Ok(records.into_iter().map(load).collect())
    }

    async fn given(
        &self,
        who: &Connecting<'_>,
        from: AccountId,
        since: NaiveDate,
    ) -> Result<Vec<Given>, Failure> {
        if !who.leads() {
            return Ok(Vec::new());
        }
        let sql = "SELECT t.engagement_id, n.connector, t.until_on, p.summary FROM stints t
             JOIN stints n ON n.engagement_id = t.engagement_id AND n.from_version = t.until_version
             JOIN engagements e ON e.id = t.engagement_id JOIN people p ON p.id = e.person_id
             WHERE t.organisation = $1 AND t.connector = $2 AND t.until_on >= $3 AND n.connector <> t.connector
             ORDER BY t.until_at DESC, p.sort_name, t.id LIMIT 500";
        let rows: Vec<(Uuid, Uuid, NaiveDate, String)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(from.uuid())
            .bind(since)
            .fetch_all(pool)
            .await
            .map_err(failed("listing what was given to others"))?);
        let given = |(id, to, on, summary): (Uuid, Uuid, NaiveDate, String)| {
            Ok(Given { engagement_id: id.into(), person: parse(&summary)?, to: AccountId(to), on })
        };
        rows.into_iter().map(given).collect()
    }

    async fn at_work(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<AtWork>, Failure> {
        let of = who.caseload().or(of);
        let whose = if of.is_some() { "e.connector = $2" } else { "$2 IS NULL" };
        let sql = format!(
            "SELECT e.id, e.person_id, e.connector FROM engagements e
             WHERE e.organisation = $1 AND {whose} AND e.started_on <= $4 AND e.until_on >= $3"
        );
        let rows: Vec<(Uuid, Uuid, Option<Uuid>)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(of.map(AccountId::uuid))
            .bind(from)
            .bind(to)
            .fetch_all(pool)
            .await
            .map_err(failed("listing who was worked with"))?);
        let case = |(id, person, connector): (Uuid, Uuid, Option<Uuid>)| AtWork {
            engagement_id: id.into(),
            person_id: person.into(),
            connector: connector.map(AccountId),
        };
        Ok(rows.into_iter().map(case).collect())
    }

    async fn safety_in_team(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        by: NaiveDate,
        limit: i64,
    ) -> Result<Vec<SafetyDue>, Failure> {
        let of = who.caseload().or(of);
        let whose = match of {
            Some(_) => {
                "(n.owner = $2 OR EXISTS (SELECT 1 FROM engagements e
                   WHERE e.person_id = n.person_id AND e.connector = $2 AND e.open = TRUE))"
            }
            None => "$2 IS NULL",
        };
        let sql = format!(
            "SELECT n.doc, p.summary FROM safety_notes n JOIN people p ON p.id = n.person_id
             WHERE n.organisation = $1 AND n.open = TRUE AND n.review_on <= $3 AND NOT p.gone AND {whose}
             ORDER BY n.review_on, n.id LIMIT $4"
        );
        let rows: Vec<(Json<SafetyNoteRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(of.map(AccountId::uuid))
            .bind(by)
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing the team's safety notes to look at again"))?);
        due(rows)
    }

    async fn asking_in_team(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        by: NaiveDate,
        limit: i64,
    ) -> Result<Vec<Asking>, Failure> {
        let of = who.caseload().or(of);
        let whose = if of.is_some() { "e.connector = $2" } else { "$2 IS NULL" };
        // Of the open cases alone: of many people who are worked with no more something has run out.
        let sql = format!(
            "SELECT p.asks, p.summary FROM people p WHERE p.id IN (SELECT e.person_id FROM engagements e
               WHERE e.organisation = $1 AND e.open = TRUE AND {whose})
               AND p.asks_on <= $3 AND p.asks IS NOT NULL
             ORDER BY p.asks_on, p.id LIMIT $4"
        );
        let rows: Vec<(String, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(of.map(AccountId::uuid))
            .bind(by)
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing what the team has to ask again"))?);
        let mut asking = Vec::new();
        for (asks, summary) in rows {
            let PersonSummary { person_id, called, .. } = parse(&summary)?;
            let asks: Vec<(NaiveDate, AskAgain)> = parse(&asks)?;
            let due = asks.into_iter().filter(|(on, _)| *on <= by);
            asking.extend(due.map(|(on, what)| Asking { person_id, called: called.clone(), on, what }));
        }
        asking.sort_by_key(|one| one.on);
        Ok(asking)
    }

    async fn others_of(
        &self,
        who: &Connecting<'_>,
        ids: &[RelationshipId],
    ) -> Result<HashMap<RelationshipId, String>, Failure> {
        let mut others = HashMap::new();
        for some in ids.chunks(AT_ONCE) {
            let among = Among::new(3, some.iter().map(|id| id.uuid()));
            let sql = format!(
                "SELECT r.id, o.summary FROM relationships r JOIN people o ON o.id = r.other_id
                 JOIN engagements e ON e.id = r.engagement_id
                 WHERE r.organisation = $1 AND ($2 IS NULL OR e.connector = $2) AND r.id IN ({})",
                among.places()
            );
            let rows: Vec<(Uuid, String)> = on!(&self.database, read, pool => {
                let mut query = sqlx::query_as(&sql).bind(who.organisation().uuid()).bind(caseload(who));
                for id in among.ids() {
                    query = query.bind(id);
                }
                query.fetch_all(pool).await.map_err(failed("reading who is beside whom"))?
            });
            for (id, summary) in rows {
                let summary: PersonSummary = parse(&summary)?;
                others.insert(id.into(), summary.called);
            }
        }
        Ok(others)
    }

    async fn relationships_of_caseload(&self, who: &Connecting<'_>, limit: i64) -> Result<Vec<Tie>, Failure> {
        let clause = format!("ORDER BY r.proposed_on DESC, r.id LIMIT {}", limit.max(0));
        self.ties(who, &clause, None).await
    }
}
