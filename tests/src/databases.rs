//! Fresh, empty databases for tests, one per test, on both engines.
//!
//! SQLite is a file in a temporary folder. PostgreSQL is a database of its own on the server that `bin/test`
//! starts and names in `KITH_TEST_DATABASE_URL`; without that server the PostgreSQL tests fail rather than pass
//! unseen. [`on_both_databases!`](crate::on_both_databases) writes one behaviour as two tests.

use std::path::Path;
use std::process::{ExitCode, Termination};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::{Connection, Executor, PgConnection};
use tempfile::TempDir;

/// The server's address: any database on it, as a user who may create others.
const SERVER: &str = "KITH_TEST_DATABASE_URL";
/// What a database that stays is called on a PostgreSQL server.
const KEPT: &str = "kith_kept";
/// Set to `1` to leave PostgreSQL out on purpose.
const SQLITE_ONLY: &str = "KITH_TEST_SQLITE_ONLY";

/// The two engines that Kith keeps its log on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Sqlite,
    Postgres,
}

/// An empty database, which is removed when this is dropped.
#[derive(Debug)]
pub struct Database {
    /// What `DATABASE_URL` would say.
    pub url: String,
    pub which: Which,
    _guard: Guard,
}

#[derive(Debug)]
enum Guard {
    Folder { _folder: TempDir },
    Kept,
    OnServer { server: String, name: String },
}

/// Whether tests on this engine were asked for; only `KITH_TEST_SQLITE_ONLY=1` leaves one out.
pub fn wanted(which: Which) -> bool {
    which == Which::Sqlite || std::env::var(SQLITE_ONLY).as_deref() != Ok("1")
}

/// Makes a fresh, empty database.
///
/// # Panics
/// When there is no PostgreSQL server to make one on.
pub async fn fresh(which: Which) -> Database {
    match which {
        Which::Sqlite => {
            let folder = tempfile::tempdir().expect("a temporary folder can be made");
            let url = format!("sqlite://{}?mode=rwc", folder.path().join("kith.sqlite").display());
            Database { url, which, _guard: Guard::Folder { _folder: folder } }
        }
        Which::Postgres => {
            let (server, name) = (server(), unused_name());
            let mut connection = connect(&server).await.expect("the test server answers");
            connection
                .execute(format!("CREATE DATABASE {name} TEMPLATE template0").as_str())
                .await
                .expect("the test user may create databases");
            connection.close().await.expect("the connection closes");
            Database { url: on_server(&server, &name), which, _guard: Guard::OnServer { server, name } }
        }
    }
}

/// A database that stays: the SQLite one of a folder, or one by a name of its own on the PostgreSQL server.
///
/// # Panics
/// When there is no PostgreSQL server to keep one on.
pub async fn kept(which: Which, folder: &Path) -> Database {
    let url = match which {
        Which::Sqlite => format!("sqlite://{}?mode=rwc", folder.join("kith.sqlite").display()),
        Which::Postgres => {
            let server = server();
            let mut connection = connect(&server).await.expect("the server answers");
            // Refused where it is there already, which is what is wanted.
            let _ = connection.execute(format!("CREATE DATABASE {KEPT} TEMPLATE template0").as_str()).await;
            connection.close().await.expect("the connection closes");
            on_server(&server, KEPT)
        }
    };
    Database { url, which, _guard: Guard::Kept }
}

fn server() -> String {
    std::env::var(SERVER).unwrap_or_else(|_| {
        panic!(
            "there is no PostgreSQL to test on: run bin/test, which starts one of its own \
             (or set {SERVER}, or leave PostgreSQL out with {SQLITE_ONLY}=1)"
        )
    })
}

/// Plays one behaviour on a fresh database, with a runtime of its own; what [`on_both_databases!`] expands to.
///
/// # Panics
/// When the behaviour does, or when there is no database to play it on.
///
/// [`on_both_databases!`]: crate::on_both_databases
pub fn play<F>(which: Which, behaviour: impl FnOnce(Database) -> F) -> ExitCode
where
    F: Future<Output: Termination>,
{
    if !wanted(which) {
        eprintln!("left out, because {SQLITE_ONLY}=1");
        return ExitCode::SUCCESS;
    }
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime can be made")
        .block_on(async { behaviour(fresh(which).await).await })
        .report()
}

impl Drop for Guard {
    /// Best effort: `bin/test` removes the whole server anyway.
    fn drop(&mut self) {
        let Guard::OnServer { server, name } = self else {
            return;
        };
        let (server, name) = (std::mem::take(server), std::mem::take(name));
        // A runtime cannot wait inside another, so the goodbye is said from a thread of its own.
        let goodbye = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async {
                let mut connection = connect(&server).await?;
                connection.execute(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)").as_str()).await?;
                connection.close().await?;
                anyhow::Ok(())
            })
        });
        let _ = goodbye.join();
    }
}

async fn connect(server: &str) -> sqlx::Result<PgConnection> {
    PgConnection::connect(server).await
}

/// Names no other test has, in this process or another: process, moment and a counter.
fn unused_name() -> String {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let moment = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
    let count = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("kith_test_{}_{moment:x}_{count}", std::process::id())
}

/// The server's address with another database on the end, keeping any options.
fn on_server(server: &str, name: &str) -> String {
    let (address, options) = server.split_once('?').map_or((server, None), |(a, o)| (a, Some(o)));
    let host = match address.find("://").map(|scheme| scheme + 3) {
        Some(start) => address[start..].find('/').map_or(address, |slash| &address[..start + slash]),
        None => address,
    };
    match options {
        Some(options) => format!("{host}/{name}?{options}"),
        None => format!("{host}/{name}"),
    }
}

/// Turns one behaviour into two tests, `name::sqlite` and `name::postgres`, each on a fresh database.
///
/// ```text
/// on_both_databases! {
///     async fn an_append_is_read_back(db) {
///         let log = open(&db.url).await;
///     }
/// }
/// ```
#[macro_export]
macro_rules! on_both_databases {
    ($( $(#[$attribute:meta])* async fn $name:ident($db:ident) $(-> $answer:ty)? $body:block )+) => { $(
        $(#[$attribute])*
        async fn $name($db: $crate::databases::Database) $(-> $answer)? $body

        mod $name {
            #[test]
            fn sqlite() -> std::process::ExitCode {
                $crate::databases::play($crate::databases::Which::Sqlite, super::$name)
            }

            #[test]
            fn postgres() -> std::process::ExitCode {
                $crate::databases::play($crate::databases::Which::Postgres, super::$name)
            }
        }
    )+ };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_on_the_server_keeps_its_user_port_and_options() {
        assert_eq!(on_server("postgres://u:p@h:1/postgres", "x"), "postgres://u:p@h:1/x");
        assert_eq!(on_server("postgres://h", "x"), "postgres://h/x");
        assert_eq!(on_server("postgres://h/a?sslmode=disable", "x"), "postgres://h/x?sslmode=disable");
    }

    #[test]
    fn two_databases_never_share_a_name() {
        let names: std::collections::BTreeSet<_> = (0..1000).map(|_| unused_name()).collect();
        assert_eq!(names.len(), 1000);
    }
}
