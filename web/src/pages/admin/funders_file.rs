//! Who pays, to take away: contracts, grants and agreements. Nobody who is supported is in it.

use app::error::Refusal;
use axum::extract::State;

use crate::error::Answer;
use crate::export::{Cell, Kind, Sheet};
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::pages::lists::taken;
use crate::router::{Route, get};
use crate::site::Site;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/funders/files/{file}", Audience::Administering, take)]
}

async fn take(State(site): State<Site>, signed: Signed, At(file): At<String>) -> Answer {
    signed.administering()?;
    let Some(("contracts", kind)) = Kind::of(&file) else { return Err(Refusal::NotFound.into()) };
    let contracts = site.app.contracts.all(signed.organisation()).await?;
    let row = |contract: &app::contracts::Contract| {
        vec![Cell::text(&contract.reference), Cell::text(&contract.funder), Cell::Date(contract.anchor)]
    };
    let today = site.app.clock.today();
    let sheet = Sheet {
        heads: vec!["Reference", "Who pays", "A Monday on which a period of four weeks begins"],
        rows: contracts.iter().map(row).collect(),
        ..Sheet::as_it_stood("contracts", today, "Contracts", "Who pays")
    };
    taken("contracts", &sheet);
    sheet.answer(kind)
}
