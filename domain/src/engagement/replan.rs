//! A planned session that is meant to be otherwise: what for, beside whom, where and with whom. Its day and hour are
//! moved, and stay here as they are.

use chrono::NaiveDate;

use super::decide::Decision;
use super::{Engagement, EngagementEvent, Session, SessionDetails, SessionKind, SessionTime, Stage, session};
use crate::shared::ids::{RelationshipId, SessionId};
use crate::shared::personal::Personal;
use crate::shared::text::Line;

/// How a session is meant to be from now on.
pub(super) struct Told<'a> {
    pub(super) kind: SessionKind,
    pub(super) beside: Option<RelationshipId>,
    pub(super) place: Option<&'a Line>,
    pub(super) details: &'a SessionDetails<Line>,
}

/// Later ones of the series change only in what is otherwise with the one that was asked about, so that what was changed
/// for one of them alone stays.
pub(super) fn replan(
    state: &Engagement,
    today: NaiveDate,
    session_id: SessionId,
    told: &Told<'_>,
    and_later: bool,
) -> Decision {
    state.must_be(&[Stage::Agreed, Stage::Active])?;
    let asked = state.planned_session(session_id)?;
    session::travel_is_plausible(told.details)?;
    let later = if and_later { state.planned_after(session_id, asked) } else { Vec::new() };
    let all = std::iter::once((session_id, asked)).chain(later);
    Ok(all.filter_map(|(id, session)| replanned(state, today, (id, session), asked, told)).collect())
}

fn replanned(
    state: &Engagement,
    today: NaiveDate,
    (session_id, own): (SessionId, &Session),
    asked: &Session,
    told: &Told<'_>,
) -> Option<EngagementEvent> {
    fn now<T: PartialEq>(told: T, was: T, own: T) -> T {
        if told == was { own } else { told }
    }
    fn plain(line: Option<&Personal<Line>>) -> Option<&Line> {
        line.and_then(Personal::get)
    }
    let time = SessionTime {
        kind: now(told.kind, asked.time.kind, own.time.kind),
        relationship_id: now(told.beside, asked.time.relationship_id, own.time.relationship_id),
        ..own.time.clone()
    };
    let place = now(told.place, plain(asked.place.as_ref()), plain(own.place.as_ref()));
    let (was, its) = (&asked.details, &own.details);
    let companions =
        now(told.details.companions.as_ref(), plain(was.companions.as_ref()), plain(its.companions.as_ref()));
    let details = SessionDetails {
        activity: now(told.details.activity, was.activity, its.activity),
        travel_minutes: now(told.details.travel_minutes, was.travel_minutes, its.travel_minutes),
        companions: companions.map(|who| state.personal(who)),
        group: its.group,
    };
    let place = place.map(|place| state.personal(place));
    let is_otherwise = time != own.time
        || place.as_ref().and_then(Personal::get) != plain(own.place.as_ref())
        || details != *its;
    is_otherwise.then_some(EngagementEvent::SessionReplanned {
        session_id,
        time,
        place,
        details,
        replanned_on: today,
    })
}
