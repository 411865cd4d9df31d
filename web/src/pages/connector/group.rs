//! A group: who is in it, when it meets, what can be done about a date, and once its day has come who came. One tap a
//! person; the words for everybody go into each record, so that they name nobody.

mod asking;
mod clash;
mod joining;
mod minding;
mod moving;
mod off;
mod parts;
mod plan;
mod roll;

pub(super) use clash::clashes;

use app::error::Refusal;
use app::groups::{Meeting, still_open};
use app::views::cases::CasePerson;
use app::views::sessions::Visit;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::engagement::{CancelledBy, SessionStatus};
use domain::shared::ids::{GroupId, PersonId};
use domain::shared::personal::Personal;

use super::group_plan::offered;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::form::{Attempt, Keys, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Faces, Here, Page, choose};
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, offered, paths};
use minding::{Minded, heeded, minded};
use parts::{Found, said_day};

/// Looking at it, calling the roll, and every form about it.
pub fn routes() -> Vec<Route> {
    let own = vec![
        get("/groups/{id}", Audience::Connecting, look),
        post("/groups/{id}", Audience::Connecting, roll::call),
    ];
    [own, plan::routes(), moving::routes(), off::routes(), joining::routes()].concat()
}

domain::codes! {
    /// Whether somebody came.
    Attendance {
        Came = "Came",
        LeftEarly = "Left early",
        DidNotCome = "Did not come",
        CalledOff = "Called off",
    }
}

/// One date of a group that meets again.
struct DateLine {
    href: String,
    when: String,
    /// Who is not part of it though they are of another, or what became of it; empty for everybody.
    about: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "connector/group.html")]
struct GroupPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: GroupId,
    /// "Tuesday 10 March, 14:00 · 2 hours"
    under: String,
    visits: Vec<Visit>,
    faces: Faces,
    /// People whom colleagues bring.
    others: usize,
    /// Whether its day has come.
    has_come: bool,
    /// Who stands in the words for everybody by name, as it was pointed out.
    named: String,
    /// Where and when it meets next, when that is another date.
    next: Option<(String, String)>,
    /// Every date, when there are several.
    dates: Vec<DateLine>,
    /// People of the viewer's who could have come though they were not expected.
    besides: Vec<Choice>,
    /// Who may have called it off for somebody.
    by: Vec<Choice>,
    /// What must not happen to whoever is still expected.
    minded: Vec<Minded>,
    /// Before whose next visit the safeguarding lead is to be spoken to.
    heeded: Vec<String>,
}

impl GroupPage {
    /// What the address of its file asks.
    fn of(&self) -> String {
        format!("of={}", self.id)
    }

    fn open(&self) -> Vec<&Visit> {
        still_open(&self.visits).collect()
    }

    fn settled(&self) -> Vec<&Visit> {
        self.visits.iter().filter(|visit| visit.session.status != SessionStatus::Planned).collect()
    }

    fn at(&self) -> String {
        paths::group(self.id)
    }

    fn part(&self, part: &str) -> String {
        paths::group_part(self.id, part)
    }

    fn week(&self) -> String {
        self.visits.first().map_or(paths::WEEK.to_owned(), |visit| paths::week_of(visit.session.time.on))
    }

    fn session(&self, visit: &Visit) -> String {
        paths::session(visit.session.engagement_id, visit.session.session_id)
    }

    fn field(&self, name: &str, visit: &Visit) -> String {
        format!("{name}-{}", visit.session.engagement_id)
    }

    fn choices(&self, visit: &Visit) -> Vec<Choice> {
        let typed = self.typed.one(&self.field("came", visit));
        let icons = ["circle-check", "door-open", "circle-x", "calendar-x"];
        let one = |(one, icon): (&Attendance, &str)| {
            Choice::new(one.code(), one.label()).icon(icon).chosen(typed == one.code())
        };
        Attendance::ALL.iter().zip(icons).map(one).collect()
    }

    /// Who may have called it off for one of them.
    fn callers(&self, visit: &Visit) -> Vec<Choice> {
        let mut by = self.by.clone();
        choose(&mut by, &[self.typed.one(&self.field("by", visit))]);
        by
    }

    /// Whether something more is told of one of them, or was not understood.
    fn is_unfolded(&self, visit: &Visit) -> bool {
        ["minutes", "by", "words"]
            .iter()
            .map(|name| self.field(name, visit))
            .any(|field| !self.typed.one(&field).is_empty() || self.attempt.errors.of(&field).is_some())
    }

    /// "Came, 2 hours", "Did not come: she had a cold", "Called off by a supporter"
    fn became(&self, visit: &Visit) -> String {
        let session = &visit.session;
        match session.status {
            SessionStatus::Delivered => format!("Came, {}", format::hours(session.time.minutes)),
            SessionStatus::NotAttended => {
                let why = session.absent_because.as_ref().and_then(Personal::get);
                let why = why.map(|why| format!(": {why}")).unwrap_or_default();
                format!("Did not come{why}")
            }
            SessionStatus::Cancelled => match session.cancelled_by {
                Some(by) => format!("Called off by {}", by.label().to_lowercase()),
                None => session.status.label().to_owned(),
            },
            status => status.label().to_owned(),
        }
    }
}

/// The lines of a group's dates; none of a group that meets once.
fn date_lines(found: &Found, today: NaiveDate) -> Vec<DateLine> {
    if found.dates.len() < 2 {
        return Vec::new();
    }
    let mut all: Vec<(&str, PersonId)> = found
        .dates
        .iter()
        .flat_map(Meeting::people)
        .map(|visit| (visit.called.as_str(), visit.person_id))
        .collect();
    all.sort_unstable();
    all.dedup();
    let about = |meeting: &Meeting| {
        if meeting.is_off() {
            return "Called off".to_owned();
        }
        let missing = all.iter().filter(|(_, id)| meeting.people().all(|visit| visit.person_id != *id));
        let missing: Vec<&str> = missing.map(|(called, _)| *called).collect();
        if missing.is_empty() { String::new() } else { format!("Without {}", format::and_list(&missing)) }
    };
    let line = |meeting: &Meeting| DateLine {
        href: paths::group(meeting.group_id),
        when: said_day(meeting, today),
        about: about(meeting),
        is_this: meeting.group_id == found.id,
    };
    found.dates.iter().map(line).collect()
}

/// When it meets next, if that is another date than the one that is looked at.
fn next(found: &Found, today: NaiveDate) -> Option<(String, String)> {
    let mut ahead = found.dates.iter().filter(|meeting| meeting.when().0 >= today && meeting.is_to_come());
    let next = ahead.next().filter(|meeting| meeting.group_id != found.id)?;
    Some((paths::group(next.group_id), said_day(next, today)))
}

/// People of the viewer's who are not part of a date.
async fn not_in_it(site: &Site, signed: &Signed, found: &Found) -> Result<Vec<CasePerson>, Refusal> {
    let (mut people, _) = offered(site, signed, &Typed::default(), "besides").await?;
    people
        .retain(|one| found.meeting().people().all(|visit| visit.session.engagement_id != one.engagement_id));
    Ok(people)
}

async fn draw(
    site: &Site,
    signed: &Signed,
    found: Found,
    (typed, attempt, named): (Typed, Attempt, String),
) -> Answer {
    let (who, today) = (signed.connecting()?, site.app.clock.today());
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let visits = found.meeting().visits.clone();
    let has_come = found.meeting().when().0 <= today;
    let mut besides: Vec<Choice> = Vec::new();
    if has_come && !found.open().is_empty() {
        let people = not_in_it(site, signed, &found).await?;
        let one = |one: CasePerson| {
            Choice::new(one.engagement_id, one.person.name).face(one.person.person_id.uuid())
        };
        besides = people.into_iter().map(one).collect();
        choose(&mut besides, &typed.all("besides").collect::<Vec<_>>());
        Faces::beside(site, &who, &mut besides).await?;
    }
    let page = GroupPage {
        page: signed.page(found.title(), Here::Today),
        under: found.when(today),
        others: found.meeting().others(),
        has_come,
        next: next(&found, today),
        dates: date_lines(&found, today),
        faces: Faces::of(site, &who, visits.iter().map(|visit| visit.person_id)).await?,
        keys,
        attempt,
        typed,
        id: found.id,
        visits,
        named,
        besides,
        by: offered!(CancelledBy),
        minded: minded(site, signed, &found).await?,
        heeded: heeded(site, signed, &found, today).await?,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<GroupId>) -> Answer {
    let found = Found::read(&site, &signed, id).await?;
    let minutes = found.minutes();
    let typed = Typed::default().with("minutes", format!("{}:{:02}", minutes / 60, minutes % 60));
    draw(&site, &signed, found, (typed, Attempt::first(), String::new())).await
}

/// "one of a group of 5"; empty for a visit of one person's.
pub(super) fn in_group(visit: &Visit) -> Option<String> {
    let group = visit.session.details.group?;
    Some(format!("in a group of {}", format::count_word(group.places as usize)))
}
