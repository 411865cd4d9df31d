//! Which database: how each is opened, how a writing transaction begins, and what column types are
//! called. Nearly everything else is one SQL text with `$1` placeholders.
//!
//! A database file is made for its owner alone, because read models hold names in clear.

use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use app::error::Failure;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

/// An open database.
#[derive(Clone)]
pub enum Database {
    /// One file in the data folder.
    Sqlite {
        /// The one connection that writes; taken in turn.
        write: SqlitePool,
        /// Connections that only read.
        read: SqlitePool,
    },
    /// PostgreSQL 15 or newer, shared by any number of nodes.
    Postgres {
        /// Connections that write, and wait for each other's locks.
        write: PgPool,
        /// Connections that only read: few, so that each has planned what is asked and has its tables at hand.
        read: PgPool,
    },
}

/// Runs one body against either pool: `on!(database.read(), pool => sqlx::query(…).fetch_all(pool).await)`.
#[macro_export]
macro_rules! on {
    ($database:expr, $mode:ident, $pool:ident => $body:expr) => {
        match $database {
            $crate::database::Database::Sqlite { $mode: $pool, .. } => $body,
            $crate::database::Database::Postgres { $mode: $pool, .. } => $body,
        }
    };
}

/// Connections to PostgreSQL that write, at most.
const PG_WRITERS: u32 = 16;

/// Connections to PostgreSQL that only read, at most: as many as keep this machine busy. Each plans every question once
/// and has its own memory of the tables, and they are taken in turn, so that a page on one of many always asks where
/// nothing is at hand.
fn pg_readers() -> u32 {
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    u32::try_from(2 * cores).unwrap_or(PG_WRITERS).clamp(4, PG_WRITERS)
}

impl Database {
    /// Opens `postgres://…`, or `sqlite://path` / a path to a file, which is made if missing.
    pub async fn open(url: &str) -> Result<Self, Failure> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)
                .map_err(Failure::doing("opening the database"))?
                .application_name("kith")
                .statement_cache_capacity(256)
                .options([
                    ("lock_timeout", "10s"),
                    ("statement_timeout", "60s"),
                    ("idle_in_transaction_session_timeout", "60s"),
                    // A question of ours takes milliseconds; compiling one takes a quarter of a second.
                    ("jit", "off"),
                    // Planned once a connection: planning a long one takes as long as answering it. What may be left out
                    // of a question is a text of its own where it decides what is gone through: decision 24.
                    ("plan_cache_mode", "force_generic_plan"),
                ]);
            let few =
                PgPoolOptions::new().acquire_timeout(Duration::from_secs(20)).test_before_acquire(false);
            let opened = Failure::doing("opening the database");
            let write = few.clone().max_connections(PG_WRITERS).connect_with(options.clone()).await;
            let write = write.map_err(&opened)?;
            let options = options.options([("default_transaction_read_only", "on")]);
            let read = few.max_connections(pg_readers()).connect_with(options).await;
            return Ok(Self::Postgres { write, read: read.map_err(&opened)? });
        }
        let path = url.strip_prefix("sqlite://").unwrap_or(url);
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        Self::open_file(Path::new(path)).await
    }

    async fn open_file(path: &Path) -> Result<Self, Failure> {
        make_for_its_owner(path).map_err(Failure::doing("making the database file"))?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(20))
            .statement_cache_capacity(256)
            // Rows that wait to be fetched: fewer hand-overs between the two threads of a large read.
            .row_buffer_size(512)
            // What is deleted is overwritten where that costs nothing: a destroyed key must not linger.
            .pragma("secure_delete", "fast")
            // Pages (of 4 kB) in the write-ahead log before they are carried over to the file: the same few
            // pages change again and again, and are then carried over once.
            .pragma("wal_autocheckpoint", "4000")
            .pragma("cache_size", "-16000")
            .pragma("temp_store", "memory");
        let one = SqlitePoolOptions::new().max_connections(1).acquire_timeout(Duration::from_secs(60));
        let mut attempts = 0;
        let write = loop {
            attempts += 1;
            match one.clone().connect_with(options.clone()).await {
                // Two that make the same file at once are in each other's way once; SQLite does not wait then.
                Err(sqlx::Error::Database(error)) if attempts < 100 && error.message().contains("locked") => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                opened => break opened.map_err(Failure::doing("opening the database file"))?,
            }
        };
        let read = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(Duration::from_secs(60))
            .connect_with(options)
            .await
            .map_err(Failure::doing("opening the database file"))?;
        Ok(Self::Sqlite { write, read })
    }

    /// Whether this is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self, Self::Postgres { .. })
    }

    /// How a writing transaction begins: SQLite takes its write lock at once, so that it never has to
    /// give up half-way.
    pub fn begin_write(&self) -> &'static str {
        if self.is_postgres() { "BEGIN" } else { "BEGIN IMMEDIATE" }
    }

    /// Puts the database's own types into a table definition written once:
    /// `{json}` → JSONB / TEXT, `{bytes}` → BYTEA / BLOB.
    pub fn ddl(&self, text: &str) -> String {
        let (json, bytes) = if self.is_postgres() { ("JSONB", "BYTEA") } else { ("TEXT", "BLOB") };
        text.replace("{json}", json).replace("{bytes}", bytes)
    }

    /// Closes every connection, writing what is still in flight.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

/// An empty file is an empty database. SQLite gives the files beside it (`-wal`, `-shm`) the same mode.
fn make_for_its_owner(path: &Path) -> std::io::Result<()> {
    match std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}
