//! What happened with one person, newest first, as sentences: their own record, their engagements, their
//! relationships. Read from the log itself, page by page; what was written down late says so.

use std::collections::HashMap;

use app::log::Envelope;
use app::views::relationships::Tie;
use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::Event;
use domain::engagement::EngagementEvent;
use domain::shared::ids::{PersonId, SeriesId};

use super::head::{Head, Record, Tab};
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::guard::Audience;
use crate::look::{Here, Page};
use crate::router::{Route, get};
use crate::sentences::{Around, Told, tell};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/timeline", Audience::Connecting, page)]
}

/// Events on one page.
const AT_ONCE: usize = 40;
/// Days after which something counts as written down late. Source: practice default, notes within 48 hours.
const LATE_DAYS: i64 = 2;

#[derive(Template)]
#[template(path = "person/timeline.html")]
struct Timeline {
    page: Page,
    head: Head,
    days: Vec<Day>,
    /// Where what happened before is; empty on the last page.
    before: String,
    /// Whether this is the first page.
    newest: bool,
}

/// What happened on one day.
struct Day {
    date: NaiveDate,
    /// "Thursday" and "12 March 2026"
    said: [String; 2],
    things: Vec<Thing>,
}

/// One thing that happened.
struct Thing {
    told: Told,
    /// "Amina", and the day when it was written down late.
    by: String,
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(params): Params,
) -> Answer {
    let who = signed.connecting()?;
    let record = Record::read(&site, &who, id).await?;
    let ties = site.app.views.relationships_of_person(&who, id).await?;
    let names = site.app.accounts.names(who.organisation()).await?.into_iter().collect();
    let before: Option<i64> = params.id("before");
    let mut events = site.app.timeline(&who, id, before, AT_ONCE as i64 + 1).await?;
    let more = events.len() > AT_ONCE;
    events.truncate(AT_ONCE);
    let last = events.last().map(|event| event.position).filter(|_| more);
    let around = Around {
        person: &record.row.person,
        called: record.called(),
        ties: called(ties),
        accounts: names,
        reader: signed.account(),
    };
    let title = format!("{} timeline", format::possessive(&record.called()));
    let page = Timeline {
        page: signed.page(title, Here::People),
        head: record.head(Tab::Timeline),
        days: by_day(&events, &around),
        before: last
            .map(|last| format!("{}?before={last}", paths::person_part(id, "timeline")))
            .unwrap_or_default(),
        newest: before.is_none(),
    };
    show(&page)
}

/// What to call both of each relationship.
pub(super) fn called(ties: Vec<Tie>) -> HashMap<domain::shared::ids::RelationshipId, [String; 2]> {
    let names = |tie: Tie| (tie.relationship.relationship_id, [tie.person_called, tie.other_called]);
    ties.into_iter().map(names).collect()
}

/// The events of a page by the day on which they happened, the latest day first.
fn by_day(events: &[Envelope], around: &Around<'_>) -> Vec<Day> {
    let series = series(events);
    let mut things: Vec<(NaiveDate, Thing)> = events
        .iter()
        .filter(|event| planned_in(event).is_none_or(|(id, _)| series[&id].told == event.position))
        .map(|event| {
            let mut told = tell(&event.event, event.stream.id, event.actor, around);
            if let Some(together) = planned_in(event).map(|(id, _)| &series[&id]).filter(|all| all.is_many())
            {
                told.what = together.what();
            }
            let recorded = format::london_date(event.recorded_at);
            let on = told.on.unwrap_or(recorded);
            (on, Thing { by: recorded_by(around.account(event.actor), on, recorded), told })
        })
        .collect();
    // Stable, so that what happened on one day stays in the order in which it was recorded.
    things.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    let mut days: Vec<Day> = Vec::new();
    for (date, thing) in things {
        match days.last_mut().filter(|day| day.date == date) {
            Some(day) => day.things.push(thing),
            None => days.push(Day {
                date,
                said: [date.format("%A").to_string(), format::date(date)],
                things: vec![thing],
            }),
        }
    }
    days
}

/// Visits of one series that were planned, as far as they stand on this page: one line tells of all.
struct Together {
    first: NaiveDate,
    last: NaiveDate,
    /// Position of the event that tells of them.
    told: i64,
}

impl Together {
    fn is_many(&self) -> bool {
        self.first != self.last
    }

    fn what(&self) -> String {
        let (first, last) = (format::day(self.first), format::day(self.last));
        format!("Visits that come again were planned, from {first} to {last}")
    }
}

/// The series in which an event plans a visit, and its day.
fn planned_in(event: &Envelope) -> Option<(SeriesId, NaiveDate)> {
    match &event.event {
        Event::Engagement(EngagementEvent::SessionPlanned { series_id, time, .. }) => {
            Some(((*series_id)?, time.on))
        }
        _ => None,
    }
}

fn series(events: &[Envelope]) -> HashMap<SeriesId, Together> {
    let mut series: HashMap<SeriesId, Together> = HashMap::new();
    for (event, (id, day)) in events.iter().filter_map(|event| Some((event, planned_in(event)?))) {
        let told = event.position;
        let all = series.entry(id).or_insert(Together { first: day, last: day, told });
        (all.first, all.last) = (all.first.min(day), all.last.max(day));
    }
    series
}

/// "Amina, written down on 20 March"
fn recorded_by(name: &str, on: NaiveDate, recorded: NaiveDate) -> String {
    let name = format::capital(name);
    if (recorded - on).num_days() > LATE_DAYS {
        format!("{name}, written down on {}", format::date(recorded))
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_more_than_two_days_later_says_when() {
        let day = |text: &str| text.parse().unwrap();
        assert_eq!(recorded_by("Amina", day("2026-03-10"), day("2026-03-12")), "Amina");
        assert_eq!(
            recorded_by("you", day("2026-03-10"), day("2026-03-20")),
            "You, written down on 20 March 2026"
        );
    }
}
