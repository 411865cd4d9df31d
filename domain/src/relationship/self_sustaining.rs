//! Whether a relationship stands on its own: eight tests, S1 to S8, over what is known on a day.
//!
//! No published threshold exists; the figures are this project's own defaults, in a dated and numbered
//! policy, and every declaration keeps the evaluation it rested on. Contacts recorded later change what
//! `evaluate` finds, never what was declared.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Relationship;
use super::codes::{Initiative, Party, Presence};
use super::records::{Confirmation, Contact, Evaluation, TestResult};
use crate::person::codes::Wish;
use crate::shared::calendar::FIRST_DAY;
use crate::shared::ids::ContactId;

/// What the tests want. A change is a new version with its own first day, never an edit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Which version.
    pub version: u32,
    /// Declarations of this day and later are made under it.
    pub from: NaiveDate,
    /// S1: how many days back contacts count, the day itself not counted.
    pub window_days: i64,
    /// S1: contacts without the connector in that time.
    pub contacts: i64,
    /// S2: days from the first to the last of them.
    pub span_days: i64,
    /// S3: the latest contacts that must all be without the connector.
    pub latest: i64,
    /// S4: contacts that each of the two must have begun.
    pub first_steps_each: i64,
    /// S4, or else: contacts that are a regular thing.
    pub regular: i64,
    /// S5 and S6: days for which an answer holds.
    pub answer_days: i64,
}

/// Every policy there has been, oldest first. Source: practice default.
const POLICIES: [Policy; 1] = [Policy {
    version: 1,
    from: FIRST_DAY,
    window_days: 84,
    contacts: 4,
    span_days: 42,
    latest: 3,
    first_steps_each: 1,
    regular: 4,
    answer_days: 28,
}];

impl Policy {
    /// The policy under which a declaration of `on` is made.
    pub fn in_force(on: NaiveDate) -> Self {
        let begun = POLICIES.iter().rfind(|policy| policy.from <= on);
        begun.unwrap_or(&POLICIES[0]).clone()
    }

    /// The policy of a version, or `None` if there is no such version.
    pub fn of_version(version: u32) -> Option<Self> {
        POLICIES.iter().find(|policy| policy.version == version).cloned()
    }
}

/// Puts S1 to S8 to what is recorded of the relationship, as of a day. The state is all it needs.
pub fn evaluate(tie: &Relationship, as_of: NaiveDate, policy: &Policy) -> Evaluation {
    let contacts: Vec<&Contact> = tie.standing_contacts().filter(|contact| contact.on <= as_of).collect();
    let alone: Vec<&Contact> = contacts
        .iter()
        .copied()
        .filter(|contact| contact.presence == Presence::Absent)
        .filter(|contact| (as_of - contact.on).num_days() <= policy.window_days)
        .collect();
    let tests = vec![
        enough_without_connector(&alone, policy),
        spread_over_weeks(&alone, policy),
        latest_without_connector(&contacts, policy),
        both_take_the_first_step(&contacts, policy),
        says_so(5, tie, Party::Person, as_of, policy),
        says_so(6, tie, Party::Other, as_of, policy),
        knows_how_to_go_on(tie, as_of),
        no_worry_open(tie, as_of),
    ];
    Evaluation { policy_version: policy.version, as_of, tests }
}

/// S1: contacts without the connector in the last twelve weeks.
fn enough_without_connector(alone: &[&Contact], policy: &Policy) -> TestResult {
    counted(1, alone.len() as i64, policy.contacts, ids(alone.iter().copied()))
}

/// S2: in days, from the first of them to the last.
fn spread_over_weeks(alone: &[&Contact], policy: &Policy) -> TestResult {
    match alone {
        [first, .., last] => {
            let days = (last.on - first.on).num_days();
            counted(2, days, policy.span_days, vec![first.contact_id, last.contact_id])
        }
        [] | [_] => counted(2, 0, policy.span_days, vec![]),
    }
}

/// S3: how many of the latest contacts, counted back from the last, were without the connector.
fn latest_without_connector(contacts: &[&Contact], policy: &Policy) -> TestResult {
    let latest = contacts.iter().rev().copied().take(policy.latest as usize);
    let streak: Vec<&Contact> = latest.take_while(|contact| contact.presence == Presence::Absent).collect();
    counted(3, streak.len() as i64, policy.latest, ids(streak.into_iter().rev()))
}

/// S4: each has begun at least one contact (counted as people), or they have a regular thing (counted as
/// contacts).
fn both_take_the_first_step(contacts: &[&Contact], policy: &Policy) -> TestResult {
    let begun_by =
        |who: Initiative| contacts.iter().copied().filter(move |contact| contact.initiative == who);
    let enough = |who: Initiative| begun_by(who).count() as i64 >= policy.first_steps_each;
    let both = i64::from(enough(Initiative::Person)) + i64::from(enough(Initiative::Other));
    let regular = begun_by(Initiative::Standing).count() as i64;
    if both < 2 && regular >= policy.regular {
        return counted(4, regular, policy.regular, ids(begun_by(Initiative::Standing)));
    }
    let theirs = |contact: &&Contact| matches!(contact.initiative, Initiative::Person | Initiative::Other);
    counted(4, both, 2, ids(contacts.iter().copied().filter(theirs)))
}

/// S5 and S6: what that person last said up to the day, in days since; since they met when never asked.
fn says_so(number: u8, tie: &Relationship, party: Party, as_of: NaiveDate, policy: &Policy) -> TestResult {
    let answer = answer_on(tie, party, as_of);
    let since = answer.map(|answer| answer.on).or(tie.met_on());
    let found = since.map_or(0, |since| (as_of - since).num_days());
    let wants_it = answer.is_some_and(|answer| matches!(answer.wish, Wish::More | Wish::Same));
    TestResult {
        number,
        passed: wants_it && found <= policy.answer_days,
        found,
        wanted: policy.answer_days,
        contacts: vec![],
        answer: answer.cloned(),
    }
}

/// S7: a plan was recorded by that day.
fn knows_how_to_go_on(tie: &Relationship, as_of: NaiveDate) -> TestResult {
    let planned = tie.continuity.as_ref().is_some_and(|plan| plan.first_planned_on <= as_of);
    counted(7, i64::from(planned), 1, vec![])
}

/// S8: worries open, and people whose last answer is that they want less of it.
fn no_worry_open(tie: &Relationship, as_of: NaiveDate) -> TestResult {
    let last = Party::ALL.iter().filter_map(|party| answer_on(tie, *party, as_of));
    let less: Vec<&Confirmation> = last.filter(|answer| answer.wish == Wish::Less).collect();
    let found = (tie.concerns_on(as_of) + less.len()) as i64;
    TestResult {
        number: 8,
        passed: found == 0,
        found,
        wanted: 0,
        contacts: vec![],
        answer: less.first().map(|answer| (*answer).clone()),
    }
}

fn answer_on(tie: &Relationship, party: Party, as_of: NaiveDate) -> Option<&Confirmation> {
    let mut answers = tie.confirmations.iter().map(|said| &said.confirmation);
    answers.rfind(|answer| answer.party == party && answer.on <= as_of)
}

fn counted(number: u8, found: i64, wanted: i64, contacts: Vec<ContactId>) -> TestResult {
    TestResult { number, passed: found >= wanted, found, wanted, contacts, answer: None }
}

fn ids<'a>(contacts: impl Iterator<Item = &'a Contact>) -> Vec<ContactId> {
    contacts.map(|contact| contact.contact_id).collect()
}
