//! Going quiet for good and beginning again; being forgotten.

use super::*;
use crate::shared::calendar::DateError;

#[test]
fn after_a_lapse_nothing_goes_on_until_it_is_reopened() {
    let told = Story::lapsed();
    assert_eq!((told.tie.stage(), told.tie.is_open()), (Stage::Lapsed, false));
    let refusal = No::Lapsed { lapsed_on: day("2026-01-20") };
    let asks = [
        log(contact(1, "2026-02-01")),
        next_step(NextStep::Continue),
        confirm(Party::Person, "2026-03-07", Wish::More),
        Ask::PlanContinuity { plan: plan(), planned_on: day("2026-03-08") },
        Ask::Consolidate { consolidated_on: day("2026-03-08") },
        declare("2026-03-12"),
        ask_override(),
        lapse("2026-02-01"),
    ];
    for ask in asks {
        assert_eq!(told.when(ask), Err(refusal.clone()));
    }
    let told = told.given(reopen("2026-02-01"));
    assert_eq!((told.tie.stage(), told.tie.is_open()), (Stage::Introduced, true));
    assert!(told.when(log(contact(1, "2026-02-01"))).is_ok());
    let quieted = Quieted {
        reason: LapseReason::Moved,
        lapsed_on: day("2026-01-20"),
        reopened_on: Some(day("2026-02-01")),
    };
    assert_eq!(told.tie.lapses, vec![quieted]);
}

#[test]
fn a_mistake_is_taken_back_even_after_a_lapse() {
    let told = Story::met().given(log(contact(1, "2025-11-03"))).given(lapse("2026-01-20"));
    assert!(told.when(void(1)).is_ok());
}

#[test]
fn an_idea_that_comes_to_nothing_may_lapse_and_be_taken_up_again() {
    let told = Story::arranged().given(lapse("2026-01-20"));
    assert_eq!((told.tie.stage(), told.tie.is_open()), (Stage::Lapsed, false));
    let told = told.given(reopen("2026-02-01"));
    assert_eq!((told.tie.stage(), told.tie.is_open()), (Stage::Prospect, true));
}

#[test]
fn a_lapse_is_not_before_anything_it_would_end() {
    let told = Story::met();
    let problem = DateError::InTheFuture { on: day("2026-03-13") };
    assert_eq!(told.when(lapse("2026-03-13")), Err(No::Date { field: "lapsed_on", problem }));
    let (field, on) = ("lapsed_on", day("2025-11-02"));
    let refusal = No::BeforeMeeting { field, on, met_on: day("2025-11-03") };
    assert_eq!(told.when(lapse("2025-11-02")), Err(refusal));
    let on = day("2025-10-19");
    let refusal = No::BeforeProposal { field, on, proposed_on: day("2025-10-20") };
    assert_eq!(told.when(lapse("2025-10-19")), Err(refusal));
    let refusal = No::InTouchSince { last_contact_on: day("2026-03-07") };
    assert_eq!(Story::ready().when(lapse("2026-03-06")), Err(refusal));
    let on = day("2026-03-11");
    let refusal = No::BeforeDeclaration { field, on, declared_on: day("2026-03-12") };
    assert_eq!(Story::declared().when(lapse("2026-03-11")), Err(refusal));
    let told = Story::lapsed().given(reopen("2026-02-01"));
    let on = day("2026-01-31");
    let refusal = No::BeforeReopening { field, on, reopened_on: day("2026-02-01") };
    assert_eq!(told.when(lapse("2026-01-31")), Err(refusal));
}

#[test]
fn what_was_not_a_fit_has_ended_already() {
    let told = Story::met().given(next_step(NextStep::NotAFit));
    assert_eq!(told.when(lapse("2026-01-20")), Err(No::NotAFit { chosen_on: day("2025-11-05") }));
}

#[test]
fn only_what_lapsed_is_reopened_and_not_before() {
    assert_eq!(Story::met().when(reopen("2026-02-01")), Err(No::NotLapsed));
    let (on, lapsed_on) = (day("2026-01-19"), day("2026-01-20"));
    let refusal = No::BeforeLapse { field: "reopened_on", on, lapsed_on };
    assert_eq!(Story::lapsed().when(reopen("2026-01-19")), Err(refusal));
    let problem = DateError::InTheFuture { on: day("2026-03-13") };
    let refusal = No::Date { field: "reopened_on", problem };
    assert_eq!(Story::lapsed().when(reopen("2026-03-13")), Err(refusal));
}

#[test]
fn that_it_once_stood_on_its_own_stays_true_and_must_be_shown_anew() {
    let told = Story::declared().on("2026-05-01").given(lapse("2026-04-20"));
    assert!(told.tie.ever_self_sustaining());
    assert_eq!(told.tie.standing_declaration(), None);
    assert_eq!(told.tie.declaration().and_then(|was| was.lapsed_on), Some(day("2026-04-20")));

    let told = told.given(reopen("2026-05-01"));
    assert_eq!(told.tie.stage(), Stage::Consolidating);
    assert!(told.tie.ever_self_sustaining());
    let (on, reopened_on) = (day("2026-04-25"), day("2026-05-01"));
    let refusal = No::BeforeReopening { field: "declared_on", on, reopened_on };
    assert_eq!(told.when(declare("2026-04-25")), Err(refusal));
    assert!(matches!(told.when(declare("2026-05-01")), Err(No::NotYet { .. })));
    assert_eq!(told.when(check(3, "2026-05-01")), Err(No::NotSelfSustaining));
}

#[test]
fn a_request_for_a_signature_ends_with_a_lapse() {
    let told = Story::met().given(ask_override()).given(lapse("2026-03-12"));
    assert_eq!(told.tie.override_asked, None);
}

#[test]
fn forgetting_someone_clears_their_words_and_keeps_the_evidence() {
    let told = Story::declared().given(void(1));
    let mut tie = told.tie.clone();
    tie.forget(person(GORDON));
    assert_eq!(tie.shared.as_ref().and_then(Personal::get), None);
    assert_eq!(tie.continuity.as_ref().and_then(|now| now.plan.get()), None);
    assert!(tie.contacts.iter().all(|logged| logged.note.as_ref().and_then(Personal::get).is_none()));
    let said = |tie: &Relationship, party| {
        tie.latest_confirmation(party).and_then(|said| said.words.as_ref()?.get().cloned())
    };
    assert_eq!(said(&tie, Party::Person), None);
    assert!(said(&tie, Party::Other).is_some());
    assert_eq!(
        tie.declaration().map(|was| &was.evaluation),
        told.tie.declaration().map(|was| &was.evaluation)
    );
    assert_eq!(tie.met_count(), told.tie.met_count());
    tie.forget(person(PAT));
    let left = serde_json::to_string(&tie).expect("a document");
    assert!(!left.contains("\"value\""), "{left}");
}

#[test]
fn forgetting_reaches_every_word_there_is() {
    let declined = Story::agreed().given(decline(Party::Other));
    let signed = Story::met().given(ask_override()).by(LEAD).given(sign(true)).on("2026-05-01");
    let asked = Story::met().given(ask_override());
    for told in [declined, signed, asked] {
        let mut tie = told.tie;
        tie.forget(person(GORDON));
        tie.forget(person(PAT));
        let left = serde_json::to_string(&tie).expect("a document");
        assert!(!left.contains("\"value\""), "{left}");
    }
}
