//! Visits that are planned together: the same one every week, every two or every four until a day. Each is planned as a
//! session of its own, so that one of them can be moved, called off and delivered like any other.

use chrono::{Days, NaiveDate, NaiveTime};

use super::decide::Decision;
use super::{
    CancelledBy, Engagement, EngagementError, EngagementEvent, Rhythm, Session, SessionDetails,
    SessionStatus, SessionTime, Stage, dates, session,
};
use crate::shared::ids::{SeriesId, SessionId};
use crate::shared::text::{Line, Words};

/// Most visits of one series: half a year of weeks. Source: practice default.
pub const MOST_IN_A_SERIES: usize = 26;

/// The days of a series, the first and, if it falls on one, the last included; without end when `until` is
/// very far off.
pub fn days_of_series(first: NaiveDate, every: Rhythm, until: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(first), move |day| day.checked_add_days(Days::new(every.days())))
        .take_while(move |day| *day <= until)
}

/// When a series is meant to be.
pub(super) struct When<'a> {
    /// The first of it, with its day.
    pub(super) first: &'a SessionTime,
    pub(super) every: Rhythm,
    pub(super) until: NaiveDate,
}

/// Days of rest are left out; whoever asked sees which.
pub(super) fn plan(
    state: &Engagement,
    today: NaiveDate,
    (series_id, session_ids): (SeriesId, &[SessionId]),
    when: &When<'_>,
    place: Option<&Line>,
    details: &SessionDetails<Line>,
) -> Decision {
    let When { first, every, until } = *when;
    state.must_be(&[Stage::Agreed, Stage::Active])?;
    dates::planned("until", until, today)?;
    dates::in_order("until", until, first.on)?;
    state.must_be_in_term("on", first.on)?;
    if let Some(term) = state.term.as_ref().filter(|term| until > term.end) {
        return Err(EngagementError::TermEndsBefore { field: "until", term_end: term.end });
    }
    let days: Vec<NaiveDate> = days_of_series(first.on, every, until).take(MOST_IN_A_SERIES + 1).collect();
    if days.len() > MOST_IN_A_SERIES {
        let latest = days[MOST_IN_A_SERIES - 1];
        return Err(EngagementError::TooManyInASeries { most: MOST_IN_A_SERIES, latest });
    }
    if days.iter().all(|day| state.pause_on(*day).is_some()) {
        session::not_at_rest(state, first.on)?;
    }
    let mut planned = Vec::new();
    for (day, session_id) in days.into_iter().zip(session_ids) {
        if state.pause_on(day).is_some() {
            continue;
        }
        let time = SessionTime { on: day, ..first.clone() };
        planned.extend(session::plan(state, today, *session_id, &time, (place, details), Some(series_id))?);
    }
    Ok(planned)
}

pub(super) fn cancel(
    state: &Engagement,
    today: NaiveDate,
    session_id: SessionId,
    (by, notice_hours): (CancelledBy, u32),
    reason: Option<&Words>,
    and_later: bool,
) -> Decision {
    state.must_be(session::SETTLED_AT)?;
    let asked = state.planned_session(session_id)?;
    let later = if and_later { state.planned_after(session_id, asked) } else { Vec::new() };
    let reason = reason.map(|words| state.personal(words));
    let mut called_off = vec![EngagementEvent::SessionCancelled {
        session_id,
        by,
        notice_hours,
        cancelled_on: today,
        reason: reason.clone(),
    }];
    called_off.extend(later.into_iter().map(|(session_id, session)| EngagementEvent::SessionCancelled {
        session_id,
        by,
        notice_hours: session::whole_days_notice(session.time.on, today),
        cancelled_on: today,
        reason: reason.clone(),
    }));
    Ok(called_off)
}

/// Only to days on which they could have been planned.
pub(super) fn move_on(
    state: &Engagement,
    today: NaiveDate,
    session_id: SessionId,
    to: (NaiveDate, Option<NaiveTime>, i64),
    reason: Option<&Words>,
    and_later: bool,
) -> Decision {
    state.must_be(&[Stage::Agreed, Stage::Active])?;
    state.planned_session(session_id)?;
    let reason = reason.map(|words| state.personal(words));
    let mut moved = Vec::new();
    for (session_id, time) in state.moved_together(session_id, to, and_later) {
        session::can_be_planned(state, today, &time)?;
        let reason = reason.clone();
        moved.push(EngagementEvent::SessionMoved { session_id, time, reason, moved_on: today });
    }
    Ok(moved)
}

impl Engagement {
    /// When a planned session is once it is moved, and if asked every later one of its series: each as many days further
    /// as it, and at its hour and length where these are others. Those that stay when they are do not come.
    pub fn moved_together(
        &self,
        session_id: SessionId,
        (on, starts_at, minutes): (NaiveDate, Option<NaiveTime>, i64),
        and_later: bool,
    ) -> Vec<(SessionId, SessionTime)> {
        let Some(asked) = self.sessions.get(&session_id) else { return Vec::new() };
        let later = if and_later { self.planned_after(session_id, asked) } else { Vec::new() };
        let all = std::iter::once((session_id, asked)).chain(later);
        let moved = all.map(|(id, session)| {
            (id, &session.time, session.time.moved_with(&asked.time, (on, starts_at, minutes)))
        });
        moved.filter(|(_, own, time)| *own != time).map(|(id, _, time)| (id, time)).collect()
    }

    /// The planned sessions of the same series that are not before one of it.
    pub(super) fn planned_after(&self, session_id: SessionId, asked: &Session) -> Vec<(SessionId, &Session)> {
        let later = self.sessions.iter().filter(|(id, session)| {
            asked.series_id.is_some()
                && session.series_id == asked.series_id
                && session.status == SessionStatus::Planned
                && session.time.on >= asked.time.on
                && **id != session_id
        });
        later.map(|(id, session)| (*id, session)).collect()
    }
}

impl SessionTime {
    /// When it is once it goes with one that `was` at a time and is moved to another: as many days further, and at its
    /// hour and length where these are others.
    #[must_use]
    pub fn moved_with(
        &self,
        was: &SessionTime,
        (on, starts_at, minutes): (NaiveDate, Option<NaiveTime>, i64),
    ) -> SessionTime {
        SessionTime {
            on: self.on.checked_add_signed(on - was.on).unwrap_or(on),
            starts_at: if starts_at == was.starts_at { self.starts_at } else { starts_at },
            minutes: if minutes == was.minutes { self.minutes } else { minutes },
            ..self.clone()
        }
    }
}
