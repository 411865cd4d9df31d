//! What stays when a key is gone: a concern outlives the person's, and says nothing without its own.

use super::*;

/// The same event with every sealed value gone.
fn erased(event: &Event) -> Event {
    fn erase(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Object(fields) if fields.contains_key("@personal") => {
                fields.remove("value");
            }
            serde_json::Value::Object(fields) => fields.values_mut().for_each(erase),
            serde_json::Value::Array(items) => items.iter_mut().for_each(erase),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(event).expect("it can be stored");
    erase(&mut value);
    serde_json::from_value(value).expect("an erased event loads")
}

#[test]
fn without_its_key_a_concern_still_says_when_and_nothing_else() {
    let report = Report { source_account: Some(HOPE), ..told() };
    let asked = [
        Ask::TakeOver,
        Ask::Refer {
            referral: ConcernReferral { to: ReferredTo::Council, words: None, reference: None },
            referred_on: day("2026-03-12"),
            despite: None,
        },
    ];
    let mut story = Story::nothing();
    let mut concern = Concern::default();
    let first = Ask::Report {
        concern_id: ConcernId(Uuid::from_u128(3)),
        person_id: PersonId(Uuid::from_u128(4)),
        relationship_id: None,
        report: Box::new(report),
        called: None,
    };
    for ask in std::iter::once(first).chain(asked) {
        let events = story.when(ask).expect("the story goes on");
        for event in &events {
            story.concern.evolve(event);
            concern.evolve(&erased(event));
        }
    }
    assert_eq!(concern.raised_on, Some(day("2026-03-12")));
    assert_eq!((concern.known(), concern.stage()), (None, ConcernStage::Open));
}
