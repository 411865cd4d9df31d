//! Putting right who somebody is and how to reach them. The earlier details stay in the history.

use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::person::records::Details;
use domain::shared::ids::PersonId;

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/details", Audience::Connecting, look),
        post("/people/{id}/details", Audience::Connecting, correct),
    ]
}

#[derive(Template)]
#[template(path = "person/details.html")]
struct DetailsPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    today: String,
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let (page, keys, typed, head) = record.form(site, signed, "Put details right", typed, &attempt);
    let today = record.today.to_string();
    show_as(attempt.status, &DetailsPage { page, keys, attempt, typed, head, today })
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let typed = record.row.person.details().map(as_it_stands).unwrap_or_default();
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

fn as_it_stands(details: &Details) -> Typed {
    let mut typed = Typed::default().with("name", &details.name);
    let lines = [
        ("known_as", &details.known_as),
        ("phone", &details.phone),
        ("email", &details.email),
        ("area", &details.area),
    ];
    for (field, line) in lines {
        if let Some(line) = line {
            typed = typed.with(field, line);
        }
    }
    if let Some(born_on) = details.born_on {
        typed = typed.with("born_on", born_on);
    }
    match &details.address {
        Some(address) => typed.with("address", address),
        None => typed,
    }
}

fn read(form: &mut Reader<'_>) -> Option<PersonCommand> {
    let (name, known_as) = (form.line("name"), form.line_or_none("known_as"));
    let (born_on, area) = (form.date_or_none("born_on"), form.line_or_none("area"));
    let (phone, email) = (form.line_or_none("phone"), form.line_or_none("email"));
    let (address, reason) = (form.words_or_none("address"), form.words_or_none("reason"));
    let details = Details {
        name: name?,
        known_as: known_as?,
        born_on: born_on?,
        phone: phone?,
        email: email?,
        address: address?,
        area: area?,
    };
    Some(PersonCommand::CorrectDetails { details, reason: reason? })
}

async fn correct(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let Some(command) = read(&mut form) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
