//! The agreed term, its start, phases, pauses and extensions.

use super::*;
use crate::engagement::hours::weekly_on;
use crate::shared::calendar::DateError;

#[test]
fn a_term_needs_consent_and_money_for_all_of_it() {
    consented().refuses(agree(), EngagementError::FundingMissing);
    asked_for_consent().refuses(agree(), EngagementError::ConsentNotNoted);
    let (covers_from, covers_to) = (day("2026-04-06"), day("2026-10-04"));
    for (start, end, field) in
        [("2026-04-05", "2026-10-04", "term_start"), ("2026-04-06", "2026-10-05", "term_end")]
    {
        let refusal = EngagementError::FundingDoesNotCover { field, covers_from, covers_to };
        assert_eq!(refusal.field(), Some(field));
        funded().refuses(agree_from(start, end), refusal);
    }
}

#[test]
fn a_term_ends_after_it_starts_and_within_24_months() {
    let term_start = day("2026-04-06");
    let refusal = EngagementError::TermReversed { term_start };
    funded().refuses(agree_from("2026-04-06", "2026-04-06"), refusal);
    let refusal = EngagementError::TermTooLong { latest_end: day("2028-04-06") };
    assert_eq!(refusal.field(), Some("term_end"));
    funded().refuses(agree_from("2026-04-06", "2028-04-07"), refusal);
}

#[test]
fn a_term_does_not_start_before_the_referral() {
    let (on, received_on) = (day("2026-03-01"), day("2026-03-02"));
    let refusal = EngagementError::BeforeReferral { field: "term_start", on, received_on };
    funded().refuses(agree_from("2026-03-01", "2026-10-04"), refusal);
}

#[test]
fn between_15_and_2400_minutes_a_week_are_agreed() {
    for minutes in [14, 2_401, -60] {
        let command = C::Agree {
            kind: EngagementKind::SixMonths,
            term_start: day("2026-04-06"),
            term_end: day("2026-10-04"),
            minutes_per_week: minutes,
            goals: vec![],
        };
        let refusal =
            EngagementError::WeeklyMinutesOutOfRange { minutes_per_week: minutes, fewest: 15, most: 2_400 };
        funded().refuses(command, refusal);
    }
}

#[test]
fn a_goal_stands_once_in_an_agreement() {
    let goal = Goal { goal_id: id(5), words: words("A friend.") };
    let command = C::Agree {
        kind: EngagementKind::SixMonths,
        term_start: day("2026-04-06"),
        term_end: day("2026-10-04"),
        minutes_per_week: 150,
        goals: vec![goal.clone(), goal],
    };
    funded().refuses(command, EngagementError::GoalTwice { goal_id: id(5) });
}

#[test]
fn the_work_begins_in_the_term_with_consent_and_a_connector() {
    let story = active();
    assert_eq!(story.state.stage, Stage::Active);
    assert_eq!(story.state.phase(), Some(Phase::Discovery));

    let early = agreed().on("2026-04-05");
    let (term_start, term_end) = (day("2026-04-06"), day("2026-10-04"));
    let on = day("2026-04-05");
    let refusal = EngagementError::OutsideTerm { field: "started_on", on, term_start, term_end };
    early.refuses(start_on("2026-04-05"), refusal);
    let why = DateError::InTheFuture { on: day("2026-04-06") };
    early.refuses(start_on("2026-04-06"), EngagementError::Date { field: "started_on", why });

    let withdrawn = C::Start { started_on: day("2026-04-07"), consent_holds: false };
    agreed().refuses(withdrawn, EngagementError::ConsentDoesNotHold);
    let nobody = funded().then(agree()).on("2026-04-07");
    nobody.refuses(start_on("2026-04-07"), EngagementError::NoConnector);
}

#[test]
fn work_that_has_not_begun_cannot_rest_or_end() {
    let wanted = &[Stage::Active];
    let refusal = EngagementError::WrongStage { stage: Stage::Agreed, wanted };
    agreed().refuses(pause_from("2026-04-07", "2026-04-20"), refusal);
    let wanted = &[Stage::Active, Stage::Paused];
    let refusal = EngagementError::WrongStage { stage: Stage::Agreed, wanted };
    agreed().refuses(end_on("2026-04-07", EndReason::MovedArea), refusal);
}

#[test]
fn a_phase_moves_to_another_phase_in_order_and_only_while_active() {
    let move_to = |phase, on| C::MovePhase { phase, moved_on: day(on) };
    let story = active().then(move_to(Phase::Connecting, "2026-05-11"));
    assert_eq!(story.state.phase(), Some(Phase::Connecting));
    let (phase, since) = (Phase::Connecting, day("2026-05-11"));
    story.refuses(move_to(phase, "2026-05-20"), EngagementError::AlreadyInPhase { phase, since });
    let (on, after) = (day("2026-05-10"), day("2026-05-11"));
    let refusal = EngagementError::OutOfOrder { field: "moved_on", on, after };
    story.refuses(move_to(Phase::Fostering, "2026-05-10"), refusal);
    let refusal = EngagementError::IsPaused { paused_on: day("2026-05-25") };
    paused().refuses(move_to(Phase::Connecting, "2026-06-01"), refusal);
}

#[test]
fn a_pause_rests_from_its_day_to_the_day_before_it_goes_on() {
    let story = paused().then(resume_on("2026-06-01"));
    assert_eq!(story.state.stage, Stage::Active);
    let rested = |on| story.state.pause_on(day(on)).is_some();
    assert!(!rested("2026-05-24") && rested("2026-05-25") && rested("2026-05-31") && !rested("2026-06-01"));
}

#[test]
fn a_pause_lies_in_the_term_after_the_start_and_after_the_last_pause() {
    let (term_start, term_end) = (day("2026-04-06"), day("2026-10-04"));
    let on = day("2026-04-05");
    let refusal = EngagementError::OutsideTerm { field: "paused_on", on, term_start, term_end };
    active().refuses(pause_from("2026-04-05", "2026-04-20"), refusal);
    let (on, after) = (day("2026-04-06"), day("2026-04-07"));
    let refusal = EngagementError::OutOfOrder { field: "paused_on", on, after };
    active().refuses(pause_from("2026-04-06", "2026-04-20"), refusal);

    let resumed = paused().then(resume_on("2026-05-30"));
    let (on, after) = (day("2026-05-28"), day("2026-05-30"));
    let refusal = EngagementError::OutOfOrder { field: "paused_on", on, after };
    resumed.refuses(pause_from("2026-05-28", "2026-06-20"), refusal);
}

#[test]
fn a_pause_is_looked_at_again_within_twelve_weeks() {
    let (paused_on, latest) = (day("2026-06-01"), day("2026-08-24"));
    for review_on in ["2026-06-01", "2026-08-25"] {
        let refusal = EngagementError::PauseReviewOutOfRange { after: paused_on, latest };
        active().refuses(pause_from("2026-06-01", review_on), refusal);
    }
    assert!(active().asked(pause_from("2026-06-01", "2026-08-24")).is_ok());
}

#[test]
fn a_pause_that_was_looked_at_rests_on_until_it_is_looked_at_again() {
    let again = |on| C::MovePauseReview { review_on: day(on) };
    let story = paused().then(again("2026-07-20"));
    let pause = &story.state.pauses[0];
    assert_eq!((pause.review_on, pause.resumed_on), (day("2026-07-20"), None));
    let (after, latest) = (day("2026-06-01"), day("2026-08-24"));
    for on in ["2026-06-01", "2026-08-25"] {
        paused().refuses(again(on), EngagementError::PauseReviewOutOfRange { after, latest });
    }
    active().refuses(again("2026-07-20"), EngagementError::NotPaused);
}

#[test]
fn a_pause_is_not_laid_over_a_session_that_was() {
    let story = active().then(deliver(1, "2026-05-26", 95));
    let refusal = EngagementError::DeliveredSince { field: "paused_on", on: day("2026-05-26") };
    story.refuses(pause_from("2026-05-25", "2026-06-22"), refusal);
    assert!(story.asked(pause_from("2026-05-27", "2026-06-22")).is_ok());
}

#[test]
fn only_what_rests_can_go_on_not_before_it_rested_and_not_after_the_term() {
    active().refuses(resume_on("2026-06-01"), EngagementError::NotPaused);
    let (on, after) = (day("2026-05-24"), day("2026-05-25"));
    paused().refuses(resume_on("2026-05-24"), EngagementError::OutOfOrder { field: "resumed_on", on, after });
    let refusal = EngagementError::TermEndsBefore { field: "resumed_on", term_end: day("2026-10-04") };
    paused().on("2026-10-10").refuses(resume_on("2026-10-05"), refusal);
}

#[test]
fn what_rests_cannot_rest_again() {
    let refusal = EngagementError::IsPaused { paused_on: day("2026-05-25") };
    paused().refuses(pause_from("2026-06-01", "2026-06-22"), refusal);
}

#[test]
fn an_extension_adds_time_money_and_cover_with_its_own_hours() {
    let story = active().then(extend_to("2026-12-27"));
    let term = story.state.term.as_ref().expect("a term");
    assert_eq!((term.end, term.first_end()), (day("2026-12-27"), day("2026-10-04")));
    assert_eq!(term.minutes_per_week(), 90);
    let on = |text: &str| weekly_on((term.start, term.end), &term.weekly, day(text));
    assert_eq!((on("2026-10-04"), on("2026-10-05"), on("2026-12-27")), (Some(150), Some(90), Some(90)));
    assert_eq!((on("2026-04-05"), on("2026-12-28")), (None, None), "no day outside the term has hours");
    assert_eq!(term.weekly[1], WeeklyMinutes { from: day("2026-10-05"), minutes_per_week: 90 });
    let funding = story.state.funding.as_ref().expect("funding");
    assert_eq!((funding.covers_to, funding.budget), (day("2026-12-27"), Money(213_720)));
}

#[test]
fn an_extension_is_agreed_up_to_28_days_after_the_term() {
    assert!(active().on("2026-11-01").asked(extend_to("2026-12-27")).is_ok());
    let (term_end, until) = (day("2026-10-04"), day("2026-11-01"));
    let refusal = EngagementError::TooLateToExtend { term_end, until };
    active().on("2026-11-02").refuses(extend_to("2026-12-27"), refusal);
}

#[test]
fn an_extension_ends_later_and_takes_no_money_away() {
    let refusal = EngagementError::ExtensionNotLater { term_end: day("2026-10-04") };
    assert_eq!(refusal.field(), Some("new_end"));
    active().refuses(extend_to("2026-10-04"), refusal);
    let (on, latest) = (day("2206-12-27"), day("2036-06-01"));
    let refusal = EngagementError::TooFarAhead { field: "new_end", on, latest };
    active().refuses(extend_to("2206-12-27"), refusal);

    let with = |minutes_per_week, added_budget| C::Extend {
        new_end: day("2026-12-27"),
        minutes_per_week,
        added_budget,
        reason: words("The choir began late."),
        needs_agreement: false,
    };
    for added_budget in [Money(-1), Money(1_000_000_000)] {
        let highest = Money(1_000_000_000 - 164_400);
        let refusal = EngagementError::AddedBudgetOutOfRange { added_budget, highest };
        active().refuses(with(90, added_budget), refusal);
    }
    assert!(active().asked(with(90, Money::ZERO)).is_ok());
    let refusal = EngagementError::WeeklyMinutesOutOfRange { minutes_per_week: 10, fewest: 15, most: 2_400 };
    active().refuses(with(10, Money::ZERO), refusal);
}

#[test]
fn only_work_that_goes_on_is_extended() {
    assert!(paused().asked(extend_to("2026-12-27")).is_ok());
    let ended_on = day("2026-05-29");
    ended().refuses(extend_to("2026-12-27"), EngagementError::AlreadyEnded { ended_on });
}
