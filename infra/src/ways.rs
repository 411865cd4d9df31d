//! How long ways are, kept in a table beside the log: a row a change.

use app::access::Connecting;
use app::error::Failure;
use app::ways::{Way, WayBook};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::shared::ids::OrganisationId;
use uuid::Uuid;

use crate::database::Database;
use crate::on;

const KEEP: &str = "INSERT INTO ways (way_id, organisation_id, one, other, minutes, said_by, said_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (way_id) DO NOTHING";
const READ: &str =
    "SELECT way_id, one, other, minutes, said_by, said_at FROM ways WHERE organisation_id = $1";

/// The ways of every organisation, in either database.
#[derive(Clone)]
pub struct SqlWays {
    database: Database,
}

#[derive(sqlx::FromRow)]
struct Row {
    way_id: Uuid,
    one: String,
    other: String,
    minutes: Option<i64>,
    said_by: Uuid,
    said_at: DateTime<Utc>,
}

impl SqlWays {
    /// The ways of a database whose migrations have run.
    pub fn new(database: Database) -> Self {
        Self { database }
    }
}

#[async_trait]
impl WayBook for SqlWays {
    async fn ways(&self, organisation: OrganisationId) -> Result<Vec<Way>, Failure> {
        let rows: Vec<Row> = on!(&self.database, read, pool =>
            sqlx::query_as(READ).bind(organisation.uuid()).fetch_all(pool).await)
        .map_err(Failure::doing("reading how long ways are"))?;
        let mut ways: Vec<Way> = rows
            .into_iter()
            .map(|row| Way {
                way_id: row.way_id,
                one: row.one,
                other: row.other,
                minutes: row.minutes.and_then(|minutes| u16::try_from(minutes).ok()),
                by: row.said_by.into(),
                said_at: row.said_at,
            })
            .collect();
        ways.sort_by_key(|way| (way.said_at, way.way_id));
        Ok(ways)
    }

    async fn keep(&self, who: &Connecting<'_>, way: &Way) -> Result<(), Failure> {
        on!(&self.database, write, pool => sqlx::query(KEEP)
            .bind(way.way_id)
            .bind(who.organisation().uuid())
            .bind(&way.one)
            .bind(&way.other)
            .bind(way.minutes.map(i64::from))
            .bind(way.by.uuid())
            .bind(way.said_at)
            .execute(pool)
            .await
            .map(drop))
        .map_err(Failure::doing("keeping how long a way is"))
    }
}
