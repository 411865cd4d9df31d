//! What people read: the tests in plain words, and refusals.

use super::*;
use crate::shared::calendar::DateError;

const NAMES: Names<'_> = Names { person: "Gordon", other: "Pat", connector: "you" };

fn told(story: &Story, number: usize) -> (String, String) {
    let said = story.tie.explained(&story.evaluation(), NAMES);
    (said[number - 1].title.clone(), said[number - 1].detail.clone())
}

fn says(story: &Story, number: usize, title: &str, detail: &str) {
    assert_eq!(told(story, number), (title.to_owned(), detail.to_owned()));
}

#[test]
fn what_passes_says_what_was_found() {
    let story = Story::ready();
    says(&story, 1, "Four meetings without you in 12 weeks", "11 Jan, 8 Feb, 22 Feb, 7 Mar");
    says(&story, 2, "Spread over six weeks or more", "7 weeks");
    says(&story, 3, "The last three without you", "8 Feb, 22 Feb, 7 Mar");
    says(&story, 4, "Both take the first step", "Gordon twice, Pat twice");
    says(&story, 5, "Gordon says so", "With symbols or photographs, 7 March");
    says(&story, 6, "Pat says so too", "With symbols or photographs, 8 March");
    says(&story, 7, "They know how to keep in touch", "It is written down");
    says(&story, 8, "No worries open", "Nothing stands against it");
}

#[test]
fn what_is_missing_says_what_to_do() {
    let story = Story::met().contact(1, "2026-03-01", Presence::Absent, Initiative::Other);
    says(&story, 1, "Four meetings without you in 12 weeks", "1 Mar, and three more to come");
    says(&story, 2, "Spread over six weeks or more", "Not yet");
    says(&story, 3, "The last three without you", "1 Mar, and two more to come");
    says(&story, 4, "Both take the first step", "Pat once, Gordon not yet");
    says(&story, 5, "Gordon says so", "Ask Gordon");
    says(&story, 7, "They know how to keep in touch", "Write down phone, lifts and what if it goes wrong");
    let story = story.given(confirm(Party::Other, "2026-01-30", Wish::More));
    says(&story, 6, "Pat says so too", "Ask Pat, it has been 41 days");
    says(&Story::met(), 1, "Four meetings without you in 12 weeks", "None yet");
    says(&Story::met(), 4, "Both take the first step", "Neither yet");
}

#[test]
fn doubts_and_worries_are_named() {
    let story = Story::ready().given(confirm(Party::Person, "2026-03-10", Wish::Unsure));
    says(&story, 5, "Gordon says so", "Gordon was not sure on 10 March, ask again");
    let story = Story::ready().given(confirm(Party::Other, "2026-03-10", Wish::Less));
    says(&story, 6, "Pat says so too", "Pat would like less of it, 10 March");
    says(&story, 8, "No worries open", "Pat would like less of it");
    let story = story.given(Ask::RaiseConcern { raised_on: day("2026-03-11") });
    says(&story, 8, "No worries open", "Pat would like less of it, and one worry is open");
    let story = Story::met()
        .given(Ask::RaiseConcern { raised_on: day("2026-03-11") })
        .given(Ask::RaiseConcern { raised_on: day("2026-03-11") });
    says(&story, 8, "No worries open", "Two worries are open");
}

#[test]
fn a_regular_thing_and_many_meetings_are_counted() {
    let days =
        ["2026-01-05", "2026-01-12", "2026-01-19", "2026-01-26", "2026-02-02", "2026-02-09", "2026-02-16"];
    let story = days.iter().zip(1..).fold(Story::met(), |story, (on, number)| {
        story.contact(number, on, Presence::Absent, Initiative::Standing)
    });
    says(&story, 1, "Four meetings without you in 12 weeks", "7 in all, the last on 16 Feb");
    says(&story, 4, "Both take the first step", "A regular thing, seven times");
}

#[test]
fn a_reader_who_may_not_know_the_names_reads_none() {
    let names = Names { person: "the person", other: "the other person", connector: "the connector" };
    let story = Story::met();
    let said = story.tie.explained(&story.evaluation(), names);
    assert_eq!(said[0].title, "Four meetings without the connector in 12 weeks");
    assert_eq!((said[5].title.as_str(), said[5].detail.as_str()), {
        ("The other person says so too", "Ask the other person")
    });
}

#[test]
fn a_refusal_says_what_to_do_and_names_its_field() {
    let both = No::BothMustAgree { missing: vec![Party::Person, Party::Other] };
    assert_eq!(both.to_string(), "Both must say yes first. Still to ask: the person and the other person");
    assert_eq!(both.field(), None);
    let refusal = No::BeforeMeeting { field: "on", on: day("2025-11-02"), met_on: day("2025-11-03") };
    assert_eq!(refusal.to_string(), "They first met on 3 November 2025; this cannot have been before that");
    assert_eq!(refusal.field(), Some("on"));
    let problem = DateError::InTheFuture { on: day("2026-03-13") };
    assert_eq!(No::Date { field: "lapsed_on", problem }.field(), Some("lapsed_on"));
    assert_eq!(No::SawButAbsent.field(), Some("source"));
}
