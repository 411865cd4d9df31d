//! How somebody gets about, and how far they would go: what decides whether a place is in reach.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Person, PersonError, PersonEvent};
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;

crate::codes! {
    /// A way of getting somewhere.
    TravelMode {
        OnFoot = "On foot",
        BusAlone = "By bus or train alone",
        BusWithHelp = "By bus or train with help",
        Taxi = "By taxi",
        Lift = "With a lift",
    }
}

impl TravelMode {
    /// Whether nobody else must come along or drive.
    pub fn is_alone(self) -> bool {
        matches!(self, Self::OnFoot | Self::BusAlone | Self::Taxi)
    }
}

/// The longest journey that is taken for one way, in minutes. Source: practice default; more is a slip.
pub const JOURNEY_LIMIT: u16 = 240;

/// How somebody gets about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Travel {
    /// The ways they go.
    pub modes: BTreeSet<TravelMode>,
    /// The longest journey one way that they would make, in minutes; `None` when nobody has asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_minutes: Option<u16>,
    /// Whether they would like to learn to travel by themselves.
    #[serde(default)]
    pub wants_training: bool,
}

/// How somebody gets about, as last told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptTravel {
    /// The ways and the limit; gone when the person has been forgotten.
    pub travel: Personal<Travel>,
    /// The day it was told.
    pub set_on: NaiveDate,
}

/// Whether a journey is one that somebody would make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// They would, and it leaves so many hundredths of the longest: 100 is next door, 0 the longest.
    Within { ease_hundredths: u16 },
    /// It is longer than they would go, by so many minutes.
    TooFar { by_minutes: u16 },
    /// Nobody has asked how far they would go.
    Unknown,
}

impl Travel {
    /// Whether they would make a journey of so many minutes, one way.
    ///
    /// Source: matching default, ease = 1 − minutes ÷ most minutes.
    pub fn reach(&self, journey_minutes: u16) -> Reach {
        match self.most_minutes {
            None => Reach::Unknown,
            Some(most) if journey_minutes > most => Reach::TooFar { by_minutes: journey_minutes - most },
            Some(0) => Reach::Within { ease_hundredths: 0 },
            Some(most) => {
                let left = u32::from(most - journey_minutes) * 100 / u32::from(most);
                Reach::Within { ease_hundredths: u16::try_from(left).unwrap_or(100) }
            }
        }
    }

    /// Whether they get anywhere without somebody who comes along or drives them.
    pub fn goes_alone(&self) -> bool {
        self.modes.iter().any(|mode| mode.is_alone())
    }
}

impl Person {
    /// How they get about as last told; `None` when nobody has asked, or they are forgotten.
    pub fn travel(&self) -> Option<&Travel> {
        self.travel.as_ref().and_then(|kept| kept.travel.get())
    }

    pub(super) fn set_travel(
        &self,
        travel: &Travel,
        set_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.in_their_life("set_on", set_on, today)?;
        if travel.modes.is_empty() {
            return Err(PersonError::NoWayToTravel);
        }
        if let Some(minutes) = travel.most_minutes
            && !(1..=JOURNEY_LIMIT).contains(&minutes)
        {
            return Err(PersonError::JourneyOutOfRange { minutes });
        }
        let told = KeptTravel { travel: self.about(travel), set_on };
        if self.travel.as_ref() == Some(&told) {
            return Ok(Vec::new());
        }
        Ok(vec![PersonEvent::TravelSet { travel: told.travel, set_on }])
    }

    /// The later day counts, whichever was recorded first.
    pub(super) fn keep_travel(&mut self, told: KeptTravel) {
        if self.travel.as_ref().is_none_or(|kept| kept.set_on <= told.set_on) {
            self.travel = Some(told);
        }
    }
}

impl KeptTravel {
    pub(super) fn forget(&mut self, subject: PersonId) {
        self.travel.forget(subject);
    }
}
