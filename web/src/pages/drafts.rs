//! Keeping what is being typed, and throwing it away. The first is asked by a page's script and answered
//! without a page; the second by a button.

use app::drafts::Draft;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;

use crate::drafts::{Begun, MARK, read};
use crate::error::Answer;
use crate::extract::Signed;
use crate::form::Typed;
use crate::guard::Audience;
use crate::paths;
use crate::router::{Route, post};
use crate::site::{Site, see_other};

/// Keeping, and throwing away.
pub fn routes() -> Vec<Route> {
    vec![
        post(paths::DRAFTS, Audience::Connecting, keep),
        post(paths::DRAFTS_DISCARDING, Audience::Connecting, discard),
    ]
}

async fn keep(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let Some(Begun { form, page, fields }) = read(&typed) else {
        return Ok(StatusCode::UNPROCESSABLE_ENTITY.into_response());
    };
    let draft = Draft { form, saved_at: site.app.clock.now(), fields };
    site.app.keep_draft(&signed.connecting()?, &page, &draft).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn discard(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let form = typed.one(MARK);
    site.app.drafts.discard(signed.account(), form).await?;
    let page = form.split('#').next().and_then(paths::local);
    see_other(page.unwrap_or(paths::HOME))
}
