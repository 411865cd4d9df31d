//! How the organisation looks out: how long nobody is troubled, and whom to ring in the end.

use askama::Template;
use axum::extract::State;

use crate::error::Answer;
use crate::extract::Signed;
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::paths;
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};

/// Two entries.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::LONE_WORKING, Audience::Leading, look),
        post(paths::LONE_WORKING, Audience::Leading, agree),
    ]
}

#[derive(Template)]
#[template(path = "outing/settings.html")]
struct Settings {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    /// Whether a program of the service's own is told, too.
    tells: bool,
}

fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let typed = attempt.keep(typed);
    let page = signed.page("How we look out for each other", Here::Team);
    let keys = signed.keys(&site.app, &typed);
    show_as(attempt.status, &Settings { page, keys, attempt, typed, tells: site.app.bell.is_hung() })
}

async fn look(State(site): State<Site>, signed: Signed) -> Answer {
    let agreed = site.app.lone.agreed(signed.organisation()).await?;
    let typed = Typed::default()
        .with("grace_minutes", agreed.grace_minutes)
        .with("on_call", agreed.on_call.map(|line| line.to_string()).unwrap_or_default());
    draw(&site, &signed, typed, Attempt::first())
}

async fn agree(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let mut form = typed.reader();
    let (grace, on_call) = (form.whole("grace_minutes", 15..=30), form.line_or_none("on_call"));
    let (Some(grace), Some(on_call)) = (grace, on_call) else {
        let attempt = form.again();
        return draw(&site, &signed, typed, attempt);
    };
    match site.app.agree_lone_working(&signed.connecting()?, grace, on_call).await {
        Ok(()) => go_on(paths::TEAM_OUT, Flash::Saved),
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, typed, attempt)
        }
    }
}
