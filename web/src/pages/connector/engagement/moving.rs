//! Moving a planned visit to another day or hour, alone or with all that were planned with it and come after it. Another
//! visit of the same connector at the same time is pointed out once.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::{EngagementCommand, SessionTime};
use domain::shared::ids::SessionId;

use super::asking::{Asking, Form, form_about};
use super::calling_off::{ALONE, later_ones, which_ones, with_later};
use super::planning::clashes;
use super::sessions::{said_time, said_when};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::format::typed_length;
use crate::router::Route;

/// One form.
pub fn routes() -> Vec<Route> {
    form_about::<Moving, SessionId>("/engagements/{id}/sessions/{session}/move").to_vec()
}

/// Moving a planned visit.
struct Moving;

fn of_a_group(asking: &Asking<'_>) -> bool {
    asking.visit.as_ref().is_some_and(|visit| visit.session.details.group.is_some())
}

#[async_trait]
impl Form for Moving {
    const DONE: Flash = Flash::SessionMoved;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let Some(visit) = &asking.visit else { return Ok(Typed::default()) };
        let time = &visit.session.time;
        Ok(Typed::default()
            .with("on", time.on)
            .with("starts_at", time.starts_at.map(said_time).unwrap_or_default())
            .with("minutes", typed_length(time.minutes))
            .with("which", ALONE))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let was = asking.visit.as_ref().map(|visit| said_when(&visit.session.time, asking.today));
        let group = if of_a_group(asking) { " Everybody else’s of the group stays." } else { "" };
        let mut sheet = Sheet::new("Move the visit", "Move it", "calendar-clock")
            .lead(format!("It is planned for {}.{group}", was.unwrap_or_default()))
            .pair(Field::date("on", "To which day?"), Field::new(Shape::Time, "starts_at", "From").optional())
            .field(
                Field::new(Shape::Line("short"), "minutes", "How long?").hint("In hours, like 1.5 or 1:30"),
            );
        if let Some(which) = which_ones(asking).await?.filter(|_| !of_a_group(asking)) {
            let hint =
                "They were planned together. Each moves by as many days, to the hour and length that change";
            sheet = sheet.field(which.hint(hint));
        }
        Ok(sheet.field(Field::words("reason", "Why?").optional()).minding(asking.record.musts()))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let (on, starts_at) = (form.date("on"), form.time_or_none("starts_at"));
        let (minutes, reason) = (form.minutes("minutes"), form.words_or_none("reason"));
        Some(EngagementCommand::MoveSession {
            session_id: asking.visit.as_ref()?.session.session_id,
            on: on?,
            starts_at: starts_at?,
            minutes: minutes?,
            reason: reason?,
            and_later: with_later(typed) && !of_a_group(asking),
        })
    }

    async fn think_twice(
        asking: &Asking<'_>,
        command: &EngagementCommand,
    ) -> Result<Option<String>, Refusal> {
        let (Some(visit), EngagementCommand::MoveSession { on, starts_at, minutes, and_later, .. }) =
            (&asking.visit, command)
        else {
            return Ok(None);
        };
        let later = if *and_later { later_ones(asking).await? } else { Vec::new() };
        let (was, to) = (&visit.session.time, (*on, *starts_at, *minutes));
        let moved = std::iter::once(&visit.session).chain(&later);
        let (ids, times): (Vec<SessionId>, Vec<SessionTime>) =
            moved.map(|row| (row.session_id, row.time.moved_with(was, to))).unzip();
        clashes(asking, &times, |row| ids.contains(&row.session_id)).await
    }

    async fn onwards(asking: &Asking<'_>, typed: &Typed) -> Result<(String, Flash), Refusal> {
        Ok((asking.back(), if with_later(typed) { Flash::SeriesMoved } else { Self::DONE }))
    }
}
