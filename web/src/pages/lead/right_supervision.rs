//! Putting a note of supervision right: the form begins with what it says, and asks why. What it said before stays to
//! be read on its page.

use app::error::Refusal;
use app::team_book::supervision::{Corrected, MOST_ACTIONS, Supervision};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::SupervisionId;

use super::new_supervision::{ActionRow, ROWS, actions, rows};
use super::supervision::{name, names};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};

/// The form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/supervision/{supervision}/correction", Audience::Leading, look),
        post("/supervision/{supervision}/correction", Audience::Leading, send),
    ]
}

#[derive(Template)]
#[template(path = "lead/right_supervision.html")]
struct Right {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: SupervisionId,
    rows: Vec<ActionRow>,
    today: String,
}

/// Rows for what was agreed: what there is and one more, and every one in which something was typed.
fn many(note: &Supervision, typed: &Typed) -> usize {
    let last = (1..=MOST_ACTIONS).rev().find(|at| !typed.one(&format!("action_{at}")).is_empty());
    ROWS.max(note.notes.actions.len() + 1).max(last.unwrap_or_default()).min(MOST_ACTIONS)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<SupervisionId>) -> Answer {
    let who = signed.connecting()?;
    let note = site.app.team_book.supervision(&who, id).await?.ok_or(Refusal::NotFound)?;
    let mut typed = Typed::default()
        .with("seen", note.notes.earlier.len())
        .with("held_on", note.held_on)
        .with("talked", &note.notes.talked)
        .with("next_on", note.next_on.map(|on| on.to_string()).unwrap_or_default());
    for (at, action) in (1..).zip(&note.notes.actions) {
        let owner = if action.owner == note.lead { "me" } else { "they" };
        typed = typed
            .with(format!("action_{at}"), &action.what)
            .with(format!("owner_{at}"), owner)
            .with(format!("by_{at}"), action.by_on.map(|on| on.to_string()).unwrap_or_default());
    }
    draw(&site, &signed, &note, typed, Attempt::first()).await
}

async fn draw(site: &Site, signed: &Signed, note: &Supervision, typed: Typed, attempt: Attempt) -> Answer {
    let names = names(site, signed).await?;
    let title = format!("Put right: supervision with {}", name(&names, note.colleague));
    let page = Right {
        page: signed.page(title, Here::Team),
        keys: signed.keys(&site.app, &typed),
        id: note.supervision_id,
        rows: rows(&typed, many(note, &typed), [name(&names, note.colleague), name(&names, note.lead)]),
        today: site.app.clock.today().to_string(),
        typed,
        attempt,
    };
    show_as(page.attempt.status, &page)
}

async fn send(State(site): State<Site>, signed: Signed, At(id): At<SupervisionId>, typed: Typed) -> Answer {
    let who = signed.connecting()?;
    let note = site.app.team_book.supervision(&who, id).await?.ok_or(Refusal::NotFound)?;
    let mut form = typed.reader();
    let (held_on, next_on) = (form.date("held_on"), form.date_or_none("next_on"));
    let (talked, reason) = (form.words("talked"), form.words("reason"));
    let actions = actions(&mut form, &typed, (note.lead, Some(note.colleague)));
    let read = (held_on, next_on, talked, reason, form.is_fine());
    let (Some(held_on), Some(next_on), Some(talked), Some(reason), true) = read else {
        return draw(&site, &signed, &note, typed.clone(), form.again()).await;
    };
    let seen = typed.one("seen").parse().unwrap_or_default();
    let right = Corrected { held_on, next_on, talked, actions, reason };
    match site.app.correct_supervision(&who, id, right, seen).await {
        Ok(()) => go_on(&paths::supervision(id), Flash::SupervisionPutRight),
        Err(refusal @ Refusal::Invalid { .. }) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, &note, typed, attempt).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
