//! The `outings` table: one row an outing, with when something is to be noticed next, so that the clock asks
//! one small question and not the log.

use app::access::Connecting;
use app::error::Failure;
use app::log::Envelope;
use app::views::outings::{OutingRow, Outings as Queries};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use domain::Event;
use domain::outing::{Outing, OutingEvent, PassedOn};
use domain::person::PersonEvent;
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{AccountId, OutingId};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of outings.
#[derive(Debug, Clone, Copy)]
pub struct Outings;

/// One outing with whose it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    organisation: domain::shared::ids::OrganisationId,
    outing: Outing,
}

impl Model for Outings {
    const NAME: &'static str = "outings";
    const VERSION: i32 = 2;
    type Row = Kept;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("account_id"),
            Column::uuid("person_id").lookup().optional(),
            Column::uuid("colleague").optional(),
            Column::bool("open"),
            Column::bool("everybodys"),
            Column::instant("back_by"),
            Column::instant("ended_at").optional(),
            Column::instant("next_at").optional(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["organisation, open, back_by", "account_id, open", "organisation, ended_at", "next_at"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        match &event.event {
            Event::Outing(_) => rows.push(Touch::Id(event.stream.id)),
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                rows.push(Touch::Where("person_id", person_id.uuid()));
            }
            Event::Person(_)
            | Event::Engagement(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Place(_) => {}
        }
    }

    fn apply(_: Uuid, row: &mut Option<Kept>, envelope: &Envelope) -> Result<(), Poison> {
        let event = match &envelope.event {
            Event::Outing(event) => event,
            Event::Person(PersonEvent::PersonForgotten { person_id, .. }) => {
                if let Some(row) = row {
                    row.outing.forget(*person_id);
                }
                return Ok(());
            }
            Event::Person(_)
            | Event::Engagement(_)
            | Event::Relationship(_)
            | Event::Concern(_)
            | Event::Place(_) => {
                return Ok(());
            }
        };
        if let OutingEvent::OutingBegun { .. } = event {
            *row = Some(Kept { organisation: envelope.organisation, outing: Outing::default() });
        }
        let row = row.as_mut().ok_or(Poison("something became of an outing before anybody went in"))?;
        row.outing.evolve(event);
        Ok(())
    }

    fn values(row: &Kept) -> Vec<Value<'_>> {
        let outing = &row.outing;
        vec![
            row.organisation.into(),
            outing.account_id.into(),
            outing.person_id.into(),
            outing.colleague.into(),
            outing.is_open().into(),
            (outing.is_open() && outing.passed_on == Some(PassedOn::OnCall)).into(),
            outing.back_by.into(),
            outing.ended.map(|(_, ended_at)| ended_at).into(),
            outing.next_step_at().into(),
        ]
    }
}

impl Kept {
    fn shown(self) -> OutingRow {
        let next_at = self.outing.next_step_at();
        let Outing { outing_id, account_id, person_id, visit, place, colleague, .. } = self.outing;
        OutingRow {
            organisation: self.organisation,
            outing_id,
            account_id,
            person_id,
            visit,
            place,
            colleague,
            began_at: self.outing.began_at.unwrap_or_default(),
            back_by: self.outing.back_by,
            passed_on: self.outing.passed_on,
            alarm_at: self.outing.alarm_at,
            looked_into: self.outing.looked_into,
            ended: self.outing.ended,
            next_at,
        }
    }
}

/// What the viewer may look out for: `$2` is nobody for a lead, `$3` the viewer. What nobody has looked into in the end
/// is everybody's, as long as it is open.
const MINE: &str = "o.organisation = $1 \
     AND ($2 IS NULL OR o.account_id = $3 OR o.colleague = $3 OR o.everybodys = TRUE)";

#[async_trait]
impl Queries for ReadModels {
    async fn my_outing(&self, who: &Connecting<'_>) -> Result<Option<OutingRow>, Failure> {
        let sql =
            "SELECT o.doc FROM outings o WHERE o.account_id = $1 AND o.open = TRUE ORDER BY o.back_by, o.id";
        let rows: Vec<(Json<Kept>,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.account().uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("asking whether somebody is out"))?);
        Ok(rows.into_iter().map(|(Json(row),)| row.shown()).find(OutingRow::is_open_to_them))
    }

    async fn outing(&self, who: &Connecting<'_>, id: OutingId) -> Result<Option<OutingRow>, Failure> {
        let sql = format!("SELECT o.doc FROM outings o WHERE {MINE} AND o.id = $4");
        let row: Option<(Json<Kept>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(who.account().uuid())
            .bind(id.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("reading an outing"))?);
        Ok(row.map(|(Json(row),)| row.shown()))
    }

    async fn outings_open(&self, who: &Connecting<'_>) -> Result<Vec<OutingRow>, Failure> {
        let sql = format!(
            "SELECT o.doc FROM outings o WHERE {MINE} AND o.open = TRUE ORDER BY o.back_by, o.id LIMIT 200"
        );
        let rows: Vec<(Json<Kept>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(who.account().uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("listing who is out"))?);
        Ok(rows.into_iter().map(|(Json(row),)| row.shown()).collect())
    }

    async fn outings_ended(
        &self,
        who: &Connecting<'_>,
        since: DateTime<Utc>,
    ) -> Result<Vec<OutingRow>, Failure> {
        let sql = format!(
            "SELECT o.doc FROM outings o WHERE {MINE} AND o.ended_at >= $4 ORDER BY o.ended_at DESC, o.id LIMIT 200"
        );
        let rows: Vec<(Json<Kept>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(who.account().uuid())
            .bind(since)
            .fetch_all(pool)
            .await
            .map_err(failed("listing who was out"))?);
        Ok(rows.into_iter().map(|(Json(row),)| row.shown()).collect())
    }

    async fn outings_to_notice(&self, now: DateTime<Utc>) -> Result<Vec<OutingId>, Failure> {
        let sql = "SELECT o.id FROM outings o WHERE o.next_at <= $1 ORDER BY o.next_at LIMIT 500";
        let rows: Vec<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(now)
            .fetch_all(pool)
            .await
            .map_err(failed("asking who should have been out"))?);
        Ok(rows.into_iter().map(|(id,)| OutingId(id)).collect())
    }
}
