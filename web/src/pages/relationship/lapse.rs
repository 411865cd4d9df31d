//! That it went quiet for good. That it once stood on its own stays true, and it may begin again.

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{LapseReason, RelationshipCommand};

use super::asking::{self, Asking, Form};
use super::two::{Two, every};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::look::{Choice, Page};
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form::<Lapse>("/relationships/{id}/lapse")
}

#[derive(Template)]
#[template(path = "relationship/lapse.html")]
struct Lapse {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    reasons: Vec<Choice>,
}

#[async_trait]
impl Form for Lapse {
    type About = ();
    const DONE: Flash = Flash::Saved;

    fn first(asking: &Asking<'_>) -> Typed {
        Typed::default().with("on", asking.two.today)
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        Ok(Self {
            page: asking.page("It has gone quiet for good"),
            keys: asking.keys(&typed),
            reasons: every!(&typed, "reason", LapseReason),
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let (reason, lapsed_on) = (form.code("reason"), form.date("on"));
        Some(RelationshipCommand::Lapse { reason: reason?, lapsed_on: lapsed_on? })
    }
}
