//! Visits planned together, moved one by one, called off with all that come later.

use super::*;

fn every(rhythm: Rhythm, first: &str, until: &str) -> C {
    C::PlanSeries {
        series_id: id(500),
        time: SessionTime { starts_at: chrono::NaiveTime::from_hms_opt(14, 0, 0), ..lasting(first, 90) },
        every: rhythm,
        until: day(until),
        place: Some(line("The library café")),
        details: SessionDetails { activity: Some(Activity::CommunityActivity), ..SessionDetails::default() },
        session_ids: (100..126).map(id).collect(),
    }
}

fn weekly(first: &str, until: &str) -> C {
    every(Rhythm::Weekly, first, until)
}

fn moved(session: u128, on: &str) -> C {
    let reason = Some(words("The dentist."));
    C::MoveSession { session_id: id(session), on: day(on), starts_at: None, minutes: 60, reason }
}

fn call_off(session: u128, and_later: bool) -> C {
    let by = CancelledBy::Person;
    C::CancelSession { session_id: id(session), by, notice_hours: 24, reason: None, and_later }
}

/// Days of the planned sessions of the series.
fn days(story: &Story) -> Vec<String> {
    let planned = story.state.sessions.values().filter(|session| session.status == SessionStatus::Planned);
    let mut days: Vec<_> = planned
        .filter(|session| session.series_id == Some(id(500)))
        .map(|session| session.time.on.to_string())
        .collect();
    days.sort();
    days
}

#[test]
fn a_visit_every_week_is_planned_once_and_each_stands_for_itself() {
    let story = active().then(weekly("2026-06-02", "2026-06-25"));
    assert_eq!(days(&story), ["2026-06-02", "2026-06-09", "2026-06-16", "2026-06-23"]);
    let second = &story.state.sessions[&id(101)];
    assert_eq!((second.time.minutes, second.details.activity), (90, Some(Activity::CommunityActivity)));
    assert_eq!(second.place.as_ref().and_then(Personal::get), Some(&line("The library café")));
    story.changes_nothing(weekly("2026-06-02", "2026-06-25"));
}

#[test]
fn every_two_weeks_leaves_a_week_out() {
    let story = active().then(every(Rhythm::Fortnightly, "2026-06-02", "2026-06-30"));
    assert_eq!(days(&story), ["2026-06-02", "2026-06-16", "2026-06-30"]);
}

#[test]
fn days_of_rest_are_left_out_of_a_series() {
    let rested = paused().then(resume_on("2026-06-01"));
    let story = rested.clone().then(weekly("2026-05-20", "2026-06-10"));
    assert_eq!(days(&story), ["2026-05-20", "2026-06-03", "2026-06-10"]);
    let refusal = EngagementError::SessionWhilePaused {
        on: day("2026-05-27"),
        reason: PauseReason::Hospital,
        paused_on: day("2026-05-25"),
        resumed_on: Some(day("2026-06-01")),
    };
    rested.refuses(weekly("2026-05-27", "2026-05-28"), refusal);
}

#[test]
fn a_series_lies_inside_the_term_and_has_an_end() {
    let term_end = day("2026-10-04");
    let refusal = EngagementError::TermEndsBefore { field: "until", term_end };
    active().refuses(weekly("2026-06-02", "2026-10-05"), refusal);
    assert!(active().asked(weekly("2026-06-02", "2026-10-04")).is_ok());
    let (on, after) = (day("2026-06-01"), day("2026-06-02"));
    let refusal = EngagementError::OutOfOrder { field: "until", on, after };
    active().refuses(weekly("2026-06-02", "2026-06-01"), refusal);
    let refusal = EngagementError::IsPaused { paused_on: day("2026-05-25") };
    paused().refuses(weekly("2026-06-02", "2026-06-25"), refusal);
}

#[test]
fn a_series_has_half_a_year_of_weeks_at_most() {
    let long = active().then(extend_to("2027-04-04"));
    let refusal = EngagementError::TooManyInASeries { most: 26, latest: day("2026-11-24") };
    long.refuses(weekly("2026-06-02", "2026-12-01"), refusal);
    assert_eq!(days(&long.then(weekly("2026-06-02", "2026-11-30"))).len(), 26);
}

#[test]
fn one_visit_of_a_series_is_moved_and_the_others_stay() {
    let story = active().then(weekly("2026-06-02", "2026-06-16")).then(moved(101, "2026-06-11"));
    assert_eq!(days(&story), ["2026-06-02", "2026-06-11", "2026-06-16"]);
    let session = &story.state.sessions[&id(101)];
    assert_eq!((session.time.minutes, session.moves[0].was.on), (60, day("2026-06-09")));
    assert_eq!(session.planned.as_ref().map(|time| time.on), Some(day("2026-06-11")));
    story.changes_nothing(moved(101, "2026-06-11"));
}

#[test]
fn a_visit_is_moved_only_to_where_it_could_have_been_planned_and_only_while_it_is() {
    let story = active().then(plan(1, "2026-06-10"));
    let (term_start, term_end) = (day("2026-04-06"), day("2026-10-04"));
    let on = day("2026-10-05");
    story.refuses(
        moved(1, "2026-10-05"),
        EngagementError::OutsideTerm { field: "on", on, term_start, term_end },
    );
    story.refuses(moved(2, "2026-06-11"), EngagementError::UnknownSession { session_id: id(2) });
    let refusal = EngagementError::SessionNotPlanned { session_id: id(1), status: SessionStatus::Cancelled };
    story.then(call_off(1, false)).refuses(moved(1, "2026-06-11"), refusal);
}

#[test]
fn a_visit_is_called_off_alone_or_with_all_later_ones_of_its_series() {
    let story = active().then(weekly("2026-06-02", "2026-06-30")).then(plan(1, "2026-06-24"));
    let alone = story.clone().then(call_off(102, false));
    assert_eq!(days(&alone), ["2026-06-02", "2026-06-09", "2026-06-23", "2026-06-30"]);
    let later = story.then(call_off(102, true));
    assert_eq!(days(&later), ["2026-06-02", "2026-06-09"]);
    assert_eq!(later.state.sessions[&id(1)].status, SessionStatus::Planned, "it was planned by itself");
    let notice =
        |session: u128| later.state.sessions[&id(session)].cancellation.clone().map(|c| c.notice_hours);
    assert_eq!((notice(102), notice(103)), (Some(24), Some(22 * 24)));
}

#[test]
fn a_visit_planned_by_itself_has_none_that_come_with_it() {
    let story = active().then(plan(1, "2026-06-10")).then(plan(2, "2026-06-17")).then(call_off(1, true));
    assert_eq!(story.state.sessions[&id(2)].status, SessionStatus::Planned);
}
