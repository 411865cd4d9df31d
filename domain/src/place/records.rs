//! What is known of a place, as its people told it or as somebody of the team saw it.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use crate::person::Slot;
use crate::shared::money::Money;
use crate::shared::text::{Line, Words};

/// Something that happens at a place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    /// What, in the words in which people say what they love: "singing".
    pub name: Line,
    /// What somebody can do with it there; nothing when nobody has asked.
    #[serde(default)]
    pub ways: BTreeSet<TakingPart>,
}

/// What a place is. Nothing in it is about anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceDetails {
    /// What it is called.
    pub name: Line,
    /// What happens there.
    pub activities: Vec<Activity>,
    /// Part of town, as people's is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<Line>,
    /// Where it is to be found: a street, a door, the bell to ring.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whereabouts: Option<Line>,
    /// When it meets in an ordinary week, in the order of the week; nothing when it is not known.
    #[serde(default)]
    pub when: Vec<Slot>,
    /// What the building and the group offer, or do not; what is not in it is not known.
    #[serde(default)]
    pub attributes: BTreeMap<Attribute, bool>,
    /// For whom it is made.
    pub setting: Setting,
    /// Whether the checks are settled that a place for children asks of adults who come.
    #[serde(default)]
    pub checks_settled: bool,
    /// Whether it is open to everybody.
    pub open_to: OpenTo,
    /// What taking part costs each time; nothing when it is not known, nought when it is free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Money>,
    /// How many new people it can welcome now; nothing when it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<u16>,
    /// What else helps whoever comes for the first time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Words>,
}

impl PlaceDetails {
    /// Whether the building or the group offers something; `None` when it is not known.
    pub fn offers(&self, attribute: Attribute) -> Option<bool> {
        self.attributes.get(&attribute).copied()
    }
}
