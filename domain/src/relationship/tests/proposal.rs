//! Proposing that they meet, and what each says.

use super::*;
use crate::shared::calendar::DateError;

#[test]
fn a_proposal_says_who_and_what_they_share() {
    let told = Story::proposed();
    assert_eq!(told.tie.stage(), Stage::Prospect);
    assert_eq!((told.tie.person_id, told.tie.other_id), (person(GORDON), person(PAT)));
    assert_eq!(told.tie.shared, Some(Personal::about(person(GORDON), line("Growing vegetables"))));
    assert_eq!(told.tie.introduction.state, IntroductionState::Proposed);
    assert!(!told.tie.is_open());
}

#[test]
fn each_fact_that_does_not_hold_is_a_refusal_of_its_own() {
    let other = RelationshipId(Uuid::from_u128(99));
    let cases = [
        (ProposalFacts { someone_is_gone: true, ..facts() }, No::SomeoneIsGone),
        (ProposalFacts { engagement_is_active: false, ..facts() }, No::EngagementNotActive),
        (ProposalFacts { person_consents: false, ..facts() }, No::PersonDoesNotConsent),
        (ProposalFacts { other_refused: true, ..facts() }, No::OtherRefused),
        (ProposalFacts { not_brought_together: true, ..facts() }, No::NotBroughtTogether),
        (ProposalFacts { too_young: true, ..facts() }, No::TooYoung),
        (ProposalFacts { already: Some(other), ..facts() }, No::AlreadyKnown { relationship_id: other }),
    ];
    for (known, refusal) in cases {
        assert_eq!(Story::untold().when(propose(known)), Err(refusal));
    }
}

#[test]
fn a_proposal_whose_facts_nobody_filled_in_is_refused() {
    assert_eq!(Story::untold().when(propose(ProposalFacts::default())), Err(No::EngagementNotActive));
}

#[test]
fn nobody_is_introduced_to_themselves() {
    let mut ask = propose(facts());
    if let Ask::Propose { other_id, .. } = &mut ask {
        *other_id = person(GORDON);
    }
    assert_eq!(Story::untold().when(ask), Err(No::SamePerson));
}

#[test]
fn what_was_proposed_is_not_proposed_again_even_when_it_was_declined() {
    let refusal = No::AlreadyProposed { proposed_on: day("2025-10-20") };
    assert_eq!(Story::proposed().when(propose(facts())), Err(refusal.clone()));
    let declined = Story::proposed().given(decline(Party::Other));
    assert_eq!(declined.when(propose(facts())), Err(refusal));
}

#[test]
fn a_proposal_in_the_future_is_refused() {
    let told = Story::untold().on("2025-10-19");
    let problem = DateError::InTheFuture { on: day("2025-10-20") };
    assert_eq!(told.when(propose(facts())), Err(No::Date { field: "proposed_on", problem }));
}

#[test]
fn nothing_is_asked_of_an_introduction_that_was_not_proposed() {
    let asks = [
        agree(Party::Person),
        decline(Party::Other),
        arrange("2025-11-03"),
        Ask::RecordMeeting { met_on: day("2025-11-03") },
        no_meeting("2025-11-03"),
        next_step(NextStep::Continue),
        log(contact(1, "2025-11-03")),
        void(1),
        Ask::RecordReciprocity {
            reciprocity: give_and_take(&[Giving::Company], &[]),
            recorded_on: day("2025-12-01"),
        },
        confirm(Party::Person, "2026-03-07", Wish::More),
        Ask::PlanContinuity { plan: plan(), planned_on: day("2026-03-08") },
        Ask::Consolidate { consolidated_on: day("2026-01-12") },
        declare("2026-03-12"),
        ask_override(),
        sign(true),
        check(3, "2026-03-12"),
        Ask::RaiseConcern { raised_on: day("2026-01-12") },
        Ask::CloseConcern { closed_on: day("2026-01-12") },
        lapse("2026-01-20"),
        reopen("2026-02-01"),
    ];
    for ask in asks {
        assert_eq!(Story::untold().when(ask), Err(No::NotProposed));
    }
}

#[test]
fn both_say_yes_before_anything_is_arranged() {
    let told = Story::proposed();
    let both = vec![Party::Person, Party::Other];
    assert_eq!(told.when(arrange("2025-11-03")), Err(No::BothMustAgree { missing: both }));
    let told = told.given(agree(Party::Person));
    assert_eq!(told.tie.introduction.state, IntroductionState::Proposed);
    assert_eq!(told.when(arrange("2025-11-03")), Err(No::BothMustAgree { missing: vec![Party::Other] }));
    let told = told.given(agree(Party::Other));
    assert_eq!(told.tie.introduction.state, IntroductionState::BothAgreed);
    assert!(told.when(arrange("2025-11-03")).is_ok());
}

#[test]
fn an_agreement_keeps_how_and_when_it_was_given() {
    let told = Story::agreed();
    let yes = Answer::Yes { how: AnswerMethod::Spoken, on: day("2025-10-22") };
    assert_eq!(told.tie.introduction.answer(Party::Other), Some(&yes));
}

#[test]
fn someone_whose_consent_stands_against_it_cannot_agree() {
    let ask = Ask::Agree {
        party: Party::Other,
        how: AnswerMethod::Written,
        agreed_on: day("2025-10-22"),
        consent_refused: true,
    };
    assert_eq!(Story::proposed().when(ask), Err(No::ConsentRefused { party: Party::Other }));
}

#[test]
fn agreeing_again_in_the_same_way_changes_nothing_and_in_another_is_refused() {
    let told = Story::agreed();
    assert_eq!(told.when(agree(Party::Person)), Ok(vec![]));
    let ask = Ask::Agree {
        party: Party::Person,
        how: AnswerMethod::Signed,
        agreed_on: day("2025-10-22"),
        consent_refused: false,
    };
    let refusal = No::AlreadyAgreed { party: Party::Person, agreed_on: day("2025-10-22") };
    assert_eq!(told.when(ask), Err(refusal));
}

#[test]
fn nobody_agrees_before_it_is_proposed_or_after_they_met() {
    let ask = |agreed_on| Ask::Agree {
        party: Party::Person,
        how: AnswerMethod::Spoken,
        agreed_on: day(agreed_on),
        consent_refused: false,
    };
    let (on, proposed_on) = (day("2025-10-19"), day("2025-10-20"));
    let refusal = No::BeforeProposal { field: "agreed_on", on, proposed_on };
    assert_eq!(Story::proposed().when(ask("2025-10-19")), Err(refusal));
    assert_eq!(Story::met().when(ask("2025-11-04")), Err(No::AlreadyMet { met_on: day("2025-11-03") }));
}

#[test]
fn a_declined_introduction_is_finished_and_cannot_be_reopened() {
    let told = Story::agreed().given(decline(Party::Other));
    assert_eq!(told.tie.introduction.state, IntroductionState::Declined);
    let reason = Some(Personal::about(person(PAT), words("Too busy")));
    assert_eq!(told.tie.introduction.other, Some(Answer::No { reason, on: day("2025-10-23") }));
    let refusal = No::Declined { party: Party::Other, declined_on: day("2025-10-23") };
    for ask in [agree(Party::Other), decline(Party::Person), arrange("2025-11-03"), lapse("2026-01-20")] {
        assert_eq!(told.when(ask), Err(refusal.clone()));
    }
    assert_eq!(told.when(Ask::RecordMeeting { met_on: day("2025-11-03") }), Err(refusal));
    assert_eq!(told.when(reopen("2026-02-01")), Err(No::NotLapsed));
    assert!(!told.tie.is_open());
}

#[test]
fn nobody_says_no_to_a_meeting_that_happened() {
    let refusal = No::AlreadyMet { met_on: day("2025-11-03") };
    assert_eq!(Story::met().when(decline(Party::Other)), Err(refusal));
}
