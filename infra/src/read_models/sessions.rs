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
use domain::engagement::records::{SessionDetails, SessionTime};
use domain::engagement::{EngagementEvent, MOST_IN_A_GROUP, MOST_IN_A_SERIES, SessionStatus};
use domain::person::PersonEvent;
use domain::shared::ids::{AccountId, EngagementId, GroupId, SeriesId, SessionId};
use sqlx::types::Json;
use uuid::Uuid;

use super::case_text::mine;
use super::visits::{OF_ONE, in_order, nameless, visit};
use super::{ReadModels, failed};
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
    const VERSION: i32 = 5;
    const STRICT: bool = true;
    type Row = SessionRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("engagement_id"),
            Column::uuid("session_id"),
            Column::uuid("about").optional().lookup(),
            Column::text("status"),
            Column::date("held_on"),
            Column::int("minutes"),
            Column::bool("counts"),
            Column::uuid("series").optional(),
            Column::uuid("together").optional(),
            Column::instant("settled_at").optional(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &[
            "engagement_id, status, held_on, minutes, counts, session_id",
            "status, held_on",
            "together",
            "series",
        ]
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
            Event::Person(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Outing(_)
            | Event::Place(_) => {}
        }
    }

    fn apply(_: Uuid, row: &mut Option<SessionRow>, envelope: &Envelope) -> Result<(), Poison> {
        match &envelope.event {
            Event::Engagement(event) => happen(row, event, envelope),
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                if let Some(row) = row {
                    row.place.iter_mut().for_each(|place| place.forget(*person_id));
                    row.note.iter_mut().for_each(|note| note.forget(*person_id));
                    row.details.companions.iter_mut().for_each(|who| who.forget(*person_id));
                    row.absent_because.iter_mut().for_each(|why| why.forget(*person_id));
                }
                Ok(())
            }
            Event::Person(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Outing(_)
            | Event::Place(_) => Ok(()),
        }
    }

    fn values(row: &SessionRow) -> Vec<Value<'_>> {
        let lines = [row.place.as_ref(), row.details.companions.as_ref()];
        let about = lines.into_iter().flatten().map(|line| line.subject()).next();
        let words = [row.note.as_ref(), row.absent_because.as_ref()];
        let about = words.into_iter().flatten().map(|words| words.subject()).next().or(about);
        vec![
            row.engagement_id.into(),
            row.session_id.into(),
            about.into(),
            row.status.code().into(),
            row.time.on.into(),
            row.time.minutes.into(),
            row.time.kind.is_chargeable().into(),
            row.series_id.map(SeriesId::uuid).into(),
            row.details.group.map(|group| group.group_id.uuid()).into(),
            row.settled_at.into(),
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
        details: SessionDetails::default(),
        series_id: None,
        recorded_at: None,
        settled_at: None,
        cancelled_by: None,
        absent: None,
        absent_because: None,
        corrections: 0,
        corrected_at: None,
        changes: 0,
        changed_at: envelope.recorded_at,
    };
    if let Some(row) = row.as_mut().filter(|_| event.session().is_some()) {
        row.changes += 1;
        row.changed_at = envelope.recorded_at;
    }
    match event {
        SessionPlanned { session_id, time, place, details, series_id } => {
            *row = Some(SessionRow {
                place: place.clone(),
                details: details.clone(),
                series_id: *series_id,
                ..fresh(*session_id, SessionStatus::Planned, time)
            });
        }
        SessionMoved { time, .. } => row.as_mut().ok_or(UNKNOWN)?.time = time.clone(),
        SessionReplanned { time, place, details, .. } => {
            let row = row.as_mut().ok_or(UNKNOWN)?;
            row.time = time.clone();
            row.place = place.clone();
            row.details = details.clone().of_group(row.details.group);
        }
        SessionDelivered { session_id, time, place, note, details } => {
            let planned = row.take();
            let planned_settled = planned.as_ref().and_then(|planned| planned.settled_at);
            let (changes, series_id, group) = planned.as_ref().map_or((0, None, None), |planned| {
                (planned.changes, planned.series_id, planned.details.group)
            });
            *row = Some(SessionRow {
                place: place.clone().or(planned.and_then(|planned| planned.place)),
                note: note.clone(),
                details: details.clone().of_group(group),
                series_id,
                recorded_at: Some(envelope.recorded_at),
                settled_at: planned_settled.or(Some(envelope.recorded_at)),
                changes,
                ..fresh(*session_id, SessionStatus::Delivered, time)
            });
        }
        SessionCancelled { by, .. } => {
            let row = row.as_mut().ok_or(UNKNOWN)?;
            row.status = SessionStatus::Cancelled;
            row.settled_at = row.settled_at.or(Some(envelope.recorded_at));
            row.cancelled_by = Some(*by);
        }
        SessionNotAttended { absent, reason, .. } => {
            let row = row.as_mut().ok_or(UNKNOWN)?;
            row.absent_because = reason.clone();
            row.status = SessionStatus::NotAttended;
            row.settled_at = row.settled_at.or(Some(envelope.recorded_at));
            row.absent = Some(*absent);
        }
        SessionCorrected { time, place, details, note, without_note, .. } => {
            let row = row.as_mut().ok_or(UNKNOWN)?;
            // Only when and how long it was bears on money, and on whether it was put right late.
            if row.time != *time {
                row.time = time.clone();
                row.corrections += 1;
                row.corrected_at = Some(envelope.recorded_at);
            }
            if let Some(details) = details {
                row.place = place.clone();
                row.details = details.clone().of_group(row.details.group);
            }
            if note.is_some() || *without_note {
                row.note = note.clone();
            }
        }
        SessionNoteWritten { note, .. } => row.as_mut().ok_or(UNKNOWN)?.note = Some(note.clone()),
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
        | ReferrerNamed { .. }
        | GoalSet { .. }
        | GoalReworded { .. }
        | GoalSetAside { .. }
        | GoalScored { .. }
        | HoursChanged { .. }
        | PhaseMoved { .. }
        | EngagementPaused { .. }
        | PauseReviewMoved { .. }
        | EngagementResumed { .. }
        | TermExtended { .. }
        | ExtensionAsked { .. }
        | ExtensionDeclined { .. }
        | EndingAsked { .. }
        | EndingAgreed { .. }
        | EndingDeclined { .. }
        | ReviewHeld { .. }
        | ReviewTakenBack { .. }
        | HandOversPlanned { .. }
        | ReferralClosed { .. }
        | EngagementEnded { .. }
        | EngagementClosed { .. }
        | ReferrerTold { .. }
        | PersonReplaced { .. } => {}
    }
    Ok(())
}

#[async_trait]
impl Queries for ReadModels {
    async fn sessions_of(
        &self,
        who: &Connecting<'_>,
        id: EngagementId,
        limit: i64,
    ) -> Result<Vec<SessionRow>, Failure> {
        let mine = mine(who);
        let sql = format!(
            "SELECT s.doc FROM sessions s JOIN engagements e ON e.id = s.engagement_id
             WHERE {mine} AND s.engagement_id = $3 ORDER BY s.held_on DESC, s.id DESC LIMIT $4"
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
        let mine = mine(who);
        let sql = format!(
            "SELECT s.doc, p.summary FROM sessions s JOIN engagements e ON e.id = s.engagement_id
             JOIN people p ON p.id = e.person_id WHERE {mine} AND s.id = $3"
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

    async fn series(
        &self,
        who: &Connecting<'_>,
        engagement: EngagementId,
        id: SeriesId,
    ) -> Result<Vec<SessionRow>, Failure> {
        let mine = mine(who);
        let sql = format!(
            "SELECT s.doc FROM sessions s JOIN engagements e ON e.id = s.engagement_id
             WHERE {mine} AND s.engagement_id = $3 AND s.series = $4"
        );
        let rows: Vec<(Json<SessionRow>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(engagement.uuid())
            .bind(id.uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("reading the sessions of a series"))?);
        let mut rows: Vec<SessionRow> = rows.into_iter().map(|(Json(row),)| row).collect();
        rows.sort_by_key(in_order);
        Ok(rows)
    }

    async fn group(&self, who: &Connecting<'_>, id: GroupId) -> Result<Vec<Visit>, Failure> {
        let most = i64::from(MOST_IN_A_GROUP) * 2;
        self.all_of(who, "s.together = $3", id.uuid(), most).await
    }

    async fn group_series(&self, who: &Connecting<'_>, id: SeriesId) -> Result<Vec<Visit>, Failure> {
        let most = i64::from(MOST_IN_A_GROUP) * MOST_IN_A_SERIES as i64;
        self.all_of(who, "s.series = $3 AND s.together IS NOT NULL", id.uuid(), most).await
    }

    async fn between_days(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        (from, to): (NaiveDate, NaiveDate),
        limit: i64,
    ) -> Result<Vec<Visit>, Failure> {
        if who.caseload().is_some_and(|own| own != of) {
            return Ok(Vec::new());
        }
        let rows: Vec<(Json<SessionRow>, String, bool)> = on!(&self.database, read, pool => sqlx::query_as(OF_ONE)
            .bind(who.organisation().uuid())
            .bind(of.uuid())
            .bind(from)
            .bind(to)
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("reading the sessions of some days"))?);
        let sees = |now: bool| now || who.caseload().is_none();
        let read = |(session, summary, now): (Json<SessionRow>, String, bool)| -> Result<Visit, Failure> {
            let read = visit((session, summary))?;
            Ok(if sees(now) { read } else { nameless(read) })
        };
        let mut visits: Vec<Visit> = rows.into_iter().map(read).collect::<Result<_, Failure>>()?;
        visits.sort_by_key(|visit| in_order(&visit.session));
        Ok(visits)
    }

    async fn unwritten(
        &self,
        who: &Connecting<'_>,
        days: (NaiveDate, NaiveDate),
    ) -> Result<Vec<Visit>, Failure> {
        self.waiting(who, "(e.open = TRUE OR e.ended_on >= $3)", days).await
    }

    async fn planned(
        &self,
        who: &Connecting<'_>,
        from: NaiveDate,
        to: NaiveDate,
    ) -> Result<Vec<Visit>, Failure> {
        self.waiting(who, "e.open = TRUE", (from, to)).await
    }
}
