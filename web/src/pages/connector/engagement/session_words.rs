//! The words about a delivered session: where they stand, and writing them down later. What happened on a meet-up of
//! two people is said between them; everything else on the session itself.

use app::error::Refusal;
use async_trait::async_trait;
use domain::engagement::EngagementCommand;
use domain::relationship::LoggedContact;
use domain::shared::ids::{RelationshipId, SessionId};

use super::asking::{Asking, Form, form_about};
use super::session::{session_id, which};
use super::sheet::{Field, Sheet};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::paths;
use crate::router::Route;

/// One form.
pub fn routes() -> Vec<Route> {
    form_about::<WritingLater, SessionId>("/engagements/{id}/sessions/{session}/note").to_vec()
}

/// The contact of two people that was logged with the session, if one was and stands.
pub(super) async fn between(asking: &Asking<'_>) -> Result<Option<(RelationshipId, LoggedContact)>, Refusal> {
    let Some(session) = asking.visit.as_ref().map(|visit| &visit.session) else { return Ok(None) };
    let Some(tie) = session.time.relationship_id else { return Ok(None) };
    let tie = asking.site.app.views.relationship(&asking.who, tie).await?;
    let found = tie.and_then(|tie| {
        let of_it = |logged: &&LoggedContact| {
            logged.contact.session_id == Some(session.session_id) && logged.taken_back.is_none()
        };
        let contact = tie.relationship.contacts.iter().find(of_it).cloned()?;
        Some((tie.relationship.relationship_id, contact))
    });
    Ok(found)
}

/// Where the words of a contact are written and put right.
pub(super) fn words_of(tie: RelationshipId, contact: &LoggedContact) -> String {
    paths::relationship_part(tie, format!("contacts/{}/words", contact.contact.contact_id))
}

/// Where a contact is put right.
pub(super) fn correcting_of(tie: RelationshipId, contact: &LoggedContact) -> String {
    paths::relationship_part(tie, format!("contacts/{}/correcting", contact.contact.contact_id))
}

/// Writing down what nobody wrote at the time.
struct WritingLater;

#[async_trait]
impl Form for WritingLater {
    const DONE: Flash = Flash::WordsKept;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let title = "What happened?";
        let written = asking.visit.as_ref().is_some_and(|visit| visit.session.note.is_some());
        if written {
            let to = format!("{}/correction", asking.back());
            return Ok(Sheet::new(title, "", "").instead("It is written down already.", to, "Put it right"));
        }
        if let Some((tie, contact)) = between(asking).await? {
            let words = "What happens between the two is written down between them.";
            return Ok(Sheet::new(title, "", "").instead(words, words_of(tie, &contact), "Write it there"));
        }
        Ok(Sheet::new(title, "Keep it", "check").lead(which(asking)).field(
            Field::words("note", "In a few words").hint("It stands with the day on which you write it"),
        ))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::WriteSessionNote {
            session_id: session_id(asking)?,
            note: form.words("note")?,
        })
    }
}
