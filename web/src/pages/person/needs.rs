//! How to communicate with somebody, as tiles to tick. It replaces what was recorded before, and an
//! empty answer says that nothing special is needed.

use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::person::codes::CommunicationNeed;
use domain::shared::ids::PersonId;
use domain::shared::personal::Personal;

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page, need_icon};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/needs", Audience::Connecting, look),
        post("/people/{id}/needs", Audience::Connecting, record),
    ]
}

#[derive(Template)]
#[template(path = "person/needs.html")]
struct NeedsPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    needs: Vec<Choice>,
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let (page, keys, typed, head) = record.form(site, signed, "How to communicate", typed, &attempt);
    let need = |need: &CommunicationNeed| {
        Choice::new(need.code(), need.label()).icon(need_icon(*need)).chosen(typed.is("need", need.code()))
    };
    let needs = CommunicationNeed::ALL.iter().map(need).collect();
    show_as(attempt.status, &NeedsPage { page, keys, attempt, typed, head, needs })
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut typed = Typed::default();
    if let Some(known) = &record.row.person.needs {
        typed = known.list().iter().fold(typed, |typed, need| typed.with("need", need.code()));
        if let Some(notes) = known.notes.as_ref().and_then(Personal::get) {
            typed = typed.with("notes", notes);
        }
    }
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

async fn record(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let mut form = typed.reader();
    let (Some(needs), Some(notes)) = (form.codes("need"), form.words_or_none("notes")) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let command = PersonCommand::RecordCommunicationNeeds { needs, notes };
    let instruction = Instruction::Person { id, command };
    match site.settle(&signed, &typed, instruction, &paths::person(id), Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, typed, attempt).await,
    }
}
