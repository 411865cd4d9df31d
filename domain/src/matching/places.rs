//! Which places fit somebody: reasons not to come first, then the same five parts of a score as between two
//! people. What a place looks for answers what a person would do: where singing is taught, somebody learns it.
//!
//! A reason not to lies in what is known alone. Whether one gets in without steps that nobody has asked about is
//! no reason: it is named, to be asked before anybody goes.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeSet;

use chrono::NaiveDate;
use strum::IntoStaticStr;

use super::facts::{Facts, Love, Loves, take_in};
use super::score::{Fit, Unknown, fit};
use super::{Journey, Side};
use crate::person::codes::{Barrier, CommunicationNeed};
use crate::person::{Availability, Person, Reach};
use crate::place::{Attribute, Freshness, Place, Setting};
use crate::shared::ids::TermId;

/// Which rules these are: kept with every list of places that is shown, and raised whenever the same facts
/// would come out in another order.
pub const PLACE_RULES: u16 = 2;

/// How much what happens at a place matters to it: it is what the place is there for.
const WHOLLY: u8 = 3;

/// Why a place is not offered to somebody. The stored name of each is a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum PlaceNotNow {
    /// It is offered to nobody any more.
    PutAway,
    /// It can welcome nobody new just now.
    Full,
    /// It is for children, and the checks it asks of adults are not settled.
    ForChildren,
    /// The person needs a way in without steps, and there is none.
    Steps,
    /// The person needs somewhere quiet, and it is not.
    NotQuiet,
    /// The way is longer than they would go, by so many minutes.
    TooFar { by_minutes: u16 },
    /// It never meets when they are free.
    NeverMeetsWhenFree,
}

impl PlaceNotNow {
    /// The stored name.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// What somebody needs of a building, from what is recorded of them and nothing else.
pub fn access_needs(person: &Person) -> BTreeSet<Attribute> {
    let needs = person.needs.as_ref().map_or(&[][..], |needs| needs.list());
    let current = person.current_interests();
    let hindered = current
        .iter()
        .filter_map(|kept| kept.interest.get())
        .any(|interest| interest.barriers.contains(&Barrier::AccessToBuilding));
    let all = [
        (hindered || needs.contains(&CommunicationNeed::WheelchairAccess), Attribute::StepFree),
        (needs.contains(&CommunicationNeed::QuietPlaces), Attribute::QuietSpace),
    ];
    all.into_iter().filter_map(|(needed, what)| needed.then_some(what)).collect()
}

/// What may count of a place, as matching knows people: what happens there under the team's terms, when it
/// meets, which part of town, and since when it has waited for somebody. `None` until it is recorded.
pub fn place_facts(
    place: &Place,
    term: impl Fn(&str) -> TermId,
    compared: impl Fn(&str) -> String,
) -> Option<Facts> {
    let details = place.details()?;
    let mut loves = Loves::new();
    for activity in &details.activities {
        let share = activity.ways.iter().map(|way| way.as_the_place_shares()).collect();
        let love = Love { name: activity.name.clone(), strength: WHOLLY, share };
        take_in(&mut loves, term(activity.name.as_str()), love);
    }
    let week = Availability { slots: details.when.clone(), constraints: None };
    Some(Facts {
        known_since: place.recorded_on,
        loves,
        week: (!week.slots.is_empty()).then_some(week),
        area: details.area.as_ref().map(|area| compared(area.as_str())),
        ..Facts::default()
    })
}

/// A place that might fit.
#[derive(Debug, Clone, Copy)]
pub struct Somewhere<'a> {
    /// The place.
    pub place: &'a Place,
    /// What may count of it.
    pub facts: &'a Facts,
    /// What happens there, by the terms that hold now.
    pub loves: &'a Loves,
    /// How long the way there is.
    pub journey: Journey,
}

/// How well a place fits, and what to ask before anybody goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceFit {
    /// The score, and from what it follows.
    pub fit: Fit,
    /// What the person needs of the building and nobody has asked.
    pub to_ask: Vec<Attribute>,
    /// How fresh what is known of it is: a note, and no reason.
    pub freshness: Freshness,
}

/// Every place in order. Numbers are places in what was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PlaceRanking {
    /// What fits, best first.
    pub ranked: Vec<(usize, PlaceFit)>,
    /// What is not offered, with every reason, in the order given.
    pub left_out: Vec<(usize, Vec<PlaceNotNow>)>,
}

/// Why a place is not offered to somebody; nothing when it is. Every reason that holds, in order.
pub fn place_filters(person: &Facts, needs: &BTreeSet<Attribute>, one: &Somewhere<'_>) -> Vec<PlaceNotNow> {
    let Some(details) = one.place.details() else { return vec![PlaceNotNow::PutAway] };
    let lacks = |what| needs.contains(&what) && details.offers(what) == Some(false);
    let reasons = [
        (!one.place.is_current(), PlaceNotNow::PutAway),
        (one.place.room == Some(0), PlaceNotNow::Full),
        (details.setting == Setting::Children && !details.checks_settled, PlaceNotNow::ForChildren),
        (lacks(Attribute::StepFree), PlaceNotNow::Steps),
        (lacks(Attribute::QuietSpace), PlaceNotNow::NotQuiet),
    ];
    let mut all: Vec<PlaceNotNow> =
        reasons.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect();
    // A place does not come to anybody: how far the person would go is all that counts.
    if let (Journey::Minutes(minutes), Some(travel)) = (one.journey, &person.travel)
        && let Reach::TooFar { by_minutes } = travel.reach(minutes)
    {
        all.push(PlaceNotNow::TooFar { by_minutes });
    }
    if let (Some(free), Some(meets)) = (&person.week, &one.facts.week)
        && free.shared(meets).is_empty()
    {
        all.push(PlaceNotNow::NeverMeetsWhenFree);
    }
    all
}

/// Puts places in order. Of two with the same score, the one that has waited longer for somebody comes first.
pub fn rank_places(
    person: &Side<'_>,
    needs: &BTreeSet<Attribute>,
    all: &[Somewhere<'_>],
    today: NaiveDate,
) -> PlaceRanking {
    let (mut offered, mut left_out) = (Vec::new(), Vec::new());
    for (at, one) in all.iter().enumerate() {
        let reasons = place_filters(person.facts, needs, one);
        if reasons.is_empty() { offered.push(at) } else { left_out.push((at, reasons)) }
    }
    let longest = offered.iter().map(|at| all[*at].as_a_side().waiting_days(today)).max().unwrap_or(0);
    let mut ranked: Vec<(usize, PlaceFit)> =
        offered.into_iter().map(|at| (at, place_fit(person, needs, &all[at], (longest, today)))).collect();
    ranked.sort_by_key(|(at, one)| {
        (Reverse((one.fit.parts.total(), one.fit.waiting_days)), all[*at].place.place_id)
    });
    PlaceRanking { ranked, left_out }
}

/// How well a place fits somebody. `longest` is the longest wait of all that are ranked beside it, in days.
pub fn place_fit(
    person: &Side<'_>,
    needs: &BTreeSet<Attribute>,
    one: &Somewhere<'_>,
    (longest, today): (i64, NaiveDate),
) -> PlaceFit {
    let mut fit = fit((person, &one.as_a_side()), one.journey, (longest, today));
    // A place has no age; and whether it is made for adults is known.
    fit.unknown.retain(|unknown| *unknown != Unknown::OthersAge);
    let not_known = |what: &Attribute| one.place.details().and_then(|known| known.offers(*what)).is_none();
    let to_ask = needs.iter().copied().filter(not_known).collect();
    PlaceFit { fit, to_ask, freshness: one.place.freshness(today) }
}

impl Somewhere<'_> {
    /// The place as one of two sides: it has waited since it was recorded, or since somebody last began there.
    fn as_a_side(&self) -> Side<'_> {
        Side {
            facts: self.facts,
            loves: Cow::Borrowed(self.loves),
            under_way: 0,
            last_proposed_on: self.place.welcomed_on,
        }
    }
}
