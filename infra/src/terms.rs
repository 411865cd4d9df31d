//! What the things that people love are called, kept in a table beside the log: a row a change.

use app::access::Connecting;
use app::error::Failure;
use app::terms::{TermChange, Terms};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::{OrganisationId, TermChangeId};
use uuid::Uuid;

use crate::database::Database;
use crate::on;

const KEEP: &str = "INSERT INTO term_changes (change_id, organisation_id, from_term, became, changed_by, changed_at) \
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (change_id) DO NOTHING";
const UNDO: &str = "UPDATE term_changes SET undone_at = $1 \
    WHERE change_id = $2 AND organisation_id = $3 AND undone_at IS NULL";
const READ: &str = "SELECT change_id, from_term, became, changed_by, changed_at, undone_at FROM term_changes \
    WHERE organisation_id = $1";

/// The changes of every organisation, in either database.
#[derive(Clone)]
pub struct SqlTerms {
    database: Database,
}

#[derive(sqlx::FromRow)]
struct Row {
    change_id: Uuid,
    from_term: Uuid,
    became: String,
    changed_by: Uuid,
    changed_at: DateTime<Utc>,
    undone_at: Option<DateTime<Utc>>,
}

impl SqlTerms {
    /// The terms of a database whose migrations have run.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl Terms for SqlTerms {
    async fn changes(&self, organisation: OrganisationId) -> Result<Vec<TermChange>, Failure> {
        let rows: Vec<Row> = on!(&self.database, read, pool =>
            sqlx::query_as(READ).bind(organisation.uuid()).fetch_all(pool).await)
        .map_err(Failure::doing("reading the terms"))?;
        let mut changes: Vec<TermChange> = rows
            .into_iter()
            .map(|row| TermChange {
                change_id: row.change_id.into(),
                from: row.from_term.into(),
                became: row.became,
                by: row.changed_by.into(),
                changed_at: row.changed_at,
                undone_at: row.undone_at,
            })
            .collect();
        changes.sort_by_key(|change| (change.changed_at, change.change_id));
        Ok(changes)
    }

    async fn keep(&self, who: &Connecting<'_>, change: &TermChange) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query(KEEP)
            .bind(change.change_id.uuid())
            .bind(who.organisation().uuid())
            .bind(change.from.uuid())
            .bind(&change.became)
            .bind(change.by.uuid())
            .bind(change.changed_at)
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("keeping a term"))
    }

    async fn undo(&self, who: &Connecting<'_>, id: TermChangeId, at: DateTime<Utc>) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query(UNDO)
            .bind(at)
            .bind(id.uuid())
            .bind(who.organisation().uuid())
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("undoing a change of a term"))
    }
}
