//! Logging a meet-up in four taps: who, how long, how did it go, where were you. Everything else has a
//! default that invents nothing: who took the first step is the connector until somebody says otherwise.

mod choices;
mod read;

use app::commands::Instruction;
use app::error::Refusal;
use app::views::sessions::Visit;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use domain::engagement::{Activity, SessionStatus, Stage};
use domain::relationship::{Presence, Setting};
use domain::shared::ids::{EngagementId, PersonId, RelationshipId, SessionId};

use self::choices::{Choices, with_whom};
use self::read::read;
use super::engagement::{Asking, Sheet, typed_details};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Faces, Here, Page};
use crate::pages::person::head::{Head, Record, Tab};
use crate::router::{Route, get, post};
use crate::site::{Site, see_other, show_as};
use crate::{format, paths};

/// Every entry about logging a meet-up.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/meet-ups/new", Audience::Connecting, of_person),
        get("/engagements/{id}/meet-ups/new", Audience::Connecting, new),
        post("/engagements/{id}/meet-ups/new", Audience::Connecting, log),
    ]
}

#[derive(Template)]
#[template(path = "connector/meet_up.html")]
struct MeetUpPage {
    page: Page,
    /// Where it is sent.
    action: String,
    head: Head,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    choices: Choices,
    /// What to call the person.
    called: String,
    /// "How did it go, for Gordon?"
    question: String,
    /// "today, Thursday 12 March"
    when: String,
    /// Whether the day is another than today, or was not understood.
    other_day: bool,
    /// Whether there are words already, or something about them was not understood.
    has_words: bool,
    /// What is said already of what was done, the way there and who came along, in a line.
    more: String,
    /// Whether something about it was not understood.
    more_is_wrong: bool,
    /// The last day that can be chosen.
    max: String,
    /// Where what was logged stands, when the same page was sent before with something else on it.
    logged: Option<String>,
}

/// From a person to the work with them that is under way.
async fn of_person(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    match record.case() {
        Some(case) => {
            let asked: Vec<String> = ["session", "relationship"]
                .iter()
                .filter_map(|name| Some(format!("{name}={}", asked.id::<uuid::Uuid>(name)?)))
                .collect();
            let to = paths::new_meet_up(case.row.engagement.engagement_id);
            see_other(&if asked.is_empty() { to } else { format!("{to}?{}", asked.join("&")) })
        }
        None => see_other(&paths::new_engagement(id)),
    }
}

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<EngagementId>,
    Params(asked): Params,
    at: Uri,
    headers: HeaderMap,
) -> Answer {
    let asking = Asking { asked, ..Asking::of(&site, &signed, id, &at).await? };
    if let Some(sheet) = not_at_work(&asking) {
        return sheet.draw(&asking, Typed::default(), Attempt::first());
    }
    let typed = first(&asking).await?;
    let typed = typed.with("back", came_from(&headers).unwrap_or_else(|| paths::person(asking.record.id())));
    draw(&asking, typed, Attempt::first(), None).await
}

async fn log(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<EngagementId>,
    at: Uri,
    typed: Typed,
) -> Answer {
    let asking = Asking::of(&site, &signed, id, &at).await?;
    let mut form = typed.reader();
    let meet_up = read(id, &mut form, &typed).filter(|_| form.is_fine());
    let (attempt, logged) = match meet_up {
        None => (form.again(), None),
        Some(meet_up) => {
            let was_absent = meet_up.presence == Presence::Absent;
            let (session, tie) = (meet_up.session_id, meet_up.relationship_id);
            match site.ask(&signed, &typed, Instruction::MeetUp(meet_up)).await {
                Ok(done) => {
                    let to = then(&asking, &typed, session, was_absent).await?;
                    return site.done(done, &to, Flash::MeetUpLogged).await;
                }
                Err(refusal) => {
                    let logged = match refusal {
                        Refusal::CommandReused => Some(logged(&asking, session, tie).await?),
                        _ => None,
                    };
                    (Attempt::refused(refusal, &typed)?, logged)
                }
            }
        }
    };
    draw(&asking, typed, attempt, logged).await
}

/// Where what was logged stands: the session, or the relationship if the connector was not there.
async fn logged(
    asking: &Asking<'_>,
    session: SessionId,
    tie: Option<RelationshipId>,
) -> Result<String, Refusal> {
    let visit = asking.site.app.views.session(&asking.who, asking.id(), session).await?;
    let tie = tie.filter(|_| visit.is_none_or(|visit| visit.session.status == SessionStatus::Planned));
    Ok(tie.map_or_else(|| paths::session(asking.id(), session), paths::relationship))
}

/// Back to where they came from. A visit that was planned and to which the connector did not go is still
/// planned: its own page asks what became of it.
async fn then(
    asking: &Asking<'_>,
    typed: &Typed,
    session: SessionId,
    was_absent: bool,
) -> Result<String, Refusal> {
    if was_absent {
        let visit = asking.site.app.views.session(&asking.who, asking.id(), session).await?;
        if visit.is_some_and(|visit| visit.session.status == SessionStatus::Planned) {
            return Ok(paths::session(asking.id(), session));
        }
    }
    let back = paths::local(typed.one("back")).map(str::to_owned);
    Ok(back.unwrap_or_else(|| paths::person(asking.record.id())))
}

async fn draw(asking: &Asking<'_>, typed: Typed, attempt: Attempt, logged: Option<String>) -> Answer {
    let ties = asking.site.app.views.relationships_of_engagement(&asking.who, asking.id()).await?;
    let typed = attempt.keep(typed);
    let mut choices = Choices::of(&with_whom(ties, asking.today), asking.called(), &typed);
    Faces::beside(asking.site, &asking.who, &mut choices.with).await?;
    let another = typed.one("on") != asking.today.to_string();
    let wrong = |fields: &[&str]| fields.iter().any(|field| attempt.errors.of(field).is_some());
    let has_words = !typed.one("note").is_empty() || wrong(&["note", "place", "setting"]);
    let more_is_wrong = wrong(&["activity", "travel_minutes", "companions"]);
    let back = paths::local(typed.one("back")).map_or_else(|| paths::engagement(asking.id()), str::to_owned);
    let head = Head { href: back, ..asking.record.head(Tab::None) };
    show_as(
        attempt.status,
        &MeetUpPage {
            action: asking.at.clone(),
            page: asking.signed.page("Log a meet-up", Here::Today),
            head,
            keys: asking.signed.keys(&asking.site.app, &typed),
            called: asking.called().to_owned(),
            question: format!("How did it go, for {}?", asking.called()),
            when: format!("today, {}", format::weekday(asking.today, asking.today)),
            other_day: another || wrong(&["on", "starts_at"]),
            has_words,
            more: said_more(&typed),
            more_is_wrong,
            max: asking.today.to_string(),
            logged,
            choices,
            typed,
            attempt,
        },
    )
}

/// "20 minutes on the way · with Maureen", so that what was planned is seen without being unfolded.
fn said_more(typed: &Typed) -> String {
    let filled = |name| Some(typed.one(name).trim()).filter(|value| !value.is_empty());
    let activity = typed.one("activity").parse().ok().map(|activity: Activity| activity.label().to_owned());
    let way = filled("travel_minutes").map(|minutes| format!("{minutes} minutes on the way"));
    let along = filled("companions").map(|who| format!("with {who}"));
    let said: Vec<String> = [activity, way, along].into_iter().flatten().collect();
    if said.is_empty() { "the way there, who came along".to_owned() } else { said.join(" · ") }
}

/// What the fields hold at first: from the planned visit, the relationship asked for, or the last time.
async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
    let visit = planned(asking).await?;
    let ties = asking.site.app.views.relationships_of_engagement(&asking.who, asking.id()).await?;
    let ties = with_whom(ties, asking.today);
    let session = visit.as_ref().map(|visit| &visit.session);
    let asked = asking.asked.id("relationship").or(session.and_then(|session| session.time.relationship_id));
    let tie = ties.iter().find(|tie| Some(tie.relationship.relationship_id) == asked).or(ties.first());
    let tie = tie.filter(|_| session.is_none() || asked.is_some());
    let last = tie.and_then(|tie| tie.relationship.standing_contacts().next_back());
    let ids = &asking.site.app.ids;
    let typed = Typed::default()
        .with("session_id", session.map_or_else(|| ids.next().into(), |session| session.session_id))
        .with("contact_id", ids.next())
        .with("on", session.map_or(asking.today, |session| session.time.on.min(asking.today)));
    let typed = choices::first(typed, tie, session.map(|session| session.time.minutes), last);
    let typed = typed.with("setting", last.map_or(Setting::OutAndAbout, |last| last.setting).code());
    let Some(session) = session else { return Ok(typed) };
    let typed = typed_details(typed, session.place.as_ref(), &session.details);
    let at = session.time.starts_at.map(|at| at.format("%H:%M").to_string());
    Ok(at.map_or(typed.clone(), |at| typed.with("starts_at", at)))
}

/// The planned visit that was asked for.
async fn planned(asking: &Asking<'_>) -> Result<Option<Visit>, Refusal> {
    let Some(id) = asking.asked.id::<SessionId>("session") else { return Ok(None) };
    let visit =
        asking.site.app.views.session(&asking.who, asking.id(), id).await?.ok_or(Refusal::NotFound)?;
    Ok(Some(visit).filter(|visit| visit.session.status == SessionStatus::Planned))
}

/// What to do first, where no work is under way that a meet-up could belong to.
fn not_at_work(asking: &Asking<'_>) -> Option<Sheet> {
    let called = asking.called();
    let words = match asking.case.row.engagement.stage {
        Stage::Active | Stage::Paused | Stage::Ended => return None,
        Stage::Closed | Stage::ReferralClosed => format!("The work with {called} is over."),
        _ => format!("The work with {called} has not begun yet."),
    };
    let to = paths::engagement(asking.id());
    Some(Sheet::new("Log a meet-up", "", "").instead(words, to, "See what comes next"))
}

/// Where in Kith they came from, so that they go on there. The browser says so of our own pages alone.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let (_, rest) = said("referer")?.split_once("://")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let is_form = path.contains("/meet-ups/new");
    (Some(host) == said("host") && !is_form).then_some(path).and_then(paths::local).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(referer: &str) -> Option<String> {
        let headers = [("host", "kith.test"), ("referer", referer)];
        let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
        came_from(&headers.into_iter().collect())
    }

    #[test]
    fn they_go_back_to_where_they_came_from_if_that_is_one_of_our_own_pages() {
        assert_eq!(from("https://kith.test/today?x=1").as_deref(), Some("/today?x=1"));
        for elsewhere in [
            "https://evil.test/today",
            "https://kith.test",
            "/today",
            "https://kith.test//evil.test",
            "https://kith.test/engagements/1/meet-ups/new",
        ] {
            assert_eq!(from(elsewhere), None, "{elsewhere}");
        }
    }
}
