//! The `concerns` table: one row a safeguarding concern, with where it stands and what others are asked to
//! heed. No word of a concern stands here, so that a query that is wrong cannot tell one.

use app::access::{Connecting, Safeguarding};
use app::error::Failure;
use app::log::Envelope;
use app::views::concerns::{ConcernLine, ConcernRow, Concerns as Queries, Heeded};
use app::views::people::PersonSummary;
use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use domain::Event;
use domain::concern::{ConcernEvent, Destruction, ReferredTo, Report, kept_until};
use domain::shared::ids::{AccountId, ConcernId, OrganisationId, PersonId, RelationshipId};
use domain::shared::personal::Personal;
use sqlx::types::Json;
use uuid::Uuid;

use super::people::{KNOWN, caseload};
use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of concerns.
#[derive(Debug, Clone, Copy)]
pub struct Concerns;

impl Model for Concerns {
    const NAME: &'static str = "concerns";
    const VERSION: i32 = 4;
    type Row = ConcernRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("person_id"),
            Column::uuid("relationship_id").optional(),
            Column::uuid("raised_by"),
            Column::date("raised_on"),
            Column::bool("open"),
            Column::date("banner_from").optional(),
            Column::date("banner_until").optional(),
            Column::date("kept_until").optional(),
            Column::uuid("destruction_by").optional(),
            Column::bool("destroyed"),
            Column::date("destroyed_on").optional(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &[
            "organisation, open, raised_on",
            "raised_by",
            "person_id, banner_until",
            "relationship_id, open",
            "organisation, destroyed, destroyed_on",
        ]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        if let Event::Concern(_) = event.event {
            rows.push(Touch::Id(event.stream.id));
        }
    }

    fn apply(id: Uuid, row: &mut Option<ConcernRow>, envelope: &Envelope) -> Result<(), Poison> {
        let Event::Concern(event) = &envelope.event else { return Ok(()) };
        if let ConcernEvent::ConcernReported {
            person_id,
            relationship_id,
            report,
            raised_by,
            raised_on,
            ..
        } = event
        {
            *row = Some(ConcernRow {
                organisation: envelope.organisation,
                concern_id: ConcernId(id),
                person_id: *person_id,
                relationship_id: *relationship_id,
                raised_by: *raised_by,
                raised_on: *raised_on,
                raised_at: envelope.recorded_at,
                lead: None,
                action: None,
                waiting_since: None,
                settled_on: None,
                kept_from: Vec::new(),
                banner: None,
                kept_until: None,
                kept_longer_until: None,
                destruction: None,
                destroyed_on: None,
            });
            row.iter_mut().for_each(|row| keep_from(row, report));
            return Ok(());
        }
        let row = row.as_mut().ok_or(Poison("something became of a concern before anybody told of it"))?;
        match event {
            ConcernEvent::ReportCompleted { report, .. } => keep_from(row, report),
            ConcernEvent::ConcernTakenOver { lead, .. } => row.lead = Some(*lead),
            ConcernEvent::ActionAgreed { owner, due_on, .. } => row.action = Some((*owner, *due_on)),
            ConcernEvent::ActionDone { .. } => row.action = None,
            ConcernEvent::ConcernReferred { referral, referred_on } => {
                if referral.get().is_some_and(|referral| referral.to == ReferredTo::Council) {
                    row.waiting_since = Some(*referred_on);
                }
            }
            ConcernEvent::CouncilDecided { .. } => row.waiting_since = None,
            ConcernEvent::BannerShown { banner, .. } => {
                row.banner = banner.get().map(|banner| Heeded {
                    reach: banner.reach.to_string(),
                    from_on: banner.from_on,
                    until_on: banner.until_on,
                });
            }
            ConcernEvent::BannerEnded { .. } => row.banner = None,
            ConcernEvent::ConcernSettled { settled_on, .. } => {
                row.settled_on = Some(*settled_on);
                row.kept_until = kept_until(*settled_on).max(row.kept_longer_until);
            }
            ConcernEvent::ConcernTakenUpAgain { .. } => (row.settled_on, row.kept_until) = (None, None),
            ConcernEvent::ConcernKeptLonger { until, .. } => {
                row.kept_longer_until = Some(*until);
                row.kept_until = row.kept_until.max(Some(*until));
            }
            ConcernEvent::DestructionDecided { ground, decided_by, decided_on } => {
                let (ground, decided_by, decided_on) = (*ground, *decided_by, *decided_on);
                row.destruction = Some(Destruction { ground, decided_on, decided_by });
            }
            // What cannot be read any more is not in a row that is made anew either.
            ConcernEvent::ConcernDestroyed { destroyed_on, .. } => {
                row.destroyed_on = Some(*destroyed_on);
                (row.waiting_since, row.banner, row.kept_from) = (None, None, Vec::new());
            }
            ConcernEvent::PersonReplaced { by, .. } => row.person_id = *by,
            // Nothing of these is in the row.
            ConcernEvent::ConcernReported { .. }
            | ConcernEvent::RaiserTold { .. }
            | ConcernEvent::ConcernRead { .. } => {}
        }
        Ok(())
    }

    fn values(row: &ConcernRow) -> Vec<Value<'_>> {
        vec![
            row.organisation.into(),
            row.person_id.into(),
            row.relationship_id.into(),
            row.raised_by.into(),
            row.raised_on.into(),
            (row.settled_on.is_none() && row.destroyed_on.is_none()).into(),
            row.banner.as_ref().map(|banner| banner.from_on).into(),
            row.banner.as_ref().map(|banner| banner.until_on).into(),
            row.kept_until.into(),
            row.destruction.map(|destruction| destruction.decided_by).into(),
            row.destroyed_on.is_some().into(),
            row.destroyed_on.into(),
        ]
    }
}

/// Somebody of the team who is named as the source never learns of it, whatever is written later.
fn keep_from(row: &mut ConcernRow, report: &Personal<Report>) {
    let named = report.get().and_then(|report| report.source_account);
    row.kept_from.extend(named.filter(|account| !row.kept_from.contains(account)));
}

/// Rows as they are listed.
fn lines(rows: Vec<(Json<ConcernRow>, String)>) -> Result<Vec<ConcernLine>, Failure> {
    let line = |(Json(row), summary): (Json<ConcernRow>, String)| {
        let summary: PersonSummary = parse(&summary)?;
        Ok(ConcernLine { row, name: summary.name })
    };
    rows.into_iter().map(line).collect()
}

#[async_trait]
impl Queries for ReadModels {
    async fn concerns(
        &self,
        who: &Safeguarding<'_>,
        closed: bool,
        limit: i64,
    ) -> Result<Vec<ConcernLine>, Failure> {
        let order = if closed { "DESC" } else { "ASC" };
        let sql = format!(
            "SELECT c.doc, p.summary FROM concerns c JOIN people p ON p.id = c.person_id
             WHERE c.organisation = $1 AND c.open = $2 AND c.destruction_by IS NULL AND c.destroyed = FALSE
             ORDER BY c.raised_on {order}, c.id {order} LIMIT $3"
        );
        let rows: Vec<(Json<ConcernRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(!closed)
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing concerns"))?);
        let mut lines = lines(rows)?;
        lines.retain(|line| !line.row.kept_from.contains(&who.account()));
        Ok(lines)
    }

    async fn concerns_due(
        &self,
        who: &Safeguarding<'_>,
        today: NaiveDate,
        limit: i64,
    ) -> Result<Vec<ConcernLine>, Failure> {
        let sql = "SELECT c.doc, p.summary FROM concerns c JOIN people p ON p.id = c.person_id
             WHERE c.organisation = $1 AND c.open = FALSE AND c.kept_until <= $2
               AND c.destruction_by IS NULL AND c.destroyed = FALSE
             ORDER BY c.kept_until, c.id LIMIT $3";
        let rows: Vec<(Json<ConcernRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(today)
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing concerns whose time is over"))?);
        let mut lines = lines(rows)?;
        lines.retain(|line| !line.row.kept_from.contains(&who.account()));
        Ok(lines)
    }

    async fn destroyed_concerns(
        &self,
        who: &Safeguarding<'_>,
        limit: i64,
    ) -> Result<Vec<ConcernRow>, Failure> {
        let sql = "SELECT doc FROM concerns WHERE organisation = $1 AND destroyed = TRUE
             ORDER BY destroyed_on DESC, id DESC LIMIT $2";
        let rows: Vec<(Json<ConcernRow>,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(limit)
            .fetch_all(pool)
            .await
            .map_err(failed("listing concerns that were destroyed"))?);
        Ok(rows.into_iter().map(|(Json(row),)| row).collect())
    }

    async fn concerns_to_destroy(&self, who: &Safeguarding<'_>) -> Result<Vec<ConcernRow>, Failure> {
        let sql = "SELECT doc FROM concerns
             WHERE organisation = $1 AND destruction_by IS NOT NULL AND destroyed = FALSE ORDER BY raised_on, id";
        let rows: Vec<(Json<ConcernRow>,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("listing concerns that are to be destroyed"))?);
        let rows = rows.into_iter().map(|(Json(row),)| row);
        Ok(rows.filter(|row| !row.kept_from.contains(&who.account())).collect())
    }

    async fn is_another_open(
        &self,
        house: OrganisationId,
        person: PersonId,
        besides: ConcernId,
    ) -> Result<bool, Failure> {
        let sql = "SELECT id FROM concerns WHERE organisation = $1 AND person_id = $2 AND id <> $3 AND open = TRUE LIMIT 1";
        let row: Option<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(house.uuid())
            .bind(person.uuid())
            .bind(besides.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("asking whether another concern is open"))?);
        Ok(row.is_some())
    }

    async fn destructions_decided(&self) -> Result<Vec<(OrganisationId, AccountId, ConcernId)>, Failure> {
        let sql = "SELECT organisation, destruction_by, id FROM concerns
             WHERE destruction_by IS NOT NULL AND destroyed = FALSE";
        let rows: Vec<(Uuid, Uuid, Uuid)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .fetch_all(pool)
            .await
            .map_err(failed("listing destructions to finish"))?);
        Ok(rows.into_iter().map(|(house, by, id)| (house.into(), by.into(), id.into())).collect())
    }

    async fn reported_by(&self, who: &Connecting<'_>) -> Result<Vec<ConcernLine>, Failure> {
        let sql = "SELECT c.doc, p.summary FROM concerns c JOIN people p ON p.id = c.person_id
             WHERE c.organisation = $1 AND c.raised_by = $2 AND c.destruction_by IS NULL AND c.destroyed = FALSE
             ORDER BY c.raised_on DESC, c.id DESC LIMIT 50";
        let rows: Vec<(Json<ConcernRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.account().uuid())
            .fetch_all(pool)
            .await
            .map_err(failed("listing what somebody told"))?);
        lines(rows)
    }

    async fn heeded(
        &self,
        who: &Connecting<'_>,
        person: PersonId,
        on: NaiveDate,
    ) -> Result<Option<Heeded>, Failure> {
        let sql = format!(
            "SELECT c.doc FROM concerns c JOIN people p ON p.id = c.person_id
             WHERE {KNOWN} AND c.person_id = $3 AND c.banner_from <= $4 AND c.banner_until >= $4
             ORDER BY c.banner_until DESC, c.id LIMIT 1"
        );
        let row: Option<(Json<ConcernRow>,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(person.uuid())
            .bind(on)
            .fetch_optional(pool)
            .await
            .map_err(failed("asking what there is to heed"))?);
        Ok(row.and_then(|(Json(row),)| row.banner))
    }

    async fn heeded_people(&self, who: &Connecting<'_>, on: NaiveDate) -> Result<Vec<PersonId>, Failure> {
        let sql = format!(
            "SELECT p.id FROM people p WHERE {KNOWN} AND p.id IN (SELECT c.person_id FROM concerns c
             WHERE c.organisation = $1 AND c.open = TRUE AND c.banner_from <= $3 AND c.banner_until >= $3) LIMIT 500"
        );
        let rows: Vec<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(caseload(who))
            .bind(on)
            .fetch_all(pool)
            .await
            .map_err(failed("asking about whom there is something to heed"))?);
        Ok(rows.into_iter().map(|(id,)| PersonId(id)).collect())
    }

    async fn told_at(&self, who: &Connecting<'_>, id: ConcernId) -> Result<Option<DateTime<Utc>>, Failure> {
        let sql = "SELECT doc FROM concerns WHERE organisation = $1 AND id = $2";
        let row: Option<(Json<ConcernRow>,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(id.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("asking when a concern was told"))?);
        Ok(row.map(|(Json(row),)| row.raised_at))
    }

    async fn is_concern_open(
        &self,
        who: &Connecting<'_>,
        relationship: RelationshipId,
    ) -> Result<bool, Failure> {
        let sql = "SELECT id FROM concerns WHERE organisation = $1 AND relationship_id = $2 AND open = TRUE LIMIT 1";
        let row: Option<(Uuid,)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(relationship.uuid())
            .fetch_optional(pool)
            .await
            .map_err(failed("asking whether a concern is open"))?);
        Ok(row.is_some())
    }
}
