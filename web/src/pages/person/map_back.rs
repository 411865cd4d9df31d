//! Taking back a relationship map that was a mistake. It stays to be seen with its reason, and is no longer counted.

use app::commands::Instruction;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::PersonCommand;
use domain::shared::ids::{MapId, PersonId};

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/maps/{map}/taking-back", Audience::Connecting, look),
        post("/people/{id}/maps/{map}/taking-back", Audience::Connecting, take_back),
    ]
}

#[derive(Template)]
#[template(path = "person/map_back.html")]
struct MapBack {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    id: MapId,
    /// The day it shows.
    day: String,
    /// Whether it is the only one that counts.
    alone: bool,
}

impl MapBack {
    fn map(&self) -> String {
        paths::map(self.head.id, self.id)
    }
}

fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    id: MapId,
    (typed, attempt): (Typed, Attempt),
) -> Answer {
    let person = &record.row.person;
    let map = person.map(id).ok_or(Refusal::NotFound)?;
    let (page, keys, typed, head) = record.form(site, signed, "Take back a map", typed, &attempt);
    let (day, alone) = (format::date(map.taken_on), person.maps.len() == 1);
    let page = MapBack { page, keys, attempt, typed, head, id, day, alone };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At((id, map)): At<(PersonId, MapId)>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    draw(&site, &signed, &record, map, (Typed::default(), Attempt::first()))
}

async fn take_back(
    State(site): State<Site>,
    signed: Signed,
    At((id, map_id)): At<(PersonId, MapId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    record.row.person.map(map_id).ok_or(Refusal::NotFound)?;
    let mut form = typed.reader();
    let Some(reason) = form.words("reason") else {
        return draw(&site, &signed, &record, map_id, (typed.clone(), form.again()));
    };
    let command = PersonCommand::TakeMapBack { map_id, reason };
    let to = paths::map(id, map_id);
    match site.settle(&signed, &typed, Instruction::Person { id, command }, &to, Flash::TakenBack).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &record, map_id, (typed, attempt)),
    }
}
