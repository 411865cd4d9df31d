//! The register of what somebody agreed to, to take away. The file is named after nobody.

use app::error::Refusal;
use axum::extract::State;
use domain::shared::ids::PersonId;

use super::agreements::rows;
use super::head::Record;
use crate::error::Answer;
use crate::export::{Cell, Kind, Sheet};
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::pages::lists::taken;
use crate::router::{Route, get};
use crate::site::Site;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/agreements/files/{file}", Audience::Connecting, take)]
}

async fn take(State(site): State<Site>, signed: Signed, At((id, file)): At<(PersonId, String)>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let Some(("agreements", kind)) = Kind::of(&file) else { return Err(Refusal::NotFound.into()) };
    let sheet = Sheet {
        notes: vec!["A yes can be taken back on any day and in any way.".to_owned()],
        heads: vec![
            "What was asked",
            "Who may share it",
            "How it stands",
            "How it was given",
            "Who answered for them",
            "Paper that shows it",
            "Holds today",
            "Runs out",
        ],
        rows: rows(&record.row.person, record.today).map(|row| row.map(Cell::text).to_vec()).collect(),
        ..Sheet::as_it_stood(
            "agreements",
            record.today,
            "Agreements",
            format!("What {} agreed to", record.called()),
        )
    };
    taken("agreements", &sheet);
    sheet.answer(kind)
}
