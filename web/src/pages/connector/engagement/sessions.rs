//! A piece of a connector's time as forms ask for it, planned or delivered; and recording one that was no
//! meet-up, such as a review meeting or an hour of writing.

use app::error::Refusal;
use async_trait::async_trait;
use chrono::{NaiveDate, NaiveTime};
use domain::engagement::{
    Activity, EngagementCommand, LONGEST_TRAVEL_MINUTES, SessionDetails, SessionKind, SessionTime,
};
use domain::shared::ids::{RelationshipId, SessionId};
use domain::shared::personal::Personal;
use domain::shared::text::Line;

use super::asking::{Asking, Form, form, form_about};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::router::Route;
use crate::{format, offered, paths};

/// Every entry about a new session.
pub fn routes() -> Vec<Route> {
    [
        form::<Recording>("/engagements/{id}/sessions/record"),
        form_about::<Recording, SessionId>("/engagements/{id}/sessions/{session}/record"),
    ]
    .concat()
}

/// The fields of a session's time, as they stand.
pub(super) fn typed_time(typed: Typed, time: &SessionTime) -> Typed {
    let typed = typed
        .with("on", time.on)
        .with("starts_at", time.starts_at.map(said_time).unwrap_or_default())
        .with("minutes", format::typed_length(time.minutes))
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

/// Where it was and what else is known of it, as it stands.
pub fn typed_details(
    typed: Typed,
    place: Option<&Personal<Line>>,
    details: &SessionDetails<Personal<Line>>,
) -> Typed {
    let line = |line: Option<&Personal<Line>>| line.and_then(Personal::get).map(ToString::to_string);
    typed
        .with("place", line(place).unwrap_or_default())
        .with("activity", details.activity.map(Activity::code).unwrap_or_default())
        .with("travel_minutes", details.travel_minutes.map(|minutes| minutes.to_string()).unwrap_or_default())
        .with("companions", line(details.companions.as_ref()).unwrap_or_default())
}

/// What was done, the way there and who came along, folded away: hardly anybody needs all of it.
pub(super) fn details_fields(sheet: Sheet) -> Sheet {
    let activity = Field::new(Shape::Select("Not said"), "activity", "What is it?");
    let travel = Field::new(Shape::Line("short"), "travel_minutes", "Minutes on the way")
        .hint("There and back. Not charged");
    let companions = Field::new(Shape::Line(""), "companions", "Who else comes along?");
    sheet.folded(
        "More: what it is, the way there, who comes along",
        vec![
            vec![activity.with(offered!(Activity)).optional(), travel.optional()],
            vec![companions.optional()],
        ],
    )
}

/// Reads what [`details_fields`] asks for.
pub fn read_details(form: &mut Reader<'_>) -> Option<SessionDetails<Line>> {
    let (activity, companions) = (form.code_or_none("activity"), form.line_or_none("companions"));
    let travel_minutes = form.whole_or_none("travel_minutes", 0..=LONGEST_TRAVEL_MINUTES);
    let (activity, travel_minutes, companions) = (activity?, travel_minutes?, companions?);
    Some(SessionDetails { activity, travel_minutes, companions, group: None })
}

/// Day, time, length, kind and whom it is beside.
pub(super) async fn time_fields(asking: &Asking<'_>, sheet: Sheet, when: &str) -> Result<Sheet, Refusal> {
    let sheet =
        sheet.pair(Field::date("on", when), Field::new(Shape::Time, "starts_at", "From").optional()).pair(
            Field::new(Shape::Line("short"), "minutes", "How long?").hint("In hours, like 1.5 or 1:30"),
            kind_field(),
        );
    Ok(match beside_field(asking).await? {
        Some(beside) => sheet.field(beside),
        None => sheet,
    })
}

/// What for.
pub(super) fn kind_field() -> Field {
    Field::new(Shape::Select(""), "kind", "What for?").with(offered!(SessionKind))
}

/// Beside whom: of the open relationships, and of the one that it is beside already. Not asked where there is none.
pub(super) async fn beside_field(asking: &Asking<'_>) -> Result<Option<Field>, Refusal> {
    let now = asking.visit.as_ref().and_then(|visit| visit.session.time.relationship_id);
    let ties = asking.site.app.views.relationships_of_engagement(&asking.who, asking.id()).await?;
    let ties: Vec<Choice> = ties
        .into_iter()
        .filter(|tie| tie.relationship.is_open() || now == Some(tie.relationship.relationship_id))
        .map(|tie| Choice::new(tie.relationship.relationship_id, tie.other_name))
        .collect();
    let label = format!("Beside {} and…", asking.called());
    let field = Field::new(Shape::Select("Nobody else"), "relationship_id", label);
    Ok((!ties.is_empty()).then(|| field.with(ties).optional()))
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

/// Recording a session that was, planned before or not.
struct Recording;

#[async_trait]
impl Form for Recording {
    const DONE: Flash = Flash::SessionLogged;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        if let Some(visit) = &asking.visit {
            let session = &visit.session;
            let typed = typed_time(Typed::default(), &session.time).with("session_id", session.session_id);
            return Ok(typed_details(typed, session.place.as_ref(), &session.details));
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
        let sheet = sheet
            .field(Field::new(Shape::Line(""), "place", "Where?").optional())
            .field(Field::words("note", "What happened?").optional());
        Ok(details_fields(sheet).other(
            paths::new_meet_up(asking.id()),
            format!("Did {} meet somebody? Log a meet-up instead", asking.called()),
        ))
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        let session_id = form.id("session_id");
        let time = read_time(form);
        let (place, note) = (form.line_or_none("place"), form.words_or_none("note"));
        let details = read_details(form);
        Some(EngagementCommand::DeliverSession {
            session_id: session_id?,
            time: time?,
            place: place?,
            note: note?,
            details: details?,
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
