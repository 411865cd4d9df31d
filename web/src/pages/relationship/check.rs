//! Looking again after three, six and twelve months: does it still go on?

use askama::Template;
use axum::extract::State;
use domain::relationship::{CheckResult, ContactSource, RelationshipCommand};
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
        get("/relationships/{id}/checks/new", Audience::Connecting, new),
        post("/relationships/{id}/checks", Audience::Connecting, record),
    ]
}

#[derive(Template)]
#[template(path = "relationship/check.html")]
struct Check {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    months: Vec<Choice>,
    results: Vec<Choice>,
    sources: Vec<Choice>,
}

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let months = two.now().checks_due().into_iter().map(|(month, due_on)| {
        Choice::new(month, format!("After {month} months"))
            .hint(format!("due {}", format::date(due_on)))
            .chosen(typed.is("month", month.to_string()))
    });
    let source = |source: ContactSource| match source {
        ContactSource::Person => format!("{} told us", two.person()),
        ContactSource::OtherParty => format!("{} told us", two.other()),
        ContactSource::ConnectorSaw | ContactSource::Supporter | ContactSource::MessageOrPhoto => {
            source.label().to_owned()
        }
    };
    let sources = ContactSource::ALL.iter().map(|code| (code.code(), source(*code)));
    let page = Check {
        page: two.page(signed, "How is it going without you?"),
        keys: two.keys(site, signed, &typed),
        months: months.collect(),
        results: every!(&typed, "result", CheckResult),
        sources: tiles(&typed, "source", sources),
        attempt,
        typed,
        two,
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
    let first = two.now().checks_due().first().map_or(String::new(), |(month, _)| month.to_string());
    let month = if asked.has("month") { asked.one("month").to_owned() } else { first };
    let typed =
        Typed::default().with("month", month).with("source", ContactSource::Person).with("on", two.today);
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
    let month = form.whole("month", 3..=12).and_then(|month| u8::try_from(month).ok());
    let read = (form.code("result"), form.code("source"), form.date("on"));
    let (Some(month), (Some(result), Some(source), Some(checked_on))) = (month, read) else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::CheckSustained { month, result, source, checked_on };
    match two.ask(&site, &signed, &typed, command, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
