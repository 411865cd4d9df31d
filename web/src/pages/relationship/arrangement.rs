//! Arranging the first meeting: day, time, place. There is no form for it until both have said yes.

use askama::Template;
use async_trait::async_trait;
use domain::relationship::{Meeting, Party, RelationshipCommand};

use super::asking::{self, Asking, Form};
use super::two::Two;
use super::whom::musts;
use crate::error::Error;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::look::Page;
use crate::paths;
use crate::router::Route;

/// Both entries.
pub fn routes() -> Vec<Route> {
    asking::form::<Arrangement>("/relationships/{id}/arrangement")
}

#[derive(Template)]
#[template(path = "relationship/arrangement.html")]
struct Arrangement {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    two: Two,
    /// Who still has to be asked: name, and where to write their answer down.
    missing: Vec<(String, String)>,
}

impl Arrangement {
    /// What must not happen to one of the two, as far as the viewer may know.
    fn musts(&self, party: Party) -> Vec<String> {
        let row = match party {
            Party::Person => &self.two.person,
            Party::Other => &self.two.other,
        };
        row.as_ref().map(|row| musts(&row.person)).unwrap_or_default()
    }
}

/// Who has not said yes, with the form for their answer.
pub fn still_to_ask(two: &Two) -> Vec<(String, String)> {
    let form = |party: Party| format!("{}?party={party}", two.part("answers/new"));
    let missing = two.now().introduction.missing();
    missing.into_iter().map(|party| (two.called(party).to_owned(), form(party))).collect()
}

#[async_trait]
impl Form for Arrangement {
    type About = ();
    const DONE: Flash = Flash::Arranged;

    fn first(asking: &Asking<'_>) -> Typed {
        let introduction = &asking.two.now().introduction;
        let mut typed = Typed::default();
        if let Some(meeting) = &introduction.meeting {
            typed = typed.with("on", meeting.on);
            if let Some(at) = meeting.at {
                typed = typed.with("at", at.format("%H:%M"));
            }
        }
        match introduction.place.as_ref().and_then(|place| place.get()) {
            Some(place) => typed.with("place", place),
            None => typed,
        }
    }

    async fn draw(asking: Asking<'_>, typed: Typed, attempt: Attempt) -> Result<Self, Error> {
        Ok(Self {
            page: asking.page("Arrange the first meeting"),
            keys: asking.keys(&typed),
            missing: still_to_ask(&asking.two),
            attempt,
            typed,
            two: asking.two,
        })
    }

    fn read(_: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<RelationshipCommand> {
        let (on, at, place) = (form.date("on"), form.time_or_none("at"), form.line_or_none("place"));
        Some(RelationshipCommand::Arrange { meeting: Meeting { on: on?, at: at? }, place: place? })
    }
}
