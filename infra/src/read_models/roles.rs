//! The `valued_roles` table: one row a role among others, with its first and last day, for figures that name nobody. What
//! a role is stands on the person's record alone, so there is nothing here to forget.

use app::clock::following_from;
use app::error::Failure;
use app::log::Envelope;
use app::views::outcomes::Roles;
use app::views::roles::RoleRow;
use chrono::NaiveDate;
use domain::Event;
use domain::person::{Person, PersonEvent};
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{PersonId, RoleId};
use uuid::Uuid;

use super::outcomes::UNDER_WAY;
use super::{ReadModels, failed};
use crate::on;
use crate::projector::{Column, Model, Poison, Touch, Value};

/// The last day of a role that is still theirs: after any day that is asked for.
const WITHOUT_END: NaiveDate = NaiveDate::from_ymd_opt(9999, 12, 31).expect("it is a day");

/// The model of roles.
#[derive(Debug, Clone, Copy)]
pub struct ValuedRoles;

/// The row of a role: ids come from whoever asks, so the same id about another person is another role.
fn row_of(person: PersonId, role: RoleId) -> Uuid {
    following_from([person.uuid().as_bytes(), role.uuid().as_bytes()])
}

impl Model for ValuedRoles {
    const NAME: &'static str = "valued_roles";
    const VERSION: i32 = 1;
    type Row = RoleRow;

    fn columns() -> &'static [Column] {
        const COLUMNS: &[Column] = &[
            Column::uuid("organisation"),
            Column::uuid("person_id"),
            Column::date("began_on"),
            Column::date("until_on"),
            Column::bool("counts"),
            Column::uuid("came_from").optional().lookup(),
        ];
        COLUMNS
    }

    fn indexes() -> &'static [&'static str] {
        &["person_id, counts, began_on, until_on, id"]
    }

    fn touches(event: &Envelope, rows: &mut Vec<Touch>) {
        let Event::Person(fact) = &event.event else { return };
        let person = PersonId(event.stream.id);
        match fact {
            PersonEvent::ValuedRoleTakenUp { role_id, .. }
            | PersonEvent::ValuedRoleLaidDown { role_id, .. }
            | PersonEvent::ValuedRoleTakenBack { role_id, .. } => {
                rows.push(Touch::Id(row_of(person, *role_id)));
            }
            PersonEvent::DuplicateTakenIn { facts, .. } => {
                let roles = Person::fold(facts).roles;
                rows.extend(roles.keys().map(|id| Touch::Id(row_of(person, *id))));
            }
            PersonEvent::DuplicateGivenBack { from, .. } => {
                rows.push(Touch::Where("came_from", from.uuid()));
            }
            PersonEvent::PersonUnmerged { facts, .. } => {
                rows.extend(facts.iter().filter_map(|fact| ended(fact, person)).map(Touch::Id));
            }
            // Each is named: a new event does not compile until it is known what it means for a role.
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
            | PersonEvent::PersonDied { .. }
            | PersonEvent::RegistrationTakenBack { .. }
            | PersonEvent::ErasureDecided { .. }
            | PersonEvent::PersonForgotten { .. }
            | PersonEvent::ValuedRoleHoursAgreed { .. }
            | PersonEvent::OutcomeMeasureTaken { .. }
            | PersonEvent::OutcomeMeasureTakenBack { .. }
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

    fn apply(id: Uuid, row: &mut Option<RoleRow>, envelope: &Envelope) -> Result<(), Poison> {
        let Event::Person(event) = &envelope.event else { return Ok(()) };
        let person_id = PersonId(envelope.stream.id);
        match event {
            PersonEvent::DuplicateTakenIn { from, facts, .. } => {
                let roles = Person::fold(facts).roles;
                let came = roles.into_values().find(|kept| row_of(person_id, kept.role_id) == id);
                if row.is_none() {
                    *row = came.map(|kept| RoleRow {
                        organisation: envelope.organisation,
                        person_id,
                        role_id: kept.role_id,
                        began_on: kept.began_on,
                        ended_on: kept.ended.as_ref().map(|ended| ended.on),
                        counts: kept.counts(),
                        came_from: Some(*from),
                    });
                }
                Ok(())
            }
            PersonEvent::DuplicateGivenBack { .. } => {
                *row = row.take().filter(|row| row.person_id != person_id);
                Ok(())
            }
            PersonEvent::PersonUnmerged { facts, .. } => {
                for fact in facts.iter().filter(|fact| ended(fact, person_id) == Some(id)) {
                    end(row, fact)?;
                }
                Ok(())
            }
            PersonEvent::ValuedRoleTakenUp { role_id, began_on, .. } => {
                *row = Some(RoleRow {
                    organisation: envelope.organisation,
                    person_id,
                    role_id: *role_id,
                    began_on: *began_on,
                    ended_on: None,
                    counts: true,
                    came_from: None,
                });
                Ok(())
            }
            _ => end(row, event),
        }
    }

    fn values(row: &RoleRow) -> Vec<Value<'_>> {
        vec![
            row.organisation.into(),
            row.person_id.into(),
            row.began_on.into(),
            row.ended_on.unwrap_or(WITHOUT_END).into(),
            row.counts.into(),
            row.came_from.into(),
        ]
    }
}

impl ReadModels {
    /// How many people of a contract had a role among others on a day of the span on which their engagement was under
    /// way, and how many took one up on such a day.
    pub(super) async fn roles_of(
        &self,
        (organisation, contract): (Uuid, Uuid),
        (from, to): (NaiveDate, NaiveDate),
    ) -> Result<Roles, Failure> {
        let sql = format!(
            "SELECT COUNT(DISTINCT e.person_id),
                    COUNT(DISTINCT CASE WHEN v.began_on >= e.started_on AND v.began_on >= $3 THEN e.person_id END)
             FROM engagements e CROSS JOIN valued_roles v
             WHERE v.person_id = e.person_id AND {UNDER_WAY} AND v.counts = TRUE
               AND v.began_on <= $4 AND v.began_on <= e.until_on
               AND v.until_on >= $3 AND v.until_on >= e.started_on"
        );
        let (people, took_up): (i64, i64) = on!(&self.database, read, pool => sqlx::query_as(&sql)
            .bind(organisation)
            .bind(contract)
            .bind(from)
            .bind(to)
            .fetch_one(pool)
            .await
            .map_err(failed("counting the roles of a contract's people"))?);
        Ok(Roles { people, took_up })
    }
}

/// The row of somebody's role that a fact ends, or takes back.
fn ended(fact: &PersonEvent, person: PersonId) -> Option<Uuid> {
    match fact {
        PersonEvent::ValuedRoleLaidDown { role_id, .. }
        | PersonEvent::ValuedRoleTakenBack { role_id, .. } => Some(row_of(person, *role_id)),
        _ => None,
    }
}

/// A role came to an end, or was taken back.
fn end(row: &mut Option<RoleRow>, fact: &PersonEvent) -> Result<(), Poison> {
    let row = row.as_mut().ok_or(Poison("something became of a role before it was taken up"))?;
    match fact {
        PersonEvent::ValuedRoleLaidDown { ended_on, .. } => row.ended_on = Some(*ended_on),
        PersonEvent::ValuedRoleTakenBack { .. } => row.counts = false,
        _ => {}
    }
    Ok(())
}
