//! Changing what a group is to be for everybody who is still expected: where, what is done and who comes along, on one date
//! or on it and every later one.

use app::groups::Otherwise;
use askama::Template;
use axum::extract::State;
use domain::engagement::Activity;
use domain::shared::ids::GroupId;
use domain::shared::personal::Personal;

use super::parts::{AND_LATER, Found, Said, command_of, settled};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page, choose};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{offered, paths};

/// Looking at the form, and sending it.
pub(super) fn routes() -> Vec<Route> {
    let path = "/groups/{id}/plan";
    vec![get(path, Audience::Connecting, look), post(path, Audience::Connecting, send)]
}

#[derive(Template)]
#[template(path = "connector/group/plan.html")]
struct Plan {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: GroupId,
    title: String,
    when: String,
    activities: Vec<Choice>,
    which: Vec<Choice>,
    is_over: bool,
}

fn draw(site: &Site, signed: &Signed, found: &Found, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let mut activities = offered!(Activity);
    choose(&mut activities, &[typed.one("activity")]);
    show_as(
        attempt.status,
        &Plan {
            page: signed.page("Change the group", Here::Today),
            keys,
            attempt,
            id: found.id,
            title: found.title(),
            when: found.when(site.app.clock.today()),
            activities,
            which: found.which(&typed),
            is_over: found.open().is_empty(),
            typed,
        },
    )
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<GroupId>) -> Answer {
    let found = Found::read(&site, &signed, id).await?;
    let mut typed = Typed::default();
    if let Some(session) = found.meeting().like() {
        let (place, details) = (session.place.as_ref(), &session.details);
        let line = |line: Option<&Personal<_>>| line.and_then(Personal::get).map(ToString::to_string);
        typed = typed
            .with("place", line(place).unwrap_or_default())
            .with("activity", details.activity.map(Activity::code).unwrap_or_default())
            .with("companions", line(details.companions.as_ref()).unwrap_or_default());
    }
    draw(&site, &signed, &found, typed, Attempt::first())
}

fn read(form: &mut Reader<'_>, typed: &Typed) -> Option<Otherwise> {
    let (place, activity) = (form.line("place"), form.code_or_none("activity"));
    let companions = form.line_or_none("companions");
    Some(Otherwise {
        place: place?,
        activity: activity?,
        companions: companions?,
        and_later: typed.is("which", AND_LATER),
    })
}

async fn send(State(site): State<Site>, signed: Signed, At(id): At<GroupId>, typed: Typed) -> Answer {
    let found = Found::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let Some(otherwise) = read(&mut form, &typed) else {
        return draw(&site, &signed, &found, typed.clone(), form.again());
    };
    let command = command_of(&site, &typed);
    let answered = site.app.plan_group_otherwise(&signed.viewer, command, id, &otherwise).await?;
    let said = Said {
        flash: Flash::GroupReplanned,
        title: "The group is changed, but not for everybody",
        done: "Changed",
        field: "place",
    };
    match settled(&site, &signed, &typed, (id, said), (answered, &found.meeting().visits)).await {
        Ok(answer) => answer,
        Err(attempt) => draw(&site, &signed, &found, typed, attempt),
    }
}
