//! Moving one date of a group, for everybody who is still expected: to another day, another hour, another length.

use app::error::Refusal;
use app::groups::{Answered, MovedTo};
use app::views::sessions::SessionRow;
use askama::Template;
use async_trait::async_trait;
use domain::engagement::SessionTime;
use domain::shared::ids::CommandId;

use super::asking::{self, Asking, Filled, Form, Said};
use super::clash::clashes;
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::Page;
use crate::paths;
use crate::router::Route;

/// Looking at the form, and sending it.
pub(super) fn routes() -> Vec<Route> {
    asking::form::<Moving>("/groups/{id}/move")
}

#[derive(Template)]
#[template(path = "connector/group/moving.html")]
struct Moving {
    page: Page,
    filled: Filled,
    /// Whether others were planned with it.
    has_more: bool,
    is_over: bool,
}

#[async_trait]
impl Form for Moving {
    type Asked = MovedTo;
    const TITLE: &'static str = "Move the group";
    const SAID: Said = Said {
        flash: Flash::GroupMoved,
        title: "The group is moved, but not for everybody",
        done: "Moved",
        field: "on",
    };

    fn first(asking: &Asking<'_>) -> Typed {
        let Some(time) = asking.found.time() else { return Typed::default() };
        let starts_at = time.starts_at.map(|at| at.format("%H:%M").to_string());
        Typed::default()
            .with("on", time.on)
            .with("starts_at", starts_at.unwrap_or_default())
            .with("minutes", format!("{}:{:02}", time.minutes / 60, time.minutes % 60))
    }

    async fn draw(asking: &Asking<'_>, page: Page, filled: Filled) -> Result<Self, Error> {
        let (has_more, is_over) = (asking.found.dates.len() > 1, asking.found.open().is_empty());
        Ok(Self { page, filled, has_more, is_over })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<MovedTo> {
        let (on, starts_at) = (form.date("on"), form.time_or_none("starts_at"));
        let (minutes, reason) = (form.minutes("minutes"), form.words_or_none("reason"));
        Some(MovedTo { on: on?, starts_at: starts_at?, minutes: minutes?, reason: reason? })
    }

    async fn think_twice(asking: &Asking<'_>, to: &MovedTo) -> Result<Option<String>, Refusal> {
        let Asking { site, signed, found } = asking;
        let of: Vec<_> = found.open().iter().map(|visit| visit.session.engagement_id).collect();
        let time = found.time().map(|time| SessionTime {
            on: to.on,
            starts_at: to.starts_at,
            minutes: to.minutes,
            ..time.clone()
        });
        let id = found.id;
        let is_itself = move |row: &SessionRow| row.details.group.is_some_and(|group| group.group_id == id);
        clashes(site, signed, &of, time.as_slice(), is_itself).await
    }

    async fn ask(asking: &Asking<'_>, command: CommandId, to: &MovedTo) -> Result<Vec<Answered>, Refusal> {
        asking.site.app.move_group(&asking.signed.viewer, command, asking.found.id, to).await
    }
}
