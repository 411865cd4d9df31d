//! Taking back a contact that was recorded by mistake. It stays visible with its reason, and is no longer
//! counted.

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
        get("/relationships/{id}/contacts/{contact}/taking-back", Audience::Connecting, page),
        post("/relationships/{id}/contacts/{contact}/taking-back", Audience::Connecting, take_back),
    ]
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

async fn draw(
    site: &Site,
    signed: &Signed,
    (two, contact): (Two, LoggedContact),
    typed: Typed,
    attempt: Attempt,
) -> Answer {
    let typed = attempt.keep(typed);
    let page = TakingBack {
        page: two.page(signed, "Take back a contact"),
        keys: two.keys(site, signed, &typed),
        is_evidence: two.rests_on(&contact),
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
    draw(&site, &signed, both, Typed::default(), Attempt::first()).await
}

async fn take_back(
    State(site): State<Site>,
    signed: Signed,
    At(which): At<(RelationshipId, ContactId)>,
    typed: Typed,
) -> Answer {
    let both = Two::with_contact(&site, &signed, which).await?;
    let mut form = typed.reader();
    let Some(reason) = form.words("reason") else {
        return draw(&site, &signed, both, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::VoidContact { contact_id: which.1, reason };
    match both.0.ask(&site, &signed, &typed, command, Flash::TakenBack).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, both, typed, attempt).await,
    }
}
