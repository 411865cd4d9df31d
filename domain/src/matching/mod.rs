//! Who fits whom: reasons not to introduce two people come first, then a score from 0 to 100 of five parts.
//! Pure and exact, so that a list that was shown can be worked out again.
//!
//! Read `facts` (what may count, and nothing else), `filters` (who is not offered), `score` (in which order).
//! `places` does the same between somebody and a place: a place is another kind of [`Side`], with what a building
//! offers as one more reason not to.

mod facts;
mod filters;
mod places;
mod score;
mod ways;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cmp::Reverse;

use chrono::NaiveDate;

pub use facts::{FROM_AGE, Facts, Love, Loves, Said};
pub use filters::{Between, NotNow, REST_MONTHS, UNDER_WAY_LIMIT, are_never_introduced, filters, hindrances};
pub use places::{
    PLACE_RULES, PlaceFit, PlaceNotNow, PlaceRanking, Somewhere, access_needs, place_facts, place_filters,
    place_fit, rank_places,
};
pub use score::{ENOUGH_MINUTES, Fit, NOT_KNOWN, Parts, SAME_AREA_MINUTES, Shared, Unknown, WEIGHTS, fit};
pub use ways::{Ways, WaysFrom};

use crate::shared::ids::PersonId;

/// Which rules these are: kept with every list that is shown, and raised whenever the same facts would come out
/// in another order.
pub const RULES: u16 = 3;

/// One of two people: what is known of them, and how they stand beside others.
#[derive(Debug, Clone)]
pub struct Side<'a> {
    /// What is known of them.
    pub facts: &'a Facts,
    /// What they love, by the terms that hold now.
    pub loves: Cow<'a, Loves>,
    /// Introductions to them, or of them, that are under way.
    pub under_way: u32,
    /// When somebody was last proposed to them, or they to somebody.
    pub last_proposed_on: Option<NaiveDate>,
}

impl Side<'_> {
    /// Days since they were last proposed to anybody, or since we know of them.
    pub fn waiting_days(&self, today: NaiveDate) -> i64 {
        let since = self.last_proposed_on.or(self.facts.known_since).unwrap_or(today);
        (today - since).num_days().max(0)
    }
}

/// How long the way between two people is, one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Journey {
    /// Of one of them it is not known where they live.
    #[default]
    NotKnown,
    /// Both live in the same part of town.
    SameArea,
    /// They live in different parts of town, and nobody knows how long the way is.
    Elsewhere,
    /// So many minutes, as a team has written it down.
    Minutes(u16),
}

/// One who might be met.
#[derive(Debug, Clone)]
pub struct Candidate<'a> {
    /// Who.
    pub side: Side<'a>,
    /// What is between the two already.
    pub between: Between,
    /// How long the way is.
    pub journey: Journey,
}

/// Somebody who fits, and how well. [`fit`] says from what that follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// Their place in what was given.
    pub at: usize,
    /// Who.
    pub person_id: PersonId,
    /// The score.
    pub parts: Parts,
    /// How long the way is.
    pub journey: Journey,
}

/// Everybody in order. Numbers are places in what was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ranking {
    /// Why the person themselves can be introduced to nobody just now.
    pub hindrances: Vec<NotNow>,
    /// Who fits, best first.
    pub ranked: Vec<Ranked>,
    /// The longest wait of all who fit, in days: what the others' waiting is measured by.
    pub longest: i64,
    /// Who is not offered, with every reason, in the order given.
    pub left_out: Vec<(usize, Vec<NotNow>)>,
}

/// Puts candidates in order. Of two with the same score, whoever has waited longer comes first. Everybody is looked at
/// once: of many, reaching for what is known of each is what costs.
pub fn rank<'a>(
    person: &Side<'_>,
    candidates: impl Iterator<Item = Candidate<'a>>,
    today: NaiveDate,
) -> Ranking {
    let (mut offered, mut left_out) = (Vec::new(), Vec::new());
    for (at, Candidate { side, between, journey }) in candidates.enumerate() {
        let reasons = filters(person, &side, (between, journey), today);
        if reasons.is_empty() {
            let (parts, person_id) = (score::parts((person, &side), journey), side.facts.person_id);
            offered.push((side.waiting_days(today), Ranked { at, person_id, parts, journey }));
        } else {
            left_out.push((at, reasons));
        }
    }
    let longest = offered.iter().map(|(days, _)| *days).max().unwrap_or(0);
    for (days, ranked) in &mut offered {
        ranked.parts.waiting = score::waiting(*days, longest);
    }
    offered.sort_unstable_by_key(|(days, one)| (Reverse((one.parts.total(), *days)), one.person_id));
    let ranked = offered.into_iter().map(|(_, ranked)| ranked).collect();
    Ranking { hindrances: hindrances(person, today), ranked, longest, left_out }
}
