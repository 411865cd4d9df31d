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
use sqlx::{PgPool, Row};
use tests::databases::Which;

use crate::Scale;
use crate::ground::{Ground, name};
use crate::raw::Raw;
use crate::report::{Report, percentile};

/// People whose records the commands are about, shared out among the clients, so that no two meet.
pub(crate) const PEOPLE: u128 = 1024;

pub(crate) async fn measure(which: Which, scale: Scale, report: &mut Report) -> anyhow::Result<()> {
    let ground = Arc::new(Ground::empty(which).await?);
    for number in 0..PEOPLE {
        ask(&ground, number, register(number)).await?;
    }
    let bytes = typical_payload(&ground).await?;
    let raw = Arc::new(Raw::prepare(&ground, bytes).await?);
    // What is compared is appending; the read models follow in a measurement of their own below.
    ground.wired.projector.stop().await;
    let db = name(which);
    for clients in [1, 64] {
        let mut rounds = Rounds::default();
        for round in 0..scale.rounds {
            rounds.by_hand.push(inserts(&raw, scale, clients, 1).await);
            rounds.through_app.push(commands(&ground, scale, clients).await);
            if let Raw::Postgres { pool, .. } = raw.as_ref() {
                let table = format!("stock_events_{clients}_{round}");
                rounds.stock.push(stock(&ground, pool, &table, scale, clients).await?);
            }
        }
        rounds.tell(&format!("{db}_{clients}"), report);
    }
    let rows = inserts(&raw, scale, 1, 64).await;
    report.add(format!("raw_{db}_64_rows_per_s"), rows * 64.0, "events in 64-row inserts, one client");
    ground.wired.projector.start().await;
    let followed = commands(&ground, scale, 64).await;
    report.add(format!("append_{db}_64_followed_per_s"), followed, "64 at once, the read models following");
    ground.wired.stop().await;
    Ok(())
}

/// What the paths did a second, in turns: a disk that is now quick and now slow is so for all of them.
#[derive(Default)]
struct Rounds {
    by_hand: Vec<f64>,
    through_app: Vec<f64>,
    stock: Vec<f64>,
}

impl Rounds {
    fn tell(mut self, of: &str, report: &mut Report) {
        let (mut vs_raw, mut vs_stock) =
            (ratios(&self.through_app, &self.by_hand), ratios(&self.through_app, &self.stock));
        let mut tell = |name, figures: &mut [f64], meaning| {
            if !figures.is_empty() {
                report.add(name, percentile(figures, 50.0), meaning);
            }
        };
        tell(format!("raw_{of}_per_s"), &mut self.by_hand, "single-row transactions of the same bytes");
        tell(format!("append_{of}_per_s"), &mut self.through_app, "commands through the application");
        tell(
            format!("append_{of}_vs_raw"),
            &mut vs_raw,
            "the middle of the rounds' commands ÷ raw transactions",
        );
        tell(format!("stock_{of}_per_s"), &mut self.stock, "CqrsFramework with PostgresEventRepository");
        tell(
            format!("append_{of}_vs_stock"),
            &mut vs_stock,
            "the middle of the rounds' commands ÷ stock path",
        );
    }
}

fn ratios(these: &[f64], those: &[f64]) -> Vec<f64> {
    these.iter().zip(those).map(|(this, that)| this / that).collect()
}

/// Commands through the application, by so many clients, a second.
async fn commands(ground: &Arc<Ground>, scale: Scale, clients: usize) -> f64 {
    let ground = Arc::clone(ground);
    let act = move |n, turn| {
        let ground = Arc::clone(&ground);
        async move { ask(&ground, n, needs(turn)).await }
    };
    per_second(scale, clients, act).await
}

/// Transactions of so many rows, by so many clients, a second.
async fn inserts(raw: &Arc<Raw>, scale: Scale, clients: usize, rows: u64) -> f64 {
    let raw = Arc::clone(raw);
    let act = move |_, _| {
        let raw = Arc::clone(&raw);
        async move { raw.insert(rows).await }
    };
    per_second(scale, clients, act).await
}

/// How often `act` is done a second, by so many clients at once, each with people of their own.
async fn per_second<F, Fut>(scale: Scale, clients: usize, act: F) -> f64
where
    F: Fn(u128, u64) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = anyhow::Result<()>> + Send,
{
    let (act, over) = (Arc::new(act), Arc::new(AtomicBool::new(false)));
    let done = Arc::new(AtomicU64::new(0));
    let each = PEOPLE / clients as u128;
    let lanes: Vec<_> = (0..clients as u128)
        .map(|lane| {
            let (act, over, done) = (act.clone(), over.clone(), done.clone());
            tokio::spawn(async move {
                // Each of their people in turn; a turn is when all have had theirs.
                let turns = (0_u64..).flat_map(|turn| (0..each).map(move |n| (lane * each + n, turn)));
                for (person, turn) in turns {
                    if over.load(Ordering::Relaxed) {
                        break;
                    }
                    match act(person, turn).await {
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

pub(crate) fn person(number: u128) -> PersonId {
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

/// Other needs at every turn: to record what is recorded already would append nothing.
fn needs(turn: u64) -> PersonCommand {
    let needs = if turn.is_multiple_of(2) {
        vec![CommunicationNeed::EasyRead, CommunicationNeed::QuietPlaces]
    } else {
        vec![CommunicationNeed::EasyRead, CommunicationNeed::LargePrint]
    };
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
    ask(ground, 0, needs(0)).await?;
    let sql = "SELECT CAST(payload AS TEXT) FROM events ORDER BY position DESC LIMIT 1";
    Ok(match &ground.wired.database {
        Database::Sqlite { read, .. } => sqlx::query(sql).fetch_one(read).await?.get(0),
        Database::Postgres { write: pool, .. } => sqlx::query(sql).fetch_one(pool).await?.get(0),
    })
}

/// The stock path: load the stream, decide, insert, each command by itself.
async fn stock(
    ground: &Ground,
    pool: &PgPool,
    table: &str,
    scale: Scale,
    clients: usize,
) -> anyhow::Result<f64> {
    let ddl = format!(
        "CREATE TABLE {table} (aggregate_type text NOT NULL, aggregate_id text NOT NULL, sequence bigint NOT NULL,
         event_type text NOT NULL, event_version text NOT NULL, payload json NOT NULL, metadata json NOT NULL,
         PRIMARY KEY (aggregate_type, aggregate_id, sequence))"
    );
    sqlx::query(&ddl).execute(pool).await?;
    let repository = PostgresEventRepository::new(pool.clone()).with_tables(table, "stock_snapshots");
    let store = PersistedEventStore::<PostgresEventRepository, Person>::new_event_store(repository);
    let framework = Arc::new(CqrsFramework::new(store, vec![], ()));
    let (today, by) = (ground.wired.app.clock.today(), ground.town.account(Persona::ROSA).account_id);
    for number in 0..PEOPLE {
        framework
            .execute(&person(number).to_string(), Asked { command: register(number), today, by })
            .await?;
    }
    let act = move |n, turn| {
        let framework = Arc::clone(&framework);
        async move {
            let id = person(n).to_string();
            framework.execute(&id, Asked { command: needs(turn), today, by }).await?;
            Ok(())
        }
    };
    Ok(per_second(scale, clients, act).await)
}
