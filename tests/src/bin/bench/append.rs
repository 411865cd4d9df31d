//! Durable one-event commands through the application, against the same bytes inserted by hand and
//! against the stock cqrs-es path, all on one server in one run.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use app::access::Viewer;
use app::commands::{Instruction, Request};
use app::stories::Persona;
use cqrs_es::CqrsFramework;
use cqrs_es::persist::PersistedEventStore;
use domain::person::codes::{CommunicationNeed, PersonKind};
use domain::person::records::Details;
use domain::person::{Person, PersonCommand};
use domain::shared::aggregate::Asked;
use domain::shared::ids::{CommandId, PersonId};
use domain::shared::text::Line;
use infra::database::Database;
use postgres_es::PostgresEventRepository;
use sqlx::{Row, SqlitePool};
use tests::databases::Which;

use crate::Scale;
use crate::ground::{Ground, name};
use crate::report::Report;

/// The next row inserted by hand.
static NEXT_ROW: AtomicU64 = AtomicU64::new(1);

/// People whose records the commands are about.
const PEOPLE: u128 = 512;

pub(crate) async fn measure(which: Which, scale: Scale, report: &mut Report) -> anyhow::Result<()> {
    let ground = Arc::new(Ground::empty(which).await?);
    for number in 0..PEOPLE {
        ask(&ground, number, register(number)).await?;
    }
    let bytes = typical_payload(&ground).await?;
    raw_table(&ground).await?;
    let db = name(which);
    for clients in [1, 64] {
        let raw = {
            let (ground, bytes) = (Arc::clone(&ground), Arc::new(bytes.clone()));
            per_second(scale, clients, move |_| {
                let (g, b) = (Arc::clone(&ground), Arc::clone(&bytes));
                async move { insert(&g, &b, 1).await }
            })
            .await
        };
        let through_app = {
            let ground = Arc::clone(&ground);
            per_second(scale, clients, move |n| {
                let g = Arc::clone(&ground);
                async move { ask(&g, u128::from(n) % PEOPLE, needs()).await }
            })
            .await
        };
        report.add(format!("raw_{db}_{clients}_per_s"), raw, "single-row transactions of the same bytes");
        report.add(format!("append_{db}_{clients}_per_s"), through_app, "commands through the application");
        report.add(format!("append_{db}_{clients}_vs_raw"), through_app / raw, "commands ÷ raw transactions");
        if which == Which::Postgres {
            let stock = stock(&ground, scale, clients).await?;
            report.add(
                format!("stock_{db}_{clients}_per_s"),
                stock,
                "CqrsFramework with PostgresEventRepository",
            );
            report.add(
                format!("append_{db}_{clients}_vs_stock"),
                through_app / stock,
                "commands ÷ stock path",
            );
        }
    }
    let rows = {
        let (ground, bytes) = (Arc::clone(&ground), Arc::new(bytes));
        per_second(scale, 1, move |_| {
            let (g, b) = (Arc::clone(&ground), Arc::clone(&bytes));
            async move { insert(&g, &b, 64).await }
        })
        .await
    };
    report.add(format!("raw_{db}_64_rows_per_s"), rows * 64.0, "events in 64-row inserts, one client");
    ground.wired.stop().await;
    Ok(())
}

/// How often `act` is done a second, by so many clients at once.
async fn per_second<F, Fut>(scale: Scale, clients: usize, act: F) -> f64
where
    F: Fn(u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = anyhow::Result<()>> + Send,
{
    let (act, over) = (Arc::new(act), Arc::new(AtomicBool::new(false)));
    let (next, done) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let lanes: Vec<_> = (0..clients)
        .map(|_| {
            let (act, over, next, done) = (act.clone(), over.clone(), next.clone(), done.clone());
            tokio::spawn(async move {
                while !over.load(Ordering::Relaxed) {
                    match act(next.fetch_add(1, Ordering::Relaxed)).await {
                        Ok(()) => done.fetch_add(1, Ordering::Relaxed),
                        Err(error) => panic!("a measured act failed: {error:#}"),
                    };
                }
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (begun, before) = (Instant::now(), done.load(Ordering::Relaxed));
    tokio::time::sleep(Duration::from_secs(scale.seconds)).await;
    let rate = (done.load(Ordering::Relaxed) - before) as f64 / begun.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    for lane in lanes {
        lane.await.expect("a lane ends by itself");
    }
    rate
}

fn person(number: u128) -> PersonId {
    PersonId(uuid::Uuid::from_u128(0x4000_8000_0000_0000_0000 + number))
}

fn register(number: u128) -> PersonCommand {
    let name = Line::parse(&format!("Person {number}")).expect("a short name");
    let details =
        Details { name, known_as: None, born_on: None, phone: None, email: None, address: None, area: None };
    PersonCommand::Register {
        person_id: person(number),
        kind: PersonKind::Supported,
        details,
        different_from: Vec::new(),
        alike: Vec::new(),
    }
}

fn needs() -> PersonCommand {
    let needs = vec![CommunicationNeed::EasyRead, CommunicationNeed::QuietPlaces];
    PersonCommand::RecordCommunicationNeeds { needs, notes: None }
}

async fn ask(ground: &Ground, number: u128, command: PersonCommand) -> anyhow::Result<()> {
    let app = &ground.wired.app;
    let viewer = Viewer::of(ground.town.account(Persona::ROSA));
    let instruction = Instruction::Person { id: person(number), command };
    let request = Request { command_id: CommandId(app.ids.next()), seen: None, instruction };
    app.ask(&viewer, request).await?;
    Ok(())
}

/// The stored payload of an event like those the commands make.
async fn typical_payload(ground: &Ground) -> anyhow::Result<String> {
    ask(ground, 0, needs()).await?;
    let sql = "SELECT CAST(payload AS TEXT) FROM events ORDER BY position DESC LIMIT 1";
    Ok(match &ground.wired.database {
        Database::Sqlite { read, .. } => sqlx::query(sql).fetch_one(read).await?.get(0),
        Database::Postgres(pool) => sqlx::query(sql).fetch_one(pool).await?.get(0),
    })
}

/// A table like `events`, with the same columns and indexes and no trigger.
async fn raw_table(ground: &Ground) -> anyhow::Result<()> {
    match &ground.wired.database {
        Database::Postgres(pool) => {
            sqlx::query("CREATE TABLE raw_events (LIKE events INCLUDING ALL)").execute(pool).await?;
            sqlx::query("CREATE SEQUENCE raw_position").execute(pool).await?;
        }
        Database::Sqlite { write, .. } => {
            let ddl: String =
                sqlx::query("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'events'")
                    .fetch_one(write)
                    .await?
                    .get(0);
            sqlx::query(&ddl.replacen("events", "raw_events", 1)).execute(write).await?;
        }
    }
    Ok(())
}

const COLUMNS: &str =
    "INSERT INTO raw_events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
    metadata, position, event_id, organisation, recorded_at, command_id, actor, hash) VALUES ";

/// A row with bytes like the application's; `n` is its own.
fn row(n: u64, postgres: bool) -> String {
    let id = uuid::Uuid::from_u128(u128::from(n) << 8);
    let uuid = |id: uuid::Uuid| if postgres { format!("'{id}'") } else { format!("x'{}'", id.simple()) };
    let position = if postgres { "nextval('raw_position')".to_owned() } else { n.to_string() };
    let (hash, now) = if postgres {
        ("decode(repeat('ab', 32), 'hex')", "now()")
    } else {
        ("zeroblob(32)", "'2026-11-20T18:00:00+00:00'")
    };
    format!(
        "('person', '{id}', 1, 'CommunicationNeedsRecorded', '1.0', $1, '{{}}', {position}, {uuid}, {uuid}, {now}, {uuid}, {uuid}, {hash})",
        uuid = uuid(id)
    )
}

/// One transaction of so many rows, the bytes as the application stores them. Unlike the application it
/// keeps no order: on PostgreSQL positions come from a sequence, which does not wait for anybody.
async fn insert(ground: &Ground, bytes: &str, rows: u64) -> anyhow::Result<()> {
    let postgres = ground.wired.database.is_postgres();
    let first = NEXT_ROW.fetch_add(rows, Ordering::Relaxed);
    let values: Vec<String> = (first..first + rows).map(|n| row(n, postgres)).collect();
    let sql =
        format!("{COLUMNS}{}", values.join(", ")).replace("$1", if postgres { "$1::json" } else { "$1" });
    match &ground.wired.database {
        Database::Postgres(pool) => {
            sqlx::query(&sql).persistent(false).bind(bytes).execute(pool).await.map(|_| ())?
        }
        Database::Sqlite { write, .. } => immediately(write, &sql, bytes).await?,
    }
    Ok(())
}

async fn immediately(write: &SqlitePool, sql: &str, bytes: &str) -> anyhow::Result<()> {
    let mut transaction = write.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query(sql).persistent(false).bind(bytes).execute(&mut *transaction).await?;
    transaction.commit().await?;
    Ok(())
}

/// The stock path: load the stream, decide, insert, each command by itself.
async fn stock(ground: &Ground, scale: Scale, clients: usize) -> anyhow::Result<f64> {
    let Database::Postgres(pool) = &ground.wired.database else {
        anyhow::bail!("the stock path is on PostgreSQL")
    };
    let table = format!("stock_events_{clients}");
    let ddl = format!(
        "CREATE TABLE {table} (aggregate_type text NOT NULL, aggregate_id text NOT NULL, sequence bigint NOT NULL,
         event_type text NOT NULL, event_version text NOT NULL, payload json NOT NULL, metadata json NOT NULL,
         PRIMARY KEY (aggregate_type, aggregate_id, sequence))"
    );
    sqlx::query(&ddl).execute(pool).await?;
    let repository = PostgresEventRepository::new(pool.clone()).with_tables(&table, "stock_snapshots");
    let store = PersistedEventStore::<PostgresEventRepository, Person>::new_event_store(repository);
    let framework = Arc::new(CqrsFramework::new(store, vec![], ()));
    let (today, by) = (ground.wired.app.clock.today(), ground.town.account(Persona::ROSA).account_id);
    for number in 0..PEOPLE {
        framework
            .execute(&person(number).to_string(), Asked { command: register(number), today, by })
            .await?;
    }
    let act = move |n: u64| {
        let framework = Arc::clone(&framework);
        async move {
            let id = person(u128::from(n) % PEOPLE).to_string();
            framework.execute(&id, Asked { command: needs(), today, by }).await?;
            Ok(())
        }
    };
    Ok(per_second(scale, clients, act).await)
}
