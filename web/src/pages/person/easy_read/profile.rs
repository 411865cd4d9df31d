//! My page: the profile in their own words, what they love, and how to talk with them.

use domain::shared::personal::Personal;

use super::Part;
use crate::pages::person::head::Record;
use crate::pages::person::sheet::{ANSWERS, answers};
use crate::sentences::easy::{Said, loves, needs, own_words, whole_date};

/// The headings of the answers, said to the person, and the picture where a sentence has none.
const HEADINGS: [(&str, &str); ANSWERS] = [
    ("What people like about you", "star"),
    ("What is important to you", "heart"),
    ("How to help you well", "hand-heart"),
    ("A good week for you", "sun"),
    ("When you are at your best", "smile"),
    ("What you do not want", "thumbs-down"),
];

/// Everything that is known, part by part.
pub(super) fn told(record: &Record) -> Vec<Part> {
    let person = &record.row.person;
    let latest = person.latest_profile();
    let words = latest.and_then(|latest| Personal::get(&latest.profile));
    let mut parts = vec![Part { heading: "About this page", said: intro(record) }];
    if let Some(profile) = words {
        let answered = HEADINGS.iter().zip(answers(profile));
        parts.extend(answered.map(|((heading, icon), words)| Part {
            heading,
            said: own_words(words.unwrap_or_default(), icon),
        }));
    }
    let mut loved: Vec<_> =
        person.current_interests().into_iter().filter_map(|kept| kept.interest.get()).collect();
    loved.sort_by_key(|interest| std::cmp::Reverse(interest.strength));
    parts.push(Part { heading: "What you love and can do", said: loved.into_iter().map(loves).collect() });
    let list = person.needs.as_ref().map(|needs| needs.list()).unwrap_or_default();
    parts.push(Part { heading: "How to talk with you", said: needs(list) });
    parts
}

fn intro(record: &Record) -> Vec<Said> {
    let person = &record.row.person;
    let mut said = vec![Said::new("circle-user-round", "This page is about you.")];
    if let Some(name) = person.details().and_then(|details| details.known_as.as_ref()) {
        said.push(Said::new("smile", format!("You like to be called {name}.")));
    }
    match person.latest_profile() {
        Some(latest) => {
            let on = whole_date(latest.published_on);
            said.push(Said::new("calendar", format!("You agreed it with us on {on}.")));
        }
        None => said.push(
            Said::new("pencil", "There are no words of yours here yet.").and("We can write them together."),
        ),
    }
    said
}
