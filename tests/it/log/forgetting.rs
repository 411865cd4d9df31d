//! Names are sealed at rest, and destroying a key forgets them everywhere.

use std::time::Duration;

use app::log::{AppendError, EventLog};
use domain::Event;
use domain::person::PersonEvent;
use infra::database::Database;
use infra::log::{Log, MasterKey, Verdict};
use sqlx::Row;
use tests::databases::Which;
use tests::on_both_databases;

use super::{NAME, Node, name_of, new_person, node, registered, renamed, stream};

/// Every byte of the database that somebody could take away.
async fn bytes_of(node: &Node, url: &str) -> Vec<u8> {
    match &node.database {
        Database::Sqlite { .. } => {
            let path = url.trim_start_matches("sqlite://").split('?').next().unwrap().to_owned();
            let mut bytes = std::fs::read(&path).unwrap();
            bytes.extend(std::fs::read(format!("{path}-wal")).unwrap_or_default());
            bytes
        }
        Database::Postgres { write: pool, .. } => {
            let mut bytes = Vec::new();
            for table in ["events", "commands", "subject_keys", "log_head"] {
                let rows =
                    sqlx::query(&format!("SELECT t::text FROM {table} t")).fetch_all(pool).await.unwrap();
                rows.iter().for_each(|row| bytes.extend(row.get::<String, _>(0).into_bytes()));
            }
            bytes
        }
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

on_both_databases! {
    async fn a_name_is_nowhere_in_the_database(db) {
        let node = node(&db.url).await;
        let id = new_person();
        node.add(id, registered(id)).await.unwrap();
        let bytes = bytes_of(&node, &db.url).await;
        assert!(holds(&bytes, "PersonRegistered"), "the event is there");
        assert!(holds(&bytes, "@personal"), "the mark is there");
        assert!(!NAME.split(' ').any(|part| holds(&bytes, part)), "the name is not");
        let other = super::node(&db.url).await;
        assert_eq!(name_of(&other.log.reload(stream(id)).await.unwrap()).as_deref(), Some(NAME));
    }

    async fn whoever_is_forgotten_is_forgotten_in_state_feed_and_history(db) {
        let node = node(&db.url).await;
        let (id, other) = (new_person(), new_person());
        for id in [id, other] {
            node.add(id, registered(id)).await.unwrap();
        }
        node.log.destroy_key(id).await.unwrap();
        node.log.destroy_key(id).await.unwrap();
        for loaded in [node.log.load(stream(id)).await.unwrap(), node.log.reload(stream(id)).await.unwrap()] {
            assert_eq!((loaded.version, name_of(&loaded)), (1, None));
        }
        for event in [&node.all().await[0], &node.log.history(&[stream(id)], None, 1).await.unwrap()[0]] {
            match &event.event {
                Event::Person(PersonEvent::PersonRegistered { details, .. }) => assert_eq!((details.subject(), details.get()), (id, None)),
                other => panic!("{}", other.name()),
            }
        }
        assert_eq!(name_of(&node.log.load(stream(other)).await.unwrap()).as_deref(), Some(NAME));
        assert_eq!(node.log.verify().await.unwrap(), Verdict::Intact { events: 2 });
    }

    async fn nothing_more_is_written_about_whoever_is_forgotten(db) {
        let node = node(&db.url).await;
        let (id, never_known) = (new_person(), new_person());
        node.add(id, registered(id)).await.unwrap();
        for id in [id, never_known] {
            node.log.destroy_key(id).await.unwrap();
            assert!(matches!(node.add(id, renamed(id, "Gwen")).await, Err(AppendError::Log(_))));
        }
        let event = Event::Person(PersonEvent::PersonForgotten { person_id: id, forgotten_on: super::today() });
        assert_eq!(node.add(id, event).await.unwrap().position, 2);
    }

    async fn a_destroyed_key_leaves_nothing_to_unwrap(db) {
        let node = node(&db.url).await;
        let id = new_person();
        node.add(id, registered(id)).await.unwrap();
        let wrapped = "SELECT wrapped FROM subject_keys";
        let read = || async {
            match &node.database {
                Database::Sqlite { read, .. } => sqlx::query(wrapped).fetch_one(read).await.unwrap().get::<Option<Vec<u8>>, _>(0),
                Database::Postgres { write: pool, .. } => sqlx::query(wrapped).fetch_one(pool).await.unwrap().get(0),
            }
        };
        let before = read().await.expect("there is a key");
        node.log.destroy_key(id).await.unwrap();
        assert_eq!(read().await, None);
        if db.which == Which::Sqlite {
            let bytes = bytes_of(&node, &db.url).await;
            assert!(!bytes.windows(before.len()).any(|window| window == before), "not in the file, not in its log");
        }
    }

    async fn the_first_words_about_someone_from_many_clients_are_under_one_key(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        let about = new_person();
        let appends = (0..16).map(|n| {
            let id = new_person();
            nodes[n % 2].add(id, renamed(about, NAME))
        });
        assert!(futures::future::join_all(appends).await.iter().all(Result::is_ok));
        let third = node(&db.url).await;
        assert_eq!(third.all().await.len(), 16);
    }

    async fn another_node_forgets_too(db) {
        let nodes = [node(&db.url).await, node(&db.url).await];
        let id = new_person();
        nodes[0].add(id, registered(id)).await.unwrap();
        assert_eq!(name_of(&nodes[1].log.load(stream(id)).await.unwrap()).as_deref(), Some(NAME));
        if !nodes[0].database.is_postgres() {
            return; // A file has one process.
        }
        nodes[0].log.destroy_key(id).await.unwrap();
        let forgotten = async {
            while name_of(&nodes[1].log.load(stream(id)).await.unwrap()).is_some() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), forgotten).await.expect("it hears of it");
    }

    async fn another_master_key_does_not_open_the_log(db) {
        let node = node(&db.url).await;
        let id = new_person();
        node.add(id, registered(id)).await.unwrap();
        let opened = Log::open(node.database.clone(), MasterKey::from_bytes([8; 32]), super::settings().clock).await;
        assert!(super::cause(&opened.err().unwrap()).contains("master key"));
    }
}
