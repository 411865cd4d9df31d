//! A time when the two were in touch and the connector was not there: what somebody told us about it.
//! Whoever was there logs a meet-up instead, which also keeps their own time.

use askama::Template;
use axum::extract::State;
use domain::relationship::{
    Contact, ContactSource, Initiative, Mood, Presence, RelationshipCommand, Setting,
};
use domain::shared::ids::{ContactId, RelationshipId};
use domain::shared::text::Words;

use super::two::{Two, every, tiles};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/contacts/new", Audience::Connecting, new),
        post("/relationships/{id}/contacts", Audience::Connecting, log),
    ]
}

#[derive(Template)]
#[template(path = "relationship/contact.html")]
struct ContactPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    settings: Vec<Choice>,
    beginners: Vec<Choice>,
    sources: Vec<Choice>,
    moods: Vec<Choice>,
    nearness: Vec<Choice>,
}

/// A face for each mood.
pub fn mood_icon(mood: Mood) -> &'static str {
    match mood {
        Mood::Awful => "angry",
        Mood::Hard => "frown",
        Mood::SoSo => "meh",
        Mood::Good => "smile",
        Mood::Lovely => "laugh",
    }
}

/// Who took the first step, by name.
pub fn began(two: &Two, who: Initiative) -> String {
    match who {
        Initiative::Person => two.person().to_owned(),
        Initiative::Other => two.other().to_owned(),
        Initiative::Connector => "I did".to_owned(),
        Initiative::Standing | Initiative::Supporter => who.label().to_owned(),
    }
}

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let beginners = Initiative::ALL.iter().map(|who| (who.code(), began(&two, *who)));
    let told = |who: &str| format!("{who} told us");
    let sources = [
        (ContactSource::Person.code(), told(two.person())),
        (ContactSource::OtherParty.code(), told(two.other())),
        (ContactSource::Supporter.code(), ContactSource::Supporter.label().to_owned()),
        (ContactSource::MessageOrPhoto.code(), ContactSource::MessageOrPhoto.label().to_owned()),
    ];
    let moods = every!(&typed, "mood", Mood).into_iter().zip(Mood::ALL);
    let nearness =
        [(Presence::Absent.code(), "I was not there"), (Presence::Nearby.code(), "Nearby, or by phone")];
    let page = ContactPage {
        page: two.page(signed, "They were in touch"),
        keys: two.keys(site, signed, &typed),
        settings: every!(&typed, "setting", Setting),
        beginners: tiles(&typed, "initiative", beginners),
        sources: tiles(&typed, "source", sources),
        moods: moods.map(|(choice, mood)| choice.icon(mood_icon(*mood))).collect(),
        nearness: tiles(&typed, "presence", nearness),
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn new(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let typed = Typed::default()
        .with("contact_id", site.app.ids.next())
        .with("on", two.today)
        .with("setting", Setting::OutAndAbout)
        .with("source", ContactSource::Person)
        .with("presence", Presence::Absent);
    draw(&site, &signed, two, typed, Attempt::first()).await
}

fn read(form: &mut Reader<'_>) -> Option<(Contact, Option<Words>)> {
    let contact_id = form.id::<ContactId>("contact_id");
    let (contact, note) = (read_facts(form, contact_id), form.words_or_none("note"));
    Some((contact?, note?))
}

/// Reads the plain facts of the contact with this id.
pub(super) fn read_facts(form: &mut Reader<'_>, contact_id: Option<ContactId>) -> Option<Contact> {
    let on = form.date("on");
    let (setting, initiative) = (form.code("setting"), form.code("initiative"));
    let (source, presence) = (form.code("source"), form.code("presence"));
    let (minutes, mood) = (form.minutes_or_none("minutes"), form.code_or_none("mood"));
    Some(Contact {
        contact_id: contact_id?,
        on: on?,
        presence: presence?,
        initiative: initiative?,
        setting: setting?,
        minutes: minutes?,
        mood: mood?,
        source: source?,
        session_id: None,
    })
}

async fn log(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>, typed: Typed) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let Some((contact, note)) = read(&mut form) else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::LogContact { contact, note };
    match two.ask(&site, &signed, &typed, command, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
