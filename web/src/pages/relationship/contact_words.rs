//! What was said about a contact, written down later or put right. What was written before stays in the timeline.

use askama::Template;
use axum::extract::State;
use domain::relationship::{LoggedContact, RelationshipCommand};
use domain::shared::ids::{ContactId, RelationshipId};

use super::two::Two;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::format;
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/contacts/{contact}/words", Audience::Connecting, page),
        post("/relationships/{id}/contacts/{contact}/words", Audience::Connecting, write),
    ]
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

async fn draw(
    site: &Site,
    signed: &Signed,
    (two, contact): (Two, LoggedContact),
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let typed = attempt.keep(typed);
    let page = ContactWords {
        page: two.page(signed, "What happened?"),
        keys: two.keys(site, signed, &typed),
        attempt,
        typed,
        two,
        contact,
    };
    show_as(page.attempt.status, &page)
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At(which): At<(RelationshipId, ContactId)>,
) -> Answer {
    let both = Two::with_contact(&site, &signed, which).await?;
    let written = both.1.note.as_ref().and_then(|note| note.get()).map(ToString::to_string);
    let typed = Typed::default().with("note", written.unwrap_or_default());
    draw(&site, &signed, both, typed, Attempt::first()).await
}

async fn write(
    State(site): State<Site>,
    signed: Signed,
    At(which): At<(RelationshipId, ContactId)>,
    typed: Typed,
) -> Answer {
    let both = Two::with_contact(&site, &signed, which).await?;
    let mut form = typed.reader();
    // Only where there are words can they be taken away, and then it is said why.
    let (note, reason) = match both.1.note.is_some() {
        true => (form.words_or_none("note"), form.words("reason").map(Some)),
        false => (form.words("note").map(Some), Some(None)),
    };
    let (Some(note), Some(reason)) = (note, reason) else {
        return draw(&site, &signed, both, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::WriteContactWords { contact_id: which.1, note, reason };
    match both.0.ask(&site, &signed, &typed, command, Flash::WordsKept).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, both, typed, attempt).await,
    }
}
