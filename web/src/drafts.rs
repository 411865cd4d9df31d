//! Drafts on the pages, one mechanism for every form with room for words and every other that says it is long
//! (`data-draft` on its tag). What a page is about to show is gone
//! through once: each such form is marked with which form it is and filled with what was typed before, and above
//! stands that it is not sent yet and a way to start afresh. It is filled unasked, because whoever overlooked an
//! offer would write over their own words. Handlers and templates know nothing of it.
//!
//! A form is the address of its page and where it is sent, both with their ids, so that nothing is ever
//! offered on another person's form.

mod markup;

use app::drafts::{Draft, MOST_BYTES};
use app::error::{Failure, Refusal};
use askama::Template;
use axum::body::{Body, to_bytes};
use axum::http::{StatusCode, Uri, header};
use axum::response::Response;

use crate::error::Error;
use crate::extract::Signed;
use crate::form::{Typed, Written};
use crate::site::Site;
use crate::{assets, format, paths};
use markup::{FormAt, escaped, fill, forms_to_keep};

/// The hidden field that says which form it is.
pub const MARK: &str = "drafted_as";
/// Fields that are the page's own, new each time.
const OWN: [&str; 3] = ["csrf", "command_id", MARK];
/// Bytes of a page that is gone through; ours are a tenth of it.
const MOST_PAGE_BYTES: usize = 8 * 1024 * 1024;
/// Where the offer stands.
const MAIN: &str = "<main id=\"main\" tabindex=\"-1\">";

/// What stands above a form that was filled with what was typed before.
#[derive(Template)]
#[template(path = "parts/draft.html")]
struct Offer<'a> {
    csrf: &'a str,
    form: &'a str,
    /// "Tuesday 10 March at 14:05"
    when: String,
    /// What has no place on the form any more.
    written: Vec<Written<'a>>,
}

/// What a request and its answer were, as far as drafts go.
pub struct Seen {
    /// Where the request went.
    pub uri: Uri,
    /// Whether it only looked.
    pub looked: bool,
    /// Which form was sent.
    pub sent: Option<String>,
}

impl Seen {
    /// Which form a page's form is.
    fn form(&self, page: &str, action: &str) -> String {
        format!("{page}#{action}")
    }

    /// The page's address.
    fn page(&self) -> String {
        self.uri.path_and_query().map_or_else(|| self.uri.path().to_owned(), ToString::to_string)
    }
}

/// What somebody has begun on a form whose fields are not the same each time, such as one with as many rows as were
/// added: for whoever draws it. `None` when there is nothing.
pub async fn begun(site: &Site, signed: &Signed, page: &str, action: &str) -> Result<Option<Typed>, Refusal> {
    let form = format!("{page}#{action}");
    let drafts = site.app.drafts_of(&signed.connecting()?, &[form]).await?;
    Ok(drafts.into_iter().next().map(|draft| Typed::from_fields(draft.fields)))
}

/// Goes through an answer on its way out.
pub async fn on_the_way_out(
    site: &Site,
    signed: &Signed,
    seen: Seen,
    response: Response,
) -> Result<Response, Error> {
    let status = response.status();
    if seen.uri.path() == paths::DRAFTS || is_apart(seen.uri.path()) {
        return Ok(response);
    }
    if !seen.looked {
        let Some(form) = &seen.sent else { return Ok(response) };
        // It was taken, so nothing of it waits any more.
        if status == StatusCode::SEE_OTHER {
            site.app.drafts.discard(signed.account(), form).await?;
            return Ok(response);
        }
    }
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/html")));
    if !html || (seen.looked && status != StatusCode::OK) {
        return Ok(response);
    }
    let (mut head, body) = response.into_parts();
    let bytes = to_bytes(body, MOST_PAGE_BYTES).await.map_err(Failure::doing("reading a page"))?;
    let Ok(page) = std::str::from_utf8(&bytes) else {
        return Ok(Response::from_parts(head, Body::from(bytes)));
    };
    let forms = forms_to_keep(page);
    if forms.is_empty() {
        return Ok(Response::from_parts(head, Body::from(bytes)));
    }
    let marked = marked(site, signed, &seen, page, &forms).await?;
    head.headers.remove(header::CONTENT_LENGTH);
    Ok(Response::from_parts(head, Body::from(marked)))
}

/// Whether a page is about a concern, which is sealed apart: half of one is kept nowhere else.
fn is_apart(path: &str) -> bool {
    path.split('/').any(|part| part == "concerns") || path.starts_with(paths::SAFEGUARDING)
}

/// The page with its forms marked, and filled with what was typed before.
async fn marked(
    site: &Site,
    signed: &Signed,
    seen: &Seen,
    page: &str,
    forms: &[FormAt],
) -> Result<String, Error> {
    let address = seen.page();
    let names: Vec<String> = forms
        .iter()
        .map(|form| match &seen.sent {
            // Drawn again after it was not understood: still the form that it was.
            Some(sent) if form.action == seen.uri.path() => sent.clone(),
            _ => seen.form(&address, &form.action),
        })
        .collect();
    let who = signed.connecting()?;
    let drafts = if seen.looked { site.app.drafts_of(&who, &names).await? } else { Vec::new() };
    let (mut out, mut at, mut offers) = (String::with_capacity(page.len() + 2_048), 0, String::new());
    for (form, name) in forms.iter().zip(&names) {
        out.push_str(&page[at..form.inside.start]);
        out.push_str(&format!("<input type=\"hidden\" name=\"{MARK}\" value=\"{}\">", escaped(name)));
        let inside = &page[form.inside.clone()];
        let draft = drafts.iter().find(|draft| draft.form == *name);
        match draft {
            Some(draft) => {
                let (filled, left) = fill(inside, &draft.fields, &OWN);
                out.push_str(&filled);
                offers.push_str(&offer(signed, site, draft, &Typed::from_fields(left))?);
            }
            None => out.push_str(inside),
        }
        at = form.inside.end;
    }
    out.push_str(&page[at..]);
    let out = out.replacen(MAIN, &format!("{MAIN}{offers}"), 1);
    let script = format!("<script src=\"{}\" defer></script>\n</body>", assets::asset("js/drafts.js"));
    Ok(out.replacen("</body>", &script, 1))
}

fn offer(signed: &Signed, site: &Site, draft: &Draft, left: &Typed) -> Result<String, Error> {
    let day = format::weekday(format::london_date(draft.saved_at), site.app.clock.today());
    let when = format!("{day} at {}", format::time(draft.saved_at));
    let offer = Offer { csrf: signed.csrf(), form: &draft.form, when, written: Written::of(left) };
    Ok(offer.render().map_err(Failure::doing("drawing an offer"))?)
}

/// What a page's script sends.
pub struct Begun {
    /// Which form.
    pub form: String,
    /// The address of its page, without what it asks.
    pub page: String,
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
}

/// Reads it; `None` when it is no form of ours or more than fits.
pub fn read(typed: &Typed) -> Option<Begun> {
    let form = typed.one(MARK);
    let (page, action) = form.split_once('#')?;
    let ours = paths::local(page).is_some() && paths::local(action).is_some() && !is_apart(page);
    let kept: Vec<(String, String)> = typed
        .iter()
        .filter(|(name, _)| !OWN.contains(name) && !name.starts_with("password"))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let bytes: usize = kept.iter().map(|(name, value)| name.len() + value.len()).sum();
    let path = page.split('?').next().unwrap_or_default().to_owned();
    (ours && bytes <= MOST_BYTES).then(|| Begun { form: form.to_owned(), page: path, fields: kept })
}
