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
    let right = C::CorrectSession { session_id: id(1), time, place: None, details, reason, died_on: None };
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
