//! The one-time page of an empty installation, on which its first administrator is made. The secret in
//! its address was printed once, at the start, and counts once.

use app::access::Role;
use app::accounts::Account;
use app::error::{Failure, Refusal};
use askama::Template;
use axum::extract::State;
use domain::shared::ids::{AccountId, OrganisationId};

use super::admin::account::sign_in_name;
use super::sign_in::go_in;
use crate::error::Answer;
use crate::extract::At;
use crate::form::{Attempt, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Two entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/first-run/{secret}", Audience::Everyone, page),
        post("/first-run/{secret}", Audience::Everyone, begin),
    ]
}

#[derive(Template)]
#[template(path = "first_run.html")]
struct FirstRun {
    page: Page,
    attempt: Attempt,
    typed: Typed,
    action: String,
}

async fn draw(site: &Site, secret: &str, typed: Typed, attempt: Attempt) -> Answer {
    if !site.app.accounts.is_first_secret(secret).await? {
        return Err(Refusal::NotFound.into());
    }
    let page = Page::open("Welcome to Kith");
    show_as(attempt.status, &FirstRun { page, attempt, typed, action: paths::first_run(secret) })
}

async fn page(State(site): State<Site>, At(secret): At<String>) -> Answer {
    draw(&site, &secret, Typed::default(), Attempt::first()).await
}

async fn begin(State(site): State<Site>, At(secret): At<String>, typed: Typed) -> Answer {
    let mut form = typed.reader();
    let read =
        (form.line("organisation"), form.line("name"), sign_in_name(&mut form), form.password("password"));
    let (Some(organisation), Some(name), Some(sign_in_name), Some(password)) = read else {
        return draw(&site, &secret, typed.clone(), form.again()).await;
    };
    if !site.app.accounts.is_first_secret(&secret).await? {
        return Err(Refusal::NotFound.into());
    }
    let organisation_id = OrganisationId(site.app.ids.next());
    site.app.accounts.found(organisation_id, organisation.as_str()).await?;
    let account = Account {
        account_id: AccountId(site.app.ids.next()),
        organisation_id,
        sign_in_name,
        name: name.into(),
        role: Role::Administrator,
        contracts: Vec::new(),
        active: true,
    };
    if !site.app.accounts.add_first(&secret, &account, &password).await? {
        return Err(Refusal::NotFound.into());
    }
    let session = site.app.accounts.sign_in(&account.sign_in_name, &password, site.app.clock.now()).await?;
    let session = session
        .ok_or("the first account cannot sign in")
        .map_err(Failure::doing("signing in for the first time"))?;
    go_in(&site, session, paths::ACCOUNTS, &Typed::default())
}
