//! What stands before every handler: who is signed in, whether the route is theirs, whether the request
//! comes from one of our own pages and this session, and how much it sends. Somebody who has to sign in
//! again, or whose page belongs to an earlier session, keeps what they typed.

use std::time::Duration;

use app::access::Role;
use app::error::{Failure, Refusal};
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures::StreamExt;
use tokio::time::timeout;

use crate::drafts;
use crate::error::{Error, Trouble};
use crate::extract::Signed;
use crate::flash::Flash;
use crate::form::{Typed, Upload, upload};
use crate::pages::outing::alert;
use crate::pages::{send_again, sign_in};
use crate::session::{self, From};
use crate::site::Site;
use crate::{moved, paths, site};

/// Bytes of a request that are taken: a hundred times what anybody types.
pub const LIMIT_BYTES: usize = 2 * 1024 * 1024;
/// Bytes that are taken of somebody who is not signed in: enough for every word that a form of ours holds.
const STRANGERS_BYTES: usize = 256 * 1024;
/// Signing in again carries a whole form along, with names a little longer.
const CARRIED_BYTES: usize = STRANGERS_BYTES + 64 * 1024;

/// How long sending it may take: a whole form over the slowest of networks.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long sending a file may take: the largest over a slow network.
const FILE_PATIENCE: Duration = Duration::from_secs(300);
/// Bytes of a form with too large a file that are read for the words before it.
const WORDS_BYTES: usize = 64 * 1024;
/// Bytes that are let pass by so that a browser comes to see why its file was not taken.
const PASSED_BY: usize = 512 * 1024 * 1024;

/// The whole of what is sent, if it is neither too large nor too slow.
async fn whole(body: Body, limit: usize, patience: Duration) -> Result<Bytes, Box<Response>> {
    match timeout(patience, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Box::new(Trouble::too_large().into_response())),
        Err(_) => Err(Box::new(Trouble::too_slow().into_response())),
    }
}

/// What came of a form with a file.
enum Came {
    /// All of it.
    Whole(Bytes),
    /// More than fits: how it begins.
    TooMuch(Bytes),
}

/// The whole of what is sent, or its beginning when it is more than fits: the rest is let pass by, as far as
/// [`PASSED_BY`], and dropped.
async fn passing_by(body: Body, limit: usize) -> Result<Came, Box<Response>> {
    let read = async {
        let (mut kept, mut passed) = (Vec::new(), 0_usize);
        let mut stream = body.into_data_stream();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(|_| Box::new(Trouble::too_slow().into_response()))?;
            passed += chunk.len();
            match passed {
                _ if passed <= limit => kept.extend_from_slice(&chunk),
                _ if passed > PASSED_BY => break,
                _ => {
                    if kept.len() < WORDS_BYTES {
                        kept.extend_from_slice(&chunk);
                    }
                    kept.truncate(WORDS_BYTES);
                    kept.shrink_to_fit();
                }
            }
        }
        let kept = Bytes::from(kept);
        Ok(if passed <= limit { Came::Whole(kept) } else { Came::TooMuch(kept) })
    };
    timeout(FILE_PATIENCE, read).await.unwrap_or_else(|_| Err(Box::new(Trouble::too_slow().into_response())))
}

/// Whose a route is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Anybody; nobody asks who it is. For files and health.
    Public,
    /// Anybody, signed in or not.
    Everyone,
    /// Whoever is signed in.
    SignedIn,
    /// Connectors, and whoever leads.
    Connecting,
    /// Team leads and safeguarding leads.
    Leading,
    /// Commissioners, and team leads beside them.
    Commissioning,
    /// Finance staff.
    Accounting,
    /// Administrators.
    Administering,
    /// Safeguarding leads.
    Safeguarding,
}

impl Audience {
    /// Whether somebody of this role is meant.
    pub fn includes(self, role: Role) -> bool {
        match self {
            Self::Public | Self::Everyone | Self::SignedIn => true,
            Self::Connecting => role == Role::Connector || role.leads(),
            Self::Leading => role.leads(),
            Self::Commissioning => role == Role::Commissioner || role.leads(),
            Self::Accounting => role == Role::Finance,
            Self::Administering => role == Role::Administrator,
            Self::Safeguarding => role == Role::SafeguardingLead,
        }
    }

    fn is_open(self) -> bool {
        matches!(self, Self::Public | Self::Everyone)
    }
}

/// One route's gate.
#[derive(Clone)]
pub struct Gate {
    /// What is behind it.
    pub site: Site,
    /// Who may pass.
    pub audience: Audience,
    /// Whether programs use it rather than people.
    pub is_api: bool,
    /// Bytes of a form with a file, where one may be brought.
    pub file_bytes: Option<usize>,
}

/// Who a request comes from.
pub async fn who(site: &Site, headers: &HeaderMap) -> Result<Option<Signed>, Failure> {
    let Some(token) = session::token(headers, site.secure) else { return Ok(None) };
    let account = site.app.accounts.signed_in(token, site.app.clock.now()).await?;
    Ok(account
        .map(|account| Signed::new(&account, session::csrf(token, account.account_id), Flash::of(headers))))
}

/// Lets a request pass to its handler, or answers in its stead.
pub async fn guard(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    if gate.audience == Audience::Public {
        return next.run(request).await;
    }
    let signed = match who(&gate.site, request.headers()).await {
        Ok(signed) => signed,
        Err(failure) => return Error::from(failure).into_response(),
    };
    let looks = matches!(*request.method(), Method::GET | Method::HEAD);
    let seen = drafts::Seen { uri: request.uri().clone(), looked: looks, sent: None };
    let signed = match signed {
        Some(signed) if looks && !gate.is_api => match looking_out(&gate.site, signed).await {
            Ok(signed) => Some(signed),
            Err(failure) => return Error::from(failure).into_response(),
        },
        signed => signed,
    };
    let flashed = looks && signed.is_some() && Flash::of(request.headers()).is_some();
    let passed =
        if looks { gate.look(request, signed.as_ref()) } else { gate.change(request, signed.as_ref()).await };
    let mut response = match passed {
        Ok(request) => {
            let typed = request.extensions().get::<Typed>().cloned();
            let mut response = next.run(request).await;
            if let Some(signed) = signed.as_ref().filter(|_| gate.is_about_people()) {
                response = moved::instead(&gate.site, signed, &seen.uri, looks, response).await;
            }
            if let Some(signed) = signed.as_ref().filter(|_| gate.has_drafts()) {
                let sent = typed.as_ref().map(|typed| typed.one(drafts::MARK).to_owned());
                let seen = drafts::Seen { sent: sent.filter(|form| !form.is_empty()), ..seen };
                response = drafts::on_the_way_out(&gate.site, signed, seen, response)
                    .await
                    .unwrap_or_else(IntoResponse::into_response);
            }
            // Whatever went wrong, the page that says so has their own words on it.
            if let Some(typed) = typed.filter(|_| response.extensions().get::<Trouble>().is_some()) {
                response.extensions_mut().insert(typed);
            }
            response
        }
        Err(answer) => *answer,
    };
    if flashed && response.status() == StatusCode::OK {
        response.headers_mut().append(header::SET_COOKIE, Flash::gone());
    }
    if let Some(signed) = signed {
        response.extensions_mut().insert(signed);
    }
    response
}

/// Somebody with who of the team should have been out, if it is theirs to look out.
async fn looking_out(site: &Site, signed: Signed) -> Result<Signed, Failure> {
    let alerts = match signed.connecting() {
        Ok(who) => alert::alerts(site, &who).await?,
        Err(_) => Vec::new(),
    };
    Ok(if alerts.is_empty() { signed } else { signed.with_alerts(alerts) })
}

type Passed = Result<Request, Box<Response>>;

fn instead(answer: impl IntoResponse) -> Passed {
    Err(Box::new(answer.into_response()))
}

impl Gate {
    /// Whether its address may be one of somebody's record.
    fn is_about_people(&self) -> bool {
        matches!(self.audience, Audience::Connecting | Audience::Leading)
    }

    /// Whether forms behind it keep drafts: those of whoever works with people.
    fn has_drafts(&self) -> bool {
        !self.is_api && matches!(self.audience, Audience::Connecting | Audience::Leading)
    }

    /// A request that only looks.
    fn look(&self, mut request: Request, signed: Option<&Signed>) -> Passed {
        let Some(signed) = signed else {
            return match (self.audience.is_open(), self.is_api) {
                (true, _) => Ok(request),
                (false, true) => instead(not_signed_in()),
                (false, false) => {
                    let to = request.uri().path_and_query().map_or(paths::HOME, |to| to.as_str());
                    instead(site::see_other(&sign_in::and_then(to)))
                }
            };
        };
        if !self.audience.includes(signed.role()) {
            return instead(Error::from(Refusal::NotYours));
        }
        request.extensions_mut().insert(signed.clone());
        Ok(request)
    }

    /// A request that changes something.
    async fn change(&self, request: Request, signed: Option<&Signed>) -> Passed {
        let from = session::from(request.headers());
        if from == From::Elsewhere {
            return instead(Trouble::from_elsewhere());
        }
        if signed.is_some_and(|signed| !self.audience.includes(signed.role())) {
            return instead(Error::from(Refusal::NotYours));
        }
        if self.is_api { self.command(request, signed, from).await } else { self.form(request, signed).await }
    }

    async fn form(&self, request: Request, signed: Option<&Signed>) -> Passed {
        if let (Some(most), Some(boundary)) = (self.file_bytes, upload::boundary(request.headers())) {
            return self.form_with_file(request, signed, most, &boundary).await;
        }
        if !says_type(request.headers(), "application/x-www-form-urlencoded") {
            return instead(Trouble::not_a_form());
        }
        let to = request.uri().path().to_owned();
        let limit = match signed {
            Some(_) => LIMIT_BYTES,
            None if to == paths::SIGN_IN => CARRIED_BYTES,
            None => STRANGERS_BYTES,
        };
        let (mut parts, body) = request.into_parts();
        let bytes = whole(body, limit, PATIENCE).await?;
        if !Typed::fits(&bytes) {
            return instead(Trouble::too_large());
        }
        let typed = Typed::parse(&bytes);
        let Some(signed) = signed else {
            if !self.audience.is_open() {
                return instead(sign_in::with_what_was_typed(&self.site, &to, typed).await);
            }
            parts.extensions.insert(typed);
            return Ok(Request::from_parts(parts, Body::empty()));
        };
        if !session::is_csrf(typed.one("csrf"), signed.csrf()) && !self.audience.is_open() {
            if !session::is_of(typed.one("csrf"), signed.account()) {
                return instead(Trouble::of_another_session());
            }
            return instead(send_again::after_another_session(signed, &to, &typed.without_passwords()));
        }
        parts.extensions.insert(typed);
        parts.extensions.insert(signed.clone());
        Ok(Request::from_parts(parts, Body::empty()))
    }

    /// A form with a file. What is too large is let pass by unread, because a browser shows no answer
    /// before it has sent everything.
    async fn form_with_file(
        &self,
        request: Request,
        signed: Option<&Signed>,
        most: usize,
        boundary: &str,
    ) -> Passed {
        let to = request.uri().path().to_owned();
        let Some(signed) = signed else { return instead(site::see_other(&sign_in::and_then(&to))) };
        let (mut parts, body) = request.into_parts();
        let read = match passing_by(body, most).await? {
            Came::Whole(bytes) => upload::parse(bytes, boundary).await,
            Came::TooMuch(beginning) => {
                let typed = upload::before_the_file(beginning, boundary).await;
                Some((typed, Upload { too_large: true, ..Upload::default() }))
            }
        };
        let Some((typed, file)) = read else { return instead(Trouble::not_a_form()) };
        if !session::is_csrf(typed.one("csrf"), signed.csrf()) {
            return instead(Trouble::of_another_session());
        }
        parts.extensions.insert(typed);
        parts.extensions.insert::<Upload>(file);
        parts.extensions.insert(signed.clone());
        Ok(Request::from_parts(parts, Body::empty()))
    }

    async fn command(&self, request: Request, signed: Option<&Signed>, from: From) -> Passed {
        let Some(signed) = signed else { return instead(not_signed_in()) };
        let token = request.headers().get("x-kith-csrf").and_then(|value| value.to_str().ok());
        let proven = token.map_or(from == From::Here, |token| session::is_csrf(token, signed.csrf()));
        if !proven {
            return instead(Trouble::from_elsewhere());
        }
        if !says_type(request.headers(), "application/json") {
            return instead(Trouble::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "wrong_type",
                "This was not sent as JSON",
                "Send application/json. Nothing was changed.",
            ));
        }
        let (mut parts, body) = request.into_parts();
        let bytes = whole(body, LIMIT_BYTES, PATIENCE).await?;
        parts.extensions.insert(signed.clone());
        Ok(Request::from_parts(parts, Body::from(bytes)))
    }
}

fn says_type(headers: &HeaderMap, expected: &str) -> bool {
    let given = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(expected))
}

fn not_signed_in() -> Trouble {
    Trouble::new(
        StatusCode::UNAUTHORIZED,
        "not_signed_in",
        "Nobody is signed in",
        "Sign in first. Nothing was changed.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_body_that_never_ends_is_given_up_and_a_large_one_is_not_read() {
        let endless = Body::from_stream(futures::stream::pending::<Result<Bytes, std::io::Error>>());
        let given_up = whole(endless, 10, Duration::from_millis(5)).await.unwrap_err();
        assert_eq!(given_up.status(), StatusCode::REQUEST_TIMEOUT);
        let large = whole(Body::from("a".repeat(11)), 10, PATIENCE).await.unwrap_err();
        assert_eq!(large.status(), StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(whole(Body::from("a"), 10, PATIENCE).await.ok(), Some(Bytes::from("a")));
    }
}
