//! Death, and being forgotten.

use super::*;

fn record_death(on: &str) -> PersonCommand {
    PersonCommand::RecordDeath { died_on: day(on) }
}

fn decide_erasure() -> PersonCommand {
    PersonCommand::DecideErasure {
        ground: ErasureGround::RequestedAndGranted,
        authority: line("Data protection lead"),
    }
}

fn interest(number: u128, on: &str) -> PersonCommand {
    PersonCommand::RecordInterest { interest_id: id(number), interest: vegetables(), recorded_on: day(on) }
}

/// A record with something of everything on it.
fn full() -> Given {
    let reason = Some(words("His back"));
    known(&[])
        .after(PersonCommand::AddIdentifier {
            scheme: IdentifierScheme::NhsNumber,
            value: line("9990000018"),
            held_by: None,
        })
        .after(PersonCommand::RecordCommunicationNeeds {
            needs: vec![CommunicationNeed::EasyRead],
            notes: Some(words("Ask Moira")),
        })
        .after(give(ConsentScope::TakePart, "2026-01-10", None))
        .after(withdraw(ConsentScope::TakePart, "2026-02-10"))
        .after(PersonCommand::PublishProfile {
            profile: Profile { admire: Some(words("Patient")), ..Profile::default() },
            photo: None,
            published_on: day("2026-02-01"),
        })
        .after(interest(1, "2026-02-01"))
        .after(PersonCommand::RetireInterest { interest_id: id(1), retired_on: day("2026-02-02"), reason })
        .after(take_map(1, "2026-02-01", vec![friend(1)]))
        .after(free("2026-02-01"))
        .after(about_town("2026-02-01"))
        .after(link(1, "2026-02-01"))
}

fn free(on: &str) -> PersonCommand {
    let availability = Availability { constraints: Some(words("Not on bin day")), ..Availability::default() };
    PersonCommand::SetAvailability { availability, set_on: day(on) }
}

fn about_town(on: &str) -> PersonCommand {
    let travel = Travel { modes: BTreeSet::from([TravelMode::BusAlone]), ..Travel::default() };
    PersonCommand::SetTravel { travel, set_on: day(on) }
}

#[test]
fn a_death_is_recorded_its_day_put_right_and_the_same_again_changes_nothing() {
    let record = known(&[]).after(record_death("2026-03-01"));
    assert_eq!(record.when(record_death("2026-03-01")), Ok(vec![]));
    let record = record.after(record_death("2026-02-28")).state();
    assert_eq!(record.died_on, Some(day("2026-02-28")));
    assert!(record.is_gone());
}

#[test]
fn nobody_dies_tomorrow_or_before_they_were_born() {
    let why = DateError::InTheFuture { on: day("2026-03-13") };
    assert_eq!(known(&[]).when(record_death("2026-03-13")), Err(PersonError::Date { field: "died_on", why }));
    let (born_on, died_on) = (day("1979-05-02"), day("1979-05-01"));
    let refusal = PersonError::DiedBeforeBirth { born_on, died_on, field: "died_on" };
    assert_eq!(known(&[]).when(record_death("1979-05-01")), Err(refusal));

    let (born_on, died_on) = (day("2026-03-02"), day("2026-03-01"));
    let details = Details { born_on: Some(born_on), ..details() };
    let refusal = PersonError::DiedBeforeBirth { born_on, died_on, field: "born_on" };
    let correct = PersonCommand::CorrectDetails { details, reason: None };
    assert_eq!(known(&[died("2026-03-01")]).when(correct), Err(refusal));
}

#[test]
fn after_a_death_no_answer_and_no_need_is_recorded() {
    let record =
        known(&[]).after(give(ConsentScope::TakePart, "2026-01-10", None)).after(record_death("2026-03-01"));
    for command in [
        give(ConsentScope::BeIntroduced, "2026-02-01", None),
        refuse(ConsentScope::BeIntroduced, "2026-02-01"),
        withdraw(ConsentScope::TakePart, "2026-02-01"),
        PersonCommand::RecordCommunicationNeeds { needs: vec![], notes: None },
    ] {
        assert_eq!(record.when(command), Err(PersonError::Died { died_on: day("2026-03-01") }));
    }
}

#[test]
fn what_was_so_until_the_death_is_recorded_late_and_what_would_be_after_it_is_refused() {
    let record = known(&[])
        .after(interest(1, "2026-01-10"))
        .after(link(1, "2026-01-10"))
        .after(record_death("2026-03-01"));
    let commands = |on: &str| {
        let profile = Profile { admire: Some(words("Patient")), ..Profile::default() };
        let on_day = day(on);
        [
            ("published_on", PersonCommand::PublishProfile { profile, photo: None, published_on: on_day }),
            ("recorded_on", interest(2, on)),
            (
                "refined_on",
                PersonCommand::RefineInterest {
                    interest_id: id(1),
                    interest: vegetables(),
                    refined_on: on_day,
                },
            ),
            (
                "retired_on",
                PersonCommand::RetireInterest { interest_id: id(1), retired_on: on_day, reason: None },
            ),
            ("taken_on", take_map(1, on, vec![])),
            ("set_on", free(on)),
            ("set_on", about_town(on)),
            ("linked_on", link(2, on)),
            ("unlinked_on", PersonCommand::UnlinkSupporter { supporter_id: id(1), unlinked_on: on_day }),
        ]
    };
    for (field, command) in commands("2026-03-01") {
        assert!(record.when(command).is_ok(), "{field}");
    }
    let (on, died_on) = (day("2026-03-02"), day("2026-03-01"));
    for (field, command) in commands("2026-03-02") {
        assert_eq!(record.when(command), Err(PersonError::AfterTheyDied { field, on, died_on }));
    }
}

#[test]
fn after_a_death_who_they_were_is_still_put_right() {
    let record = known(&[died("2026-03-01")]);
    let details = Details { known_as: None, ..details() };
    assert!(record.when(PersonCommand::CorrectDetails { details, reason: None }).is_ok());
    let scheme = IdentifierScheme::NhsNumber;
    assert!(
        record
            .when(PersonCommand::AddIdentifier { scheme, value: line("9990000018"), held_by: None })
            .is_ok()
    );
    assert!(record.when(decide_erasure()).is_ok());
}

#[test]
fn nobody_is_forgotten_before_it_was_decided() {
    let refusal = known(&[]).when(PersonCommand::ConfirmForgotten);
    assert_eq!(refusal, Err(PersonError::ErasureNotDecided));
    let decided = PersonEvent::ErasureDecided {
        ground: ErasureGround::RequestedAndGranted,
        authority: about(line("Data protection lead")),
        decided_on: day("2026-03-12"),
    };
    assert_eq!(known(&[]).when(decide_erasure()), Ok(vec![decided.clone()]));
    let forgotten = PersonEvent::PersonForgotten { person_id: gordon(), forgotten_on: day("2026-03-12") };
    assert_eq!(known(&[decided]).when(PersonCommand::ConfirmForgotten), Ok(vec![forgotten]));
}

#[test]
fn once_it_is_decided_to_forget_somebody_nothing_more_is_taken() {
    let record = known(&[]).after(decide_erasure());
    let refusal = Err(PersonError::ErasureDecided { decided_on: day("2026-03-12") });
    for command in [link(1, "2026-03-01"), record_death("2026-03-01"), decide_erasure()] {
        assert_eq!(record.when(command), refusal);
    }
}

#[test]
fn a_forgotten_person_takes_nothing_more() {
    let record = full().after(decide_erasure()).after(PersonCommand::ConfirmForgotten);
    let refusal = Err(PersonError::Forgotten { forgotten_on: day("2026-03-12") });
    let (person_id, kind, different_from, alike) = (gordon(), PersonKind::Supported, vec![], vec![]);
    for command in [
        PersonCommand::Register { person_id, kind, details: details(), different_from, alike },
        PersonCommand::CorrectDetails { details: details(), reason: None },
        give(ConsentScope::TakePart, "2026-03-01", None),
        link(2, "2026-03-01"),
        record_death("2026-03-01"),
        decide_erasure(),
    ] {
        assert_eq!(record.when(command), refusal);
    }
    assert_eq!(record.when(PersonCommand::ConfirmForgotten), Ok(vec![]), "asked again after a crash");
}

#[test]
fn forgetting_leaves_ids_codes_and_dates_and_not_one_personal_value() {
    let before = full().after(decide_erasure());
    let values = |person: &Person| serde_json::to_string(person).expect("JSON").matches("\"value\":").count();
    assert_eq!(values(&before.state()), 13);

    let forgotten = before.after(PersonCommand::ConfirmForgotten).state();
    assert_eq!(values(&forgotten), 0);
    assert_eq!(forgotten.called(), None);
    assert_eq!(forgotten.latest_map().and_then(RelationshipMap::unpaid_size), None);
    assert_eq!(forgotten.registered_on, Some(day("2026-01-05")));
    assert_eq!(forgotten.interests.len(), 1);
    assert!(forgotten.refused(ConsentScope::TakePart));
}

#[test]
fn forgetting_somebody_else_clears_nothing_of_this_person() {
    let before = full().state();
    let mut after = before.clone();
    after.forget(id(99));
    assert_eq!(after, before);
}

#[test]
fn a_record_begun_by_mistake_is_taken_back_while_nobody_has_said_anything() {
    let taken_back_on = day("2026-03-12");
    let begun = known(&[]).after(interest(1, "2026-02-01"));
    assert_eq!(
        begun.when(PersonCommand::TakeBackRegistration),
        Ok(vec![PersonEvent::RegistrationTakenBack { taken_back_on }])
    );
    let taken = measures::take(1, Instrument::Ucla3, "2026-02-01", measures::values(&[3, 3, 2]));
    for said in [
        refuse(ConsentScope::TakePart, "2026-02-01"),
        record_death("2026-03-01"),
        link(1, "2026-02-01"),
        documents::letter(1),
        getting_together::tells(MeetingWishes::default(), "2026-02-01"),
        taken,
    ] {
        let told = known(&[]).after(said);
        assert_eq!(told.when(PersonCommand::TakeBackRegistration), Err(PersonError::HasAStory));
    }
    let gone = begun.after(PersonCommand::TakeBackRegistration);
    assert!(gone.state().is_gone());
    assert_eq!(gone.when(interest(2, "2026-03-01")), Err(PersonError::TakenBack { taken_back_on }));
    assert_eq!(
        gone.when(PersonCommand::TakeBackRegistration),
        Err(PersonError::TakenBack { taken_back_on }),
        "once"
    );
    assert!(gone.when(decide_erasure()).is_ok(), "it can still be forgotten");
}
