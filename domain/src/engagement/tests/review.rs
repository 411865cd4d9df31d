//! Reviews.

use super::*;

pub(super) fn review(held_on: &str, kind: ReviewKind) -> C {
    with(held_on, kind, vec![5], None)
}

fn with(held_on: &str, kind: ReviewKind, goals: Vec<u128>, next: Option<&str>) -> C {
    let score = |goal| GoalScore { goal_id: id(goal), outcome: GoalOutcome::Partly };
    C::HoldReview {
        review_id: id(7),
        held_on: day(held_on),
        kind,
        decision: ReviewDecision::Continue,
        words: Box::new(ReviewWords { own_words: Some(words("More football.")), ..ReviewWords::default() }),
        goals: goals.into_iter().map(score).collect(),
        next_review_on: next.map(day),
        facts: ReviewFacts::default(),
    }
}

#[test]
fn a_review_is_kept_with_its_words_and_scores() {
    let story = active().then(with("2026-05-30", ReviewKind::Planned, vec![5], Some("2026-08-01")));
    let held = &story.state.reviews[&id(7)];
    assert_eq!(held.goals[0].outcome, GoalOutcome::Partly);
    assert_eq!(held.words.subject(), story.state.person_id);
    assert_eq!(story.state.next_review_on(), Some(day("2026-08-01")));
}

#[test]
fn what_was_found_is_kept_beside_the_words_and_must_be_possible() {
    let found = |facts: ReviewFacts| {
        let mut command = with("2026-05-30", ReviewKind::Planned, vec![5], None);
        if let C::HoldReview { facts: known, .. } = &mut command {
            *known = facts;
        }
        command
    };
    let more_time = Some(MoreTime { weeks: 8, minutes_per_week: 90 });
    let facts = ReviewFacts {
        map_retaken: Some(true),
        paid_minutes_per_week: Some(600),
        more_time,
        ..ReviewFacts::default()
    };
    assert_eq!(active().then(found(facts)).state.reviews[&id(7)].facts, facts);
    let too_long = ReviewFacts { paid_minutes_per_week: Some(10_081), ..ReviewFacts::default() };
    active()
        .refuses(found(too_long), EngagementError::MoreThanAWeek { field: "paid_hours", minutes: 10_081 });
    let never = ReviewFacts {
        more_time: Some(MoreTime { weeks: 0, minutes_per_week: 90 }),
        ..ReviewFacts::default()
    };
    active().refuses(found(never), EngagementError::WeeksOutOfRange { weeks: 0, most: 104 });
}

#[test]
fn a_review_is_held_while_the_work_goes_on_or_rests() {
    assert!(paused().asked(review("2026-06-01", ReviewKind::Unplanned)).is_ok());
    let wanted = &[Stage::Active, Stage::Paused, Stage::Ended];
    let refusal = EngagementError::WrongStage { stage: Stage::Agreed, wanted };
    agreed().refuses(review("2026-04-07", ReviewKind::Planned), refusal);
    let (on, after) = (day("2026-04-06"), day("2026-04-07"));
    let refusal = EngagementError::OutOfOrder { field: "held_on", on, after };
    active().refuses(review("2026-04-06", ReviewKind::Planned), refusal);
}

#[test]
fn after_the_end_only_an_end_of_term_review_is_held_and_within_28_days() {
    let ended_on = day("2026-05-29");
    let late = ended().on("2026-07-01");
    let until = day("2026-06-26");
    assert!(late.asked(review("2026-06-26", ReviewKind::EndOfTerm)).is_ok());
    let refusal = EngagementError::ReviewAfterEnd { ended_on, until };
    late.refuses(review("2026-06-27", ReviewKind::EndOfTerm), refusal);
    assert!(late.asked(review("2026-05-29", ReviewKind::Planned)).is_ok());
    let refusal = EngagementError::ReviewAfterEnd { ended_on, until: ended_on };
    late.refuses(review("2026-05-30", ReviewKind::Planned), refusal);
}

#[test]
fn a_review_scores_goals_of_this_engagement_once_each() {
    let unknown = with("2026-05-30", ReviewKind::Planned, vec![5, 8], None);
    active().refuses(unknown, EngagementError::UnknownGoal { goal_id: id(8) });
    let twice = with("2026-05-30", ReviewKind::Planned, vec![5, 5], None);
    active().refuses(twice, EngagementError::GoalTwice { goal_id: id(5) });
}

#[test]
fn the_next_review_is_within_twelve_months() {
    let (held_on, latest) = (day("2026-05-30"), day("2027-05-30"));
    for next in ["2026-05-30", "2027-05-31"] {
        let command = with("2026-05-30", ReviewKind::Planned, vec![], Some(next));
        active().refuses(command, EngagementError::NextReviewOutOfRange { held_on, latest });
    }
}

#[test]
fn a_review_is_recorded_once() {
    let story = active().then(review("2026-05-30", ReviewKind::Planned));
    let refusal = EngagementError::ReviewAlreadyHeld { review_id: id(7), held_on: day("2026-05-30") };
    story.refuses(review("2026-05-31", ReviewKind::Planned), refusal);
}

#[test]
fn how_it_was_held_is_kept_and_why_only_of_one_that_nobody_had_planned() {
    let because = |kind| {
        let mut command = with("2026-05-30", kind, vec![], None);
        if let C::HoldReview { facts, .. } = &mut command {
            facts.method = Some(ReviewMethod::Video);
            facts.unplanned_because = Some(UnplannedReason::Hospital);
        }
        command
    };
    let story = active().then(because(ReviewKind::Unplanned));
    assert_eq!(story.state.reviews[&id(7)].facts.method, Some(ReviewMethod::Video));
    active().refuses(because(ReviewKind::Planned), EngagementError::ReasonOfAPlannedReview);
    assert!(UnplannedReason::ALL.iter().all(|reason| !reason.cld_reason().is_empty()));
}

fn decided(decision: ReviewDecision) -> Story {
    let mut command = with("2026-05-30", ReviewKind::Planned, vec![], None);
    if let C::HoldReview { decision: known, .. } = &mut command {
        *known = decision;
    }
    active().then(command)
}

fn open_decision(story: &Story) -> Option<ReviewDecision> {
    story.state.decision_to_follow().map(|(_, review)| review.decision)
}

#[test]
fn what_a_review_decided_waits_until_it_is_done() {
    assert_eq!(open_decision(&decided(ReviewDecision::Continue)), None);
    let extend = decided(ReviewDecision::Extend);
    assert_eq!(open_decision(&extend), Some(ReviewDecision::Extend));
    assert_eq!(open_decision(&extend.then(extend_to("2026-12-27"))), None);
    let fewer = C::ChangeHours { minutes_per_week: 60, from: day("2026-06-08"), reason: words("Alone now.") };
    for decision in [ReviewDecision::ChangeHours, ReviewDecision::StepDown] {
        let story = decided(decision);
        assert_eq!(open_decision(&story), Some(decision));
        assert_eq!(open_decision(&story.then(fewer.clone())), None);
    }
    let stepping_back = C::MovePhase { phase: Phase::SteppingBack, moved_on: day("2026-06-01") };
    assert_eq!(open_decision(&decided(ReviewDecision::StepDown).then(stepping_back)), None);
    let end = decided(ReviewDecision::EndEarly);
    assert_eq!(open_decision(&end), Some(ReviewDecision::EndEarly));
    assert_eq!(open_decision(&end.then(end_on("2026-06-01", EndReason::GoalsMetEarly))), None);
}

#[test]
fn a_later_review_overtakes_what_an_earlier_one_decided() {
    let mut later = with("2026-05-31", ReviewKind::Planned, vec![], None);
    if let C::HoldReview { review_id, .. } = &mut later {
        *review_id = id(8);
    }
    assert_eq!(open_decision(&decided(ReviewDecision::Extend).then(later)), None);
}

#[test]
fn a_review_that_was_a_mistake_is_seen_with_its_reason_and_counted_nowhere() {
    let back = || C::TakeReviewBack { review_id: id(7), reason: words("It was Lee's.") };
    let told = active().then(review("2026-05-30", ReviewKind::Planned));
    assert_eq!(told.state.last_review_on(), Some(day("2026-05-30")));
    let told = told.then(back());
    assert_eq!((told.state.last_review_on(), told.state.reviews.len()), (None, 0));
    assert!(told.state.goal_accounts().iter().all(|goal| goal.standing.is_none()));
    let gone = &told.state.reviews_taken_back[&id(7)];
    assert_eq!((gone.review.held_on, gone.on), (day("2026-05-30"), told.today));
    let taken_back_on = told.today;
    let refusal = || EngagementError::ReviewIsTakenBack { review_id: id(7), taken_back_on };
    told.refuses(back(), refusal());
    told.refuses(review("2026-05-30", ReviewKind::Planned), refusal());
    active().refuses(back(), EngagementError::UnknownReview { review_id: id(7) });
    let mut state = told.state;
    state.forget(state.person_id);
    assert!(state.reviews_taken_back[&id(7)].reason.get().is_none());
}

#[test]
fn a_review_that_something_called_for_at_once_leaves_the_day_that_was_agreed() {
    let agreed = active().then(with("2026-05-02", ReviewKind::Planned, vec![], Some("2026-08-01")));
    let held = |next| match with("2026-05-30", ReviewKind::Unplanned, vec![], next) {
        C::HoldReview { held_on, kind, decision, words, goals, next_review_on, facts, .. } => {
            let review_id = id(8);
            C::HoldReview { review_id, held_on, kind, decision, words, goals, next_review_on, facts }
        }
        other => other,
    };
    assert_eq!(agreed.clone().then(held(None)).state.next_review_on(), Some(day("2026-08-01")));
    assert_eq!(agreed.then(held(Some("2026-07-01"))).state.next_review_on(), Some(day("2026-07-01")));
}
