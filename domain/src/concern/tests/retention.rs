//! A concern whose time is over: due, kept longer, held back, destroyed.

use super::*;

fn closed() -> Story {
    Story::taken_over().given(settle("2026-03-12"))
}

fn destroy(another_is_open: bool) -> Ask {
    Ask::DecideDestruction { ground: DestructionGround::TimeOver, another_is_open }
}

fn longer(until: &str) -> Ask {
    Ask::KeepLonger { until: day(until), reason: words("The review asks for it") }
}

#[test]
fn it_is_destroyed_only_once_its_time_is_over() {
    assert_eq!(Story::nothing().when(destroy(false)), Err(No::NotReported));
    assert_eq!(Story::taken_over().when(destroy(false)), Err(No::NotClosedYet));
    let until = day("2036-03-12");
    let early = closed().on("2036-03-11");
    assert!(!early.concern.is_due_to_be_destroyed(day("2036-03-11")));
    assert_eq!(early.when(destroy(false)), Err(No::KeptStill { until }));
    let due = closed().on("2036-03-12");
    assert!(due.concern.is_due_to_be_destroyed(until));
    let decided = Event::DestructionDecided {
        ground: DestructionGround::TimeOver,
        decided_by: GRACE,
        decided_on: until,
    };
    assert_eq!(due.when(destroy(false)), Ok(vec![decided]));
}

#[test]
fn what_is_open_about_the_same_person_holds_it_back() {
    assert_eq!(closed().on("2036-03-12").when(destroy(true)), Err(No::HeldBack));
}

#[test]
fn taken_up_again_it_has_no_end_until_it_is_closed_anew() {
    let again = closed().on("2030-01-01").given(Ask::TakeUpAgain { reason: words("It happened again") });
    assert_eq!(again.concern.kept_until(), None);
    assert_eq!(again.clone().on("2036-03-12").when(destroy(false)), Err(No::NotClosedYet));
    assert_eq!(again.given(settle("2030-01-01")).concern.kept_until(), Some(day("2040-01-01")));
}

#[test]
fn it_is_kept_longer_for_a_reason_and_a_while_and_is_due_again_afterwards() {
    let due = closed().on("2036-04-01");
    let reach = Err(No::LongerOutOfReach { after: day("2036-04-01"), latest: day("2041-04-01") });
    assert_eq!(due.when(longer("2036-04-01")), reach);
    assert_eq!(due.when(longer("2041-04-02")), reach);
    assert_eq!(Story::taken_over().when(longer("2041-04-01")), Err(No::NotClosedYet));
    let kept = due.given(longer("2038-01-31"));
    assert_eq!(kept.concern.kept_until(), Some(day("2038-01-31")));
    let until = day("2038-01-31");
    assert_eq!(kept.when(destroy(false)), Err(No::KeptStill { until }));
    assert!(kept.on("2038-01-31").when(destroy(false)).is_ok());
}

#[test]
fn what_is_to_be_destroyed_takes_nothing_and_is_read_by_nobody() {
    let story = closed().on("2036-03-12").given(destroy(false));
    let refused = Err(No::Destroyed { decided_on: day("2036-03-12") });
    for ask in [Ask::Read, destroy(false), longer("2038-01-31"), Ask::TakeOver] {
        assert_eq!(story.when(ask), refused);
    }
    assert_eq!(story.concern.reading(GRACE, true), Reading::Nothing);
    let (was, by) = (PersonId(Uuid::from_u128(4)), PersonId(Uuid::from_u128(5)));
    assert!(story.when(Ask::ReplacePerson { was, by }).is_ok_and(|events| events.len() == 1));
}

#[test]
fn that_it_is_destroyed_is_confirmed_once_and_says_no_word_afterwards() {
    assert_eq!(closed().when(Ask::ConfirmDestroyed), Err(No::NotDecided));
    let story = closed().on("2036-03-12").given(destroy(false)).given(Ask::ConfirmDestroyed);
    assert_eq!(story.when(Ask::ConfirmDestroyed), Ok(Vec::new()));
    let text = serde_json::to_string(&story.concern).expect("JSON");
    for said in ["card", "bank", "Gordon"] {
        assert!(!text.contains(said), "{said} in {text}");
    }
    assert_eq!(story.concern.raised_on, Some(day("2026-03-12")));
}
