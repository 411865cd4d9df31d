//! Budgets to take away: the list as it is filtered, and one statement with lines and sessions.

use app::error::Refusal;
use app::views::Shown;
use app::views::budgets::BudgetFilter;
use axum::extract::State;
use axum::response::IntoResponse;
use domain::shared::ids::EngagementId;

use super::{budgets, sheets, statement};
use crate::error::Answer;
use crate::export::Kind;
use crate::extract::{At, Params, Signed};
use crate::form::Typed;
use crate::format;
use crate::guard::Audience;
use crate::pages::freshness;
use crate::router::{Route, get, post};
use crate::site::Site;

/// More budgets than an organisation has; a file holds them all.
const ALL: i64 = 1_000_000;

/// Every entry.
pub fn routes() -> Vec<Route> {
    vec![
        get("/budgets/files/{file}", Audience::Accounting, list),
        post("/budgets/files/{file}", Audience::Accounting, found),
        get("/budgets/{id}/files/{file}", Audience::Accounting, one),
    ]
}

async fn list(
    State(site): State<Site>,
    signed: Signed,
    At(file): At<String>,
    Params(typed): Params,
) -> Answer {
    take(&site, &signed, &file, &typed.without("name")).await
}

async fn found(State(site): State<Site>, signed: Signed, At(file): At<String>, typed: Typed) -> Answer {
    take(&site, &signed, &file, &typed).await
}

async fn take(site: &Site, signed: &Signed, file: &str, typed: &Typed) -> Answer {
    let who = signed.accounting()?;
    let Some(("budgets", kind)) = Kind::of(file) else { return Err(Refusal::NotFound.into()) };
    let filter = budgets::filter(typed).map_err(|attempt| {
        let (_, message) = attempt.errors.iter().next().unwrap_or_default();
        Refusal::invalid("name", message)
    })?;
    let shown = site.app.views.shown().await?;
    if let Some(trouble) = freshness::refused(&shown) {
        return Ok(trouble.into_response());
    }
    let made = made(site, &shown);
    let (budgets, _) = site.app.views.budgets(&who, &BudgetFilter { limit: ALL, ..filter }).await?;
    sheets::list(&budgets, site.app.clock.today(), made).answer(kind)
}

async fn one(State(site): State<Site>, signed: Signed, At((id, file)): At<(EngagementId, String)>) -> Answer {
    let who = signed.accounting()?;
    let (part, kind) = Kind::of(&file).ok_or(Refusal::NotFound)?;
    let shown = site.app.views.shown().await?;
    if let Some(trouble) = freshness::refused(&shown) {
        return Ok(trouble.into_response());
    }
    let made = made(&site, &shown);
    let detail = site.app.views.budget(&who, id).await?.ok_or(Refusal::NotFound)?;
    let sorted = statement::sort(&detail.budget, detail.sessions);
    let book = sheets::statement(&detail.budget, &sorted, site.app.clock.today(), &made);
    match (part, kind, book.sheets.as_slice()) {
        ("statement", Kind::Xlsx, _) => book.answer(),
        ("lines", kind, [lines, _]) => lines.answer(kind),
        ("sessions", kind, [_, sessions]) => sessions.answer(kind),
        _ => Err(Refusal::NotFound.into()),
    }
}

/// Up to where in the log, and when.
fn made(site: &Site, shown: &Shown) -> String {
    format!("as of {} · made on {}", freshness::event_words(shown), format::instant(site.app.clock.now()))
}
