//! Destroying a concern whose time is over, on a page that says what it does. It is never done by itself: a safeguarding
//! lead says why, and ticks that they have read it.

use app::commands::{Done, Instruction};
use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::concern::{ConcernCommand, DestructionGround};
use domain::shared::ids::ConcernId;

use super::concern::Open;
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Looking at what it does, and deciding it.
pub fn routes() -> Vec<Route> {
    vec![
        get("/safeguarding/{id}/destruction", Audience::Safeguarding, look),
        post("/safeguarding/{id}/destruction", Audience::Safeguarding, destroy),
    ]
}

#[derive(Template)]
#[template(path = "safeguarding/destruction.html")]
struct DestructionPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    open: Open,
    grounds: Vec<Choice>,
    /// Whether its time is over.
    due: bool,
}

impl DestructionPage {
    fn part(&self, part: &str) -> String {
        paths::concern_part(self.open.id, part)
    }

    /// Until when it is kept, as a sentence.
    fn kept(&self) -> String {
        let now = self.open.now();
        let closed = now.settled.as_ref().map(|(_, on)| format!("It was closed on {}", format::date(*on)));
        match (closed, now.kept_until()) {
            (Some(closed), Some(until)) => format!("{closed} and is kept until {}.", format::date(until)),
            _ => "It is not closed, so nobody knows yet how long it is kept.".to_owned(),
        }
    }
}

async fn draw(site: &Site, signed: &Signed, open: Open, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let ground = |ground: &DestructionGround| {
        Choice::new(ground.code(), ground.label()).chosen(typed.is("ground", ground.code()))
    };
    let page = DestructionPage {
        page: signed.page("Destroy this record?", Here::Safeguarding),
        keys: signed.keys(&site.app, &typed),
        grounds: DestructionGround::ALL.iter().map(ground).collect(),
        due: open.now().is_due_to_be_destroyed(open.today),
        attempt,
        typed,
        open,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>) -> Answer {
    let open = Open::read(&site, &signed, id).await?;
    draw(&site, &signed, open, Typed::default(), Attempt::first()).await
}

async fn destroy(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>, typed: Typed) -> Answer {
    let open = match Open::read(&site, &signed, id).await {
        Ok(open) => open,
        // Decided before, perhaps by the press before this one: what is left of it is done now.
        Err(Error(Refusal::NotFound)) => {
            let done = site.app.go_on_destroying(&signed.viewer, id).await?;
            return decided(&site, &signed, id, done).await;
        }
        Err(error) => return Err(error),
    };
    let mut form = typed.reader();
    let ground = form.code("ground");
    if !form.tick("sure") {
        form.refuse::<()>("sure", "Tick this to go on");
    }
    let (Some(ground), true) = (ground, form.is_fine()) else {
        return draw(&site, &signed, open, typed.clone(), form.again()).await;
    };
    let command = ConcernCommand::DecideDestruction { ground, another_is_open: false };
    let instruction = Instruction::Concern { id, command };
    match site.ask(&signed, &typed, instruction).await {
        Ok(done) => decided(&site, &signed, id, done).await,
        Err(Refusal::NotFound) => Err(Refusal::NotFound.into()),
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, open, typed, attempt).await
        }
    }
}

/// Goes on to the worklist, which says whether it is destroyed or is still to be.
async fn decided(site: &Site, signed: &Signed, id: ConcernId, done: Done) -> Answer {
    let flash = match site.app.is_destroyed(&signed.viewer, id).await? {
        true => Flash::ConcernDestroyed,
        false => Flash::ConcernToBeDestroyed,
    };
    site.done(done, paths::SAFEGUARDING, flash).await
}
