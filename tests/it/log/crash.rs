//! kill -9 in the middle of appends: a process of its own, this same binary, writes until it dies.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use app::log::EventLog;
use infra::log::Verdict;
use sqlx::{Connection, PgConnection};
use tests::databases::{Database, Which};
use tests::on_both_databases;
use uuid::Uuid;

use super::{new_person, node, registered};

/// Set for the process that is going to die: the database it writes to.
const VICTIM: &str = "KITH_TEST_VICTIM";
/// Answers that are waited for before the blow.
const ENOUGH: usize = 400;

/// Not a test by itself: what the victim does. It says each answer aloud as soon as it has it.
#[test]
fn a_victim_writes_until_it_dies() {
    let Ok(url) = std::env::var(VICTIM) else { return };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let node = node(&url).await;
        let writers = (0..32).map(|_| async {
            loop {
                let id = new_person();
                let recorded = node.add(id, registered(id)).await.unwrap();
                say(&format!("answered {id} {}", recorded.position));
            }
        });
        futures::future::join_all(writers).await;
    });
}

/// Who is connected to this database of the server. SQLite has no server, and nobody is.
async fn connected(db: &Database) -> HashSet<i32> {
    if db.which == Which::Sqlite {
        return HashSet::new();
    }
    let others = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()
        AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    let mut connection = PgConnection::connect(&db.url).await.unwrap();
    let pids = sqlx::query_scalar(others).fetch_all(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    pids.into_iter().collect()
}

/// Past the test harness, which would keep it until the end; in one write, so that no line is cut in two.
fn say(line: &str) {
    use std::io::Write;
    let mut out = std::io::stderr().lock();
    let _ = out.write_all(format!("{line}\n").as_bytes());
}

on_both_databases! {
    async fn a_killed_process_loses_no_answered_command(db) {
        let before = node(&db.url).await;
        let id = new_person();
        before.add(id, registered(id)).await.unwrap();
        before.database.close().await;

        let before_the_victim = connected(&db).await;
        let mut victim = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "log::crash::a_victim_writes_until_it_dies", "--nocapture", "--test-threads=1"])
            .env(VICTIM, &db.url)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(victim.stderr.take().unwrap()).lines();
        let mut answered: Vec<(Uuid, i64)> = Vec::new();
        let read = |line: String| {
            let (id, position) = line.strip_prefix("answered ")?.split_once(' ')?;
            Some((id.parse::<Uuid>().ok()?, position.parse::<i64>().ok()?))
        };
        while answered.len() < ENOUGH {
            answered.extend(read(said.next().expect("the victim writes").unwrap()));
        }
        victim.kill().unwrap();
        victim.wait().unwrap();
        answered.extend(said.map_while(Result::ok).filter_map(read));

        // A server finishes what it was doing for a client that is gone; until then the log may still grow.
        while !connected(&db).await.is_subset(&before_the_victim) {
            tokio::task::yield_now().await;
        }
        let after = node(&db.url).await;
        let all = after.all().await;
        assert!(all.iter().map(|event| event.position).eq(1..=all.len() as i64), "no gaps");
        assert_eq!(after.log.head().await.unwrap(), all.len() as i64);
        let kept: HashSet<(Uuid, i64)> = all.iter().map(|event| (event.stream.id, event.position)).collect();
        assert!(answered.iter().all(|answer| kept.contains(answer)), "every answer was true");
        assert_eq!(after.log.verify().await.unwrap(), Verdict::Intact { events: all.len() as i64 });
        let id = new_person();
        assert_eq!(after.add(id, registered(id)).await.unwrap().position, all.len() as i64 + 1);
    }
}
