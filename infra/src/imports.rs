//! Lists that people bring, kept in tables beside the log. The list itself is sealed; what columns mean and
//! what became of rows says nothing about anybody but by their id.

use app::access::Connecting;
use app::error::Failure;
use app::imports::{Import, ImportStage, Imports, KEPT_DAYS, Mapping, Outcome, Plan, Running, Sheet};
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use domain::shared::ids::{AccountId, ImportId};
use uuid::Uuid;

use crate::database::Database;
use crate::on;
use crate::safe::Safe;

/// Lists of every organisation, in either database.
#[derive(Clone)]
pub struct SqlImports {
    database: Database,
    safe: Safe,
}

#[derive(sqlx::FromRow)]
struct Row {
    import_id: Uuid,
    account_id: Uuid,
    begun_at: DateTime<Utc>,
    touched_at: DateTime<Utc>,
    stage: String,
    plan: String,
    rows_chosen: i64,
    rows_done: i64,
}

#[derive(sqlx::FromRow)]
struct OutcomeRow {
    row_number: i64,
    person_id: Uuid,
    person_version: i64,
    engagement_id: Option<Uuid>,
    engagement_version: Option<i64>,
    refused: Option<String>,
    taken_back: Option<String>,
    started_on: Option<NaiveDate>,
    agreed_until: Option<NaiveDate>,
    minutes_a_week: Option<i64>,
}

const COLUMNS: &str =
    "SELECT import_id, account_id, begun_at, touched_at, stage, plan, rows_chosen, rows_done FROM imports";
/// Whose they are to know of: `$1` the organisation, `$2` the connector or NULL.
const KNOWN: &str = "organisation_id = $1 AND ($2 IS NULL OR account_id = $2)";
const BRING: &str = "INSERT INTO imports
    (import_id, organisation_id, account_id, begun_at, touched_at, stage, plan, rows_chosen, rows_done, sheet)
    VALUES ($1, $2, $3, $4, $4, $5, $6, 0, 0, $7)
    ON CONFLICT (import_id) DO UPDATE SET sheet = excluded.sheet, plan = excluded.plan
    WHERE imports.stage = 'matching' AND imports.account_id = excluded.account_id";
const NOTE: &str = "INSERT INTO import_rows
    (import_id, row_number, person_id, person_version, engagement_id, engagement_version, refused, taken_back,
     started_on, agreed_until, minutes_a_week)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    ON CONFLICT (import_id, row_number) DO UPDATE SET taken_back = excluded.taken_back";
const REMEMBER: &str =
    "INSERT INTO import_mappings (organisation_id, heads_digest, mapping) VALUES ($1, $2, $3)
    ON CONFLICT (organisation_id, heads_digest) DO UPDATE SET mapping = excluded.mapping";

impl SqlImports {
    /// Lists of a database whose migrations have run.
    pub fn new(database: Database, safe: Safe) -> Self {
        Self { database, safe }
    }

    /// Of a list that is kept still, its sheet as it is sealed, or a part of that; `None` once it was emptied.
    async fn sealed(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        now: DateTime<Utc>,
        what: &'static str,
    ) -> Result<Option<Vec<u8>>, Failure> {
        let sql = format!("SELECT {what} FROM imports WHERE {KNOWN} AND import_id = $3 AND begun_at >= $4");
        let row: Option<(Option<Vec<u8>>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .bind(oldest(now))
            .fetch_optional(pool)
            .await)
        .map_err(Failure::doing("reading a list"))?;
        Ok(row.and_then(|(sealed,)| sealed))
    }
}

fn caseload(who: &Connecting<'_>) -> Option<Uuid> {
    who.caseload().map(AccountId::uuid)
}

fn headings(heads: &[String]) -> String {
    heads.iter().map(|head| head.trim().to_lowercase()).collect::<Vec<_>>().join("\u{1f}")
}

impl Row {
    fn import(self) -> Result<Import, Failure> {
        let stage: ImportStage = self.stage.parse().map_err(Failure::doing("reading an import's stage"))?;
        let plan = serde_json::from_str(&self.plan).map_err(Failure::doing("reading an import's plan"))?;
        Ok(Import {
            import_id: self.import_id.into(),
            by: self.account_id.into(),
            begun_at: self.begun_at,
            touched_at: self.touched_at,
            stage,
            plan,
            rows: self.rows_chosen,
            done: self.rows_done,
        })
    }
}

/// A list that was brought before is emptied.
fn oldest(now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(KEPT_DAYS)
}

fn text(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(Failure::doing("writing an import"))
}

#[async_trait]
impl Imports for SqlImports {
    async fn bring(&self, who: &Connecting<'_>, import: &Import, sheet: &Sheet) -> Result<(), Failure> {
        let failed = Failure::doing("keeping a list");
        let id = import.import_id.uuid();
        let sealed = self.safe.seal(id, text(sheet)?.as_bytes())?;
        self.empty_old(import.begun_at).await?;
        on!(&self.database, write, pool => sqlx::query(BRING)
            .bind(id)
            .bind(who.organisation().uuid())
            .bind(who.account().uuid())
            .bind(import.begun_at)
            .bind(import.stage.code())
            .bind(text(&import.plan)?)
            .bind(sealed)
            .execute(pool)
            .await
            .map(drop))
        .map_err(failed)
    }

    async fn one(&self, who: &Connecting<'_>, id: ImportId) -> Result<Option<Import>, Failure> {
        let sql = format!("{COLUMNS} WHERE {KNOWN} AND import_id = $3");
        let row: Option<Row> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .fetch_optional(pool)
            .await)
        .map_err(Failure::doing("reading an import"))?;
        row.map(Row::import).transpose()
    }

    async fn latest(&self, who: &Connecting<'_>) -> Result<Vec<Import>, Failure> {
        let sql = format!("{COLUMNS} WHERE {KNOWN} ORDER BY begun_at DESC, import_id LIMIT 50");
        let rows: Vec<Row> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("listing imports"))?;
        rows.into_iter().map(Row::import).collect()
    }

    async fn sheet(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        now: DateTime<Utc>,
    ) -> Result<Option<Sheet>, Failure> {
        let Some(sealed) = self.sealed(who, id, now, "sheet").await? else { return Ok(None) };
        let clear = self.safe.open(id.uuid(), &sealed)?;
        serde_json::from_slice(&clear).map(Some).map_err(Failure::doing("reading a list"))
    }

    async fn mark(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        now: DateTime<Utc>,
    ) -> Result<Option<Vec<u8>>, Failure> {
        // What is sealed begins with something random.
        self.sealed(who, id, now, "substr(sheet, 1, 24)").await
    }

    async fn plan(&self, who: &Connecting<'_>, id: ImportId, plan: &Plan) -> Result<(), Failure> {
        let sql = format!(
            "UPDATE imports SET plan = $4, rows_chosen = $5
             WHERE {KNOWN} AND import_id = $3 AND stage = 'matching'"
        );
        on!(&self.database, write, pool => sqlx::query(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .bind(text(plan)?)
            .bind(i64::try_from(plan.chosen.len()).unwrap_or(i64::MAX))
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("keeping what is to be done with a list"))
    }

    async fn move_on(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        from: ImportStage,
        to: ImportStage,
        now: DateTime<Utc>,
    ) -> Result<bool, Failure> {
        let sql = format!(
            "UPDATE imports SET stage = $4, touched_at = $6,
               rows_done = CASE WHEN $4 = 'taking_back' THEN 0 ELSE rows_done END
             WHERE {KNOWN} AND import_id = $3 AND stage = $5"
        );
        let moved = on!(&self.database, write, pool => sqlx::query(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .bind(to.code())
            .bind(from.code())
            .bind(now)
            .execute(pool)
            .await
            .map(|done| done.rows_affected()))
        .map_err(Failure::doing("moving an import on"))?;
        Ok(moved == 1)
    }

    async fn note(
        &self,
        who: &Connecting<'_>,
        id: ImportId,
        outcomes: &[Outcome],
        now: DateTime<Utc>,
    ) -> Result<(), Failure> {
        let count = format!(
            "UPDATE imports SET rows_done = rows_done + $4, touched_at = $5 WHERE {KNOWN} AND import_id = $3"
        );
        let many = i64::try_from(outcomes.len()).unwrap_or(i64::MAX);
        on!(&self.database, write, pool => {
            let mut change = pool.begin().await.map_err(Failure::doing("noting rows"))?;
            sqlx::query(&count)
                .bind(who.organisation().uuid())
                .bind(caseload(who))
                .bind(id.uuid())
                .bind(many)
                .bind(now)
                .execute(&mut *change)
                .await
                .map_err(Failure::doing("noting rows"))?;
            for outcome in outcomes {
                let (engagement, version) = outcome.engagement.unzip();
                sqlx::query(NOTE)
                    .bind(id.uuid())
                    .bind(outcome.row as i64)
                    .bind(outcome.person_id.uuid())
                    .bind(outcome.person_version)
                    .bind(engagement.map(Uuid::from))
                    .bind(version)
                    .bind(&outcome.refused)
                    .bind(&outcome.taken_back)
                    .bind(outcome.running.map(|running| running.started_on))
                    .bind(outcome.running.and_then(|running| running.agreed_until))
                    .bind(outcome.running.and_then(|running| running.minutes_a_week))
                    .execute(&mut *change)
                    .await
                    .map_err(Failure::doing("noting a row"))?;
            }
            change.commit().await.map_err(Failure::doing("noting rows"))
        })
    }

    async fn outcomes(&self, who: &Connecting<'_>, id: ImportId) -> Result<Vec<Outcome>, Failure> {
        let sql = "SELECT r.row_number, r.person_id, r.person_version, r.engagement_id, r.engagement_version,
               r.refused, r.taken_back, r.started_on, r.agreed_until, r.minutes_a_week
             FROM import_rows r JOIN imports i ON i.import_id = r.import_id
             WHERE i.organisation_id = $1 AND ($2 IS NULL OR i.account_id = $2) AND r.import_id = $3
             ORDER BY r.row_number";
        let rows: Vec<OutcomeRow> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .fetch_all(pool)
            .await)
        .map_err(Failure::doing("reading what became of rows"))?;
        let outcomes = rows.into_iter().map(|row| Outcome {
            row: usize::try_from(row.row_number).unwrap_or_default(),
            person_id: row.person_id.into(),
            person_version: row.person_version,
            engagement: row.engagement_id.map(Into::into).zip(row.engagement_version),
            refused: row.refused,
            taken_back: row.taken_back,
            running: row.started_on.map(|started_on| Running {
                started_on,
                agreed_until: row.agreed_until,
                minutes_a_week: row.minutes_a_week,
            }),
        });
        Ok(outcomes.collect())
    }

    async fn remembered(&self, who: &Connecting<'_>, heads: &[String]) -> Result<Option<Mapping>, Failure> {
        let sql = "SELECT mapping FROM import_mappings WHERE organisation_id = $1 AND heads_digest = $2";
        let row: Option<(String,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(self.safe.mark(&headings(heads)))
            .fetch_optional(pool)
            .await)
        .map_err(Failure::doing("remembering what columns mean"))?;
        // Fields that are no longer offered are asked for anew.
        Ok(row.and_then(|(mapping,)| serde_json::from_str(&mapping).ok()))
    }

    async fn remember(
        &self,
        who: &Connecting<'_>,
        heads: &[String],
        mapping: &Mapping,
    ) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query(REMEMBER)
            .bind(who.organisation().uuid())
            .bind(self.safe.mark(&headings(heads)))
            .bind(text(mapping)?)
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("keeping what columns mean"))
    }

    async fn empty_old(&self, now: DateTime<Utc>) -> Result<(), Failure> {
        let oldest = oldest(now);
        let empty = "UPDATE imports SET sheet = NULL WHERE begun_at < $1 AND sheet IS NOT NULL";
        on!(&self.database, write, pool => sqlx::query(empty).bind(oldest).execute(pool).await.map(drop))
            .map_err(Failure::doing("emptying old lists"))
    }

    async fn empty(&self, who: &Connecting<'_>, id: ImportId) -> Result<(), Failure> {
        let sql = format!("UPDATE imports SET sheet = NULL WHERE {KNOWN} AND import_id = $3");
        on!(&self.database, write, pool => sqlx::query(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(id.uuid())
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("emptying a list"))
    }
}
