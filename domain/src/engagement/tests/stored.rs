//! What is stored: old JSON loads and comes out the same, states too, and a forgotten person's words
//! are gone from both.

use std::path::Path;

use cqrs_es::test::TestFramework;
use serde_json::Value;
use strum::VariantNames;

use super::*;

fn snake(name: &str) -> String {
    let mut snake = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

fn fixtures() -> Vec<(&'static str, EngagementEvent)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/events/engagement");
    let load = |name: &'static str| {
        let path = folder.join(format!("{}.v1.json", snake(name)));
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
        let stored: Value = serde_json::from_str(&text).expect("JSON");
        let event: EngagementEvent = serde_json::from_value(stored.clone()).expect("an event");
        assert_eq!(serde_json::to_value(&event).expect("JSON"), stored, "{name} comes out as it went in");
        (name, event)
    };
    EngagementEvent::VARIANTS.iter().copied().map(load).collect()
}

#[test]
fn every_event_as_first_stored_loads_and_comes_out_the_same() {
    for (name, event) in fixtures() {
        assert_eq!(<&'static str>::from(&event), name);
    }
}

#[test]
fn every_stored_event_loads_after_the_person_was_forgotten() {
    fn erase(value: &mut Value) {
        match value {
            Value::Object(fields) if fields.contains_key("@personal") => {
                fields.remove("value");
            }
            Value::Object(fields) => fields.values_mut().for_each(erase),
            Value::Array(items) => items.iter_mut().for_each(erase),
            _ => {}
        }
    }
    let mut state = Engagement::default();
    for (_, event) in fixtures() {
        let mut stored = serde_json::to_value(&event).expect("JSON");
        erase(&mut stored);
        state.evolve(&serde_json::from_value(stored).expect("an event"));
    }
    assert!(state.agreed_goals().is_empty());
}

fn a_whole_life() -> Story {
    active()
        .then(plan(1, "2026-05-19"))
        .then(deliver(1, "2026-05-20", 60))
        .then(C::CorrectSession {
            session_id: id(1),
            time: lasting("2026-05-20", 95),
            place: Some(line("The station")),
            details: Some(SessionDetails {
                companions: Some(line("Her sister")),
                ..SessionDetails::default()
            }),
            note: Some(words("They talked about the final, all the way home.")),
            without_note: false,
            reason: words("The walk home."),
            died_on: None,
        })
        .then(C::NameReferrer { referrer: Referrer { name: line("Ana Reyes"), contact: None } })
        .then(C::SetGoal { goal_id: id(6), words: words("To cook for a friend."), set_on: day("2026-05-20") })
        .then(C::RewordGoal { goal_id: id(6), words: words("To cook for two friends.") })
        .then(C::ScoreGoal {
            goal_id: id(6),
            outcome: GoalOutcome::Partly,
            words: Some(words("One came.")),
            scored_on: day("2026-05-25"),
        })
        .then(C::SetGoalAside { goal_id: id(5), reason: words("The team moved away.") })
        .then(C::ChangeHours {
            minutes_per_week: 60,
            from: day("2026-05-25"),
            reason: words("She goes alone."),
        })
        .then(extend_to("2026-12-27"))
        .then(C::HoldReview {
            review_id: id(7),
            held_on: day("2026-05-28"),
            kind: ReviewKind::Planned,
            decision: ReviewDecision::EndEarly,
            words: Box::new(ReviewWords {
                own_words: Some(words("More football.")),
                ..ReviewWords::default()
            }),
            goals: vec![],
            next_review_on: None,
            facts: ReviewFacts::default(),
        })
        .then(C::End {
            ended_on: day("2026-05-29"),
            reason: EndReason::GoalsMetEarly,
            words: Some(words("She made the tea.")),
            hand_overs: vec![],
            beside: vec![],
            open_relationships: vec![],
            needs_agreement: false,
        })
}

#[test]
fn a_state_comes_back_from_its_document() {
    let state = a_whole_life().state;
    let document = serde_json::to_string(&state).expect("JSON");
    assert_eq!(serde_json::from_str::<Engagement>(&document).expect("a state"), state);
}

#[test]
fn forgetting_someone_clears_their_words_and_changes_no_figure() {
    let state = a_whole_life().state;
    let mut forgotten = state.clone();
    forgotten.forget(state.person_id);
    let document = serde_json::to_value(&forgotten).expect("JSON");

    fn clear_values(value: &Value) -> usize {
        match value {
            Value::Object(fields) if fields.contains_key("@personal") => fields.contains_key("value").into(),
            Value::Object(fields) => fields.values().map(clear_values).sum(),
            Value::Array(items) => items.iter().map(clear_values).sum(),
            _ => 0,
        }
    }
    assert!(clear_values(&serde_json::to_value(&state).expect("JSON")) > 5);
    assert_eq!(clear_values(&document), 0);
    assert!(forgotten.delivered().eq(state.delivered()));
    assert_eq!(forgotten.hand_overs(), state.hand_overs());

    let mut other = state.clone();
    other.forget(id(77));
    assert_eq!(other, state);
}

#[test]
fn the_stock_framework_reads_an_engagement_too() {
    TestFramework::<Engagement>::with(())
        .given_no_previous_events()
        .when(Asked { command: receive(), today: day("2026-03-02"), by: id(99) })
        .then_expect_events(Story::nothing_yet().asked(receive()).expect("allowed"));
}
