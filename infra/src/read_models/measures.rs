//! The `measures` table: one row for each time questions about how life is were asked, with when and which. What
//! was answered stands on the person's record alone, so there is nothing here to forget.

use app::access::Connecting;
use app::clock::following_from;
use app::error::Failure;
use app::log::Envelope;
use app::views::cases::EngagementRow;
use app::views::measures::{EndedCase, MeasureRow, Measures as Queries};
use app::views::people::PersonSummary;
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::Event;
use domain::person::measures::due::{AskingSlot, Taken};
use domain::person::{Person, PersonEvent};
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{AccountId, MeasureId, PersonId};
use sqlx::types::Json;
use uuid::Uuid;

use super::{ReadModels, failed, parse};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The model of measures.
#[derive(Debug, Clone, Copy)]
pub struct Measures;

/// The row of a measure: ids come from whoever asks, so the same id about another person is another measure.
fn row_of(person: PersonId, measure: MeasureId) -> Uuid {
    following_from([person.uuid().as_bytes(), measure.uuid().as_bytes()])
}

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
            Column::uuid("came_from").optional().lookup(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["person_id, counts, instrument, near_from, near_until, first_until, taken_on"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        let Event::Person(fact) = &event.event else { return };
        match fact {
            PersonEvent::OutcomeMeasureTaken { measure_id, .. }
            | PersonEvent::OutcomeMeasureTakenBack { measure_id, .. } => {
                rows.push(Touch::Id(row_of(PersonId(event.stream.id), *measure_id)));
            }
            PersonEvent::DuplicateTakenIn { facts, .. } => {
                let measures = Person::fold(facts).measures;
                rows.extend(measures.keys().map(|id| Touch::Id(row_of(PersonId(event.stream.id), *id))));
            }
            PersonEvent::DuplicateGivenBack { from, .. } => {
                rows.push(Touch::Where("came_from", from.uuid()));
            }
            PersonEvent::PersonUnmerged { facts, .. } => {
                let person = PersonId(event.stream.id);
                rows.extend(facts.iter().filter_map(|fact| asked(fact, person)).map(Touch::Id));
            }
            // Each is named: a new event does not compile until it is known what it means for a measure.
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
            | PersonEvent::SafetyNoteAdded { .. }
            | PersonEvent::SafetyNoteReviewed { .. }
            | PersonEvent::SafetyNoteEnded { .. }
            | PersonEvent::CapacityAssessed { .. }
            | PersonEvent::BestInterestsDecided { .. }
            | PersonEvent::SharingAgreed { .. }
            | PersonEvent::SharingEnded { .. }
            | PersonEvent::DocumentAttached { .. }
            | PersonEvent::DocumentRemoved { .. }
            | PersonEvent::ToldApart { .. }
            | PersonEvent::PersonMerged { .. } => {}
        }
    }

    fn apply(id: Uuid, row: &mut Option<MeasureRow>, envelope: &Envelope) -> Result<(), Poison> {
        let Event::Person(event) = &envelope.event else { return Ok(()) };
        let person_id = PersonId(envelope.stream.id);
        match event {
            PersonEvent::DuplicateTakenIn { from, facts, .. } => {
                let measures = Person::fold(facts).measures;
                let came = measures.into_values().find(|kept| row_of(person_id, kept.measure_id) == id);
                if row.is_none() {
                    *row = came.map(|kept| MeasureRow {
                        organisation: envelope.organisation,
                        person_id,
                        measure_id: kept.measure_id,
                        instrument: kept.asking.instrument,
                        taken_on: kept.asking.taken_on,
                        counts: kept.counts(),
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
                for fact in facts.iter().filter(|fact| asked(fact, person_id) == Some(id)) {
                    became(row, fact, envelope)?;
                }
                return Ok(());
            }
            _ => {}
        }
        became(row, event, envelope)
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

/// The row of somebody's measure that a fact takes, or takes back.
fn asked(fact: &PersonEvent, person: PersonId) -> Option<Uuid> {
    match fact {
        PersonEvent::OutcomeMeasureTaken { measure_id, .. }
        | PersonEvent::OutcomeMeasureTakenBack { measure_id, .. } => Some(row_of(person, *measure_id)),
        _ => None,
    }
}

/// What a fact makes of a row: it was taken, or taken back.
fn became(row: &mut Option<MeasureRow>, fact: &PersonEvent, envelope: &Envelope) -> Result<(), Poison> {
    let person_id = PersonId(envelope.stream.id);
    if let PersonEvent::OutcomeMeasureTaken { measure_id, instrument, taken_on, answers, .. } = fact {
        // In work that came with another record: it goes back with that one.
        let came_from = Some(answers.subject()).filter(|subject| *subject != person_id);
        *row = Some(MeasureRow {
            organisation: envelope.organisation,
            person_id,
            measure_id: *measure_id,
            instrument: *instrument,
            taken_on: *taken_on,
            counts: true,
            came_from,
        });
        return Ok(());
    }
    row.as_mut().ok_or(Poison("a measure was taken back before it was taken"))?.counts = false;
    Ok(())
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
