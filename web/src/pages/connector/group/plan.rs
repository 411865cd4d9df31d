//! Changing what a group is to be for everybody who is still expected: where, what is done and who comes along, on one date
//! or on it and every later one.

use app::error::Refusal;
use app::groups::{Answered, Otherwise};
use askama::Template;
use async_trait::async_trait;
use domain::engagement::Activity;
use domain::shared::ids::CommandId;
use domain::shared::personal::Personal;

use super::asking::{self, Asking, Filled, Form, Said};
use super::parts::AND_LATER;
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::{Choice, Page, choose};
use crate::router::Route;
use crate::{offered, paths};

/// Looking at the form, and sending it.
pub(super) fn routes() -> Vec<Route> {
    asking::form::<Plan>("/groups/{id}/plan")
}

#[derive(Template)]
#[template(path = "connector/group/plan.html")]
struct Plan {
    page: Page,
    filled: Filled,
    activities: Vec<Choice>,
    which: Vec<Choice>,
    is_over: bool,
}

#[async_trait]
impl Form for Plan {
    type Asked = Otherwise;
    const TITLE: &'static str = "Change the group";
    const SAID: Said = Said {
        flash: Flash::GroupReplanned,
        title: "The group is changed, but not for everybody",
        done: "Changed",
        field: "place",
    };

    fn first(asking: &Asking<'_>) -> Typed {
        let Some(session) = asking.found.meeting().like() else { return Typed::default() };
        let (place, details) = (session.place.as_ref(), &session.details);
        let line = |line: Option<&Personal<_>>| line.and_then(Personal::get).map(ToString::to_string);
        Typed::default()
            .with("place", line(place).unwrap_or_default())
            .with("activity", details.activity.map(Activity::code).unwrap_or_default())
            .with("companions", line(details.companions.as_ref()).unwrap_or_default())
    }

    async fn draw(asking: &Asking<'_>, page: Page, filled: Filled) -> Result<Self, Error> {
        let mut activities = offered!(Activity);
        choose(&mut activities, &[filled.typed.one("activity")]);
        let (which, is_over) = (asking.found.which(&filled.typed), asking.found.open().is_empty());
        Ok(Self { page, filled, activities, which, is_over })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<Otherwise> {
        let (place, activity) = (form.line("place"), form.code_or_none("activity"));
        let companions = form.line_or_none("companions");
        Some(Otherwise {
            place: place?,
            activity: activity?,
            companions: companions?,
            and_later: typed.is("which", AND_LATER),
        })
    }

    async fn ask(asking: &Asking<'_>, command: CommandId, to: &Otherwise) -> Result<Vec<Answered>, Refusal> {
        asking.site.app.plan_group_otherwise(&asking.signed.viewer, command, asking.found.id, to).await
    }
}
