//! One photograph or paper: looked at, saved, taken away. What is in it leaves through here alone, after the
//! record has been asked whether the viewer may know of the person, and never as anything that could act.

use app::documents::Part;
use app::error::Failure;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::person::document::{DocumentKind, KeptDocument, MediaType};
use domain::shared::ids::{CommandId, DocumentId, PersonId};

use super::documents::{there, under};
use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::Page;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Looking at it, its file and its small picture, and taking it away.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/documents/{document}", Audience::Connecting, look),
        get("/people/{id}/documents/{document}/file", Audience::Connecting, file),
        get("/people/{id}/documents/{document}/thumbnail", Audience::Connecting, thumbnail),
        post("/people/{id}/documents/{document}/removal", Audience::Connecting, remove),
    ]
}

#[derive(Template)]
#[template(path = "person/document.html")]
struct DocumentPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    kept: KeptDocument,
    /// What is in the picture.
    shows: String,
    under: String,
    /// The session that it belongs to: where it is and when it was.
    session: Option<(String, String)>,
    /// Whether it is a photo that may not be shown, because they said no.
    hidden: bool,
    /// Where it is put on the profile, when it can be.
    profile: Option<String>,
    /// Whether it stands there.
    is_face: bool,
    open: bool,
}

impl DocumentPage {
    fn part(&self, part: &str) -> String {
        paths::document_part(self.head.id, self.kept.document_id, part)
    }

    fn list(&self) -> String {
        paths::person_part(self.head.id, "documents")
    }

    fn is_picture(&self) -> bool {
        self.kept.is_picture() && !self.hidden
    }
}

async fn draw(
    site: &Site,
    signed: &Signed,
    record: &Record,
    kept: KeptDocument,
    (typed, attempt): (Typed, Attempt),
) -> Answer {
    let about = kept.about.get().cloned();
    let title = about.as_ref().map(|about| about.title.to_string()).unwrap_or_default();
    let (page, keys, typed, head) = record.form(site, signed, &title, typed, &attempt);
    let person = &record.row.person;
    let id = kept.document_id;
    let hidden = kept.kind == DocumentKind::PhotoOfThem && person.refuses_photographs();
    let session = match kept.at {
        Some(at) => {
            let who = signed.connecting()?;
            let visit = site.app.views.session(&who, at.engagement_id, at.session_id).await?;
            visit.map(|visit| {
                let when = format::weekday(visit.session.time.on, record.today);
                (paths::session(at.engagement_id, at.session_id), when)
            })
        }
        None => None,
    };
    let is_face = person.latest_profile().is_some_and(|latest| latest.photo == Some(id));
    let can_be = person.is_supported() && record.takes_more() && person.photo_shown(id, record.today);
    let page = DocumentPage {
        shows: about.and_then(|about| about.shows).map(|shows| shows.to_string()).unwrap_or_default(),
        under: under(&kept),
        profile: (can_be && !is_face)
            .then(|| format!("{}?photo={id}", paths::person_part(record.id(), "profile"))),
        open: record.takes_more(),
        page,
        keys,
        attempt,
        typed,
        head,
        kept,
        session,
        hidden,
        is_face,
    };
    show_as(page.attempt.status, &page)
}

async fn look(
    State(site): State<Site>,
    signed: Signed,
    At((id, document)): At<(PersonId, DocumentId)>,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = there(&record, document)?;
    draw(&site, &signed, &record, kept, (Typed::default(), Attempt::first())).await
}

async fn remove(
    State(site): State<Site>,
    signed: Signed,
    At((id, document)): At<(PersonId, DocumentId)>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kept = record.row.person.documents.get(&document).cloned();
    let mut form = typed.reader();
    let Some(reason) = form.words("reason") else {
        let attempt = form.again();
        return draw(&site, &signed, &record, there(&record, document)?, (typed.clone(), attempt)).await;
    };
    let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()));
    let asked = (command_id, typed.seen());
    match site.app.take_away(&signed.viewer, asked, id, document, reason).await {
        Ok(done) => site.done(done, &paths::person_part(id, "documents"), Flash::DocumentRemoved).await,
        Err(refusal) => {
            let attempt = Attempt::refused(refusal, &typed)?;
            match kept {
                Some(kept) if kept.is_there() => draw(&site, &signed, &record, kept, (typed, attempt)).await,
                _ => Err(app::error::Refusal::NotFound.into()),
            }
        }
    }
}

async fn file(
    State(site): State<Site>,
    signed: Signed,
    At((id, document)): At<(PersonId, DocumentId)>,
    headers: HeaderMap,
) -> Answer {
    serve(&site, &signed, (id, document), Part::Whole, &headers).await
}

async fn thumbnail(
    State(site): State<Site>,
    signed: Signed,
    At((id, document)): At<(PersonId, DocumentId)>,
    headers: HeaderMap,
) -> Answer {
    serve(&site, &signed, (id, document), Part::Thumbnail, &headers).await
}

/// Kept by the browser that asked and by nobody between; asked for again each time it is looked at, so that
/// what was taken away, and whoever signed out, is noticed.
const KEEP: &str = "private, no-cache";
/// A file that is opened by itself can do nothing: no script, no form, no request.
const ALONE: &str = "default-src 'none'; style-src 'none'; sandbox";

async fn serve(
    site: &Site,
    signed: &Signed,
    (id, document): (PersonId, DocumentId),
    part: Part,
    headers: &HeaderMap,
) -> Answer {
    let who = signed.connecting()?;
    let tag = format!("\"{document}-{}\"", part.code());
    let (kept, bytes) = site.app.document(&who, id, document, part).await?;
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = match known {
        Some(known) if known.split(',').any(|known| known.trim() == tag) => {
            StatusCode::NOT_MODIFIED.into_response()
        }
        _ => Response::new(bytes.into()),
    };
    let media = if part == Part::Thumbnail { MediaType::Jpeg } else { kept.media };
    let (mime, ending) = mime(media);
    let how = if media == MediaType::Jpeg { "inline" } else { "attachment" };
    // The day alone: a file is often named after somebody.
    let name = format!("{how}; filename=\"kith-{}.{ending}\"", kept.day());
    let value = |text: String| HeaderValue::try_from(text).map_err(Failure::doing("naming a file"));
    let out = response.headers_mut();
    out.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    out.insert(header::CONTENT_DISPOSITION, value(name)?);
    out.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEEP));
    out.insert(header::ETAG, value(tag)?);
    out.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(ALONE));
    Ok(response)
}

fn mime(media: MediaType) -> (&'static str, &'static str) {
    match media {
        MediaType::Jpeg => ("image/jpeg", "jpg"),
        MediaType::Pdf => ("application/pdf", "pdf"),
        MediaType::Text => ("text/plain; charset=utf-8", "txt"),
        MediaType::Docx => {
            ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx")
        }
        MediaType::Xlsx => ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    }
}
