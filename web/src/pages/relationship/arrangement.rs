//! Arranging the first meeting: day, time, place. There is no form for it until both have said yes.

use askama::Template;
use axum::extract::State;
use domain::relationship::{Meeting, Party, RelationshipCommand};
use domain::shared::ids::RelationshipId;

use super::two::Two;
use super::whom::musts;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/arrangement", Audience::Connecting, page),
        post("/relationships/{id}/arrangement", Audience::Connecting, arrange),
    ]
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

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let page = Arrangement {
        page: two.page(signed, "Arrange the first meeting"),
        keys: two.keys(site, signed, &typed),
        missing: still_to_ask(&two),
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let introduction = &two.now().introduction;
    let mut typed = Typed::default();
    if let Some(meeting) = &introduction.meeting {
        typed = typed.with("on", meeting.on);
        if let Some(at) = meeting.at {
            typed = typed.with("at", at.format("%H:%M"));
        }
    }
    if let Some(place) = introduction.place.as_ref().and_then(|place| place.get()) {
        typed = typed.with("place", place);
    }
    draw(&site, &signed, two, typed, Attempt::first()).await
}

async fn arrange(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let read = (form.date("on"), form.time_or_none("at"), form.line_or_none("place"));
    let (Some(on), Some(at), Some(place)) = read else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::Arrange { meeting: Meeting { on, at }, place };
    match two.ask(&site, &signed, &typed, command, Flash::Arranged).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
