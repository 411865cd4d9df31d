//! Arranging a first meeting, and whether it happened.

use super::*;
use crate::shared::calendar::DateError;

#[test]
fn a_meeting_can_be_arranged_ahead_and_arranged_anew() {
    let told = Story::agreed().on("2025-10-25").given(arrange("2025-11-03"));
    assert!(told.tie.is_open());
    assert_eq!(told.tie.introduction.arranged_on, Some(day("2025-10-25")));
    assert_eq!(told.when(arrange("2025-11-03")), Ok(vec![]));
    let told = told.given(arrange("2025-11-05"));
    assert_eq!(told.tie.introduction.meeting, Some(Meeting { on: day("2025-11-05"), at: None }));
}

#[test]
fn a_meeting_is_not_arranged_for_before_it_was_proposed() {
    let (on, proposed_on) = (day("2025-10-01"), day("2025-10-20"));
    let refusal = No::BeforeProposal { field: "on", on, proposed_on };
    assert_eq!(Story::agreed().when(arrange("2025-10-01")), Err(refusal));
}

#[test]
fn a_meeting_is_not_arranged_for_another_century() {
    let (on, latest) = (day("9999-12-31"), day("2035-10-25"));
    let refusal = No::Date { field: "on", problem: DateError::TooFarAhead { on, latest } };
    assert_eq!(Story::agreed().on("2025-10-25").when(arrange("9999-12-31")), Err(refusal));
}

#[test]
fn what_did_not_happen_is_kept_and_can_be_arranged_again() {
    let told = Story::arranged().given(no_meeting("2025-11-03"));
    assert_eq!(told.tie.introduction.state, IntroductionState::DidNotHappen);
    assert!(!told.tie.is_open());
    let missed = Missed {
        meeting: Some(Meeting { on: day("2025-11-03"), at: None }),
        reason: NoMeetingReason::Weather,
        on: day("2025-11-03"),
    };
    assert_eq!(told.tie.introduction.missed, vec![missed.clone()]);
    let told = told.given(arrange("2025-11-10"));
    assert_eq!(told.tie.introduction.state, IntroductionState::Arranged);
    assert_eq!(told.tie.introduction.missed, vec![missed]);
}

#[test]
fn only_an_arranged_meeting_can_fail_to_happen() {
    assert_eq!(Story::agreed().when(no_meeting("2025-11-03")), Err(No::NotArranged));
    assert_eq!(
        Story::met().when(no_meeting("2025-11-03")),
        Err(No::AlreadyMet { met_on: day("2025-11-03") })
    );
}

#[test]
fn they_may_meet_by_chance_once_both_said_yes() {
    let meet = Ask::RecordMeeting { met_on: day("2025-11-01") };
    assert_eq!(Story::proposed().given(agree(Party::Other)).when(meet.clone()), {
        Err(No::BothMustAgree { missing: vec![Party::Person] })
    });
    let told = Story::agreed().given(meet);
    assert_eq!((told.tie.stage(), told.tie.met_on()), (Stage::Introduced, Some(day("2025-11-01"))));
}

#[test]
fn they_meet_once_not_ahead_of_time_and_not_before_the_proposal() {
    let meet = |on| Ask::RecordMeeting { met_on: day(on) };
    let told = Story::arranged();
    let problem = DateError::InTheFuture { on: day("2026-03-13") };
    assert_eq!(told.when(meet("2026-03-13")), Err(No::Date { field: "met_on", problem }));
    let (on, proposed_on) = (day("2025-10-19"), day("2025-10-20"));
    let refusal = No::BeforeProposal { field: "met_on", on, proposed_on };
    assert_eq!(told.when(meet("2025-10-19")), Err(refusal));
    assert_eq!(Story::met().when(meet("2025-11-03")), Ok(vec![]));
    assert_eq!(Story::met().when(meet("2025-11-04")), Err(No::AlreadyMet { met_on: day("2025-11-03") }));
}

#[test]
fn a_next_step_needs_a_meeting_and_can_be_chosen_anew() {
    assert_eq!(Story::arranged().when(next_step(NextStep::Continue)), Err(No::NotMet));
    let told = Story::met().given(next_step(NextStep::NotAFit));
    assert!(!told.tie.is_open());
    assert_eq!(told.when(next_step(NextStep::NotAFit)), Ok(vec![]));
    assert!(told.given(next_step(NextStep::Continue)).tie.is_open());
    let refusal = No::AlreadySelfSustaining { declared_on: day("2026-03-12") };
    assert_eq!(Story::declared().when(next_step(NextStep::Pause)), Err(refusal));
}
