//! What someone loves, can do, gives or hopes for.

use super::*;

fn record(number: u128, interest: Interest, on: &str) -> PersonCommand {
    PersonCommand::RecordInterest { interest_id: id(number), interest, recorded_on: day(on) }
}

fn refine(number: u128, name: &str, on: &str) -> PersonCommand {
    let interest = Interest { name: line(name), ..vegetables() };
    PersonCommand::RefineInterest { interest_id: id(number), interest, refined_on: day(on) }
}

fn retire(number: u128, on: &str, reason: Option<&str>) -> PersonCommand {
    PersonCommand::RetireInterest { interest_id: id(number), retired_on: day(on), reason: reason.map(words) }
}

#[test]
fn an_interest_is_recorded_of_anybody() {
    let recorded = PersonEvent::InterestRecorded {
        interest_id: id(1),
        interest: about(vegetables()),
        recorded_on: day("2026-02-01"),
    };
    for of in [known(&[]), member(&[])] {
        assert_eq!(of.when(record(1, vegetables(), "2026-02-01")), Ok(vec![recorded.clone()]));
    }
}

#[test]
fn how_much_it_matters_is_one_to_three() {
    for strength in [0, 4, 255] {
        let interest = Interest { strength, ..vegetables() };
        let refusal = Err(PersonError::StrengthOutOfRange { strength });
        assert_eq!(known(&[]).when(record(1, interest.clone(), "2026-02-01")), refusal);
        let kept = known(&[]).after(record(1, vegetables(), "2026-02-01"));
        let (interest_id, refined_on) = (id(1), day("2026-02-02"));
        assert_eq!(kept.when(PersonCommand::RefineInterest { interest_id, interest, refined_on }), refusal);
    }
    for strength in 1..=3 {
        assert!(known(&[]).when(record(1, Interest { strength, ..vegetables() }, "2026-02-01")).is_ok());
    }
}

#[test]
fn an_interest_is_recorded_once_and_an_unknown_one_is_named() {
    let kept = known(&[]).after(record(1, vegetables(), "2026-02-01"));
    let refusal = kept.when(record(1, vegetables(), "2026-02-02"));
    assert_eq!(refusal, Err(PersonError::InterestAlreadyRecorded { interest_id: id(1) }));
    let unknown = Err(PersonError::UnknownInterest { interest_id: id(2) });
    assert_eq!(kept.when(refine(2, "allotment", "2026-02-02")), unknown);
    assert_eq!(kept.when(retire(2, "2026-02-02", None)), unknown);
}

#[test]
fn the_later_day_tells_it_better_whichever_was_recorded_first() {
    let kept = known(&[])
        .after(record(1, vegetables(), "2026-02-01"))
        .after(refine(1, "beans and marrows", "2026-03-10"))
        .after(refine(1, "beans", "2026-03-01"))
        .state();
    let name = |interest: &Interest| interest.name.clone();
    assert_eq!(kept.interests[&id(1)].interest.get().map(name), Some(line("beans and marrows")));
    assert_eq!(kept.interests[&id(1)].refined_on, Some(day("2026-03-10")));
}

#[test]
fn a_retired_interest_is_kept_with_its_day_and_takes_no_more() {
    let kept = known(&[])
        .after(record(1, vegetables(), "2026-02-01"))
        .after(record(2, vegetables(), "2026-01-20"))
        .after(retire(1, "2026-03-01", Some("His back")));
    let state = kept.state();
    assert_eq!(state.interests[&id(1)].retired_on, Some(day("2026-03-01")));
    assert_eq!(state.interests[&id(1)].retired_because, Some(about(words("His back"))));
    assert_eq!(state.current_interests().iter().map(|kept| kept.interest_id).collect::<Vec<_>>(), [id(2)]);

    let refusal = Err(PersonError::InterestRetired { interest_id: id(1), retired_on: day("2026-03-01") });
    assert_eq!(kept.when(refine(1, "beans", "2026-03-02")), refusal);
    assert_eq!(kept.when(retire(1, "2026-03-02", Some("His back"))), refusal);
    assert_eq!(kept.when(retire(1, "2026-03-01", Some("His back"))), Ok(vec![]));
}

#[test]
fn nothing_happens_to_an_interest_before_it_was_recorded_or_after_today() {
    let kept = known(&[]).after(record(1, vegetables(), "2026-02-01"));
    let (on, recorded_on) = (day("2026-01-31"), day("2026-02-01"));
    let before = |field| Err(PersonError::BeforeInterestRecorded { field, on, recorded_on });
    assert_eq!(kept.when(refine(1, "beans", "2026-01-31")), before("refined_on"));
    assert_eq!(kept.when(retire(1, "2026-01-31", None)), before("retired_on"));
    let tomorrow =
        |field| Err(PersonError::Date { field, why: DateError::InTheFuture { on: day("2026-03-13") } });
    assert_eq!(kept.when(record(2, vegetables(), "2026-03-13")), tomorrow("recorded_on"));
    assert_eq!(kept.when(refine(1, "beans", "2026-03-13")), tomorrow("refined_on"));
    assert_eq!(kept.when(retire(1, "2026-03-13", None)), tomorrow("retired_on"));
}

/// Gordon, and another record of his that loves the same.
fn both_love(theirs: &str) -> Given {
    let interest = Interest { name: line(theirs), evidence: Evidence::Supporter, ..vegetables() };
    let facts = merging::duplicate(&[PersonEvent::InterestRecorded {
        interest_id: id(2),
        interest: merging::theirs(interest),
        recorded_on: day("2026-02-05"),
    }]);
    known(&[]).after(record(1, vegetables(), "2026-02-01")).after(PersonCommand::TakeInDuplicate {
        from: merging::other(),
        facts,
        between: None,
    })
}

fn shown(given: &Given) -> Vec<u128> {
    given.state().current_interests().iter().map(|kept| kept.interest_id.uuid().as_u128()).collect()
}

#[test]
fn what_two_records_of_one_person_both_say_is_shown_once_and_both_are_kept() {
    let name = vegetables().name.to_string();
    let both = both_love(&name.to_uppercase().replace(' ', "  "));
    assert_eq!(shown(&both), [2], "as it was told last");
    let state = both.state();
    let also: Vec<_> = state.same_as(&state.interests[&id(2)]).iter().map(|kept| kept.interest_id).collect();
    assert_eq!(also, [id(1)]);
    assert_eq!(state.interests.len(), 2);
    assert_eq!(shown(&both_love("bowls")), [1, 2]);
    let twice =
        known(&[]).after(record(1, vegetables(), "2026-02-01")).after(record(2, vegetables(), "2026-02-02"));
    assert_eq!(shown(&twice), [1, 2], "on one record it was meant");
}

#[test]
fn what_is_shown_once_is_told_better_once_and_ends_once_on_every_record() {
    let both = both_love(vegetables().name.as_str());
    let better = both.after(refine(2, "beans", "2026-03-01"));
    assert_eq!(shown(&better), [2]);
    assert_eq!(
        better.state().interests[&id(1)].interest.get().map(|it| it.name.clone()),
        Some(line("beans"))
    );
    let ended = both.after(retire(2, "2026-03-01", None));
    assert!(shown(&ended).is_empty());
    let apart = ended.after(PersonCommand::GiveBackDuplicate { from: merging::other() });
    assert!(shown(&apart).is_empty(), "the other's goes back with it, his own has ended");
}
