//! The word of alarm: chosen by whoever may need it, and read by nobody, its owner neither.

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
        get(paths::ALARM_WORD, Audience::Connecting, look),
        post(paths::ALARM_WORD, Audience::Connecting, set),
    ]
}

#[derive(Template)]
#[template(path = "outing/word.html")]
struct Word {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    has_word: bool,
}

async fn draw(site: &Site, signed: &Signed, attempt: Attempt) -> Answer {
    let page = Word {
        page: signed.page("Your word of alarm", Here::Today),
        keys: signed.keys(&site.app, &Typed::default()),
        has_word: site.app.lone.has_word(signed.account()).await?,
        attempt,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed) -> Answer {
    draw(&site, &signed, Attempt::first()).await
}

async fn set(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    match site.app.set_alarm_word(&signed.connecting()?, typed.one("password_word")).await {
        Ok(()) => go_on(paths::ALARM_WORD, Flash::Saved),
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            draw(&site, &signed, attempt.about("password_word")).await
        }
    }
}
