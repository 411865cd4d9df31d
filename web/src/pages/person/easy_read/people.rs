//! My people: who is in their life, circle by circle, and how often they are in touch.

use domain::person::codes::Ring;

use super::Part;
use crate::pages::person::head::Record;
use crate::sentences::easy::{Said, circle, intro};

/// The latest map in words.
pub(super) fn told(record: &Record) -> Vec<Part> {
    let Some(map) = record.row.person.latest_map() else {
        let said = Said::new("users", "There is no map of your people yet.").and("We can make one together.");
        return vec![Part { heading: "Your people", said: vec![said] }];
    };
    if map.unpaid_size().is_none() {
        let said = vec![Said::new("users", "What was here has been forgotten.")];
        return vec![Part { heading: "Your people", said }];
    }
    let mut parts = vec![Part { heading: "Your people", said: intro(map) }];
    let circles = Ring::ALL.iter().filter_map(|ring| circle(*ring, map.entries()));
    parts.extend(circles.map(|(heading, said)| Part { heading, said }));
    parts
}
