//! What the two want after meeting: go on, wait a while, or it is not for them.

use askama::Template;
use axum::extract::State;
use domain::relationship::{NextStep, RelationshipCommand};
use domain::shared::ids::RelationshipId;

use super::two::{Two, tiles};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/next-step", Audience::Connecting, page),
        post("/relationships/{id}/next-step", Audience::Connecting, choose),
    ]
}

#[derive(Template)]
#[template(path = "relationship/next_step.html")]
struct NextStepPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    steps: Vec<Choice>,
}

/// What each answer leads to.
fn leads_to(step: NextStep) -> (&'static str, &'static str) {
    match step {
        NextStep::Continue => ("sprout", "They would like to meet again"),
        NextStep::Pause => ("pause", "Nobody is reminded of it meanwhile"),
        NextStep::NotAFit => ("circle-x", "It ends here; it may still go on after all"),
    }
}

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let steps = tiles(&typed, "next_step", NextStep::ALL.iter().map(|step| (step.code(), step.label())));
    let steps = steps.into_iter().zip(NextStep::ALL).map(|(choice, step)| {
        let (icon, hint) = leads_to(*step);
        choice.icon(icon).hint(hint)
    });
    let page = NextStepPage {
        page: two.page(signed, "What do they want now?"),
        keys: two.keys(site, signed, &typed),
        steps: steps.collect(),
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let now = two.now().next_step.as_ref().map_or(NextStep::Continue, |step| step.next_step);
    let typed = Typed::default().with("next_step", now).with("on", two.today);
    draw(&site, &signed, two, typed, Attempt::first()).await
}

async fn choose(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let (Some(next_step), Some(chosen_on)) = (form.code("next_step"), form.date("on")) else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::ChooseNextStep { next_step, chosen_on };
    match two.ask(&site, &signed, &typed, command, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
