//! Planning a group, such as cooking together: who is expected, when and where. One that was held already is
//! told in the same way, with its day, and leads on to who came.

use app::error::Refusal;
use app::groups::{Answered, Gathering};
use app::views::cases::{Case, Which};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::engagement::Stage;
use domain::shared::ids::{CommandId, EngagementId, GroupId};

use super::group_account::{Account, account};
use super::week::near;
use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Faces, Here, Page, choose};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};

/// Most people who can be chosen from.
const MOST_CASES: i64 = 500;

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::NEW_GROUP, Audience::Connecting, look),
        post(paths::NEW_GROUP, Audience::Connecting, plan),
    ]
}

#[derive(Template)]
#[template(path = "connector/group_plan.html")]
struct GroupPlan {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    expected: Vec<Choice>,
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let mut expected: Vec<Choice> = at_work(site, signed)
        .await?
        .into_iter()
        .map(|case| {
            let id = case.row.engagement.engagement_id;
            Choice::new(id, case.person.name).face(case.person.person_id.uuid())
        })
        .collect();
    choose(&mut expected, &typed.all("expected").collect::<Vec<_>>());
    Faces::beside(site, &signed.connecting()?, &mut expected).await?;
    let page = signed.page("Plan a group", Here::Today);
    show_as(attempt.status, &GroupPlan { page, keys, attempt, typed, expected })
}

/// The people of the viewer's cases that are at work: a team lead's everybody's.
async fn at_work(site: &Site, signed: &Signed) -> Result<Vec<Case>, Refusal> {
    let who = signed.connecting()?;
    let of = (!who.leads()).then_some(who.account());
    let today = site.app.clock.today();
    let mut cases = site.app.views.caseload(&who, Which::Open, of, today, MOST_CASES).await?;
    cases.retain(|case| matches!(case.row.engagement.stage, Stage::Agreed | Stage::Active | Stage::Paused));
    cases.sort_by(|one, other| one.person.name.cmp(&other.person.name));
    Ok(cases)
}

async fn look(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let on = near(&asked.id("on"), site.app.clock.today());
    let typed = Typed::default()
        .with("group_id", site.app.ids.next())
        .with("on", on)
        .with("starts_at", "14:00")
        .with("minutes", "2:00");
    draw(&site, &signed, typed, Attempt::first()).await
}

fn read(form: &mut Reader<'_>) -> Option<Gathering> {
    let (group_id, place): (Option<GroupId>, _) = (form.id("group_id"), form.line("place"));
    let (on, starts_at) = (form.date("on"), form.time_or_none("starts_at"));
    let (minutes, expected) = (form.minutes("minutes"), form.ids::<EngagementId>("expected"));
    let expected = match expected {
        Some(few) if few.len() < 2 => {
            form.refuse("expected", "Choose everybody who is expected, two at least")
        }
        expected => expected,
    };
    Some(Gathering {
        group_id: group_id?,
        expected: expected?,
        on: on?,
        starts_at: starts_at?,
        minutes: minutes?,
        place: place?,
    })
}

async fn plan(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let mut form = typed.reader();
    let Some(asked) = read(&mut form) else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()));
    let answered = site.app.plan_group(&signed.viewer, command_id, &asked).await?;
    let to = paths::group(asked.group_id);
    let refused: Vec<&Answered> = answered.iter().filter(|one| one.answer.is_err()).collect();
    if refused.is_empty() {
        if let Some(position) =
            answered.iter().filter_map(|one| Some(one.answer.as_ref().ok()?.position)).max()
        {
            site.app.views.catch_up(position).await;
        }
        return go_on(&to, Flash::GroupPlanned);
    }
    if refused.len() < answered.len() {
        let words = Account { title: "The group is planned, but not for everybody", done: "Planned", to };
        return account(&site, &signed, &typed, words, &answered).await;
    }
    // Nobody's could be planned: most often the day is the reason, so that the form comes back with it.
    let mut attempt = Attempt::first();
    attempt.status = StatusCode::UNPROCESSABLE_ENTITY;
    let cases = at_work(&site, &signed).await?;
    for Answered { engagement_id, answer } in answered {
        let Err(refusal) = answer else { continue };
        let called = cases.iter().find(|case| case.row.engagement.engagement_id == engagement_id);
        let called = called.map_or("Somebody", |case| case.person.called.as_str());
        attempt
            .errors
            .add("expected", format!("{called}: {}", crate::form::people_say(&refusal.to_string())));
    }
    draw(&site, &signed, typed, attempt).await
}
