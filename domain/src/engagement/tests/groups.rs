//! Sessions of several people at the same time: each person's is their own.

use super::*;

fn cooking(places: u32) -> SessionDetails<Line> {
    let group = Some(InGroup { group_id: id(9), places });
    SessionDetails { activity: Some(Activity::CommunityActivity), group, ..SessionDetails::default() }
}

fn with_details(mut command: C, told: SessionDetails<Line>) -> C {
    match &mut command {
        C::PlanSession { details, .. } | C::DeliverSession { details, .. } => *details = told,
        C::CorrectSession { details, .. } => *details = Some(told),
        _ => {}
    }
    command
}

fn group_of(story: &Story) -> Option<InGroup> {
    story.state.sessions[&id(1)].details.group
}

#[test]
fn a_session_of_a_group_stays_one_whatever_is_told_of_it_later() {
    let planned = active().then(with_details(plan(1, "2026-05-26"), cooking(5)));
    let told = planned.then(deliver(1, "2026-05-26", 95));
    assert_eq!(
        group_of(&told).map(|group| group.places),
        Some(5),
        "the form of one visit does not ask for it"
    );
    let (time, reason) = (lasting("2026-05-26", 60), words("They left early."));
    let details = Some(SessionDetails::default());
    let right = C::CorrectSession {
        session_id: id(1),
        time,
        place: None,
        details,
        note: None,
        without_note: false,
        reason,
        died_on: None,
    };
    assert_eq!(group_of(&told.then(right)).map(|group| group.places), Some(5));
}

#[test]
fn the_minutes_of_somebody_in_a_group_are_their_own_and_charged_as_any_other() {
    let story = active()
        .then(with_details(plan(1, "2026-05-26"), cooking(5)))
        .then(with_details(deliver(1, "2026-05-26", 75), cooking(5)));
    assert!(story.state.delivered().eq([(day("2026-05-26"), 75, SessionKind::FaceToFace)]));
}

#[test]
fn a_group_is_of_one_to_forty_people() {
    for places in [0, MOST_IN_A_GROUP + 1, u32::MAX] {
        let refusal = EngagementError::GroupOutOfRange { places, most: MOST_IN_A_GROUP };
        active().refuses(with_details(plan(1, "2026-06-10"), cooking(places)), refusal.clone());
        active().refuses(with_details(deliver(1, "2026-05-26", 95), cooking(places)), refusal);
    }
    assert!(active().asked(with_details(plan(1, "2026-06-10"), cooking(MOST_IN_A_GROUP))).is_ok());
}

#[test]
fn the_same_plan_in_another_group_is_another_plan() {
    let story = active().then(with_details(plan(1, "2026-06-10"), cooking(5)));
    story.changes_nothing(with_details(plan(1, "2026-06-10"), cooking(5)));
    let refusal = EngagementError::SessionExists { session_id: id(1), status: SessionStatus::Planned };
    story.refuses(with_details(plan(1, "2026-06-10"), cooking(6)), refusal);
}

#[test]
fn why_somebody_did_not_come_is_kept_and_forgotten_with_them() {
    let (absent, reason) = (AbsentParty::Person, Some(words("She had a cold.")));
    let story = active().then(with_details(plan(1, "2026-05-26"), cooking(5))).then(C::MarkNotAttended {
        session_id: id(1),
        absent,
        reason,
    });
    let session = &story.state.sessions[&id(1)];
    assert_eq!(session.absent_because.as_ref().and_then(Personal::get), Some(&words("She had a cold.")));
    let mut state = story.state.clone();
    state.forget(state.person_id);
    assert_eq!(state.sessions[&id(1)].absent_because.as_ref().and_then(Personal::get), None);
}

/// Every Tuesday at two, in groups of their own; sessions and groups are numbered alike.
fn dates(from: u128, days: &[&str]) -> Vec<GroupDate> {
    let starts_at = chrono::NaiveTime::from_hms_opt(14, 0, 0);
    let one = |(at, on): (usize, &&str)| {
        let number = from + at as u128;
        let (session_id, group_id) = (id(number), id(number + 1000));
        GroupDate { session_id, group_id, on: day(on), starts_at, minutes: 120, places: 4 }
    };
    days.iter().enumerate().map(one).collect()
}

fn expected_at(dates: Vec<GroupDate>) -> C {
    let activity = Some(Activity::CommunityActivity);
    let details = SessionDetails { activity, travel_minutes: Some(20), ..SessionDetails::default() };
    C::PlanGroup { dates, series_id: Some(id(500)), place: Some(line("Cooking group")), details }
}

fn planned_on(story: &Story) -> Vec<String> {
    let planned = story.state.sessions.values().filter(|one| one.status == SessionStatus::Planned);
    let mut days: Vec<String> = planned.map(|one| one.time.on.to_string()).collect();
    days.sort();
    days
}

#[test]
fn somebody_is_expected_at_every_date_of_a_group_and_each_is_a_session_of_its_own() {
    let story = active().then(expected_at(dates(100, &["2026-06-02", "2026-06-09", "2026-06-16"])));
    assert_eq!(planned_on(&story), ["2026-06-02", "2026-06-09", "2026-06-16"]);
    let second = &story.state.sessions[&id(101)];
    assert_eq!(second.details.group, Some(InGroup { group_id: id(1101), places: 4 }));
    assert_eq!((second.time.minutes, second.details.travel_minutes), (120, Some(20)));
    assert_eq!(second.series_id, Some(id(500)));
}

#[test]
fn dates_in_a_pause_and_after_the_term_are_left_out_and_none_that_is_left_is_refused() {
    let (paused_on, review_on) = (day("2026-06-08"), day("2026-06-20"));
    let rests = C::Pause { reason: PauseReason::ALL[0], paused_on, review_on };
    let story = active().on("2026-06-08").then(rests).on("2026-06-14");
    let story = story.then(C::Resume { resumed_on: day("2026-06-14") });
    let told = story.clone().then(expected_at(dates(100, &["2026-06-09", "2026-06-16", "2026-10-06"])));
    assert_eq!(planned_on(&told), ["2026-06-16"]);
    let late = expected_at(dates(100, &["2026-10-06", "2026-10-13"]));
    let on = day("2026-10-06");
    let (term_start, term_end) = (day("2026-04-06"), day("2026-10-04"));
    story.refuses(late, EngagementError::OutsideTerm { field: "on", on, term_start, term_end });
}

#[test]
fn nobody_is_expected_twice_at_one_date_and_whoever_was_taken_out_can_come_again() {
    let days = ["2026-06-09", "2026-06-16"];
    let story = active().then(expected_at(dates(100, &days)));
    story.changes_nothing(expected_at(dates(100, &days)));
    let again = |session: u128| {
        let mut dates = dates(100, &days);
        dates.iter_mut().zip(session..).for_each(|(date, number)| date.session_id = id(number));
        expected_at(dates)
    };
    story.changes_nothing(again(700));
    let (session_id, by) = (id(101), CancelledBy::Person);
    let off = C::CancelSession { session_id, by, notice_hours: 24, reason: None, and_later: false };
    assert_eq!(planned_on(&story.then(off).then(again(700))), days);
}

#[test]
fn a_group_has_as_many_dates_as_a_series_of_visits() {
    let all: Vec<GroupDate> = (0..27)
        .map(|at| GroupDate {
            session_id: id(100 + at),
            group_id: id(2000 + at),
            ..dates(1, &["2026-06-09"])[0]
        })
        .collect();
    let latest = day("2026-06-09");
    active().refuses(
        expected_at(all.clone()),
        EngagementError::TooManyInASeries { most: MOST_IN_A_SERIES, latest },
    );
    assert!(active().asked(expected_at(all[..26].to_vec())).is_ok());
    active().changes_nothing(expected_at(vec![]));
}

#[test]
fn a_group_meets_once_or_again_until_a_day_that_is_not_before_the_first() {
    let first = day("2026-06-02");
    assert_eq!(days_of_group(first, None), Ok(vec![first]));
    let again = |until: &str| days_of_group(first, Some((Rhythm::Fortnightly, day(until))));
    assert_eq!(again("2026-06-29"), Ok(vec![first, day("2026-06-16")]));
    assert_eq!(again("2026-06-02"), Ok(vec![first]));
    let on = day("2026-06-01");
    assert_eq!(again("2026-06-01"), Err(EngagementError::OutOfOrder { field: "until", on, after: first }));
    let latest = day("2027-05-18");
    assert_eq!(
        again("2027-06-01"),
        Err(EngagementError::TooManyInASeries { most: MOST_IN_A_SERIES, latest })
    );
}
