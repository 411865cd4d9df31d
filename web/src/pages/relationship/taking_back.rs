//! Taking back a contact that was recorded by mistake. It stays visible with its reason, and is no longer
//! counted.

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
    asking::form::<TakingBack>("/relationships/{id}/contacts/{contact}/taking-back")
}

#[derive(Template)]
#[template(path = "relationship/taking_back.html")]
struct TakingBack {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    contact: LoggedContact,
    /// Whether it is evidence for the declaration that it stands on its own.
    is_evidence: bool,
}

#[async_trait]
impl Form for TakingBack {
    type About = LoggedContact;
    const DONE: Flash = Flash::TakenBack;

    fn first(_: &Asking<'_, LoggedContact>) -> Typed {
        Typed::default()
    }

    async fn draw(asking: Asking<'_, LoggedContact>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        Ok(Self {
            page: asking.page("Take back a contact"),
            keys: asking.keys(&typed),
            is_evidence: asking.two.rests_on(&asking.about),
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
        let contact_id = asking.about.contact.contact_id;
        Some(RelationshipCommand::VoidContact { contact_id, reason: form.words("reason")? })
    }
}
