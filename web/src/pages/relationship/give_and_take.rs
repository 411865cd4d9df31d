//! What each of the two gives the other.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use domain::person::codes::Giving;
use domain::relationship::{Reciprocity, RelationshipCommand};
use domain::shared::ids::RelationshipId;

use super::two::{Two, tiles};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::format;
use crate::guard::Audience;
use crate::look::{Choice, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Both entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/relationships/{id}/give-and-take", Audience::Connecting, page),
        post("/relationships/{id}/give-and-take", Audience::Connecting, record),
    ]
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

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let kinds = || Giving::ALL.iter().map(|kind| (kind.code(), format::capital(kind.label())));
    let page = GiveAndTake {
        page: two.page(signed, "Give and take"),
        keys: two.keys(site, signed, &typed),
        gives: tiles(&typed, "gives", kinds()),
        receives: tiles(&typed, "receives", kinds()),
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut typed = Typed::default().with("recorded_on", two.today);
    if let Some(seen) = two.now().latest_reciprocity() {
        for kind in &seen.reciprocity.gives {
            typed = typed.with("gives", kind);
        }
        for kind in &seen.reciprocity.receives {
            typed = typed.with("receives", kind);
        }
    }
    draw(&site, &signed, two, typed, Attempt::first()).await
}

async fn record(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<RelationshipId>,
    typed: Typed,
) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let read = (form.codes::<Giving>("gives"), form.codes::<Giving>("receives"), form.date("recorded_on"));
    let (Some(gives), Some(receives), Some(recorded_on)) = read else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let (gives, receives) = (BTreeSet::from_iter(gives), BTreeSet::from_iter(receives));
    let reciprocity = Reciprocity { gives, receives };
    let command = RelationshipCommand::RecordReciprocity { reciprocity, recorded_on };
    match two.ask(&site, &signed, &typed, command, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt.about("gives")).await,
    }
}
