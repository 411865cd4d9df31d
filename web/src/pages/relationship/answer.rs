//! What one of the two says to meeting the other: yes or no, each for themselves.

use askama::Template;
use async_trait::async_trait;
use domain::person::codes::{AnswerMethod, CommunicationNeed};
use domain::relationship::{Answer as Said, Party, RelationshipCommand};

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
    asking::form_at::<AnswerPage>("/relationships/{id}/answers/new", "/relationships/{id}/answers")
}

#[derive(Template)]
#[template(path = "relationship/answer.html")]
struct AnswerPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    /// Whom it is about, and whom they would meet.
    asked: String,
    meets: String,
    /// How to communicate with whoever is asked, where that is the other person.
    needs: Vec<CommunicationNeed>,
    /// What they have said already.
    before: Option<String>,
    answers: Vec<Choice>,
    ways: Vec<Choice>,
}

fn before(said: &Said, asked: &str) -> String {
    match said {
        Said::Yes { on, .. } => {
            format!("{asked} said yes on {}. If they think differently now, say so here.", format::date(*on))
        }
        Said::No { on, .. } => format!(
            "{asked} said no on {}. If they think differently now, propose it anew.",
            format::date(*on)
        ),
    }
}

#[async_trait]
impl Form for AnswerPage {
    type About = ();
    const DONE: Flash = Flash::AnswerKept;

    fn first(asking: &Asking<'_>) -> Typed {
        let first = asking.two.now().introduction.missing().first().copied();
        let party = asking.asked.id("party").or(first).unwrap_or(Party::Person);
        let spoken = AnswerMethod::Spoken;
        Typed::default().with("party", party).with("how", spoken).with("on", asking.two.today)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let two = &asking.two;
        let party = typed.id("party").unwrap_or(Party::Person);
        let asked = two.called(party).to_owned();
        Ok(Self {
            page: asking.page(format!("What does {asked} say?")),
            keys: asking.keys(&typed),
            meets: two.called(party.meets()).to_owned(),
            needs: if party == Party::Other { two.needs(party) } else { Vec::new() },
            before: two.now().introduction.answer(party).map(|said| before(said, &asked)),
            answers: tiles(&typed, "answer", [("yes", "Yes, they want to meet"), ("no", "No")]),
            ways: every!(&typed, "how", AnswerMethod),
            attempt,
            typed,
            asked,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<RelationshipCommand> {
        let agrees = match typed.one("answer") {
            "yes" => Some(true),
            "no" => Some(false),
            _ => form.refuse("answer", "Choose what they said"),
        };
        let (party, on, reason) = (form.code("party"), form.date("on"), form.words_or_none("reason"));
        let how = if agrees == Some(false) { None } else { form.code("how") };
        let (party, on) = (party?, on?);
        Some(match agrees? {
            true => RelationshipCommand::Agree { party, how: how?, agreed_on: on, consent_refused: false },
            false => RelationshipCommand::Decline { party, reason: reason?, declined_on: on },
        })
    }
}
