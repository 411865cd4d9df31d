//! Somebody more in a group that is arranged: at one date, or at it and every later one. They get what the others have,
//! the hour, the place and the way there, as a visit of their own.

use askama::Template;
use axum::extract::State;
use domain::engagement::SessionTime;
use domain::shared::ids::{EngagementId, GroupId};

use super::super::group_plan::offered;
use super::clash::clashes;
use super::parts::{AND_LATER, Found, Said, command_of, settled};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Faces, Here, Page, choose};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub(super) fn routes() -> Vec<Route> {
    let path = "/groups/{id}/joining";
    vec![get(path, Audience::Connecting, look), post(path, Audience::Connecting, send)]
}

#[derive(Template)]
#[template(path = "connector/group/joining.html")]
struct Joining {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: GroupId,
    title: String,
    when: String,
    who: Vec<Choice>,
    which: Vec<Choice>,
    /// Whose people can be shown, where not everybody's fit; else nobody.
    whose: Vec<Choice>,
    caution: Option<String>,
}

async fn draw(
    site: &Site,
    signed: &Signed,
    found: &Found,
    typed: Typed,
    (attempt, caution): (Attempt, Option<String>),
) -> Answer {
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let (people, whose) = offered(site, signed, &typed, "who").await?;
    let part = |id: EngagementId| found.meeting().people().any(|visit| visit.session.engagement_id == id);
    let mut who: Vec<Choice> = people
        .into_iter()
        .filter(|one| !part(one.engagement_id))
        .map(|one| Choice::new(one.engagement_id, one.person.name).face(one.person.person_id.uuid()))
        .collect();
    choose(&mut who, &typed.all("who").collect::<Vec<_>>());
    Faces::beside(site, &signed.connecting()?, &mut who).await?;
    show_as(
        attempt.status,
        &Joining {
            page: signed.page("Add somebody", Here::Today),
            which: found.which(&typed),
            keys,
            attempt,
            typed,
            id: found.id,
            title: found.title(),
            when: found.when(site.app.clock.today()),
            who,
            whose,
            caution,
        },
    )
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<GroupId>) -> Answer {
    let found = Found::read(&site, &signed, id).await?;
    let typed = Typed::default().with("which", AND_LATER);
    draw(&site, &signed, &found, typed, (Attempt::first(), None)).await
}

async fn send(State(site): State<Site>, signed: Signed, At(id): At<GroupId>, typed: Typed) -> Answer {
    let found = Found::read(&site, &signed, id).await?;
    if typed.has("show") {
        return draw(&site, &signed, &found, typed, (Attempt::first(), None)).await;
    }
    let mut form = typed.reader();
    let who = match form.ids::<EngagementId>("who") {
        Some(nobody) if nobody.is_empty() => form.refuse("who", "Choose who comes too"),
        some => some,
    };
    let Some(who) = who else {
        return draw(&site, &signed, &found, typed.clone(), (form.again(), None)).await;
    };
    let and_later = typed.is("which", AND_LATER);
    if let Some(caution) = clashing(&site, &signed, &found, (&who, and_later)).await?
        && let Some(typed) = typed.unaware_of(&caution)
    {
        return draw(&site, &signed, &found, typed, (Attempt::think_twice(), Some(caution))).await;
    }
    let command = command_of(&site, &typed);
    let answered = site.app.join_group(&signed.viewer, command, id, (&who, and_later)).await?;
    let said = Said {
        flash: Flash::GroupJoined,
        title: "Not everybody could be added",
        done: "Expected from now on",
        field: "who",
    };
    match settled(&site, &signed, &typed, (id, said), (answered, &[])).await {
        Ok(answer) => answer,
        Err(attempt) => draw(&site, &signed, &found, typed, (attempt, None)).await,
    }
}

/// What else those who work with whoever joins have planned while it meets.
async fn clashing(
    site: &Site,
    signed: &Signed,
    found: &Found,
    (who, and_later): (&[EngagementId], bool),
) -> Result<Option<String>, app::error::Refusal> {
    let Some(like) = found.time() else { return Ok(None) };
    let from = found.meeting().when();
    let met = found.dates.iter().filter(|meeting| {
        meeting.group_id == found.id || and_later && meeting.when() > from && meeting.is_to_come()
    });
    let times: Vec<SessionTime> = met
        .map(|meeting| {
            let (on, starts_at) = meeting.when();
            SessionTime { on, starts_at, ..like.clone() }
        })
        .collect();
    let ours: Vec<GroupId> = found.dates.iter().map(|meeting| meeting.group_id).collect();
    let is_itself = |row: &app::views::sessions::SessionRow| {
        row.details.group.is_some_and(|group| ours.contains(&group.group_id))
    };
    clashes(site, signed, who, &times, is_itself).await
}
