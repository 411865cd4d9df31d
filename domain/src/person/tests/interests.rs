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

/// What each of the two is called at last, Gordon's own first.
fn called(person: &Person) -> Vec<String> {
    let name = |kept: &KeptInterest| kept.interest.get().map(|it| it.name.to_string());
    person.interests.values().filter_map(name).collect()
}

#[test]
fn what_is_told_better_or_ended_is_said_of_that_one_alone_and_the_other_is_not_shown() {
    let both = both_love(vegetables().name.as_str());
    for (changed, behind) in [(1, 2), (2, 1)] {
        let told = both.when(refine(changed, "beans", "2026-03-01")).expect("told better");
        let [PersonEvent::InterestRefined { interest_id, same_as, .. }] = &told[..] else {
            panic!("one fact, of one interest: {told:?}");
        };
        assert_eq!((*interest_id, &same_as[..]), (id(changed), &[id(behind)][..]));
        let better = both.after(refine(changed, "beans", "2026-03-01"));
        assert_eq!(shown(&better), [changed], "under its new name the other does not come up beside it");
        let state = better.state();
        assert_eq!(state.interests[&id(behind)].interest, both.state().interests[&id(behind)].interest);
        let also = state.same_as(&state.interests[&id(changed)]);
        assert_eq!(also.iter().map(|kept| kept.interest_id).collect::<Vec<_>>(), [id(behind)]);

        let ended = both.after(retire(changed, "2026-03-01", Some("Her knee")));
        assert!(shown(&ended).is_empty(), "nor does it take the place of what has ended");
        let kept = &ended.state().interests[&id(behind)];
        assert_eq!((kept.retired_on, &kept.retired_because), (None, &None));
        let anew = ended.after(refine(behind, "allotment", "2026-03-01"));
        assert_eq!(shown(&anew), [behind], "told anew since it ended, it holds");
    }
}

#[test]
fn taken_apart_each_of_two_the_same_is_what_was_told_on_its_own_record() {
    let apart = || PersonCommand::GiveBackDuplicate { from: merging::other() };
    let name = vegetables().name.to_string();
    let both = both_love(&name);
    // His own was told better: nothing of it goes with the other.
    let own = both.after(refine(1, "beans", "2026-03-01")).after(retire(1, "2026-03-02", Some("His back")));
    assert_eq!(own.state().taken_in_from(merging::other()).expect("taken in").follows(), []);
    assert!(shown(&own.after(apart())).is_empty());
    // The other's was: it goes with the other, and his own is there again.
    let others = both.after(refine(2, "beans", "2026-03-01"));
    let follows = others.state().taken_in_from(merging::other()).expect("taken in").follows();
    let refined = merging::theirs(Interest { name: line("beans"), ..vegetables() });
    assert!(
        matches!(&follows[..], [PersonEvent::InterestRefined { interest, .. }] if *interest == refined),
        "{follows:?}"
    );
    let back = others.after(apart());
    assert_eq!((shown(&back), called(&back.state())), (vec![1], vec![name]));
}

#[test]
fn what_was_said_of_a_later_day_goes_before_what_was_recorded_last() {
    let both = both_love(vegetables().name.as_str());
    let better = both.after(refine(1, "beans", "2026-03-01"));
    let before = better.after(refine(2, "allotment", "2026-02-20"));
    assert_eq!(shown(&before), [1], "it was learned late, and was told before the other");
    assert_eq!(shown(&before.after(refine(2, "allotment", "2026-03-02"))), [2]);
    let other = merging::theirs(vegetables());
    let recorded = |recorded_on: &str| PersonEvent::InterestRecorded {
        interest_id: id(2),
        interest: other.clone(),
        recorded_on: day(recorded_on),
    };
    // It had ended on one record before the two were put together.
    for (told, expected) in [("2026-02-05", vec![]), ("2026-03-05", vec![2])] {
        let facts = merging::duplicate(&[recorded(told)]);
        let both = known(&[])
            .after(record(1, vegetables(), "2026-02-01"))
            .after(retire(1, "2026-03-01", None))
            .after(PersonCommand::TakeInDuplicate { from: merging::other(), facts, between: None });
        assert_eq!(shown(&both), expected, "told on {told}");
    }
}

#[test]
fn to_enjoy_and_to_love_say_the_same_about_a_thing_and_a_gift_a_skill_or_a_hope_does_not() {
    use InterestKind::{Interest, Passion};
    for one in InterestKind::ALL {
        for other in InterestKind::ALL {
            let both_are_loved = [one, other].into_iter().all(|kind| [Interest, Passion].contains(kind));
            assert_eq!(one.says_the_same_as(*other), one == other || both_are_loved, "{one:?}, {other:?}");
        }
    }
}
