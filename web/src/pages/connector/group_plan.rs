//! Planning a group, such as cooking together: who is expected, when and where. One that was held already is
//! told in the same way, with its day, and leads on to who came. Where more people are worked with than can stand on a
//! page, a team lead chooses whose, as often as it takes, and whoever was ticked stays.

use std::collections::HashSet;

use app::error::Refusal;
use app::groups::{Answered, Gathering};
use app::views::cases::{CasePerson, Of};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use domain::engagement::Stage;
use domain::shared::ids::{AccountId, CommandId, EngagementId, GroupId};

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

/// People at work with the whole team up to whom a lead sees all of them, and beyond whom they choose whose are shown.
const MOST_AT_ONCE: i64 = 100;
/// Most people of one colleague's who can be chosen from.
const MOST_OF_ONE: i64 = 500;
/// People ticked already who are shown besides: more than may be in a group, so that one who is too many is told so.
const MOST_TICKED: usize = 200;
/// Where the work stands with those who can be expected.
const STAGES: [Stage; 3] = [Stage::Agreed, Stage::Active, Stage::Paused];

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
    /// Whose people can be shown, where not everybody's fit; else nobody.
    whose: Vec<Choice>,
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let (people, whose) = offered(site, signed, &typed).await?;
    let mut expected: Vec<Choice> = people
        .into_iter()
        .map(|one| Choice::new(one.engagement_id, one.person.name).face(one.person.person_id.uuid()))
        .collect();
    choose(&mut expected, &typed.all("expected").collect::<Vec<_>>());
    Faces::beside(site, &signed.connecting()?, &mut expected).await?;
    let page = signed.page("Plan a group", Here::Today);
    show_as(attempt.status, &GroupPlan { page, keys, attempt, typed, expected, whose })
}

/// The people of the viewer's cases that are at work: a team lead's everybody's, or where these are too many, those
/// of the colleague who was chosen and whoever is ticked already; and who can be chosen.
async fn offered(
    site: &Site,
    signed: &Signed,
    typed: &Typed,
) -> Result<(Vec<CasePerson>, Vec<Choice>), Refusal> {
    let (who, views) = (signed.connecting()?, &site.app.views);
    let most = if who.leads() { MOST_AT_ONCE } else { MOST_OF_ONE };
    let mut people = views.people_of_cases(&who, &STAGES, Of::Everybody, most + 1).await?;
    if !who.leads() || i64::try_from(people.len()).is_ok_and(|all| all <= MOST_AT_ONCE) {
        return Ok((people, Vec::new()));
    }
    let of: AccountId = typed.id("of").unwrap_or(who.account());
    people = views.people_of_cases(&who, &STAGES, Of::Colleague(of), MOST_OF_ONE).await?;
    let shown: HashSet<EngagementId> = people.iter().map(|one| one.engagement_id).collect();
    let ticked = typed.all("expected").filter_map(|id| id.parse().ok()).filter(|id| !shown.contains(id));
    let ticked: Vec<EngagementId> = ticked.take(MOST_TICKED).collect();
    people.extend(views.people_of_cases(&who, &STAGES, Of::These(&ticked), MOST_OF_ONE).await?);
    people.sort_by(|one, other| one.person.name.cmp(&other.person.name));
    let colleagues = site.app.whose_cases(&who).await?;
    let choice =
        |one: app::accounts::Colleague| Choice::new(one.account_id, one.name).chosen(one.account_id == of);
    Ok((people, colleagues.into_iter().map(choice).collect()))
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
    if typed.has("show") {
        return draw(&site, &signed, typed, Attempt::first()).await;
    }
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
    let (people, _) = offered(&site, &signed, &typed).await?;
    for Answered { engagement_id, answer } in answered {
        let Err(refusal) = answer else { continue };
        let called = people.iter().find(|one| one.engagement_id == engagement_id);
        let called = called.map_or("Somebody", |one| one.person.called.as_str());
        attempt
            .errors
            .add("expected", format!("{called}: {}", crate::form::people_say(&refusal.to_string())));
    }
    draw(&site, &signed, typed, attempt).await
}
