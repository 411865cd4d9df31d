//! A connector's visits in the calendar of their phone: a secret address that any calendar can read. It holds
//! days, times and links into Kith, and never a name, a place or a word that was written.

use std::collections::HashMap;

use app::access::Viewer;
use app::error::Refusal;
use app::views::relationships::Tie;
use app::views::sessions::{GroupTime, Visit};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use chrono::NaiveTime;
use domain::engagement::SessionStatus;
use sha2::{Digest, Sha256};

use crate::error::Answer;
use crate::export::icalendar::{Appointment, calendar};
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Keys, Typed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show};
use crate::{format, paths};

/// How long a first meeting stands in a calendar: nobody arranges for how long two will talk.
const FIRST_MEETING_MINUTES: i64 = 60;

/// Every entry about the calendar.
pub fn routes() -> Vec<Route> {
    vec![
        get(paths::CALENDAR, Audience::Connecting, page),
        post(paths::CALENDAR, Audience::Connecting, renew),
        post("/today/calendar/ending", Audience::Connecting, end),
        get("/calendar/{secret}", Audience::Public, file),
    ]
}

#[derive(Template)]
#[template(path = "connector/calendar.html")]
struct CalendarPage {
    page: Page,
    keys: Keys,
    /// The address that was made a moment ago: it is shown this once.
    address: Option<String>,
    /// The same address as a phone opens it with its calendar.
    subscription: String,
    /// "12 March 2026 at 10:30", when there is an address.
    made: Option<String>,
}

async fn draw(site: &Site, signed: &Signed, address: Option<String>) -> Answer {
    let made = site.app.accounts.calendar_made(signed.account()).await?.map(format::instant);
    let page = signed.page("Visits in my calendar", Here::Today);
    let keys = signed.keys(&site.app, &Typed::default());
    let subscription = address
        .as_deref()
        .and_then(|address| address.split_once("://"))
        .map_or_else(String::new, |(_, rest)| format!("webcal://{rest}"));
    show(&CalendarPage { page, keys, address, subscription, made })
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    draw(&site, &signed, None).await
}

/// Makes the address, or another in place of the one there was.
async fn renew(State(site): State<Site>, signed: Signed, headers: HeaderMap) -> Answer {
    let secret = site.app.accounts.renew_calendar(signed.account(), site.app.clock.now()).await?;
    let address = format!("{}{}", origin(&site, &headers), paths::calendar_file(secret));
    draw(&site, &signed, Some(address)).await
}

async fn end(State(site): State<Site>, signed: Signed) -> Answer {
    site.app.accounts.end_calendar(signed.account()).await?;
    go_on(paths::CALENDAR, Flash::CalendarEnded)
}

/// What a calendar reads. Whatever the secret is, it is looked up in the same way; one that opens nothing is
/// answered like a page that is not there.
async fn file(State(site): State<Site>, At(name): At<String>, headers: HeaderMap) -> Answer {
    let secret = name.strip_suffix(".ics").unwrap_or_default();
    let account = site.app.accounts.of_calendar(secret).await?.ok_or(Refusal::NotFound)?;
    let viewer = Viewer::of(&account);
    let (visits, meetings) = site.app.calendar(&viewer.connecting()?).await?;
    let origin = origin(&site, &headers);
    let mut appointments = appointments(&visits, &origin);
    appointments.extend(meetings.iter().filter_map(|tie| first_meeting(tie, &origin)));
    let text = calendar("Visits in Kith", &appointments);
    let etag = format!("\"{}\"", hex::encode(&Sha256::digest(&text)[..16]));
    let keeping = [
        (header::ETAG, HeaderValue::try_from(&etag).map_err(app::error::Failure::doing("naming a version"))?),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
    ];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return Ok((StatusCode::NOT_MODIFIED, keeping).into_response());
    }
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    Ok((keeping, [kind], text).into_response())
}

/// Each visit; of a group one for everybody who comes, which is called off when nobody does.
fn appointments(visits: &[Visit], origin: &str) -> Vec<Appointment> {
    let mut all: Vec<Appointment> = Vec::new();
    let mut groups: HashMap<GroupTime, usize> = HashMap::new();
    for visit in visits {
        let one = appointment(visit, origin);
        let Some(meets) = visit.group_time() else {
            all.push(one);
            continue;
        };
        let group = paths::group(meets.0);
        let one = Appointment { summary: "Group", url: format!("{origin}{group}"), ..one };
        match groups.get(&meets).and_then(|at| all.get_mut(*at)) {
            Some(known) => {
                // The same one names all of them, whoever stands first.
                known.uid = std::cmp::min(&known.uid, &one.uid).clone();
                known.sequence += one.sequence;
                known.changed_at = known.changed_at.max(one.changed_at);
                known.minutes = known.minutes.max(one.minutes);
                known.cancelled &= one.cancelled;
            }
            None => {
                groups.insert(meets, all.len());
                all.push(one);
            }
        }
    }
    all
}

fn appointment(visit: &Visit, origin: &str) -> Appointment {
    let session = &visit.session;
    Appointment {
        uid: format!("{}.{}@kith", session.engagement_id, session.session_id),
        sequence: session.changes,
        changed_at: session.changed_at,
        on: session.time.on,
        starts_at: session.time.starts_at,
        minutes: session.time.minutes,
        cancelled: match session.status {
            SessionStatus::Planned | SessionStatus::Delivered => false,
            SessionStatus::Cancelled | SessionStatus::NotAttended | SessionStatus::Voided => true,
        },
        summary: if session.time.relationship_id.is_some() { "Meet-up" } else { "Visit" },
        url: format!("{origin}{}", paths::session(session.engagement_id, session.session_id)),
    }
}

/// Two who meet for the first time.
fn first_meeting(tie: &Tie, origin: &str) -> Option<Appointment> {
    let meeting = tie.relationship.to_meet()?;
    let id = tie.relationship.relationship_id;
    Some(Appointment {
        uid: format!("{id}.first-meeting@kith"),
        sequence: u32::try_from(tie.version).unwrap_or(u32::MAX),
        changed_at: tie.relationship.introduction.arranged_on?.and_time(NaiveTime::MIN).and_utc(),
        on: meeting.on,
        starts_at: meeting.at,
        minutes: FIRST_MEETING_MINUTES,
        cancelled: false,
        summary: "First meeting",
        url: format!("{origin}{}", paths::relationship(id)),
    })
}

/// "https://kith.example", as whoever asks calls us.
fn origin(site: &Site, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("localhost");
    let host: String = host.chars().filter(|c| c.is_ascii_alphanumeric() || ".-:[]".contains(*c)).collect();
    format!("{}://{host}", if site.secure { "https" } else { "http" })
}
