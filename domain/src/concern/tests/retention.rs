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
fn taking_it_up_again_and_closing_it_with_an_old_day_ends_its_time_no_earlier() {
    let again = closed().on("2036-04-01").given(Ask::TakeUpAgain { reason: words("It happened again") });
    let what = "it was taken up again";
    let refused = Err(No::Before { field: "settled_on", first_on: day("2036-04-01"), what });
    assert_eq!(again.when(settle("2026-03-12")), refused);
    assert_eq!(again.when(settle("2036-03-31")), refused);
    assert_eq!(again.given(settle("2036-04-01")).concern.kept_until(), Some(day("2046-04-01")));
}

#[test]
fn what_is_kept_longer_is_kept_so_long_also_when_it_is_taken_up_and_closed_anew() {
    let kept = closed().on("2026-03-12").given(longer("2041-03-12"));
    let again = kept.on("2027-01-01").given(Ask::TakeUpAgain { reason: words("It happened again") });
    assert_eq!(again.concern.kept_until(), None);
    assert_eq!(again.given(settle("2027-01-01")).concern.kept_until(), Some(day("2041-03-12")));
}

#[test]
fn it_was_not_dealt_with_before_the_council_answered() {
    let referral = ConcernReferral { to: ReferredTo::Council, words: None, reference: None };
    let refer = Ask::Refer { referral, referred_on: day("2026-03-14"), despite: None };
    let decision = CouncilDecision { answer: CouncilAnswer::NotMet, reference: None, words: None };
    let answered = Ask::RecordDecision { decision, decided_on: day("2026-03-20") };
    let story = Story::taken_over().on("2026-03-14").given(refer).on("2026-03-25").given(answered);
    let early = story.when(settle("2026-03-19"));
    assert!(matches!(early, Err(No::Before { first_on, .. }) if first_on == day("2026-03-20")), "{early:?}");
    assert!(story.when(settle("2026-03-20")).is_ok());
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
