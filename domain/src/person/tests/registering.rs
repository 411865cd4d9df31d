//! Who someone is: registering, putting right, numbers, communication needs, profile.

use super::*;

fn register(details: Details, different_from: Vec<PersonId>, alike: Vec<PersonId>) -> PersonCommand {
    let (person_id, kind) = (gordon(), PersonKind::Supported);
    PersonCommand::Register { person_id, kind, details, different_from, alike }
}

fn born(on: &str) -> Details {
    Details { born_on: Some(day(on)), ..details() }
}

fn nhs_number(value: &str) -> PersonCommand {
    PersonCommand::AddIdentifier { scheme: IdentifierScheme::NhsNumber, value: line(value), held_by: None }
}

fn publish(profile: Profile, published_on: &str) -> PersonCommand {
    PersonCommand::PublishProfile { profile, photo: None, published_on: day(published_on) }
}

fn profile(important: &str) -> Profile {
    Profile { important: Some(words(important)), ..Profile::default() }
}

#[test]
fn somebody_whom_nobody_resembles_is_registered_today() {
    let registered = PersonEvent::PersonRegistered {
        person_id: gordon(),
        kind: PersonKind::Supported,
        details: about(details()),
        registered_on: day("2026-03-12"),
    };
    assert_eq!(given(&[]).when(register(details(), vec![], vec![])), Ok(vec![registered]));
}

#[test]
fn each_person_who_looks_alike_must_be_named_as_somebody_else() {
    let (first, second) = (id(7), id(8));
    let refusal = given(&[]).when(register(details(), vec![first], vec![first, second]));
    assert_eq!(refusal, Err(PersonError::PossibleDuplicates { ids: vec![second] }));
    assert!(given(&[]).when(register(details(), vec![second, first], vec![first, second])).is_ok());
}

#[test]
fn a_person_is_registered_once() {
    let refusal = known(&[]).when(register(details(), vec![], vec![]));
    assert_eq!(refusal, Err(PersonError::AlreadyRegistered { person_id: gordon() }));
}

#[test]
fn nothing_is_recorded_about_somebody_who_is_not_registered() {
    assert_eq!(given(&[]).when(link(1, "2026-03-01")), Err(PersonError::NotRegistered));
    assert_eq!(given(&[]).when(PersonCommand::ConfirmForgotten), Err(PersonError::NotRegistered));
}

#[test]
fn a_number_stands_on_one_record() {
    let (scheme, person_id) = (IdentifierScheme::NhsNumber, id(7));
    let add = PersonCommand::AddIdentifier { scheme, value: line("9990000018"), held_by: Some(person_id) };
    assert_eq!(known(&[]).when(add), Err(PersonError::IdentifierOfSomebodyElse { scheme, person_id }));
}

#[test]
fn nobody_is_born_tomorrow_or_more_than_120_years_ago() {
    let registering = |on: &str| given(&[]).when(register(born(on), vec![], vec![]));
    let correcting = |on: &str| {
        let details = born(on);
        known(&[]).when(PersonCommand::CorrectDetails { details, reason: None })
    };
    let both: [&dyn Fn(&str) -> Answered; 2] = [&registering, &correcting];
    for asked in both {
        assert_eq!(asked("2026-03-13"), Err(PersonError::BornInTheFuture { born_on: day("2026-03-13") }));
        assert_eq!(asked("1906-03-11"), Err(PersonError::BornTooLongAgo { born_on: day("1906-03-11") }));
        assert!(asked("2026-03-12").is_ok());
        assert!(asked("1906-03-12").is_ok());
    }
}

#[test]
fn details_are_put_right_with_the_reason_and_the_same_again_changes_nothing() {
    let command = |details| PersonCommand::CorrectDetails { details, reason: Some(words("Misread")) };
    let corrected = PersonEvent::DetailsCorrected {
        details: about(born("1979-02-05")),
        reason: Some(about(words("Misread"))),
    };
    assert_eq!(known(&[]).when(command(born("1979-02-05"))), Ok(vec![corrected]));
    assert_eq!(known(&[]).when(command(details())), Ok(vec![]));
    let record = known(&[]).after(command(born("1979-02-05"))).state();
    assert_eq!(record.details(), Some(&born("1979-02-05")));
    assert_eq!(record.called(), Some("Gord"));
}

#[test]
fn an_nhs_number_is_kept_without_its_spaces() {
    for typed in ["9990000018", "999 000 0026", " 999 000 0034 "] {
        let digits: String = typed.split_whitespace().collect();
        let added =
            PersonEvent::IdentifierAdded { scheme: IdentifierScheme::NhsNumber, value: about(line(&digits)) };
        assert_eq!(known(&[]).when(nhs_number(typed)), Ok(vec![added]), "{typed}");
    }
}

#[test]
fn an_nhs_number_with_a_wrong_digit_is_refused_with_what_is_wrong() {
    for last in 0..=9 {
        let taken = known(&[]).when(nhs_number(&format!("999000001{last}")));
        assert_eq!(taken == Err(PersonError::NhsNumberCheckDigit), last != 8, "last digit {last}");
    }
    // a remainder that would need a check digit of 10
    for last in 0..=9 {
        let taken = known(&[]).when(nhs_number(&format!("999000000{last}")));
        assert_eq!(taken, Err(PersonError::NhsNumberCheckDigit), "last digit {last}");
    }
    let ask = |typed: &str| known(&[]).when(nhs_number(typed));
    assert_eq!(ask("999000001"), Err(PersonError::NhsNumberNotTenDigits { digits: 9 }));
    assert_eq!(ask("99900000181"), Err(PersonError::NhsNumberNotTenDigits { digits: 11 }));
    assert_eq!(ask("999-000-0018"), Err(PersonError::NhsNumberNotDigits { at: 4 }));
    assert_eq!(ask("٩٩٩٠٠٠٠٠١٨"), Err(PersonError::NhsNumberNotDigits { at: 1 }));
}

#[test]
fn the_same_number_twice_is_refused_and_another_puts_it_right() {
    let record = known(&[]).after(nhs_number("9990000018"));
    let scheme = IdentifierScheme::NhsNumber;
    let refusal = record.when(nhs_number("999 000 0018"));
    assert_eq!(refusal, Err(PersonError::IdentifierAlreadyKnown { scheme }));
    let record = record.after(nhs_number("9990000026")).state();
    assert_eq!(record.identifiers.get(&scheme), Some(&about(line("9990000026"))));
}

#[test]
fn a_community_member_has_no_number_and_no_profile() {
    let refused = |what| Err(PersonError::NotForACommunityMember { what });
    assert_eq!(member(&[]).when(nhs_number("9990000018")), refused(SupportedOnly::Identifier));
    let asked = publish(profile("Quiet mornings"), "2026-03-01");
    assert_eq!(member(&[]).when(asked), refused(SupportedOnly::Profile));
}

#[test]
fn communication_needs_replace_earlier_ones_and_are_listed_once_each() {
    let record =
        |needs: Vec<CommunicationNeed>| PersonCommand::RecordCommunicationNeeds { needs, notes: None };
    use CommunicationNeed::{EasyRead, MoreTime, UsesMakaton};
    let first = known(&[]).after(record(vec![MoreTime, EasyRead, MoreTime]));
    assert_eq!(first.state().needs.as_ref().map(CommunicationNeeds::list), Some(&[EasyRead, MoreTime][..]));
    assert_eq!(first.when(record(vec![EasyRead, MoreTime])), Ok(vec![]));
    let later = first.after(record(vec![UsesMakaton])).state().needs;
    assert_eq!(later.as_ref().map(CommunicationNeeds::list), Some(&[UsesMakaton][..]));
    assert_eq!(later.map(|needs| needs.recorded_on), Some(day("2026-03-12")));
    assert!(member(&[]).when(record(vec![EasyRead])).is_ok());
}

#[test]
fn asking_about_needs_on_another_day_is_a_fact_of_its_own() {
    let ask = || PersonCommand::RecordCommunicationNeeds { needs: vec![], notes: Some(words("Ask Moira")) };
    let mut record = known(&[]).after(ask());
    assert_eq!(record.when(ask()), Ok(vec![]));
    record.today = day("2026-09-12");
    assert_eq!(record.when(ask()).map(|events| events.len()), Ok(1));
}

#[test]
fn profiles_are_versions_and_the_one_of_the_latest_day_is_shown() {
    let record = known(&[])
        .after(publish(profile("My allotment"), "2026-03-10"))
        .after(publish(profile("Sent late"), "2026-02-01"))
        .state();
    let versions: Vec<_> = record.profiles.iter().map(|profile| profile.version).collect();
    assert_eq!(versions, [1, 2]);
    assert_eq!(record.latest_profile().map(|profile| profile.version), Some(1));
}

#[test]
fn a_profile_answers_something_and_was_published_already() {
    let empty = known(&[]).when(publish(Profile::default(), "2026-03-10"));
    assert_eq!(empty, Err(PersonError::ProfileEmpty));
    let tomorrow = known(&[]).when(publish(profile("My allotment"), "2026-03-13"));
    let why = DateError::InTheFuture { on: day("2026-03-13") };
    assert_eq!(tomorrow, Err(PersonError::Date { field: "published_on", why }));
}

#[test]
fn a_refusal_names_its_field_and_does_not_repeat_what_was_typed() {
    let refusal = known(&[]).when(nhs_number("9990000019")).expect_err("a wrong check digit");
    assert_eq!(refusal.field(), Some("value"));
    assert!(!format!("{refusal} {refusal:?}").contains("999"));
    let refusal = known(&[]).when(register(details(), vec![], vec![])).expect_err("registered");
    assert_eq!(refusal.field(), None);
}
