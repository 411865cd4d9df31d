//! What every handler is given: the application, the installation it runs in, and the few things a page
//! does the same way everywhere: ask, show, and go on.

use std::sync::Arc;

use app::App;
use app::access::Viewer;
use app::commands::{Done, Instruction, Request};
use app::error::{Failure, Refusal};
use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::shared::ids::CommandId;
use tracing::Instrument;

use crate::error::{Answer, Error};
use crate::extract::Signed;
use crate::flash::Flash;
use crate::form::{Attempt, Typed, named};
use crate::installation::Installation;

/// The state of the router. Cheap to clone.
#[derive(Clone)]
pub struct Site {
    /// What can be done and seen.
    pub app: App,
    /// How the installation is.
    pub installation: Arc<dyn Installation>,
    /// Whether browsers reach it over https alone, so that cookies may say so.
    pub secure: bool,
}

/// What became of a form: an answer to send, or what to say beside it.
pub type Settled = Result<Result<Response, Attempt>, Error>;

impl Site {
    /// Asks for what a form asked for, under the form's command id and the version it showed.
    pub async fn ask(
        &self,
        signed: &Signed,
        typed: &Typed,
        instruction: Instruction,
    ) -> Result<Done, Refusal> {
        let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(self.app.ids.next()));
        let request = Request { command_id, seen: typed.seen(), instruction };
        self.request(&signed.viewer, request).await
    }

    /// Asks. What destroys a key goes on when nobody waits for the answer any more: a page that is closed must not
    /// leave it decided and not done.
    pub async fn request(&self, viewer: &Viewer, request: Request) -> Result<Done, Refusal> {
        if !request.instruction.destroys() {
            return self.app.ask(viewer, request).await;
        }
        let (app, viewer) = (self.app.clone(), viewer.clone());
        let asked = async move { app.ask(&viewer, request).await };
        let done = tokio::spawn(asked.in_current_span()).await;
        done.map_err(Failure::doing("waiting for what was decided"))?
    }

    /// Asks, and goes on to the page that shows what was done, or says why not beside the form.
    pub async fn settle(
        &self,
        signed: &Signed,
        typed: &Typed,
        instruction: Instruction,
        to: &str,
        flash: Flash,
    ) -> Settled {
        match self.ask(signed, typed, instruction).await {
            Ok(done) => self.done(done, to, flash).await.map(Ok),
            Err(refusal) => Attempt::refused(refusal, typed).map(Err),
        }
    }

    /// Goes on to a page that shows what was just done, with a sentence at its top.
    pub async fn done(&self, done: Done, to: &str, flash: Flash) -> Answer {
        self.app.views.catch_up(done.position).await;
        go_on(to, flash)
    }
}

/// Goes on to a page after something was done that is not in the log, such as a changed account.
pub fn go_on(to: &str, flash: Flash) -> Answer {
    let mut response = see_other(to)?;
    response.headers_mut().append(header::SET_COOKIE, flash.cookie());
    Ok(response)
}

/// Goes on to a page.
pub fn see_other(to: &str) -> Answer {
    let to = HeaderValue::from_str(to).map_err(Failure::doing("naming the next page"))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response())
}

/// A page.
pub fn show(page: &impl Template) -> Answer {
    show_as(StatusCode::OK, page)
}

/// A page with a status: of a form that was not understood, for example.
pub fn show_as(status: StatusCode, page: &impl Template) -> Answer {
    let html = page.render().map_err(Failure::doing("drawing a page"))?;
    Ok((status, Html(named(html))).into_response())
}
