//! Places and groups nearby, of one organisation: what happens there, and how fresh that is.

use async_trait::async_trait;
use domain::place::Place;
use domain::shared::ids::{OrganisationId, PlaceId};
use serde::{Deserialize, Serialize};

use crate::access::Connecting;
use crate::error::Failure;

/// One place, folded from its stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Events so far: what a form carries so that a stale page is noticed.
    pub version: i64,
    /// The place.
    pub place: Place,
}

impl PlaceRow {
    /// What it is called.
    pub fn name(&self) -> &str {
        self.place.details().map_or("A place", |details| details.name.as_str())
    }
}

/// Queries about places.
#[async_trait]
pub trait Places: Send + Sync {
    /// One place of the organisation.
    async fn place(&self, who: &Connecting<'_>, id: PlaceId) -> Result<Option<PlaceRow>, Failure>;

    /// Every place of the organisation by name, those put away too; at most 5,000.
    async fn places(&self, who: &Connecting<'_>) -> Result<Vec<PlaceRow>, Failure>;
}
