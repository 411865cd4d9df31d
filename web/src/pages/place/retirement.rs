//! Putting a place away, with why: from then on it is offered to nobody.

use app::commands::Instruction;
use app::views::places::PlaceRow;
use askama::Template;
use axum::extract::State;
use domain::place::{PlaceCommand, RetiredBecause};
use domain::shared::ids::PlaceId;

use super::course::known;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Looking at the form, and sending it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/places/{id}/retirement", Audience::Connecting, look),
        post("/places/{id}/retirement", Audience::Connecting, retire),
    ]
}

#[derive(Template)]
#[template(path = "place/retirement.html")]
struct Retirement {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    row: PlaceRow,
    reasons: Vec<Choice>,
    today: String,
}

fn draw(site: &Site, signed: &Signed, row: PlaceRow, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let reason =
        |one: &RetiredBecause| Choice::new(one.code(), one.label()).chosen(typed.is("reason", one.code()));
    let page = Retirement {
        page: signed.page(format!("Put away: {}", row.name()), Here::Introduce),
        keys: signed.keys(&site.app, &typed),
        reasons: RetiredBecause::ALL.iter().map(reason).collect(),
        today: site.app.clock.today().to_string(),
        attempt,
        typed,
        row,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<PlaceId>) -> Answer {
    let row = known(&site, &signed, id).await?;
    let typed = Typed::default().with("retired_on", site.app.clock.today());
    draw(&site, &signed, row, typed, Attempt::first())
}

async fn retire(State(site): State<Site>, signed: Signed, At(id): At<PlaceId>, typed: Typed) -> Answer {
    let row = known(&site, &signed, id).await?;
    let mut form = typed.reader();
    let (reason, words) = (form.code("reason"), form.words_or_none("words"));
    let (Some(reason), Some(words), Some(retired_on)) = (reason, words, form.date("retired_on")) else {
        return draw(&site, &signed, row, typed.clone(), form.again());
    };
    let command = PlaceCommand::RetirePlace { reason, words, retired_on };
    let instruction = Instruction::Place { id, command };
    match site.settle(&signed, &typed, instruction, &paths::place(id), Flash::PlaceRetired).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, row, typed, attempt),
    }
}
