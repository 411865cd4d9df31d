//! The register of concerns, to take away: who, when, where it stands and what is due. No word of what one is about,
//! which is behind the record, whose opening is recorded. What was destroyed stands below it, without a name.

use std::collections::HashMap;

use app::error::Refusal;
use app::views::concerns::{ConcernDue, ConcernLine, ConcernRow};
use axum::extract::State;
use domain::shared::ids::AccountId;

use crate::error::Answer;
use crate::export::{Cell, Kind, Sheet};
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::pages::lists::NAMES;
use crate::router::{Route, get};
use crate::site::Site;

/// Rows of each kind in the file.
const MOST: i64 = 10_000;
/// Below the register: a file outlives what is destroyed in Kith.
const GOES: &str = "When a record is destroyed in Kith, this file must go too, and every copy of it. \
     Take a new one, which names nobody whose record was destroyed.";

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/safeguarding/files/{file}", Audience::Safeguarding, take)]
}

async fn take(State(site): State<Site>, signed: Signed, At(file): At<String>) -> Answer {
    let who = signed.safeguarding()?;
    let Some(("concerns", kind)) = Kind::of(&file) else { return Err(Refusal::NotFound.into()) };
    let names: HashMap<AccountId, String> =
        site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let name = |id: Option<AccountId>| id.and_then(|id| names.get(&id)).map_or(Cell::Empty, Cell::text);
    let open = site.app.views.concerns(&who, false, MOST).await?;
    let closed = site.app.views.concerns(&who, true, MOST).await?;
    let destroyed = site.app.views.destroyed_concerns(&who, MOST).await?;
    let gone = |row: &ConcernRow| {
        vec![
            Cell::Empty,
            Cell::Date(row.raised_on),
            Cell::Empty,
            Cell::text("Destroyed"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::date(row.settled_on),
            Cell::date(row.destroyed_on),
            name(row.destruction.map(|destruction| destruction.decided_by)),
            row.destruction.map_or(Cell::Empty, |destruction| Cell::text(destruction.ground.label())),
        ]
    };
    let row = |line: &ConcernLine| {
        let due = line.row.due();
        let what = due.map(|(what, _)| match what {
            ConcernDue::Triage => "Look at it",
            ConcernDue::Action(_) => "Next step",
            ConcernDue::Council => "The council’s answer",
        });
        vec![
            Cell::text(&line.name),
            Cell::Date(line.row.raised_on),
            name(Some(line.row.raised_by)),
            Cell::text(line.row.stage().label()),
            name(line.row.lead),
            what.map_or(Cell::Empty, Cell::text),
            Cell::date(due.map(|(_, on)| on)),
            Cell::date(line.row.settled_on),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
        ]
    };
    let today = site.app.clock.today();
    let sheet = Sheet {
        notes: vec![NAMES.to_owned(), GOES.to_owned()],
        heads: vec![
            "Who",
            "Told on",
            "Told by",
            "Where it stands",
            "Who has it",
            "What is due",
            "By",
            "Closed on",
            "Destroyed on",
            "Destroyed by",
            "Why it was destroyed",
        ],
        rows: open.iter().chain(&closed).map(row).chain(destroyed.iter().map(gone)).collect(),
        ..Sheet::as_it_stood("concerns", today, "Concerns", "Safeguarding concerns")
    };
    // Without the number of rows, which would say how many concerns there are.
    tracing::info!(list = "concerns", "a list was taken away");
    sheet.answer(kind)
}
