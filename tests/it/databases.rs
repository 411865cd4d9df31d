//! The ground the other tests stand on: a database that is empty, one's own, and gone afterwards.

use sqlx::{Connection, PgConnection, SqliteConnection};
use tests::databases::{Database, Which, fresh};
use tests::on_both_databases;

const MARK: &str = "CREATE TABLE mark (name TEXT NOT NULL)";

/// Makes a table, which fails on a database that already has it.
async fn leave_a_mark(database: &Database) -> sqlx::Result<()> {
    match database.which {
        Which::Sqlite => {
            let mut connection = SqliteConnection::connect(&database.url).await?;
            sqlx::query(MARK).execute(&mut connection).await?;
            connection.close().await
        }
        Which::Postgres => {
            let mut connection = PgConnection::connect(&database.url).await?;
            sqlx::query(MARK).execute(&mut connection).await?;
            connection.close().await
        }
    }
}

on_both_databases! {
    async fn every_test_has_a_database_of_its_own(db) -> anyhow::Result<()> {
        leave_a_mark(&db).await?;
        anyhow::ensure!(leave_a_mark(&db).await.is_err(), "the mark was not kept");
        let other = fresh(db.which).await;
        leave_a_mark(&other).await?;
        Ok(())
    }

    async fn a_database_is_gone_when_its_test_is_over(db) {
        let which = db.which;
        let url = fresh(which).await.url.clone();
        let gone = match which {
            Which::Sqlite => SqliteConnection::connect(&url.replace("?mode=rwc", "")).await.is_err(),
            Which::Postgres => PgConnection::connect(&url).await.is_err(),
        };
        assert!(gone, "a database outlived its test");
    }
}

#[tokio::test]
async fn the_sqlite_within_kith_is_compiled_as_decision_24_says() -> anyhow::Result<()> {
    let db = fresh(Which::Sqlite).await;
    let mut connection = SqliteConnection::connect(&db.url).await?;
    let options: Vec<String> =
        sqlx::query_scalar("PRAGMA compile_options").fetch_all(&mut connection).await?;
    let has = |option: &str| options.iter().any(|one| one == option);
    anyhow::ensure!(!has("ENABLE_MEMORY_MANAGEMENT"), "one page cache for all: is .cargo/config.toml read?");
    anyhow::ensure!(has("DEFAULT_MEMSTATUS=0") && has("ENABLE_QPSG"), "{options:?}");
    Ok(())
}
