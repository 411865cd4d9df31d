//! Changing what a planned visit is to be, alone or with all that were planned with it and come after it: where, what for,
//! beside whom, and who comes along. Its day and hour are moved.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::EngagementCommand;
use domain::shared::ids::SessionId;

use super::asking::{Asking, Form, form_about};
use super::calling_off::{ALONE, which_ones, with_later};
use super::session::{session_id, which};
use super::sessions::{beside_field, details_fields, kind_field, read_details, typed_details, typed_time};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::paths;
use crate::router::Route;

/// One form.
pub fn routes() -> Vec<Route> {
    form_about::<Replanning, SessionId>("/engagements/{id}/sessions/{session}/plan").to_vec()
}

/// Planning a planned visit otherwise.
struct Replanning;

#[async_trait]
impl Form for Replanning {
    const DONE: Flash = Flash::SessionReplanned;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let typed = Typed::default().with("which", ALONE);
        let Some(visit) = &asking.visit else { return Ok(typed) };
        let session = &visit.session;
        Ok(typed_details(typed_time(typed, &session.time), session.place.as_ref(), &session.details))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let title = "Change the visit";
        if let Some(group) = asking.visit.as_ref().and_then(|visit| visit.session.details.group) {
            let to = paths::group_part(group.group_id, "plan");
            let words = "It is a date of a group. Where it is and what it is for is changed for everybody.";
            return Ok(Sheet::new(title, "", "").instead(words, to, "Change it for everybody"));
        }
        let lead = format!("{} Its day and hour stay: they are moved.", which(asking));
        let mut sheet = Sheet::new(title, "Change it", "pencil")
            .lead(lead)
            .pair(Field::new(Shape::Line(""), "place", "Where?").optional(), kind_field());
        if let Some(beside) = beside_field(asking).await? {
            sheet = sheet.field(beside);
        }
        if let Some(ones) = which_ones(asking).await? {
            let hint = "They were planned together. What you change here changes with each; what one has for itself stays";
            sheet = sheet.field(ones.hint(hint));
        }
        Ok(details_fields(sheet).minding(asking.record.musts()))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let (kind, place) = (form.code("kind"), form.line_or_none("place"));
        let (relationship_id, details) = (form.id_or_none("relationship_id"), read_details(form));
        Some(EngagementCommand::ReplanSession {
            session_id: session_id(asking)?,
            kind: kind?,
            relationship_id: relationship_id?,
            place: place?,
            details: details?,
            and_later: with_later(typed),
        })
    }
}
