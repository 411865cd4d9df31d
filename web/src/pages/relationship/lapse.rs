//! That it went quiet for good. That it once stood on its own stays true, and it may begin again.

use askama::Template;
use axum::extract::State;
use domain::relationship::{LapseReason, RelationshipCommand};
use domain::shared::ids::RelationshipId;

use super::two::{Two, every};
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
        get("/relationships/{id}/lapse", Audience::Connecting, page),
        post("/relationships/{id}/lapse", Audience::Connecting, record),
    ]
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

async fn draw(site: &Site, signed: &Signed, two: Two, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let page = Lapse {
        page: two.page(signed, "It has gone quiet for good"),
        keys: two.keys(site, signed, &typed),
        reasons: every!(&typed, "reason", LapseReason),
        attempt,
        typed,
        two,
    };
    show_as(page.attempt.status, &page)
}

async fn page(State(site): State<Site>, signed: Signed, At(id): At<RelationshipId>) -> Answer {
    let two = Two::read(&site, &signed, id).await?;
    let typed = Typed::default().with("on", two.today);
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
    let (Some(reason), Some(lapsed_on)) = (form.code("reason"), form.date("on")) else {
        return draw(&site, &signed, two, typed.clone(), form.again()).await;
    };
    let command = RelationshipCommand::Lapse { reason, lapsed_on };
    match two.ask(&site, &signed, &typed, command, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, two, typed, attempt).await,
    }
}
