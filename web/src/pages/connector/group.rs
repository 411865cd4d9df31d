//! A group: who is expected, and once its day has come who came. One tap a person; the words for everybody go
//! into each record, so that they name nobody.

use app::error::Refusal;
use app::groups::{Came, Told, names_in, still_open};
use app::views::sessions::Visit;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::NaiveDate;
use domain::engagement::SessionStatus;
use domain::shared::ids::{CommandId, GroupId};
use domain::shared::personal::Personal;
use domain::shared::text::Words;

use super::group_account::{Account, account};
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Faces, Here, Page};
use crate::router::{Route, get, post};
use crate::site::{Site, go_on, show_as};
use crate::{format, paths};

/// Looking at it, and calling the roll.
pub fn routes() -> Vec<Route> {
    vec![get("/groups/{id}", Audience::Connecting, look), post("/groups/{id}", Audience::Connecting, call)]
}

domain::codes! {
    /// Whether somebody came.
    Attendance {
        Came = "Came",
        LeftEarly = "Left early",
        DidNotCome = "Did not come",
    }
}

#[derive(Template)]
#[template(path = "connector/group.html")]
struct GroupPage {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    id: GroupId,
    /// "Cooking group, St Mary's hall · Tuesday 10 March, 14:00 · 2 hours"
    under: String,
    visits: Vec<Visit>,
    faces: Faces,
    /// People whom colleagues bring.
    others: usize,
    /// Whether its day has come.
    has_come: bool,
    /// Who stands in the words for everybody by name, as it was pointed out.
    named: String,
}

impl GroupPage {
    fn open(&self) -> Vec<&Visit> {
        still_open(&self.visits).collect()
    }

    fn settled(&self) -> Vec<&Visit> {
        self.visits.iter().filter(|visit| visit.session.status != SessionStatus::Planned).collect()
    }

    fn at(&self) -> String {
        paths::group(self.id)
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
        let icons = ["circle-check", "door-open", "circle-x"];
        let one = |(one, icon): (&Attendance, &str)| {
            Choice::new(one.code(), one.label()).icon(icon).chosen(typed == one.code())
        };
        Attendance::ALL.iter().zip(icons).map(one).collect()
    }

    /// "Came, 2 hours", "Did not come: she had a cold"
    fn became(&self, visit: &Visit) -> String {
        let session = &visit.session;
        match session.status {
            SessionStatus::Delivered => format!("Came, {}", format::hours(session.time.minutes)),
            SessionStatus::NotAttended => {
                let why = session.absent_because.as_ref().and_then(Personal::get);
                let why = why.map(|why| format!(": {why}")).unwrap_or_default();
                format!("Did not come{why}")
            }
            status => status.label().to_owned(),
        }
    }
}

/// The group as far as the viewer may know of it, with its first visit.
async fn visits(site: &Site, signed: &Signed, id: GroupId) -> Result<Vec<Visit>, Refusal> {
    let visits = site.app.views.group(&signed.connecting()?, id).await?;
    if visits.is_empty() { Err(Refusal::NotFound) } else { Ok(visits) }
}

/// "Tuesday 10 March, 14:00 · 2 hours"
fn when(visit: &Visit, today: NaiveDate) -> String {
    let time = &visit.session.time;
    let at = time.starts_at.map(|at| at.format(", %H:%M").to_string()).unwrap_or_default();
    format!("{}{at} · {}", format::weekday(time.on, today), format::hours(time.minutes))
}

async fn draw(
    site: &Site,
    signed: &Signed,
    id: GroupId,
    visits: Vec<Visit>,
    (typed, attempt, named): (Typed, Attempt, String),
) -> Answer {
    let (who, today) = (signed.connecting()?, site.app.clock.today());
    let typed = attempt.keep(typed);
    let keys = signed.keys(&site.app, &typed);
    let first = visits.first().ok_or(Refusal::NotFound)?;
    let place = first.session.place.as_ref().and_then(Personal::get).map(ToString::to_string);
    let title = place.unwrap_or_else(|| "A group".to_owned());
    let places = first.session.details.group.map_or(0, |group| group.places as usize);
    let page = GroupPage {
        page: signed.page(title, Here::Today),
        under: when(first, today),
        others: places.saturating_sub(visits.len()),
        has_come: first.session.time.on <= today,
        faces: Faces::of(site, &who, visits.iter().map(|visit| visit.person_id)).await?,
        keys,
        attempt,
        typed,
        id,
        visits,
        named,
    };
    show_as(page.attempt.status, &page)
}

async fn look(State(site): State<Site>, signed: Signed, At(id): At<GroupId>) -> Answer {
    let visits = visits(&site, &signed, id).await?;
    let minutes = visits.first().map_or(60, |visit| visit.session.time.minutes);
    let typed = Typed::default().with("minutes", format!("{}:{:02}", minutes / 60, minutes % 60));
    draw(&site, &signed, id, visits, (typed, Attempt::first(), String::new())).await
}

fn read(form: &mut Reader<'_>, visits: &[Visit]) -> Option<Vec<Told>> {
    let (length, note) = (form.minutes("minutes"), form.words_or_none("note"));
    let mut told = Vec::new();
    let mut fine = true;
    for visit in still_open(visits) {
        let engagement_id = visit.session.engagement_id;
        match one(form, visit, length, note.clone().flatten()) {
            Some((came, note)) => told.push(Told { engagement_id, came, note }),
            None => fine = false,
        }
    }
    (fine && length.is_some() && note.is_some()).then_some(told)
}

/// Whether one of them came, and the words for their record.
fn one(
    form: &mut Reader<'_>,
    visit: &Visit,
    length: Option<i64>,
    note: Option<Words>,
) -> Option<(Came, Option<Words>)> {
    let field = |name: &str| format!("{name}-{}", visit.session.engagement_id);
    let own = form.words_or_none(&field("words"));
    let came = match form.code_or_none::<Attendance>(&field("came"))? {
        None => return form.refuse(&field("came"), format!("Say whether {} came", visit.called)),
        Some(came) => came,
    };
    let own = own?;
    match came {
        Attendance::DidNotCome => Some((Came::Not(own), None)),
        Attendance::Came => Some((Came::For(length?), both(form, &field("words"), note, own)?)),
        Attendance::LeftEarly => {
            let stayed = form.minutes(&field("minutes"))?;
            if length.is_some_and(|length| stayed >= length) {
                let message = "Whoever left early was there for less than the whole of it";
                return form.refuse(&field("minutes"), message);
            }
            Some((Came::For(stayed), both(form, &field("words"), note, own)?))
        }
    }
}

/// The words for everybody and somebody's own, as one note.
fn both(
    form: &mut Reader<'_>,
    field: &str,
    note: Option<Words>,
    own: Option<Words>,
) -> Option<Option<Words>> {
    match (note, own) {
        (Some(note), Some(own)) => match Words::parse(&format!("{note}\n\n{own}")) {
            Ok(both) => Some(Some(both)),
            Err(why) => form.refuse(field, why.to_string()),
        },
        (note, own) => Some(note.or(own)),
    }
}

async fn call(State(site): State<Site>, signed: Signed, At(id): At<GroupId>, typed: Typed) -> Answer {
    let visits = visits(&site, &signed, id).await?;
    let mut form = typed.reader();
    let Some(told) = read(&mut form, &visits) else {
        return draw(&site, &signed, id, visits, (typed.clone(), form.again(), String::new())).await;
    };
    let mut named = names_in(typed.one("note"), &visits);
    named.dedup();
    let named = format::and_list(&named);
    if !named.is_empty() && !typed.is("anyway", &named) {
        let mut attempt = Attempt::first();
        attempt.status = StatusCode::UNPROCESSABLE_ENTITY;
        return draw(&site, &signed, id, visits, (typed, attempt, named)).await;
    }
    let command_id = typed.id("command_id").unwrap_or_else(|| CommandId(site.app.ids.next()));
    let answered = site.app.call_roll(&signed.viewer, command_id, id, told).await?;
    let to = paths::group(id);
    if answered.iter().any(|one| one.answer.is_err()) {
        let said = Account { title: "Not everybody could be recorded", done: "Recorded", to };
        return account(&site, &signed, &typed, said, &answered).await;
    }
    if let Some(position) = answered.iter().filter_map(|one| Some(one.answer.as_ref().ok()?.position)).max() {
        site.app.views.catch_up(position).await;
    }
    go_on(&to, Flash::RollCalled)
}

/// "one of a group of 5"; empty for a visit of one person's.
pub(super) fn in_group(visit: &Visit) -> Option<String> {
    let group = visit.session.details.group?;
    Some(format!("in a group of {}", format::count_word(group.places as usize)))
}
