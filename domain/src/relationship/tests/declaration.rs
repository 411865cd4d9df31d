//! Declaring, signing, checking again.

use super::*;
use crate::shared::calendar::DateError;

/// Ready but for Pat's answer.
fn nearly() -> Story {
    Story::ready().given(confirm(Party::Other, "2026-03-09", Wish::Unsure))
}

#[test]
fn a_declaration_keeps_the_evaluation_it_rests_on() {
    let told = Story::ready();
    let evaluation = told.evaluation();
    let event = Event::RelationshipBecameSelfSustaining {
        declared_on: day("2026-03-12"),
        evaluation: evaluation.clone(),
        signed: None,
        reason: None,
    };
    assert_eq!(told.when(declare("2026-03-12")), Ok(vec![event]));
    let told = told.given(declare("2026-03-12"));
    assert_eq!(told.tie.stage(), Stage::SelfSustaining);
    assert_eq!(told.tie.declaration().map(|declaration| &declaration.evaluation), Some(&evaluation));
    assert!(told.tie.ever_self_sustaining() && told.tie.is_open());
}

#[test]
fn it_is_not_said_while_a_test_fails() {
    let told = nearly();
    let refusal = No::NotYet { failing: vec![6], evaluation: told.evaluation() };
    assert_eq!(told.when(declare("2026-03-12")), Err(refusal));
}

#[test]
fn it_is_said_of_an_introduction_that_goes_on_and_once() {
    assert_eq!(Story::arranged().when(declare("2026-03-12")), Err(No::NotMet));
    let told = Story::ready().given(next_step(NextStep::NotAFit));
    assert_eq!(told.when(declare("2026-03-12")), Err(No::NotAFit { chosen_on: day("2025-11-05") }));
    let refusal = No::AlreadySelfSustaining { declared_on: day("2026-03-12") };
    assert_eq!(Story::declared().when(declare("2026-03-12")), Err(refusal));
    let told = Story::ready().given(lapse("2026-03-12"));
    assert_eq!(told.when(declare("2026-03-12")), Err(No::Lapsed { lapsed_on: day("2026-03-12") }));
}

#[test]
fn it_is_not_declared_ahead_or_before_they_met() {
    let problem = DateError::InTheFuture { on: day("2026-03-13") };
    let refusal = No::Date { field: "declared_on", problem };
    assert_eq!(Story::ready().when(declare("2026-03-13")), Err(refusal));
    let (on, met_on) = (day("2025-11-02"), day("2025-11-03"));
    let refusal = No::BeforeMeeting { field: "declared_on", on, met_on };
    assert_eq!(Story::ready().when(declare("2025-11-02")), Err(refusal));
}

#[test]
fn a_contact_recorded_late_does_not_alter_a_declaration() {
    let told = Story::declared();
    let before = told.tie.declarations.clone();
    let told = told.contact(9, "2026-03-01", Presence::Leads, Initiative::Connector);
    assert_eq!(told.tie.declarations, before);
    assert!(!told.test(3).passed);
}

#[test]
fn evidence_taken_back_raises_a_flag_and_undoes_nothing() {
    let told =
        Story::declared().contact(9, "2026-03-01", Presence::Leads, Initiative::Connector).on("2026-04-02");
    let told = told.given(void(9)).given(void(2));
    let declaration = told.tie.declaration().expect("declared");
    let flag = AuditFlag { contact_id: contact_id(2), voided_on: day("2026-04-02") };
    assert_eq!(declaration.audit_flags, vec![flag]);
    assert_eq!(told.tie.stage(), Stage::SelfSustaining);
}

#[test]
fn evidence_put_right_stays_for_the_declaration_what_it_was() {
    let told =
        Story::declared().contact(9, "2026-03-01", Presence::Leads, Initiative::Connector).on("2026-04-02");
    let right = |number, on| {
        let contact = Contact { presence: Presence::Leads, ..contact(number, on) };
        Ask::CorrectContact { contact, reason: words("Amina was there too") }
    };
    let was = told.tie.contact(contact_id(2)).expect("recorded").contact.clone();
    let before = told.tie.declaration().expect("declared").evaluation.clone();
    let told = told.given(right(9, "2026-03-02")).given(right(2, "2026-02-09"));
    let told = told.on("2026-04-03").given(right(2, "2026-02-10"));
    let declaration = told.tie.declaration().expect("declared");
    assert_eq!(declaration.put_right, vec![EvidencePutRight { was: was.clone(), on: day("2026-04-03") }]);
    assert_eq!((&declaration.evaluation, told.tie.stage()), (&before, Stage::SelfSustaining));
    assert!(told.tie.contacts_at(declaration).contains(&&was));
    assert_eq!(told.tie.contact(contact_id(2)).expect("recorded").contact.on, day("2026-02-10"));
    let names = Names { person: "Gord", other: "Pat", connector: "you" };
    let as_declared = explain(&declaration.evaluation, &told.tie.contacts_at(declaration), names);
    assert!(as_declared[0].detail.contains("8 Feb"), "{}", as_declared[0].detail);
}

#[test]
fn a_team_lead_who_did_not_ask_signs_where_a_test_fails() {
    let told = nearly().given(ask_override()).by(LEAD);
    let evaluation = told.evaluation();
    let told = told.given(sign(true));
    let declaration = told.tie.declaration().expect("declared");
    let signed = Override { asked_by: account(CONNECTOR), signed_by: account(LEAD) };
    assert_eq!((declaration.signed.clone(), &declaration.evaluation), (Some(signed), &evaluation));
    let asked = OverrideAsked {
        asked_by: account(CONNECTOR),
        reason: Personal::about(person(GORDON), words("Pat is abroad and cannot be asked")),
        asked_on: day("2026-03-12"),
    };
    assert_eq!((declaration.asked.clone(), told.tie.override_asked), (Some(asked), None));
}

#[test]
fn nobody_else_signs() {
    let asked = nearly().given(ask_override());
    assert_eq!(asked.clone().by(LEAD).when(sign(false)), Err(No::NotATeamLead));
    assert_eq!(asked.when(sign(true)), Err(No::SignerAsked { asked_by: account(CONNECTOR) }));
    assert_eq!(nearly().by(LEAD).when(sign(true)), Err(No::NobodyAsked));
    assert_eq!(Story::arranged().by(LEAD).when(sign(true)), Err(No::NotMet));
}

#[test]
fn no_signature_is_asked_for_or_given_where_every_test_passes() {
    assert_eq!(Story::ready().when(ask_override()), Err(No::EveryTestPasses));
    let told = nearly().given(ask_override()).given(confirm(Party::Other, "2026-03-10", Wish::More));
    assert_eq!(told.clone().by(LEAD).when(sign(true)), Err(No::EveryTestPasses));
    let told = told.given(declare("2026-03-12"));
    assert_eq!(told.tie.override_asked, None);
    assert_eq!(told.tie.declaration().and_then(|declaration| declaration.asked.clone()), None);
}

#[test]
fn a_signature_is_asked_for_once_and_of_what_has_begun() {
    let told = nearly().given(ask_override()).by(LEAD);
    let refusal = No::OverrideAlreadyAsked { asked_by: account(CONNECTOR), asked_on: day("2026-03-12") };
    assert_eq!(told.when(ask_override()), Err(refusal));
    assert_eq!(Story::agreed().when(ask_override()), Err(No::NotMet));
    let refusal = No::AlreadySelfSustaining { declared_on: day("2026-03-12") };
    assert_eq!(Story::declared().when(ask_override()), Err(refusal));
}

#[test]
fn checks_are_due_three_six_and_twelve_months_later() {
    let told = Story::declared();
    let due = vec![(3, day("2026-06-12")), (6, day("2026-09-12")), (12, day("2027-03-12"))];
    assert_eq!(told.tie.checks_due(), due);
    let told = told.on("2026-06-10").given(check(3, "2026-06-10"));
    assert_eq!(told.tie.checks_due(), due[1..].to_vec());
    assert!(Story::ready().tie.checks_due().is_empty());
    assert!(told.given(lapse("2026-06-10")).tie.checks_due().is_empty());
}

#[test]
fn a_check_is_made_at_most_a_fortnight_early_and_once() {
    let told = Story::declared().on("2026-06-20");
    let refusal = No::TooEarly { due_on: day("2026-06-12") };
    assert_eq!(told.when(check(3, "2026-05-28")), Err(refusal));
    let told = told.given(check(3, "2026-05-29"));
    let refusal = No::AlreadyChecked { month: 3, checked_on: day("2026-05-29") };
    assert_eq!(told.when(check(3, "2026-06-12")), Err(refusal));
    assert_eq!(told.when(check(4, "2026-06-12")), Err(No::NoSuchCheck { month: 4 }));
    let problem = DateError::InTheFuture { on: day("2026-09-12") };
    let refusal = No::Date { field: "checked_on", problem };
    assert_eq!(told.when(check(6, "2026-09-12")), Err(refusal));
}

#[test]
fn only_what_stands_on_its_own_is_checked() {
    assert_eq!(Story::ready().when(check(3, "2026-03-12")), Err(No::NotSelfSustaining));
    let told = Story::declared().on("2026-06-20").given(lapse("2026-06-01"));
    assert_eq!(told.when(check(3, "2026-06-12")), Err(No::Lapsed { lapsed_on: day("2026-06-01") }));
}

#[test]
fn that_it_has_faded_is_a_finding_and_no_lapse() {
    let faded = Ask::CheckSustained {
        month: 3,
        result: CheckResult::Faded,
        source: ContactSource::Supporter,
        checked_on: day("2026-06-12"),
    };
    let told = Story::declared().on("2026-06-12").given(faded);
    assert_eq!(told.tie.stage(), Stage::SelfSustaining);
    let checks = told.tie.declaration().map(|declaration| &declaration.checks);
    assert_eq!(checks.and_then(|checks| checks.get(&3)).map(|check| check.result), Some(CheckResult::Faded));
}
