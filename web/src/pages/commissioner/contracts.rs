//! The contracts somebody pays for. Most pay for one, and are led straight to it.

use app::contracts::Contract;
use app::error::Refusal;
use askama::Template;
use axum::extract::State;

use crate::error::Answer;
use crate::export::{Cell, Column, Kind, Sheet};
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::lists::taken;
use crate::paths;
use crate::router::{Route, get};
use crate::site::{Site, see_other, show};

/// The page, and the same as a file.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::CONTRACTS, Audience::Commissioning, page),
        get("/contracts/files/{file}", Audience::Commissioning, take),
    ]
}

#[derive(Template)]
#[template(path = "commissioner/contracts.html")]
struct ContractsPage {
    page: Page,
    contracts: Vec<Contract>,
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let contracts = site.app.views.contracts(&signed.commissioning()?).await?;
    if let [only] = contracts.as_slice() {
        return see_other(&paths::contract(only.contract_id));
    }
    show(&ContractsPage { page: signed.page("Your contracts", Here::Overview), contracts })
}

async fn take(State(site): State<Site>, signed: Signed, At(file): At<String>) -> Answer {
    let Some(("contracts", kind)) = Kind::of(&file) else { return Err(Refusal::NotFound.into()) };
    let contracts = site.app.views.contracts(&signed.commissioning()?).await?;
    let columns: [Column<&Contract>; 3] = [
        ("Reference", |contract| Cell::text(&contract.reference)),
        ("Who pays", |contract| Cell::text(&contract.funder)),
        ("Four-week periods are counted from", |contract| Cell::Date(contract.anchor)),
    ];
    let sheet = Sheet::as_it_stood("contracts", site.app.clock.today(), "Contracts", "Your contracts");
    let sheet = sheet.with(&columns, &contracts);
    taken("contracts", &sheet);
    sheet.answer(kind)
}
