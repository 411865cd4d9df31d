//! A map that was a mistake: set aside with its reason, and out of everything that is counted over maps.

use super::*;

fn back(number: u128) -> PersonCommand {
    PersonCommand::TakeMapBack { map_id: id(number), reason: words("These are his brother's people") }
}

fn two_maps() -> Given {
    known(&[]).after(take_map(1, "2026-01-10", vec![friend(1), friend(2), friend(3)])).after(take_map(
        2,
        "2026-02-01",
        vec![friend(1)],
    ))
}

#[test]
fn a_map_taken_back_is_neither_the_first_nor_the_latest_and_stays_with_its_reason() {
    let record = two_maps().after(back(1)).state();
    assert_eq!(record.first_map().map(|map| map.map_id), Some(id(2)), "growth is measured from the other");
    let kept = record.map_taken_back(id(1)).expect("it stays");
    assert_eq!((kept.on, kept.map.entries().len()), (day("2026-03-12"), 3));
    assert_eq!(kept.reason.get(), Some(&words("These are his brother's people")));
    let none = two_maps().after(back(2)).after(back(1)).state();
    assert_eq!((none.first_map(), none.latest_map()), (None, None));
    let order: Vec<MapId> = none.maps_taken_back.iter().map(|back| back.map.map_id).collect();
    assert_eq!(order, [id(1), id(2)], "in the order of their days");
}

#[test]
fn a_map_is_taken_back_once_and_never_taken_again() {
    let record = two_maps().after(back(1));
    let refusal = MapError::TakenBack { map_id: id(1), on: day("2026-03-12") };
    assert_eq!(record.when(back(1)), Err(refusal.into()));
    assert_eq!(record.when(back(9)), Err(MapError::Unknown { map_id: id(9) }.into()));
    let again = record.when(take_map(1, "2026-02-01", vec![]));
    assert_eq!(again, Err(PersonError::MapAlreadyTaken { map_id: id(1) }));
}

#[test]
fn a_record_whose_only_map_was_taken_back_still_has_a_story() {
    let record = known(&[]).after(take_map(1, "2026-02-01", vec![])).after(back(1));
    assert_eq!(record.when(PersonCommand::TakeBackRegistration), Err(PersonError::HasAStory));
}

#[test]
fn whoever_is_forgotten_leaves_neither_who_stood_there_nor_the_reason() {
    let mut record = two_maps().after(back(1));
    let forgotten_on = day("2026-03-12");
    record.events.push(PersonEvent::PersonForgotten { person_id: gordon(), forgotten_on });
    let state = record.state();
    let kept = state.map_taken_back(id(1)).expect("that it was there stays");
    assert_eq!((kept.map.unpaid_size(), kept.reason.get()), (None, None));
}

/// Another record of the same person: with a map of its own, and one that it took back itself.
fn together() -> Given {
    let other: PersonId = id(2);
    let registered = PersonEvent::PersonRegistered {
        person_id: other,
        kind: PersonKind::Supported,
        details: Personal::about(other, details()),
        registered_on: day("2026-01-05"),
    };
    let theirs = Given { events: vec![registered], today: day("2026-03-12") }
        .after(take_map(7, "2026-01-20", vec![friend(4)]))
        .after(take_map(8, "2026-01-25", vec![]))
        .after(back(8));
    two_maps().after(PersonCommand::TakeInDuplicate { from: other, facts: theirs.events, between: None })
}

#[test]
fn put_together_the_maps_of_both_count_and_those_taken_back_on_either_do_not() {
    let record = together().after(back(1)).state();
    let counting: Vec<MapId> = record.maps.iter().map(|map| map.map_id).collect();
    let aside: Vec<MapId> = record.maps_taken_back.iter().map(|back| back.map.map_id).collect();
    assert_eq!((counting, aside), (vec![id(7), id(2)], vec![id(1), id(8)]));
}

#[test]
fn taken_apart_a_taking_back_stays_with_the_map_that_it_is_about() {
    let other: PersonId = id(2);
    let both = together().after(back(1)).after(back(7));
    let state = both.state();
    let kept = state.map_taken_back(id(7)).expect("taken back");
    assert_eq!(kept.reason.subject(), other, "said of whom the map is about");
    let follows = state.taken_in_from(other).expect("taken in").follows();
    assert_eq!(follows.len(), 1);
    let own = both.after(PersonCommand::GiveBackDuplicate { from: other }).state();
    let mut expected = two_maps().after(back(1)).state();
    expected.told_apart.insert(other);
    assert_eq!(own, expected);

    let PersonEvent::DuplicateTakenIn { facts, .. } = &both.events[both.events.len() - 3] else {
        panic!("taken in before the two were taken back")
    };
    let theirs = Given { events: facts.clone(), today: day("2026-03-12") }
        .after(PersonCommand::MergeInto { into: gordon() })
        .after(PersonCommand::Unmerge { facts: follows })
        .state();
    assert!(
        theirs.maps.is_empty()
            && theirs.map_taken_back(id(7)).is_some()
            && theirs.map_taken_back(id(8)).is_some()
    );
}
