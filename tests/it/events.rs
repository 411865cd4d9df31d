//! What is stored is a promise. The shape of every event stands in `tests/snapshots`, so that a change to
//! it is seen and meant; every event ever stored has its fixture, which is written once and never edited.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use domain::concern::{Concern, ConcernEvent};
use domain::engagement::{Engagement, EngagementEvent};
use domain::outing::{Outing, OutingEvent};
use domain::person::{Person, PersonEvent};
use domain::place::{Place, PlaceEvent};
use domain::relationship::{Relationship, RelationshipEvent};
use domain::shared::aggregate::EventStream;
use domain::{Kept, Noun};
use schemars::{JsonSchema, SchemaGenerator};
use serde::Serialize;
use serde_json::Value;

/// The schema of a noun's events, as JSON.
fn schema<E: JsonSchema>() -> Value {
    SchemaGenerator::default().into_root_schema_for::<E>().to_value()
}

/// The names of a noun's events, as they stand in its schema.
fn names(schema: &Value) -> BTreeSet<String> {
    let variants = schema["oneOf"].as_array().expect("events are one of several");
    variants
        .iter()
        .map(|event| event["properties"]["type"]["const"].as_str().expect("a name").to_owned())
        .collect()
}

/// `PersonDied` is kept in `person_died.v1.json`; a shape that came later in `.v2.json` beside it.
fn is_fixture_of(file: &str, event: &str) -> bool {
    let version =
        file.strip_prefix(&snake(event)).and_then(|rest| rest.strip_prefix(".v")?.strip_suffix(".json"));
    version.is_some_and(|version| version.parse::<u32>().is_ok())
}

fn snake(event: &str) -> String {
    let mut name = String::new();
    for letter in event.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name
}

fn folder(noun: Noun) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/events").join(noun.name())
}

/// Every fixture of a noun: its file's name and what it holds.
fn fixtures(noun: Noun) -> Vec<(String, Value)> {
    let files = fs::read_dir(folder(noun)).expect("the folder of fixtures");
    let mut read: Vec<(String, Value)> = files
        .map(|file| {
            let path = file.expect("a file").path();
            let text = fs::read_to_string(&path).expect("a fixture can be read");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        })
        .collect();
    read.sort_by(|one, other| one.0.cmp(&other.0));
    read
}

/// Loads every fixture, folds it, and writes it again as it was.
fn holds_its_promise<A: Kept>()
where
    A::Event: Serialize + JsonSchema,
{
    let names = names(&schema::<A::Event>());
    let mut told = BTreeSet::new();
    for (file, stored) in fixtures(A::KIND) {
        let event: A::Event = serde_json::from_value(stored.clone())
            .unwrap_or_else(|error| panic!("{file} does not load: {error}"));
        assert_eq!(
            serde_json::to_value(&event).expect("it can be stored"),
            stored,
            "{file} comes out otherwise"
        );
        <A as EventStream>::fold([&event]);
        let name = A::event(event).name();
        assert!(is_fixture_of(&file, name), "{file} holds {name}");
        told.insert(name.to_owned());
    }
    assert_eq!(told, names, "every event has its fixture");
}

macro_rules! agreed {
    ($name:literal, $event:ty) => {
        insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false }, {
            insta::assert_json_snapshot!($name, schema::<$event>());
        });
    };
}

#[test]
fn a_fixture_is_named_after_its_event_and_the_version_of_its_shape() {
    assert!(
        is_fixture_of("person_died.v1.json", "PersonDied")
            && is_fixture_of("person_died.v12.json", "PersonDied")
    );
    for file in ["person_died.json", "person_died.vx.json", "person_forgotten.v1.json"] {
        assert!(!is_fixture_of(file, "PersonDied"), "{file}");
    }
}

#[test]
fn the_stored_shape_of_a_persons_events_is_as_it_was_agreed() {
    agreed!("events_of_a_person", PersonEvent);
}

#[test]
fn the_stored_shape_of_an_engagements_events_is_as_it_was_agreed() {
    agreed!("events_of_an_engagement", EngagementEvent);
}

#[test]
fn the_stored_shape_of_a_relationships_events_is_as_it_was_agreed() {
    agreed!("events_of_a_relationship", RelationshipEvent);
}

#[test]
fn the_stored_shape_of_a_concerns_events_is_as_it_was_agreed() {
    agreed!("events_of_a_concern", ConcernEvent);
}

#[test]
fn the_stored_shape_of_an_outings_events_is_as_it_was_agreed() {
    agreed!("events_of_an_outing", OutingEvent);
}

#[test]
fn the_stored_shape_of_a_places_events_is_as_it_was_agreed() {
    agreed!("events_of_a_place", PlaceEvent);
}

#[test]
fn every_event_ever_stored_loads_folds_and_is_written_again_as_it_was() {
    holds_its_promise::<Person>();
    holds_its_promise::<Engagement>();
    holds_its_promise::<Relationship>();
    holds_its_promise::<Concern>();
    holds_its_promise::<Outing>();
    holds_its_promise::<Place>();
}
