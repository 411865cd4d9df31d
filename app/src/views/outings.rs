//! Who is out alone: where, until when, who has been told that nothing is heard of them, and what was done.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::outing::{OutingEnd, PassedOn, PlannedVisit};
use domain::shared::ids::{AccountId, OrganisationId, OutingId, PersonId};
use domain::shared::personal::Personal;
use domain::shared::text::{Line, Words};
use serde::{Deserialize, Serialize};

use crate::access::Connecting;
use crate::error::Failure;

/// One outing, folded from its stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutingRow {
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Which.
    pub outing_id: OutingId,
    /// Who is out.
    pub account_id: AccountId,
    /// With whom, if with somebody on record.
    pub person_id: Option<PersonId>,
    /// The planned visit that it is.
    pub visit: Option<PlannedVisit>,
    /// Where.
    pub place: Option<Personal<Line>>,
    /// The colleague who looks out first.
    pub colleague: Option<AccountId>,
    /// When they went in.
    pub began_at: DateTime<Utc>,
    /// When they are to be out.
    pub back_by: DateTime<Utc>,
    /// To whom it was passed on last, since then.
    pub passed_on: Option<PassedOn>,
    /// When the word of alarm was given.
    pub alarm_at: Option<DateTime<Utc>>,
    /// What was done about it, in order.
    pub looked_into: Vec<(Personal<Words>, AccountId, DateTime<Utc>)>,
    /// How it ended, and when.
    pub ended: Option<(OutingEnd, DateTime<Utc>)>,
    /// When something is to be noticed next.
    pub next_at: Option<DateTime<Utc>>,
}

impl OutingRow {
    /// Whether whoever is out still has to say so, as far as their own screen shows.
    pub fn is_open_to_them(&self) -> bool {
        self.ended.is_none() && self.alarm_at.is_none()
    }

    /// Whether somebody is to make sure that they are safe.
    pub fn needs_somebody(&self) -> bool {
        self.ended.is_none() && (self.alarm_at.is_some() || self.passed_on.is_some())
    }
}

/// Queries about outings.
#[async_trait]
pub trait Outings: Send + Sync {
    /// The outing that the viewer has to say they are out of.
    async fn my_outing(&self, who: &Connecting<'_>) -> Result<Option<OutingRow>, Failure>;

    /// One outing that the viewer may look out for: their own, one whose colleague they are,
    /// any for a lead, and for everybody one that nobody has looked into in the end.
    async fn outing(&self, who: &Connecting<'_>, id: OutingId) -> Result<Option<OutingRow>, Failure>;

    /// The open outings that the viewer may look out for, those to be out earliest first.
    async fn outings_open(&self, who: &Connecting<'_>) -> Result<Vec<OutingRow>, Failure>;

    /// The outings of the organisation that ended since an instant, for a lead; newest first, at most 200.
    async fn outings_ended(
        &self,
        who: &Connecting<'_>,
        since: DateTime<Utc>,
    ) -> Result<Vec<OutingRow>, Failure>;

    /// Outings of which something is to be noticed by now, of every organisation: the clock's question.
    async fn outings_to_notice(&self, now: DateTime<Utc>) -> Result<Vec<OutingId>, Failure>;
}
