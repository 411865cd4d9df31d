//! A session: a piece of the connector's time, planned or not, that was or was not. It can be
//! recorded late, but only on a day on which the engagement was at work, because somebody pays for it.

use chrono::NaiveDate;

use super::decide::Decision;
use super::note::NoteTold;
use super::{
    AbsentParty, Engagement, EngagementError, EngagementEvent, Session, SessionDetails, SessionStatus,
    SessionTime, Stage, dates,
};
use crate::shared::ids::{SeriesId, SessionId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// The longest session in minutes, twelve hours: more is a slip. Source: practice default.
pub const LONGEST_SESSION_MINUTES: i64 = 720;

/// The longest way there and back in minutes, eight hours: more is a slip. Source: practice default.
pub const LONGEST_TRAVEL_MINUTES: i64 = 480;

/// The most of our people in one group: more is a slip. Source: practice default.
pub const MOST_IN_A_GROUP: u32 = 40;

/// Where sessions can be settled: also after the ending, because records come late.
pub(super) const SETTLED_AT: &[Stage] = &[Stage::Agreed, Stage::Active, Stage::Paused, Stage::Ended];

/// Where there can be delivered sessions.
pub(super) const DELIVERED_AT: &[Stage] = &[Stage::Active, Stage::Paused, Stage::Ended];

pub(super) fn plan(
    state: &Engagement,
    today: NaiveDate,
    session_id: SessionId,
    time: &SessionTime,
    (place, details): (Option<&Line>, &SessionDetails<Line>),
    series_id: Option<SeriesId>,
) -> Decision {
    state.must_be(&[Stage::Agreed, Stage::Active])?;
    if let Some(session) = state.sessions.get(&session_id) {
        let same = session.planned.as_ref() == Some(time)
            && session.place.as_ref().and_then(Personal::get) == place
            && is_told(&session.details, details)
            && session.details.group == details.group
            && session.series_id == series_id
            && session.status == SessionStatus::Planned;
        return if same {
            Ok(vec![])
        } else {
            Err(EngagementError::SessionExists { session_id, status: session.status })
        };
    }
    can_be_planned(state, today, time)?;
    travel_is_plausible(details)?;
    group_is_plausible(details)?;
    let place = place.map(|place| state.personal(place));
    let details = details.map(|who| state.personal(who));
    Ok(vec![EngagementEvent::SessionPlanned { session_id, time: time.clone(), place, details, series_id }])
}

/// On a day of the term on which the work goes on.
pub(super) fn can_be_planned(
    state: &Engagement,
    today: NaiveDate,
    time: &SessionTime,
) -> Result<(), EngagementError> {
    dates::planned("on", time.on, today)?;
    minutes_are_plausible(time.minutes)?;
    state.must_be_in_term("on", time.on)?;
    not_at_rest(state, time.on)
}

pub(super) fn deliver(
    state: &Engagement,
    today: NaiveDate,
    session_id: SessionId,
    time: &SessionTime,
    (place, note, details): (Option<&Line>, Option<&Words>, &SessionDetails<Line>),
    died_on: Option<NaiveDate>,
) -> Decision {
    state.must_be(DELIVERED_AT)?;
    if let Some(session) = state.sessions.get(&session_id) {
        match session.status {
            SessionStatus::Planned => {}
            SessionStatus::Delivered => {
                return Err(EngagementError::SessionAlreadyDelivered { session_id, on: session.time.on });
            }
            status => return Err(EngagementError::SessionNotPlanned { session_id, status }),
        }
    }
    was_at_work(state, today, time, died_on)?;
    travel_is_plausible(details)?;
    group_is_plausible(details)?;
    Ok(vec![EngagementEvent::SessionDelivered {
        session_id,
        time: time.clone(),
        place: place.map(|place| state.personal(place)),
        note: note.map(|note| state.personal(note)),
        details: details.map(|who| state.personal(who)),
    }])
}

/// Notice in whole days, counted in hours, because a planned session may have no time of day.
pub(super) fn whole_days_notice(on: NaiveDate, today: NaiveDate) -> u32 {
    u32::try_from((on - today).num_hours()).unwrap_or(0)
}

pub(super) fn mark_not_attended(
    state: &Engagement,
    today: NaiveDate,
    session_id: SessionId,
    absent: AbsentParty,
    reason: Option<&Words>,
) -> Decision {
    state.must_be(SETTLED_AT)?;
    let on = state.planned_session(session_id)?.time.on;
    if on > today {
        return Err(EngagementError::SessionNotYet { session_id, on });
    }
    let reason = reason.map(|reason| state.personal(reason));
    Ok(vec![EngagementEvent::SessionNotAttended { session_id, absent, on, reason }])
}

pub(super) fn correct(
    state: &Engagement,
    today: NaiveDate,
    session_id: SessionId,
    time: &SessionTime,
    (place, details, note): (Option<&Line>, Option<&SessionDetails<Line>>, NoteTold<'_>),
    reason: &Words,
    died_on: Option<NaiveDate>,
) -> Decision {
    state.must_be(DELIVERED_AT)?;
    let recorded = state.delivered_session(session_id)?;
    let same_place = recorded.place.as_ref().and_then(Personal::get) == place;
    let same_details = details.is_none_or(|told| same_place && is_told(&recorded.details, told));
    let note = note.otherwise_than(recorded);
    if recorded.time == *time && same_details && note == NoteTold::AsItWas {
        return Err(EngagementError::NothingToCorrect { session_id });
    }
    if recorded.time != *time {
        was_at_work(state, today, time, died_on)?;
    }
    if let Some(details) = details {
        travel_is_plausible(details)?;
    }
    Ok(vec![EngagementEvent::SessionCorrected {
        session_id,
        time: time.clone(),
        place: details.and(place).map(|place| state.personal(place)),
        details: details.map(|told| told.map(|who| state.personal(who))),
        note: note.words().map(|words| state.personal(words)),
        without_note: note == NoteTold::TakenAway,
        reason: state.personal(reason),
        corrected_on: today,
    }])
}

/// Whether what is kept is what is told now.
fn is_told(kept: &SessionDetails<Personal<Line>>, told: &SessionDetails<Line>) -> bool {
    (kept.activity, kept.travel_minutes) == (told.activity, told.travel_minutes)
        && kept.companions.as_ref().and_then(Personal::get) == told.companions.as_ref()
}

pub(super) fn void(state: &Engagement, today: NaiveDate, session_id: SessionId, reason: &Words) -> Decision {
    state.must_be(DELIVERED_AT)?;
    state.delivered_session(session_id)?;
    Ok(vec![EngagementEvent::SessionVoided { session_id, reason: state.personal(reason), voided_on: today }])
}

/// A session can only have been on a day on which the engagement was at work and the person alive.
fn was_at_work(
    state: &Engagement,
    today: NaiveDate,
    time: &SessionTime,
    died_on: Option<NaiveDate>,
) -> Result<(), EngagementError> {
    let on = time.on;
    dates::happened("on", on, today)?;
    minutes_are_plausible(time.minutes)?;
    if let Some(started_on) = state.started_on.filter(|started_on| on < *started_on) {
        return Err(EngagementError::SessionBeforeStart { on, started_on });
    }
    if let Some(ended_on) = state.ended_on().filter(|ended_on| on > *ended_on) {
        return Err(EngagementError::SessionAfterEnd { on, ended_on });
    }
    if let Some(term) = state.term.as_ref().filter(|term| on > term.end) {
        return Err(EngagementError::SessionAfterTerm { on, term_end: term.end });
    }
    not_at_rest(state, on)?;
    if let Some(died_on) = died_on.filter(|died_on| on > *died_on) {
        return Err(EngagementError::SessionAfterDeath { on, died_on });
    }
    Ok(())
}

pub(super) fn not_at_rest(state: &Engagement, on: NaiveDate) -> Result<(), EngagementError> {
    match state.pause_on(on) {
        Some(pause) => Err(EngagementError::SessionWhilePaused {
            on,
            reason: pause.reason,
            paused_on: pause.paused_on,
            resumed_on: pause.resumed_on,
        }),
        None => Ok(()),
    }
}

fn minutes_are_plausible(minutes: i64) -> Result<(), EngagementError> {
    if !(1..=LONGEST_SESSION_MINUTES).contains(&minutes) {
        return Err(EngagementError::SessionMinutesOutOfRange { minutes, most: LONGEST_SESSION_MINUTES });
    }
    Ok(())
}

pub(super) fn travel_is_plausible(details: &SessionDetails<Line>) -> Result<(), EngagementError> {
    match details.travel_minutes {
        Some(minutes) if !(0..=LONGEST_TRAVEL_MINUTES).contains(&minutes) => {
            Err(EngagementError::TravelMinutesOutOfRange { minutes, most: LONGEST_TRAVEL_MINUTES })
        }
        _ => Ok(()),
    }
}

fn group_is_plausible(details: &SessionDetails<Line>) -> Result<(), EngagementError> {
    match details.group {
        Some(group) if !(1..=MOST_IN_A_GROUP).contains(&group.places) => {
            Err(EngagementError::GroupOutOfRange { places: group.places, most: MOST_IN_A_GROUP })
        }
        _ => Ok(()),
    }
}

impl Engagement {
    pub(super) fn planned_session(&self, session_id: SessionId) -> Result<&Session, EngagementError> {
        let session = self.sessions.get(&session_id).ok_or(EngagementError::UnknownSession { session_id })?;
        match session.status {
            SessionStatus::Planned => Ok(session),
            status => Err(EngagementError::SessionNotPlanned { session_id, status }),
        }
    }

    pub(super) fn delivered_session(&self, session_id: SessionId) -> Result<&Session, EngagementError> {
        let session = self.sessions.get(&session_id).ok_or(EngagementError::UnknownSession { session_id })?;
        match session.status {
            SessionStatus::Delivered => Ok(session),
            status => Err(EngagementError::SessionNotDelivered { session_id, status }),
        }
    }
}
