//! What is answered when something cannot be shown or done. A handler answers `Err` with a refusal; the
//! outermost layer here turns it into a page in the frame of whoever asked, with the words they had
//! written, or into problem+json for the API, and logs a failure of the installation once, with its causes.

use std::sync::Arc;

use app::error::{Failure, Refusal};
use askama::Template;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::api::problem::Problem;
use crate::extract::Signed;
use crate::form::{Typed, Written, people_say};
use crate::look::{Here, Page};

/// What every page handler answers.
pub type Answer = Result<Response, Error>;

/// Why there is no page.
#[derive(Debug)]
pub struct Error(pub Refusal);

impl<E: Into<Refusal>> From<E> for Error {
    fn from(refusal: E) -> Self {
        Self(refusal.into())
    }
}

/// Something that went wrong, in words for whoever asked; carried in the response until it is drawn.
#[derive(Debug, Clone)]
pub struct Trouble {
    /// The answer's status.
    pub status: StatusCode,
    /// Which kind of trouble, as a word for programs: a promise.
    pub kind: &'static str,
    /// What happened, as a heading.
    pub title: &'static str,
    /// What was kept and what to do.
    pub words: String,
    /// The field that it is about, named as in the command.
    pub field: Option<&'static str>,
    /// Why, for the log alone.
    pub cause: Option<Arc<Failure>>,
}

impl Trouble {
    /// With these words.
    pub fn new(
        status: StatusCode,
        kind: &'static str,
        title: &'static str,
        words: impl Into<String>,
    ) -> Self {
        Self { status, kind, title, words: words.into(), field: None, cause: None }
    }

    /// Nothing is there, or nothing that they may know of.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not_found",
            "There is nothing here",
            "The address may be mistyped, or what was here is not yours to see. Nothing was changed.",
        )
    }

    /// What was sent was for a record that was put together with another one meanwhile.
    pub fn moved(to: &str) -> Self {
        Self::new(
            StatusCode::CONFLICT,
            "moved",
            "This record was put together with another one",
            format!(
                "They were found to be one person while this page was open. Nothing was saved. Open the record \
                 as it is now, at {to}, and write it there."
            ),
        )
    }

    /// The request came from another site.
    pub fn from_elsewhere() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "from_elsewhere",
            "This did not come from Kith",
            "Another site tried to send something in your name. Nothing was changed. \
             If it was you, open Kith and do it there.",
        )
    }

    /// More was sent than is taken.
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "That is more than fits",
            "More was sent at once than Kith takes. Nothing was saved and nothing was changed. \
             Go back: what you typed is still in the form. Make it shorter and send it again.",
        )
    }

    /// A file of more than fits.
    pub fn file_too_large(most: usize) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "too_large",
            "That file is too large",
            format!(
                "A file may have {} MB. Nothing was saved and nothing was changed. \
                 Go back and choose a smaller one, or bring it in several parts.",
                most / (1024 * 1024)
            ),
        )
    }

    /// It took longer to arrive than is waited for.
    pub fn too_slow() -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "too_slow",
            "This did not arrive in time",
            "Not all of it came within a minute. Nothing was saved and nothing was changed. \
             Go back: what you typed is still in the form. Send it again where the signal is better.",
        )
    }

    /// What was sent is not a form.
    pub fn not_a_form() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "wrong_type",
            "This was not sent as a form",
            "Nothing was saved. Please use the page’s own form.",
        )
    }

    /// A form that was made for somebody else's session, or for none of ours.
    pub fn of_another_session() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "from_elsewhere",
            "This page was opened by somebody else",
            "Somebody else is signed in here now than when it was opened. Nothing was saved and nothing was \
             changed. Sign in as whoever wrote it, go back to the page and send it again.",
        )
    }

    /// A refusal, as trouble.
    pub fn of(refusal: Refusal) -> Self {
        let (status, kind, title) = match &refusal {
            Refusal::NotFound | Refusal::NotYours => return Self::not_found(),
            Refusal::Failed(_) => {
                let mut trouble = Self::failed();
                if let Refusal::Failed(failure) = refusal {
                    trouble.cause = Some(Arc::new(failure));
                }
                return trouble;
            }
            Refusal::Stale { .. } => (StatusCode::CONFLICT, "stale", "Somebody else changed this"),
            Refusal::Busy => (StatusCode::CONFLICT, "busy", "Many people are changing this"),
            Refusal::CommandReused => (StatusCode::CONFLICT, "command_reused", "This was sent before"),
            Refusal::Forgotten => (StatusCode::UNPROCESSABLE_ENTITY, "forgotten", "This cannot be done"),
            Refusal::Invalid { .. } => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid", "This was not understood")
            }
            Refusal::Person(_)
            | Refusal::Engagement(_)
            | Refusal::Relationship(_)
            | Refusal::Concern(_)
            | Refusal::Outing(_)
            | Refusal::Place(_) => (StatusCode::UNPROCESSABLE_ENTITY, "rule", "This cannot be done"),
        };
        let words =
            format!("{}. Nothing was changed.", people_say(&refusal.to_string()).trim_end_matches('.'));
        Self { field: refusal.field(), ..Self::new(status, kind, title, words) }
    }

    /// The installation is at fault.
    pub fn failed() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "failed",
            "Kith could not do this",
            "The fault is ours and has been noted. What was saved before is safe; this last step was not done. \
             Please go back, where what you typed is still in the form, and try again.",
        )
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Trouble::of(self.0).into_response()
    }
}

#[derive(Template)]
#[template(path = "trouble.html")]
struct TroublePage<'a> {
    page: Page,
    words: &'a str,
    home: bool,
    /// What whoever asked had written into the form that was not taken.
    written: Vec<Written<'a>>,
}

/// Draws trouble, for a page or for the API, and logs what the installation is to blame for.
pub async fn draw(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let Some(trouble) = response.extensions_mut().remove::<Trouble>() else { return response };
    log(&trouble);
    let signed = response.extensions_mut().remove::<Signed>();
    let typed = response.extensions_mut().remove::<Typed>().unwrap_or_default();
    let (head, _) = response.into_parts();
    let mut drawn =
        if is_api { Problem::of(&trouble).into_response() } else { page(&trouble, signed, &typed) };
    for (name, value) in &head.headers {
        if *name != header::CONTENT_LENGTH && *name != header::CONTENT_TYPE {
            drawn.headers_mut().append(name, value.clone());
        }
    }
    if trouble.status == StatusCode::UNAUTHORIZED {
        drawn.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Session"));
    }
    drawn
}

fn page(trouble: &Trouble, signed: Option<Signed>, typed: &Typed) -> Response {
    let home = signed.is_some();
    let page = match signed {
        Some(signed) => signed.page(trouble.title, Here::Elsewhere),
        None => Page::open(trouble.title),
    };
    let html = TroublePage { page, words: &trouble.words, home, written: Written::of(typed) }.render();
    (trouble.status, Html(html.unwrap_or_else(|_| trouble.words.clone()))).into_response()
}

/// One line for one failure: what was being done and every cause below it.
pub fn log(trouble: &Trouble) {
    let Some(failure) = &trouble.cause else { return };
    tracing::error!(error.doing = failure.doing, error.causes = failure.causes(), "a request failed");
}
