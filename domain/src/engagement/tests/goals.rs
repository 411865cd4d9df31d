//! Goals after the term was agreed.

use super::*;

fn set(goal: u128, text: &str) -> C {
    C::SetGoal { goal_id: id(goal), words: words(text), set_on: day("2026-05-20") }
}

fn reword(goal: u128, text: &str) -> C {
    C::RewordGoal { goal_id: id(goal), words: words(text) }
}

fn set_aside(goal: u128) -> C {
    C::SetGoalAside { goal_id: id(goal), reason: words("The team moved away.") }
}

fn score(goal: u128, outcome: GoalOutcome, scored_on: &str) -> C {
    C::ScoreGoal { goal_id: id(goal), outcome, words: Some(words("Once.")), scored_on: day(scored_on) }
}

fn review(held_on: &str, scores: &[(u128, GoalOutcome)]) -> C {
    C::HoldReview {
        review_id: id(7),
        held_on: day(held_on),
        kind: ReviewKind::Planned,
        decision: ReviewDecision::Continue,
        words: Box::default(),
        goals: scores
            .iter()
            .map(|(goal, outcome)| GoalScore { goal_id: id(*goal), outcome: *outcome })
            .collect(),
        next_review_on: None,
        facts: ReviewFacts::default(),
    }
}

fn open(story: &Story) -> Vec<String> {
    story.state.open_goals().iter().map(|goal| goal.words.to_string()).collect()
}

#[test]
fn a_goal_is_added_to_those_that_were_agreed_which_stay_as_they_were_said() {
    let story = active().then(set(6, "To cook for a friend.")).then(reword(5, "To go to the cup final."));
    assert_eq!(open(&story), ["To go to the cup final.", "To cook for a friend."]);
    assert_eq!(story.state.agreed_goals()[0].words.as_str(), "Somebody to go to the football with.");
    story.refuses(set(6, "Again"), EngagementError::GoalExists { goal_id: id(6) });
    story.refuses(set(5, "Again"), EngagementError::GoalExists { goal_id: id(5) });
}

#[test]
fn the_same_words_again_change_nothing() {
    active().changes_nothing(reword(5, "Somebody to go to the football with."));
}

#[test]
fn a_goal_set_aside_is_not_gone_after_any_more_and_stays_with_its_reason() {
    let story = active().then(set_aside(5));
    assert!(open(&story).is_empty());
    let account = story.state.goal(id(5)).expect("it stays");
    assert_eq!(account.set_aside, Some((day("2026-06-01"), Some(&words("The team moved away.")))));
    let refusal = EngagementError::GoalIsSetAside { goal_id: id(5), set_aside_on: day("2026-06-01") };
    let asks = [set_aside(5), reword(5, "Tennis."), score(5, GoalOutcome::Met, "2026-06-01")];
    story.refuses_all(asks, refusal.clone());
    story.refuses(review("2026-06-01", &[(5, GoalOutcome::Met)]), refusal);
    let earlier = review("2026-05-29", &[(5, GoalOutcome::Partly)]);
    assert!(story.asked(earlier).is_ok(), "of a day on which it was gone after still");
}

#[test]
fn a_goal_is_not_scored_on_a_day_before_it_was_added() {
    let story = active().then(set(6, "To cook for a friend."));
    let set_on = story.state.goal(id(6)).expect("it is there").moments[0].on;
    let before = set_on.pred_opt().expect("a day");
    let refusal = EngagementError::GoalNotThereYet { goal_id: id(6), set_on };
    story.refuses(score(6, GoalOutcome::Met, &before.to_string()), refusal.clone());
    story.refuses(review(&before.to_string(), &[(6, GoalOutcome::Met)]), refusal);
    assert!(
        story.asked(review(&before.to_string(), &[(5, GoalOutcome::Met)])).is_ok(),
        "agreed with the term"
    );
}

#[test]
fn a_review_scores_goals_that_were_added_later_too() {
    let story = active()
        .then(set(6, "To cook for a friend."))
        .then(review("2026-05-30", &[(5, GoalOutcome::Met), (6, GoalOutcome::NotMet)]));
    let standing = |goal| story.state.goal(id(goal)).and_then(|goal| goal.standing);
    assert_eq!(standing(5), Some((day("2026-05-30"), GoalOutcome::Met)));
    assert_eq!(standing(6), Some((day("2026-05-30"), GoalOutcome::NotMet)));
}

#[test]
fn how_a_goal_stands_is_what_was_found_last_at_a_review_or_between() {
    let story = active().then(review("2026-05-20", &[(5, GoalOutcome::NotMet)])).then(score(
        5,
        GoalOutcome::Partly,
        "2026-05-27",
    ));
    let goal = story.state.goal(id(5)).expect("a goal");
    assert_eq!(goal.standing, Some((day("2026-05-27"), GoalOutcome::Partly)));
    let told: Vec<_> = goal.moments.iter().map(|moment| moment.on.to_string()).collect();
    assert_eq!(told, ["2026-03-16", "2026-05-20", "2026-05-27"]);
    let late = story.then(score(5, GoalOutcome::Met, "2026-05-10"));
    let standing = late.state.goal(id(5)).and_then(|goal| goal.standing);
    assert_eq!(
        standing,
        Some((day("2026-05-27"), GoalOutcome::Partly)),
        "written later, but of an earlier day"
    );
}

#[test]
fn goals_live_from_the_agreement_to_the_ending() {
    assert!(agreed().on("2026-06-01").asked(set(6, "To cook.")).is_ok());
    assert!(paused().asked(set(6, "To cook.")).is_ok());
    let ended_on = day("2026-05-29");
    let asks = [set(6, "To cook."), reword(5, "Tennis."), set_aside(5)];
    ended().refuses_all(asks, EngagementError::AlreadyEnded { ended_on });
    active().refuses(reword(8, "Tennis."), EngagementError::UnknownGoal { goal_id: id(8) });
}

#[test]
fn a_forgotten_persons_goals_are_gone_and_how_many_there_were_stays() {
    let mut state = active().then(set(6, "To cook.")).then(score(6, GoalOutcome::Met, "2026-05-27")).state;
    state.forget(state.person_id);
    assert!(state.open_goals().is_empty());
    let account = state.goal(id(6)).expect("that there was one");
    assert_eq!((account.words, account.standing), (None, Some((day("2026-05-27"), GoalOutcome::Met))));
}
