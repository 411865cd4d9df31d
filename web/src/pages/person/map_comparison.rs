//! Two relationship maps beside each other: the rings, everybody in the same place on both; what became of
//! it in a few sentences; and the figures of both days.

use app::error::Refusal;
use askama::Template;
use axum::extract::State;
use domain::person::records::MapEntry;
use domain::person::{GiveAndTake, MapChange, RelationshipMap};
use domain::shared::ids::{MapId, PersonId};

use super::head::{Head, Record, Tab};
use super::map::{changes, days};
use super::pictured::{Ties, steady};
use crate::charts::Picture;
use crate::charts::rings::Rings;
use crate::error::Answer;
use crate::extract::{At, Params, Signed};
use crate::guard::Audience;
use crate::look::{Choice, FormErrors, Here, Page, Stage};
use crate::router::{Route, get};
use crate::site::{Site, show};
use crate::{format, paths};

/// One entry.
pub fn routes() -> Vec<Route> {
    vec![get("/people/{id}/maps/comparison", Audience::Connecting, page)]
}

#[derive(Template)]
#[template(path = "person/map_comparison.html")]
struct Comparison {
    page: Page,
    head: Head,
    /// Every map, to choose the two from.
    before: Vec<Choice>,
    after: Vec<Choice>,
    /// What the address of their list asks.
    list: String,
    /// The two, the earlier first; none while there are not two.
    sides: Vec<Side>,
    /// What became of it.
    sentences: Vec<String>,
    /// What changed, as names under a word.
    since: Vec<(&'static str, String)>,
    /// A figure, then and now.
    figures: Vec<(&'static str, [String; 2])>,
    /// The stages on either.
    stages: Vec<Stage>,
    errors: FormErrors,
}

impl Comparison {
    /// Whether anybody on either was met through us.
    fn any_of_ours(&self) -> bool {
        self.sides.iter().any(|side| side.picture.any_of_ours())
    }
}

/// One of the two.
struct Side {
    day: String,
    href: String,
    picture: Rings,
}

async fn page(
    State(site): State<Site>,
    signed: Signed,
    At(id): At<PersonId>,
    Params(params): Params,
) -> Answer {
    let who = signed.connecting()?;
    let record = Record::read(&site, &who, id).await?;
    if !record.row.person.is_supported() {
        return Err(Refusal::NotFound.into());
    }
    let ties = site.app.views.relationships_of_person(&who, id).await?;
    let maps = &record.row.person.maps;
    let chosen = two(maps, params.id("before"), params.id("after"));
    let called = record.called();
    let mut page = Comparison {
        page: signed.page(format!("{} people, then and now", format::possessive(&called)), Here::People),
        head: record.head(Tab::None),
        before: choices(maps, chosen.map(|(before, _)| before)),
        after: choices(maps, chosen.map(|(_, after)| after)),
        list: String::new(),
        sides: Vec::new(),
        sentences: Vec::new(),
        since: Vec::new(),
        figures: Vec::new(),
        stages: Vec::new(),
        errors: FormErrors::none(),
    };
    if let Some((before, after)) = chosen {
        let drawn = steady(&called, &record.name(), maps, &days(maps, record.today), &Ties::of(id, &ties));
        let (earlier, later) = (&maps[before], &maps[after]);
        let change = later.change_since(earlier);
        page.list = format!("before={}&after={}", earlier.map_id, later.map_id);
        page.sides = [before, after]
            .into_iter()
            .filter_map(|at| {
                let (map, picture) = (&maps[at], drawn.get(at)?.clone());
                Some(Side { day: format::date(map.taken_on), href: paths::map(id, map.map_id), picture })
            })
            .collect();
        page.stages = stages(&page.sides);
        page.sentences = sentences(&called, earlier, later, &change);
        page.since = changes(&change);
        page.figures = figures(earlier, later);
    }
    show(&page)
}

/// The places of the two that are asked for, the earlier first; the first and the latest when none is asked
/// for or it is not there. `None` while there are not two.
pub(super) fn two(
    maps: &[RelationshipMap],
    before: Option<MapId>,
    after: Option<MapId>,
) -> Option<(usize, usize)> {
    let find = |wanted: Option<MapId>| maps.iter().position(|map| Some(map.map_id) == wanted);
    let latest = maps.len().checked_sub(1).filter(|latest| *latest > 0)?;
    let (before, after) = (find(before).unwrap_or(0), find(after).unwrap_or(latest));
    Some((before.min(after), before.max(after)))
}

fn choices(maps: &[RelationshipMap], chosen: Option<usize>) -> Vec<Choice> {
    let one = |(at, map): (usize, &RelationshipMap)| {
        Choice::new(map.map_id, format::date(map.taken_on)).chosen(chosen == Some(at))
    };
    maps.iter().enumerate().map(one).collect()
}

fn stages(sides: &[Side]) -> Vec<Stage> {
    let mut all: Vec<Stage> = Vec::new();
    for stage in sides.iter().flat_map(|side| side.picture.stages()) {
        if !all.contains(&stage) {
            all.push(stage);
        }
    }
    all
}

fn sentences(
    called: &str,
    before: &RelationshipMap,
    after: &RelationshipMap,
    change: &MapChange<'_>,
) -> Vec<String> {
    let mut said = Vec::new();
    let (Some(was), Some(now)) = (before.unpaid_size(), after.unpaid_size()) else {
        return vec!["What was on these maps has been forgotten.".to_owned()];
    };
    let many = format::plural(now, "person is", "people are");
    let called = format::capital(called);
    said.push(format!(
        "{many} in {} life unpaid on {}; on {} it was {was}.",
        format::possessive(&called),
        format::date(after.taken_on),
        format::date(before.taken_on)
    ));
    let who = |entries: &[&MapEntry], one: &str, many: &str| {
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        (!names.is_empty())
            .then(|| format!("{} {}.", format::and_list(&names), if names.len() == 1 { one } else { many }))
    };
    said.extend(who(&change.came, "is new", "are new"));
    said.extend(who(&change.went, "is no longer there", "are no longer there"));
    said.extend(who(&change.nearer, "came nearer", "came nearer"));
    said.extend(who(&change.further, "moved further out", "moved further out"));
    if said.len() == 1 {
        said.push("Everybody stands where they stood.".to_owned());
    }
    said
}

fn figures(before: &RelationshipMap, after: &RelationshipMap) -> Vec<(&'static str, [String; 2])> {
    let both = |of: &dyn Fn(&RelationshipMap) -> String| [of(before), of(after)];
    let unpaid = |map: &RelationshipMap| map.unpaid_size().map_or("–".to_owned(), |size| size.to_string());
    let begun = |map: &RelationshipMap| {
        let with_us = map.entries().iter().filter(|entry| entry.started_by.is_some() && entry.is_unpaid());
        with_us.count().to_string()
    };
    vec![
        ("In their life unpaid", both(&unpaid)),
        ("Of these, met through us", both(&begun)),
        ("Kinds of things given", both(&|map| map.give_and_take().given.to_string())),
        ("Kinds of things received", both(&|map| map.give_and_take().received.to_string())),
        ("How even give and take is", both(&|map| even(map.give_and_take()))),
    ]
}

/// "0.83 of 1", or that nobody wrote anything down.
fn even(given: GiveAndTake) -> String {
    match given.index_hundredths() {
        Some(hundredths) => format!("{}.{:02} of 1", hundredths / 100, hundredths % 100),
        None => "not recorded".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::person::codes::MapMethod;
    use domain::shared::personal::Personal;

    use super::*;

    fn map(number: u128) -> RelationshipMap {
        RelationshipMap {
            map_id: MapId(uuid::Uuid::from_u128(number)),
            taken_on: "2026-03-12".parse().unwrap(),
            method: MapMethod::Conversation,
            entries: Personal::about(PersonId::default(), Vec::new()),
        }
    }

    #[test]
    fn two_maps_are_chosen_the_earlier_first_and_one_alone_is_not_compared() {
        let maps = [map(1), map(2), map(3)];
        let id = |number: usize| Some(maps[number].map_id);
        assert_eq!(two(&maps, None, None), Some((0, 2)));
        assert_eq!(two(&maps, id(2), id(1)), Some((1, 2)));
        assert_eq!(two(&maps, Some(MapId::default()), id(1)), Some((0, 1)));
        assert_eq!(two(&maps[..1], None, None), None);
        assert_eq!(two(&[], None, None), None);
    }

    #[test]
    fn give_and_take_is_said_in_hundredths_or_as_not_recorded() {
        assert_eq!(even(GiveAndTake { given: 3, received: 4 }), "0.86 of 1");
        assert_eq!(even(GiveAndTake { given: 2, received: 2 }), "1.00 of 1");
        assert_eq!(even(GiveAndTake::default()), "not recorded");
    }

    #[test]
    fn two_maps_that_are_the_same_say_so() {
        let (first, second) = (map(1), map(2));
        let said = sentences("gord", &first, &second, &second.change_since(&first));
        assert_eq!(
            said[0],
            "0 people are in Gord’s life unpaid on 12 March 2026; on 12 March 2026 it was 0."
        );
        assert_eq!(said[1], "Everybody stands where they stood.");
    }
}
