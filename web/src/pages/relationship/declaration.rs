//! Saying that it stands on its own. When every test passes it is said with a tap; when one does not, the
//! page says what is missing, and a team lead can be asked to sign with a reason.

use std::collections::HashMap;

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::relationship::{Explained, OverrideAsked, RelationshipCommand};
use domain::shared::ids::{AccountId, RelationshipId};

use super::two::{self, Two};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed, parse_day};
use crate::format;
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Saying it, and asking for a signature.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/declaration", Audience::Connecting, page),
        post("/relationships/{id}/declaration", Audience::Connecting, declare),
        post("/relationships/{id}/signature-request", Audience::Connecting, ask_to_sign),
    ]
}

#[derive(Template)]
#[template(path = "relationship/declaration.html")]
struct DeclarationPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    /// The day the tests are put to, in words.
    as_of: String,
    tests: Vec<Explained>,
    passed: usize,
    /// Who has asked for a signature already, and when.
    asked: Option<String>,
}

/// Who asked for a signature, and when.
pub fn asked_by(asked: &OverrideAsked, accounts: &HashMap<AccountId, String>) -> String {
    let who = accounts.get(&asked.asked_by).map_or("A connector", String::as_str);
    format!("{} asked on {}.", format::capital(who), format::date(asked.asked_on))
}

/// The day the form names, if the tests can be put to it.
fn day_of(typed: &Typed, two: &Two) -> NaiveDate {
    parse_day(typed.one("declared_on")).ok().filter(|day| *day <= two.today).unwrap_or(two.today)
}

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let typed = if typed.has("declared_on") { typed } else { typed.with("declared_on", two.today) };
    let day = day_of(&typed, &two);
    let tests = two.tests(day, &two.connector(site, signed).await?);
    let accounts = two::accounts(site, signed).await?;
    let page = DeclarationPage {
        page: two.page(signed, "Does it stand on its own?"),
        keys: two.keys(site, signed, &typed),
        as_of: format::date(day),
        passed: tests.iter().filter(|test| test.passed).count(),
        asked: two.now().override_asked.as_ref().map(|asked| asked_by(asked, &accounts)),
        tests,
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    draw(&site, &signed, two, Typed::default(), Attempt::first()).await
}

async fn declare(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let Some(declared_on) = form.date("declared_on") else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::DeclareSelfSustaining { declared_on };
    match two.ask(&site, &signed, &typed, command, Flash::RelationshipStands).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}

async fn ask_to_sign(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let Some(reason) = form.words("reason") else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::AskOverride { reason };
    match two.ask(&site, &signed, &typed, command, Flash::SignatureAsked).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
