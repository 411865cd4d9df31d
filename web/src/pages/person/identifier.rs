//! Adding a number by which others know somebody. A later number of the same register takes its place.

use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::person::codes::IdentifierScheme;
use domain::shared::ids::PersonId;

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/identifiers", Audience::Connecting, look),
        post("/people/{id}/identifiers", Audience::Connecting, add),
    ]
}

#[derive(Template)]
#[template(path = "person/identifier.html")]
struct IdentifierPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    schemes: Vec<Choice>,
}

async fn draw(site: &Site, signed: &Signed, id: PersonId, typed: Typed, attempt: Attempt) -> Answer {
    let record = Record::read(site, &signed.connecting()?, id).await?;
    let (page, keys, typed, head) = record.form(site, signed, "Add a number", typed, &attempt);
    let scheme = |scheme: &IdentifierScheme| {
        Choice::new(scheme.code(), scheme.label()).chosen(typed.is("scheme", scheme.code()))
    };
    let schemes = IdentifierScheme::ALL.iter().map(scheme).collect();
    show_as(attempt.status, &IdentifierPage { page, keys, attempt, typed, head, schemes })
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let typed = Typed::default().with("scheme", IdentifierScheme::NhsNumber.code());
    draw(&site, &signed, id, typed, Attempt::first()).await
}

async fn add(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let mut form = typed.reader();
    let (Some(scheme), Some(value)) = (form.code("scheme"), form.line("value")) else {
        return draw(&site, &signed, id, typed.clone(), form.again()).await;
    };
    let command = PersonCommand::AddIdentifier { scheme, value, held_by: None };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, id, typed, attempt).await,
    }
}
