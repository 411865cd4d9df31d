//! Somebody more in a group that is arranged: at one date, or at it and every later one. They get what the others have,
//! the hour, the place and the way there, as a visit of their own.

use app::error::Refusal;
use app::groups::Answered;
use app::views::sessions::SessionRow;
use askama::Template;
use async_trait::async_trait;
use domain::engagement::SessionTime;
use domain::shared::ids::{CommandId, EngagementId, GroupId};

use super::super::group_plan::offered;
use super::asking::{self, Asking, Filled, Form, Said};
use super::clash::clashes;
use super::parts::AND_LATER;
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::look::{Choice, Faces, Page, choose};
use crate::paths;
use crate::router::Route;

/// Looking at the form, and sending it.
pub(super) fn routes() -> Vec<Route> {
    asking::form::<Joining>("/groups/{id}/joining")
}

#[derive(Template)]
#[template(path = "connector/group/joining.html")]
struct Joining {
    page: Page,
    filled: Filled,
    who: Vec<Choice>,
    which: Vec<Choice>,
    /// Whose people can be shown, where not everybody's fit; else nobody.
    whose: Vec<Choice>,
}

/// Who joins.
struct Joined {
    who: Vec<EngagementId>,
    and_later: bool,
}

#[async_trait]
impl Form for Joining {
    type Asked = Joined;
    const TITLE: &'static str = "Add somebody";
    const SAID: Said = Said {
        flash: Flash::GroupJoined,
        title: "Not everybody could be added",
        done: "Expected from now on",
        field: "who",
    };

    fn first(_: &Asking<'_>) -> Typed {
        Typed::default().with("which", AND_LATER)
    }

    async fn draw(asking: &Asking<'_>, page: Page, filled: Filled) -> Result<Self, Error> {
        let Asking { site, signed, found } = asking;
        let (people, whose) = offered(site, signed, &filled.typed, "who").await?;
        let part = |id: EngagementId| found.meeting().people().any(|visit| visit.session.engagement_id == id);
        let mut who: Vec<Choice> = people
            .into_iter()
            .filter(|one| !part(one.engagement_id))
            .map(|one| Choice::new(one.engagement_id, one.person.name).face(one.person.person_id.uuid()))
            .collect();
        choose(&mut who, &filled.typed.all("who").collect::<Vec<_>>());
        Faces::beside(site, &signed.connecting()?, &mut who).await?;
        Ok(Self { page, which: found.which(&filled.typed), filled, who, whose })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<Joined> {
        let who = match form.ids::<EngagementId>("who") {
            Some(nobody) if nobody.is_empty() => form.refuse("who", "Choose who comes too"),
            some => some,
        };
        Some(Joined { who: who?, and_later: typed.is("which", AND_LATER) })
    }

    /// What else those who work with whoever joins have planned while it meets.
    async fn think_twice(asking: &Asking<'_>, joined: &Joined) -> Result<Option<String>, Refusal> {
        let Asking { site, signed, found } = asking;
        let Some(like) = found.time() else { return Ok(None) };
        let from = found.meeting().when();
        let met = found.dates.iter().filter(|meeting| {
            meeting.group_id == found.id || joined.and_later && meeting.when() > from && meeting.is_to_come()
        });
        let times: Vec<SessionTime> = met
            .map(|meeting| {
                let (on, starts_at) = meeting.when();
                SessionTime { on, starts_at, ..like.clone() }
            })
            .collect();
        let ours: Vec<GroupId> = found.dates.iter().map(|meeting| meeting.group_id).collect();
        let is_itself =
            |row: &SessionRow| row.details.group.is_some_and(|group| ours.contains(&group.group_id));
        clashes(site, signed, &joined.who, &times, is_itself).await
    }

    async fn ask(
        asking: &Asking<'_>,
        command: CommandId,
        Joined { who, and_later }: &Joined,
    ) -> Result<Vec<Answered>, Refusal> {
        let Asking { site, signed, found } = asking;
        site.app.join_group(&signed.viewer, command, found.id, (who, *and_later)).await
    }
}
