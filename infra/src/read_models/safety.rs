//! The `safety_notes` table: one row a note, with when it is to be looked at again and by whom. What a
//! note says stands on the person's record alone, so there is nothing here to forget.

use app::access::Connecting;
use app::clock::following_from;
use app::error::Failure;
use app::log::Envelope;
use app::views::people::PersonSummary;
use app::views::safety::{Safety as Queries, SafetyDue, SafetyNoteRow};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Event;
use domain::person::{Person, PersonEvent};
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{AccountId, PersonId, SafetyNoteId};
use sqlx::types::Json;
use uuid::Uuid;

use super::people::KNOWN;
use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of safety notes.
#[derive(Debug, Clone, Copy)]
pub struct SafetyNotes;

/// The row of a note: ids of notes come from whoever asks, so the same id about another person is another note.
fn row_of(person: PersonId, note: SafetyNoteId) -> Uuid {
    following_from([person.uuid().as_bytes(), note.uuid().as_bytes()])
}

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
            Column::uuid("came_from").optional().lookup(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["owner, open, review_on", "person_id, open, review_on", "organisation, open, review_on"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        let Event::Person(fact) = &event.event else { return };
        match fact {
            PersonEvent::SafetyNoteAdded { note_id, .. }
            | PersonEvent::SafetyNoteReviewed { note_id, .. }
            | PersonEvent::SafetyNoteEnded { note_id, .. } => {
                rows.push(Touch::Id(row_of(PersonId(event.stream.id), *note_id)));
            }
            PersonEvent::DuplicateTakenIn { facts, .. } => {
                let notes = Person::fold(facts).safety;
                rows.extend(notes.keys().map(|note| Touch::Id(row_of(PersonId(event.stream.id), *note))));
            }
            PersonEvent::DuplicateGivenBack { from, .. } => {
                rows.push(Touch::Where("came_from", from.uuid()));
            }
            PersonEvent::PersonUnmerged { facts, .. } => {
                rows.extend(
                    facts.iter().filter_map(|fact| became(fact, PersonId(event.stream.id))).map(Touch::Id),
                );
            }
            // Each is named: a new event does not compile until it is known what it means for a note.
            PersonEvent::PersonRegistered { .. }
            | PersonEvent::DetailsCorrected { .. }
            | PersonEvent::IdentifierAdded { .. }
            | PersonEvent::CommunicationNeedsRecorded { .. }
            | PersonEvent::ConsentGiven { .. }
            | PersonEvent::ConsentRefused { .. }
            | PersonEvent::ConsentWithdrawn { .. }
            | PersonEvent::ProfilePublished { .. }
            | PersonEvent::InterestRecorded { .. }
            | PersonEvent::InterestRefined { .. }
            | PersonEvent::InterestRetired { .. }
            | PersonEvent::RelationshipMapTaken { .. }
            | PersonEvent::RelationshipMapTakenBack { .. }
            | PersonEvent::AvailabilitySet { .. }
            | PersonEvent::TravelSet { .. }
            | PersonEvent::MeetingWishesTold { .. }
            | PersonEvent::SupporterLinked { .. }
            | PersonEvent::SupporterUnlinked { .. }
            | PersonEvent::SupporterAuthorityRecorded { .. }
            | PersonEvent::ValuedRoleTakenUp { .. }
            | PersonEvent::ValuedRoleHoursAgreed { .. }
            | PersonEvent::ValuedRoleLaidDown { .. }
            | PersonEvent::ValuedRoleTakenBack { .. }
            | PersonEvent::PersonDied { .. }
            | PersonEvent::RegistrationTakenBack { .. }
            | PersonEvent::ErasureDecided { .. }
            | PersonEvent::PersonForgotten { .. }
            | PersonEvent::CapacityAssessed { .. }
            | PersonEvent::BestInterestsDecided { .. }
            | PersonEvent::SharingAgreed { .. }
            | PersonEvent::SharingEnded { .. }
            | PersonEvent::OutcomeMeasureTaken { .. }
            | PersonEvent::OutcomeMeasureTakenBack { .. } => {}
            PersonEvent::DocumentAttached { .. } | PersonEvent::DocumentRemoved { .. } => {}
            PersonEvent::ToldApart { .. } | PersonEvent::PersonMerged { .. } => {}
        }
    }

    fn apply(id: Uuid, row: &mut Option<SafetyNoteRow>, envelope: &Envelope) -> Result<(), Poison> {
        let Event::Person(event) = &envelope.event else { return Ok(()) };
        let person_id = PersonId(envelope.stream.id);
        match event {
            PersonEvent::DuplicateTakenIn { from, facts, .. } => {
                let notes = Person::fold(facts).safety;
                let came = notes.into_values().find(|kept| row_of(person_id, kept.note_id) == id);
                if row.is_none() {
                    *row = came.map(|kept| SafetyNoteRow {
                        organisation: envelope.organisation,
                        person_id,
                        note_id: kept.note_id,
                        kind: kept.kind,
                        owner: kept.watch.owner,
                        review_on: kept.watch.review_on,
                        open: kept.is_open(),
                        came_from: Some(*from),
                    });
                }
                return Ok(());
            }
            PersonEvent::DuplicateGivenBack { .. } => {
                *row = row.take().filter(|row| row.person_id != person_id);
                return Ok(());
            }
            PersonEvent::PersonUnmerged { facts, .. } => {
                for fact in facts.iter().filter(|fact| became(fact, person_id) == Some(id)) {
                    become_of(row, fact)?;
                }
                return Ok(());
            }
            _ => {}
        }
        if let PersonEvent::SafetyNoteAdded { note_id, kind, watch, .. } = event {
            *row = Some(SafetyNoteRow {
                organisation: envelope.organisation,
                person_id: PersonId(envelope.stream.id),
                note_id: *note_id,
                kind: *kind,
                owner: watch.owner,
                review_on: watch.review_on,
                open: true,
                came_from: None,
            });
            return Ok(());
        }
        become_of(row, event)
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

/// The row of a note of somebody's of which something became.
fn became(fact: &PersonEvent, person: PersonId) -> Option<Uuid> {
    match fact {
        PersonEvent::SafetyNoteReviewed { note_id, .. } | PersonEvent::SafetyNoteEnded { note_id, .. } => {
            Some(row_of(person, *note_id))
        }
        _ => None,
    }
}

/// A note was looked at again, or ended.
fn become_of(row: &mut Option<SafetyNoteRow>, event: &PersonEvent) -> Result<(), Poison> {
    let row = row.as_mut().ok_or(Poison("something became of a safety note before it was written"))?;
    if let PersonEvent::SafetyNoteReviewed { watch, .. } = event {
        (row.owner, row.review_on) = (watch.owner, watch.review_on);
    } else {
        row.open = false;
    }
    Ok(())
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
