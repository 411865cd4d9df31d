//! Who fits whom, as given / when / then, and what holds of any two people. The people are invented.

mod any_two;
mod places;
mod reasons;
mod scores;
mod ways;

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::person::codes::ShareMode;
use crate::person::{Availability, DayOfWeek, Slot, Travel, TravelMode};
use crate::shared::ids::{PersonId, RelationshipId, TermId};
use crate::shared::text::Line;

const TODAY: &str = "2026-03-12";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn today() -> NaiveDate {
    day(TODAY)
}

fn term(number: u128) -> TermId {
    TermId(Uuid::from_u128(number))
}

fn love(strength: u8, share: &[ShareMode]) -> Love {
    let name = Line::parse("something").expect("a line");
    Love { name, strength, share: share.iter().copied().collect() }
}

fn loves(all: &[(u128, u8)]) -> Loves {
    all.iter().map(|(number, strength)| (term(*number), love(*strength, &[]))).collect()
}

/// Free from one hour to another on a day.
fn free(day: DayOfWeek, from: u32, to: u32) -> Availability {
    let at = |hour| chrono::NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    Availability { slots: vec![Slot { day, from: at(from), to: at(to) }], constraints: None }
}

fn goes(most_minutes: u16) -> Option<Travel> {
    let modes = BTreeSet::from([TravelMode::BusAlone]);
    Some(Travel { modes, most_minutes: Some(most_minutes), wants_training: false })
}

/// Somebody of whom everything that matters is known: 40 years old, agreed, free on Tuesday mornings.
fn somebody(number: u128, supported: bool) -> Facts {
    Facts {
        person_id: PersonId(Uuid::from_u128(number)),
        supported,
        born_on: Some(day("1986-01-01")),
        known_since: Some(day("2026-01-01")),
        takes_part: Said::Yes { until: None },
        be_introduced: Said::Yes { until: None },
        loves: loves(&[(1, 3), (2, 1)]),
        week: Some(free(DayOfWeek::Tuesday, 9, 12)),
        travel: goes(30),
        area: Some("mill lane".to_owned()),
        ..Facts::default()
    }
}

fn gordon() -> Facts {
    somebody(1, true)
}

fn pat() -> Facts {
    somebody(2, false)
}

fn side(facts: &Facts) -> Side<'_> {
    Side { facts, loves: Cow::Borrowed(&facts.loves), under_way: 0, last_proposed_on: None }
}

fn why(person: &Facts, other: &Facts, between: Between, journey: Journey) -> Vec<NotNow> {
    filters(&side(person), &side(other), (between, journey), today())
}

/// Why Pat is not offered to Gordon when something is told of either.
fn why_when(tell: impl Fn(&mut Facts, &mut Facts)) -> Vec<NotNow> {
    let (mut one, mut two) = (gordon(), pat());
    tell(&mut one, &mut two);
    why(&one, &two, Between::Nothing, Journey::SameArea)
}

fn fits(person: &Facts, other: &Facts, journey: Journey) -> Fit {
    fit((&side(person), &side(other)), journey, (100, today()))
}

fn tie() -> RelationshipId {
    RelationshipId(Uuid::from_u128(9))
}
