//! What matching may know of somebody, and nothing else. What stands here is all that an order of people can
//! rest on: no diagnosis, no ethnicity, no religion, nobody who pays. How somebody describes themselves is here
//! only because others may have said whom they would like to meet; it never counts for or against anybody.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::person::codes::{ConsentScope, InterestKind, PersonKind, ShareMode};
use crate::person::{Answer, Availability, Described, Interest, Person, Travel};
use crate::shared::ids::{PersonId, TermId};
use crate::shared::text::Line;

/// Years from which on somebody is introduced. Source: practice default, matching of adults.
pub const FROM_AGE: i32 = 18;

/// What somebody last said to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Nobody has asked.
    #[default]
    Nothing,
    /// Yes, until a day or until they say otherwise.
    Yes { until: Option<NaiveDate> },
    /// No, or no longer.
    No,
}

impl Said {
    fn of(person: &Person, scope: ConsentScope) -> Self {
        match person.consents.get(&scope).and_then(|answers| answers.last()) {
            None => Self::Nothing,
            Some(Answer::Given { consent, .. }) => Self::Yes { until: consent.until },
            Some(Answer::Refused { .. } | Answer::Withdrawn { .. }) => Self::No,
        }
    }

    /// The last day of a yes that holds no longer on a day.
    pub fn ran_out(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Yes { until } => until.filter(|until| *until < day),
            Self::Nothing | Self::No => None,
        }
    }

    /// Whether it is a yes that holds on a day.
    pub fn holds_on(self, day: NaiveDate) -> bool {
        matches!(self, Self::Yes { until } if until.is_none_or(|until| day <= until))
    }
}

/// Something somebody loves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Love {
    /// As they say it.
    pub name: Line,
    /// How much it matters, 1 to 3.
    pub strength: u8,
    /// How they would like to share it.
    pub share: BTreeSet<ShareMode>,
}

/// What somebody loves, by its term.
pub type Loves = BTreeMap<TermId, Love>;

/// What matching may know of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Facts {
    /// Who.
    pub person_id: PersonId,
    /// Whether a connector works with them.
    pub supported: bool,
    /// Date of birth, when known: from which age on, and nothing else.
    pub born_on: Option<NaiveDate>,
    /// When we came to know of them: since when they have waited at most.
    pub known_since: Option<NaiveDate>,
    /// Whether they take part; asked of those whom a connector works with.
    pub takes_part: Said,
    /// Whether they want to be introduced to anybody.
    pub be_introduced: Said,
    /// What they love or offer, each under the term of the word it was written with.
    pub loves: Loves,
    /// When they are free in an ordinary week; `None` when nobody has asked, or only words were told.
    pub week: Option<Availability>,
    /// How they get about.
    pub travel: Option<Travel>,
    /// Part of town, as it is compared.
    pub area: Option<String>,
    /// How they describe themselves, where they chose to say so.
    pub described: Option<Described>,
    /// Whom alone they would like to meet; nobody in it when it does not matter.
    pub only: BTreeSet<Described>,
    /// Whom they do not want to be introduced to.
    pub not_with: BTreeSet<PersonId>,
    /// Whom they must not be brought together with.
    pub apart_from: BTreeSet<PersonId>,
    /// Other records of theirs that were put together with this one: what others say of those holds for them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub also: BTreeSet<PersonId>,
}

impl Facts {
    /// What is known of somebody, with the term of a word and the way in which parts of town are compared.
    pub fn of(person: &Person, term: impl Fn(&str) -> TermId, compared: impl Fn(&str) -> String) -> Self {
        let area = person.details().and_then(|details| details.area.as_ref());
        let wishes = person.wishes().cloned().unwrap_or_default();
        // What stands in the way is for people to read, and words alone say no time.
        let week = person.availability().filter(|week| !week.slots.is_empty());
        Self {
            person_id: person.person_id,
            supported: person.kind == Some(PersonKind::Supported),
            born_on: person.details().and_then(|details| details.born_on),
            known_since: person.registered_on,
            takes_part: Said::of(person, ConsentScope::TakePart),
            be_introduced: Said::of(person, ConsentScope::BeIntroduced),
            loves: loves(person, term),
            week: week.map(|week| Availability { slots: week.slots.clone(), constraints: None }),
            travel: person.travel().cloned(),
            area: area.map(|area| compared(area.as_str())),
            described: wishes.described,
            only: wishes.only,
            not_with: wishes.not_with,
            apart_from: person.kept_apart_from(),
            also: person.taken_in.iter().map(|taken| taken.from).collect(),
        }
    }

    /// Whether somebody named them, by whichever record.
    pub fn are_among(&self, named: &BTreeSet<PersonId>) -> bool {
        named.contains(&self.person_id) || !self.also.is_disjoint(named)
    }

    /// Whether they are known to be younger than those who are introduced; `None` when their age is not known.
    pub fn is_too_young(&self, today: NaiveDate) -> Option<bool> {
        let born_on = self.born_on?;
        let had_birthday = (today.month(), today.day()) >= (born_on.month(), born_on.day());
        Some(today.year() - born_on.year() - i32::from(!had_birthday) < FROM_AGE)
    }

    /// What they love by the terms that hold now: what became one term counts once.
    pub fn loves_now(&self, now: impl Fn(TermId) -> TermId) -> Loves {
        let mut loves = Loves::new();
        for (term, love) in &self.loves {
            take_in(&mut loves, now(*term), love.clone());
        }
        loves
    }
}

/// Everything that could be shared. What somebody is like is theirs and not an interest.
fn loves(person: &Person, term: impl Fn(&str) -> TermId) -> Loves {
    let mut loves = Loves::new();
    let current = person.current_interests().into_iter().filter_map(|kept| kept.interest.get());
    for Interest { name, strength, share, kind, .. } in current {
        if *kind != InterestKind::Character {
            let love =
                Love { name: name.clone(), strength: *strength, share: share.iter().copied().collect() };
            take_in(&mut loves, term(name.as_str()), love);
        }
    }
    loves
}

/// Of the same told twice, the stronger counts, and every way to share it.
pub(super) fn take_in(loves: &mut Loves, term: TermId, love: Love) {
    match loves.get_mut(&term) {
        None => drop(loves.insert(term, love)),
        Some(known) => {
            known.strength = known.strength.max(love.strength);
            known.share.extend(love.share);
        }
    }
}
