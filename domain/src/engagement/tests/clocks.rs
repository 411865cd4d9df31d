//! What falls due, and what stops each clock.

use super::*;
use crate::engagement::clocks::{ClockFacts, Due, DueKind, due, working_days_after};

fn kinds(due: &[Due]) -> Vec<DueKind> {
    due.iter().map(|due| due.kind).collect()
}

fn due_on(facts: &ClockFacts, kind: DueKind) -> Option<NaiveDate> {
    facts.running().iter().find(|due| due.kind == kind).map(|due| due.due_on)
}

fn facts(story: &Story) -> ClockFacts {
    ClockFacts::of(&story.state, None, None, 2)
}

#[test]
fn working_days_leave_out_weekends_and_bank_holidays() {
    // Monday 2 March 2026, and a Saturday
    assert_eq!(working_days_after(day("2026-03-02"), 5), day("2026-03-09"));
    assert_eq!(working_days_after(day("2026-03-07"), 1), day("2026-03-09"));
    assert_eq!(working_days_after(day("2026-03-02"), 10), day("2026-03-16"));
    // Maundy Thursday, and the Wednesday before Christmas
    assert_eq!(working_days_after(day("2026-04-02"), 1), day("2026-04-07"));
    assert_eq!(working_days_after(day("2026-12-23"), 5), day("2027-01-04"));
}

#[test]
fn a_referral_wants_a_word_in_2_a_first_contact_in_5_and_a_decision_in_10_working_days() {
    let story = referred();
    assert_eq!(due_on(&facts(&story), DueKind::Acknowledgement), Some(day("2026-03-04")));
    assert_eq!(due_on(&facts(&story), DueKind::FirstContact), Some(day("2026-03-09")));
    assert_eq!(due_on(&facts(&story), DueKind::EligibilityDecision), Some(day("2026-03-16")));
    let late = due(&story.state, day("2026-03-10"), None, None, 0);
    assert_eq!(kinds(&late), [DueKind::Acknowledgement, DueKind::FirstContact]);
    assert!(late[1].is_late(day("2026-03-10")) && !late[1].is_late(day("2026-03-09")));

    let screening = story.then(C::StartScreening { started_on: day("2026-03-05") });
    assert_eq!(kinds(&facts(&screening).running()), [DueKind::EligibilityDecision]);
    assert!(facts(&eligible()).running().is_empty());
}

#[test]
fn the_clocks_of_a_referral_do_not_run_for_work_that_had_begun_before_it_came_into_kith() {
    let elsewhere = Story::nothing_yet().on("2026-03-10").then(under_way("2026-03-02"));
    assert!(facts(&elsewhere).running().is_empty());
    let screening = elsewhere.then(C::StartScreening { started_on: day("2026-03-05") });
    assert!(facts(&screening).running().is_empty(), "nor while its beginning is written down");
}

#[test]
fn the_clocks_of_the_work_stand_where_the_term_puts_them() {
    // 182 days from 6 April: a quarter is 45 days, a half 91
    let running = facts(&active());
    let expected = [
        (DueKind::BaselineMap, "2026-05-04"),
        (DueKind::FirstIntroduction, "2026-05-20"),
        (DueKind::MidTermReview, "2026-07-05"),
        (DueKind::EndPlanning, "2026-08-09"),
        (DueKind::HandOverList, "2026-09-06"),
        (DueKind::EndOfTerm, "2026-10-04"),
    ];
    let expected: Vec<_> = expected.iter().map(|(kind, on)| Due { due_on: day(on), kind: *kind }).collect();
    assert_eq!(running.running(), expected);
}

#[test]
fn a_map_and_an_introduction_stop_their_clocks() {
    let done = ClockFacts::of(&active().state, Some(day("2026-05-15")), Some(day("2026-04-20")), 0);
    assert_eq!(kinds(&done.running()), [DueKind::MidTermReview, DueKind::EndPlanning, DueKind::EndOfTerm]);
}

#[test]
fn a_review_counts_from_four_weeks_before_its_day() {
    let held = |on| {
        let facts = facts(&active());
        ClockFacts { last_review_on: Some(day(on)), ..facts }
    };
    assert_eq!(due_on(&held("2026-06-06"), DueKind::MidTermReview), Some(day("2026-07-05")));
    assert_eq!(due_on(&held("2026-06-07"), DueKind::MidTermReview), None);
    assert_eq!(due_on(&held("2026-06-07"), DueKind::EndPlanning), Some(day("2026-08-09")));
    assert_eq!(due_on(&held("2026-07-12"), DueKind::EndPlanning), None);
}

#[test]
fn a_review_that_something_called_for_at_once_stands_for_no_planned_one() {
    let held = |kind| active().on("2026-08-10").then(super::review::review("2026-08-10", kind));
    let due_on = |kind| due_on(&facts(&held(kind)), DueKind::EndPlanning);
    assert_eq!(due_on(ReviewKind::Unplanned), Some(day("2026-08-09")));
    assert_eq!(due_on(ReviewKind::Planned), None);
}

#[test]
fn one_early_review_of_a_short_term_does_not_stand_for_its_middle_and_its_end() {
    // 84 days from 6 April: a sixth is 14 days, the end is planned by 3 May and the middle is 17 May.
    let short = ClockFacts { term: Some((day("2026-04-06"), day("2026-06-28"))), ..facts(&active()) };
    let held = |on| ClockFacts { last_review_on: Some(day(on)), ..short };
    assert_eq!(
        due_on(&held("2026-04-18"), DueKind::EndPlanning),
        Some(day("2026-05-03")),
        "too early for either"
    );
    assert_eq!(due_on(&held("2026-04-19"), DueKind::EndPlanning), None);
    assert_eq!(due_on(&held("2026-05-02"), DueKind::MidTermReview), Some(day("2026-05-17")));
    assert_eq!(due_on(&held("2026-05-03"), DueKind::MidTermReview), None);
}

#[test]
fn a_pause_and_an_agreed_review_have_their_day() {
    assert_eq!(due_on(&facts(&paused()), DueKind::PauseReview), Some(day("2026-06-22")));
    let resumed = paused().then(resume_on("2026-06-01"));
    assert_eq!(due_on(&facts(&resumed), DueKind::PauseReview), None);
    let agreed = ClockFacts { next_review_on: Some(day("2026-08-01")), ..facts(&active()) };
    assert_eq!(due_on(&agreed, DueKind::NextReview), Some(day("2026-08-01")));
}

#[test]
fn looking_at_a_pause_again_and_planning_each_hand_over_stop_their_clocks() {
    let again = paused().then(C::MovePauseReview { review_on: day("2026-07-20") });
    assert_eq!(due_on(&facts(&again), DueKind::PauseReview), Some(day("2026-07-20")));
    let left = |count: usize| ClockFacts { without_hand_over: count, ..facts(&active()) };
    assert_eq!(due_on(&left(1), DueKind::HandOverList), Some(day("2026-09-06")), "one of two is missing");
    assert_eq!(due_on(&left(0), DueKind::HandOverList), None);
}

#[test]
fn a_hand_over_planned_for_one_that_went_quiet_hides_no_other() {
    let hand_overs = [21, 22]
        .map(|number| Disposition { relationship_id: id(number), hand_over: HandOver::StandsOnItsOwn })
        .to_vec();
    let open_relationships = vec![id(21), id(22)];
    let story = active().then(C::PlanHandOvers { hand_overs, beside: vec![], open_relationships });
    assert!(story.state.without_hand_over(&[id(21), id(22)]).is_empty());
    // The second has gone quiet, and a third has been introduced since.
    let left = story.state.without_hand_over(&[id(21), id(23)]);
    assert_eq!(left, [id(23)]);
    let running = ClockFacts::of(&story.state, None, None, left.len());
    assert_eq!(due_on(&running, DueKind::HandOverList), Some(day("2026-09-06")));
}

#[test]
fn what_a_reader_keeps_is_every_clock_that_nothing_in_the_engagement_stops() {
    let kept = kinds(&ClockFacts::unstopped(&active().state).running());
    assert_eq!(kept, kinds(&facts(&active()).running()));
    assert!(ClockFacts::unstopped(&ended().state).running().is_empty());
}

#[test]
fn an_extension_moves_the_clocks_of_the_end() {
    let story = active().then(extend_to("2026-12-27"));
    assert_eq!(due_on(&facts(&story), DueKind::HandOverList), Some(day("2026-11-29")));
}

#[test]
fn nothing_is_due_once_it_has_ended() {
    assert!(facts(&ended()).running().is_empty());
    assert!(facts(&agreed()).running().is_empty());
    assert!(ClockFacts::default().running().is_empty());
}

#[test]
fn a_very_short_term_has_no_clock_before_its_start() {
    let short = ClockFacts { term: Some((day("2026-04-07"), day("2026-04-08"))), ..facts(&active()) };
    assert!(short.running().iter().all(|due| due.due_on >= day("2026-04-07")));
}
