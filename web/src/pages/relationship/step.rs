//! What needs no more than a day: that it has grown beyond an introduction, that a worry was dealt with, that
//! it began again. One page, three sentences.
//!
//! No words are asked for about a worry: what about is kept where only those may read it who must.

use std::marker::PhantomData;

use askama::Template;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::relationship::RelationshipCommand;

use super::asking::{self, Asking, Form};
use super::two::Two;
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::format;
use crate::look::Page;
use crate::router::Route;

/// Both entries of each.
pub fn routes() -> Vec<Route> {
    [
        asking::form::<Said<Consolidation>>("/relationships/{id}/consolidation"),
        asking::form::<Said<ConcernClosing>>("/relationships/{id}/concerns/closing"),
        asking::form::<Said<Reopening>>("/relationships/{id}/reopening"),
    ]
    .concat()
}

/// What is said with a day.
trait Step: Send + Sync + 'static {
    /// Where it is said, below the two.
    const PART: &'static str;
    const TITLE: &'static str;
    const QUESTION: &'static str;
    const ACT: &'static str;

    /// What it means, before it is said.
    fn words(two: &Two) -> String;

    fn command(on: NaiveDate) -> RelationshipCommand;
}

struct Consolidation;

impl Step for Consolidation {
    const PART: &'static str = "consolidation";
    const TITLE: &'static str = "It has grown beyond an introduction";
    const QUESTION: &'static str = "Since when?";
    const ACT: &'static str = "It is growing";

    fn words(two: &Two) -> String {
        let times = format::plural(two.now().met_count(), "time", "times");
        format!(
            "They have been in touch {times}. It takes three. From here on you step back, contact by contact."
        )
    }

    fn command(on: NaiveDate) -> RelationshipCommand {
        RelationshipCommand::Consolidate { consolidated_on: on }
    }
}

struct ConcernClosing;

impl Step for ConcernClosing {
    const PART: &'static str = "concerns/closing";
    const TITLE: &'static str = "The worry is dealt with";
    const QUESTION: &'static str = "When was it dealt with?";
    const ACT: &'static str = "It is dealt with";

    fn words(_: &Two) -> String {
        "The worry that has been open longest is closed. Whoever dealt with it says when; what was found is kept by \
         your safeguarding lead."
            .to_owned()
    }

    fn command(on: NaiveDate) -> RelationshipCommand {
        RelationshipCommand::CloseConcern { closed_on: on }
    }
}

struct Reopening;

impl Step for Reopening {
    const PART: &'static str = "reopening";
    const TITLE: &'static str = "It has begun again";
    const QUESTION: &'static str = "When did they get in touch again?";
    const ACT: &'static str = "It has begun again";

    fn words(two: &Two) -> String {
        format!(
            "{} are in touch again. You are beside them again too, and it shows anew that it stands on its own.",
            two.both()
        )
    }

    fn command(on: NaiveDate) -> RelationshipCommand {
        RelationshipCommand::Reopen { reopened_on: on }
    }
}

#[derive(Template)]
#[template(path = "relationship/step.html")]
struct Said<S: Step> {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    words: String,
    action: String,
    step: PhantomData<S>,
}

#[async_trait]
impl<S: Step> Form for Said<S> {
    type About = ();
    const DONE: Flash = Flash::Saved;

    fn first(asking: &Asking<'_>) -> Typed {
        Typed::default().with("on", asking.two.today)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        Ok(Self {
            page: asking.page(S::TITLE),
            keys: asking.keys(&typed),
            words: S::words(&asking.two),
            action: asking.two.part(S::PART),
            attempt,
            typed,
            two: asking.two,
            step: PhantomData,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        Some(S::command(form.date("on")?))
    }
}
