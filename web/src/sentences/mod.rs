//! What happened and how things stand, in plain sentences. One file for each noun says every event of
//! that noun, without an arm for "anything else": a new event does not compile until it has its words.

pub mod apart;
pub mod case;
pub mod concern;
pub mod easy;
pub mod engagement;
pub mod fit;
mod getting_about;
pub mod goal;
pub mod letter;
pub mod measure;
mod merged;
pub mod near;
pub mod not_now;
pub mod person;
pub mod place;
pub mod relationship;
pub mod roles;
mod sharing;
pub mod split;

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::Event;
use domain::person::Person;
use domain::relationship::Party;
use domain::shared::ids::{AccountId, RelationshipId};
use domain::shared::personal::Personal;
use domain::shared::text::Words;

use crate::look::Stage;

/// What a sentence must know besides the event: what everybody is called.
#[derive(Clone)]
pub struct Around<'a> {
    /// Whose timeline it is; entries are looked up here by their ids.
    pub person: &'a Person,
    /// What to call them.
    pub called: String,
    /// What to call the two of a relationship: the supported person, then the other.
    pub ties: HashMap<RelationshipId, [String; 2]>,
    /// What to call those who sign in.
    pub accounts: HashMap<AccountId, String>,
    /// Who reads, and is "you".
    pub reader: AccountId,
}

impl Around<'_> {
    /// "you", a name, or "somebody" when the account is not known any more.
    pub fn account(&self, id: AccountId) -> &str {
        if id == self.reader {
            return "you";
        }
        self.accounts.get(&id).map_or("somebody", String::as_str)
    }

    /// What to call one of the two of a relationship.
    fn party(&self, id: RelationshipId, party: Party) -> &str {
        match (self.ties.get(&id), party) {
            (Some([person, _]), Party::Person) => person,
            (Some([_, other]), Party::Other) => other,
            (None, Party::Person) => &self.called,
            (None, Party::Other) => "the other person",
        }
    }

    /// "Gordon and Pat"
    fn both(&self, id: RelationshipId) -> String {
        format!("{} and {}", self.party(id, Party::Person), self.party(id, Party::Other))
    }
}

/// One thing that happened, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The day it happened; `None` when it is the day on which it was recorded.
    pub on: Option<NaiveDate>,
    /// A drawing for it.
    pub icon: &'static str,
    /// The colour of a relationship's stage, where it is about one.
    pub stage: Option<Stage>,
    /// The sentence.
    pub what: String,
    /// Whatever somebody said about it.
    pub words: Option<String>,
    /// Whether it is only a step on the way, to be said more quietly.
    pub aside: bool,
}

impl Told {
    fn new(icon: &'static str, on: impl Into<Option<NaiveDate>>, what: impl Into<String>) -> Self {
        Self { on: on.into(), icon, stage: None, what: what.into(), words: None, aside: false }
    }

    fn aside(mut self) -> Self {
        self.aside = true;
        self
    }

    fn at(mut self, stage: Stage) -> Self {
        self.stage = Some(stage);
        self
    }

    fn saying(mut self, words: Option<&Personal<Words>>) -> Self {
        self.words = words.and_then(Personal::get).map(ToString::to_string);
        self
    }
}

/// An event of the stream `id` in words, as recorded by somebody.
pub fn tell(event: &Event, id: uuid::Uuid, by: AccountId, around: &Around<'_>) -> Told {
    match event {
        Event::Person(event) => person::tell(event, around),
        Event::Engagement(event) => engagement::tell(event, around),
        Event::Relationship(event) => relationship::tell(event, id.into(), by, around),
        // A timeline is never asked for one, and would say nothing of it.
        Event::Concern(_) | Event::Outing(_) => Told::new("lock", None, "Something that is kept elsewhere"),
        Event::Place(event) => place::tell(event),
    }
}

/// Whom somebody named, within a sentence: "His sister" becomes "his sister", and "Maureen" stays.
pub(crate) fn somebody(words: &str) -> String {
    const SMALL: [&str; 9] = ["The", "A", "An", "His", "Her", "Their", "Our", "My", "Somebody"];
    let first = words.split(' ').next().unwrap_or_default();
    if SMALL.contains(&first) { inside(words) } else { words.to_owned() }
}

/// A code's words within a sentence: "They signed" becomes "they signed", "GP or link worker" stays.
pub(crate) fn inside(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(label.chars().skip(1)).collect()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_begins_small_within_a_sentence_unless_it_is_an_abbreviation() {
        assert_eq!(inside("In hospital"), "in hospital");
        assert_eq!(inside("GP or link worker"), "GP or link worker");
        assert_eq!(inside(""), "");
    }
}
