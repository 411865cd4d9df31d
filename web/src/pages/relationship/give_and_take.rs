//! What each of the two gives the other.

use std::collections::BTreeSet;

use askama::Template;
use async_trait::async_trait;
use domain::person::codes::Giving;
use domain::relationship::{Reciprocity, RelationshipCommand};

use super::asking::{self, Asking, Form};
use super::two::{Two, tiles};
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::format;
use crate::look::{Choice, Page};
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form::<GiveAndTake>("/relationships/{id}/give-and-take")
}

#[derive(Template)]
#[template(path = "relationship/give_and_take.html")]
struct GiveAndTake {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    gives: Vec<Choice>,
    receives: Vec<Choice>,
}

#[async_trait]
impl Form for GiveAndTake {
    type About = ();
    const DONE: Flash = Flash::Saved;

    fn first(asking: &Asking<'_>) -> Typed {
        let mut typed = Typed::default().with("recorded_on", asking.two.today);
        if let Some(seen) = asking.two.now().latest_reciprocity() {
            for kind in &seen.reciprocity.gives {
                typed = typed.with("gives", kind);
            }
            for kind in &seen.reciprocity.receives {
                typed = typed.with("receives", kind);
            }
        }
        typed
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        let kinds = || Giving::ALL.iter().map(|kind| (kind.code(), format::capital(kind.label())));
        Ok(Self {
            page: asking.page("Give and take"),
            keys: asking.keys(&typed),
            gives: tiles(&typed, "gives", kinds()),
            receives: tiles(&typed, "receives", kinds()),
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let (gives, receives) = (form.codes::<Giving>("gives"), form.codes::<Giving>("receives"));
        let recorded_on = form.date("recorded_on");
        let (gives, receives) = (BTreeSet::from_iter(gives?), BTreeSet::from_iter(receives?));
        let reciprocity = Reciprocity { gives, receives };
        Some(RelationshipCommand::RecordReciprocity { reciprocity, recorded_on: recorded_on? })
    }

    fn refused(attempt: Attempt) -> Attempt {
        attempt.about("gives")
    }
}
