//! What on record may be worth a second thought: friendship that costs money, more time alone while it goes worse,
//! nobody who can find out. None of it says that anything is wrong, so nothing is done with it: a connector is shown
//! what was seen and what to ask, and decides.
//!
//! The dangers are known: befriending for gain, grooming by gifts, keeping somebody apart. Source of the aids: practice
//! default; of every figure here: practice default.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::codes::{CheckResult, Stage};
use super::records::Contact;
use super::{GiveAndTake, Relationship};
use crate::person::codes::Giving;

/// Days for which what was seen of gifts, or not found out at a check, is worth a thought. Source: practice default.
const SEEN_DAYS: u64 = 182;
/// How often gifts or money come one way before it is seen. Source: practice default.
const GIFTS_SEEN: usize = 2;
/// Days that are compared with what was usual: those up to the last contact. Source: practice default.
const LATELY_DAYS: u64 = 28;
/// Days before them from which is known what was usual. Source: practice default.
const USUAL_DAYS: u64 = 84;
/// Times alone in those days from which they are many. Source: practice default.
const ALONE_SEEN: usize = 4;
/// Moods that must be known of either time to compare them. Source: practice default.
const MOODS_KNOWN: usize = 2;

/// Something that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Sight {
    /// The person gives gifts or money, and none comes back.
    GivesGifts { seen_on: NaiveDate },
    /// The other gives gifts or money again and again, and the person gives none.
    ReceivesGifts { times: usize, seen_on: NaiveDate },
    /// They are alone together much more often than before, and it goes worse for the person.
    AloneAndLower {
        /// Times without the connector in the last four weeks.
        alone: usize,
        /// The same in the twelve weeks before.
        alone_before: usize,
    },
    /// At the last check nobody could find out how it goes.
    NobodyKnows { month: u8, checked_on: NaiveDate },
}

/// What may be worth a thought, and the last day on which it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thought {
    /// What was seen.
    pub sight: Sight,
    /// Until when.
    pub until: NaiveDate,
}

impl Relationship {
    /// What is worth a thought on a day; nothing of one that has gone quiet for good.
    pub fn worth_a_thought(&self, today: NaiveDate) -> Vec<Thought> {
        self.thoughts().into_iter().filter(|thought| today <= thought.until).collect()
    }

    /// The last day on which anything is, so that a list need not read every relationship.
    pub fn thought_until(&self) -> Option<NaiveDate> {
        self.thoughts().into_iter().map(|thought| thought.until).max()
    }

    fn thoughts(&self) -> Vec<Thought> {
        if self.stage() == Stage::Lapsed {
            return Vec::new();
        }
        [self.gifts(), self.alone_and_lower(), self.nobody_knows()].into_iter().flatten().collect()
    }

    /// Gifts and money that go one way, as last seen.
    fn gifts(&self) -> Option<Thought> {
        let last = self.latest_reciprocity()?;
        let seen_on = last.recorded_on;
        let until = seen_on + Days::new(SEEN_DAYS);
        let thought = |sight| Some(Thought { sight, until });
        match one_way(last)? {
            Way::Given => thought(Sight::GivesGifts { seen_on }),
            Way::Received => {
                let since = seen_on - Days::new(SEEN_DAYS);
                let lately = self.reciprocity.iter().filter(|seen| seen.recorded_on >= since);
                let times = lately.filter(|seen| one_way(seen) == Some(Way::Received)).count();
                if times < GIFTS_SEEN { None } else { thought(Sight::ReceivesGifts { times, seen_on }) }
            }
        }
    }

    /// Twice as often without the connector as was usual, and on the whole a step lower on the scale of moods. That a
    /// connector steps back is what all of this is for, so that neither alone is worth a thought.
    fn alone_and_lower(&self) -> Option<Thought> {
        let last_on = self.last_contact_on()?;
        let lately_from = last_on - Days::new(LATELY_DAYS - 1);
        let usual_from = lately_from - Days::new(USUAL_DAYS);
        if self.met_on()? > usual_from {
            return None; // Nothing is usual yet.
        }
        let within = |from: NaiveDate, to: NaiveDate| -> Vec<&Contact> {
            self.standing_contacts().filter(|contact| from <= contact.on && contact.on < to).collect()
        };
        let lately = within(lately_from, last_on + Days::new(1));
        let before = within(usual_from, lately_from);
        let alone = |contacts: &[&Contact]| contacts.iter().filter(|one| one.presence.level() == 0).count();
        let (now, was) = (alone(&lately), alone(&before));
        let stretches = usize::try_from(USUAL_DAYS / LATELY_DAYS).unwrap_or(1);
        let rose = now >= ALONE_SEEN && now * stretches >= 2 * was;
        let (low, many) = moods(&lately)?;
        let (high, most) = moods(&before)?;
        // Averages a whole step apart, compared without dividing.
        let fell = low * most + many * most <= high * many;
        let sight = Sight::AloneAndLower { alone: now, alone_before: was };
        (rose && fell).then_some(Thought { sight, until: last_on + Days::new(LATELY_DAYS) })
    }

    /// That at the last check nobody could find out.
    fn nobody_knows(&self) -> Option<Thought> {
        let (month, check) = self.standing_declaration()?.checks.last_key_value()?;
        let sight = Sight::NobodyKnows { month: *month, checked_on: check.checked_on };
        let until = check.checked_on + Days::new(SEEN_DAYS);
        (check.result == CheckResult::Unknown).then_some(Thought { sight, until })
    }
}

/// Which way gifts or money go, when they go one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Given,
    Received,
}

fn one_way(seen: &GiveAndTake) -> Option<Way> {
    let kinds = &seen.reciprocity;
    let (gives, receives) =
        (kinds.gives.contains(&Giving::GiftOrMoney), kinds.receives.contains(&Giving::GiftOrMoney));
    match (gives, receives) {
        (true, false) => Some(Way::Given),
        (false, true) => Some(Way::Received),
        (true, true) | (false, false) => None,
    }
}

/// The sum of the moods that are known and how many they are; `None` when they are too few to say.
fn moods(contacts: &[&Contact]) -> Option<(usize, usize)> {
    let known: Vec<usize> = contacts.iter().filter_map(|one| Some(usize::from(one.mood?.level()))).collect();
    (known.len() >= MOODS_KNOWN).then(|| (known.iter().sum(), known.len()))
}
