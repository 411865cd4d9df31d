//! A planned visit that will not be, or was not: called off, alone or with all that were planned with it and
//! come after it, or somebody did not come.

use app::error::Refusal;
use app::views::sessions::SessionRow;
use async_trait::async_trait;
use domain::engagement::{AbsentParty, CancelledBy, EngagementCommand, SessionStatus};
use domain::shared::ids::SessionId;

use super::asking::{Asking, Form, form_about};
use super::session::{session_id, which};
use super::sheet::{Field, Shape, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Choice;
use crate::router::Route;
use crate::{format, offered};

/// Every entry about a visit that will not be or was not.
pub fn routes() -> Vec<Route> {
    [
        form_about::<CallingOff, SessionId>("/engagements/{id}/sessions/{session}/calling-off"),
        form_about::<Missing, SessionId>("/engagements/{id}/sessions/{session}/absence"),
    ]
    .concat()
}

/// Calling a planned visit off.
struct CallingOff;

#[async_trait]
impl Form for CallingOff {
    const DONE: Flash = Flash::SessionCalledOff;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let on = asking.visit.as_ref().map_or(asking.today, |visit| visit.session.time.on);
        let notice = match (on - asking.today).num_days() {
            ..=0 => 0,
            1 => 24,
            2..=6 => 48,
            _ => 168,
        };
        Ok(Typed::default().with("notice_hours", notice).with("which", ALONE))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let notice = vec![
            Choice::new(0, "Less than a day"),
            Choice::new(24, "A day"),
            Choice::new(48, "Two days or more"),
            Choice::new(168, "A week or more"),
        ];
        let mut sheet =
            Sheet::new("Call the visit off", "Call it off", "calendar-x").lead(which(asking)).warning();
        if let Some(which) = which_ones(asking).await? {
            sheet = sheet.field(which);
        }
        Ok(sheet
            .field(Field::one("by", "Who called it off?", offered!(CancelledBy)).shaped(Shape::One("cols-2")))
            .field(Field::one("notice_hours", "How long before?", notice).shaped(Shape::One("cols-4 plain")))
            .field(Field::words("reason", "Why?").optional()))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let (by, notice) = (form.code("by"), form.whole("notice_hours", 0..=8_760));
        let reason = form.words_or_none("reason");
        Some(EngagementCommand::CancelSession {
            session_id: session_id(asking)?,
            by: by?,
            notice_hours: u32::try_from(notice?).ok()?,
            reason: reason?,
            and_later: with_later(typed),
        })
    }
}

/// Only the one visit.
pub(super) const ALONE: &str = "alone";
/// Those that were planned with it and come after it, too.
const AND_LATER: &str = "and_later";

/// Whether those that come after it are meant, too.
pub(super) fn with_later(typed: &Typed) -> bool {
    typed.is("which", AND_LATER)
}

/// Only this one, or with those that come after it; not asked where none do.
pub(super) async fn which_ones(asking: &Asking<'_>) -> Result<Option<Field>, Refusal> {
    let later = later_ones(asking).await?.len();
    let all = format!("It and {} after it", format::plural(later, "more", "more"));
    let which = vec![Choice::new(ALONE, "Only this one"), Choice::new(AND_LATER, all)];
    let field = Field::one("which", "Which?", which).hint("They were planned together");
    Ok((later > 0).then(|| field.shaped(Shape::One("cols-2 plain"))))
}

/// The planned visits of its series that come after it.
pub(super) async fn later_ones(asking: &Asking<'_>) -> Result<Vec<SessionRow>, Refusal> {
    let Some(visit) = &asking.visit else { return Ok(Vec::new()) };
    let Some(series) = visit.session.series_id else { return Ok(Vec::new()) };
    let mut all = asking.site.app.views.series(&asking.who, asking.id(), series).await?;
    all.retain(|other| {
        other.status == SessionStatus::Planned
            && other.time.on >= visit.session.time.on
            && other.session_id != visit.session.session_id
    });
    Ok(all)
}

/// Somebody did not come.
struct Missing;

#[async_trait]
impl Form for Missing {
    const DONE: Flash = Flash::SessionChanged;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        Ok(Sheet::new("Somebody did not come", "Save", "check").lead(which(asking)).field(Field::one(
            "absent",
            "Who did not come?",
            offered!(AbsentParty),
        )))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::MarkNotAttended {
            session_id: session_id(asking)?,
            absent: form.code("absent")?,
            reason: None,
        })
    }
}
