//! A person's record, as given / when / then. The people are invented and their NHS numbers are from
//! the range kept for tests.

mod capacity;
mod consents;
mod documents;
mod endings;
mod getting_together;
mod histories;
mod interests;
mod map_back;
mod map_changes;
mod maps;
mod measures;
mod merged_and_forgotten;
mod merging;
mod registering;
mod roles;
mod safety;
mod sharing;
mod stored;
mod supporters;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use cqrs_es::test::TestFramework;
use uuid::Uuid;

use super::*;
use crate::shared::calendar::DateError;
use crate::shared::ids::{AccountId, MapEntryId, MapId};

type Answered = Result<Vec<PersonEvent>, PersonError>;

/// Given what happened. The day on which everything is asked is 12 March 2026.
fn given(events: &[PersonEvent]) -> Given {
    Given { events: events.to_vec(), today: day("2026-03-12") }
}

/// A supported person, and what else happened.
fn known(events: &[PersonEvent]) -> Given {
    given(&[&[registered(PersonKind::Supported)], events].concat())
}

/// A community member, and what else happened.
fn member(events: &[PersonEvent]) -> Given {
    given(&[&[registered(PersonKind::CommunityMember)], events].concat())
}

struct Given {
    events: Vec<PersonEvent>,
    today: NaiveDate,
}

impl Given {
    fn state(&self) -> Person {
        Person::fold(&self.events)
    }

    fn when(&self, command: PersonCommand) -> Answered {
        self.state().decide(&Asked { command, today: self.today, by: AccountId::default() })
    }

    /// The same, after this was asked and taken.
    fn after(&self, command: PersonCommand) -> Self {
        let more = self.when(command).expect("taken");
        Self { events: [self.events.clone(), more].concat(), today: self.today }
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn id<T: From<Uuid>>(number: u128) -> T {
    T::from(Uuid::from_u128(number))
}

fn gordon() -> PersonId {
    id(1)
}

fn line(text: &str) -> Line {
    Line::parse(text).expect("a line")
}

fn words(text: &str) -> Words {
    Words::parse(text).expect("words")
}

fn about<T>(value: T) -> Personal<T> {
    Personal::about(gordon(), value)
}

fn details() -> Details {
    Details {
        name: line("Gordon Ashworth"),
        known_as: Some(line("Gord")),
        born_on: Some(day("1979-05-02")),
        phone: None,
        email: None,
        address: None,
        area: Some(line("Harbour Side")),
    }
}

fn registered(kind: PersonKind) -> PersonEvent {
    PersonEvent::PersonRegistered {
        person_id: gordon(),
        kind,
        details: about(details()),
        registered_on: day("2026-01-05"),
    }
}

fn died(on: &str) -> PersonEvent {
    PersonEvent::PersonDied { died_on: day(on) }
}

fn vegetables() -> Interest {
    Interest {
        name: line("growing vegetables"),
        kind: InterestKind::Passion,
        own_words: Some(words("My beans are the best in the street")),
        strength: 3,
        share: Some(ShareMode::Teach),
        evidence: Evidence::Person,
        participation: Participation::UsedTo,
        barriers: BTreeSet::from([Barrier::Transport]),
    }
}

fn entry(number: u128, ring: Ring, sector: Sector, tie: TieKind) -> MapEntry {
    MapEntry {
        entry_id: id(number),
        name: line("Jean"),
        person_id: None,
        ring,
        sector,
        tie,
        shares_service: Some(false),
        frequency: ContactFrequency::Weekly,
        started_by: None,
        gives: BTreeSet::new(),
        receives: BTreeSet::new(),
        wish: Wish::More,
    }
}

fn friend(number: u128) -> MapEntry {
    entry(number, Ring::Friends, Sector::FriendsAndUnpaid, TieKind::Friend)
}

fn take_map(number: u128, taken_on: &str, entries: Vec<MapEntry>) -> PersonCommand {
    let (map_id, taken_on) = (id::<MapId>(number), day(taken_on));
    PersonCommand::TakeRelationshipMap { map_id, taken_on, method: MapMethod::Conversation, entries }
}

fn link(number: u128, linked_on: &str) -> PersonCommand {
    let supporter = Supporter {
        supporter_id: id(number),
        name: line("Moira"),
        role: SupporterRole::Family,
        contact: Some(line("07700 900123")),
    };
    PersonCommand::LinkSupporter { supporter, linked_on: day(linked_on) }
}

fn give(scope: ConsentScope, given_on: &str, until: Option<&str>) -> PersonCommand {
    let (given_on, until) = (day(given_on), until.map(day));
    let how = AnswerMethod::Spoken;
    PersonCommand::GiveConsent {
        scope,
        given_on,
        how,
        until,
        words: None,
        decision_id: None,
        given_by: None,
        evidence: None,
    }
}

fn refuse(scope: ConsentScope, refused_on: &str) -> PersonCommand {
    PersonCommand::RefuseConsent {
        scope,
        refused_on: day(refused_on),
        how: AnswerMethod::Symbols,
        words: None,
    }
}

fn withdraw(scope: ConsentScope, withdrawn_on: &str) -> PersonCommand {
    let words = Some(words("Not any more"));
    PersonCommand::WithdrawConsent {
        scope,
        withdrawn_on: day(withdrawn_on),
        how: AnswerMethod::Signed,
        words,
    }
}

#[test]
fn the_record_can_be_read_and_tested_with_stock_tools() {
    let asked = |command| Asked { command, today: day("2026-03-12"), by: AccountId::default() };
    TestFramework::<Person>::with(())
        .given(vec![registered(PersonKind::Supported)])
        .when(asked(PersonCommand::RecordDeath { died_on: day("2026-03-01") }))
        .then_expect_events(vec![died("2026-03-01")]);
}
