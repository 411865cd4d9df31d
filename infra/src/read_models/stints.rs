//! The `stints` table: who had a case from when until when. A visit that is over belongs to whoever had the case on
//! its day, however often it has changed hands since; the table of cases knows only who has it now.
//!
//! The first row of a case is the time before anybody was asked, which is put down to the first who was: what is
//! written down later of days before that is theirs.

use app::clock::following_from;
use app::log::Envelope;
use chrono::{DateTime, NaiveDate, Utc};
use domain::Event;
use domain::engagement::EngagementEvent;
use domain::shared::ids::{AccountId, EngagementId, OrganisationId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of who had which case when.
#[derive(Debug, Clone, Copy)]
pub struct Stints;

/// One stretch of time in which one connector had a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StintRow {
    /// Whose data it is.
    organisation: OrganisationId,
    /// Which case.
    engagement_id: EngagementId,
    /// Who had it.
    connector: AccountId,
    /// Its first day, and when on it; `None` for the time before anybody was asked.
    from: Option<Moment>,
    /// The day on which somebody else was asked, and when on it; `None` while they have it.
    until: Option<Moment>,
}

/// When a case changed hands: the day, the moment on it, because what became of a visit on that very day is told
/// apart by when it was recorded, and which event of the case it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Moment {
    on: NaiveDate,
    at: DateTime<Utc>,
    version: i64,
}

/// The row of the time before anybody was asked.
fn before(engagement: Uuid) -> Uuid {
    following_from([engagement.as_bytes().as_slice(), b"before"])
}

/// The row that begins with an event of the engagement's.
fn since(engagement: Uuid, version: i64) -> Uuid {
    following_from([engagement.as_bytes().as_slice(), &version.to_be_bytes()])
}

impl Model for Stints {
    const NAME: &'static str = "stints";
    const VERSION: i32 = 1;
    type Row = StintRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("engagement_id").lookup(),
            Column::uuid("connector"),
            Column::date("from_on").optional(),
            Column::instant("from_at").optional(),
            Column::date("until_on").optional(),
            Column::instant("until_at").optional(),
            Column::int("from_version").optional(),
            Column::int("until_version").optional(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["connector, until_on, from_on"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        if let Event::Engagement(EngagementEvent::ConnectorAllocated { .. }) = event.event {
            let case = event.stream.id;
            rows.push(Touch::Where("engagement_id", case));
            rows.push(Touch::Id(before(case)));
            rows.push(Touch::Id(since(case, event.version)));
        }
    }

    fn apply(id: Uuid, row: &mut Option<StintRow>, envelope: &Envelope) -> Result<(), Poison> {
        let Event::Engagement(EngagementEvent::ConnectorAllocated { connector, allocated_on }) =
            &envelope.event
        else {
            return Ok(());
        };
        let now = Moment { on: *allocated_on, at: envelope.recorded_at, version: envelope.version };
        let stint = |from, until| StintRow {
            organisation: envelope.organisation,
            engagement_id: EngagementId(envelope.stream.id),
            connector: *connector,
            from,
            until,
        };
        match row {
            Some(row) => row.until = row.until.or(Some(now)),
            None if id == before(envelope.stream.id) => *row = Some(stint(None, Some(now))),
            None => *row = Some(stint(Some(now), None)),
        }
        Ok(())
    }

    fn values(row: &StintRow) -> Vec<Value<'_>> {
        vec![
            row.organisation.into(),
            row.engagement_id.into(),
            row.connector.into(),
            row.from.map(|moment| moment.on).into(),
            row.from.map(|moment| moment.at).into(),
            row.until.map(|moment| moment.on).into(),
            row.until.map(|moment| moment.at).into(),
            row.from.map(|moment| moment.version).into(),
            row.until.map(|moment| moment.version).into(),
        ]
    }
}
