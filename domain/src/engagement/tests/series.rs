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
    C::MoveSession {
        session_id: id(session),
        on: day(on),
        starts_at: None,
        minutes: 60,
        reason,
        and_later: false,
    }
}

/// To another day, and every later one of the series as far, at the hour they have.
fn all_moved(session: u128, on: &str) -> C {
    let starts_at = chrono::NaiveTime::from_hms_opt(14, 0, 0);
    let (session_id, on) = (id(session), day(on));
    C::MoveSession { session_id, on, starts_at, minutes: 90, reason: None, and_later: true }
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
fn every_four_weeks_leaves_three_out() {
    let story = active().then(every(Rhythm::FourWeekly, "2026-06-02", "2026-07-28"));
    assert_eq!(days(&story), ["2026-06-02", "2026-06-30", "2026-07-28"]);
}

#[test]
fn a_visit_and_every_later_one_of_its_series_move_as_far() {
    let story = active().then(weekly("2026-06-02", "2026-06-30")).then(moved(103, "2026-06-24"));
    let later = story.then(all_moved(101, "2026-06-11"));
    assert_eq!(days(&later), ["2026-06-02", "2026-06-11", "2026-06-18", "2026-06-26", "2026-07-02"]);
    let time = |session: u128| later.state.sessions[&id(session)].time.clone();
    assert_eq!((time(103).starts_at, time(103).minutes), (None, 60), "what one had for itself stays");
    assert_eq!(time(104).minutes, 90);
    let at = chrono::NaiveTime::from_hms_opt(10, 0, 0);
    let (session_id, on) = (id(101), day("2026-06-11"));
    let hour = C::MoveSession { session_id, on, starts_at: at, minutes: 90, reason: None, and_later: true };
    let early = later.then(hour);
    assert_eq!(days(&early)[1], "2026-06-11");
    assert_eq!([101, 102, 103, 104].map(|one| early.state.sessions[&id(one)].time.starts_at), [at; 4]);
    early.changes_nothing(C::MoveSession {
        session_id,
        on,
        starts_at: at,
        minutes: 90,
        reason: None,
        and_later: true,
    });
}

#[test]
fn later_visits_move_only_to_days_on_which_they_could_be() {
    let story = active().then(weekly("2026-09-08", "2026-09-29"));
    let (term_start, term_end) = (day("2026-04-06"), day("2026-10-04"));
    let on = day("2026-10-06");
    let refusal = EngagementError::OutsideTerm { field: "on", on, term_start, term_end };
    story.refuses(all_moved(100, "2026-09-15"), refusal);
}

fn otherwise(session: u128, place: Option<&str>, and_later: bool) -> C {
    let activity = Some(Activity::PlaceVisit);
    C::ReplanSession {
        session_id: id(session),
        kind: SessionKind::FaceToFace,
        relationship_id: None,
        place: place.map(line),
        details: SessionDetails {
            activity,
            companions: Some(line("Her sister")),
            ..SessionDetails::default()
        },
        and_later,
    }
}

fn place_of(story: &Story, session: u128) -> Option<&str> {
    story.state.sessions[&id(session)].place.as_ref()?.get().map(Line::as_str)
}

#[test]
fn a_planned_visit_is_planned_otherwise_alone_and_keeps_its_day() {
    let story = active().then(weekly("2026-06-02", "2026-06-16"));
    let events = story.asked(otherwise(101, Some("The museum"), false)).expect("it is planned");
    assert_eq!(events.len(), 1);
    let story = story.then(otherwise(101, Some("The museum"), false));
    assert_eq!(place_of(&story, 101), Some("The museum"));
    assert_eq!(place_of(&story, 102), Some("The library café"));
    let session = &story.state.sessions[&id(101)];
    assert_eq!((session.time.on, session.time.minutes), (day("2026-06-09"), 90));
    assert_eq!(session.details.activity, Some(Activity::PlaceVisit));
    assert_eq!(session.planned.as_ref(), Some(&session.time));
    story.changes_nothing(otherwise(101, Some("The museum"), false));
    let nowhere = story.then(otherwise(101, None, false));
    assert_eq!(place_of(&nowhere, 101), None, "what is not told is planned no more");
}

#[test]
fn later_visits_change_in_what_is_otherwise_and_keep_what_is_their_own() {
    let story =
        active().then(weekly("2026-06-02", "2026-06-16")).then(otherwise(102, Some("The museum"), false));
    let kind = SessionKind::CircleMeeting;
    let details = SessionDetails { activity: Some(Activity::CommunityActivity), ..SessionDetails::default() };
    let circle = C::ReplanSession {
        session_id: id(100),
        kind,
        relationship_id: None,
        place: Some(line("The library café")),
        details,
        and_later: true,
    };
    let story = story.then(circle);
    let kinds = [100, 101, 102].map(|one| story.state.sessions[&id(one)].time.kind);
    assert_eq!(kinds, [kind; 3]);
    assert_eq!(place_of(&story, 102), Some("The museum"), "it was changed alone");
    assert_eq!(story.state.sessions[&id(102)].details.activity, Some(Activity::PlaceVisit));
}

#[test]
fn only_what_is_planned_is_planned_otherwise() {
    let story = active().then(plan(1, "2026-06-10")).then(call_off(1, false));
    let refusal = EngagementError::SessionNotPlanned { session_id: id(1), status: SessionStatus::Cancelled };
    story.refuses(otherwise(1, None, false), refusal);
    story.refuses(otherwise(2, None, false), EngagementError::UnknownSession { session_id: id(2) });
    let far = C::ReplanSession {
        session_id: id(3),
        kind: SessionKind::FaceToFace,
        relationship_id: None,
        place: None,
        details: SessionDetails { travel_minutes: Some(481), ..SessionDetails::default() },
        and_later: false,
    };
    let refusal = EngagementError::TravelMinutesOutOfRange { minutes: 481, most: 480 };
    active().then(plan(3, "2026-06-10")).refuses(far, refusal);
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
