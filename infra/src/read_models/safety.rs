//! The `safety_notes` table: one row a note, with when it is to be looked at again and by whom. What a
//! note says stands on the person's record alone, so there is nothing here to forget.

use app::access::Connecting;
use app::error::Failure;
use app::log::Envelope;
use app::views::people::PersonSummary;
use app::views::safety::{Safety as Queries, SafetyDue, SafetyNoteRow};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::person::{KeptSafetyNote, Person, PersonEvent, SafetyKind, Watch};
use domain::shared::ids::{AccountId, PersonId, SafetyNoteId};
use sqlx::types::Json;
use uuid::Uuid;

use super::parts::{self, CAME_FROM, Part, PartId, Whose};
use super::people::KNOWN;
use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of safety notes.
#[derive(Debug, Clone, Copy)]
pub struct SafetyNotes;

impl Model for SafetyNotes {
    const NAME: &'static str = "safety_notes";
    const VERSION: i32 = 2;
    type Row = SafetyNoteRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("person_id"),
            Column::uuid("owner"),
            Column::date("review_on"),
            Column::bool("open"),
            Column::uuid(CAME_FROM).optional().lookup(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["owner, open, review_on", "person_id, open, review_on", "organisation, open, review_on"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        parts::touches::<SafetyNoteRow>(event, rows);
    }

    fn apply(id: Uuid, row: &mut Option<SafetyNoteRow>, event: &Envelope) -> Result<(), Poison> {
        parts::apply(id, row, event)
    }

    fn values(row: &SafetyNoteRow) -> Vec<Value<'_>> {
        vec![
            row.organisation.into(),
            row.person_id.into(),
            row.owner.into(),
            row.review_on.into(),
            row.open.into(),
            row.came_from.into(),
        ]
    }
}

impl Part for SafetyNoteRow {
    fn id(part: PartId) -> Option<Uuid> {
        if let PartId::SafetyNote(id) = part { Some(id.uuid()) } else { None }
    }

    fn person_id(&self) -> PersonId {
        self.person_id
    }

    fn brought(record: Person, whose: Whose) -> Vec<(Uuid, Self)> {
        let row = |kept: KeptSafetyNote| {
            let written = written(kept.note_id, kept.kind, kept.watch, whose);
            (kept.note_id.uuid(), Self { open: kept.is_open(), ..written })
        };
        record.safety.into_values().map(row).collect()
    }

    fn follow(row: &mut Option<Self>, fact: &PersonEvent, whose: Whose) -> Result<(), Poison> {
        if let PersonEvent::SafetyNoteAdded { note_id, kind, watch, .. } = fact {
            *row = Some(written(*note_id, *kind, *watch, whose));
            return Ok(());
        }
        let row = row.as_mut().ok_or(Poison("something became of a safety note before it was written"))?;
        match fact {
            PersonEvent::SafetyNoteReviewed { watch, .. } => {
                (row.owner, row.review_on) = (watch.owner, watch.review_on);
            }
            PersonEvent::SafetyNoteEnded { .. } => row.open = false,
            _ => {}
        }
        Ok(())
    }
}

/// A note as it was written.
fn written(note_id: SafetyNoteId, kind: SafetyKind, watch: Watch, whose: Whose) -> SafetyNoteRow {
    let (Whose { organisation, person_id, came_from }, Watch { owner, review_on, .. }) = (whose, watch);
    SafetyNoteRow { organisation, person_id, note_id, kind, owner, review_on, open: true, came_from }
}

#[async_trait]
impl Queries for ReadModels {
    async fn safety_due(&self, who: &Connecting<'_>, by: NaiveDate) -> Result<Vec<SafetyDue>, Failure> {
        // Two ways to a note, each along an index: whose it is, and whose case the person is.
        let sql = format!(
            "SELECT n.doc, p.summary FROM safety_notes n JOIN people p ON p.id = n.person_id
             WHERE {KNOWN} AND NOT p.gone AND n.id IN (
                 SELECT o.id FROM safety_notes o WHERE o.owner = $3 AND o.open = TRUE AND o.review_on <= $4
                 UNION
                 SELECT c.id FROM engagements e JOIN safety_notes c ON c.person_id = e.person_id
                  WHERE e.connector = $3 AND e.open = TRUE AND c.open = TRUE AND c.review_on <= $4)
             ORDER BY n.review_on, n.id LIMIT 100"
        );
        let rows: Vec<(Json<SafetyNoteRow>, String)> = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(who.organisation().uuid())
            .bind(who.caseload().map(AccountId::uuid))
            .bind(who.account().uuid())
            .bind(by)
            .fetch_all(pool)
            .await
            .map_err(failed("listing safety notes to look at again"))?);
        due(rows)
    }
}

/// Notes as something to look at.
pub(super) fn due(rows: Vec<(Json<SafetyNoteRow>, String)>) -> Result<Vec<SafetyDue>, Failure> {
    let due = |(Json(row), summary): (Json<SafetyNoteRow>, String)| {
        let PersonSummary { called, .. } = parse(&summary)?;
        Ok(row.due(called))
    };
    rows.into_iter().map(due).collect()
}
