//! A record that took another one in, folded from events in which nothing can be read any more, is what it was when it
//! was forgotten while it could.

use super::merging::{duplicate, other, theirs};
use super::*;
use serde_json::Value;

/// The same facts after the keys of everybody in them were destroyed.
fn erased(events: &[PersonEvent]) -> Vec<PersonEvent> {
    fn erase(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                if fields.contains_key("@personal") {
                    fields.remove("value");
                }
                fields.values_mut().for_each(erase);
            }
            Value::Array(all) => all.iter_mut().for_each(erase),
            _ => {}
        }
    }
    let mut json = serde_json::to_value(events).expect("JSON");
    erase(&mut json);
    serde_json::from_value(json).expect("facts")
}

/// What a record says, with needs, notes and wishes as asked for, by whoever seals them.
fn said(
    seal: impl Fn(&str) -> Personal<Words>,
    of: PersonId,
    (needs, notes, wishes): (bool, bool, bool),
) -> Vec<PersonEvent> {
    let mut facts = Vec::new();
    if needs {
        facts.push(PersonEvent::CommunicationNeedsRecorded {
            needs: Personal::about(of, Vec::new()),
            notes: notes.then(|| seal("Slowly, please")),
            recorded_on: day("2026-02-01"),
        });
    }
    if wishes {
        let told_on = if of == other() { day("2026-02-03") } else { day("2026-02-02") };
        let wishes = Personal::about(of, MeetingWishes::default());
        facts.push(PersonEvent::MeetingWishesTold { wishes, told_on });
    }
    facts
}

#[test]
fn a_record_folded_after_its_erasure_is_the_one_that_was_erased() {
    let each = [(false, false, false), (true, false, true), (true, true, false), (true, true, true)];
    for own in each {
        for others in each {
            let own_facts = said(|text| about(words(text)), gordon(), own);
            let other_facts = duplicate(&said(|text| theirs(words(text)), other(), others));
            let taken_in = PersonEvent::DuplicateTakenIn {
                from: other(),
                facts: other_facts,
                taken_in_on: day("2026-03-01"),
                taken_in_by: AccountId::default(),
            };
            let forgotten =
                PersonEvent::PersonForgotten { person_id: gordon(), forgotten_on: day("2026-03-12") };
            let mut given = known(&own_facts);
            given.events.extend([taken_in, forgotten]);
            let live = given.state();
            given.events = erased(&given.events);
            assert_eq!(given.state(), live, "own {own:?}, the other's {others:?}");
        }
    }
}
