//! The contracts somebody pays for. Most pay for one, and are led straight to it.

use app::contracts::Contract;
use askama::Template;
use axum::extract::State;

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, get};
use crate::site::{Site, see_other, show};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::CONTRACTS, Audience::Commissioning, page)]
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
