//! Which decisions it was asked about whether somebody can make them, and what was decided for them. Each
//! leads to its record; nothing here says that anybody "lacks capacity" in general, because nobody does.

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::person::Person;
use domain::person::capacity::KeptAssessment;
use domain::shared::ids::PersonId;

use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/capacity", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "person/capacity.html")]
struct CapacityPage {
    page: Page,
    head: Head,
    stands: Vec<Line>,
    /// Those in whose place a later one stands.
    before: Vec<Line>,
    /// Whether anything was decided for them.
    decided: bool,
    /// Whether anything can still be added.
    open: bool,
}

/// One assessment in a list.
struct Line {
    href: String,
    /// "Having photographs taken and kept"
    about: &'static str,
    question: String,
    /// "On 3 March 2026: they cannot decide this now. Decided for them on 5 March 2026"
    found: String,
    /// "To be looked at again by 3 September 2026"
    again: Option<String>,
    late: bool,
}

fn line(person: &Person, kept: &KeptAssessment, today: NaiveDate) -> Line {
    let found = match (kept.assessment.get().is_some(), kept.lacks()) {
        (false, _) => "what was found is gone",
        (true, true) => "they could not decide this then",
        (true, false) => "they can decide this",
    };
    let decided =
        decided(person, kept).map(|on| format!(". It was decided for them on {}", format::date(on)));
    let stands = person.made_instead_of(kept.assessment_id).is_none();
    let again = kept.review_on.filter(|_| stands && kept.lacks());
    let late = again.is_some_and(|day| day < today);
    Line {
        href: paths::assessment(person.person_id, kept.assessment_id),
        about: kept.decision.label(),
        question: kept.assessment.get().map(|one| one.question.to_string()).unwrap_or_default(),
        found: format!("{}: {found}{}", format::date(kept.assessed_on), decided.unwrap_or_default()),
        again: again.map(|day| {
            let verb = if late { "Was to be" } else { "To be" };
            format!("{verb} looked at again by {}", format::date(day))
        }),
        late,
    }
}

/// When something was last decided for them on the ground of an assessment.
fn decided(person: &Person, kept: &KeptAssessment) -> Option<NaiveDate> {
    let resting = person.best_interests.values().filter(|one| one.assessment_id == kept.assessment_id);
    resting.map(|one| one.decided_on).max()
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<PersonId>) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let person = &record.row.person;
    let mut before: Vec<&KeptAssessment> = person
        .assessments
        .values()
        .filter(|kept| person.made_instead_of(kept.assessment_id).is_some())
        .collect();
    before.sort_by_key(|kept| std::cmp::Reverse(kept.assessed_on));
    show(&CapacityPage {
        page: signed.page(format!("What {} can decide", record.called()), Here::People),
        head: record.head(Tab::None),
        stands: person
            .assessments_that_stand()
            .into_iter()
            .map(|kept| line(person, kept, record.today))
            .collect(),
        before: before.into_iter().map(|kept| line(person, kept, record.today)).collect(),
        decided: !person.best_interests.is_empty(),
        open: record.takes_more(),
    })
}
