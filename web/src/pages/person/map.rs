//! One relationship map, of whatever day: the rings, the same as a table, what came and went since the
//! map before, and a step to the one before and the next. Everybody keeps their place from step to step, so that a
//! script can play them one after the other; without it the steps are links. A map that was taken back stands alone.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::State;
use chrono::NaiveDate;
use domain::person::codes::{Giving, Ring};
use domain::person::records::MapEntry;
use domain::person::{MapChange, MapTakenBack, RelationshipMap};
use domain::shared::ids::{MapId, PersonId};

use super::head::{Head, Record, Tab};
use super::pictured::{Ties, stage, steady};
use crate::charts::Picture;
use crate::charts::rings::Rings;
use crate::error::Answer;
use crate::extract::{At, Signed};
use crate::guard::Audience;
use crate::look::{Faces, Here, Page, Stage};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/maps/{map}", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "person/map.html")]
struct MapPage {
    page: Page,
    head: Head,
    /// "In conversation"
    method: &'static str,
    /// The day it shows.
    day: String,
    /// "9 people in their life unpaid; on 12 January it was 4"
    growth: String,
    /// Each circle with the names in it; circles with nobody are left out.
    circles: Vec<(&'static str, String)>,
    /// What changed since the map before: a word for it, and the names.
    since: Vec<(&'static str, String)>,
    /// "Map 2 of 4", and where the one before and the next are; empty for none.
    step: String,
    earlier: String,
    later: String,
    /// Where two maps stand beside each other; `None` while there is one.
    comparison: Option<String>,
    picture: Rings,
    entries: Vec<Line>,
    /// Every map that counts, newest first: where it leads, its day, whether it is this one.
    days: Vec<Day>,
    /// Those that were taken back, the same way.
    aside: Vec<Day>,
    /// When and why this one was taken back; `None` while it counts.
    back: Option<MapTakenBack>,
    open: bool,
    faces: Faces,
    id: MapId,
}

impl MapPage {
    /// What the address of this map's list asks.
    fn of_map(&self) -> String {
        format!("of={}", self.id)
    }

    /// Every map that counts as a script plays them, the earliest first: where each is and its day.
    fn played(&self) -> String {
        let days = self.days.iter().rev().map(|day| format!("{} {}", day.href, day.day));
        days.collect::<Vec<_>>().join("\n")
    }

    /// What the player says of this map: its day, and what changed.
    fn caption(&self) -> String {
        let changed = self.since.iter().map(|(word, names)| format!(" {word}: {names}."));
        let nothing = if self.earlier.is_empty() { "" } else { " Everybody stands where they stood." };
        let changed: String = if self.since.is_empty() { nothing.to_owned() } else { changed.collect() };
        format!("{}: {}.{changed}", self.day, self.growth)
    }
}

/// One entry of the table.
struct Line {
    name: String,
    /// Whom Kith knows behind it.
    person: Option<PersonId>,
    href: Option<String>,
    stage: Stage,
    circle: &'static str,
    tie: String,
    frequency: &'static str,
    gives: String,
    receives: String,
    wish: &'static str,
    /// Whether they met through us.
    ours: bool,
    /// Whether they use the same service, in a word.
    service: &'static str,
}

/// One map in the choice of days.
struct Day {
    href: String,
    day: String,
    here: bool,
}

async fn page(State(site): State<Site>, signed: Signed, At((id, map_id)): At<(PersonId, MapId)>) -> Answer {
    let who = signed.connecting()?;
    let record = Record::read(&site, &who, id).await?;
    let ties = site.app.views.relationships_of_person(&who, id).await?;
    let ties = Ties::of(id, &ties);
    let person = &record.row.person;
    let back = person.map_taken_back(map_id);
    // Nothing is counted with a map that was taken back, so nothing stands before or after it.
    let maps = back.map_or(person.maps.as_slice(), |back| std::slice::from_ref(&back.map));
    let at = maps.iter().position(|map| map.map_id == map_id).ok_or(app::error::Refusal::NotFound)?;
    let map = &maps[at];
    let before = at.checked_sub(1).and_then(|before| maps.get(before));
    let after = maps.get(at + 1);
    let days = match back {
        Some(back) => vec![back.map.taken_on],
        None => days(maps, record.today),
    };
    let leads = |map: Option<&RelationshipMap>| map.map(|map| paths::map(id, map.map_id)).unwrap_or_default();
    let other = before.or(after);
    let title = format!("{} people on {}", format::possessive(&record.called()), format::date(map.taken_on));
    let known = map.entries().iter().filter_map(|entry| entry.person_id);
    let page = MapPage {
        faces: Faces::of(&site, &who, known).await?,
        page: signed.page(title, Here::People),
        head: record.head(Tab::None),
        method: map.method.label(),
        day: format::date(map.taken_on),
        circles: circles(map.entries()),
        growth: growth(map, maps.first()),
        since: before.map(|before| changes(&map.change_since(before))).unwrap_or_default(),
        step: format!("Map {} of {}", at + 1, maps.len()),
        earlier: leads(before),
        later: leads(after),
        comparison: other.map(|other| {
            let (first, second) = if before.is_some() { (other, map) } else { (map, other) };
            paths::two_maps(id, first.map_id, second.map_id)
        }),
        picture: steady(&record.called(), &record.name(), maps, &days, &ties).swap_remove(at),
        entries: lines(map.entries(), &ties, days[at]),
        days: person.maps.iter().rev().map(|one| one_day(id, one, map_id)).collect(),
        aside: person.maps_taken_back.iter().rev().map(|back| one_day(id, &back.map, map_id)).collect(),
        back: back.cloned(),
        id: map_id,
        open: record.takes_more(),
    };
    show(&page)
}

/// The day on which each map is looked at: its own, and today for the latest.
pub(super) fn days(maps: &[RelationshipMap], today: NaiveDate) -> Vec<NaiveDate> {
    let latest = maps.len().saturating_sub(1);
    let day = |(at, map): (usize, &RelationshipMap)| if at == latest { today } else { map.taken_on };
    maps.iter().enumerate().map(day).collect()
}

/// What changed between two maps, as names under a word.
pub(super) fn changes(change: &MapChange<'_>) -> Vec<(&'static str, String)> {
    let all = [
        ("New", &change.came),
        ("No longer on it", &change.went),
        ("Nearer than before", &change.nearer),
        ("Further out than before", &change.further),
    ];
    let names = |entries: &[&MapEntry]| {
        format::and_list(&entries.iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>())
    };
    all.into_iter().filter(|(_, who)| !who.is_empty()).map(|(word, who)| (word, names(who))).collect()
}

fn one_day(id: PersonId, map: &RelationshipMap, here: MapId) -> Day {
    Day { href: paths::map(id, map.map_id), day: format::date(map.taken_on), here: map.map_id == here }
}

fn growth(map: &RelationshipMap, first: Option<&RelationshipMap>) -> String {
    let Some(now) = map.unpaid_size() else { return "What was on this map has been forgotten".to_owned() };
    let said = format!("{} in their life unpaid", format::plural(now, "person", "people"));
    let first = first.filter(|first| first.map_id != map.map_id);
    match first.and_then(|first| Some((first.taken_on, first.unpaid_size()?))) {
        Some((day, was)) => format!("{said}; on {} it was {was}", format::date(day)),
        None => said,
    }
}

fn circles(entries: &[MapEntry]) -> Vec<(&'static str, String)> {
    let names = |ring: &Ring| {
        let names: Vec<&str> =
            entries.iter().filter(|entry| entry.ring == *ring).map(|entry| entry.name.as_str()).collect();
        (!names.is_empty()).then(|| (ring.label(), format::and_list(&names)))
    };
    Ring::ALL.iter().filter_map(names).collect()
}

fn lines(entries: &[MapEntry], ties: &Ties<'_>, day: NaiveDate) -> Vec<Line> {
    let list = |given: &BTreeSet<Giving>| {
        format::and_list(&given.iter().map(|giving| giving.label()).collect::<Vec<_>>())
    };
    let mut sorted: Vec<&MapEntry> = entries.iter().collect();
    sorted.sort_by_key(|entry| (entry.ring, entry.sector));
    let line = |entry: &MapEntry| {
        let tie = ties.behind(entry);
        Line {
            name: entry.name.to_string(),
            person: entry.person_id,
            href: tie.map(|tie| paths::relationship(tie.relationship_id)),
            stage: stage(entry, tie, day),
            circle: entry.ring.label(),
            tie: entry.tie.label().to_owned(),
            frequency: entry.frequency.label(),
            gives: list(&entry.gives),
            receives: list(&entry.receives),
            wish: entry.wish.label(),
            ours: entry.started_by.is_some(),
            service: match entry.shares_service {
                Some(true) => "Yes",
                Some(false) => "No",
                None => "Not known",
            },
        }
    };
    sorted.into_iter().map(line).collect()
}
