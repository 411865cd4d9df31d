//! Stock repositories read our table, and every shape an event ever had still loads.

use std::path::{Path, PathBuf};

use app::log::EventLog;
use cqrs_es::persist::{PersistedEventRepository, SemanticVersionEventUpcaster, SerializedEvent};
use domain::concern::ConcernEvent;
use domain::engagement::EngagementEvent;
use domain::outing::OutingEvent;
use domain::person::{Person, PersonEvent};
use domain::place::PlaceEvent;
use domain::relationship::RelationshipEvent;
use domain::shared::ids::CommandId;
use domain::{Event, Noun, State};
use infra::database::Database;
use infra::log::Upcasters;
use postgres_es::PostgresEventRepository;
use serde_json::{Value, json};
use sqlite_es::SqliteEventRepository;
use tests::on_both_databases;

use super::{Node, command, new_id, new_person, node, node_with, part, registered, renamed, settings};

fn fixtures() -> Vec<(Noun, PathBuf)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/events");
    let mut found = Vec::new();
    for noun in [Noun::Person, Noun::Engagement, Noun::Relationship, Noun::Concern, Noun::Outing, Noun::Place]
    {
        for file in std::fs::read_dir(folder.join(noun.name())).expect("every noun has fixtures") {
            found.push((noun, file.unwrap().path()));
        }
    }
    found.sort();
    found
}

fn read(noun: Noun, text: &str) -> serde_json::Result<Event> {
    Ok(match noun {
        Noun::Person => Event::Person(serde_json::from_str::<PersonEvent>(text)?),
        Noun::Engagement => Event::Engagement(serde_json::from_str::<EngagementEvent>(text)?),
        Noun::Relationship => Event::Relationship(serde_json::from_str::<RelationshipEvent>(text)?),
        Noun::Concern => Event::Concern(serde_json::from_str::<ConcernEvent>(text)?),
        Noun::Outing => Event::Outing(serde_json::from_str::<OutingEvent>(text)?),
        Noun::Place => Event::Place(serde_json::from_str::<PlaceEvent>(text)?),
    })
}

/// Puts a payload into the log as an earlier version would have left it: not sealed, not re-written.
async fn store_as_it_is(node: &Node, noun: Noun, event_type: &str, version: &str, payload: &str) -> i64 {
    let position = node.log.head().await.unwrap() + 1;
    let text = "INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
        position, event_id, organisation, recorded_at, command_id, actor, hash)
        VALUES ($1, $2, 1, $3, $4, JSON, '{}', $6, $7, $7, $8, $7, $7, $9)";
    let (id, hash) = (new_id(), vec![0_u8; 32]);
    macro_rules! insert {
        ($pool:expr, $json:literal) => {{
            let text = text.replace("JSON", $json);
            let row =
                sqlx::query(&text).bind(noun.name()).bind(id.to_string()).bind(event_type).bind(version);
            row.bind(payload)
                .bind(position)
                .bind(id)
                .bind(super::now())
                .bind(hash)
                .execute($pool)
                .await
                .unwrap();
        }};
    }
    match &node.database {
        Database::Sqlite { write, .. } => insert!(write, "$5"),
        Database::Postgres { write: pool, .. } => insert!(pool, "$5::json"),
    }
    node.sql(&format!("UPDATE log_head SET position = {position}")).await.unwrap();
    position
}

fn noun_of(state: &State) -> Noun {
    match state {
        State::Person(_) => Noun::Person,
        State::Engagement(_) => Noun::Engagement,
        State::Relationship(_) => Noun::Relationship,
        State::Concern(_) => Noun::Concern,
        State::Outing(_) => Noun::Outing,
        State::Place(_) => Noun::Place,
    }
}

fn is_sealed(value: &Value) -> bool {
    value["details"]["sealed"].is_string() && value["details"].get("value").is_none()
}

on_both_databases! {
    async fn stock_repositories_read_the_table(db) {
        let node = node(&db.url).await;
        let id = new_person();
        node.add(id, registered(id)).await.unwrap();
        node.add(id, renamed(id, "Gwen")).await.unwrap();
        let text = id.to_string();
        let events: Vec<SerializedEvent> = match &node.database {
            Database::Postgres { write: pool, .. } => {
                PostgresEventRepository::new(pool.clone()).get_events::<Person>(&text).await.unwrap()
            }
            Database::Sqlite { read, .. } => {
                SqliteEventRepository::new(read.clone()).get_events::<Person>(&text).await.unwrap()
            }
        };
        let kinds: Vec<_> = events.iter().map(|event| (event.sequence, event.event_type.as_str())).collect();
        assert_eq!(kinds, [(1, "PersonRegistered"), (2, "DetailsCorrected")]);
        assert!(events.iter().all(|event| event.aggregate_id == text && is_sealed(&event.payload)));
    }

    async fn every_fixture_goes_through_the_log_and_comes_out_the_same(db) {
        let node = node(&db.url).await;
        let mut expected = Vec::new();
        for (noun, path) in fixtures() {
            let text = std::fs::read_to_string(&path).unwrap();
            let event = read(noun, &text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let stream = app::log::StreamId::new(noun, new_id());
            let loaded = node.log.load(stream).await.unwrap();
            node.log.append(command(CommandId(new_id()), vec![part(&loaded, vec![event.clone()])])).await.unwrap();
            expected.push(event);
        }
        assert!(expected.len() > 40, "there are fixtures");
        let all = node.all().await;
        assert_eq!(all.len(), expected.len());
        // A node that knows nothing reads them from the database.
        let other = super::node(&db.url).await;
        for (found, expected) in all.iter().zip(&expected) {
            assert!(found.event == *expected, "{}", expected.name());
            let loaded = other.log.reload(found.stream).await.unwrap();
            assert_eq!((loaded.version, noun_of(&loaded.state)), (1, expected.noun()));
        }
    }

    async fn an_event_as_it_was_first_stored_still_loads(db) {
        let node = node(&db.url).await;
        let mut expected = Vec::new();
        for (noun, path) in fixtures() {
            let text = std::fs::read_to_string(&path).unwrap();
            let event = read(noun, &text).unwrap();
            store_as_it_is(&node, noun, event.name(), "1.0", &text).await;
            expected.push(event);
        }
        let all = node.all().await;
        assert!(all.iter().map(|found| &found.event).eq(&expected));
    }

    async fn an_event_of_an_earlier_shape_is_read_through_every_later_one(db) {
        // Once, a name was one field of the event; then it moved into details; then the day got its name.
        let to_details = |mut payload: Value| {
            payload["details"] = json!({ "@personal": payload["person_id"], "value": { "name": payload["name"] } });
            payload
        };
        let to_registered_on = |mut payload: Value| {
            payload["registered_on"] = payload["day"].take();
            payload
        };
        let mut settings = settings();
        settings.upcasters = Upcasters::new(vec![
            Box::new(SemanticVersionEventUpcaster::new("PersonRegistered", "0.2", Box::new(to_details))),
            Box::new(SemanticVersionEventUpcaster::new("PersonRegistered", "0.3", Box::new(to_registered_on))),
        ]);
        let node = node_with(&db.url, settings).await;
        let id = new_person();
        let first = json!({ "type": "PersonRegistered", "person_id": id, "kind": "supported", "name": super::NAME, "day": super::today() });
        let second = json!({ "type": "PersonRegistered", "person_id": id, "kind": "supported", "day": super::today(),
            "details": { "@personal": id, "value": { "name": super::NAME } } });
        store_as_it_is(&node, Noun::Person, "PersonRegistered", "0.1", &first.to_string()).await;
        store_as_it_is(&node, Noun::Person, "PersonRegistered", "0.2", &second.to_string()).await;
        let all = node.all().await;
        assert_eq!(all.len(), 2);
        for found in all {
            assert!(found.event == registered(id));
            let loaded = node.log.load(found.stream).await.unwrap();
            assert_eq!(super::name_of(&loaded).as_deref(), Some(super::NAME));
        }
    }
}
