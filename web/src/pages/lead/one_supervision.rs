//! One note of supervision, on which either of the two says what is done by now.

use app::error::Refusal;
use app::team_book::supervision::{Action, Supervision};
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::shared::ids::SupervisionId;

use super::supervision::{name, names};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Reading it, and saying what is done.
pub fn routes() -> Vec<Route> {
    vec![
        get("/supervision/{supervision}", Audience::Connecting, one),
        post("/supervision/{supervision}/actions", Audience::Connecting, settle),
    ]
}

#[derive(Template)]
#[template(path = "lead/one_supervision.html")]
struct One {
    page: Page,
    attempt: Attempt,
    note: Supervision,
    /// "Rosa and Amina"
    both: String,
    /// Each thing agreed: who does it and by when, and whether it is ticked.
    actions: Vec<(Action, String, bool)>,
    may_settle: bool,
    again: Option<String>,
    /// Where a team lead puts it right.
    right: Option<String>,
    /// What it said before, last put right first: who did and why, and what it said until then.
    earlier: Vec<Before>,
}

/// What a note said until it was put right.
struct Before {
    /// "Put right by Rosa on 12 March 2026"
    who: String,
    why: String,
    held_on: NaiveDate,
    next_on: Option<NaiveDate>,
    talked: String,
    /// What was agreed then, each with who and by when.
    actions: Vec<String>,
}

async fn one(State(site): State<Site>, signed: Signed, At(id): At<SupervisionId>) -> Answer {
    let who = signed.connecting()?;
    let note = site.app.team_book.supervision(&who, id).await?.ok_or(Refusal::NotFound)?;
    draw(&site, &signed, note, (None, Attempt::first())).await
}

/// The note with what of it is ticked: what is done, until something else was said.
async fn draw(
    site: &Site,
    signed: &Signed,
    note: Supervision,
    (ticked, attempt): (Option<Vec<(Action, bool)>>, Attempt),
) -> Answer {
    let (who, id) = (signed.connecting()?, note.supervision_id);
    let names = names(site, signed).await?;
    let today = site.app.clock.today();
    let words = |action: &Action| {
        let owner = if action.owner == who.account() { "You" } else { name(&names, action.owner) };
        let by = match (action.done_on, action.by_on) {
            (Some(done), _) => format!(" · done {}", format::ago(done, today)),
            (None, Some(by)) if by < today => format!(" · was due {}", format::ago(by, today)),
            (None, Some(by)) => format!(" · by {}", format::weekday(by, today)),
            (None, None) => String::new(),
        };
        format!("{owner}{by}")
    };
    // Of what says something else by now nothing was said.
    let is_same = |one: &Action, action: &Action| (&one.what, one.owner) == (&action.what, action.owner);
    let is_ticked = |action: &Action| {
        let said = ticked.iter().flatten().find(|(one, _)| is_same(one, action));
        said.map_or(action.done_on.is_some(), |(_, ticked)| *ticked)
    };
    let line = |action: &Action| (action.clone(), words(action), is_ticked(action));
    let actions = note.notes.actions.iter().map(line).collect();
    let right = who.leads().then(|| paths::supervision(id) + "/correction");
    let then = |action: &Action| {
        let by = action.by_on.map(|by| format!(", by {}", format::date(by))).unwrap_or_default();
        format!("{}: {}{by}", name(&names, action.owner), action.what)
    };
    let earlier = note.notes.earlier.iter().rev().map(|before| Before {
        who: format!(
            "Put right by {} on {}",
            name(&names, before.by),
            format::date(format::london_date(before.at))
        ),
        why: before.reason.to_string(),
        held_on: before.held_on,
        next_on: before.next_on,
        talked: before.talked.to_string(),
        actions: before.actions.iter().map(then).collect(),
    });
    let earlier = earlier.collect();
    let other = if note.colleague == who.account() { note.lead } else { note.colleague };
    let title = format!("Supervision with {}", name(&names, other));
    let here = if who.leads() { Here::Team } else { Here::Today };
    let page = One {
        page: signed.page(title, here),
        attempt,
        both: format!("{} and {}", name(&names, note.lead), name(&names, note.colleague)),
        actions,
        may_settle: [note.lead, note.colleague].contains(&who.account()),
        again: who.leads().then(|| paths::new_supervision(note.colleague)),
        right,
        earlier,
        note,
    };
    show_as(page.attempt.status, &page)
}

async fn settle(State(site): State<Site>, signed: Signed, At(id): At<SupervisionId>, typed: Typed) -> Answer {
    let done: Vec<usize> = typed.all("done").filter_map(|at| at.parse().ok()).collect();
    let seen = typed.one("seen").parse().unwrap_or_default();
    let who = signed.connecting()?;
    match site.app.settle_actions(&who, id, (&done, seen)).await {
        Ok(()) => go_on(&paths::supervision(id), Flash::ActionsSettled),
        Err(refusal @ Refusal::Invalid { .. }) => {
            let note = site.app.team_book.supervision(&who, id).await?.ok_or(Refusal::NotFound)?;
            // What was ticked stood in the list as it was then.
            let stood = note.notes.earlier.get(seen).map_or(&note.notes.actions, |before| &before.actions);
            let ticked =
                stood.iter().enumerate().map(|(at, one)| (one.clone(), done.contains(&at))).collect();
            draw(&site, &signed, note, (Some(ticked), Attempt::refused(refusal, &typed)?)).await
        }
        Err(refusal) => Err(refusal.into()),
    }
}
