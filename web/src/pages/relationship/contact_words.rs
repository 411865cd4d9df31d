//! What was said about a contact, written down later or put right. What was written before stays in the timeline.

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{LoggedContact, RelationshipCommand};

use super::asking::{self, Asking, Form};
use super::two::Two;
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::format;
use crate::look::Page;
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form::<ContactWords>("/relationships/{id}/contacts/{contact}/words")
}

#[derive(Template)]
#[template(path = "relationship/contact_words.html")]
struct ContactWords {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    contact: LoggedContact,
}

#[async_trait]
impl Form for ContactWords {
    type About = LoggedContact;
    const DONE: Flash = Flash::WordsKept;

    fn first(asking: &Asking<'_, LoggedContact>) -> Typed {
        let written = asking.about.note.as_ref().and_then(|note| note.get()).map(ToString::to_string);
        Typed::default().with("note", written.unwrap_or_default())
    }

    async fn draw(asking: Asking<'_, LoggedContact>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        Ok(Self {
            page: asking.page("What happened?"),
            keys: asking.keys(&typed),
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
        // Only where there are words can they be taken away, and then it is said why.
        let (note, reason) = match asking.about.note.is_some() {
            true => (form.words_or_none("note"), form.words("reason").map(Some)),
            false => (form.words("note").map(Some), Some(None)),
        };
        let contact_id = asking.about.contact.contact_id;
        Some(RelationshipCommand::WriteContactWords { contact_id, note: note?, reason: reason? })
    }
}
