//! How the two go on without a connector: how they keep in touch, how they get there, what if it goes wrong.

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{ContinuityPlan, RelationshipCommand};

use super::asking::{self, Asking, Form};
use super::two::Two;
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::look::Page;
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form::<Plan>("/relationships/{id}/plan")
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

#[async_trait]
impl Form for Plan {
    type About = ();
    const DONE: Flash = Flash::Saved;

    fn first(asking: &Asking<'_>) -> Typed {
        let typed = Typed::default().with("planned_on", asking.two.today);
        match asking.two.now().continuity.as_ref().and_then(|continuity| continuity.plan.get()) {
            None => typed,
            Some(plan) => typed
                .with("in_touch", &plan.in_touch)
                .with("transport", &plan.transport)
                .with("if_it_goes_wrong", &plan.if_it_goes_wrong),
        }
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let (page, keys) = (asking.page("How they go on without you"), asking.keys(&typed));
        Ok(Self { page, keys, attempt, typed, two: asking.two })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let (in_touch, transport) = (form.words("in_touch"), form.words("transport"));
        let (if_it_goes_wrong, planned_on) = (form.words("if_it_goes_wrong"), form.date("planned_on"));
        let (in_touch, transport, if_it_goes_wrong) = (in_touch?, transport?, if_it_goes_wrong?);
        let plan = ContinuityPlan { in_touch, transport, if_it_goes_wrong };
        Some(RelationshipCommand::PlanContinuity { plan, planned_on: planned_on? })
    }
}
