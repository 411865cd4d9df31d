//! "I am going in": where, until when, who looks out. From a planned visit all of it is filled in, and what
//! keeps everybody safe there is read first.

use app::accounts::Colleague;
use app::commands::Instruction;
use app::views::sessions::Visit;
use askama::Template;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use domain::outing::{OutingCommand, PlannedVisit};
use domain::person::SafetyKind;
use domain::shared::ids::{EngagementId, OutingId, PersonId, SessionId};

use crate::error::{Answer, Error};
use crate::extract::{Params, Signed};
use crate::flash::Flash;
use crate::form::{Attempt, Keys, Reader, Typed};
use crate::guard::Audience;
use crate::look::{Choice, Faces, Here, Page, choose};
use crate::pages::person::head::Record;
use crate::router::{Route, get, post};
use crate::site::{Site, show_as};
use crate::{format, paths};

/// Two entries.
pub fn routes() -> Vec<Route> {
    vec![get("/out/new", Audience::Connecting, look), post(paths::OUT, Audience::Connecting, begin)]
}

#[derive(Template)]
#[template(path = "outing/going.html")]
struct Going {
    page: Page,
    keys: Keys,
    attempt: Attempt,
    typed: Typed,
    team: Vec<Choice>,
    /// Whether somebody else leads, who looks out when no colleague is asked.
    others_lead: bool,
    /// Whom the visit is with, and what is to be known before.
    with: Option<With>,
    /// The other visits of today.
    visits: Vec<Visit>,
    /// "20 minutes"
    grace: String,
    /// Whether the viewer has a word of alarm.
    has_word: bool,
    faces: Faces,
}

/// Whom the visit is with.
struct With {
    called: String,
    heed: Option<String>,
    musts: Vec<String>,
    worries: Vec<String>,
}

impl Going {
    /// What it is called to ask no colleague.
    fn nobody_asked(&self) -> &'static str {
        if self.others_lead { "The team leads" } else { "Choose somebody" }
    }

    fn href(&self, visit: &Visit) -> String {
        paths::go_to(visit.session.engagement_id, visit.session.session_id)
    }

    fn about(&self, visit: &Visit) -> String {
        let at = visit.session.time.starts_at.map(|at| at.format("%H:%M").to_string());
        let place = visit.session.place.as_ref().and_then(|place| place.get()).map(ToString::to_string);
        [at, place].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// When somebody is usually out: an hour from now, in fives.
fn in_an_hour(now: DateTime<Utc>) -> DateTime<Utc> {
    let minutes = i64::from(now.minute() % 5);
    now + TimeDelta::minutes(60 + if minutes == 0 { 0 } else { 5 - minutes })
}

async fn draw(site: &Site, signed: &Signed, typed: Typed, attempt: Attempt) -> Answer {
    let who = signed.connecting()?;
    let typed = attempt.keep(typed);
    let today = site.app.clock.today();
    let mut team = team(site, signed).await?;
    team.retain(|one| one.account_id != who.account());
    let others_lead = team.iter().any(|one| one.role.leads());
    let mut team: Vec<Choice> = team.into_iter().map(|one| Choice::new(one.account_id, one.name)).collect();
    choose(&mut team, &typed.all("colleague").collect::<Vec<_>>());
    let with = match typed.id::<PersonId>("person") {
        Some(person) => Some(With::read(site, signed, person).await?),
        None => None,
    };
    let visits = match with {
        Some(_) => Vec::new(),
        None => site.app.views.planned(&who, today, today).await?,
    };
    let agreed = site.app.lone.agreed(who.organisation()).await?;
    let faces = Faces::of(site, &who, visits.iter().map(|visit| visit.person_id)).await?;
    let page = Going {
        faces,
        page: signed.page("I am going in", Here::Today),
        keys: signed.keys(&site.app, &typed),
        grace: format::plural(u64::try_from(agreed.grace_minutes).unwrap_or_default(), "minute", "minutes"),
        has_word: site.app.lone.has_word(who.account()).await?,
        team,
        others_lead,
        with,
        visits,
        attempt,
        typed,
    };
    show_as(page.attempt.status, &page)
}

impl With {
    async fn read(site: &Site, signed: &Signed, id: PersonId) -> Result<Self, Error> {
        let record = Record::read(site, &signed.connecting()?, id).await?;
        let notes = |kind: SafetyKind| {
            let open = record.row.person.safety_notes().into_iter().filter(|kept| kept.kind == kind);
            let said = open.filter_map(|kept| kept.note.get());
            said.map(|note| format!("{} {}", note.words, note.plan)).collect()
        };
        Ok(Self {
            called: record.called(),
            heed: record.heeded.as_ref().map(|heeded| heeded.reach.clone()),
            musts: notes(SafetyKind::MustNot),
            worries: notes(SafetyKind::Worry),
        })
    }
}

async fn team(site: &Site, signed: &Signed) -> Result<Vec<Colleague>, Error> {
    Ok(site.app.accounts.colleagues(&signed.connecting()?).await?)
}

async fn look(State(site): State<Site>, signed: Signed, Params(asked): Params) -> Answer {
    let who = signed.connecting()?;
    let now = site.app.clock.now();
    let mut typed = Typed::default().with("outing_id", site.app.ids.next());
    let (engagement, session) = (asked.id::<EngagementId>("engagement"), asked.id::<SessionId>("session"));
    let visit = match (engagement, session) {
        (Some(engagement), Some(session)) => site.app.views.session(&who, engagement, session).await?,
        _ => None,
    };
    let mut out_at = in_an_hour(now);
    if let Some(visit) = visit {
        let session = &visit.session;
        if let Some(starts_at) = session.time.starts_at {
            let ends_at =
                format::london_instant(session.time.on, starts_at) + TimeDelta::minutes(session.time.minutes);
            out_at = if ends_at > now { ends_at } else { out_at };
        } else {
            out_at = now + TimeDelta::minutes(session.time.minutes);
        }
        let place = session.place.as_ref().and_then(|place| place.get()).map(ToString::to_string);
        typed = typed
            .with("engagement", session.engagement_id)
            .with("session", session.session_id)
            .with("person", visit.person_id)
            .with("place", place.unwrap_or_default());
    }
    draw(&site, &signed, typed.with("back_by", format::time(out_at)), Attempt::first()).await
}

fn read(form: &mut Reader<'_>, typed: &Typed, now: DateTime<Utc>) -> Option<(OutingId, OutingCommand)> {
    let (outing_id, back_by) = (form.id::<OutingId>("outing_id"), form.time("back_by"));
    let (place, colleague) = (form.line_or_none("place"), form.id_or_none("colleague"));
    let (outing_id, back_by) = (outing_id?, back_by?);
    // A time of day that has passed is one of tomorrow: late work ends after midnight.
    let today = format::london_date(now);
    let at = format::london_instant(today, back_by);
    let back_by = if at > now { at } else { format::london_instant(today + chrono::Days::new(1), back_by) };
    let visit = typed.id("engagement").zip(typed.id("session"));
    let visit = visit.map(|(engagement_id, session_id)| PlannedVisit { engagement_id, session_id });
    let command = OutingCommand::Begin {
        outing_id,
        person_id: typed.id("person"),
        visit,
        place: place?,
        colleague: colleague?,
        back_by,
        now,
        grace_minutes: 0,
        already: None,
    };
    Some((outing_id, command))
}

async fn begin(State(site): State<Site>, signed: Signed, typed: Typed) -> Answer {
    let mut form = typed.reader();
    let Some((id, command)) = read(&mut form, &typed, site.app.clock.now()) else {
        return draw(&site, &signed, typed.clone(), form.again()).await;
    };
    let instruction = Instruction::Outing { id, command };
    match site.settle(&signed, &typed, instruction, paths::OUT, Flash::WentIn).await? {
        Ok(answer) => Ok(answer),
        Err(attempt) => draw(&site, &signed, typed, attempt).await,
    }
}
