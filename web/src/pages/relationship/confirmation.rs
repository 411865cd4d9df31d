//! What one of the two says when asked whether it goes on without the connector. Asked again over time;
//! every answer is kept.

use askama::Template;
use async_trait::async_trait;
use domain::person::codes::{AnswerMethod, CommunicationNeed, Wish};
use domain::relationship::{Confirmation, Party, RelationshipCommand};

use super::asking::{self, Asking, Form};
use super::two::{Two, every, tiles};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::format;
use crate::look::{Choice, Page};
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form_at::<ConfirmationPage>(
        "/relationships/{id}/confirmations/new",
        "/relationships/{id}/confirmations",
    )
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

#[async_trait]
impl Form for ConfirmationPage {
    type About = ();
    const DONE: Flash = Flash::AnswerKept;

    fn first(asking: &Asking<'_>) -> Typed {
        Typed::default()
            .with("party", asking.asked.id("party").unwrap_or(Party::Person))
            .with("how", AnswerMethod::Spoken)
            .with("on", asking.two.today)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let two = &asking.two;
        let party = typed.id("party").unwrap_or(Party::Person);
        let said = two.now().latest_confirmation(party).map(|said| &said.confirmation);
        let asked = two.called(party).to_owned();
        Ok(Self {
            page: asking.page(format!("Ask {asked}")),
            keys: asking.keys(&typed),
            about: two.called(party.meets()).to_owned(),
            needs: if party == Party::Other { two.needs(party) } else { Vec::new() },
            before: said.map(|said| {
                format!("On {} {asked} said: {}.", format::date(said.on), wish(said.wish).to_lowercase())
            }),
            wishes: tiles(&typed, "wish", Wish::ALL.iter().map(|code| (code.code(), wish(*code)))),
            ways: every!(&typed, "how", AnswerMethod),
            attempt,
            typed,
            asked,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let (party, wish, how) = (form.code("party"), form.code("wish"), form.code("how"));
        let (on, words) = (form.date("on"), form.words_or_none("words"));
        let confirmation = Confirmation { party: party?, on: on?, how: how?, wish: wish? };
        Some(RelationshipCommand::Confirm { confirmation, words: words? })
    }
}
