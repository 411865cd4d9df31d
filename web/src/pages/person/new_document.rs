//! Attaching a photograph or a paper. The file comes last on the form, so that the words arrive before it and
//! are there again whatever becomes of it.

use app::documents::{Attaching, MOST_BYTES, Unfit};
use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use domain::person::ConsentScope;
use domain::person::document::{AtSession, DocumentKind};
use domain::shared::ids::{CommandId, EngagementId, PersonId, SessionId};

use super::head::{Head, Record};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed, Upload};
use crate::guard::Audience;
use crate::look::{Choice, Page, choose};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, offered, paths};

/// Bytes of the fields beside the file.
const FIELDS_BYTES: usize = 64 * 1024;

/// The form, and attaching.
pub fn routes() -> Vec<Route> {
    vec![
        get("/people/{id}/documents/new", Audience::Connecting, new),
        post("/people/{id}/documents", Audience::Connecting, attach).with_file(MOST_BYTES + FIELDS_BYTES),
    ]
}

#[derive(Template)]
#[template(path = "person/new_document.html")]
struct NewDocumentPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    head: Head,
    kinds: Vec<Choice>,
    /// What stands in the way of a photo of them: "Gord has not said yes to photos yet."
    photos: Option<String>,
    /// The session that it is for: "Tuesday 10 March, 14:30".
    session: Option<String>,
    back: String,
    today: String,
}

impl NewDocumentPage {
    fn ask(&self) -> String {
        format!("{}?about={}", paths::person_part(self.head.id, "consents"), ConsentScope::Photographs.code())
    }

    fn most(&self) -> usize {
        MOST_BYTES / (1024 * 1024)
    }
}

/// What stands in the way of a photo of somebody.
fn photos(record: &Record) -> Option<String> {
    let person = &record.row.person;
    let called = format::capital(&record.called());
    match (person.consent(ConsentScope::Photographs, record.today), person.refuses_photographs()) {
        (Some(_), _) => None,
        (None, true) => Some(format!("{called} said no to photos of themselves, so none of them is kept.")),
        (None, false) => Some(format!(
            "Nobody has a yes from {called} to photos of themselves that holds today. Ask first; a photo of \
             something they made needs none."
        )),
    }
}

/// The session that an address or a form names.
fn at_session(typed: &Typed) -> Option<AtSession> {
    let (engagement_id, session_id) = (typed.id("engagement")?, typed.id("session")?);
    Some(AtSession { engagement_id, session_id })
}

async fn draw(site: &Site, signed: &Signed, record: &Record, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let (page, keys, typed, head) = record.form(site, signed, "Add a photo or a paper", typed, &attempt);
    let mut kinds = offered!(DocumentKind);
    if !record.row.person.is_supported() {
        kinds.truncate(1);
    }
    choose(&mut kinds, &[typed.one("kind")]);
    let visit = match at_session(&typed) {
        Some(at) => site.app.views.session(&who, at.engagement_id, at.session_id).await?,
        None => None,
    };
    let visit = visit.filter(|visit| visit.person_id == record.id());
    let session = visit.as_ref().map(|visit| format::weekday(visit.session.time.on, record.today));
    let back = match (&visit, at_session(&typed)) {
        (Some(_), Some(at)) => paths::session(at.engagement_id, at.session_id),
        _ => paths::person_part(record.id(), "documents"),
    };
    let today = record.today.to_string();
    let photos = photos(record);
    let page = NewDocumentPage { page, keys, attempt, typed, head, kinds, photos, session, back, today };
    show_as(page.attempt.status, &page)
}

async fn new(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(asked): Params,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let kind = match photos(&record) {
        None => DocumentKind::PhotoOfThem,
        Some(_) => DocumentKind::Photo,
    };
    let mut typed = Typed::default().with("document_id", site.app.ids.next()).with("kind", kind.code());
    if let Some(at) = at_session(&asked) {
        typed = typed.with("engagement", at.engagement_id).with("session", at.session_id);
        let visit = site.app.views.session(&signed.connecting()?, at.engagement_id, at.session_id).await?;
        typed = match visit.filter(|visit| visit.session.time.on <= record.today) {
            Some(visit) => typed.with("taken_on", visit.session.time.on),
            None => typed,
        };
    }
    draw(&site, &signed, &record, typed, Attempt::first()).await
}

fn read(site: &Site, form: &mut Reader<'_>, typed: &Typed) -> Option<Attaching> {
    let (document_id, kind) = (form.id("document_id"), form.code("kind"));
    let (title, shows) = (form.line("title"), form.line_or_none("shows"));
    let taken_on = form.date_or_none("taken_on");
    let session: Option<Option<SessionId>> = form.id_or_none("session");
    let engagement: Option<Option<EngagementId>> = form.id_or_none("engagement");
    let at = session?.zip(engagement?);
    Some(Attaching {
        command_id: typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next())),
        seen: typed.seen(),
        document_id: document_id?,
        kind: kind?,
        title: title?,
        shows: shows?,
        taken_on: taken_on?,
        at: at.map(|(session_id, engagement_id)| AtSession { engagement_id, session_id }),
    })
}

async fn attach(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    upload: Option<Extension<Upload>>,
    typed: Typed,
) -> Answer {
    let record = Record::read(&site, &signed.connecting()?, id).await?;
    let Upload { ending, bytes, too_large } = upload.map(|Extension(upload)| upload).unwrap_or_default();
    let mut form = typed.reader();
    let said = read(&site, &mut form, &typed);
    let looked = match too_large {
        true => Err(Unfit::TooLarge),
        false => site.app.files.ready(bytes.into(), &ending).await?,
    };
    let file = match looked {
        Ok(file) => Some(file),
        Err(unfit) => form.refuse("file", kept_words(&unfit)),
    };
    let (Some(said), Some(file)) = (said, file) else {
        let mut attempt = form.again();
        if too_large {
            attempt.status = StatusCode::PAYLOAD_TOO_LARGE;
        }
        return draw(&site, &signed, &record, typed.clone(), attempt).await;
    };
    let to = paths::document(id, said.document_id);
    match site.app.attach(&signed.viewer, id, said, &file).await {
        Ok(done) => site.done(done, &to, Flash::DocumentAttached).await,
        Err(refusal) => {
            let mut attempt = Attempt::refused(refusal, &typed)?;
            if attempt.errors.of("file").is_none() {
                attempt.errors.add("file", "Choose the file once more: a page cannot keep it for you");
            }
            draw(&site, &signed, &record, typed, attempt).await
        }
    }
}

/// Why a file is not kept, and what was.
fn kept_words(unfit: &Unfit) -> String {
    match unfit {
        Unfit::Nothing => unfit.to_string(),
        _ => format!("{unfit}. Nothing of it was kept; what you wrote beside it is still here"),
    }
}
