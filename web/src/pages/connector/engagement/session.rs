//! One session: what it was or is meant to be, and what can become of it.

use app::error::Refusal;
use app::views::sessions::SessionRow;
use askama::Template;
use async_trait::async_trait;
use axum::extract::State;
use axum::http::Uri;
use chrono::NaiveDate;
use domain::engagement::{EngagementCommand, MOST_IN_A_SERIES, SessionStatus};
use domain::person::KeptDocument;
use domain::shared::ids::{EngagementId, SessionId};

use super::asking::{Asking, Form, form_about};
use super::at_place;
use super::session_words::{between, correcting_of, words_of};
use super::sessions::{
    details_fields, read_details, read_time, said_when, time_fields, typed_details, typed_time,
};
use super::sheet::{Field, Shape, Sheet};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::flash::Flash;
use crate::form::{Reader, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::pages::person::documents::{self, Shown};
use crate::pages::person::head::Head;
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Every entry about one session.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![get("/engagements/{id}/sessions/{session}", Audience::Connecting, page)];
    routes.extend(form_about::<Correcting, SessionId>("/engagements/{id}/sessions/{session}/correction"));
    routes.extend(form_about::<TakingBack, SessionId>("/engagements/{id}/sessions/{session}/voiding"));
    routes
}

#[derive(Template)]
#[template(path = "connector/engagement/session.html")]
struct SessionPage {
    page: Page,
    head: Head,
    session: SessionRow,
    /// "Tuesday 10 March, 14:30"
    when: String,
    /// Where the page of the place is at which it was or is to be.
    at: Option<String>,
    /// What to call the other of the two, when it was beside a relationship.
    beside: Option<String>,
    /// Whether its day has come, so that it can be said how it went.
    has_come: bool,
    /// Whether it is today's, so that somebody may be going in.
    is_today: bool,
    /// Every visit that was planned together with it, itself included, in order.
    series: Vec<SessionRow>,
    /// Days on which none of them is, because the work rests.
    without: Vec<NaiveDate>,
    /// Pictures and papers of it.
    pictures: Vec<Shown>,
    papers: Vec<Shown>,
    /// What stands of it between the two, where it was a meet-up that two people had.
    between: Option<Between>,
    /// Where another one is attached; `None` when the record takes nothing more.
    attach: Option<String>,
    today: NaiveDate,
}

/// A meet-up as it stands between the two.
struct Between {
    /// What was said of it.
    said: Option<String>,
    /// Where the words are written or put right.
    words: String,
    /// Where everything else is.
    right: String,
}

impl SessionPage {
    fn part(&self, part: &str) -> String {
        format!("{}/{part}", paths::session(self.session.engagement_id, self.session.session_id))
    }

    fn log(&self) -> String {
        paths::log_planned(self.session.engagement_id, self.session.session_id)
    }

    fn note(&self) -> Option<&str> {
        self.session.note.as_ref()?.get().map(|note| note.as_str())
    }

    fn place(&self) -> Option<&str> {
        self.session.place.as_ref()?.get().map(|place| place.as_str())
    }

    fn companions(&self) -> Option<&str> {
        self.session.details.companions.as_ref()?.get().map(|who| who.as_str())
    }

    /// "five", as many as a group is of.
    fn of(&self, places: &u32) -> String {
        format::count_word(*places as usize)
    }

    fn is(&self, status: SessionStatus) -> bool {
        self.session.status == status
    }

    /// "Tuesday 10 March, 14:30"
    fn when_of(&self, session: &SessionRow) -> String {
        said_when(&session.time, self.today)
    }

    fn href_of(&self, session: &SessionRow) -> String {
        paths::session(session.engagement_id, session.session_id)
    }

    fn is_itself(&self, session: &SessionRow) -> bool {
        session.session_id == self.session.session_id
    }

    /// "Nothing is planned on 27 May and 3 June: it rests then."; empty when no day was left out.
    fn left_out(&self) -> String {
        let days: Vec<String> = self.without.iter().map(|day| format::day(*day)).collect();
        match days.is_empty() {
            true => String::new(),
            false => format!("Nothing is planned on {}: the work rests then.", format::and_list(&days)),
        }
    }
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At((id, session)): At<(EngagementId, SessionId)>,
    Params(asked): Params,
    at: Uri,
) -> Answer {
    let asking = Asking::of(&site, &signed, id, &at).await?.about(session).await?;
    let head = asking.head();
    let words = between(&asking).await?;
    let Some(visit) = asking.visit else { return Err(Refusal::NotFound.into()) };
    let session = visit.session;
    let beside = match session.time.relationship_id {
        Some(tie) => site.app.views.relationship(&asking.who, tie).await?.map(|tie| tie.other_called),
        None => None,
    };
    let at = match session.place.as_ref().and_then(|place| place.get()) {
        Some(words) => at_place::named(&site, &asking.who, words.as_str()).await?,
        None => None,
    };
    let between = words.map(|(tie, contact)| {
        let said = contact.note.as_ref().and_then(|note| note.get()).map(ToString::to_string);
        Between { said, words: words_of(tie, &contact), right: correcting_of(tie, &contact) }
    });
    let series = match session.series_id {
        Some(series) => site.app.views.series(&asking.who, id, series).await?,
        None => Vec::new(),
    };
    let without = asked.all("without").filter_map(|day| day.parse().ok()).take(MOST_IN_A_SERIES).collect();
    let today = asking.today;
    let when = said_when(&session.time, today);
    let has_come = session.time.on <= asking.today;
    let is_today = session.time.on == asking.today;
    let person = &asking.record.row.person;
    let of_it = |kept: &&KeptDocument| kept.at.is_some_and(|at| at.session_id == session.session_id);
    let (pictures, papers) = documents::shown(person, person.documents_there().into_iter().filter(of_it));
    let attach = format!("?engagement={id}&session={}", session.session_id);
    let attach = paths::person_part(person.person_id, "documents/new") + &attach;
    let attach = (has_come && asking.record.takes_more()).then_some(attach);
    let page = signed.page("Session", Here::People);
    show(&SessionPage {
        page,
        head,
        session,
        when,
        at,
        beside,
        has_come,
        is_today,
        series,
        without,
        pictures,
        papers,
        between,
        attach,
        today,
    })
}

/// "The visit of Tuesday 10 March, 14:30"
pub(super) fn which(asking: &Asking<'_>) -> String {
    asking
        .visit
        .as_ref()
        .map(|visit| format!("The visit of {}.", said_when(&visit.session.time, asking.today)))
        .unwrap_or_default()
}

pub(super) fn session_id(asking: &Asking<'_>) -> Option<SessionId> {
    asking.visit.as_ref().map(|visit| visit.session.session_id)
}

/// What is written of it, if anything is that can be read.
fn note_of(asking: &Asking<'_>) -> Option<String> {
    asking.visit.as_ref()?.session.note.as_ref()?.get().map(ToString::to_string)
}

/// Putting a recorded session right.
struct Correcting;

#[async_trait]
impl Form for Correcting {
    const DONE: Flash = Flash::SessionChanged;

    async fn first(asking: &Asking<'_>) -> Result<Typed, Refusal> {
        let typed = Typed::default();
        let Some(visit) = &asking.visit else { return Ok(typed) };
        let session = &visit.session;
        let typed = match note_of(asking) {
            Some(note) => typed.with("note", note),
            None => typed,
        };
        Ok(typed_details(typed_time(typed, &session.time), session.place.as_ref(), &session.details))
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        let sheet = Sheet::new("Put it right", "Save", "check")
            .lead("What was recorded first is kept beside it, with your reason, and what was written first in the timeline.");
        let sheet = time_fields(asking, sheet, "Which day was it really?").await?;
        let place = Field::new(Shape::Line(""), "place", "Where was it?").optional();
        let sheet = match note_of(asking) {
            Some(_) => sheet.field(place).field(
                Field::words("note", "What happened?")
                    .hint("Left empty, nothing is written there any more")
                    .optional(),
            ),
            None => sheet.field(place),
        };
        Ok(details_fields(sheet.field(Field::words("reason", "What was wrong?"))))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, typed: &Typed) -> Option<EngagementCommand> {
        let (time, reason) = (read_time(form), form.words("reason"));
        let (place, details) = (form.line_or_none("place"), read_details(form));
        let note = form.words_or_none("note")?;
        Some(EngagementCommand::CorrectSession {
            session_id: session_id(asking)?,
            time: time?,
            place: place?,
            details: Some(details?),
            without_note: note.is_none() && typed.has("note") && note_of(asking).is_some(),
            note,
            reason: reason?,
            died_on: None,
        })
    }
}

/// Taking a recorded session back.
struct TakingBack;

#[async_trait]
impl Form for TakingBack {
    const DONE: Flash = Flash::SessionTakenBack;

    async fn first(_: &Asking<'_>) -> Result<Typed, Refusal> {
        Ok(Typed::default())
    }

    async fn sheet(asking: &Asking<'_>, _: &Typed) -> Result<Sheet, Refusal> {
        Ok(Sheet::new("It did not happen", "Take it back", "undo-2")
            .lead(format!(
                "{} It stays visible, with your reason, and is neither counted nor charged.",
                which(asking)
            ))
            .warning()
            .field(Field::words("reason", "Why was it recorded?")))
    }

    fn read(asking: &Asking<'_>, form: &mut Reader<'_>, _: &Typed) -> Option<EngagementCommand> {
        Some(EngagementCommand::VoidSession {
            session_id: session_id(asking)?,
            reason: form.words("reason")?,
        })
    }
}
