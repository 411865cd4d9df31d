//! Everybody who may sign in.

use app::accounts::Account;
use askama::Template;
use axum::extract::State;

use crate::error::Answer;
use crate::extract::Signed;
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::ACCOUNTS, Audience::Administering, page)]
}

#[derive(Template)]
#[template(path = "admin/accounts.html")]
struct Accounts {
    page: Page,
    open: Vec<Account>,
    closed: Vec<Account>,
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.administering()?;
    let (open, closed) = site.app.accounts.list(&who).await?.into_iter().partition(|account| account.active);
    show(&Accounts { page: signed.page("Accounts", Here::Accounts), open, closed })
}
