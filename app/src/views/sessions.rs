//! Sessions: planned, delivered, called off. What finance bills and what a connector's day is made of.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::engagement::codes::{AbsentParty, CancelledBy, SessionStatus};
use domain::engagement::records::SessionTime;
use domain::shared::ids::{EngagementId, OrganisationId, PersonId, SessionId};
use domain::shared::personal::Personal;
use domain::shared::text::{Line, Words};
use serde::{Deserialize, Serialize};

use crate::access::Connecting;
use crate::error::Failure;

/// One session, folded from its engagement's stream.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionRow {
    /// This session.
    pub session_id: SessionId,
    /// Whose data it is.
    pub organisation: OrganisationId,
    /// Whose time it is.
    pub engagement_id: EngagementId,
    /// What became of it.
    pub status: SessionStatus,
    /// When and how, as last corrected.
    pub time: SessionTime,
    /// Where.
    pub place: Option<Personal<Line>>,
    /// What was written about it.
    pub note: Option<Personal<Words>>,
    /// When its delivery was first recorded; late after 48 hours.
    pub recorded_at: Option<DateTime<Utc>>,
    /// Who called it off.
    pub cancelled_by: Option<CancelledBy>,
    /// Who did not come.
    pub absent: Option<AbsentParty>,
    /// How often it was corrected.
    pub corrections: u32,
    /// When the last correction was recorded.
    pub corrected_at: Option<DateTime<Utc>>,
}

/// A session with whose it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// The session.
    pub session: SessionRow,
    /// With whom.
    pub person_id: PersonId,
    /// What to call them.
    pub called: String,
    /// Their name.
    pub name: String,
}

/// Queries about sessions.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// The sessions of one engagement of the viewer's, newest first, at most `limit`.
    async fn sessions_of(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
        limit: i64,
    ) -> Result<Vec<SessionRow>, Failure>;

    /// One session of an engagement of the viewer's.
    async fn session(
        &self,
        who: &Connecting<'_>,
        engagement: EngagementId,
        id: SessionId,
    ) -> Result<Option<Visit>, Failure>;

    /// Planned sessions of the viewer's own cases between two days, both included, in order.
    async fn planned(
        &self,
        who: &Connecting<'_>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Visit>, Failure>;
}
