//! A connector's day: visits, what needs them, who is going quiet, and what came of the month's work.

use std::collections::{HashMap, HashSet};

use app::views::relationships::{Grown, Tie};
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::relationship::Quiet;
use domain::shared::ids::{PersonId, RelationshipId};

use super::ahead::Ahead;
use super::due::{Need, needs};
use super::group::in_group;
use crate::charts::Picture;
use crate::charts::spark::Spark;
use crate::error::Answer;
use crate::extract::Signed;
use crate::form::{Keys, Typed};
use crate::guard::Audience;
use crate::look::{Faces, Here, Page, Stage};
use crate::pages::outing::mine::Mine;
use crate::pages::safeguarding::due;
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// Points of a line of meetings.
const POINTS: usize = 12;
/// The fewest days that such a line covers: twelve weeks.
const LEAST_DAYS: i64 = 84;
/// Days before the silence began that are always in it, so that it can be seen what has changed.
const BEFORE_DAYS: i64 = 56;
/// Most concerns that a safeguarding lead's day is worked out from.
const CONCERNS: i64 = 200;
/// Lines shown before the rest is folded away.
const FIRST: usize = 6;

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get(paths::TODAY, Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "connector/today.html")]
struct Today {
    page: Page,
    greeting: String,
    on: NaiveDate,
    faces: Faces,
    visits: Vec<Ahead>,
    coming: Vec<Ahead>,
    needs: Vec<Need>,
    quiet: Vec<(Tie, Quiet)>,
    /// What to call the other of the two that a visit is beside.
    others: HashMap<RelationshipId, String>,
    month: Grown,
    /// Where the viewer is out alone, if they are.
    mine: Option<Mine>,
    keys: Keys,
}

impl Today {
    fn time(&self, line: &Ahead) -> String {
        line.starts_at().map(|at| at.format("%H:%M").to_string()).unwrap_or_default()
    }

    /// "Allotment, Mill Lane · with Pat"; of two who meet, "First meeting · The Anchor".
    fn about(&self, line: &Ahead) -> String {
        let Some(visit) = line.visit() else {
            let parts = [Some("First meeting".to_owned()), line.meeting_place()];
            return parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        };
        let session = &visit.session;
        let place = session.place.as_ref().and_then(|place| place.get()).map(ToString::to_string);
        let other = session.time.relationship_id.and_then(|id| self.others.get(&id));
        let with = other.map(|other| format!("with {other}"));
        let parts: Vec<String> = [place, with, in_group(visit)].into_iter().flatten().collect();
        match parts.is_empty() {
            true => session.time.kind.label().to_owned(),
            false => parts.join(" · "),
        }
    }

    /// "Last met 24 days ago; they used to meet every week"
    fn silence(&self, quiet: &Quiet) -> String {
        let ago = format::ago(quiet.last_on, self.on);
        match quiet.usual_gap_days {
            Some(gap) => format!("Last met {ago}; they used to meet {}", usual(gap)),
            None => format!("Met {ago}, and nothing is known of them since"),
        }
    }

    fn spark(&self, tie: &Tie, quiet: &Quiet) -> Spark {
        let title = format!("How often {} and {} met", tie.person_called, tie.other_called);
        let days = LEAST_DAYS.max(quiet.days + BEFORE_DAYS);
        Spark { title, counts: meetings(tie, self.on, days), stage: Stage::Worry }
    }

    fn stage(&self, tie: &Tie) -> Stage {
        tie.relationship.stage().into()
    }
}

async fn page(State(site): State<Site>, signed: Signed) -> Answer {
    let who = signed.connecting()?;
    let day = site.app.day(&who).await?;
    let first_name = signed.name().split_whitespace().next().unwrap_or_default();
    let greeting = format!("{}, {first_name}", format::greeting(site.app.clock.now()));
    let mut needs = needs(&day);
    if let Ok(lead) = signed.safeguarding() {
        let concerns = site.app.views.concerns(&lead, false, CONCERNS).await?;
        needs.extend(due::needs(&concerns, signed.account(), day.on));
        needs.sort_by_key(|need| need.due_on);
    }
    let heeded: HashSet<PersonId> = site.app.views.heeded_people(&who, day.on).await?.into_iter().collect();
    let ahead = Ahead::with(day.visits, day.meetings, |person| heeded.contains(&person));
    let whose = ahead.iter().map(|line| line.whose().0);
    let quiet = day.quiet.iter().map(|(tie, _)| tie.relationship.person_id);
    let faces = Faces::of(&site, &who, whose.chain(quiet)).await?;
    let (visits, coming): (Vec<Ahead>, Vec<Ahead>) = ahead.into_iter().partition(|line| line.on() == day.on);
    show(&Today {
        page: signed.page("Today", Here::Today),
        greeting,
        on: day.on,
        faces,
        visits,
        coming,
        needs,
        quiet: day.quiet,
        others: day.others,
        month: day.this_month,
        mine: Mine::read(&site, &signed).await?,
        keys: signed.keys(&site.app, &Typed::default()),
    })
}

/// Meetings over the last days, in equal stretches, oldest first.
fn meetings(tie: &Tie, today: NaiveDate, days: i64) -> Vec<u32> {
    let mut counts = vec![0; POINTS];
    for contact in tie.relationship.standing_contacts() {
        let ago = (today - contact.on).num_days();
        let stretches = usize::try_from(ago * POINTS as i64 / days.max(1)).unwrap_or(POINTS);
        if let Some(count) = POINTS.checked_sub(stretches + 1).and_then(|index| counts.get_mut(index)) {
            *count += 1;
        }
    }
    counts
}

/// How often, from the days that usually lie between.
fn usual(gap_days: i64) -> String {
    match gap_days {
        ..=3 => "every few days".to_owned(),
        4..=10 => "every week".to_owned(),
        11..=17 => "every two weeks".to_owned(),
        18..=24 => "every three weeks".to_owned(),
        25..=35 => "every month".to_owned(),
        days => format!("about every {} weeks", (days + 3) / 7),
    }
}
