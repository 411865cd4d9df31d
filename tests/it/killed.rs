//! kill -9 of the whole application, in the middle of projecting, of a rebuild and of an erasure: what
//! was answered is kept, the read models are what the log says, and nobody is half forgotten.
//!
//! The victim is a process of its own, this same binary: it tells cases, forgets some of the people and
//! makes its read models anew, over and over, until it dies.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use app::App;
use app::access::Viewer;
use app::clock::{Clock, ManualClock};
use app::log::Envelope;
use app::stories::{self, Persona, Plan, Town, USUAL_DAYS};
use chrono::{DateTime, Utc};
use domain::Event;
use domain::person::PersonEvent;
use domain::person::codes::ErasureGround;
use domain::shared::ids::{CommandId, PersonId};
use futures::StreamExt;
use infra::clock::RandomIds;
use infra::log::{MasterKey, Verdict};
use tests::cases::line;
use tests::databases::Database;
use tests::folded::every_model_is_what_the_log_says;
use tests::on_both_databases;
use uuid::Uuid;
use web::wiring::{Ground, Wired};

/// Set for the process that is going to die: the database it works on.
const VICTIM: &str = "KITH_TEST_WHOLE_VICTIM";

fn night() -> DateTime<Utc> {
    "2026-03-12T22:00:00Z".parse().unwrap()
}

async fn wired(url: &str) -> Wired {
    let ground = Ground {
        database_url: url.to_owned(),
        master_key: MasterKey::from_bytes([7; 32]),
        clock: Arc::new(ManualClock::at(night())),
        ids: Arc::new(RandomIds),
        https: false,
        bell: Arc::new(app::bell::NoBell),
    };
    Wired::open(ground).await.unwrap()
}

/// Not a test by itself: what the victim does.
#[test]
fn a_victim_works_until_it_dies() {
    let Ok(url) = std::env::var(VICTIM) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let wired = wired(&url).await;
        wired.start(|_, _| {}).await.unwrap();
        let plan = Plan { people: 2_000, seed: 5, until: wired.app.clock.today(), days: USUAL_DAYS };
        let town = Town::set_up(&wired.app, plan).await.unwrap();
        let telling = futures::stream::iter(stories::cases(&town, plan))
            .map(|case| tell(&wired, &town, case))
            .buffer_unordered(8)
            .for_each(async |()| {});
        let rebuilding = async {
            let names: Vec<&str> = wired.projector.names().collect();
            loop {
                say("rebuilding");
                wired.projector.rebuild(&names, |_, _| {}).await.unwrap();
                say("rebuilt");
            }
        };
        tokio::join!(telling, rebuilding);
    });
}

/// Tells a case on the days on which it was, and forgets its person. Says aloud what it begins and what
/// was answered.
async fn tell(wired: &Wired, town: &Town, case: Vec<stories::Step>) {
    let clock = Arc::new(ManualClock::at(night()));
    let app = App { clock: Arc::clone(&clock) as Arc<dyn Clock>, ..wired.app.clone() };
    let mut person = None;
    for step in case {
        clock.set(step.at);
        if let app::commands::Instruction::Person { id, .. } = &step.instruction {
            person.get_or_insert(*id);
        }
        stories::perform(&app, town, &step).await.unwrap();
        say("answered");
    }
    let Some(id) = person else { return };
    let rosa = Viewer::of(town.account(Persona::ROSA));
    let command = CommandId(app.ids.next());
    say("forgetting");
    let ground = ErasureGround::RequestedAndGranted;
    app.forget(&rosa, command, id, ground, line("Asked for in a letter")).await.unwrap();
    say(&format!("forgot {id}"));
}

/// Past the test harness, which would keep it until the end; in one write, so that no line is cut in two.
fn say(line: &str) {
    let _ = std::io::stderr().lock().write_all(format!("{line}\n").as_bytes());
}

/// Starts a victim and kills it when it has said each of these so many times, and then once more.
fn kill_after(url: &str, said: &[(&str, usize)]) -> HashSet<PersonId> {
    let mut victim = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::a_victim_works_until_it_dies", "--nocapture", "--test-threads=1"])
        .env(VICTIM, url)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(victim.stderr.take().unwrap()).lines();
    let mut heard: Vec<String> = Vec::new();
    let enough = |heard: &[String]| {
        said.iter().all(|(word, times)| heard.iter().filter(|line| line.starts_with(word)).count() >= *times)
    };
    while !enough(&heard) {
        heard.push(lines.next().unwrap_or_else(|| panic!("the victim works: {}", heard.join("\n"))).unwrap());
    }
    end(victim);
    heard.extend(lines.map_while(Result::ok));
    heard.iter().filter_map(|line| line.strip_prefix("forgot ")?.parse().ok().map(PersonId)).collect()
}

/// SIGKILL, and the body is taken away.
fn end(mut victim: Child) {
    victim.kill().unwrap();
    victim.wait().unwrap();
}

/// The installation starts again on what the victim left, and all of it is whole.
async fn is_whole(url: &str, forgotten: HashSet<PersonId>) {
    let wired = wired(url).await;
    wired.start(|_, _| {}).await.unwrap();
    let head = wired.app.log.head().await.unwrap();
    assert!(wired.app.views.catch_up(head).await);
    assert_eq!(wired.log.verify().await.unwrap(), Verdict::Intact { events: head });

    let events = every_model_is_what_the_log_says(&wired).await;
    let of = |wanted: fn(&PersonEvent) -> bool| -> HashSet<PersonId> {
        let is = |event: &&Envelope| matches!(&event.event, Event::Person(event) if wanted(event));
        events.iter().filter(is).map(|event| PersonId(event.stream.id)).collect()
    };
    let decided = of(|event| matches!(event, PersonEvent::ErasureDecided { .. }));
    let confirmed = of(|event| matches!(event, PersonEvent::PersonForgotten { .. }));
    assert_eq!(decided, confirmed, "who is to be forgotten is forgotten");
    assert!(forgotten.is_subset(&confirmed), "whoever was said to be forgotten is");
    let destroyed = "SELECT subject FROM subject_keys WHERE wrapped IS NULL";
    let destroyed: Vec<(Uuid,)> =
        infra::on!(&wired.database, read, pool => sqlx::query_as(destroyed).fetch_all(pool).await.unwrap());
    let destroyed: HashSet<PersonId> = destroyed.into_iter().map(|(id,)| PersonId(id)).collect();
    assert_eq!(destroyed, confirmed, "keys are destroyed of those and of nobody else");
    wired.stop().await;
}

async fn killed(db: Database, said: &[(&str, usize)]) {
    let forgotten = kill_after(&db.url, said);
    is_whole(&db.url, forgotten).await;
}

on_both_databases! {
    async fn killed_while_projecting_the_models_are_what_the_log_says(db) {
        killed(db, &[("answered", 600)]).await;
    }

    async fn killed_while_rebuilding_the_models_are_what_the_log_says(db) {
        killed(db, &[("answered", 600), ("rebuilding", 4)]).await;
    }

    async fn killed_while_forgetting_nobody_is_half_forgotten(db) {
        killed(db, &[("forgot ", 5), ("forgetting", 6)]).await;
    }
}
