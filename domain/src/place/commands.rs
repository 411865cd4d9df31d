//! What can be asked of a place.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::RetiredBecause;
use super::records::PlaceDetails;
use crate::shared::ids::{PersonId, PlaceId};
use crate::shared::text::Words;

/// Requests to one place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr)]
#[serde(tag = "do", deny_unknown_fields)]
pub enum PlaceCommand {
    /// Keep a place that is new to us.
    RecordPlace {
        place_id: PlaceId,
        details: Box<PlaceDetails>,
        #[serde(default)]
        contact: Option<PersonId>,
        recorded_on: NaiveDate,
    },
    /// Tell the whole of it anew.
    TellPlaceAnew {
        details: Box<PlaceDetails>,
        #[serde(default)]
        contact: Option<PersonId>,
        told_on: NaiveDate,
    },
    /// It is still there and as told.
    SeePlace { seen_on: NaiveDate },
    /// Somebody of ours began there.
    WelcomeSomebody { welcomed_on: NaiveDate },
    /// Offer it to nobody any more.
    RetirePlace {
        reason: RetiredBecause,
        #[serde(default)]
        words: Option<Words>,
        retired_on: NaiveDate,
    },
    /// Offer it again.
    TakeUpPlaceAgain { taken_up_on: NaiveDate },
}
