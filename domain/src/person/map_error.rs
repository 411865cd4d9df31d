//! Why a relationship map is not taken back. Read by a connector as it stands.

use chrono::NaiveDate;
use thiserror::Error;

use crate::shared::ids::MapId;

/// Reasons.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MapError {
    #[error("There is no such map on this record")]
    Unknown { map_id: MapId },
    #[error("This map was taken back on {on} already")]
    TakenBack { map_id: MapId, on: NaiveDate },
}

impl MapError {
    /// The field that the refusal is about, named as in the command.
    pub fn field(&self) -> &'static str {
        match self {
            Self::Unknown { .. } | Self::TakenBack { .. } => "map_id",
        }
    }
}
