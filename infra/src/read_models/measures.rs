//! The `measures` table: one row for each time questions about how life is were asked, with when and which. What
//! was answered stands on the person's record alone, so there is nothing here to forget.

use app::access::Connecting;
use app::error::Failure;
use app::log::Envelope;
use app::views::cases::EngagementRow;
use app::views::measures::{EndedCase, MeasureRow, Measures as Queries};
use app::views::people::PersonSummary;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::person::measures::due::{AskingSlot, Taken};
use domain::person::{Instrument, KeptMeasure, Person, PersonEvent};
use domain::shared::ids::{AccountId, MeasureId, PersonId};
use sqlx::types::Json;
use uuid::Uuid;

use super::parts::{self, CAME_FROM, Part, PartId, Whose};
use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of measures.
#[derive(Debug, Clone, Copy)]
pub struct Measures;

impl Model for Measures {
    const NAME: &'static str = "measures";
    const VERSION: i32 = 3;
    type Row = MeasureRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("person_id"),
            Column::text("instrument"),
            Column::date("taken_on"),
            Column::bool("counts"),
            // The first and last day of a review or an ending that it counts for, and the last for the beginning.
            Column::date("near_from"),
            Column::date("near_until"),
            Column::date("first_until"),
            Column::uuid(CAME_FROM).optional().lookup(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["person_id, counts, instrument, near_from, near_until, first_until, taken_on"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        parts::touches::<MeasureRow>(event, rows);
    }

    fn apply(id: Uuid, row: &mut Option<MeasureRow>, event: &Envelope) -> Result<(), Poison> {
        parts::apply(id, row, event)
    }

    fn values(row: &MeasureRow) -> Vec<Value<'_>> {
        vec![
            row.organisation.into(),
            row.person_id.into(),
            row.instrument.code().into(),
            row.taken_on.into(),
            row.counts.into(),
            AskingSlot::End.counts_from(row.taken_on).into(),
            AskingSlot::End.counts_until(row.taken_on).into(),
            AskingSlot::Baseline.counts_until(row.taken_on).into(),
            row.came_from.into(),
        ]
    }
}

impl Part for MeasureRow {
    fn id(part: PartId) -> Option<Uuid> {
        if let PartId::Measure(id) = part { Some(id.uuid()) } else { None }
    }

    fn person_id(&self) -> PersonId {
        self.person_id
    }

    fn brought(record: Person, whose: Whose) -> Vec<(Uuid, Self)> {
        let row = |kept: KeptMeasure| {
            let taken = taken(kept.measure_id, kept.asking.instrument, kept.asking.taken_on, whose);
            (kept.measure_id.uuid(), Self { counts: kept.counts(), ..taken })
        };
        record.measures.into_values().map(row).collect()
    }

    fn follow(row: &mut Option<Self>, fact: &PersonEvent, whose: Whose) -> Result<(), Poison> {
        if let PersonEvent::OutcomeMeasureTaken { measure_id, instrument, taken_on, answers, .. } = fact {
            // In work that came with another record: it goes back with that one.
            let came_from = Some(answers.subject()).filter(|subject| *subject != whose.person_id);
            *row = Some(taken(*measure_id, *instrument, *taken_on, Whose { came_from, ..whose }));
            return Ok(());
        }
        row.as_mut().ok_or(Poison("a measure was taken back before it was taken"))?.counts = false;
        Ok(())
    }
}

/// Questions as they were asked.
fn taken(measure_id: MeasureId, instrument: Instrument, taken_on: NaiveDate, whose: Whose) -> MeasureRow {
    let Whose { organisation, person_id, came_from } = whose;
    MeasureRow { organisation, person_id, measure_id, instrument, taken_on, counts: true, came_from }
}

#[async_trait]
impl Queries for ReadModels {
    async fn asked_already(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        since: NaiveDate,
    ) -> Result<Vec<(PersonId, Taken)>, Failure> {
        // From the people on, and of what was asked of them only what an index holds.
        let sql = "SELECT m.person_id, m.instrument, m.taken_on FROM (
               SELECT e.person_id FROM engagements e
               WHERE e.organisation = $1 AND e.connector = $2 AND e.open = TRUE
               UNION SELECT e.person_id FROM engagements e
               WHERE e.organisation = $1 AND e.connector = $2 AND e.open = FALSE AND e.ended_on >= $3) own
             CROSS JOIN measures m WHERE m.person_id = own.person_id AND m.counts = TRUE";
        let rows: Vec<(Uuid, String, NaiveDate)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().unwrap_or(of).uuid())
            .bind(since)
            .fetch_all(pool)
            .await
            .map_err(failed("reading what was asked already"))?);
        let taken = |(person, instrument, on): (Uuid, String, NaiveDate)| {
            let instrument = instrument.parse().map_err(Failure::doing("reading what was asked already"))?;
            Ok((person.into(), Taken { instrument, on }))
        };
        rows.into_iter().map(taken).collect()
    }

    async fn ended_since(
        &self,
        who: &Connecting<'_>,
        of: AccountId,
        since: NaiveDate,
    ) -> Result<Vec<EndedCase>, Failure> {
        let sql = "SELECT e.doc, p.summary FROM engagements e JOIN people p ON p.id = e.person_id
             WHERE e.organisation = $1 AND e.connector = $2 AND e.open = FALSE AND e.ended_on >= $3 AND NOT p.gone
             ORDER BY e.ended_on, e.id LIMIT 200";
        let rows: Vec<(Json<EngagementRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().unwrap_or(of).uuid())
            .bind(since)
            .fetch_all(pool)
            .await
            .map_err(failed("reading what ended lately"))?);
        rows.into_iter()
            .map(|(Json(row), summary)| {
                let summary: PersonSummary = parse(&summary)?;
                Ok(EndedCase { engagement: row.engagement, called: summary.called })
            })
            .collect()
    }
}
