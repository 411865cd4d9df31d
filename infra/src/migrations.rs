//! The tables, in the order in which they came to be. A migration has one file per database and is
//! never edited once released; a new one is a pair of files and a line in [`MIGRATIONS`].
//!
//! Any number of nodes may start at once: each migration runs in one transaction, behind a lock.

use std::collections::HashSet;

use app::error::Failure;
use sqlx::{Connection, Executor};

use crate::database::Database;
use crate::on;

/// One step of the schema, in the words of each database.
struct Migration {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),* $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../migrations/postgres/", $name, ".sql")),
        }),*]
    };
}

const MIGRATIONS: &[Migration] = migrations![
    "0001_log",
    "0002_accounts",
    "0003_projections",
    "0004_calendars",
    "0005_imports",
    "0006_terms",
    "0007_team_book",
    "0008_ranked_lists",
    "0009_instruments",
    "0010_documents",
    "0011_lone_working",
    "0012_drafts",
    "0013_place_lists",
    "0014_by_person",
    "0015_ways",
    "0016_running",
];

/// Says which migrations have run; made by whoever comes first.
const LEDGER: &str = "CREATE TABLE IF NOT EXISTS migrations (
    name text PRIMARY KEY,
    applied_at text NOT NULL DEFAULT CURRENT_TIMESTAMP
)";
const APPLIED: &str = "SELECT name FROM migrations";
const APPLY: &str = "INSERT INTO migrations (name) VALUES ($1)";
/// Any number that nothing else locks: "kith" in ASCII.
const LOCK: &str = "SELECT pg_advisory_xact_lock(1802073192)";

/// Brings the tables up to date. Safe to repeat, and from several nodes at once.
pub async fn run(database: &Database) -> Result<(), Failure> {
    match database {
        Database::Sqlite { write, .. } => {
            let mut connection = write.acquire().await.map_err(failed)?;
            for migration in missing(sqlx::query_scalar(APPLIED).fetch_all(&mut *connection).await) {
                let mut change = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
                change.execute(LEDGER).await.map_err(failed)?;
                if missing(sqlx::query_scalar(APPLIED).fetch_all(&mut *change).await)
                    .any(|m| m.name == migration.name)
                {
                    sqlx::raw_sql(migration.sqlite).execute(&mut *change).await.map_err(failed)?;
                    sqlx::query(APPLY).bind(migration.name).execute(&mut *change).await.map_err(failed)?;
                }
                change.commit().await.map_err(failed)?;
            }
        }
        Database::Postgres { write: pool, .. } => {
            let mut connection = pool.acquire().await.map_err(failed)?;
            for migration in missing(sqlx::query_scalar(APPLIED).fetch_all(&mut *connection).await) {
                let mut change = connection.begin().await.map_err(failed)?;
                change.execute(LOCK).await.map_err(failed)?;
                change.execute(LEDGER).await.map_err(failed)?;
                if missing(sqlx::query_scalar(APPLIED).fetch_all(&mut *change).await)
                    .any(|m| m.name == migration.name)
                {
                    sqlx::raw_sql(migration.postgres).execute(&mut *change).await.map_err(failed)?;
                    sqlx::query(APPLY).bind(migration.name).execute(&mut *change).await.map_err(failed)?;
                }
                change.commit().await.map_err(failed)?;
            }
        }
    }
    Ok(())
}

/// The names of the migrations that have not run.
pub async fn pending(database: &Database) -> Result<Vec<&'static str>, Failure> {
    // Whether the database answers at all; a ledger that is not there yet is not trouble.
    on!(database, read, pool => sqlx::query("SELECT 1").execute(pool).await.map(drop)).map_err(failed)?;
    let applied = on!(database, read, pool => sqlx::query_scalar(APPLIED).fetch_all(pool).await);
    Ok(missing(applied).map(|migration| migration.name).collect())
}

/// The migrations that have not run. A ledger that cannot be read is one that is not there yet: any
/// other trouble shows itself in the transaction that follows.
fn missing(applied: sqlx::Result<Vec<String>>) -> impl Iterator<Item = &'static Migration> {
    let applied: HashSet<String> = applied.unwrap_or_default().into_iter().collect();
    MIGRATIONS.iter().filter(move |migration| !applied.contains(migration.name))
}

fn failed(error: sqlx::Error) -> Failure {
    Failure::doing("bringing the tables up to date")(error)
}
