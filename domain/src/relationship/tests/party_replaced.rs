//! Relationships of somebody whose record was put together with another one, and taken apart again.

use super::*;

const OTHER_RECORD: u128 = 9;

fn replace(was: u128, by: u128) -> Ask {
    Ask::ReplaceParty { was: person(was), by: person(by) }
}

#[test]
fn either_of_the_two_goes_on_under_the_other_record_and_comes_back() {
    let before = Story::met();
    for (party, who) in [(Party::Person, GORDON), (Party::Other, PAT)] {
        let moved = before.clone().given(replace(who, OTHER_RECORD));
        assert_eq!(moved.tie.party_id(party), person(OTHER_RECORD));
        assert_eq!(moved.tie.subject(party), person(who), "their words stay where they were sealed");
        assert_eq!(moved.given(replace(OTHER_RECORD, who)).tie, before.tie);
    }
}

#[test]
fn what_is_between_two_others_does_not_move() {
    assert_eq!(Story::met().when(replace(OTHER_RECORD, 3)), Ok(vec![]));
    assert_eq!(Story::met().when(replace(GORDON, GORDON)), Ok(vec![]));
    assert_eq!(Story::untold().when(replace(0, OTHER_RECORD)), Ok(vec![]));
}

#[test]
fn nobody_comes_to_have_a_relationship_with_themselves() {
    assert_eq!(Story::met().when(replace(PAT, GORDON)), Err(RelationshipError::SamePerson));
    assert_eq!(Story::met().when(replace(GORDON, PAT)), Err(RelationshipError::SamePerson));
}

#[test]
fn what_either_says_later_is_sealed_as_before_and_goes_with_who_they_are() {
    let moved = Story::met().given(replace(GORDON, OTHER_RECORD)).given(log(contact(1, "2026-02-08")));
    let mut tie = moved.tie;
    let note = |tie: &Relationship| {
        let logged = tie.contacts.iter().find(|logged| logged.contact.contact_id == contact_id(1));
        logged.and_then(|logged| logged.note.clone()).expect("a note")
    };
    assert_eq!(note(&tie).subject(), person(GORDON));
    tie.forget(person(OTHER_RECORD));
    assert_eq!(note(&tie).get(), None);
    assert!(tie.shared.expect("proposed").get().is_none());
}
