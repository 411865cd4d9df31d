//! The `sessions` table: one row a session, folded from its engagement's stream. Money rests on it, so
//! an event it cannot take halts it rather than passing.

use app::access::Connecting;
use app::clock::following_from;
use app::error::Failure;
use app::log::Envelope;
use app::views::sessions::{SessionRow, Sessions as Queries, Visit};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Event;
use domain::engagement::records::SessionTime;
use domain::engagement::{EngagementEvent, SessionStatus};
use domain::person::PersonEvent;
use domain::shared::ids::{AccountId, EngagementId, SessionId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed, month_of, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of sessions.
#[derive(Debug, Clone, Copy)]
pub struct Sessions;

/// The row of a session: ids of sessions come from whoever asks, so the same id in another engagement is
/// another session.
fn row_of(engagement: EngagementId, session: SessionId) -> Uuid {
    following_from([engagement.uuid().as_bytes(), session.uuid().as_bytes()])
}

impl Model for Sessions {
    const NAME: &'static str = "sessions";
    const VERSION: i32 = 2;
    const STRICT: bool = true;
    type Row = SessionRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("engagement_id"),
            Column::uuid("session_id"),
            Column::uuid("about").optional().lookup(),
            Column::text("status"),
            Column::date("held_on"),
            Column::text("month"),
            Column::int("minutes"),
            Column::bool("counts"),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["engagement_id, status, held_on", "status, held_on"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        match &event.event {
            Event::Engagement(about) => {
                let row = |session| row_of(EngagementId(event.stream.id), session);
                rows.extend(about.session().map(|session| Touch::Id(row(session))));
            }
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                rows.push(Touch::Where("about", person_id.uuid()));
            }
            Event::Person(_) | Event::Relationship(_) => {}
        }
    }

    fn apply(_: Uuid, row: &mut Option<SessionRow>, envelope: &Envelope) -> Result<(), Poison> {
        match &envelope.event {
            Event::Engagement(event) => happen(row, event, envelope),
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                if let Some(row) = row {
                    row.place.iter_mut().for_each(|place| place.forget(*person_id));
                    row.note.iter_mut().for_each(|note| note.forget(*person_id));
                }
                Ok(())
            }
            Event::Person(_) | Event::Relationship(_) => Ok(()),
        }
    }

    fn values(row: &SessionRow) -> Vec<Value<'_>> {
        let about =
            row.note.as_ref().map(|note| note.subject()).or(row.place.as_ref().map(|place| place.subject()));
        vec![
            row.engagement_id.into(),
            row.session_id.into(),
            about.into(),
            row.status.code().into(),
            row.time.on.into(),
            month_of(row.time.on).into(),
            row.time.minutes.into(),
            row.time.kind.is_chargeable().into(),
        ]
    }
}

/// Takes an event of the engagement into the row of the session it is about. Each is named, so that a new
/// one does not pass by money unseen.
fn happen(row: &mut Option<SessionRow>, event: &EngagementEvent, envelope: &Envelope) -> Result<(), Poison> {
    use EngagementEvent::*;
    const UNKNOWN: Poison = Poison("something happened to a session that was neither planned nor delivered");
    let fresh = |session_id, status, time: &SessionTime| SessionRow {
        session_id,
        organisation: envelope.organisation,
        engagement_id: EngagementId(envelope.stream.id),
        status,
        time: time.clone(),
        place: None,
        note: None,
        recorded_at: None,
        cancelled_by: None,
        absent: None,
        corrections: 0,
        corrected_at: None,
    };
    match event {
        SessionPlanned { session_id, time, place } => {
            let planned = fresh(*session_id, SessionStatus::Planned, time);
            *row = Some(SessionRow { place: place.clone(), ..planned });
        }
        SessionDelivered { session_id, time, place, note } => {
            let planned_place = row.take().and_then(|row| row.place);
            *row = Some(SessionRow {
                place: place.clone().or(planned_place),
                note: note.clone(),
                recorded_at: Some(envelope.recorded_at),
                ..fresh(*session_id, SessionStatus::Delivered, time)
            });
        }
        SessionCancelled { by, .. } => {
            let row = row.as_mut().ok_or(UNKNOWN)?;
            row.status = SessionStatus::Cancelled;
            row.cancelled_by = Some(*by);
        }
        SessionNotAttended { absent, .. } => {
            let row = row.as_mut().ok_or(UNKNOWN)?;
            row.status = SessionStatus::NotAttended;
            row.absent = Some(*absent);
        }
        SessionCorrected { time, .. } => {
            let row = row.as_mut().ok_or(UNKNOWN)?;
            row.time = time.clone();
            row.corrections += 1;
            row.corrected_at = Some(envelope.recorded_at);
        }
        SessionVoided { .. } => row.as_mut().ok_or(UNKNOWN)?.status = SessionStatus::Voided,
        ReferralReceived { .. }
        | ConnectorAllocated { .. }
        | ScreeningStarted { .. }
        | EligibilityDecided { .. }
        | Waitlisted { .. }
        | ConsentRequested { .. }
        | ConsentNoted { .. }
        | FundingSought { .. }
        | FundingNoted { .. }
        | FundingCorrected { .. }
        | RateAgreed { .. }
        | EngagementAgreed { .. }
        | EngagementStarted { .. }
        | PhaseMoved { .. }
        | EngagementPaused { .. }
        | EngagementResumed { .. }
        | TermExtended { .. }
        | ReviewHeld { .. }
        | ReferralClosed { .. }
        | EngagementEnded { .. }
        | EngagementClosed { .. } => {}
    }
    Ok(())
}

/// Of `sessions s JOIN engagements e`, which are the viewer's: `$1` organisation, `$2` connector or NULL.
const MINE: &str = "e.organisation = $1 AND ($2 IS NULL OR e.connector = $2)";

#[async_trait]
impl Queries for ReadModels {
    async fn sessions_of(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
        limit: i64,
    ) -> Result<Vec<SessionRow>, Failure> {
        let sql = format!(
            "SELECT s.doc FROM sessions s JOIN engagements e ON e.id = s.engagement_id
             WHERE {MINE} AND s.engagement_id = $3 ORDER BY s.held_on DESC, s.id DESC LIMIT $4"
        );
        let rows: Vec<(Json<SessionRow>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(id.uuid())
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("reading the sessions of an engagement"))?);
        Ok(rows.into_iter().map(|(Json(row),)| row).collect())
    }

    async fn session(
        &self,
        who: &Connecting<'_>,
        engagement: EngagementId,
        id: SessionId,
    ) -> Result<Option<Visit>, Failure> {
        let sql = format!(
            "SELECT s.doc, p.summary FROM sessions s JOIN engagements e ON e.id = s.engagement_id
             JOIN people p ON p.id = e.person_id WHERE {MINE} AND s.id = $3"
        );
        let row: Option<(Json<SessionRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(row_of(engagement, id))
            .fetch_optional(pool)
            .await
            .map_err(failed("reading a session"))?);
        row.map(visit).transpose()
    }

    async fn planned(
        &self,
        who: &Connecting<'_>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Visit>, Failure> {
        let sql = "SELECT s.doc, p.summary FROM engagements e
             JOIN sessions s ON s.engagement_id = e.id JOIN people p ON p.id = e.person_id
             WHERE e.organisation = $1 AND e.connector = $2 AND e.open
               AND s.status = 'planned' AND s.held_on BETWEEN $3 AND $4";
        let rows: Vec<(Json<SessionRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.account().uuid())
            .bind(from)
            .bind(to)
            .fetch_all(pool)
            .await
            .map_err(failed("reading planned sessions"))?);
        let mut visits: Vec<Visit> = rows.into_iter().map(visit).collect::<Result<_, _>>()?;
        visits.sort_by_key(|visit| {
            (visit.session.time.on, visit.session.time.starts_at, visit.session.session_id)
        });
        Ok(visits)
    }
}

fn visit((Json(session), summary): (Json<SessionRow>, String)) -> Result<Visit, Failure> {
    let person: app::views::people::PersonSummary = parse(&summary)?;
    Ok(Visit { session, person_id: person.person_id, called: person.called, name: person.name })
}
