//! One sample: its cases in the order of the draw, what was found in each, and from what the draw follows, so
//! that it can be done again.

use std::collections::HashMap;

use app::error::Refusal;
use app::team_book::sampling::{Checked, Sample, SampledCase, Verdict};
use app::views::people::PersonSummary;
use askama::Template;
use axum::extract::State;
use domain::shared::ids::{AccountId, PersonId, SampleId};

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/team/samples/{sample}", Audience::Leading, page)]
}

#[derive(Template)]
#[template(path = "lead/sample.html")]
struct SamplePage {
    page: Page,
    sample: Sample,
    people: HashMap<PersonId, PersonSummary>,
    names: HashMap<AccountId, String>,
}

impl SamplePage {
    /// What the address of its file asks.
    fn of(&self) -> String {
        format!("of={}", self.sample.sample_id)
    }

    /// Somebody who was forgotten since is shown without a name.
    fn person(&self, case: &SampledCase) -> String {
        self.people.get(&case.person_id).map_or("Somebody forgotten".to_owned(), |one| one.name.clone())
    }

    fn name(&self, id: Option<AccountId>) -> &str {
        id.and_then(|id| self.names.get(&id)).map_or("nobody", String::as_str)
    }

    /// "Amina · 5 met, 1 partly"
    fn about(&self, case: &SampledCase) -> String {
        let found = case.checked.as_ref().map_or("not looked at yet".to_owned(), found);
        format!("{} · {found}", self.name(case.connector))
    }

    fn drawn(&self) -> String {
        format!(
            "Drawn by Kith on {} for {}, from {} {}.",
            format::date(format::london_date(self.sample.drawn_at)),
            self.name(Some(self.sample.drawn_by)),
            self.sample.population,
            if self.sample.population == 1 { "case" } else { "cases" }
        )
    }
}

/// "5 met, 1 partly"
fn found(checked: &Checked) -> String {
    let count = |wanted| checked.results.values().filter(|verdict| **verdict == wanted).count();
    let parts = [(Verdict::Met, "met"), (Verdict::Partly, "partly"), (Verdict::NotMet, "not")];
    let parts = parts.iter().filter(|(verdict, _)| count(*verdict) > 0);
    parts.map(|(verdict, words)| format!("{} {words}", count(*verdict))).collect::<Vec<_>>().join(", ")
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<SampleId>) -> Answer {
    let who = signed.connecting()?;
    let sample = site.app.team_book.sample(&who, id).await?.ok_or(Refusal::NotFound)?;
    let ids: Vec<PersonId> = sample.cases.iter().map(|case| case.person_id).collect();
    let people = site.app.views.people_named(&who, &ids).await?;
    let title = format!("{} to {}", format::day(sample.from_on), format::date(sample.to_on));
    show(&SamplePage {
        page: signed.page(title, Here::Team),
        people: people.into_iter().map(|person| (person.person_id, person)).collect(),
        names: site.app.accounts.names(who.organisation()).await?.into_iter().collect(),
        sample,
    })
}
