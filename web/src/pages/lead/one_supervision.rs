//! One note of supervision, on which either of the two says what is done by now.

use app::error::Refusal;
use app::team_book::supervision::{Action, Supervision};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::SupervisionId;

use super::supervision::{name, names};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::Typed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show};
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
    note: Supervision,
    /// "Rosa and Amina"
    both: String,
    /// Each thing agreed: who does it and by when.
    actions: Vec<(Action, String)>,
    may_settle: bool,
    again: Option<String>,
}

async fn one(State(site): State<Site>, signed: Signed, At(id): At<SupervisionId>) -> Answer {
    let who = signed.connecting()?;
    let note = site.app.team_book.supervision(&who, id).await?.ok_or(Refusal::NotFound)?;
    let names = names(&site, &signed).await?;
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
    let actions = note.notes.actions.iter().map(|action| (action.clone(), words(action))).collect();
    let other = if note.colleague == who.account() { note.lead } else { note.colleague };
    let title = format!("Supervision with {}", name(&names, other));
    let here = if who.leads() { Here::Team } else { Here::Today };
    show(&One {
        page: signed.page(title, here),
        both: format!("{} and {}", name(&names, note.lead), name(&names, note.colleague)),
        actions,
        may_settle: [note.lead, note.colleague].contains(&who.account()),
        again: who.leads().then(|| paths::new_supervision(note.colleague)),
        note,
    })
}

async fn settle(State(site): State<Site>, signed: Signed, At(id): At<SupervisionId>, typed: Typed) -> Answer {
    let done: Vec<usize> = typed.all("done").filter_map(|at| at.parse().ok()).collect();
    site.app.settle_actions(&signed.connecting()?, id, &done).await?;
    go_on(&paths::supervision(id), Flash::ActionsSettled)
}
