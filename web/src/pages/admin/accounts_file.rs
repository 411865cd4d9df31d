//! Who may sign in, to take away: names and roles, never a password or what it was made of.

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
    vec![get("/accounts/files/{file}", Audience::Administering, take)]
}

async fn take(State(site): State<Site>, signed: Signed, At(file): At<String>) -> Answer {
    let who = signed.administering()?;
    let Some(("accounts", kind)) = Kind::of(&file) else { return Err(Refusal::NotFound.into()) };
    let accounts = site.app.accounts.list(&who).await?;
    let today = site.app.clock.today();
    let rows = accounts.iter().map(|account| {
        vec![
            Cell::text(&account.name),
            Cell::text(&account.sign_in_name),
            Cell::text(account.role.label()),
            Cell::text(if account.active { "yes" } else { "no" }),
            Cell::Int(i64::try_from(account.contracts.len()).unwrap_or(i64::MAX)),
        ]
    });
    let sheet = Sheet {
        heads: vec!["Name", "Signs in as", "Role", "May sign in", "Contracts they pay for"],
        rows: rows.collect(),
        ..Sheet::as_it_stood("accounts", today, "Accounts", "Accounts")
    };
    taken("accounts", &sheet);
    sheet.answer(kind)
}
