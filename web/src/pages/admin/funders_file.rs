//! Who pays, to take away: contracts, grants and agreements. Nobody who is supported is in it.

use app::error::Refusal;
use axum::extract::State;

use crate::error::Answer;
use crate::export::{Cell, Kind, Sheet};
use crate::extract::{At, Signed};
use crate::format;
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
        file: format!("contracts {today}"),
        tab: "Contracts",
        title: "Who pays".to_owned(),
        made: format!("As it stood on {}", format::date(today)),
        notes: Vec::new(),
        heads: vec!["Reference", "Who pays", "A Monday on which a period of four weeks begins"],
        rows: contracts.iter().map(row).collect(),
        totals: None,
    };
    taken("contracts", &sheet);
    sheet.answer(kind)
}
