//! What one of the two says to meeting the other: yes or no, each for themselves.

use askama::Template;
use axum::extract::State;
use domain::person::codes::{AnswerMethod, CommunicationNeed};
use domain::relationship::{Answer as Said, Party, RelationshipCommand};
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
        get("/relationships/{id}/answers/new", Audience::Connecting, new),
        post("/relationships/{id}/answers", Audience::Connecting, record),
    ]
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

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let party = typed.id("party").unwrap_or(Party::Person);
    let (asked, meets) = match party {
        Party::Person => (two.person().to_owned(), two.other().to_owned()),
        Party::Other => (two.other().to_owned(), two.person().to_owned()),
    };
    let answers = tiles(&typed, "answer", [("yes", "Yes, they want to meet"), ("no", "No")]);
    let page = AnswerPage {
        page: two.page(signed, format!("What does {asked} say?")),
        keys: two.keys(site, signed, &typed),
        needs: if party == Party::Other { two.needs(party) } else { Vec::new() },
        before: two.now().introduction.answer(party).map(|said| before(said, &asked)),
        ways: every!(&typed, "how", AnswerMethod),
        attempt,
        typed,
        two,
        asked,
        meets,
        answers,
    };
    show_as(page.attempt.status, &page)
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

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    Params(asked): Params,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let first = two.now().introduction.missing().first().copied();
    let party = asked.id("party").or(first).unwrap_or(Party::Person);
    let typed =
        Typed::default().with("party", party).with("how", AnswerMethod::Spoken.code()).with("on", two.today);
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
    let agrees = match typed.one("answer") {
        "yes" => Some(true),
        "no" => Some(false),
        _ => form.refuse("answer", "Choose what they said"),
    };
    let read = (form.code::<Party>("party"), form.date("on"), form.words_or_none("reason"));
    let how = if agrees == Some(false) { Some(AnswerMethod::Spoken) } else { form.code("how") };
    let (Some(agrees), Some(how), (Some(party), Some(on), Some(reason))) = (agrees, how, read) else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = if agrees {
        RelationshipCommand::Agree { party, how, agreed_on: on, consent_refused: false }
    } else {
        RelationshipCommand::Decline { party, reason, declined_on: on }
    };
    match two.ask(&site, &signed, &typed, command, Flash::AnswerKept).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
