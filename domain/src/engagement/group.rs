//! The dates of a group at which somebody is expected. Each is a session of theirs, so that it is moved, called
//! off, delivered and charged like any other. A group does not wait for one of its people: dates on which their
//! work rests or that lie outside their term are left out for them alone.

use chrono::NaiveDate;

use super::decide::Decision;
use super::{
    Engagement, EngagementError, EngagementEvent, GroupDate, InGroup, MOST_IN_A_SERIES, Rhythm,
    SessionDetails, SessionKind, SessionStatus, SessionTime, Stage, dates, days_of_series, session,
};
use crate::shared::ids::{GroupId, SeriesId};
use crate::shared::text::Line;

/// The days on which a group meets: the first, and if it comes again every one of them until another day.
pub fn days_of_group(
    first: NaiveDate,
    again: Option<(Rhythm, NaiveDate)>,
) -> Result<Vec<NaiveDate>, EngagementError> {
    let Some((every, until)) = again else { return Ok(vec![first]) };
    dates::in_order("until", until, first)?;
    let days: Vec<NaiveDate> = days_of_series(first, every, until).take(MOST_IN_A_SERIES + 1).collect();
    if days.len() > MOST_IN_A_SERIES {
        let latest = days[MOST_IN_A_SERIES - 1];
        return Err(EngagementError::TooManyInASeries { most: MOST_IN_A_SERIES, latest });
    }
    Ok(days)
}

/// Nothing, when they are expected at every date already; refused when there is none left at which they could be.
pub(super) fn plan(
    state: &Engagement,
    today: NaiveDate,
    wanted: &[GroupDate],
    series_id: Option<SeriesId>,
    (place, details): (Option<&Line>, &SessionDetails<Line>),
) -> Decision {
    state.must_be(&[Stage::Agreed, Stage::Active])?;
    if let Some(last) = wanted.get(MOST_IN_A_SERIES - 1).filter(|_| wanted.len() > MOST_IN_A_SERIES) {
        return Err(EngagementError::TooManyInASeries { most: MOST_IN_A_SERIES, latest: last.on });
    }
    let mut planned: Vec<EngagementEvent> = Vec::new();
    let mut left_out = None;
    for (at, date) in wanted.iter().enumerate() {
        let told_twice = wanted[..at]
            .iter()
            .any(|other| other.group_id == date.group_id || other.session_id == date.session_id);
        if told_twice || is_expected(state, date.group_id) {
            continue;
        }
        let time = SessionTime {
            on: date.on,
            starts_at: date.starts_at,
            minutes: date.minutes,
            kind: SessionKind::FaceToFace,
            relationship_id: None,
        };
        if state.pause_on(date.on).is_some() || state.must_be_in_term("on", date.on).is_err() {
            left_out = left_out.or(session::can_be_planned(state, today, &time).err());
            continue;
        }
        let group = Some(InGroup { group_id: date.group_id, places: date.places });
        let details = SessionDetails { group, ..details.clone() };
        planned.extend(session::plan(state, today, date.session_id, &time, (place, &details), series_id)?);
    }
    match left_out {
        Some(why) if planned.is_empty() => Err(why),
        _ => Ok(planned),
    }
}

/// Whether they are expected at a date of a group, or it is known whether they came.
fn is_expected(state: &Engagement, group_id: GroupId) -> bool {
    state.sessions.values().any(|session| {
        session.details.group.is_some_and(|group| group.group_id == group_id)
            && !matches!(session.status, SessionStatus::Cancelled | SessionStatus::Voided)
    })
}
