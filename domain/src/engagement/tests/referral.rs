//! From the referral to the person's yes.

use super::*;
use crate::shared::calendar::DateError;

#[test]
fn a_referral_begins_an_engagement() {
    let story = referred();
    assert_eq!(story.state.stage, Stage::Referred);
    assert_eq!(story.state.person_id, id(2));
    assert_eq!(story.state.received_on, Some(day("2026-03-02")));
}

#[test]
fn a_second_referral_on_the_same_engagement_is_refused() {
    let received_on = day("2026-03-02");
    referred().refuses(receive(), EngagementError::AlreadyReferred { received_on });
}

#[test]
fn nothing_can_be_asked_before_there_is_a_referral() {
    let everything = [decide(true), note_consent(), agree(), deliver(1, "2026-03-01", 60), C::Close];
    Story::nothing_yet().refuses_all(everything, EngagementError::NotReferred);
}

#[test]
fn a_referral_that_comes_tomorrow_has_not_come() {
    let why = DateError::InTheFuture { on: day("2026-03-02") };
    let refusal = EngagementError::Date { field: "received_on", why };
    assert_eq!(refusal.field(), Some("received_on"));
    Story::nothing_yet().on("2026-03-01").refuses(receive(), refusal);
}

#[test]
fn work_that_had_begun_already_says_since_when() {
    let story = Story::nothing_yet().on("2027-03-01").then(under_way("2026-04-07"));
    assert_eq!(story.state.under_way_since, Some(day("2026-04-07")));
    assert_eq!(story.state.stage, Stage::Referred);

    let none = Story::nothing_yet().on("2026-03-10");
    let why = DateError::InTheFuture { on: day("2026-03-11") };
    none.refuses(under_way("2026-03-11"), EngagementError::Date { field: "under_way_since", why });
    let (field, on, after) = ("under_way_since", day("2026-03-01"), day("2026-03-02"));
    none.refuses(under_way("2026-03-01"), EngagementError::OutOfOrder { field, on, after });
}

#[test]
fn a_decision_straight_from_the_referral_starts_the_screening_too() {
    let events = referred().asked(decide(true)).expect("allowed");
    assert_eq!(events[0], EngagementEvent::ScreeningStarted { started_on: day("2026-03-10") });
    assert!(matches!(events[1], EngagementEvent::EligibilityDecided { eligible: true, .. }));
    assert_eq!(eligible().state.stage, Stage::Screening);
}

#[test]
fn screening_starts_once_and_not_before_the_referral() {
    let too_early = C::StartScreening { started_on: day("2026-03-01") };
    let (on, received_on) = (day("2026-03-01"), day("2026-03-02"));
    referred().refuses(too_early, EngagementError::BeforeReferral { field: "started_on", on, received_on });

    let begun = referred().then(C::StartScreening { started_on: day("2026-03-05") });
    let again = C::StartScreening { started_on: day("2026-03-05") };
    let refusal = EngagementError::WrongStage { stage: Stage::Screening, wanted: &[Stage::Referred] };
    begun.refuses(again, refusal);
    assert_eq!(begun.asked(decide(true)).expect("allowed").len(), 1);
}

#[test]
fn a_decision_before_the_screening_is_refused() {
    let begun = referred().on("2026-03-12").then(C::StartScreening { started_on: day("2026-03-12") });
    let (on, after) = (day("2026-03-10"), day("2026-03-12"));
    begun.refuses(decide(true), EngagementError::OutOfOrder { field: "decided_on", on, after });
}

#[test]
fn eligibility_is_decided_once() {
    let decided_on = day("2026-03-10");
    let refusal = EngagementError::EligibilityAlreadyDecided { decided_on, eligible: true };
    eligible().refuses(decide(false), refusal);
}

#[test]
fn saying_no_to_someone_needs_a_reason() {
    let no = C::DecideEligibility {
        decided_on: day("2026-03-10"),
        eligible: false,
        rule: line("Lives in the borough"),
        reason: None,
    };
    referred().refuses(no, EngagementError::EligibilityReasonMissing);
}

#[test]
fn after_a_no_the_referral_can_only_be_closed() {
    let declined = referred().then(decide(false));
    let waitlist = C::Waitlist { listed_on: day("2026-03-10"), priority: 1, expected_start: None };
    let refusal = EngagementError::NotEligible { decided_on: day("2026-03-10") };
    declined.on("2026-03-16").refuses_all([waitlist, ask_consent(), note_consent()], refusal);

    let closed = referred().then(decide(false)).then(close_referral());
    assert_eq!(closed.state.stage, Stage::ReferralClosed);
}

#[test]
fn nobody_is_asked_before_eligibility_is_decided() {
    let screening = referred().then(C::StartScreening { started_on: day("2026-03-10") }).on("2026-03-16");
    let waitlist = C::Waitlist { listed_on: day("2026-03-10"), priority: 1, expected_start: None };
    let refusal = EngagementError::EligibilityNotDecided;
    screening.refuses_all([waitlist, ask_consent(), note_consent()], refusal);
}

#[test]
fn a_place_on_the_waiting_list_can_change_and_the_same_again_changes_nothing() {
    let place = |priority| C::Waitlist {
        listed_on: day("2026-03-12"),
        priority,
        expected_start: Some(day("2026-05-04")),
    };
    let waiting = eligible().then(place(2));
    assert_eq!(waiting.state.stage, Stage::Waitlisted);
    waiting.changes_nothing(place(2));
    waiting.refuses(place(0), EngagementError::PriorityCountsFromOne);
    assert_eq!(waiting.clone().then(place(1)).state.waiting.map(|place| place.priority), Some(1));
    assert_eq!(waiting.then(ask_consent()).state.stage, Stage::AwaitingConsent);
}

#[test]
fn room_is_not_expected_before_the_listing_nor_in_another_century() {
    let expecting =
        |on| C::Waitlist { listed_on: day("2026-03-12"), priority: 1, expected_start: Some(day(on)) };
    let (on, after) = (day("2026-03-11"), day("2026-03-12"));
    let refusal = EngagementError::OutOfOrder { field: "expected_start", on, after };
    eligible().refuses(expecting("2026-03-11"), refusal);
    let (on, latest) = (day("2206-05-04"), day("2036-03-12"));
    let refusal = EngagementError::TooFarAhead { field: "expected_start", on, latest };
    eligible().refuses(expecting("2206-05-04"), refusal);
}

#[test]
fn consent_that_is_not_on_the_persons_record_is_missing() {
    asked_for_consent().refuses(C::NoteConsent { given_on: None }, EngagementError::ConsentMissing);
}

#[test]
fn consent_noted_leads_to_funding_and_a_newer_one_replaces_it() {
    let story = consented();
    assert_eq!(story.state.stage, Stage::AwaitingFunding);
    story.changes_nothing(note_consent());
    let newer = agreed().then(C::NoteConsent { given_on: Some(day("2026-04-02")) });
    assert_eq!(newer.state.stage, Stage::Agreed);
    assert_eq!(newer.state.consent.map(|consent| consent.given_on), Some(day("2026-04-02")));
}

#[test]
fn a_connector_who_has_it_already_is_not_asked_again() {
    let story = agreed();
    story.changes_nothing(C::AllocateConnector { connector: id(4) });
    let handed = story.then(C::AllocateConnector { connector: id(6) });
    assert_eq!(handed.state.connector(), Some(id(6)));
    assert_eq!(handed.state.connectors.len(), 2);
}

#[test]
fn a_connector_can_be_asked_after_the_ending_but_not_after_the_close() {
    let handed = ended().then(C::AllocateConnector { connector: id(6) });
    let closed_on = day("2026-06-01");
    let closed = handed.then(C::Close);
    closed.refuses(C::AllocateConnector { connector: id(7) }, EngagementError::IsClosed { closed_on });
}
