//! What became of a relationship map by a later day: who came, who went, who moved nearer or away, and how
//! even give and take is. An entry that was copied and one written anew are the same person.

use super::{MapEntry, RelationshipMap};

/// Two maps of one person beside each other. Nobody is in two of the lists.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MapChange<'a> {
    /// Those who stand on the later map alone.
    pub came: Vec<&'a MapEntry>,
    /// Those who stand on the earlier map alone.
    pub went: Vec<&'a MapEntry>,
    /// Those who stand in a circle further in than before, as they stand now.
    pub nearer: Vec<&'a MapEntry>,
    /// Those who stand in a circle further out than before, as they stand now.
    pub further: Vec<&'a MapEntry>,
}

/// One person on two maps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnTwo<'a> {
    /// On the later map alone.
    Came(&'a MapEntry),
    /// On the earlier map alone.
    Went(&'a MapEntry),
    /// On both.
    Stayed {
        /// As they stood on the earlier.
        was: &'a MapEntry,
        /// As they stand on the later.
        now: &'a MapEntry,
    },
}

impl<'a> OnTwo<'a> {
    /// As they stood on the earlier map.
    pub fn before(&self) -> Option<&'a MapEntry> {
        match self {
            Self::Came(_) => None,
            Self::Went(entry) | Self::Stayed { was: entry, .. } => Some(entry),
        }
    }

    /// As they stand on the later map.
    pub fn after(&self) -> Option<&'a MapEntry> {
        match self {
            Self::Went(_) => None,
            Self::Came(entry) | Self::Stayed { now: entry, .. } => Some(entry),
        }
    }
}

/// Kinds of things given and received on one map, over everybody who is unpaid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GiveAndTake {
    /// Kinds that the person gives, each once for everybody they give it to.
    pub given: u64,
    /// Kinds that the person receives.
    pub received: u64,
}

impl GiveAndTake {
    /// Hundredths of `1 − |g − r| / (g + r)`; `None` when nothing was recorded, which is not nought.
    ///
    /// Source: reciprocity index, practice default.
    pub fn index_hundredths(&self) -> Option<u64> {
        let all = self.given + self.received;
        if all == 0 {
            return None;
        }
        Some(100 - (100 * self.given.abs_diff(self.received) + all / 2) / all)
    }
}

impl RelationshipMap {
    /// Everybody on this map and an earlier one, as they stand on each: those on this map in its order, then those on the
    /// earlier map alone.
    pub fn beside<'a>(&'a self, earlier: &'a Self) -> Vec<OnTwo<'a>> {
        let (before, after) = (earlier.entries(), self.entries());
        let known: Vec<&MapEntry> = before.iter().collect();
        let pairs = same_people(&known, after);
        let gone = known.iter().enumerate().filter(|(at, _)| !pairs.contains(&Some(*at)));
        let gone = gone.map(|(_, entry)| OnTwo::Went(entry));
        let here = after.iter().zip(&pairs).map(|(entry, was)| match was {
            Some(at) => OnTwo::Stayed { was: known[*at], now: entry },
            None => OnTwo::Came(entry),
        });
        here.chain(gone).collect()
    }

    /// What became of an earlier map.
    pub fn change_since<'a>(&'a self, earlier: &'a Self) -> MapChange<'a> {
        let mut change = MapChange::default();
        for one in self.beside(earlier) {
            match one {
                OnTwo::Came(entry) => change.came.push(entry),
                OnTwo::Went(entry) => change.went.push(entry),
                OnTwo::Stayed { was, now } if now.ring < was.ring => change.nearer.push(now),
                OnTwo::Stayed { was, now } if now.ring > was.ring => change.further.push(now),
                OnTwo::Stayed { .. } => {}
            }
        }
        change
    }

    /// How even give and take is on this map.
    pub fn give_and_take(&self) -> GiveAndTake {
        let unpaid = self.entries().iter().filter(|entry| entry.is_unpaid());
        unpaid.fold(GiveAndTake::default(), |sum, entry| GiveAndTake {
            given: sum.given + entry.gives.len() as u64,
            received: sum.received + entry.receives.len() as u64,
        })
    }
}

/// Who is who over several maps, in their order: for each map a number for each entry, the same number for
/// the same person on every map. Numbers count from 0, in the order in which people first appear.
pub fn who_is_who(maps: &[RelationshipMap]) -> Vec<Vec<usize>> {
    let mut latest: Vec<&MapEntry> = Vec::new();
    maps.iter()
        .map(|map| {
            let pairs = same_people(&latest, map.entries());
            let mut numbers = Vec::with_capacity(pairs.len());
            for (entry, known) in map.entries().iter().zip(pairs) {
                match known {
                    Some(number) => {
                        latest[number] = entry;
                        numbers.push(number);
                    }
                    None => {
                        latest.push(entry);
                        numbers.push(latest.len() - 1);
                    }
                }
            }
            numbers
        })
        .collect()
}

/// For each of `now` the place of the same person in `known`, each taken once: the same entry first, then
/// the same person in Kith, then the same name.
fn same_people(known: &[&MapEntry], now: &[MapEntry]) -> Vec<Option<usize>> {
    let mut pairs: Vec<Option<usize>> = vec![None; now.len()];
    let mut taken = vec![false; known.len()];
    let same: [fn(&MapEntry, &MapEntry) -> bool; 3] = [
        |one, other| one.entry_id == other.entry_id,
        |one, other| one.person_id.is_some() && one.person_id == other.person_id,
        |one, other| one.name.as_str().to_lowercase() == other.name.as_str().to_lowercase(),
    ];
    for same in same {
        for (entry, pair) in now.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            *pair = (0..known.len()).find(|at| !taken[*at] && same(known[*at], entry));
            if let Some(at) = *pair {
                taken[at] = true;
            }
        }
    }
    pairs
}
