//! Completing what is known of a concern: the form in which it was told, with what stands in it. What was
//! told before is kept beside it.

use app::accounts::Colleague;
use app::commands::Instruction;
use askama::Template;
use axum::extract::State;
use domain::concern::ConcernCommand;
use domain::shared::ids::ConcernId;

use super::concern::Open;
use super::wording::{self, Offers};
use crate::error::{Answer, Error};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};

/// Two entries.
pub fn routes() -> Vec<Route> {
    vec![
        get("/safeguarding/{id}/report", Audience::Safeguarding, look),
        post("/safeguarding/{id}/report", Audience::Safeguarding, complete),
    ]
}

#[derive(Template)]
#[template(path = "safeguarding/report.html")]
struct ReportPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    offers: Offers,
    today: String,
    href: String,
    action: String,
    name: String,
}

impl ReportPage {
    fn called(&self) -> &str {
        &self.name
    }
}

async fn team(site: &Site, signed: &Signed) -> Result<Vec<Colleague>, Error> {
    Ok(site.app.accounts.colleagues(&signed.connecting()?).await?)
}

async fn draw(site: &Site, signed: &Signed, open: &Open, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let page = ReportPage {
        page: signed.page("What is known", Here::Safeguarding),
        keys: signed.keys(&site.app, &typed),
        offers: Offers::new(&team(site, signed).await?, &typed, &attempt),
        today: open.today.to_string(),
        href: paths::concern(open.id),
        action: paths::concern_part(open.id, "report"),
        name: open.person(),
        attempt,
        typed,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>) -> Answer {
    let open = Open::read(&site, &signed, id).await?;
    let typed = open.now().known().map(wording::typed).unwrap_or_default();
    draw(&site, &signed, &open, typed, Attempt::first()).await
}

async fn complete(State(site): State<Site>, signed: Signed, At(id): At<ConcernId>, typed: Typed) -> Answer {
    let open = Open::read(&site, &signed, id).await?;
    let mut form = typed.reader();
    let Some(report) = wording::read(&mut form, &team(&site, &signed).await?) else {
        return draw(&site, &signed, &open, typed.clone(), form.again()).await;
    };
    let command = ConcernCommand::Complete { report: Box::new(report) };
    let to = paths::concern(id);
    match site.settle(&signed, &typed, Instruction::Concern { id, command }, &to, Flash::Saved).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, &open, typed, attempt).await,
    }
}
