//! Places and groups nearby, of one organisation: what happens there, and how fresh that is.

use std::sync::Arc;

use async_trait::async_trait;
use domain::matching::Facts;
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
    /// Position of the last event that changed it.
    pub changed_at: i64,
    /// The place.
    pub place: Place,
}

/// A place as it lies in memory.
#[derive(Debug, Clone)]
pub struct KnownPlace {
    /// The place.
    pub row: Arc<PlaceRow>,
    /// What may count of it when it is put before somebody.
    pub facts: Option<Arc<Facts>>,
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

    /// Every place of the organisation by name, those put away too.
    async fn places(&self, who: &Connecting<'_>) -> Result<Vec<Arc<PlaceRow>>, Failure>;

    /// The same, with what may count of each.
    async fn places_known(&self, who: &Connecting<'_>) -> Result<Vec<KnownPlace>, Failure>;
}
