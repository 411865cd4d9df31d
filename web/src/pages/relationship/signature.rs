//! A team lead's signature where not every test passes. Whoever asked does not sign.

use askama::Template;
use axum::extract::State;
use domain::relationship::{Explained, RelationshipCommand};
use domain::shared::ids::RelationshipId;

use super::declaration::asked_by;
use super::two::{self, Two};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/signature", Audience::Leading, page),
        post("/relationships/{id}/signature", Audience::Leading, sign),
    ]
}

#[derive(Template)]
#[template(path = "relationship/signature.html")]
struct Signature {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    tests: Vec<Explained>,
    passed: usize,
    /// Who asked, and when; `None` when nobody has.
    asked: Option<String>,
    /// Why, in the words of whoever asked.
    because: String,
    /// Whether the reader asked, and so may not sign.
    own: bool,
}

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let tests = two.tests(two.today, &two.connector(site, signed).await?);
    let accounts = two::accounts(site, signed).await?;
    let asked = two.now().override_asked.as_ref();
    let because = asked.and_then(|asked| asked.reason.get()).map(ToString::to_string);
    let page = Signature {
        page: two.page(signed, "Sign that it stands on its own"),
        keys: two.keys(site, signed, &typed),
        passed: tests.iter().filter(|test| test.passed).count(),
        asked: asked.map(|asked| asked_by(asked, &accounts)),
        because: because.unwrap_or_default(),
        own: asked.is_some_and(|asked| asked.asked_by == signed.account()),
        tests,
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let typed = Typed::default().with("declared_on", two.today);
    draw(&site, &signed, two, typed, Attempt::first()).await
}

async fn sign(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>, typed: Typed) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let (Some(reason), Some(declared_on)) = (form.words("reason"), form.date("declared_on")) else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::SignOverride { declared_on, reason, is_team_lead: false };
    match two.ask(&site, &signed, &typed, command, Flash::Signed).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
