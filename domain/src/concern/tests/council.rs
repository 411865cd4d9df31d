//! Passing it on, and what comes back.

use super::*;

fn refer(to: ReferredTo, despite: Option<&str>) -> Ask {
    let referral = ConcernReferral { to, words: None, reference: Some(line("SA-991")) };
    Ask::Refer { referral, referred_on: day("2026-03-12"), despite: despite.map(words) }
}

fn decided(on: &str) -> Ask {
    let decision = CouncilDecision { answer: CouncilAnswer::Enquiry, reference: None, words: None };
    Ask::RecordDecision { decision, decided_on: day(on) }
}

fn refusing() -> Story {
    Story::told_of(Report { consent: Some(ConsentToRefer::No), ..told() }).given(Ask::TakeOver)
}

#[test]
fn after_the_council_is_told_its_answer_is_awaited_and_it_is_not_closed_before() {
    let waiting = Story::taken_over().given(refer(ReferredTo::Council, None));
    assert_eq!(waiting.concern.stage(), ConcernStage::Waiting);
    let refusal = No::WaitingForCouncil { referred_on: day("2026-03-12") };
    assert_eq!(waiting.when(settle("2026-03-12")), Err(refusal));
    let answered = waiting.given(decided("2026-03-12"));
    assert_eq!(answered.concern.stage(), ConcernStage::Open);
    assert!(answered.when(settle("2026-03-12")).is_ok());
}

#[test]
fn telling_the_police_is_no_waiting_for_the_council() {
    let told = Story::taken_over().given(refer(ReferredTo::Police, None));
    assert_eq!((told.concern.stage(), told.concern.council_told_on()), (ConcernStage::Open, None));
    assert_eq!(told.when(decided("2026-03-12")), Err(No::CouncilNotTold));
}

#[test]
fn the_council_has_not_decided_before_it_was_told() {
    let waiting = Story::taken_over().given(refer(ReferredTo::Council, None));
    assert!(matches!(waiting.when(decided("2026-03-11")), Err(No::Before { field: "decided_on", .. })));
    assert!(matches!(waiting.when(decided("2026-03-13")), Err(No::Date { field: "decided_on", .. })));
}

#[test]
fn against_the_persons_no_it_is_passed_on_only_with_a_reason_which_is_kept_with_the_report() {
    assert_eq!(refusing().when(refer(ReferredTo::Council, None)), Err(No::NoReasonToOverride));
    let because = "Her sister is at risk too";
    let story = refusing().given(refer(ReferredTo::Council, Some(because)));
    assert_eq!(
        story.concern.known().and_then(|known| known.overridden_because.clone()),
        Some(words(because))
    );
    assert!(story.when(refer(ReferredTo::Police, None)).is_ok(), "it is written down now");
}

#[test]
fn whoever_raised_it_is_told_also_after_it_is_closed() {
    let told = Ask::TellRaiser { words: words("It is dealt with"), told_on: day("2026-03-12") };
    let story = Story::taken_over().given(settle("2026-03-12")).given(told);
    assert_eq!(story.concern.raiser_told_on, Some(day("2026-03-12")));
}
