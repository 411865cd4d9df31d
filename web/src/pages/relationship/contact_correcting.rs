//! Putting a contact right that was recorded otherwise than it was. What was recorded first stays in the timeline,
//! and what was declared on it stays as it was.

use app::views::sessions::Visit;
use askama::Template;
use axum::extract::State;
use domain::engagement::SessionStatus;
use domain::relationship::{
    Contact, ContactSource, Initiative, LoggedContact, Mood, Presence, RelationshipCommand, Setting,
};
use domain::shared::ids::{ContactId, RelationshipId};

use super::contact::{began, mood_icon, read_facts};
use super::seen;
use super::two::{Two, every, tiles};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::format::{self, capital};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/contacts/{contact}/correcting", Audience::Connecting, page),
        post("/relationships/{id}/contacts/{contact}/correcting", Audience::Connecting, put_right),
    ]
}

#[derive(Template)]
#[template(path = "relationship/contact_correcting.html")]
struct ContactCorrecting {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    contact: LoggedContact,
    settings: Vec<Choice>,
    beginners: Vec<Choice>,
    sources: Vec<Choice>,
    moods: Vec<Choice>,
    nearness: Vec<Choice>,
    /// Whether it is evidence for the declaration that it stands on its own.
    is_evidence: bool,
    /// Where the session of the same meet-up is put right, if it has one that stands.
    session: Option<String>,
}

async fn draw(
    site: &Site,
    signed: &Signed,
    (two, contact): (Two, LoggedContact),
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let typed = attempt.keep(typed);
    let connector = two.connector(site, signed).await?;
    let beginners = Initiative::ALL.iter().map(|who| match who {
        Initiative::Connector if connector != "you" => (who.code(), capital(&connector)),
        who => (who.code(), began(&two, *who)),
    });
    let sources =
        ContactSource::ALL.iter().map(|how| (how.code(), capital(&seen::source(&two, *how, &connector))));
    let nearness = Presence::ALL.iter().map(|near| (near.code(), capital(&seen::there(*near, &connector))));
    let moods = every!(&typed, "mood", Mood).into_iter().zip(Mood::ALL);
    let mut moods: Vec<Choice> = moods.map(|(choice, mood)| choice.icon(mood_icon(*mood))).collect();
    moods.push(Choice::new("", "Nobody said").chosen(typed.one("mood").is_empty()));
    let page = ContactCorrecting {
        page: two.page(signed, "Put a contact right"),
        keys: two.keys(site, signed, &typed),
        settings: every!(&typed, "setting", Setting),
        beginners: tiles(&typed, "initiative", beginners),
        sources: tiles(&typed, "source", sources),
        nearness: tiles(&typed, "presence", nearness),
        moods,
        is_evidence: two.rests_on(&contact),
        session: session_of(site, signed, &two, &contact).await?,
        attempt,
        typed,
        two,
        contact,
    };
    show_as(page.attempt.status, &page)
}

async fn session_of(
    site: &Site,
    signed: &Signed,
    two: &Two,
    contact: &LoggedContact,
) -> Result<Option<String>, Error> {
    let Some(session) = contact.contact.session_id else { return Ok(None) };
    let engagement = two.now().engagement_id;
    let visit = site.app.views.session(&signed.connecting()?, engagement, session).await?;
    let stands = |visit: &Visit| visit.session.status == SessionStatus::Delivered;
    Ok(visit.filter(stands).map(|_| format!("{}/correction", paths::session(engagement, session))))
}

fn as_recorded(contact: &Contact) -> Typed {
    Typed::default()
        .with("on", contact.on)
        .with("setting", contact.setting)
        .with("initiative", contact.initiative)
        .with("source", contact.source)
        .with("presence", contact.presence)
        .with("minutes", contact.minutes.map(format::typed_length).unwrap_or_default())
        .with("mood", contact.mood.map(Mood::code).unwrap_or_default())
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At(which): At<(RelationshipId, ContactId)>,
) -> Answer {
    let both = Two::with_contact(&site, &signed, which).await?;
    let typed = as_recorded(&both.1.contact);
    draw(&site, &signed, both, typed, Attempt::first()).await
}

async fn put_right(
    State(site): State<Site>,
    signed: Signed,
    At(which): At<(RelationshipId, ContactId)>,
    typed: Typed,
) -> Answer {
    let both = Two::with_contact(&site, &signed, which).await?;
    let mut form = typed.reader();
    let (contact, reason) = (read_facts(&mut form, Some(which.1)), form.words("reason"));
    let (Some(contact), Some(reason)) = (contact, reason) else {
        return draw(&site, &signed, both, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::CorrectContact { contact, reason };
    match both.0.ask(&site, &signed, &typed, command, Flash::ContactPutRight).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, both, typed, attempt).await,
    }
}
