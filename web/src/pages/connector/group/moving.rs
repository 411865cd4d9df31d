//! Moving one date of a group, for everybody who is still expected: to another day, another hour, another length.

use app::groups::MovedTo;
use askama::Template;
use axum::extract::State;
use domain::engagement::SessionTime;
use domain::shared::ids::GroupId;

use super::clash::clashes;
use super::parts::{Found, Said, command_of, settled};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub(super) fn routes() -> Vec<Route> {
    let path = "/groups/{id}/move";
    vec![get(path, Audience::Connecting, look), post(path, Audience::Connecting, send)]
}

#[derive(Template)]
#[template(path = "connector/group/moving.html")]
struct Moving {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: GroupId,
    title: String,
    when: String,
    /// Whether others were planned with it.
    has_more: bool,
    is_over: bool,
    caution: Option<String>,
}

fn draw(
    site: &Site,
    signed: &Signed,
    found: &Found,
    typed: Typed,
    (attempt, caution): (Attempt, Option<String>),
) -> Answer {
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    show_as(
        attempt.status,
        &Moving {
            page: signed.page("Move the group", Here::Today),
            keys,
            attempt,
            typed,
            id: found.id,
            title: found.title(),
            when: found.when(site.app.clock.today()),
            has_more: found.dates.len() > 1,
            is_over: found.open().is_empty(),
            caution,
        },
    )
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<GroupId>) -> Answer {
    let found = Found::read(&site, &signed, id).await?;
    let mut typed = Typed::default();
    if let Some(time) = found.time() {
        let starts_at = time.starts_at.map(|at| at.format("%H:%M").to_string());
        typed = typed
            .with("on", time.on)
            .with("starts_at", starts_at.unwrap_or_default())
            .with("minutes", format!("{}:{:02}", time.minutes / 60, time.minutes % 60));
    }
    draw(&site, &signed, &found, typed, (Attempt::first(), None))
}

fn read(form: &mut Reader<'_>) -> Option<MovedTo> {
    let (on, starts_at) = (form.date("on"), form.time_or_none("starts_at"));
    let (minutes, reason) = (form.minutes("minutes"), form.words_or_none("reason"));
    Some(MovedTo { on: on?, starts_at: starts_at?, minutes: minutes?, reason: reason? })
}

async fn send(State(site): State<Site>, signed: Signed, At(id): At<GroupId>, typed: Typed) -> Answer {
    let found = Found::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let Some(to) = read(&mut form) else {
        return draw(&site, &signed, &found, typed.clone(), (form.again(), None));
    };
    let of: Vec<_> = found.open().iter().map(|visit| visit.session.engagement_id).collect();
    let time = found.time().map(|time| SessionTime {
        on: to.on,
        starts_at: to.starts_at,
        minutes: to.minutes,
        ..time.clone()
    });
    let is_itself =
        |row: &app::views::sessions::SessionRow| row.details.group.is_some_and(|group| group.group_id == id);
    if let Some(caution) = clashes(&site, &signed, &of, time.as_slice(), is_itself).await?
        && let Some(typed) = typed.unaware_of(&caution)
    {
        return draw(&site, &signed, &found, typed, (Attempt::think_twice(), Some(caution)));
    }
    let answered = site.app.move_group(&signed.viewer, command_of(&site, &typed), id, &to).await?;
    let said = Said {
        flash: Flash::GroupMoved,
        title: "The group is moved, but not for everybody",
        done: "Moved",
        field: "on",
    };
    match settled(&site, &signed, &typed, (id, said), (answered, &found.meeting().visits)).await {
        Ok(answer) => answer,
        Err(attempt) => draw(&site, &signed, &found, typed, (attempt, None)),
    }
}
