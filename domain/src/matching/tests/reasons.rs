//! Every reason not to offer somebody, and what is no reason.

use super::*;
use crate::person::Described;

#[test]
fn two_people_against_whom_nothing_stands_are_offered() {
    assert_eq!(why_when(|_, _| {}), []);
}

#[test]
fn whoever_does_not_take_part_or_wants_no_introductions_is_not_offered() {
    for said in [Said::Nothing, Said::No, Said::Yes { until: Some(day("2026-03-11")) }] {
        let reasons = why_when(|_, other| (other.supported, other.takes_part) = (true, said));
        assert_eq!(reasons, [NotNow::NotTakingPart], "{said:?}");
    }
    assert_eq!(why_when(|_, other| other.takes_part = Said::No), [], "it is not asked of a community member");
    assert_eq!(why_when(|_, other| other.be_introduced = Said::No), [NotNow::NoIntroductions]);
    assert_eq!(why_when(|_, other| other.be_introduced = Said::Nothing), [], "they are asked each time");
    let until =
        |on| move |_: &mut Facts, other: &mut Facts| other.be_introduced = Said::Yes { until: Some(day(on)) };
    assert_eq!(why_when(until("2026-03-12")), [], "it holds today");
    let ran_out = NotNow::IntroductionsRanOut { on: day("2026-03-11") };
    assert_eq!(why_when(until("2026-03-11")), [ran_out]);
}

#[test]
fn a_safety_note_of_either_keeps_two_apart() {
    let reasons = why_when(|one, two| one.apart_from.extend([two.person_id]));
    assert_eq!(reasons, [NotNow::KeptApart]);
    let reasons = why_when(|one, two| two.apart_from.extend([one.person_id]));
    assert_eq!(reasons, [NotNow::KeptApart]);
}

#[test]
fn whom_somebody_asked_not_to_meet_is_not_offered_whichever_of_the_two_asked() {
    let reasons = why_when(|one, two| one.not_with.extend([two.person_id]));
    assert_eq!(reasons, [NotNow::PersonAskedNotTo]);
    let reasons = why_when(|one, two| two.not_with.extend([one.person_id]));
    assert_eq!(reasons, [NotNow::OtherAskedNotTo]);
}

#[test]
fn whom_others_named_by_a_record_that_was_put_together_with_theirs_is_meant_too() {
    let earlier = PersonId(uuid::Uuid::from_u128(77));
    let reasons = why_when(|one, two| {
        two.also.insert(earlier);
        one.apart_from.insert(earlier);
    });
    assert_eq!(reasons, [NotNow::KeptApart]);
    let reasons = why_when(|one, two| {
        one.also.insert(earlier);
        two.not_with.insert(earlier);
    });
    assert_eq!(reasons, [NotNow::OtherAskedNotTo]);
}

#[test]
fn a_wish_whom_to_meet_is_a_filter_and_of_whoever_did_not_say_it_is_not_guessed() {
    let wants_women = |one: &mut Facts| one.only = [Described::Woman].into();
    assert_eq!(why_when(|one, _| wants_women(one)), [NotNow::WishNotAnswered]);
    let man = why_when(|one, two| {
        wants_women(one);
        two.described = Some(Described::Man);
    });
    assert_eq!(man, [NotNow::NotWhomPersonWishes]);
    let woman = why_when(|one, two| {
        wants_women(one);
        two.described = Some(Described::Woman);
    });
    assert_eq!(woman, []);
    let theirs = why_when(|one, two| {
        wants_women(two);
        one.described = Some(Described::Man);
    });
    assert_eq!(theirs, [NotNow::NotWhomOtherWishes]);
}

#[test]
fn nobody_under_eighteen_is_offered_and_an_age_that_is_not_known_is_no_reason() {
    assert_eq!(why_when(|_, two| two.born_on = Some(day("2008-03-13"))), [NotNow::TooYoung]);
    assert_eq!(why_when(|_, two| two.born_on = Some(day("2008-03-12"))), [], "eighteen today");
    assert_eq!(why_when(|_, two| two.born_on = None), []);
}

#[test]
fn a_way_is_too_long_when_neither_would_go_so_far() {
    let (one, mut two) = (gordon(), pat());
    two.travel = goes(40);
    let at = |minutes| why(&one, &two, Between::Nothing, Journey::Minutes(minutes));
    assert_eq!(at(40), [], "Pat would come");
    assert_eq!(at(45), [NotNow::TooFar { by_minutes: 5 }]);
    two.travel = None;
    assert_eq!(why(&one, &two, Between::Nothing, Journey::Minutes(200)), [], "nobody asked Pat");
    assert_eq!(why(&one, &two, Between::Nothing, Journey::Elsewhere), []);
}

#[test]
fn two_weeks_without_a_time_in_common_are_a_reason_and_a_week_nobody_asked_about_is_none() {
    let apart = why_when(|_, two| two.week = Some(free(DayOfWeek::Friday, 9, 12)));
    assert_eq!(apart, [NotNow::NeverFreeTogether]);
    assert_eq!(why_when(|_, two| two.week = None), []);
    assert_eq!(why_when(|one, _| one.week = None), []);
}

#[test]
fn whoever_is_known_said_no_lately_or_was_not_a_fit_is_not_offered_again() {
    let (one, two, relationship) = (gordon(), pat(), tie());
    let when = |between| why(&one, &two, between, Journey::SameArea);
    for met in [true, false] {
        assert_eq!(
            when(Between::Known { relationship, met }),
            [NotNow::AlreadyIntroduced { relationship, met }]
        );
    }
    let on = day("2025-03-13");
    assert_eq!(when(Between::Declined { relationship, on }), [NotNow::SaidNo { relationship, on }]);
    let a_year_ago = day("2025-03-12");
    assert_eq!(
        when(Between::Declined { relationship, on: a_year_ago }),
        [],
        "a year is long enough to ask again"
    );
    assert_eq!(
        when(Between::NotAFit { relationship, on: a_year_ago }),
        [NotNow::NotForThem { relationship, on: a_year_ago }]
    );
    assert_eq!(when(Between::WentQuiet { relationship, on }), [NotNow::WentQuiet { relationship, on }]);
}

#[test]
fn whoever_has_two_introductions_under_way_is_offered_no_third() {
    let (one, two) = (gordon(), pat());
    let with = |under_way| {
        let busy = Side { under_way, ..side(&two) };
        filters(&side(&one), &busy, (Between::Nothing, Journey::SameArea), today())
    };
    assert_eq!(with(1), []);
    assert_eq!(with(2), [NotNow::EnoughUnderWay { under_way: 2 }]);
}

#[test]
fn every_reason_that_holds_is_told_and_what_hinders_the_person_is_told_once_for_all() {
    let many = why_when(|one, two| {
        two.be_introduced = Said::No;
        two.born_on = Some(day("2010-01-01"));
        one.not_with.insert(two.person_id);
    });
    assert_eq!(many, [NotNow::NoIntroductions, NotNow::TooYoung, NotNow::PersonAskedNotTo]);
    let (mut one, two) = (gordon(), pat());
    one.takes_part = Said::No;
    let candidate = Candidate { side: side(&two), between: Between::Nothing, journey: Journey::SameArea };
    let ranking = rank(&side(&one), [candidate].into_iter(), today());
    assert_eq!(ranking.hindrances, [NotNow::NotTakingPart]);
    assert_eq!(
        (ranking.ranked.len(), ranking.left_out.len()),
        (1, 0),
        "who would fit can be seen all the same"
    );
}

#[test]
fn the_stored_names_of_reasons_are_as_they_were_promised() {
    assert_eq!(NotNow::KeptApart.code(), "kept_apart");
    assert_eq!(NotNow::TooFar { by_minutes: 5 }.code(), "too_far");
    assert_eq!(NotNow::EnoughUnderWay { under_way: 2 }.code(), "enough_under_way");
}
