//! What the two want after meeting: go on, wait a while, or it is not for them.

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{NextStep, RelationshipCommand};

use super::asking::{self, Asking, Form};
use super::two::{Two, every};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::look::{Choice, Page};
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form::<NextStepPage>("/relationships/{id}/next-step")
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

#[async_trait]
impl Form for NextStepPage {
    type About = ();
    const DONE: Flash = Flash::Saved;

    fn first(asking: &Asking<'_>) -> Typed {
        let now = asking.two.now().next_step.as_ref().map_or(NextStep::Continue, |step| step.next_step);
        Typed::default().with("next_step", now).with("on", asking.two.today)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let steps = every!(&typed, "next_step", NextStep).into_iter().zip(NextStep::ALL);
        let steps = steps.map(|(choice, step)| {
            let (icon, hint) = leads_to(*step);
            choice.icon(icon).hint(hint)
        });
        Ok(Self {
            page: asking.page("What do they want now?"),
            keys: asking.keys(&typed),
            steps: steps.collect(),
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let (next_step, chosen_on) = (form.code("next_step"), form.date("on"));
        Some(RelationshipCommand::ChooseNextStep { next_step: next_step?, chosen_on: chosen_on? })
    }
}
