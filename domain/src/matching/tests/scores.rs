//! What each part of a score is worth.

use super::*;

#[test]
fn two_who_love_the_same_have_all_the_time_and_live_next_door_reach_the_most() {
    let (mut one, mut two) = (gordon(), pat());
    one.loves = [(term(1), love(3, &[ShareMode::Teach]))].into();
    two.loves = [(term(1), love(3, &[ShareMode::Learn]))].into();
    two.known_since = Some(today() - chrono::Days::new(100));
    let fit = fits(&one, &two, Journey::Minutes(0));
    assert_eq!(fit.parts.all(), WEIGHTS);
    assert_eq!((fit.parts.total(), fit.parts.points()), (10_000, 100));
    assert_eq!(fit.unknown, []);
}

#[test]
fn what_both_love_is_the_least_of_both_over_the_most_of_either() {
    let (mut one, mut two) = (gordon(), pat());
    one.loves = loves(&[(1, 3), (2, 1), (3, 2)]);
    two.loves = loves(&[(1, 2), (2, 2), (4, 1)]);
    let fit = fits(&one, &two, Journey::SameArea);
    // (2 + 1) of (3 + 2 + 2 + 1): 45 × 3 ÷ 8 = 16.875.
    assert_eq!(fit.parts.interests, 1_687);
    assert_eq!(
        fit.shared.iter().map(|shared| (shared.term, shared.strength)).collect::<Vec<_>>(),
        [(term(1), 2), (term(2), 1)]
    );
}

#[test]
fn of_whom_nothing_is_written_down_nothing_is_shared_and_it_is_said_that_nobody_knows() {
    let (one, mut two) = (gordon(), pat());
    two.loves = Loves::new();
    let fit = fits(&one, &two, Journey::SameArea);
    assert_eq!(fit.parts.interests, 0);
    assert_eq!(fit.unknown, [Unknown::OthersLoves]);
}

#[test]
fn three_hours_together_are_enough_and_one_is_a_third_of_it() {
    let (one, mut two) = (gordon(), pat());
    assert_eq!(fits(&one, &two, Journey::SameArea).parts.time, 2_000);
    two.week = Some(free(DayOfWeek::Tuesday, 11, 18));
    let fit = fits(&one, &two, Journey::SameArea);
    assert_eq!(fit.parts.time, 666);
    assert_eq!(fit.together.len(), 1);
}

#[test]
fn a_week_that_nobody_asked_about_counts_half_and_is_said_to_be_unknown() {
    let (one, mut two) = (gordon(), pat());
    two.week = None;
    let fit = fits(&one, &two, Journey::SameArea);
    assert_eq!((fit.parts.time, fit.together), (1_000, vec![]));
    assert_eq!(fit.unknown, [Unknown::OthersWeek]);
}

#[test]
fn a_way_counts_by_what_is_left_of_the_longest_for_whom_it_is_easier() {
    let (one, mut two) = (gordon(), pat());
    assert_eq!(fits(&one, &two, Journey::Minutes(15)).parts.way, 750);
    two.travel = goes(60);
    assert_eq!(fits(&one, &two, Journey::Minutes(15)).parts.way, 1_125);
    assert_eq!(fits(&one, &two, Journey::Minutes(45)).parts.way, 375, "too far for Gordon, not for Pat");
    assert_eq!(fits(&one, &two, Journey::SameArea).parts.way, 1_245, "ten of sixty minutes");
}

#[test]
fn a_way_that_nobody_knows_counts_half_and_never_more_than_next_door() {
    let (mut one, mut two) = (gordon(), pat());
    let fit = fits(&one, &two, Journey::Elsewhere);
    assert_eq!((fit.parts.way, fit.unknown), (750, vec![Unknown::Way]));
    (one.travel, two.travel) = (goes(12), goes(12));
    let next_door = fits(&one, &two, Journey::SameArea).parts.way;
    assert_eq!(next_door, 240, "ten of twelve minutes");
    assert_eq!(fits(&one, &two, Journey::Elsewhere).parts.way, next_door);
    (one.travel, two.travel) = (None, None);
    assert_eq!(fits(&one, &two, Journey::SameArea).parts.way, 750);
    assert_eq!(fits(&one, &two, Journey::NotKnown).unknown, [Unknown::Way, Unknown::Reach]);
}

#[test]
fn one_who_teaches_what_the_other_would_learn_counts_whichever_of_the_two_it_is() {
    let with = |mine, theirs| {
        let (mut one, mut two) = (gordon(), pat());
        one.loves = [(term(1), love(2, &[mine]))].into();
        two.loves = [(term(1), love(2, &[theirs]))].into();
        fits(&one, &two, Journey::SameArea).parts.giving
    };
    assert_eq!(with(ShareMode::Teach, ShareMode::Learn), 1_000);
    assert_eq!(with(ShareMode::Learn, ShareMode::Teach), 1_000);
    assert_eq!(with(ShareMode::DoWithOthers, ShareMode::DoWithOthers), 1_000);
    assert_eq!(with(ShareMode::Teach, ShareMode::Teach), 0);
    assert_eq!(with(ShareMode::Watch, ShareMode::Make), 0);
    let (mut one, mut two) = (gordon(), pat());
    one.loves = [(term(1), love(2, &[ShareMode::Teach]))].into();
    two.loves = [(term(2), love(2, &[ShareMode::Learn]))].into();
    assert_eq!(fits(&one, &two, Journey::SameArea).parts.giving, 0, "of something else");
}

#[test]
fn whoever_has_waited_longest_counts_most_and_a_proposal_begins_the_wait_anew() {
    let (one, two, mut three) = (gordon(), pat(), somebody(3, false));
    three.known_since = Some(day("2025-12-02"));
    let at = |side| Candidate { side, between: Between::Nothing, journey: Journey::SameArea };
    let asked_lately = Side { last_proposed_on: Some(day("2026-03-02")), ..side(&two) };
    let ranking = rank(&side(&one), [at(asked_lately), at(side(&three))].into_iter(), today());
    let waits: Vec<_> = ranking.ranked.iter().map(|one| (one.at, one.parts.waiting)).collect();
    assert_eq!((ranking.longest, waits), (100, vec![(1, 1_000), (0, 100)]));
}

#[test]
fn of_two_with_the_same_score_whoever_waited_longer_comes_first_whatever_their_place_in_the_list() {
    let (one, two, three) = (gordon(), pat(), somebody(3, false));
    let at = |facts| Candidate { side: side(facts), between: Between::Nothing, journey: Journey::SameArea };
    let order = |all: &[Candidate<'_>]| -> Vec<PersonId> {
        let ranking = rank(&side(&one), all.iter().cloned(), today());
        ranking.ranked.iter().map(|one| all[one.at].side.facts.person_id).collect()
    };
    assert_eq!(order(&[at(&two), at(&three)]), order(&[at(&three), at(&two)]));
}

#[test]
fn what_became_one_term_counts_once_with_the_stronger_of_both() {
    let mut facts = gordon();
    facts.loves = [(term(1), love(1, &[ShareMode::Teach])), (term(2), love(3, &[ShareMode::Make]))].into();
    let now = facts.loves_now(|was| if was == term(2) { term(1) } else { was });
    assert_eq!(now, [(term(1), love(3, &[ShareMode::Teach, ShareMode::Make]))].into());
}
