//! An engagement whose person's record was put together with another one, and taken apart again.

use super::*;

fn replace(was: u128, by: u128) -> C {
    C::ReplacePerson { was: id(was), by: id(by) }
}

#[test]
fn it_goes_with_the_record_and_comes_back_as_it_was() {
    let before = active();
    let moved = before.clone().then(replace(2, 3));
    assert_eq!(moved.state.person_id, id(3));
    assert_eq!(moved.state.subject(), id(2), "its words stay where they were sealed");
    let back = moved.then(replace(3, 2));
    assert_eq!(back.state, before.state);
}

#[test]
fn what_is_not_the_persons_does_not_move() {
    active().changes_nothing(replace(4, 3));
    active().changes_nothing(replace(2, 2));
    Story::nothing_yet().refuses(replace(0, 3), EngagementError::NotReferred);
}

#[test]
fn what_is_said_after_it_moved_is_sealed_as_what_was_said_before() {
    let moved = active().then(replace(2, 3)).then(C::Extend {
        new_end: day("2026-11-01"),
        minutes_per_week: 180,
        added_budget: Money(60_000),
        reason: words("One friendship is new"),
        needs_agreement: false,
    });
    let reason = &moved.state.term.as_ref().expect("agreed").extensions[0].reason;
    assert_eq!(reason.subject(), id(2));
}

#[test]
fn whoever_it_is_of_takes_every_word_along_when_they_are_forgotten() {
    let mut moved = active().then(replace(2, 3)).state;
    assert!(!moved.agreed_goals().is_empty());
    moved.forget(id(3));
    assert!(
        moved.agreed_goals().is_empty() && moved.referral_reason.is_none_or(|reason| reason.get().is_none())
    );
}
