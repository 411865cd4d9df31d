//! The one-time page of an installation in which nobody can sign in, on which its first administrator
//! is made. The secret in its address was printed once, at the start, and counts once.
//!
//! What an import carried here keeps its organisation: whoever comes in belongs to it, and an
//! administrator who gives the sign-in name they had is that administrator again.

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
    /// Whether an organisation was carried here.
    carried: bool,
}

async fn draw(site: &Site, secret: &str, typed: Typed, attempt: Attempt) -> Answer {
    if !site.app.accounts.is_first_secret(secret).await? {
        return Err(Refusal::NotFound.into());
    }
    let page = Page::open("Welcome to Kith");
    let carried = here_already(site).await?.is_some();
    show_as(attempt.status, &FirstRun { page, attempt, typed, action: paths::first_run(secret), carried })
}

/// The organisation whose events are here: one that was carried along, or, from an export that carried
/// none, the one that the first event names.
async fn here_already(site: &Site) -> Result<Option<(OrganisationId, String)>, Refusal> {
    if let Some(carried) = site.app.accounts.carried_here().await? {
        return Ok(Some(carried));
    }
    let first = site.app.log.feed(0, 1).await?.pop();
    Ok(first.map(|event| (event.organisation, String::new())))
}

async fn page(State(site): State<Site>, At(secret): At<String>) -> Answer {
    if !site.app.accounts.is_first_secret(&secret).await? {
        return Err(Refusal::NotFound.into());
    }
    let name = here_already(&site).await?.map_or_else(String::new, |(_, name)| name);
    draw(&site, &secret, Typed::default().with("organisation", name), Attempt::first()).await
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
    let here = here_already(&site).await?;
    let organisation_id = here.map_or_else(|| OrganisationId(site.app.ids.next()), |(id, _)| id);
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
        form.refuse::<()>(
            "sign_in_name",
            "Somebody signs in with this already who is not an administrator. Choose another",
        );
        return draw(&site, &secret, typed.clone(), form.again()).await;
    }
    let session = site.app.accounts.sign_in(&account.sign_in_name, &password, site.app.clock.now()).await?;
    let session = session
        .ok_or("the first account cannot sign in")
        .map_err(Failure::doing("signing in for the first time"))?;
    go_in(&site, session, paths::ACCOUNTS, &Typed::default())
}
