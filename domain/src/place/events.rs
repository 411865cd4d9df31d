//! What can happen to a place. Its words are sealed under a key of its own; days and codes stand in clear.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::RetiredBecause;
use super::records::PlaceDetails;
use crate::shared::ids::{PersonId, PlaceId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Facts of one place.
#[derive(
    Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, strum::IntoStaticStr, strum::VariantNames,
)]
#[serde(tag = "type")]
pub enum PlaceEvent {
    /// We came to know of it, and it was as told on that day.
    PlaceRecorded {
        place_id: PlaceId,
        details: Personal<PlaceDetails>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<PersonId>,
        recorded_on: NaiveDate,
    },
    /// It is otherwise than was told. The whole of it, as it is from that day on.
    PlaceToldAnew {
        details: Personal<PlaceDetails>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        contact: Option<PersonId>,
        told_on: NaiveDate,
    },
    /// Somebody made sure that it is still there and as told.
    PlaceSeen { seen_on: NaiveDate },
    /// Somebody of ours began there: it has room for one fewer. Who is told on their own record.
    SomebodyWelcomed { welcomed_on: NaiveDate },
    /// It is offered to nobody any more.
    PlaceRetired {
        reason: RetiredBecause,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        words: Option<Personal<Words>>,
        retired_on: NaiveDate,
    },
    /// It is offered again, as it was told last.
    PlaceTakenUpAgain { taken_up_on: NaiveDate },
}

impl PlaceEvent {
    /// Version of the stored shape of every event of this noun.
    pub const VERSION: &'static str = "1.0";
}
