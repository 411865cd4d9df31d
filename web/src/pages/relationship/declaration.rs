//! Saying that it stands on its own. When every test passes it is said with a tap; when one does not, the
//! page says what is missing, and a team lead can be asked to sign with a reason.

use std::collections::HashMap;

use askama::Template;
use async_trait::async_trait;
use axum::extract::State;
use chrono::NaiveDate;
use domain::relationship::{Explained, OverrideAsked, RelationshipCommand};
use domain::shared::ids::{AccountId, RelationshipId};

use super::asking::{self, Asking, Form};
use super::two::{self, Two};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed, parse_day};
use crate::format;
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, post};
use crate::site::Site;

/// Saying it, and asking for a signature.
pub fn routes() -> Vec<Route> {
    let mut routes = asking::form::<DeclarationPage>("/relationships/{id}/declaration");
    routes.push(post("/relationships/{id}/signature-request", Audience::Connecting, ask_to_sign));
    routes
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

/// With the day on which the tests are put: the form's own, or today.
fn with_day(typed: Typed, two: &Two) -> Typed {
    if typed.has("declared_on") { typed } else { typed.with("declared_on", two.today) }
}

#[async_trait]
impl Form for DeclarationPage {
    type About = ();
    const DONE: Flash = Flash::RelationshipStands;

    fn first(_: &Asking<'_>) -> Typed {
        Typed::default()
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let two = &asking.two;
        let typed = with_day(typed, two);
        let day = day_of(&typed, two);
        let tests = two.tests(day, &asking.connector().await?);
        let accounts = two::accounts(asking.site, asking.signed).await?;
        Ok(Self {
            page: asking.page("Does it stand on its own?"),
            keys: asking.keys(&typed),
            as_of: format::date(day),
            passed: tests.iter().filter(|test| test.passed).count(),
            asked: two.now().override_asked.as_ref().map(|asked| asked_by(asked, &accounts)),
            tests,
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        Some(RelationshipCommand::DeclareSelfSustaining { declared_on: form.date("declared_on")? })
    }
}

/// The other button of the same page.
async fn ask_to_sign(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    let asking = Asking::of(&site, &signed, id, Typed::default()).await?;
    let mut form = typed.reader();
    let attempt = match form.words("reason") {
        None => form.again(),
        Some(reason) => {
            let command = RelationshipCommand::AskOverride { reason };
            match asking.two.ask(&site, &signed, &typed, command, Flash::SignatureAsked).await? {
                Ok(answer) => return Ok(answer),
                Err(attempt) => attempt,
            }
        }
    };
    asking::show::<DeclarationPage>(asking, typed, attempt).await
}
