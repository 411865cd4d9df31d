//! The tests S1 to S8 in plain words: what each asks, and what was found or is still missing.
//!
//! Names are given by the page, so that a connector reads "Ask Pat" and a commissioner, who may not know
//! the name, reads "Ask the other person". No name is in an evaluation.

use chrono::NaiveDate;

use super::Relationship;
use super::codes::{Initiative, Party};
use super::records::{Contact, Evaluation, TestResult};
use super::self_sustaining::Policy;
use crate::person::codes::Wish;

/// What the reader calls everyone.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The person: "Gordon".
    pub person: &'a str,
    /// The other person: "Pat".
    pub other: &'a str,
    /// The connector: "you" to themselves, "the connector" to others.
    pub connector: &'a str,
}

/// One test, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Which: 1 to 8.
    pub number: u8,
    /// Whether it passed.
    pub passed: bool,
    /// What it asks: "Four meetings without you in 12 weeks".
    pub title: String,
    /// What was found, or what is missing: "Ask Pat, it has been 41 days".
    pub detail: String,
}

/// The evaluation in words, test by test. `contacts`, in order of the day, give the days it rests on.
pub fn explain(evaluation: &Evaluation, contacts: &[&Contact], names: Names<'_>) -> Vec<Explained> {
    evaluation
        .tests
        .iter()
        .map(|test| Explained {
            number: test.number,
            passed: test.passed,
            title: opening(&title(test, evaluation, names)),
            detail: opening(&detail(test, evaluation, contacts, names)),
        })
        .collect()
}

impl Relationship {
    /// An evaluation of this relationship in words, test by test.
    pub fn explained(&self, evaluation: &Evaluation, names: Names<'_>) -> Vec<Explained> {
        let contacts: Vec<&Contact> = self.contacts.iter().map(|logged| &logged.contact).collect();
        explain(evaluation, &contacts, names)
    }
}

fn title(test: &TestResult, evaluation: &Evaluation, names: Names<'_>) -> String {
    let Names { person, other, connector } = names;
    match test.number {
        1 => {
            let policy = Policy::of_version(evaluation.policy_version)
                .unwrap_or_else(|| Policy::in_force(evaluation.as_of));
            let weeks = policy.window_days / 7;
            format!("{} meetings without {connector} in {weeks} weeks", in_words(test.wanted))
        }
        2 => format!("spread over {} weeks or more", in_words(test.wanted / 7)),
        3 => format!("the last {} without {connector}", in_words(test.wanted)),
        4 => "both take the first step".to_owned(),
        5 => format!("{person} says so"),
        6 => format!("{other} says so too"),
        7 => "they know how to keep in touch".to_owned(),
        _ => "no worries open".to_owned(),
    }
}

fn detail(test: &TestResult, evaluation: &Evaluation, contacts: &[&Contact], names: Names<'_>) -> String {
    match test.number {
        1 | 3 => days_found(test, contacts),
        2 if test.found == 0 => "not yet".to_owned(),
        2 if test.passed => weeks(test.found),
        2 => format!("{} so far", weeks(test.found)),
        4 => first_steps(test, contacts, names),
        5 => answer(test, evaluation, names.person),
        6 => answer(test, evaluation, names.other),
        7 if test.passed => "it is written down".to_owned(),
        7 => "write down phone, lifts and what if it goes wrong".to_owned(),
        _ => worries(test, names),
    }
}

/// The days of the contacts a test rests on, or how many are still to come.
fn days_found(test: &TestResult, contacts: &[&Contact]) -> String {
    let days: Vec<String> = rests_on(test, contacts).map(|contact| short(contact.on)).collect();
    let found = match days.as_slice() {
        [] => return "none yet".to_owned(),
        [.., last] if days.len() > 6 => format!("{} in all, the last on {last}", days.len()),
        few => few.join(", "),
    };
    match test.wanted - test.found {
        to_come if !test.passed && to_come > 0 => format!("{found}, and {} more to come", in_words(to_come)),
        _ => found,
    }
}

fn first_steps(test: &TestResult, contacts: &[&Contact], names: Names<'_>) -> String {
    let begun_by =
        |who: Initiative| rests_on(test, contacts).filter(|contact| contact.initiative == who).count();
    let regular = begun_by(Initiative::Standing);
    if test.passed && regular > 0 {
        return format!("a regular thing, {}", times(regular));
    }
    match (begun_by(Initiative::Person), begun_by(Initiative::Other)) {
        (0, 0) => "neither yet".to_owned(),
        (person, 0) => format!("{} {}, {} not yet", names.person, times(person), names.other),
        (0, other) => format!("{} {}, {} not yet", names.other, times(other), names.person),
        (person, other) => format!("{} {}, {} {}", names.person, times(person), names.other, times(other)),
    }
}

fn answer(test: &TestResult, evaluation: &Evaluation, name: &str) -> String {
    let Some(answer) = &test.answer else {
        return format!("ask {name}");
    };
    let day = answer.on.format("%-d %B");
    match answer.wish {
        Wish::Less => format!("{name} would like less of it, {day}"),
        Wish::Unsure => format!("{name} was not sure on {day}, ask again"),
        Wish::More | Wish::Same if test.passed => format!("{}, {day}", answer.how.label()),
        Wish::More | Wish::Same => {
            format!("ask {name}, it has been {} days", (evaluation.as_of - answer.on).num_days())
        }
    }
}

fn worries(test: &TestResult, names: Names<'_>) -> String {
    let party = |party| match party {
        Party::Person => names.person,
        Party::Other => names.other,
    };
    let open = |count: i64| match count {
        1 => "one worry is open".to_owned(),
        more => format!("{} worries are open", in_words(more)),
    };
    match (&test.answer, test.found) {
        (_, 0) => "nothing stands against it".to_owned(),
        (Some(answer), 1) => format!("{} would like less of it", party(answer.party)),
        (Some(answer), found) => {
            format!("{} would like less of it, and {}", party(answer.party), open(found - 1))
        }
        (None, found) => open(found),
    }
}

/// The contacts of a test, those taken back since too where they are given: they are what it rested on.
fn rests_on<'a>(test: &'a TestResult, contacts: &'a [&Contact]) -> impl Iterator<Item = &'a Contact> {
    contacts.iter().copied().filter(|contact| test.contacts.contains(&contact.contact_id))
}

fn short(on: NaiveDate) -> String {
    on.format("%-d %b").to_string()
}

fn weeks(days: i64) -> String {
    match (days / 7, days) {
        (0, 1) => "one day".to_owned(),
        (0, days) => format!("{days} days"),
        (1, _) => "one week".to_owned(),
        (weeks, _) => format!("{weeks} weeks"),
    }
}

fn times(count: usize) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{} times", in_words(more as i64)),
    }
}

fn in_words(number: i64) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = usize::try_from(number).ok().and_then(|number| WORDS.get(number));
    word.map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

/// With a capital, as a sentence begins.
fn opening(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}
