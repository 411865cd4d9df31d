//! What somebody typed before they had to sign in again, ready to be sent now. Nothing is sent without
//! their saying so: another person may have signed in.

use askama::Template;
use axum::http::StatusCode;

use crate::error::Answer;
use crate::extract::Signed;
use crate::form::Typed;
use crate::look::{Here, Page};
use crate::site::show_as;

/// Fields that are not words of anybody's.
const HIDDEN: [&str; 3] = ["csrf", "command_id", "seen"];

#[derive(Template)]
#[template(path = "send_again.html")]
struct SendAgain<'a> {
    page: Page,
    why: &'static str,
    to: &'a str,
    fields: Vec<(&'a str, &'a str)>,
    words: Vec<&'a str>,
}

/// After signing in again.
pub fn after_signing_in(signed: &Signed, to: &str, typed: &Typed) -> Answer {
    offer(
        signed,
        StatusCode::OK,
        "You are signed in again. What you had written has not been sent yet.",
        to,
        typed,
    )
}

/// The page was opened in an earlier session, so its token is not this one's.
pub fn after_another_session(signed: &Signed, to: &str, typed: &Typed) -> Answer {
    let why = "The page was opened before you last signed in. What you had written has not been sent yet.";
    offer(signed, StatusCode::FORBIDDEN, why, to, typed)
}

fn offer(signed: &Signed, status: StatusCode, why: &'static str, to: &str, typed: &Typed) -> Answer {
    let fields = typed.iter().filter(|(name, _)| *name != "csrf").collect();
    let is_code =
        |value: &str| value.parse::<uuid::Uuid>().is_ok() || !value.contains([' ', '-']) && value.len() < 3;
    let words = typed
        .iter()
        .filter(|(name, value)| !HIDDEN.contains(name) && !value.trim().is_empty() && !is_code(value))
        .map(|(_, value)| value)
        .collect();
    show_as(
        status,
        &SendAgain {
            page: signed.page("What you had written is here", Here::Elsewhere),
            why,
            to,
            fields,
            words,
        },
    )
}
