//! The connection with which the projector writes: its own, so that it need not wait for the disk. What
//! it writes can be made again from the log, and rows and checkpoint still land together or not at all.

use app::error::Failure;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqliteSynchronous};
use sqlx::{Connection, PgConnection, Postgres, Sqlite, Transaction};

use crate::database::Database;

/// A connection that writes read models.
pub(super) enum Writer {
    /// Writes in turn with the log: it holds the log's one writing connection while it uses its own,
    /// so that neither ever finds the file locked.
    Sqlite { own: Box<SqliteConnection>, turn: SqlitePool },
    /// The connection also holds the advisory lock of whoever runs the projections: when it is lost,
    /// both are.
    Postgres(Box<PgConnection>),
}

/// A writing transaction; nothing of it counts until it is committed.
pub(super) enum Writing<'a> {
    Sqlite { transaction: Transaction<'a, Sqlite>, turn: PoolConnection<Sqlite> },
    Postgres(Transaction<'a, Postgres>),
}

/// Runs one body on the connection of a [`Writing`] of either database.
macro_rules! on_writing {
    ($writing:expr, $connection:ident => $body:expr) => {
        match $writing {
            $crate::projector::writer::Writing::Sqlite { transaction, .. } => {
                let $connection = &mut **transaction;
                $body
            }
            $crate::projector::writer::Writing::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}
pub(super) use on_writing;

impl Writer {
    pub(super) async fn open(database: &Database) -> Result<Self, sqlx::Error> {
        match database {
            Database::Sqlite { write, .. } => {
                let options = (*write.connect_options())
                    .clone()
                    .synchronous(SqliteSynchronous::Normal)
                    .pragma("wal_autocheckpoint", "4000");
                Ok(Self::Sqlite {
                    own: Box::new(SqliteConnection::connect_with(&options).await?),
                    turn: write.clone(),
                })
            }
            Database::Postgres { write: pool, .. } => {
                let options = (*pool.connect_options()).clone().application_name("kith projector").options([
                    ("synchronous_commit", "off"),
                    ("statement_timeout", "0"),
                    // A node that vanished gives its lock back within seconds, not hours.
                    ("tcp_keepalives_idle", "5"),
                    ("tcp_keepalives_interval", "2"),
                    ("tcp_keepalives_count", "3"),
                ]);
                Ok(Self::Postgres(Box::new(PgConnection::connect_with(&options).await?)))
            }
        }
    }

    pub(super) async fn begin(&mut self) -> Result<Writing<'_>, sqlx::Error> {
        match self {
            Self::Sqlite { own, turn } => {
                let turn = turn.acquire().await?;
                Ok(Writing::Sqlite { transaction: own.begin_with("BEGIN IMMEDIATE").await?, turn })
            }
            Self::Postgres(own) => Ok(Writing::Postgres(own.begin().await?)),
        }
    }

    /// Takes a PostgreSQL advisory lock, if nobody has it; on SQLite there is one process and it is ours.
    pub(super) async fn lock(&mut self, key: i64) -> Result<bool, sqlx::Error> {
        match self {
            Self::Sqlite { .. } => Ok(true),
            Self::Postgres(own) => {
                sqlx::query_scalar("SELECT pg_try_advisory_lock($1)").bind(key).fetch_one(&mut **own).await
            }
        }
    }

    /// Whether the connection, and with it the lock, is still there.
    pub(super) async fn alive(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { .. } => Ok(()),
            Self::Postgres(own) => own.ping().await,
        }
    }

    /// Closes the connection and gives back what it holds.
    pub(super) async fn close(self) -> Result<(), Failure> {
        match self {
            Self::Sqlite { own, .. } => own.close().await,
            Self::Postgres(own) => own.close().await,
        }
        .map_err(Failure::doing("closing the projector's connection"))
    }
}

impl Writing<'_> {
    pub(super) async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite { transaction, turn } => {
                transaction.commit().await?;
                drop(turn);
                Ok(())
            }
            Self::Postgres(transaction) => transaction.commit().await,
        }
    }

    /// Runs statements that have no parameters.
    pub(super) async fn run(&mut self, statements: &[String]) -> Result<(), sqlx::Error> {
        for statement in statements {
            on_writing!(self, connection => sqlx::query(statement).persistent(false).execute(connection).await.map(drop)?);
        }
        Ok(())
    }
}
