//! "I am out and safe": one big button, and more time at a tap. What the page shows after the word of alarm is
//! what it shows without.

use app::commands::Instruction;
use app::error::Refusal;
use app::views::outings::OutingRow;
use askama::Template;
use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::outing::OutingCommand;
use domain::shared::ids::{CommandId, OutingId};

use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// The page, and the two things to say on it.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::OUT, Audience::Connecting, look),
        post("/out/{id}/longer", Audience::Connecting, longer),
        post("/out/{id}/ending", Audience::Connecting, come_back),
    ]
}

/// The outing that somebody is on, as their pages speak of it.
pub struct Mine {
    pub row: OutingRow,
    now: DateTime<Utc>,
    today: NaiveDate,
}

impl Mine {
    /// The viewer's own, if they are out.
    pub async fn read(site: &Site, signed: &Signed) -> Result<Option<Self>, crate::error::Error> {
        let row = site.app.views.my_outing(&signed.connecting()?).await?;
        let (now, today) = (site.app.clock.now(), site.app.clock.today());
        Ok(row.map(|row| Self { row, now, today }))
    }

    /// Whether they went in on an earlier day, and perhaps forgot to say that they are out.
    pub fn is_old(&self) -> bool {
        format::london_date(self.row.began_at) < self.today
    }

    /// "You went in at 14:00 and are to be out at 15:40."
    pub fn words(&self) -> String {
        let began = format::time(self.row.began_at);
        let back_by = format::time(self.row.back_by);
        match (self.is_old(), self.row.back_by < self.now) {
            (true, _) => format!(
                "You went in {} at {began} and did not say that you were out. Is all well?",
                format::ago(format::london_date(self.row.began_at), self.today)
            ),
            (false, true) => format!("You were to be out at {back_by}. Is all well?"),
            (false, false) => format!("You went in at {began} and are to be out at {back_by}."),
        }
    }

    /// Where.
    pub fn place(&self) -> String {
        self.row.place.as_ref().and_then(|place| place.get()).map(ToString::to_string).unwrap_or_default()
    }

    /// Where it is said that they are out.
    pub fn ending(&self) -> String {
        paths::outing_part(self.row.outing_id, "ending")
    }

    /// Where more time is asked for.
    pub fn longer(&self) -> String {
        paths::outing_part(self.row.outing_id, "longer")
    }
}

#[derive(Template)]
#[template(path = "outing/mine.html")]
struct MinePage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    mine: Option<Mine>,
}

async fn draw(site: &Site, signed: &Signed, attempt: Attempt) -> Answer {
    let page = MinePage {
        page: signed.page("Out alone", Here::Today),
        keys: signed.keys(&site.app, &Typed::default()),
        mine: Mine::read(site, signed).await?,
        attempt,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed) -> Answer {
    draw(&site, &signed, Attempt::first()).await
}

/// Only one's own; what is another's does not exist.
async fn own(site: &Site, signed: &Signed, id: OutingId) -> Result<(), crate::error::Error> {
    let who = signed.connecting()?;
    match site.app.views.outing(&who, id).await? {
        Some(row) if row.account_id == who.account() => Ok(()),
        _ => Err(Refusal::NotFound.into()),
    }
}

async fn longer(State(site): State<Site>, signed: Signed, At(id): At<OutingId>, typed: Typed) -> Answer {
    own(&site, &signed, id).await?;
    let mut form = typed.reader();
    let Some(minutes) = form.whole("minutes", 1..=60) else {
        return draw(&site, &signed, form.again()).await;
    };
    let command = OutingCommand::Lengthen { minutes, now: DateTime::default() };
    let instruction = Instruction::Outing { id, command };
    match site.settle(&signed, &typed, instruction, paths::OUT, Flash::HasLonger).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, attempt).await,
    }
}

async fn come_back(State(site): State<Site>, signed: Signed, At(id): At<OutingId>, typed: Typed) -> Answer {
    own(&site, &signed, id).await?;
    let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()));
    match site.app.come_back(&signed.viewer, command_id, id, typed.one("said")).await {
        Ok(done) => site.done(done, paths::TODAY, Flash::OutAndSafe).await,
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, attempt).await
        }
    }
}
