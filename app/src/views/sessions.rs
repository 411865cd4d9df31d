//! Sessions: planned, delivered, called off. What finance bills and what a connector's day is made of.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::engagement::codes::{AbsentParty, CancelledBy, SessionStatus};
use domain::engagement::records::{SessionDetails, SessionTime};
use domain::shared::ids::{AccountId, EngagementId, GroupId, OrganisationId, PersonId, SeriesId, SessionId};
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
    /// What else is known of it.
    pub details: SessionDetails<Personal<Line>>,
    /// With which others it was planned.
    pub series_id: Option<SeriesId>,
    /// When its delivery was first recorded; late after 48 hours.
    pub recorded_at: Option<DateTime<Utc>>,
    /// When it was first known what became of it; `None` while it is planned.
    #[serde(default)]
    pub settled_at: Option<DateTime<Utc>>,
    /// Who called it off.
    pub cancelled_by: Option<CancelledBy>,
    /// Who did not come.
    pub absent: Option<AbsentParty>,
    /// Why they did not.
    #[serde(default)]
    pub absent_because: Option<Personal<Words>>,
    /// How often its day, time, length, kind or whom it was beside was corrected.
    pub corrections: u32,
    /// When the last such correction was recorded.
    pub corrected_at: Option<DateTime<Utc>>,
    /// How often anything about it was recorded after the first time.
    pub changes: u32,
    /// When anything about it was recorded last.
    pub changed_at: DateTime<Utc>,
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
    /// Whether the viewer may open it. One that was theirs to make in a case that a colleague goes on with is on
    /// their week without a name, a place or a word.
    pub open: bool,
}

/// When a group meets: which, on which day and from when.
pub type GroupTime = (GroupId, NaiveDate, Option<NaiveTime>);

impl Visit {
    /// When the group meets that it is part of, where the viewer may open it: those of one stand together.
    pub fn group_time(&self) -> Option<GroupTime> {
        let group = self.session.details.group.filter(|_| self.open)?;
        Some((group.group_id, self.session.time.on, self.session.time.starts_at))
    }
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

    /// Every session that was planned together, of an engagement of the viewer's, in order.
    async fn series(
        &self,
        who: &Connecting<'_>,
        engagement: EngagementId,
        id: SeriesId,
    ) -> Result<Vec<SessionRow>, Failure>;

    /// The sessions of one group, of the cases of the viewer's, by name.
    async fn group(&self, who: &Connecting<'_>, id: GroupId) -> Result<Vec<Visit>, Failure>;

    /// Every session of a group that meets again, of the cases of the viewer's, by name.
    async fn group_series(&self, who: &Connecting<'_>, id: SeriesId) -> Result<Vec<Visit>, Failure>;

    /// The sessions of one connector that the viewer may know of, between two days, both included, in order; at
    /// most `limit`: the planned ones of the cases that they have now, and those of which it is known what became
    /// of them from the time when they had the case.
    async fn between_days(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        days: (NaiveDate, NaiveDate),
        limit: i64,
    ) -> Result<Vec<Visit>, Failure>;

    /// Sessions of the viewer's own cases that were planned for a day between two, both included, and of which nobody
    /// said yet what came of them, in order; of cases too that ended in those days.
    async fn unwritten(
        &self,
        who: &Connecting<'_>,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<Visit>, Failure>;

    /// Planned sessions of the viewer's own open cases between two days, both included, in order.
    async fn planned(
        &self,
        who: &Connecting<'_>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Visit>, Failure>;
}
