//! Who is not offered, and why: a named list of reasons that each come before any score. What is not known is
//! never a reason, but for one: whoever said whom alone they would like to meet is taken at their word.
//!
//! Source: practice default, hard filters first.

use chrono::{Months, NaiveDate};
use strum::IntoStaticStr;

use super::facts::{Facts, Said};
use super::{Journey, Side};
use crate::person::Reach;
use crate::shared::ids::RelationshipId;

/// Introductions that one person has under way at once. Source: practice default.
pub const UNDER_WAY_LIMIT: u32 = 2;

/// Months for which a no to an introduction is left in peace. Source: practice default.
pub const REST_MONTHS: u32 = 12;

/// What is between two people already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Between {
    /// Nothing.
    #[default]
    Nothing,
    /// An introduction under way, or they have met and it goes on.
    Known { relationship: RelationshipId, met: bool },
    /// One of them said no to it.
    Declined { relationship: RelationshipId, on: NaiveDate },
    /// They met, and it was not for them.
    NotAFit { relationship: RelationshipId, on: NaiveDate },
    /// They met, and it has gone quiet.
    WentQuiet { relationship: RelationshipId, on: NaiveDate },
}

/// Why somebody is not offered. The stored name of each is a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum NotNow {
    /// They have not agreed to take part, or no longer.
    NotTakingPart,
    /// They do not want to be introduced to anybody.
    NoIntroductions,
    /// Their yes to being introduced ran out on a day, and nobody has asked again.
    IntroductionsRanOut { on: NaiveDate },
    /// A safety note of one of them says that they must not be brought together.
    KeptApart,
    /// The person asked not to be introduced to the other.
    PersonAskedNotTo,
    /// The other asked not to be introduced to the person.
    OtherAskedNotTo,
    /// Not one of those whom the person would like to meet.
    NotWhomPersonWishes,
    /// The person is not one of those whom the other would like to meet.
    NotWhomOtherWishes,
    /// One of them said whom alone they would like to meet, and the other never said how they describe themselves.
    WishNotAnswered,
    /// Younger than those who are introduced.
    TooYoung,
    /// The way is longer than either would go, by so many minutes at least.
    TooFar { by_minutes: u16 },
    /// There is no time in an ordinary week at which both are free.
    NeverFreeTogether,
    /// They are being introduced, or know each other.
    AlreadyIntroduced { relationship: RelationshipId, met: bool },
    /// One of them said no within [`REST_MONTHS`].
    SaidNo { relationship: RelationshipId, on: NaiveDate },
    /// They met, and it was not for them.
    NotForThem { relationship: RelationshipId, on: NaiveDate },
    /// They met, and it has gone quiet: it begins again on its own page.
    WentQuiet { relationship: RelationshipId, on: NaiveDate },
    /// They have as many introductions under way as one person has at once.
    EnoughUnderWay { under_way: u32 },
}

impl NotNow {
    /// The stored name.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

/// Why the person themselves can be introduced to nobody just now; nothing when they can. Asked once a list.
pub fn hindrances(person: &Side<'_>, today: NaiveDate) -> Vec<NotNow> {
    alone(person, today)
}

/// Why one of the candidates is not offered; nothing when they are. Every reason that holds, in order.
pub fn filters(
    person: &Side<'_>,
    other: &Side<'_>,
    (between, journey): (Between, Journey),
    today: NaiveDate,
) -> Vec<NotNow> {
    let mut reasons = alone(other, today);
    let (one, two) = (person.facts, other.facts);
    let pairs = [
        (two.are_among(&one.apart_from) || one.are_among(&two.apart_from), NotNow::KeptApart),
        (two.are_among(&one.not_with), NotNow::PersonAskedNotTo),
        (one.are_among(&two.not_with), NotNow::OtherAskedNotTo),
        (answers(one, two) == Some(false), NotNow::NotWhomPersonWishes),
        (answers(two, one) == Some(false), NotNow::NotWhomOtherWishes),
        (answers(one, two).is_none() || answers(two, one).is_none(), NotNow::WishNotAnswered),
    ];
    reasons.extend(pairs.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)));
    reasons.extend(too_far(one, two, journey));
    if let (Some(week), Some(other)) = (&one.week, &two.week)
        && !week.meets(other)
    {
        reasons.push(NotNow::NeverFreeTogether);
    }
    reasons.extend(history(between, today));
    reasons
}

/// Whether two are never introduced to each other, whatever speaks for it: a safety note keeps them apart, or one asked
/// not to be introduced to the other.
pub fn are_never_introduced(one: &Facts, two: &Facts) -> bool {
    let named = |by: &Facts, of: &Facts| of.are_among(&by.apart_from) || of.are_among(&by.not_with);
    named(one, two) || named(two, one)
}

/// Reasons that lie in one of them alone.
fn alone(side: &Side<'_>, today: NaiveDate) -> Vec<NotNow> {
    let facts = side.facts;
    let reasons = [
        (facts.supported && !facts.takes_part.holds_on(today), NotNow::NotTakingPart),
        (facts.be_introduced == Said::No, NotNow::NoIntroductions),
        (facts.is_too_young(today) == Some(true), NotNow::TooYoung),
        (
            facts.be_introduced.ran_out(today).is_some(),
            NotNow::IntroductionsRanOut { on: facts.be_introduced.ran_out(today).unwrap_or(today) },
        ),
        (side.under_way >= UNDER_WAY_LIMIT, NotNow::EnoughUnderWay { under_way: side.under_way }),
    ];
    reasons.into_iter().filter_map(|(holds, reason)| holds.then_some(reason)).collect()
}

/// Whether somebody is one of those whom another would like to meet; `None` when they never said how they
/// describe themselves and it matters to the other.
fn answers(wisher: &Facts, met: &Facts) -> Option<bool> {
    if wisher.only.is_empty() {
        return Some(true);
    }
    met.described.map(|described| wisher.only.contains(&described))
}

/// Too far when both said how far they would go and neither would go so far: one of them can go to the other.
fn too_far(one: &Facts, two: &Facts, journey: Journey) -> Option<NotNow> {
    let Journey::Minutes(minutes) = journey else { return None };
    let reach = |facts: &Facts| facts.travel.as_ref().map_or(Reach::Unknown, |travel| travel.reach(minutes));
    match (reach(one), reach(two)) {
        (Reach::TooFar { by_minutes: by }, Reach::TooFar { by_minutes: other }) => {
            Some(NotNow::TooFar { by_minutes: by.min(other) })
        }
        _ => None,
    }
}

fn history(between: Between, today: NaiveDate) -> Option<NotNow> {
    match between {
        Between::Nothing => None,
        Between::Known { relationship, met } => Some(NotNow::AlreadyIntroduced { relationship, met }),
        Between::Declined { relationship, on } => {
            let rests = on.checked_add_months(Months::new(REST_MONTHS)).is_none_or(|until| today < until);
            rests.then_some(NotNow::SaidNo { relationship, on })
        }
        Between::NotAFit { relationship, on } => Some(NotNow::NotForThem { relationship, on }),
        Between::WentQuiet { relationship, on } => Some(NotNow::WentQuiet { relationship, on }),
    }
}
