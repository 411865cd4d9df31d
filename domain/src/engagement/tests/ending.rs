//! The end of a referral, of an engagement, and its close.

use super::*;
use crate::shared::calendar::DateError;
use crate::shared::ids::RelationshipId;

fn ending(hand_overs: &[u128], open: &[u128]) -> C {
    let disposition = |relationship: &u128| Disposition {
        relationship_id: id(*relationship),
        hand_over: HandOver::LeftToThem,
    };
    C::End {
        ended_on: day("2026-05-29"),
        reason: EndReason::GoalsMetEarly,
        words: Some(words("She made the tea.")),
        hand_overs: hand_overs.iter().map(disposition).collect(),
        beside: vec![],
        open_relationships: open.iter().map(|relationship| id(*relationship)).collect(),
        needs_agreement: false,
    }
}

#[test]
fn an_engagement_ends_with_a_hand_over_for_each_open_relationship() {
    let story = active().then(ending(&[21, 22], &[21, 22]));
    assert_eq!(story.state.stage, Stage::Ended);
    assert_eq!(story.state.ended_on(), Some(day("2026-05-29")));
    assert_eq!(story.state.hand_overs().len(), 2);
}

fn planning(hand_overs: &[u128], open: &[u128]) -> C {
    let C::End { hand_overs, open_relationships, .. } = ending(hand_overs, open) else { unreachable!() };
    C::PlanHandOvers { hand_overs, beside: vec![], open_relationships }
}

#[test]
fn hand_overs_are_planned_before_the_ending_each_open_relationship_once() {
    let story = active().then(planning(&[21, 22], &[21, 22]));
    assert_eq!((story.state.planned_hand_overs().len(), story.state.hand_overs().len()), (2, 0));
    story.changes_nothing(planning(&[21, 22], &[21, 22]));
    assert_eq!(story.then(planning(&[22], &[22])).state.planned_hand_overs().len(), 1);
    let refusal = EngagementError::MissingHandOvers { relationships: vec![id(22)] };
    active().refuses(planning(&[21], &[21, 22]), refusal);
    let refusal = EngagementError::UnknownHandOver { relationship_id: id(22) };
    active().refuses(planning(&[22], &[]), refusal);
    let wanted = &[Stage::Active, Stage::Paused];
    agreed().refuses(planning(&[], &[]), EngagementError::WrongStage { stage: Stage::Agreed, wanted });
}

#[test]
fn a_relationship_without_a_hand_over_is_named() {
    let relationships: Vec<RelationshipId> = vec![id(22), id(23)];
    let refusal = EngagementError::MissingHandOvers { relationships };
    assert_eq!(refusal.to_string(), "Say what becomes of each open relationship; 2 are missing");
    active().refuses(ending(&[21], &[21, 22, 23]), refusal);
}

#[test]
fn a_hand_over_for_another_relationship_or_a_second_one_is_refused() {
    let refusal = EngagementError::UnknownHandOver { relationship_id: id(22) };
    active().refuses(ending(&[21, 22], &[21]), refusal);
    let refusal = EngagementError::HandOverTwice { relationship_id: id(21) };
    active().refuses(ending(&[21, 21], &[21]), refusal);
}

#[test]
fn the_end_is_not_in_the_future_not_before_the_start_and_not_after_the_term() {
    let end = |on| end_on(on, EndReason::MovedArea);
    let why = DateError::InTheFuture { on: day("2026-06-02") };
    active().refuses(end("2026-06-02"), EngagementError::Date { field: "ended_on", why });
    let (on, after) = (day("2026-04-06"), day("2026-04-07"));
    active().refuses(end("2026-04-06"), EngagementError::OutOfOrder { field: "ended_on", on, after });
    let refusal = EngagementError::TermEndsBefore { field: "ended_on", term_end: day("2026-10-04") };
    active().on("2026-10-20").refuses(end("2026-10-05"), refusal);
    assert!(active().on("2026-10-20").asked(end("2026-10-04")).is_ok());
}

#[test]
fn a_term_is_complete_in_its_last_seven_days() {
    let late = active().on("2026-10-04");
    assert!(late.asked(end_on("2026-10-04", EndReason::TermComplete)).is_ok());
    assert!(late.asked(end_on("2026-09-28", EndReason::TermComplete)).is_ok());
    let refusal = EngagementError::NotYetComplete { term_end: day("2026-10-04") };
    late.refuses(end_on("2026-09-27", EndReason::TermComplete), refusal);
    assert!(late.asked(end_on("2026-09-27", EndReason::GoalsMetEarly)).is_ok());
}

#[test]
fn an_end_before_a_delivered_session_is_refused() {
    let story = active().then(deliver(1, "2026-05-30", 60));
    let refusal = EngagementError::DeliveredSince { field: "ended_on", on: day("2026-05-30") };
    story.refuses(end_on("2026-05-29", EndReason::MovedArea), refusal);
}

#[test]
fn an_end_during_a_pause_is_not_before_the_pause() {
    assert!(paused().asked(end_on("2026-05-25", EndReason::Health)).is_ok());
    let (on, after) = (day("2026-05-24"), day("2026-05-25"));
    let refusal = EngagementError::OutOfOrder { field: "ended_on", on, after };
    paused().refuses(end_on("2026-05-24", EndReason::Health), refusal);
}

#[test]
fn what_was_planned_after_the_end_is_called_off_with_the_notice_there_is() {
    let story = active().then(plan(1, "2026-05-28")).then(plan(2, "2026-05-30")).then(plan(3, "2026-06-03"));
    let events = story.asked(end_on("2026-05-29", EndReason::MovedArea)).expect("allowed");
    let called_off = |session, notice_hours| EngagementEvent::SessionCancelled {
        session_id: id(session),
        by: CancelledBy::Connector,
        notice_hours,
        cancelled_on: day("2026-06-01"),
        reason: None,
    };
    assert_eq!(events[..2], [called_off(2, 0), called_off(3, 48)]);
    assert!(matches!(events[2], EngagementEvent::EngagementEnded { .. }));
}

#[test]
fn what_has_ended_does_not_end_again() {
    let ended_on = day("2026-05-29");
    ended().refuses_all(
        [end_on("2026-05-30", EndReason::MovedArea), close_referral(), resume_on("2026-06-01")],
        EngagementError::AlreadyEnded { ended_on },
    );
}

#[test]
fn a_referral_closes_until_the_work_begins_and_calls_off_what_was_planned() {
    let story = agreed().then(plan(1, "2026-04-14")).then(close_referral());
    assert_eq!(story.state.stage, Stage::ReferralClosed);
    assert_eq!(story.state.sessions[&id(1)].status, SessionStatus::Cancelled);
    let (outcome, closed_on) = (ReferralOutcome::Redirected, day("2026-04-07"));
    let refusal = EngagementError::ReferralIsClosed { outcome, closed_on };
    story.refuses_all([close_referral(), start_on("2026-04-07"), C::Close], refusal);

    let refused = active().asked(close_referral());
    assert!(matches!(refused, Err(EngagementError::WrongStage { stage: Stage::Active, .. })));
}

#[test]
fn only_what_has_ended_is_closed_and_then_nothing_more_is_added() {
    let wanted = &[Stage::Ended];
    active().refuses(C::Close, EngagementError::WrongStage { stage: Stage::Active, wanted });
    let closed = ended().then(C::Close);
    assert_eq!(closed.state.stage, Stage::Closed);
    let closed_on = day("2026-06-01");
    closed.refuses_all([C::Close, deliver(1, "2026-05-26", 60)], EngagementError::IsClosed { closed_on });
}

#[test]
fn an_engagement_is_not_closed_while_nobody_knows_whether_a_planned_session_was() {
    let story = active().then(plan(1, "2026-05-28")).then(end_on("2026-05-29", EndReason::MovedArea));
    story.refuses(C::Close, EngagementError::SessionsStillPlanned { sessions: vec![id(1)] });
    assert!(story.then(deliver(1, "2026-05-28", 60)).asked(C::Close).is_ok());
}
