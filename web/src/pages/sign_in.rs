//! Signing in and out. Whoever was sent here from a page goes back to it; whoever was sent here from a
//! form finds what they had typed on the next page, ready to be sent, if it was they who typed it. Sign-out
//! is everybody's: whoever leaves after their session has ended is out already.

use app::access::Role;
use app::accounts::{Account, NewSession};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::shared::text::Line;

use crate::error::Answer;
use crate::extract::{Params, Signed};
use crate::form::{Attempt, Typed};
use crate::guard::Audience;
use crate::look::{FormErrors, Page};
use crate::router::{Route, get, post};
use crate::session::{self, csrf};
use crate::site::{Site, see_other, show_as};
use crate::{flash::Flash, pages::send_again, paths};

/// Three entries.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::SIGN_IN, Audience::Everyone, page),
        post(paths::SIGN_IN, Audience::Everyone, sign_in),
        post("/sign-out", Audience::Everyone, sign_out),
    ]
}

/// Before the names of fields that were typed into another form.
const KEPT: &str = "kept.";

/// The sign-in page that leads on to an address.
pub fn and_then(to: &str) -> String {
    let to = if to == paths::HOME { None } else { paths::local(to) };
    let query = to.and_then(|to| serde_html_form::to_string([("to", to)]).ok());
    query.map_or_else(|| paths::SIGN_IN.to_owned(), |query| format!("{}?{query}", paths::SIGN_IN))
}

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn {
    page: Page,
    errors: FormErrors,
    /// Where to go on to.
    to: String,
    /// As typed.
    name: String,
    /// Fields of another form, with their names as they are carried along.
    kept: Vec<(String, String)>,
    personas: Vec<Persona>,
}

/// Somebody whom a visitor of the demo may be.
struct Persona {
    account: Account,
    called: String,
    sees: &'static str,
}

impl Persona {
    fn new(account: Account) -> Self {
        let first = account.name.split_whitespace().next().unwrap_or(&account.name);
        let called = format!("{first}, {}", account.role.label().to_lowercase());
        let sees = match account.role {
            Role::Connector => "Today’s visits, a caseload, meet-ups in four taps",
            Role::TeamLead => "Every caseload, and what waits for a signature",
            Role::Commissioner => "What the money bought, without any name",
            Role::Finance => "Budgets and hours, to the penny",
            Role::Administrator => "Accounts, contracts, the installation",
            Role::SafeguardingLead => "What worries somebody, and what is done about it",
        };
        Self { called, sees, account }
    }
}

async fn draw(site: &Site, to: &str, typed: &Typed, attempt: Attempt) -> Answer {
    let personas = site.app.accounts.personas().await?.into_iter().map(Persona::new).collect();
    let kept = typed.iter().filter(|(name, _)| name.starts_with(KEPT));
    let kept = kept.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let (to, name) = (to.to_owned(), typed.one("name").to_owned());
    show_as(
        attempt.status,
        &SignIn { page: Page::open("Sign in"), errors: attempt.errors, to, name, kept, personas },
    )
}

async fn page(State(site): State<Site>, signed: Option<Signed>, Params(asked): Params) -> Answer {
    let to = paths::local(asked.one("to")).unwrap_or_default();
    if signed.is_some() {
        return see_other(if to.is_empty() { paths::HOME } else { to });
    }
    draw(&site, to, &Typed::default(), Attempt::first()).await
}

/// The page for somebody who sent a form and was not signed in any more. The form comes along if a page of
/// ours was sent, which its token shows; without it there is no address to go on to either, because nobody
/// looks at one that takes a form.
pub async fn with_what_was_typed(site: &Site, to: &str, typed: Typed) -> Answer {
    let mut attempt = Attempt::first();
    attempt.status = StatusCode::UNAUTHORIZED;
    if !session::looks_like_csrf(typed.one("csrf")) {
        return draw(site, "", &Typed::default(), attempt).await;
    }
    let typed = typed.without_passwords();
    let kept = typed.iter().map(|(name, value)| (format!("{KEPT}{name}"), value));
    draw(site, to, &Typed::from_fields(kept), attempt).await
}

async fn sign_in(State(site): State<Site>, headers: HeaderMap, typed: Typed) -> Answer {
    let now = site.app.clock.now();
    let to = paths::local(typed.one("to")).unwrap_or_default();
    let session = match typed.id("persona") {
        Some(persona) => {
            let offered = site.app.accounts.personas().await?.iter().any(|known| known.account_id == persona);
            if offered { site.app.accounts.sign_in_as(persona, now).await? } else { None }
        }
        // What could not be anybody's name is a wrong name like any other.
        None => match Line::parse(typed.one("name")) {
            Ok(name) => site.app.accounts.sign_in(name.as_str(), typed.one("password"), now).await?,
            Err(_) => None,
        },
    };
    match session {
        Some(session) => {
            // One browser has one session: the one before would end only when nobody used it any more.
            if let Some(before) = session::token(&headers, site.secure) {
                site.app.accounts.sign_out(before).await?;
            }
            go_in(&site, session, to, &typed)
        }
        None => {
            let mut errors = FormErrors::none();
            errors.add("name", "This name and this password do not belong together. Check both. After five wrong tries, wait a quarter of an hour");
            draw(&site, to, &typed, Attempt::not_understood(errors)).await
        }
    }
}

/// Begins a session: on to where they wanted to go, or to what they themselves had typed. What somebody
/// else had typed at the same machine is neither shown nor sent.
pub(super) fn go_in(site: &Site, session: NewSession, to: &str, typed: &Typed) -> Answer {
    let kept = typed.iter().filter_map(|(name, value)| Some((name.strip_prefix(KEPT)?, value)));
    let kept = Typed::from_fields(kept);
    let home = paths::home(session.account.role);
    let mut response = match (kept.is_empty(), to) {
        (true, "") => see_other(home)?,
        (true, to) => see_other(to)?,
        (false, "") => see_other(home)?,
        (false, to) if session::is_of(kept.one("csrf"), session.account.account_id) => {
            let csrf = csrf(&session.token, session.account.account_id);
            let signed = Signed::new(&session.account, csrf, None::<Flash>);
            send_again::after_signing_in(&signed, to, &kept.without_passwords())?
        }
        (false, _) => see_other(home)?,
    };
    if let Some(cookie) = session::keep(&session.token, site.secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn sign_out(State(site): State<Site>, headers: HeaderMap) -> Answer {
    if let Some(token) = session::token(&headers, site.secure) {
        site.app.accounts.sign_out(token).await?;
    }
    let mut response: Response = see_other(paths::SIGN_IN)?;
    if let Some(cookie) = session::forget(site.secure) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
