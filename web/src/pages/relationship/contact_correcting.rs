//! Putting a contact right that was recorded otherwise than it was. What was recorded first stays in the timeline,
//! and what was declared on it stays as it was.

use app::views::sessions::Visit;
use askama::Template;
use async_trait::async_trait;
use domain::engagement::SessionStatus;
use domain::relationship::{
    ContactSource, Initiative, LoggedContact, Mood, Presence, RelationshipCommand, Setting,
};

use super::asking::{self, Asking, Form};
use super::contact::{began, mood_icon, read_facts};
use super::seen;
use super::two::{Two, every, tiles};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::format::{self, capital};
use crate::look::{Choice, Page};
use crate::paths;
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form::<ContactCorrecting>("/relationships/{id}/contacts/{contact}/correcting")
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

/// Where the session of the same meet-up is put right, if it has one that stands.
async fn session_of(asking: &Asking<'_, LoggedContact>) -> Result<Option<String>, Error> {
    let Some(session) = asking.about.contact.session_id else { return Ok(None) };
    let engagement = asking.two.now().engagement_id;
    let visit = asking.site.app.views.session(&asking.signed.connecting()?, engagement, session).await?;
    let stands = |visit: &Visit| visit.session.status == SessionStatus::Delivered;
    Ok(visit.filter(stands).map(|_| format!("{}/correction", paths::session(engagement, session))))
}

#[async_trait]
impl Form for ContactCorrecting {
    type About = LoggedContact;
    const DONE: Flash = Flash::ContactPutRight;

    fn first(asking: &Asking<'_, LoggedContact>) -> Typed {
        let contact = &asking.about.contact;
        Typed::default()
            .with("on", contact.on)
            .with("setting", contact.setting)
            .with("initiative", contact.initiative)
            .with("source", contact.source)
            .with("presence", contact.presence)
            .with("minutes", contact.minutes.map(format::typed_length).unwrap_or_default())
            .with("mood", contact.mood.map(Mood::code).unwrap_or_default())
    }

    async fn draw(asking: Asking<'_, LoggedContact>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let (two, connector) = (&asking.two, asking.connector().await?);
        let beginners = Initiative::ALL.iter().map(|who| match who {
            Initiative::Connector if connector != "you" => (who.code(), capital(&connector)),
            who => (who.code(), began(two, *who)),
        });
        let sources =
            ContactSource::ALL.iter().map(|how| (how.code(), capital(&seen::source(two, *how, &connector))));
        let nearness =
            Presence::ALL.iter().map(|near| (near.code(), capital(&seen::there(*near, &connector))));
        let moods = every!(&typed, "mood", Mood).into_iter().zip(Mood::ALL);
        let mut moods: Vec<Choice> = moods.map(|(choice, mood)| choice.icon(mood_icon(*mood))).collect();
        moods.push(Choice::new("", "Nobody said").chosen(typed.one("mood").is_empty()));
        Ok(Self {
            page: asking.page("Put a contact right"),
            keys: asking.keys(&typed),
            settings: every!(&typed, "setting", Setting),
            beginners: tiles(&typed, "initiative", beginners),
            sources: tiles(&typed, "source", sources),
            nearness: tiles(&typed, "presence", nearness),
            moods,
            is_evidence: two.rests_on(&asking.about),
            session: session_of(&asking).await?,
            attempt,
            typed,
            two: asking.two,
            contact: asking.about,
        })
    }

    fn read(
        asking: &Asking<'_, LoggedContact>,
        form: &mut Reader<'_>,
        _: &Typed,
    ) -> Option<RelationshipCommand> {
        let id = asking.about.contact.contact_id;
        let (contact, reason) = (read_facts(form, Some(id)), form.words("reason"));
        Some(RelationshipCommand::CorrectContact { contact: contact?, reason: reason? })
    }
}
