//! Sessions planned, delivered, called off, missed, put right and taken back.

use super::*;
use crate::shared::calendar::DateError;

fn cancel(session: u128) -> C {
    let (by, notice_hours) = (CancelledBy::Person, 26);
    C::CancelSession { session_id: id(session), by, notice_hours, reason: None, and_later: false }
}

fn missed(session: u128) -> C {
    C::MarkNotAttended { session_id: id(session), absent: AbsentParty::OtherPerson, reason: None }
}

fn correct(session: u128, on: &str, minutes: i64) -> C {
    let (time, reason) = (lasting(on, minutes), words("I mistyped."));
    C::CorrectSession {
        session_id: id(session),
        time,
        place: None,
        details: None,
        note: None,
        without_note: false,
        reason,
        died_on: None,
    }
}

fn void(session: u128) -> C {
    C::VoidSession { session_id: id(session), reason: words("Wrong person.") }
}

fn status(story: &Story, session: u128) -> SessionStatus {
    story.state.sessions[&id(session)].status
}

#[test]
fn a_planned_session_is_delivered_and_keeps_its_plan_and_place() {
    let story = active().then(plan(1, "2026-05-26")).then(deliver(1, "2026-05-26", 95));
    let session = &story.state.sessions[&id(1)];
    assert_eq!(session.status, SessionStatus::Delivered);
    assert_eq!((session.time.minutes, session.planned.as_ref().map(|time| time.minutes)), (95, Some(120)));
    assert_eq!(session.place.as_ref().and_then(Personal::get), Some(&line("The library café")));
}

#[test]
fn a_session_need_not_have_been_planned() {
    assert_eq!(status(&active().then(deliver(1, "2026-05-26", 95)), 1), SessionStatus::Delivered);
}

#[test]
fn a_session_is_planned_inside_the_term_while_the_work_is_agreed_or_goes_on() {
    assert!(agreed().asked(plan(1, "2026-04-14")).is_ok());
    let (term_start, term_end) = (day("2026-04-06"), day("2026-10-04"));
    let on = day("2026-10-05");
    let refusal = EngagementError::OutsideTerm { field: "on", on, term_start, term_end };
    active().refuses(plan(1, "2026-10-05"), refusal);
    let refusal = EngagementError::IsPaused { paused_on: day("2026-05-25") };
    paused().refuses(plan(1, "2026-06-10"), refusal);
    let wanted = &[Stage::Agreed, Stage::Active];
    let refusal = EngagementError::WrongStage { stage: Stage::AwaitingFunding, wanted };
    funded().refuses(plan(1, "2026-04-14"), refusal);
}

#[test]
fn the_same_plan_again_changes_nothing_and_another_plan_needs_another_session() {
    let story = active().then(plan(1, "2026-06-10"));
    story.changes_nothing(plan(1, "2026-06-10"));
    let refusal = EngagementError::SessionExists { session_id: id(1), status: SessionStatus::Planned };
    story.refuses(plan(1, "2026-06-11"), refusal);
}

#[test]
fn a_session_in_the_future_was_not_delivered() {
    let why = DateError::InTheFuture { on: day("2026-06-02") };
    active().refuses(deliver(1, "2026-06-02", 60), EngagementError::Date { field: "on", why });
}

#[test]
fn a_session_lasts_a_minute_to_twelve_hours() {
    for minutes in [0, -5, 721, i64::MAX] {
        let refusal = EngagementError::SessionMinutesOutOfRange { minutes, most: 720 };
        active().refuses(deliver(1, "2026-05-26", minutes), refusal);
    }
    assert!(active().asked(deliver(1, "2026-05-26", 720)).is_ok());
}

#[test]
fn nothing_was_delivered_before_the_work_began() {
    let (on, started_on) = (day("2026-04-06"), day("2026-04-07"));
    active().refuses(deliver(1, "2026-04-06", 60), EngagementError::SessionBeforeStart { on, started_on });
    let wanted = &[Stage::Active, Stage::Paused, Stage::Ended];
    let refusal = EngagementError::WrongStage { stage: Stage::Agreed, wanted };
    agreed().refuses(deliver(1, "2026-04-07", 60), refusal);
}

#[test]
fn nothing_is_delivered_after_the_term_unless_it_was_extended() {
    let late = active().on("2026-10-20");
    let (on, term_end) = (day("2026-10-05"), day("2026-10-04"));
    late.refuses(deliver(1, "2026-10-05", 60), EngagementError::SessionAfterTerm { on, term_end });
    assert!(late.asked(deliver(1, "2026-10-04", 60)).is_ok());
    assert!(late.then(extend_to("2026-12-27")).asked(deliver(1, "2026-10-05", 60)).is_ok());
}

#[test]
fn a_session_can_be_recorded_late_when_its_day_is_inside() {
    assert!(ended().asked(deliver(1, "2026-05-29", 60)).is_ok());
    let (on, ended_on) = (day("2026-05-30"), day("2026-05-29"));
    ended().refuses(deliver(1, "2026-05-30", 60), EngagementError::SessionAfterEnd { on, ended_on });
    assert!(paused().asked(deliver(1, "2026-05-24", 60)).is_ok());
}

#[test]
fn a_session_in_a_pause_is_refused_with_the_pause() {
    let refusal = |resumed_on| EngagementError::SessionWhilePaused {
        on: day("2026-05-26"),
        reason: PauseReason::Hospital,
        paused_on: day("2026-05-25"),
        resumed_on,
    };
    paused().refuses(deliver(1, "2026-05-26", 60), refusal(None));
    let resumed = paused().then(resume_on("2026-05-30"));
    resumed.refuses(deliver(1, "2026-05-26", 60), refusal(Some(day("2026-05-30"))));
    resumed.refuses(plan(1, "2026-05-26"), refusal(Some(day("2026-05-30"))));
}

#[test]
fn nothing_is_delivered_after_a_death() {
    let died = |on| C::DeliverSession {
        session_id: id(1),
        time: lasting(on, 60),
        place: None,
        note: None,
        details: SessionDetails::default(),
        died_on: Some(day("2026-05-20")),
    };
    assert!(active().asked(died("2026-05-20")).is_ok());
    let (on, died_on) = (day("2026-05-21"), day("2026-05-20"));
    active().refuses(died("2026-05-21"), EngagementError::SessionAfterDeath { on, died_on });
}

#[test]
fn a_session_is_delivered_once() {
    let story = active().then(deliver(1, "2026-05-26", 95));
    let refusal = EngagementError::SessionAlreadyDelivered { session_id: id(1), on: day("2026-05-26") };
    story.refuses(deliver(1, "2026-05-27", 60), refusal);
}

#[test]
fn only_a_planned_session_is_called_off_or_missed() {
    let planned = active().then(plan(1, "2026-05-26"));
    assert_eq!(status(&planned.clone().then(cancel(1)), 1), SessionStatus::Cancelled);
    assert_eq!(status(&planned.clone().then(missed(1)), 1), SessionStatus::NotAttended);

    let refusal = EngagementError::UnknownSession { session_id: id(2) };
    planned.refuses_all([cancel(2), missed(2), correct(2, "2026-05-26", 60), void(2)], refusal);
    let cancelled = planned.then(cancel(1));
    let refusal = EngagementError::SessionNotPlanned { session_id: id(1), status: SessionStatus::Cancelled };
    cancelled.refuses_all([cancel(1), missed(1), deliver(1, "2026-05-26", 60)], refusal);
}

#[test]
fn nobody_has_missed_a_session_that_is_still_to_come() {
    let story = active().then(plan(1, "2026-06-02"));
    let refusal = EngagementError::SessionNotYet { session_id: id(1), on: day("2026-06-02") };
    story.refuses(missed(1), refusal);
    assert!(story.on("2026-06-02").asked(missed(1)).is_ok());
}

#[test]
fn a_delivered_session_is_put_right_and_what_was_recorded_stays() {
    let story = active().then(deliver(1, "2026-05-26", 95)).then(correct(1, "2026-05-27", 105));
    let session = &story.state.sessions[&id(1)];
    assert_eq!((session.time.on, session.time.minutes), (day("2026-05-27"), 105));
    assert_eq!((session.corrections[0].was.on, session.corrections[0].was.minutes), (day("2026-05-26"), 95));
}

#[test]
fn a_correction_is_held_to_the_same_rules() {
    let story = active().then(deliver(1, "2026-05-26", 95));
    let (on, started_on) = (day("2026-04-01"), day("2026-04-07"));
    story.refuses(correct(1, "2026-04-01", 95), EngagementError::SessionBeforeStart { on, started_on });
    let refusal = EngagementError::SessionMinutesOutOfRange { minutes: 900, most: 720 };
    story.refuses(correct(1, "2026-05-26", 900), refusal);
    story.refuses(correct(1, "2026-05-26", 95), EngagementError::NothingToCorrect { session_id: id(1) });
    let (on, died_on) = (day("2026-05-28"), day("2026-05-27"));
    let after_death = C::CorrectSession {
        session_id: id(1),
        time: lasting("2026-05-28", 95),
        place: None,
        details: None,
        note: None,
        without_note: false,
        reason: words("It was the Thursday."),
        died_on: Some(died_on),
    };
    story.refuses(after_death, EngagementError::SessionAfterDeath { on, died_on });
}

#[test]
fn only_a_delivered_session_is_put_right_or_taken_back() {
    let planned = active().then(plan(1, "2026-05-26"));
    let refusal = EngagementError::SessionNotDelivered { session_id: id(1), status: SessionStatus::Planned };
    planned.refuses_all([correct(1, "2026-05-26", 60), void(1)], refusal);

    let voided = planned.then(deliver(1, "2026-05-26", 95)).then(void(1));
    assert_eq!(status(&voided, 1), SessionStatus::Voided);
    assert_eq!(voided.state.delivered().count(), 0);
    let refusal = EngagementError::SessionNotDelivered { session_id: id(1), status: SessionStatus::Voided };
    voided.refuses_all([correct(1, "2026-05-26", 60), void(1)], refusal);
}

fn told(travel_minutes: i64, companions: &str) -> SessionDetails<Line> {
    let (activity, companions) = (Some(Activity::AccompaniedTravel), Some(line(companions)));
    SessionDetails { activity, travel_minutes: Some(travel_minutes), companions, group: None }
}

fn with_details(mut command: C, told: SessionDetails<Line>) -> C {
    match &mut command {
        C::PlanSession { details, .. } | C::DeliverSession { details, .. } => *details = told,
        C::CorrectSession { details, .. } => *details = Some(told),
        _ => {}
    }
    command
}

fn companions(story: &Story, session: u128) -> Option<&str> {
    story.state.sessions[&id(session)].details.companions.as_ref()?.get().map(Line::as_str)
}

#[test]
fn what_was_done_on_the_way_and_who_came_along_is_kept_beside_the_time_that_is_charged() {
    let story = active().then(with_details(deliver(1, "2026-05-26", 95), told(40, "Her sister")));
    let session = &story.state.sessions[&id(1)];
    assert_eq!((session.time.minutes, session.details.travel_minutes), (95, Some(40)));
    assert_eq!(companions(&story, 1), Some("Her sister"));
    assert!(story.state.delivered().eq([(day("2026-05-26"), 95, SessionKind::FaceToFace)]));
}

#[test]
fn of_a_delivered_session_only_what_was_told_of_it_counts_not_what_was_planned() {
    let planned = active().then(with_details(plan(1, "2026-05-26"), told(40, "Her sister")));
    assert_eq!(companions(&planned, 1), Some("Her sister"));
    let story = planned.then(deliver(1, "2026-05-26", 95));
    assert!(story.state.sessions[&id(1)].details.is_empty());
}

#[test]
fn a_way_is_none_to_eight_hours_long() {
    for minutes in [-1, 481, i64::MAX] {
        let refusal = EngagementError::TravelMinutesOutOfRange { minutes, most: 480 };
        active().refuses(with_details(deliver(1, "2026-05-26", 95), told(minutes, "Lee")), refusal.clone());
        active().refuses(with_details(plan(1, "2026-06-10"), told(minutes, "Lee")), refusal);
    }
    assert!(active().asked(with_details(plan(1, "2026-06-10"), told(0, "Lee"))).is_ok());
}

#[test]
fn a_correction_of_the_details_alone_leaves_the_time_and_is_held_to_no_rule_about_its_day() {
    let story = active().then(with_details(deliver(1, "2026-05-26", 95), told(40, "Her sister")));
    let right = with_details(correct(1, "2026-05-26", 95), told(25, "Her sister"));
    let ended = story.then(end_on("2026-05-29", EndReason::GoalsMetEarly)).then(right.clone());
    let session = &ended.state.sessions[&id(1)];
    assert_eq!((session.time.minutes, session.details.travel_minutes), (95, Some(25)));
    assert_eq!(session.corrections[0].was_details.travel_minutes, Some(40));
    ended.refuses(right, EngagementError::NothingToCorrect { session_id: id(1) });
}

#[test]
fn a_correction_of_the_time_alone_leaves_place_and_details_as_they_were() {
    let planned = active().then(plan(1, "2026-05-26"));
    let story = planned.then(with_details(deliver(1, "2026-05-26", 95), told(40, "Her sister")));
    let story = story.then(correct(1, "2026-05-27", 95));
    assert_eq!(companions(&story, 1), Some("Her sister"));
    let place = |story: &Story| story.state.sessions[&id(1)].place.as_ref().and_then(Personal::get).cloned();
    assert_eq!(place(&story), Some(line("The library café")));
    let without = story.then(with_details(correct(1, "2026-05-27", 95), SessionDetails::default()));
    assert_eq!(
        (place(&without), companions(&without, 1)),
        (None, None),
        "told together, and told as nothing"
    );
    let kept = &without.state.sessions[&id(1)].corrections[1];
    assert_eq!(kept.was_place.as_ref().and_then(Personal::get), Some(&line("The library café")));
}
