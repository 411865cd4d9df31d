//! What stands on a person's record and has a row of its own: an asking of questions, a role among others, a safety
//! note. Whichever it is, its row comes with facts of its own, or with a record that was put together with another
//! one, and goes again when the two are taken apart. That is said once, here; the model of each says the rest.

use app::clock::following_from;
use app::log::Envelope;
use domain::Event;
use domain::person::{Person, PersonEvent};
use domain::shared::aggregate::EventStream;
use domain::shared::ids::{MeasureId, OrganisationId, PersonId, RoleId, SafetyNoteId};
use uuid::Uuid;

use crate::projector::{Poison, Touch};

/// The column by which rows are found that came with another record.
pub(super) const CAME_FROM: &str = "came_from";

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartId {
    Measure(MeasureId),
    Role(RoleId),
    SafetyNote(SafetyNoteId),
}

/// On whose record it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Whose {
    pub(super) organisation: OrganisationId,
    pub(super) person_id: PersonId,
    /// The record that it came with.
    pub(super) came_from: Option<PersonId>,
}

/// One of them as a row.
pub(super) trait Part: Sized {
    /// Its id, if it is one of these.
    fn id(part: PartId) -> Option<Uuid>;

    /// On whose record it stands now.
    fn person_id(&self) -> PersonId;

    /// All of these on a record that was put together with `whose`.
    fn brought(record: Person, whose: Whose) -> Vec<(Uuid, Self)>;

    /// What a fact about it makes of its row.
    fn follow(row: &mut Option<Self>, fact: &PersonEvent, whose: Whose) -> Result<(), Poison>;
}

/// The rows that an event concerns.
pub(super) fn touches<P: Part>(event: &Envelope, rows: &mut Vec<Touch>) {
    let Event::Person(fact) = &event.event else { return };
    let whose = whose(event);
    match fact {
        PersonEvent::DuplicateTakenIn { facts, .. } => {
            let brought = P::brought(Person::fold(facts), whose);
            rows.extend(brought.into_iter().map(|(id, _)| Touch::Id(row_of(whose.person_id, id))));
        }
        PersonEvent::DuplicateGivenBack { from, .. } => rows.push(Touch::Where(CAME_FROM, from.uuid())),
        PersonEvent::PersonUnmerged { facts, .. } => {
            rows.extend(facts.iter().filter_map(|fact| about::<P>(fact, whose.person_id)).map(Touch::Id));
        }
        fact => rows.extend(about::<P>(fact, whose.person_id).map(Touch::Id)),
    }
}

/// Takes an event into one of the rows it concerns.
pub(super) fn apply<P: Part>(id: Uuid, row: &mut Option<P>, event: &Envelope) -> Result<(), Poison> {
    let Event::Person(fact) = &event.event else { return Ok(()) };
    let whose = whose(event);
    match fact {
        PersonEvent::DuplicateTakenIn { from, facts, .. } => {
            let brought = P::brought(Person::fold(facts), Whose { came_from: Some(*from), ..whose });
            let mut brought = brought.into_iter();
            // What stood here already stays as it is.
            if row.is_none() {
                *row = brought.find(|(part, _)| row_of(whose.person_id, *part) == id).map(|(_, row)| row);
            }
        }
        PersonEvent::DuplicateGivenBack { .. } => {
            *row = row.take().filter(|row| row.person_id() != whose.person_id);
        }
        PersonEvent::PersonUnmerged { facts, .. } => {
            for fact in facts.iter().filter(|fact| about::<P>(fact, whose.person_id) == Some(id)) {
                P::follow(row, fact, whose)?;
            }
        }
        fact => P::follow(row, fact, whose)?,
    }
    Ok(())
}

fn whose(event: &Envelope) -> Whose {
    Whose { organisation: event.organisation, person_id: PersonId(event.stream.id), came_from: None }
}

/// Its row: ids come from whoever asks, so that the same id about another person is another part.
fn row_of(person: PersonId, part: Uuid) -> Uuid {
    following_from([person.uuid().as_bytes(), part.as_bytes()])
}

/// The row of one of these that a fact is about.
fn about<P: Part>(fact: &PersonEvent, person: PersonId) -> Option<Uuid> {
    Some(row_of(person, P::id(part(fact)?)?))
}

/// Which part a fact is about.
fn part(fact: &PersonEvent) -> Option<PartId> {
    match fact {
        PersonEvent::OutcomeMeasureTaken { measure_id, .. }
        | PersonEvent::OutcomeMeasureTakenBack { measure_id, .. } => Some(PartId::Measure(*measure_id)),
        PersonEvent::ValuedRoleTakenUp { role_id, .. }
        | PersonEvent::ValuedRoleLaidDown { role_id, .. }
        | PersonEvent::ValuedRoleTakenBack { role_id, .. } => Some(PartId::Role(*role_id)),
        PersonEvent::SafetyNoteAdded { note_id, .. }
        | PersonEvent::SafetyNoteReviewed { note_id, .. }
        | PersonEvent::SafetyNoteEnded { note_id, .. } => Some(PartId::SafetyNote(*note_id)),
        // Each is named: a new event does not compile until it is known whether it is about something with a row.
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
        | PersonEvent::ValuedRoleHoursAgreed { .. }
        | PersonEvent::PersonDied { .. }
        | PersonEvent::RegistrationTakenBack { .. }
        | PersonEvent::ErasureDecided { .. }
        | PersonEvent::PersonForgotten { .. }
        | PersonEvent::CapacityAssessed { .. }
        | PersonEvent::BestInterestsDecided { .. }
        | PersonEvent::SharingAgreed { .. }
        | PersonEvent::SharingEnded { .. }
        | PersonEvent::DocumentAttached { .. }
        | PersonEvent::DocumentRemoved { .. }
        | PersonEvent::ToldApart { .. }
        | PersonEvent::PersonMerged { .. }
        | PersonEvent::PersonUnmerged { .. }
        | PersonEvent::DuplicateTakenIn { .. }
        | PersonEvent::DuplicateGivenBack { .. } => None,
    }
}
