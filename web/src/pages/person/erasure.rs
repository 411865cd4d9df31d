//! Forgetting somebody: a team lead's decision, on a page that says what it does. It cannot be undone,
//! because the key under which everything about them is sealed is destroyed, for the backups too.

use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::codes::ErasureGround;
use domain::shared::ids::{CommandId, PersonId};

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, see_other, show_as};

/// Looking at what it does, and deciding it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/erasure", Audience::Leading, look),
        post("/people/{id}/erasure", Audience::Leading, forget),
    ]
}

#[derive(Template)]
#[template(path = "person/erasure.html")]
struct ErasurePage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    grounds: Vec<Choice>,
    /// Whether somebody still works with them.
    under_way: bool,
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let title = format!("Forget {}?", record.called());
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let ground = |ground: &ErasureGround| {
        Choice::new(ground.code(), ground.label()).chosen(typed.is("ground", ground.code()))
    };
    let grounds = ErasureGround::ALL.iter().map(ground).collect();
    let under_way = record.cases.iter().any(|case| case.row.engagement.stage.is_open());
    show_as(attempt.status, &ErasurePage { page, keys, attempt, typed, head, grounds, under_way })
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    if record.row.person.forgotten_on.is_some() {
        return see_other(&paths::person(id));
    }
    draw(&site, &signed, &record, Typed::default(), Attempt::first()).await
}

async fn forget(State(site): State<Site>, signed: Signed, At(id): At<PersonId>, typed: Typed) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    if record.row.person.forgotten_on.is_some() {
        return see_other(&paths::person(id));
    }
    let mut form = typed.reader();
    let read = (form.code("ground"), form.line("authority"));
    if !form.tick("sure") {
        form.refuse::<()>("sure", "Tick this to go on");
    }
    let (Some(ground), Some(authority), true) = (read.0, read.1, form.is_fine()) else {
        return draw(&site, &signed, &record, typed.clone(), form.again()).await;
    };
    let now = record.row.version;
    let done = match typed.seen() {
        Some(seen) if seen != now => Err(Refusal::Stale { seen, now }),
        _ => {
            let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()));
            site.app.forget(&signed.viewer, command_id, id, ground, authority).await
        }
    };
    match done {
        Ok(done) => site.done(done, &paths::person(id), Flash::Forgotten).await,
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, &record, typed, attempt).await
        }
    }
}
