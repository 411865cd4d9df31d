//! What somebody typed before they had to sign in again, ready to be sent now. It is shown to the account
//! whose page it was typed into and to no other, and nothing is sent without their saying so.

use askama::Template;
use axum::http::StatusCode;

use crate::error::Answer;
use crate::extract::Signed;
use crate::form::{Typed, Written};
use crate::look::{Here, Page};
use crate::site::show_as;

#[derive(Template)]
#[template(path = "send_again.html")]
struct SendAgain<'a> {
    page: Page,
    why: &'static str,
    to: &'a str,
    fields: Vec<(&'a str, &'a str)>,
    written: Vec<Written<'a>>,
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
    show_as(
        status,
        &SendAgain {
            page: signed.page("What you had written is here", Here::Elsewhere),
            why,
            to,
            fields,
            written: Written::of(typed),
        },
    )
}
