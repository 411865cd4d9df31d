//! How long the way between two parts of town is, as a team has written it down. Nobody records where somebody lives
//! to the house, so that this is all that is known of a way.

use std::collections::BTreeMap;

use super::Journey;
use super::facts::Facts;

/// Ways between parts of town, as parts of town are compared. A way is as long there as back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ways(BTreeMap<String, BTreeMap<String, u16>>);

impl Ways {
    /// From pairs of parts of town, as they are compared, with the minutes of the way, one way; the later of two about
    /// the same pair counts, and none means that nobody knows any more.
    pub fn of(pairs: impl IntoIterator<Item = (String, String, Option<u16>)>) -> Self {
        let mut ways = Self::default();
        for (one, other, minutes) in pairs {
            for (from, to) in [(one.clone(), other.clone()), (other, one)] {
                let from = ways.0.entry(from).or_default();
                match minutes {
                    Some(minutes) => from.insert(to, minutes),
                    None => from.remove(&to),
                };
            }
        }
        ways
    }

    /// Those from where somebody lives, to be asked of many others.
    pub fn from<'a>(&'a self, one: &'a Facts) -> WaysFrom<'a> {
        WaysFrom { area: one.area.as_deref(), known: one.area.as_ref().and_then(|area| self.0.get(area)) }
    }
}

/// The ways from where one person lives.
#[derive(Debug, Clone, Copy)]
pub struct WaysFrom<'a> {
    area: Option<&'a str>,
    known: Option<&'a BTreeMap<String, u16>>,
}

impl WaysFrom<'_> {
    /// The way to somebody or somewhere else: the same part of town is near; another one is as far as was written down,
    /// and otherwise not known to be far.
    pub fn to(&self, other: &Facts) -> Journey {
        match (self.area, other.area.as_deref()) {
            (Some(one), Some(other)) if one == other => Journey::SameArea,
            (Some(_), Some(other)) => match self.known.and_then(|known| known.get(other)) {
                Some(minutes) => Journey::Minutes(*minutes),
                None => Journey::Elsewhere,
            },
            _ => Journey::NotKnown,
        }
    }
}
