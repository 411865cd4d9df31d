//! A time when the two were in touch and the connector was not there: what somebody told us about it.
//! Whoever was there logs a meet-up instead, which also keeps their own time.

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{
    Contact, ContactSource, Initiative, Mood, Presence, RelationshipCommand, Setting,
};
use domain::shared::ids::ContactId;

use super::asking::{self, Asking, Form};
use super::two::{Two, every, tiles};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::look::{Choice, Page};
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form_at::<ContactPage>("/relationships/{id}/contacts/new", "/relationships/{id}/contacts")
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

#[async_trait]
impl Form for ContactPage {
    type About = ();
    const DONE: Flash = Flash::Saved;

    fn first(asking: &Asking<'_>) -> Typed {
        Typed::default()
            .with("contact_id", asking.site.app.ids.next())
            .with("on", asking.two.today)
            .with("setting", Setting::OutAndAbout)
            .with("source", ContactSource::Person)
            .with("presence", Presence::Absent)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let two = &asking.two;
        let beginners = Initiative::ALL.iter().map(|who| (who.code(), began(two, *who)));
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
        Ok(Self {
            page: asking.page("They were in touch"),
            keys: asking.keys(&typed),
            settings: every!(&typed, "setting", Setting),
            beginners: tiles(&typed, "initiative", beginners),
            sources: tiles(&typed, "source", sources),
            moods: moods.map(|(choice, mood)| choice.icon(mood_icon(*mood))).collect(),
            nearness: tiles(&typed, "presence", nearness),
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let contact_id = form.id::<ContactId>("contact_id");
        let (contact, note) = (read_facts(form, contact_id), form.words_or_none("note"));
        Some(RelationshipCommand::LogContact { contact: contact?, note: note? })
    }
}
