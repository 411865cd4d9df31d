//! Looking again after three, six and twelve months: does it still go on?

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{CheckResult, ContactSource, RelationshipCommand};

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
    asking::form_at::<Check>("/relationships/{id}/checks/new", "/relationships/{id}/checks")
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

#[async_trait]
impl Form for Check {
    type About = ();
    const DONE: Flash = Flash::Saved;

    fn first(asking: &Asking<'_>) -> Typed {
        let checks = asking.two.now().checks_due();
        let first = checks.first().map_or(String::new(), |(month, _)| month.to_string());
        let month = if asking.asked.has("month") { asking.asked.one("month").to_owned() } else { first };
        let source = ContactSource::Person;
        Typed::default().with("month", month).with("source", source).with("on", asking.two.today)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let two = &asking.two;
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
        Ok(Self {
            page: asking.page("How is it going without you?"),
            keys: asking.keys(&typed),
            months: months.collect(),
            results: every!(&typed, "result", CheckResult),
            sources: tiles(&typed, "source", sources),
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let month = form.whole("month", 3..=12).and_then(|month| u8::try_from(month).ok());
        let (result, source, on) = (form.code("result"), form.code("source"), form.date("on"));
        let (month, result, source, checked_on) = (month?, result?, source?, on?);
        Some(RelationshipCommand::CheckSustained { month, result, source, checked_on })
    }
}
