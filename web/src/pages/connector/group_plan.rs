//! Planning a group, such as cooking together: who is expected, when and where. One that was held already is
//! told in the same way, with its day, and leads on to who came. Where more people are worked with than can stand on a
//! page, a team lead chooses whose, as often as it takes, and whoever was ticked stays.

use std::collections::HashSet;

use app::error::Refusal;
use app::groups::{Answered, Gathering};
use app::views::cases::{CasePerson, Of};
use app::views::sessions::SessionRow;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::{Days, NaiveDate};
use domain::engagement::{Activity, MOST_IN_A_SERIES, Rhythm, SessionKind, SessionTime, Stage};
use domain::shared::ids::{AccountId, CommandId, EngagementId, GroupId};

use super::engagement::read_details;
use super::group::clashes;
use super::group_account::{Account, account};
use super::week::near;
use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed, people_say};
use crate::guard::Audience;
use crate::look::{Choice, Faces, Here, Page, choose};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{offered, paths};

/// People at work with the whole team up to whom a lead sees all of them, and beyond whom they choose whose are shown.
const MOST_AT_ONCE: i64 = 100;
/// Most people of one colleague's who can be chosen from.
const MOST_OF_ONE: i64 = 500;
/// People ticked already who are shown besides: more than may be in a group, so that one who is too many is told so.
const MOST_TICKED: usize = 200;
/// A group that meets once.
const ONCE: &str = "once";
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
    /// How often it meets, and what is done.
    every: Vec<Choice>,
    activities: Vec<Choice>,
    /// What else is planned at that time.
    caution: Option<String>,
}

impl GroupPlan {
    /// Whether what is folded away holds something, or something of it was not understood.
    fn is_unfolded(&self) -> bool {
        ["travel_minutes", "companions"]
            .iter()
            .any(|name| !self.typed.one(name).is_empty() || self.attempt.errors.of(name).is_some())
    }
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    cautioned(site, signed, typed, (attempt, None)).await
}

async fn cautioned(
    site: &Site,
    signed: &Signed,
    typed: Typed,
    (attempt, caution): (Attempt, Option<String>),
) -> Answer {
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let (people, whose) = offered(site, signed, &typed, "expected").await?;
    let mut expected: Vec<Choice> = people
        .into_iter()
        .map(|one| Choice::new(one.engagement_id, one.person.name).face(one.person.person_id.uuid()))
        .collect();
    choose(&mut expected, &typed.all("expected").collect::<Vec<_>>());
    Faces::beside(site, &signed.connecting()?, &mut expected).await?;
    let page = signed.page("Plan a group", Here::Today);
    let mut every = vec![Choice::new(ONCE, "Once")];
    every.extend(offered!(Rhythm));
    choose(&mut every, &[typed.one("every")]);
    let mut activities = offered!(Activity);
    choose(&mut activities, &[typed.one("activity")]);
    show_as(
        attempt.status,
        &GroupPlan { page, keys, attempt, typed, expected, whose, every, activities, caution },
    )
}

/// The people of the viewer's cases that are at work: a team lead's everybody's, or where these are too many, those
/// of the colleague who was chosen and whoever is ticked in a field already; and who can be chosen.
pub(super) async fn offered(
    site: &Site,
    signed: &Signed,
    typed: &Typed,
    field: &str,
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
    let ticked = typed.all(field).filter_map(|id| id.parse().ok()).filter(|id| !shown.contains(id));
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
        .with("minutes", "2:00")
        .with("every", ONCE)
        .with("activity", Activity::CommunityActivity.code());
    draw(&site, &signed, typed, Attempt::first()).await
}

fn read(form: &mut Reader<'_>, typed: &Typed) -> Option<Gathering> {
    let (group_id, place): (Option<GroupId>, _) = (form.id("group_id"), form.line("place"));
    let (on, starts_at) = (form.date("on"), form.time_or_none("starts_at"));
    let (minutes, expected) = (form.minutes("minutes"), form.ids::<EngagementId>("expected"));
    let details = read_details(form);
    let again = match typed.is("every", ONCE) || !typed.has("every") {
        true => Some(None),
        false => on.and_then(|on| again(form, typed, on)).map(Some),
    };
    let expected = match expected {
        Some(few) if few.len() < 2 => {
            form.refuse("expected", "Choose everybody who is expected, two at least")
        }
        expected => expected,
    };
    let asked = Gathering {
        group_id: group_id?,
        expected: expected?,
        on: on?,
        starts_at: starts_at?,
        minutes: minutes?,
        place: place?,
        again: again?,
        details: details?,
    };
    match asked.days() {
        Ok(_) => Some(asked),
        Err(why) => form.refuse("until", people_say(&why.to_string())),
    }
}

/// How often it comes again, and until when: a day, or as many times as were told.
fn again(form: &mut Reader<'_>, typed: &Typed, first: NaiveDate) -> Option<(Rhythm, NaiveDate)> {
    let every: Option<Rhythm> = form.code("every");
    let most = i64::try_from(MOST_IN_A_SERIES).unwrap_or(i64::MAX);
    let until = match (typed.one("until").trim(), form.whole_or_none("times", 2..=most)) {
        ("", Some(None)) => form.refuse("until", "Say until when it meets, or how many times"),
        ("", Some(Some(times))) => {
            let weeks = u64::try_from(times - 1).ok()?;
            first.checked_add_days(Days::new(every?.days() * weeks))
        }
        (_, Some(Some(_))) => form.refuse("times", "Say either until when or how many times, not both"),
        (_, Some(None)) => form.date("until"),
        (_, None) => None,
    };
    Some((every?, until?))
}

async fn plan(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    if typed.has("show") {
        return draw(&site, &signed, typed, Attempt::first()).await;
    }
    let mut form = typed.reader();
    let Some(asked) = read(&mut form, &typed) else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()));
    if let Some(caution) = clashing(&site, &signed, &asked).await?
        && let Some(typed) = typed.unaware_of(&caution)
    {
        return cautioned(&site, &signed, typed, (Attempt::think_twice(), Some(caution))).await;
    }
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
    let (people, _) = offered(&site, &signed, &typed, "expected").await?;
    for Answered { engagement_id, answer } in answered {
        let Err(refusal) = answer else { continue };
        let called = people.iter().find(|one| one.engagement_id == engagement_id);
        let called = called.map_or("Somebody", |one| one.person.called.as_str());
        attempt.errors.add("expected", format!("{called}: {}", people_say(&refusal.to_string())));
    }
    draw(&site, &signed, typed, attempt).await
}

/// What else those whose people come have planned while it meets.
async fn clashing(site: &Site, signed: &Signed, asked: &Gathering) -> Result<Option<String>, Refusal> {
    let time = |on| SessionTime {
        on,
        starts_at: asked.starts_at,
        minutes: asked.minutes,
        kind: SessionKind::FaceToFace,
        relationship_id: None,
    };
    let times: Vec<SessionTime> = asked.days()?.into_iter().map(time).collect();
    let ours: HashSet<GroupId> = times.iter().map(|time| asked.group_on(time.on)).collect();
    let is_itself = |row: &SessionRow| row.details.group.is_some_and(|group| ours.contains(&group.group_id));
    clashes(site, signed, &asked.expected, &times, is_itself).await
}
