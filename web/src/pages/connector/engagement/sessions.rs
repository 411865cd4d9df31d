//! Visits and other pieces of a connector's time: planned ahead, or recorded without a meet-up, such as
//! a review meeting or an hour of writing.

use app::error::Refusal;
use app::views::sessions::SessionRow;
use async_trait::async_trait;
use chrono::{Days, NaiveDate, NaiveTime};
use domain::engagement::{EngagementCommand, SessionKind, SessionStatus, SessionTime};
use domain::shared::ids::RelationshipId;

use super::asking::{Asking, Form, form, session_form};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::router::Route;
use crate::{format, offered, paths};

/// Every entry about a new session.
pub fn routes() -> Vec<Route> {
    [
        form::<Planning>("/engagements/{id}/sessions/new"),
        form::<Recording>("/engagements/{id}/sessions/record"),
        session_form::<Recording>("/engagements/{id}/sessions/{session}/record"),
    ]
    .concat()
}

/// The fields of a session's time, as they stand.
pub(super) fn typed_time(typed: Typed, time: &SessionTime) -> Typed {
    let typed = typed
        .with("on", time.on)
        .with("starts_at", time.starts_at.map(said_time).unwrap_or_default())
        .with("minutes", typed_length(time.minutes))
        .with("kind", time.kind.code());
    match time.relationship_id {
        Some(id) => typed.with("relationship_id", id),
        None => typed,
    }
}

/// "14:30"
pub(super) fn said_time(at: NaiveTime) -> String {
    at.format("%H:%M").to_string()
}

/// Minutes as they are typed: "1:30".
fn typed_length(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

/// Day, time, length, kind and whom it is beside.
pub(super) async fn time_fields(asking: &Asking<'_>, sheet: Sheet, when: &str) -> Result<Sheet, Refusal> {
    let ties = asking.site.app.views.relationships_of_engagement(&asking.who, asking.id()).await?;
    let ties: Vec<Choice> = ties
        .into_iter()
        .filter(|tie| tie.relationship.is_open())
        .map(|tie| Choice::new(tie.relationship.relationship_id, tie.other_name))
        .collect();
    let sheet =
        sheet.pair(Field::date("on", when), Field::new(Shape::Time, "starts_at", "From").optional()).pair(
            Field::new(Shape::Line("short"), "minutes", "How long?").hint("In hours, like 1.5 or 1:30"),
            Field::new(Shape::Select(""), "kind", "What for?").with(offered!(SessionKind)),
        );
    Ok(if ties.is_empty() {
        sheet
    } else {
        let label = format!("Beside {} and…", asking.called());
        sheet.field(Field::new(Shape::Select("Nobody else"), "relationship_id", label).with(ties).optional())
    })
}

/// Reads what [`time_fields`] asks for.
pub(super) fn read_time(form: &mut Reader<'_>) -> Option<SessionTime> {
    let (on, starts_at) = (form.date("on"), form.time_or_none("starts_at"));
    let (minutes, kind) = (form.minutes("minutes"), form.code("kind"));
    let relationship_id: Option<Option<RelationshipId>> = form.id_or_none("relationship_id");
    Some(SessionTime {
        on: on?,
        starts_at: starts_at?,
        minutes: minutes?,
        kind: kind?,
        relationship_id: relationship_id?,
    })
}

/// The time of the last visit, to begin the next from.
fn usual(sessions: &[SessionRow]) -> (Option<NaiveDate>, Option<NaiveTime>, i64) {
    let visits = sessions.iter().filter(|session| {
        matches!(session.status, SessionStatus::Planned | SessionStatus::Delivered)
            && session.time.kind == SessionKind::FaceToFace
    });
    let last = visits.max_by_key(|session| session.time.on);
    last.map_or((None, None, 90), |last| (Some(last.time.on), last.time.starts_at, last.time.minutes))
}

/// Planning a visit.
struct Planning;

#[async_trait]
impl Form for Planning {
    const DONE: Flash = Flash::SessionPlanned;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let sessions = asking.site.app.views.sessions_of(&asking.who, asking.id(), 50).await?;
        let (last, starts_at, minutes) = usual(&sessions);
        let tomorrow = asking.today + Days::new(1);
        let on = last.map_or(tomorrow, |last| (last + Days::new(7)).max(tomorrow));
        let relationship_id = asking.asked.id("relationship");
        let time = SessionTime { on, starts_at, minutes, kind: SessionKind::FaceToFace, relationship_id };
        Ok(typed_time(Typed::default(), &time).with("session_id", asking.site.app.ids.next()))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let sheet = Sheet::new(format!("Plan a visit with {}", asking.called()), "Plan it", "calendar-plus")
            .field(Field::hidden("session_id"));
        let sheet = time_fields(asking, sheet, "Which day?").await?;
        Ok(sheet.field(Field::new(Shape::Line(""), "place", "Where?").optional()))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let session_id = form.id("session_id");
        let (time, place) = (read_time(form), form.line_or_none("place"));
        Some(EngagementCommand::PlanSession { session_id: session_id?, time: time?, place: place? })
    }
}

/// Recording a session that was, planned before or not.
struct Recording;

#[async_trait]
impl Form for Recording {
    const DONE: Flash = Flash::SessionLogged;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        if let Some(visit) = &asking.visit {
            let session = &visit.session;
            let place = session.place.as_ref().and_then(|place| place.get());
            let typed = typed_time(Typed::default(), &session.time).with("session_id", session.session_id);
            return Ok(place.map_or(typed.clone(), |place| typed.with("place", place)));
        }
        let (on, kind) = (asking.today, SessionKind::FaceToFace);
        let time = SessionTime { on, starts_at: None, minutes: 60, kind, relationship_id: None };
        Ok(typed_time(Typed::default(), &time).with("session_id", asking.site.app.ids.next()))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let sheet = Sheet::new("Record a session", "Save", "check")
            .lead("For time that was no meet-up of two people: a review, a circle meeting, a phone call, planning.")
            .field(Field::hidden("session_id"));
        let sheet = time_fields(asking, sheet, "Which day was it?").await?;
        Ok(sheet
            .field(Field::new(Shape::Line(""), "place", "Where?").optional())
            .field(Field::words("note", "What happened?").optional())
            .other(
                paths::new_meet_up(asking.id()),
                format!("Did {} meet somebody? Log a meet-up instead", asking.called()),
            ))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let session_id = form.id("session_id");
        let time = read_time(form);
        let (place, note) = (form.line_or_none("place"), form.words_or_none("note"));
        Some(EngagementCommand::DeliverSession {
            session_id: session_id?,
            time: time?,
            place: place?,
            note: note?,
            died_on: None,
        })
    }
}

/// "Tuesday 10 March, 14:30"
pub(super) fn said_when(time: &SessionTime, today: NaiveDate) -> String {
    match time.starts_at {
        Some(at) => format!("{}, {}", format::weekday(time.on, today), said_time(at)),
        None => format::weekday(time.on, today),
    }
}
