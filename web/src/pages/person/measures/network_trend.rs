//! How many people are in somebody's life unpaid, map by map: the same picture as a score over time, and a table that
//! says of each day how many stood in which circle.

use domain::person::codes::Ring;
use domain::person::{Person, RelationshipMap};

use crate::charts::Picture;
use crate::charts::trend::{Dot, Trend};
use crate::format;

/// The top of the drawing while the network is small, so that one person more is not drawn as a leap.
const LEAST_TOP: i64 = 5;

/// The picture, with the circles of each day.
pub struct NetworkTrend {
    line: Trend,
    /// Of each map: the day, how many unpaid, and how many in each circle from the nearest outwards.
    days: Vec<Vec<String>>,
}

impl NetworkTrend {
    /// From two maps on that can still be read.
    pub fn of(person: &Person, called: &str) -> Option<Self> {
        let known: Vec<(&RelationshipMap, i64)> = person
            .maps
            .iter()
            .filter_map(|map| Some((map, i64::try_from(map.unpaid_size()?).unwrap_or(i64::MAX))))
            .collect();
        let [(first, was), .., (last, now)] = known.as_slice() else { return None };
        let top = known.iter().map(|(_, size)| *size).max().unwrap_or_default().max(LEAST_TOP);
        let sentence = format!(
            "{} in {} life unpaid on {}, {now} on {}, over {} maps.",
            format::plural(usize::try_from(*was).unwrap_or_default(), "person", "people"),
            format::possessive(called),
            format::date(first.taken_on),
            format::date(last.taken_on),
            known.len()
        );
        let dot = |(map, size): &(&RelationshipMap, i64)| Dot {
            on: map.taken_on,
            figure: Some(*size),
            said: size.to_string(),
            when: map.method.label(),
        };
        let line = Trend {
            title: "People in their life unpaid".to_owned(),
            sentence,
            ends: [(0, "0".to_owned()), (top, top.to_string())],
            better_is_up: None,
            points: known.iter().map(dot).collect(),
        };
        Some(Self { line, days: known.iter().map(|(map, size)| day(map, *size)).collect() })
    }
}

fn day(map: &RelationshipMap, size: i64) -> Vec<String> {
    let within = |ring: &Ring| map.entries().iter().filter(|entry| entry.ring == *ring).count();
    let mut cells = vec![format::date(map.taken_on), size.to_string()];
    cells.extend(Ring::ALL.iter().map(|ring| within(ring).to_string()));
    cells
}

impl Picture for NetworkTrend {
    fn svg(&self) -> String {
        self.line.svg()
    }

    fn sentence(&self) -> String {
        self.line.sentence()
    }

    fn heads(&self) -> Vec<&'static str> {
        ["Day", "Unpaid"].into_iter().chain(Ring::ALL.iter().map(|ring| ring.label())).collect()
    }

    fn rows(&self) -> Vec<Vec<String>> {
        self.days.clone()
    }

    fn title(&self) -> String {
        self.line.title()
    }
}
