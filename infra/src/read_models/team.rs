//! Caseloads as sums, and what is late in them: queries over `engagements`, `people` and `relationships`.
//! Each clock of an engagement has a column, so that what is late on a day is counted by the database and no
//! case is read for it.

use std::collections::HashMap;

use app::access::Connecting;
use app::error::Failure;
use app::team_book::sampling::AtWork;
use app::views::people::{Asking, PersonRow, PersonSummary};
use app::views::relationships::Tie;
use app::views::safety::{SafetyDue, SafetyNoteRow};
use app::views::team::{Caseloads as Queries, LateItem, Load};
use app::views::today::DueItem;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::engagement::clocks::{Due, DueKind};
use domain::shared::ids::{AccountId, RelationshipId};
use sqlx::types::Json;
use uuid::Uuid;

use super::people::caseload;
use super::{ReadModels, failed, parse};
use crate::on;

/// Ids in one query.
const AT_ONCE: usize = 500;

/// `$1` the organisation, `$2` the connector or NULL.
const LOADS: &str = "SELECT e.connector, COUNT(*) AS open,
    COUNT(CASE WHEN e.stage = 'active' THEN 1 END) AS active,
    COUNT(CASE WHEN e.stage = 'waitlisted' THEN 1 END) AS waiting,
    CAST(COALESCE(SUM(CASE WHEN e.stage = 'active' THEN e.minutes_per_week ELSE 0 END), 0) AS BIGINT) AS minutes_per_week
  FROM engagements e WHERE e.organisation = $1 AND e.open AND ($2 IS NULL OR e.connector = $2)
  GROUP BY e.connector";

#[derive(sqlx::FromRow)]
struct LoadRecord {
    connector: Option<Uuid>,
    open: i64,
    active: i64,
    waiting: i64,
    minutes_per_week: i64,
}

#[derive(sqlx::FromRow)]
struct LateRecord {
    connector: Option<Uuid>,
    id: Uuid,
    person_id: Uuid,
    kind: String,
    due_on: NaiveDate,
    in_all: i64,
    summary: String,
}

/// What stops a clock outside its engagement.
fn goes_on(kind: DueKind) -> &'static str {
    match kind {
        DueKind::BaselineMap => {
            "AND NOT EXISTS (SELECT 1 FROM people m WHERE m.id = e.person_id AND m.first_map_on IS NOT NULL)"
        }
        DueKind::FirstIntroduction => {
            "AND NOT EXISTS (SELECT 1 FROM relationships r WHERE r.engagement_id = e.id AND r.met_on IS NOT NULL)"
        }
        DueKind::HandOverList => {
            "AND EXISTS (SELECT 1 FROM relationships r WHERE r.engagement_id = e.id AND r.is_open
               AND (r.hand_over_in IS NULL OR r.hand_over_in <> e.hand_overs_in))"
        }
        DueKind::FirstContact
        | DueKind::EligibilityDecision
        | DueKind::MidTermReview
        | DueKind::EndPlanning
        | DueKind::PauseReview
        | DueKind::NextReview
        | DueKind::EndOfTerm => "",
    }
}

/// What is late: `$1` the organisation, `$2` the connector or NULL, `$3` the day, `$4` how many of each.
fn late() -> String {
    let clocks: String = DueKind::ALL.iter().map(|kind| format!("e.due_{}, ", kind.code())).collect();
    let branches: Vec<String> = DueKind::ALL
        .iter()
        .map(|kind| {
            let (code, stops) = (kind.code(), goes_on(*kind));
            format!(
                "SELECT e.connector, e.id, e.person_id, '{code}' AS kind, e.due_{code} AS due_on
                 FROM running e WHERE e.due_{code} < $3 {stops}"
            )
        })
        .collect();
    format!(
        "WITH running AS MATERIALIZED (
           SELECT e.connector, e.person_id, e.hand_overs_in, {clocks}e.id
           FROM engagements e WHERE e.organisation = $1 AND e.open AND ($2 IS NULL OR e.connector = $2)),
         late AS ({}),
         placed AS (
           SELECT late.connector, late.id, late.person_id, late.kind, late.due_on,
             ROW_NUMBER() OVER (PARTITION BY late.connector ORDER BY late.due_on, late.id, late.kind) AS place,
             COUNT(*) OVER (PARTITION BY late.connector) AS in_all
           FROM late)
         SELECT placed.connector, placed.id, placed.person_id, placed.kind, placed.due_on, placed.in_all, p.summary
         FROM placed JOIN people p ON p.id = placed.person_id
         WHERE placed.place <= $4 ORDER BY placed.due_on, placed.id, placed.kind",
        branches.join(" UNION ALL ")
    )
}

#[async_trait]
impl Queries for ReadModels {
    async fn loads(&self, who: &Connecting<'_>) -> Result<Vec<(Option<AccountId>, Load)>, Failure> {
        let records: Vec<LoadRecord> = on!(&self.database, read, pool => sqlx::query_as(LOADS)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .fetch_all(pool)
            .await
            .map_err(failed("adding up caseloads"))?);
        let load = |record: LoadRecord| {
            let LoadRecord { connector, open, active, waiting, minutes_per_week } = record;
            (connector.map(AccountId), Load { open, active, waiting, minutes_per_week })
        };
        Ok(records.into_iter().map(load).collect())
    }

    async fn late(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        day: NaiveDate,
        each: i64,
    ) -> Result<Vec<LateItem>, Failure> {
        let connector = who.caseload().or(of).map(AccountId::uuid);
        let sql = late();
        let records: Vec<LateRecord> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(connector)
            .bind(day)
            .bind(each)
            .fetch_all(pool)
            .await
            .map_err(failed("listing what is late"))?);
        let item = |record: LateRecord| {
            let summary: PersonSummary = parse(&record.summary)?;
            let kind = record.kind.parse().map_err(Failure::doing("reading what is late"))?;
            let due = Due { due_on: record.due_on, kind };
            let item = DueItem {
                engagement_id: record.id.into(),
                person_id: record.person_id.into(),
                called: summary.called,
                due,
            };
            Ok(LateItem { connector: record.connector.map(AccountId), item, in_all: record.in_all })
        };
        records.into_iter().map(item).collect()
    }

    async fn at_work(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<AtWork>, Failure> {
        let sql = "SELECT e.id, e.person_id, e.connector FROM engagements e
             WHERE e.organisation = $1 AND ($2 IS NULL OR e.connector = $2)
               AND e.started_on <= $4 AND (e.ended_on IS NULL OR e.ended_on >= $3)";
        let rows: Vec<(Uuid, Uuid, Option<Uuid>)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().or(of).map(AccountId::uuid))
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
        let sql = "SELECT n.doc, p.summary FROM safety_notes n JOIN people p ON p.id = n.person_id
             WHERE n.organisation = $1 AND n.open AND n.review_on <= $3 AND NOT p.gone
               AND ($2 IS NULL OR n.owner = $2 OR EXISTS (SELECT 1 FROM engagements e
                 WHERE e.person_id = n.person_id AND e.connector = $2 AND e.open))
             ORDER BY n.review_on, n.id LIMIT $4";
        let rows: Vec<(Json<SafetyNoteRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().or(of).map(AccountId::uuid))
            .bind(by)
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing the team's safety notes to look at again"))?);
        let due = |(Json(row), summary): (Json<SafetyNoteRow>, String)| {
            let summary: PersonSummary = parse(&summary)?;
            let (note_id, person_id, called) = (row.note_id, row.person_id, summary.called);
            Ok(SafetyDue { note_id, person_id, called, kind: row.kind, review_on: row.review_on })
        };
        rows.into_iter().map(due).collect()
    }

    async fn asking_in_team(
        &self,
        who: &Connecting<'_>,
        of: Option<AccountId>,
        by: NaiveDate,
        limit: i64,
    ) -> Result<Vec<Asking>, Failure> {
        let sql = "SELECT p.doc, p.summary FROM people p WHERE p.organisation = $1 AND p.asks_on <= $3
             AND EXISTS (SELECT 1 FROM engagements e WHERE e.person_id = p.id AND e.open
               AND ($2 IS NULL OR e.connector = $2))
             ORDER BY p.asks_on, p.id LIMIT $4";
        let rows: Vec<(Json<PersonRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().or(of).map(AccountId::uuid))
            .bind(by)
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing what the team has to ask again"))?);
        let mut asking = Vec::new();
        for (Json(row), summary) in rows {
            let PersonSummary { person_id, called, .. } = parse(&summary)?;
            let due = row.person.to_ask_again().into_iter().filter(|(on, _)| *on <= by);
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
            let places: Vec<String> = (0..some.len()).map(|at| format!("${}", at + 3)).collect();
            let sql = format!(
                "SELECT r.id, o.summary FROM relationships r JOIN people o ON o.id = r.other_id
                 JOIN engagements e ON e.id = r.engagement_id
                 WHERE r.organisation = $1 AND ($2 IS NULL OR e.connector = $2) AND r.id IN ({})",
                places.join(", ")
            );
            let rows: Vec<(Uuid, String)> = on!(&self.database, read, pool => {
                let mut query = sqlx::query_as(&sql).bind(who.organisation().uuid()).bind(caseload(who));
                for id in some {
                    query = query.bind(id.uuid());
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
