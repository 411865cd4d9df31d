//! What appending is compared with: the same bytes inserted by hand, with prepared statements, into a
//! table with the columns and indexes of `events` and no trigger. Unlike the application it loads and
//! decides nothing and keeps no order: nobody waits for anybody's position.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use app::clock::Ids;
use infra::clock::RandomIds;
use infra::database::Database;
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgPool, Row, SqlitePool};

use crate::append::{PEOPLE, person};
use crate::ground::Ground;

/// As many connections as there are ever clients: none waits for another's.
const CONNECTIONS: u32 = 64;

/// Inserts by hand on one of the databases.
pub(crate) enum Raw {
    Postgres { pool: PgPool, payload: String, next: AtomicU64 },
    Sqlite { write: SqlitePool, payload: String, next: AtomicU64 },
}

const COLUMNS: &str =
    "INSERT INTO raw_events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
    metadata, position, event_id, organisation, recorded_at, command_id, actor, hash) VALUES ";

impl Raw {
    /// Makes the table.
    pub(crate) async fn prepare(ground: &Ground, payload: String) -> anyhow::Result<Self> {
        let next = AtomicU64::new(1);
        match &ground.wired.database {
            Database::Postgres { .. } => {
                let options = PgPoolOptions::new().max_connections(CONNECTIONS).test_before_acquire(false);
                let options = options.acquire_timeout(Duration::from_secs(20));
                let pool = options.connect(&ground.database.url).await?;
                sqlx::query("CREATE TABLE raw_events (LIKE events INCLUDING ALL)").execute(&pool).await?;
                Ok(Self::Postgres { pool, payload, next })
            }
            Database::Sqlite { write, .. } => {
                let of_events = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'events'";
                let ddl: String = sqlx::query(of_events).fetch_one(write).await?.get(0);
                sqlx::query(&ddl.replacen("events", "raw_events", 1)).execute(write).await?;
                Ok(Self::Sqlite { write: write.clone(), payload, next })
            }
        }
    }

    /// One durable transaction of so many rows.
    pub(crate) async fn insert(&self, rows: u64) -> anyhow::Result<()> {
        match self {
            Self::Postgres { pool, payload, next } => {
                let first = next.fetch_add(rows, Ordering::Relaxed);
                let sql = statement(rows, "$1::json", "now()");
                let mut query = sqlx::query(&sql).bind(payload).bind(vec![0xAB_u8; 32]);
                for n in first..first + rows {
                    query = query.bind(stream(n)).bind(version(n)).bind(n as i64).bind(RandomIds.next());
                }
                query.execute(pool).await?;
            }
            Self::Sqlite { write, payload, next } => {
                let first = next.fetch_add(rows, Ordering::Relaxed);
                let sql = statement(rows, "$1", "'2026-11-20T18:00:00.000000+00:00'");
                let mut query = sqlx::query(&sql).bind(payload).bind(vec![0xAB_u8; 32]);
                for n in first..first + rows {
                    query = query.bind(stream(n)).bind(version(n)).bind(n as i64).bind(RandomIds.next());
                }
                // A single statement is a transaction of its own.
                query.execute(write).await?;
            }
        }
        Ok(())
    }
}

fn statement(rows: u64, payload: &str, now: &str) -> String {
    let values: Vec<String> = (0..rows)
        .map(|nth| {
            let [stream, version, position, id] = [3, 4, 5, 6].map(|first| first + nth * 4);
            format!(
                "('person', ${stream}, ${version}, 'CommunicationNeedsRecorded', '1.0', {payload}, '{{}}',
                 ${position}, ${id}, ${id}, {now}, ${id}, ${id}, $2)"
            )
        })
        .collect();
    COLUMNS.to_owned() + &values.join(", ")
}

/// Rows go to as many streams as the commands do, in turn.
fn stream(n: u64) -> String {
    person(u128::from(n) % PEOPLE).to_string()
}

fn version(n: u64) -> i64 {
    (u128::from(n) / PEOPLE) as i64 + 1
}
