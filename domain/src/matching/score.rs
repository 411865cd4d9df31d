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

/// The least of both over the most of either, each by how much it matters; and whether one gives what the other
/// looks for. Source: weighted Jaccard, Σ min ÷ Σ max over everything that either loves.
fn interests(one: &Loves, other: &Loves) -> (u16, bool) {
    let (mut least, mut gives) = (0, false);
    let mut either: u64 = one.values().chain(other.values()).map(|love| u64::from(love.strength)).sum();
    for (mine, theirs) in one.iter().filter_map(|(term, mine)| Some((mine, other.get(term)?))) {
        let both = u64::from(mine.strength.min(theirs.strength));
        least += both;
        // It is among what both love, and counts once: as much as to whom it matters more.
        either -= both;
        gives = gives || complements(&mine.share, &theirs.share).is_some();
    }
    (share(WEIGHTS[0], least, either), gives)
}

/// What both love, what matters most to both first.
fn shared(one: &Loves, other: &Loves) -> Vec<Shared> {
    let both = one.iter().filter_map(|(term, mine)| Some((*term, mine, other.get(term)?)));
    let mut shared: Vec<Shared> = both
        .map(|(term, mine, theirs)| Shared {
            term,
            strength: mine.strength.min(theirs.strength),
            complement: complements(&mine.share, &theirs.share),
        })
        .collect();
    shared.sort_by_key(|shared| std::cmp::Reverse((shared.strength, shared.complement.is_some())));
    shared
}

/// The time that both have, or half of the part when one of them has not been asked.
fn time(one: &Facts, other: &Facts) -> u16 {
    match (&one.week, &other.week) {
        (Some(week), Some(other)) => {
            share(WEIGHTS[1], u64::from(week.shared_minutes(other)), u64::from(ENOUGH_MINUTES))
        }
        _ => share(WEIGHTS[1], NOT_KNOWN, 100),
    }
}

/// The times when both are free, in the order of the week; none when one of them has not been asked.
fn together(one: &Facts, other: &Facts) -> Vec<Slot> {
    one.week.as_ref().zip(other.week.as_ref()).map(|(week, other)| week.shared(other)).unwrap_or_default()
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

/// How well `other` fits `person` as figures alone, but for how long they have waited: this is asked of everybody, and
/// [`fit`] of the few who are shown.
pub(super) fn parts((person, other): (&Side<'_>, &Side<'_>), journey: Journey) -> Parts {
    let (interests, gives) = interests(&person.loves, &other.loves);
    Parts {
        interests,
        time: time(person.facts, other.facts),
        way: way(person.facts, other.facts, journey).0,
        giving: share(WEIGHTS[3], u64::from(gives), 1),
        waiting: 0,
    }
}

/// What a wait of some days is worth beside the longest of all who are ranked.
pub(super) fn waiting(days: i64, longest: i64) -> u16 {
    let part = |days: i64| u64::try_from(days).unwrap_or(0);
    share(WEIGHTS[4], part(days), part(longest))
}

/// How well `other` fits `person`, and from what that follows. `longest` is the longest wait of all who are ranked
/// beside them, in days.
pub fn fit(sides: (&Side<'_>, &Side<'_>), journey: Journey, (longest, today): (i64, NaiveDate)) -> Fit {
    let (person, other) = sides;
    let (one, two) = (person.facts, other.facts);
    let (_, way_is_known, reach_is_known) = way(one, two, journey);
    let unknown = [
        (person.loves.is_empty(), Unknown::PersonsLoves),
        (other.loves.is_empty(), Unknown::OthersLoves),
        (one.week.is_none(), Unknown::PersonsWeek),
        (two.week.is_none(), Unknown::OthersWeek),
        (!way_is_known, Unknown::Way),
        (!reach_is_known, Unknown::Reach),
        (two.born_on.is_none(), Unknown::OthersAge),
    ];
    let waiting_days = other.waiting_days(today);
    Fit {
        parts: Parts { waiting: waiting(waiting_days, longest), ..parts(sides, journey) },
        shared: shared(&person.loves, &other.loves),
        together: together(one, two),
        waiting_days,
        unknown: unknown.into_iter().filter_map(|(is, what)| is.then_some(what)).collect(),
    }
}
