//! How the two go on without a connector: how they keep in touch, how they get there, what if it goes wrong.

use askama::Template;
use axum::extract::State;
use domain::relationship::{ContinuityPlan, RelationshipCommand};
use domain::shared::ids::RelationshipId;

use super::two::Two;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/plan", Audience::Connecting, page),
        post("/relationships/{id}/plan", Audience::Connecting, keep),
    ]
}

#[derive(Template)]
#[template(path = "relationship/plan.html")]
struct Plan {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
}

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let page = two.page(signed, "How they go on without you");
    let keys = two.keys(site, signed, &typed);
    show_as(attempt.status, &Plan { page, keys, attempt, typed, two })
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut typed = Typed::default().with("planned_on", two.today);
    if let Some(plan) = two.now().continuity.as_ref().and_then(|continuity| continuity.plan.get()) {
        typed = typed
            .with("in_touch", &plan.in_touch)
            .with("transport", &plan.transport)
            .with("if_it_goes_wrong", &plan.if_it_goes_wrong);
    }
    draw(&site, &signed, two, typed, Attempt::first()).await
}

async fn keep(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>, typed: Typed) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let read = (form.words("in_touch"), form.words("transport"), form.words("if_it_goes_wrong"));
    let planned_on = form.date("planned_on");
    let ((Some(in_touch), Some(transport), Some(if_it_goes_wrong)), Some(planned_on)) = (read, planned_on)
    else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let plan = ContinuityPlan { in_touch, transport, if_it_goes_wrong };
    let command = RelationshipCommand::PlanContinuity { plan, planned_on };
    match two.ask(&site, &signed, &typed, command, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
