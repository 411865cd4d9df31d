//! Other hours a week within the term.

use super::*;

fn change(minutes_per_week: i64, from: &str) -> C {
    C::ChangeHours { minutes_per_week, from: day(from), reason: words("She goes alone now.") }
}

#[test]
fn other_hours_hold_from_their_day_and_are_what_is_agreed_from_then_on() {
    let story = active().then(change(60, "2026-06-08"));
    assert_eq!(story.state.minutes_per_week_on(day("2026-06-07")), Some(150));
    assert_eq!(story.state.minutes_per_week_on(day("2026-06-08")), Some(60));
    assert_eq!(story.state.agreed_minutes(day("2026-06-01"), day("2026-06-14")), 150 + 60);
    let kept = &story.state.term.as_ref().expect("a term").hours_changes[0];
    assert_eq!((kept.minutes_per_week, kept.changed_on), (60, day("2026-06-01")));
}

#[test]
fn the_hours_of_an_extension_hold_in_its_own_time_whichever_was_agreed_first() {
    let extended = active().then(extend_to("2026-12-27")).then(change(60, "2026-08-03"));
    assert_eq!(extended.state.minutes_per_week_on(day("2026-10-04")), Some(60));
    assert_eq!(extended.state.minutes_per_week_on(day("2026-10-05")), Some(90));
    let changed = active().then(change(60, "2026-08-03")).then(extend_to("2026-12-27"));
    let weekly = |story: &Story| story.state.term.as_ref().map(|term| term.weekly.clone());
    assert_eq!(weekly(&extended), weekly(&changed));
}

#[test]
fn other_hours_hold_from_four_weeks_back_at_most() {
    let (from, earliest) = (day("2026-05-03"), day("2026-05-04"));
    active().refuses(change(60, "2026-05-03"), EngagementError::HoursTooFarBack { from, earliest });
    assert!(active().asked(change(60, "2026-05-04")).is_ok());
}

#[test]
fn the_last_word_about_a_day_counts() {
    let story = active().then(change(60, "2026-08-03")).then(change(75, "2026-08-03"));
    assert_eq!(story.state.minutes_per_week_on(day("2026-08-03")), Some(75));
    assert_eq!(story.state.term.as_ref().map(|term| term.weekly.len()), Some(2));
}

#[test]
fn hours_change_within_the_term_while_there_is_work_and_to_something_else() {
    let (on, term_start, term_end) = (day("2026-10-05"), day("2026-04-06"), day("2026-10-04"));
    let refusal = EngagementError::OutsideTerm { field: "from", on, term_start, term_end };
    active().refuses(change(60, "2026-10-05"), refusal);
    active().refuses(change(150, "2026-08-03"), EngagementError::SameHours { from: day("2026-08-03") });
    let refusal = EngagementError::WeeklyMinutesOutOfRange { minutes_per_week: 5, fewest: 15, most: 2_400 };
    active().refuses(change(5, "2026-08-03"), refusal);
    assert!(paused().asked(change(60, "2026-08-03")).is_ok());
    let wanted = &[Stage::Active, Stage::Paused];
    agreed().refuses(change(60, "2026-08-03"), EngagementError::WrongStage { stage: Stage::Agreed, wanted });
}
