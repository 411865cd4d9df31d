//! What one of the two says when asked whether it goes on without the connector. Asked again over time;
//! every answer is kept.

use askama::Template;
use axum::extract::State;
use domain::person::codes::{AnswerMethod, CommunicationNeed, Wish};
use domain::relationship::{Confirmation, Party, RelationshipCommand};
use domain::shared::ids::RelationshipId;

use super::two::{Two, every, tiles};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::format;
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/confirmations/new", Audience::Connecting, new),
        post("/relationships/{id}/confirmations", Audience::Connecting, record),
    ]
}

#[derive(Template)]
#[template(path = "relationship/confirmation.html")]
struct ConfirmationPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    /// Whom it is about, and about whom they are asked.
    asked: String,
    about: String,
    /// How to communicate with whoever is asked, where that is the other person.
    needs: Vec<CommunicationNeed>,
    /// What they said last.
    before: Option<String>,
    wishes: Vec<Choice>,
    ways: Vec<Choice>,
}

/// A wish in the words of an answer.
pub fn wish(wish: Wish) -> &'static str {
    match wish {
        Wish::More => "Yes, and more of it",
        Wish::Same => "Yes, just as it is",
        Wish::Less => "Less of it",
        Wish::Unsure => "Not sure",
    }
}

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let party = typed.id("party").unwrap_or(Party::Person);
    let about = if party == Party::Person { Party::Other } else { Party::Person };
    let said = two.now().latest_confirmation(party).map(|said| &said.confirmation);
    let asked = two.called(party).to_owned();
    let page = ConfirmationPage {
        page: two.page(signed, format!("Ask {asked}")),
        keys: two.keys(site, signed, &typed),
        about: two.called(about).to_owned(),
        needs: if party == Party::Other { two.needs(party) } else { Vec::new() },
        before: said.map(|said| {
            format!("On {} {asked} said: {}.", format::date(said.on), wish(said.wish).to_lowercase())
        }),
        wishes: tiles(&typed, "wish", Wish::ALL.iter().map(|code| (code.code(), wish(*code)))),
        ways: every!(&typed, "how", AnswerMethod),
        attempt,
        typed,
        two,
        asked,
    };
    show_as(page.attempt.status, &page)
}

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    Params(asked): Params,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let typed = Typed::default()
        .with("party", asked.id("party").unwrap_or(Party::Person))
        .with("how", AnswerMethod::Spoken)
        .with("on", two.today);
    draw(&site, &signed, two, typed, Attempt::first()).await
}

async fn record(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let read = (form.code("party"), form.code("wish"), form.code("how"));
    let (on, words) = (form.date("on"), form.words_or_none("words"));
    let ((Some(party), Some(wish), Some(how)), Some(on), Some(words)) = (read, on, words) else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let confirmation = Confirmation { party, on, how, wish };
    let command = RelationshipCommand::Confirm { confirmation, words };
    match two.ask(&site, &signed, &typed, command, Flash::AnswerKept).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
