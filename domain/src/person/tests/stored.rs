//! What is stored is a promise: every event has a fixture that loads as it was written, erased too.

use std::collections::BTreeSet;
use std::fs;

use serde_json::Value;
use strum::VariantNames;

use super::*;

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/events/person");

/// `PersonDied` is kept in `person_died.v1.json`.
fn file_name(event: &str) -> String {
    let mut name = String::new();
    for letter in event.chars() {
        if letter.is_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.extend(letter.to_lowercase());
    }
    name + ".v1.json"
}

fn fixture(event: &str) -> Value {
    let path = format!("{FIXTURES}/{}", file_name(event));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What is left of the JSON when every key has been destroyed.
fn erase(json: &mut Value) {
    match json {
        Value::Object(fields) if fields.contains_key("@personal") => {
            fields.remove("value");
        }
        Value::Object(fields) => fields.values_mut().for_each(erase),
        Value::Array(items) => items.iter_mut().for_each(erase),
        _ => {}
    }
}

fn load(json: &Value) -> PersonEvent {
    serde_json::from_value(json.clone()).unwrap_or_else(|error| panic!("{json}: {error}"))
}

#[test]
fn every_event_has_a_fixture_and_every_fixture_an_event() {
    let wanted: BTreeSet<String> = PersonEvent::VARIANTS.iter().map(|event| file_name(event)).collect();
    let kept: BTreeSet<String> = fs::read_dir(FIXTURES)
        .expect("the folder of fixtures")
        .map(|file| file.expect("a file").file_name().into_string().expect("a name"))
        // A field that came later has a fixture beside the first.
        .filter(|name| name.ends_with(".v1.json"))
        .collect();
    assert_eq!(kept, wanted);
}

#[test]
fn every_fixture_loads_and_is_written_again_as_it_was() {
    for event in PersonEvent::VARIANTS {
        let stored = fixture(event);
        let loaded = load(&stored);
        assert_eq!(<&str>::from(&loaded), *event);
        assert_eq!(serde_json::to_value(&loaded).expect("JSON"), stored, "{event}");
    }
}

#[test]
fn every_fixture_loads_after_its_person_was_forgotten_and_the_record_still_folds() {
    let mut person = Person::default();
    for event in PersonEvent::VARIANTS {
        let mut stored = fixture(event);
        erase(&mut stored);
        let loaded = load(&stored);
        assert_eq!(serde_json::to_value(&loaded).expect("JSON"), stored, "{event}");
        person.evolve(&loaded);
    }
    assert_eq!(person.called(), None);
    assert!(person.forgotten_on.is_some());
}
