//! Somebody has died. Nothing is delivered after that day; what was so until then can still be recorded.

use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::shared::ids::PersonId;

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/death", Audience::Connecting, look),
        post("/people/{id}/death", Audience::Connecting, record),
    ]
}

#[derive(Template)]
#[template(path = "person/death.html")]
struct Death {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    today: String,
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let title = format!("{} has died", record.called());
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let today = record.today.to_string();
    show_as(attempt.status, &Death { page, keys, attempt, typed, head, today })
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    // No day is offered: nobody is to be declared dead by pressing one button.
    let known = record.row.person.died_on;
    let typed = known.map_or_else(Typed::default, |day| Typed::default().with("died_on", day));
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

async fn record(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(died_on) = form.date("died_on") else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let command = PersonCommand::RecordDeath { died_on };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
