//! A concern about somebody whose record was put together with another one, and taken apart again.

use super::*;

fn replace(was: u128, by: u128) -> Ask {
    Ask::ReplacePerson { was: PersonId(Uuid::from_u128(was)), by: PersonId(Uuid::from_u128(by)) }
}

#[test]
fn it_goes_with_the_record_and_comes_back_as_it_was() {
    let before = Story::taken_over();
    let moved = before.clone().given(replace(4, 5));
    assert_eq!(moved.concern.person_id, PersonId(Uuid::from_u128(5)));
    assert_eq!(moved.concern.told_of(), PersonId(Uuid::from_u128(4)));
    assert_eq!(moved.concern.known(), before.concern.known(), "every word is sealed under its own key");
    assert_eq!(moved.given(replace(5, 4)).concern, before.concern);
}

#[test]
fn one_about_somebody_else_does_not_move() {
    let before = Story::told();
    assert_eq!(before.clone().given(replace(6, 5)).concern, before.concern);
}
