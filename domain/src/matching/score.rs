//! How well two people fit, in whole hundredths of a point: 45 for what both love, 20 for time, 15 for the way,
//! 10 for what one gives and the other looks for, 10 for whoever has waited longest.
//!
//! Each part is worked out in whole numbers and rounded down once, so that the same facts give the same figure
//! everywhere. Source: practice default, score = 45·I + 20·A + 15·T + 10·G + 10·F.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::facts::{Facts, Loves};
use super::{Journey, Side};
use crate::person::codes::ShareMode;
use crate::person::{Reach, Slot, Travel};
use crate::shared::ids::TermId;

/// Hundredths of a point that each part can reach, in the order of [`Parts`].
pub const WEIGHTS: [u16; 5] = [4_500, 2_000, 1_500, 1_000, 1_000];

/// Minutes in a week on which both are free from which on more does not count for more. Source: practice
/// default, A = min(1, hours together ÷ 3).
pub const ENOUGH_MINUTES: u32 = 180;

/// Minutes that a way within the same part of town counts as. Source: practice default; nobody has measured it.
pub const SAME_AREA_MINUTES: u16 = 10;

/// Hundredths of a part that count where nobody has asked: half, so that not having been asked is neither held
/// against anybody nor worth more than an answer.
pub const NOT_KNOWN: u64 = 50;

/// The five parts of a score, in hundredths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Parts {
    /// What both love, 0 to 4,500.
    pub interests: u16,
    /// When both are free, 0 to 2,000.
    pub time: u16,
    /// How easily they get to each other, 0 to 1,500.
    pub way: u16,
    /// Whether one gives what the other looks for, 0 or 1,000.
    pub giving: u16,
    /// How long the other has waited, 0 to 1,000.
    pub waiting: u16,
}

impl Parts {
    /// All five, in the order of [`WEIGHTS`].
    pub fn all(self) -> [u16; 5] {
        [self.interests, self.time, self.way, self.giving, self.waiting]
    }

    /// Hundredths of a point, 0 to 10,000.
    pub fn total(self) -> u16 {
        self.all().iter().sum()
    }

    /// Whole points, 0 to 100, rounded down.
    pub fn points(self) -> u16 {
        self.total() / 100
    }
}

/// What nobody has asked yet, of two people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unknown {
    /// What the person loves.
    PersonsLoves,
    /// What the other loves.
    OthersLoves,
    /// When the person is free.
    PersonsWeek,
    /// When the other is free.
    OthersWeek,
    /// How long the way is.
    Way,
    /// How far either would go.
    Reach,
    /// How old the other is.
    OthersAge,
}

/// Something that both love.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shared {
    /// Under which term.
    pub term: TermId,
    /// The lesser of the two strengths, 1 to 3: how much it matters to both.
    pub strength: u8,
    /// How the person shares it and how the other does, where the two answer each other.
    pub complement: Option<(ShareMode, ShareMode)>,
}

/// How well one of the candidates fits, and from what that follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit {
    /// The score.
    pub parts: Parts,
    /// What both love, what matters most to both first.
    pub shared: Vec<Shared>,
    /// The times when both are free, in the order of the week.
    pub together: Vec<Slot>,
    /// Days that the other has waited.
    pub waiting_days: i64,
    /// What nobody has asked yet.
    pub unknown: Vec<Unknown>,
}

/// Ways to share the same thing that answer each other: one gives what the other looks for.
fn complements(one: &BTreeSet<ShareMode>, other: &BTreeSet<ShareMode>) -> Option<(ShareMode, ShareMode)> {
    const ANSWERS: [(ShareMode, ShareMode); 4] = [
        (ShareMode::Teach, ShareMode::Learn),
        (ShareMode::Make, ShareMode::Help),
        (ShareMode::Teach, ShareMode::Help),
        (ShareMode::DoWithOthers, ShareMode::DoWithOthers),
    ];
    let both = ANSWERS.iter().flat_map(|(gives, takes)| [(*gives, *takes), (*takes, *gives)]);
    both.into_iter().find(|(mine, theirs)| one.contains(mine) && other.contains(theirs))
}

/// `weight` × `part` ÷ `whole`, rounded down; nothing of nothing is nothing.
fn share(weight: u16, part: u64, whole: u64) -> u16 {
    let share = (u64::from(weight) * part.min(whole)).checked_div(whole).unwrap_or(0);
    u16::try_from(share).unwrap_or(weight)
}

/// The least of both over the most of either, each by how much it matters. Source: weighted Jaccard,
/// Σ min ÷ Σ max over everything that either loves.
fn interests(one: &Loves, other: &Loves) -> (u16, Vec<Shared>) {
    let (mut least, mut most, mut shared) = (0, 0, Vec::new());
    for (term, mine) in one {
        match other.get(term) {
            None => most += u64::from(mine.strength),
            Some(theirs) => {
                let strength = mine.strength.min(theirs.strength);
                least += u64::from(strength);
                most += u64::from(mine.strength.max(theirs.strength));
                shared.push(Shared {
                    term: *term,
                    strength,
                    complement: complements(&mine.share, &theirs.share),
                });
            }
        }
    }
    most += other
        .iter()
        .filter(|(term, _)| !one.contains_key(term))
        .map(|(_, love)| u64::from(love.strength))
        .sum::<u64>();
    shared.sort_by_key(|shared| std::cmp::Reverse((shared.strength, shared.complement.is_some())));
    (share(WEIGHTS[0], least, most), shared)
}

/// The time that both have, or half of the part when one of them has not been asked.
fn time(one: &Facts, other: &Facts) -> (u16, Vec<Slot>) {
    match (&one.week, &other.week) {
        (Some(week), Some(other)) => {
            let together = week.shared(other);
            let minutes: u32 = together.iter().map(Slot::length_minutes).sum();
            (share(WEIGHTS[1], u64::from(minutes), u64::from(ENOUGH_MINUTES)), together)
        }
        _ => (share(WEIGHTS[1], NOT_KNOWN, 100), Vec::new()),
    }
}

/// How easily one of the two gets to the other, as the one for whom it is easier; `None` when neither said how
/// far they would go.
fn ease(one: &Facts, other: &Facts, minutes: u16) -> Option<u64> {
    let ease = |travel: &Option<Travel>| match travel.as_ref()?.reach(minutes) {
        Reach::Within { ease_hundredths } => Some(u64::from(ease_hundredths)),
        Reach::TooFar { .. } => Some(0),
        Reach::Unknown => None,
    };
    ease(&one.travel).into_iter().chain(ease(&other.travel)).max()
}

/// The way, and whether how long it is and how far either would go are known. Elsewhere in town is never worth
/// more than next door would be.
fn way(one: &Facts, other: &Facts, journey: Journey) -> (u16, bool, bool) {
    let (ease, way_is_known) = match journey {
        Journey::Minutes(minutes) => (ease(one, other, minutes), true),
        Journey::SameArea => (ease(one, other, SAME_AREA_MINUTES), true),
        Journey::Elsewhere => {
            let next_door = ease(one, other, SAME_AREA_MINUTES);
            (next_door.map(|ease| ease.min(NOT_KNOWN)), false)
        }
        Journey::NotKnown => (Some(NOT_KNOWN), false),
    };
    let reach_is_known = [one, other]
        .iter()
        .any(|facts| facts.travel.as_ref().is_some_and(|travel| travel.most_minutes.is_some()));
    (share(WEIGHTS[2], ease.unwrap_or(NOT_KNOWN), 100), way_is_known, reach_is_known)
}

/// How well `other` fits `person`. `longest` is the longest wait of all who are ranked beside them, in days.
pub fn fit(
    (person, other): (&Side<'_>, &Side<'_>),
    journey: Journey,
    (longest, today): (i64, NaiveDate),
) -> Fit {
    let (one, two) = (person.facts, other.facts);
    let (interests, shared) = interests(person.loves, other.loves);
    let (time, together) = time(one, two);
    let (way, way_is_known, reach_is_known) = way(one, two, journey);
    let gives = shared.iter().any(|shared| shared.complement.is_some());
    let waiting_days = other.waiting_days(today);
    let days = |days: i64| u64::try_from(days).unwrap_or(0);
    let parts = Parts {
        interests,
        time,
        way,
        giving: share(WEIGHTS[3], u64::from(gives), 1),
        waiting: share(WEIGHTS[4], days(waiting_days), days(longest)),
    };
    let unknown = [
        (person.loves.is_empty(), Unknown::PersonsLoves),
        (other.loves.is_empty(), Unknown::OthersLoves),
        (one.week.is_none(), Unknown::PersonsWeek),
        (two.week.is_none(), Unknown::OthersWeek),
        (!way_is_known, Unknown::Way),
        (!reach_is_known, Unknown::Reach),
        (two.born_on.is_none(), Unknown::OthersAge),
    ];
    let unknown = unknown.into_iter().filter_map(|(is, what)| is.then_some(what)).collect();
    Fit { parts, shared, together, waiting_days, unknown }
}
