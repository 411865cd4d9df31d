//! Which of the facts about one person are about something that a record which was put together with theirs had
//! brought: a note ended, a paper taken away, a measure taken in work that began with it. When the two are taken apart, such a fact goes with what it is about,
//! and is said of the other from then on, so that forgetting either of them leaves no word of theirs behind.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::PersonEvent;
use crate::shared::ids::PersonId;
use crate::shared::personal::Personal;

/// The same, said of somebody else.
fn of<T: Clone>(value: &Personal<T>, who: PersonId) -> Personal<T> {
    value.clone().said_of(who)
}

fn of_some<T: Clone>(value: &Option<Personal<T>>, who: PersonId) -> Option<Personal<T>> {
    value.as_ref().map(|value| of(value, who))
}

impl PersonEvent {
    /// The fact as one of `who`'s, if it is about one of `brought`. Each event is named: a new one does not
    /// compile until it is known whether it is about something that can come with another record.
    pub(super) fn about_one_of(&self, brought: &BTreeSet<Uuid>, who: PersonId) -> Option<Self> {
        let about_it = self.is_about().is_some_and(|about| brought.contains(&about));
        if !about_it && self.recorded_under() != Some(who) {
            return None;
        }
        let mut said = self.clone();
        match &mut said {
            Self::InterestRefined { interest, .. } => *interest = of(interest, who),
            Self::InterestRetired { reason, .. } => *reason = of_some(reason, who),
            Self::ConsentGiven { words, .. } => *words = of_some(words, who),
            Self::SafetyNoteReviewed { note, .. } => *note = of_some(note, who),
            Self::SafetyNoteEnded { reason, .. } => *reason = of(reason, who),
            Self::CapacityAssessed { assessment, .. } => *assessment = of(assessment, who),
            Self::BestInterestsDecided { decided, .. } => *decided = of(decided, who),
            Self::SharingAgreed { sharing, words, .. } => {
                *sharing = of(sharing, who);
                *words = of_some(words, who);
            }
            Self::SharingEnded { words, .. } => *words = of_some(words, who),
            Self::RelationshipMapTakenBack { reason, .. } => *reason = of(reason, who),
            Self::OutcomeMeasureTakenBack { reason, .. } => *reason = of(reason, who),
            Self::DocumentRemoved { reason, .. } => *reason = of(reason, who),
            Self::SupporterAuthorityRecorded { authority, .. } => *authority = of(authority, who),
            Self::ValuedRoleLaidDown { reason, .. } => *reason = of_some(reason, who),
            Self::ValuedRoleTakenBack { reason, .. } => *reason = of(reason, who),
            _ => {}
        }
        Some(said)
    }

    /// Under whose key a measure or a paper is kept: the other's when it was recorded in work that began with
    /// the other.
    fn recorded_under(&self) -> Option<PersonId> {
        match self {
            Self::OutcomeMeasureTaken { answers, .. } => Some(answers.subject()),
            Self::DocumentAttached { about, .. } => Some(about.subject()),
            _ => None,
        }
    }

    /// What it begins that later facts can be about.
    pub(super) fn begins(&self) -> Option<Uuid> {
        match self {
            Self::CapacityAssessed { assessment_id, .. } => Some(assessment_id.uuid()),
            Self::BestInterestsDecided { decision_id, .. } => Some(decision_id.uuid()),
            Self::OutcomeMeasureTaken { measure_id, .. } => Some(measure_id.uuid()),
            Self::DocumentAttached { document_id, .. } => Some(document_id.uuid()),
            _ => None,
        }
    }

    /// Which interest, note, paper and so on, recorded before, it is about.
    fn is_about(&self) -> Option<Uuid> {
        match self {
            Self::InterestRefined { interest_id, .. } | Self::InterestRetired { interest_id, .. } => {
                Some(interest_id.uuid())
            }
            Self::SupporterUnlinked { supporter_id, .. }
            | Self::SupporterAuthorityRecorded { supporter_id, .. } => Some(supporter_id.uuid()),
            Self::ValuedRoleHoursAgreed { role_id, .. }
            | Self::ValuedRoleLaidDown { role_id, .. }
            | Self::ValuedRoleTakenBack { role_id, .. } => Some(role_id.uuid()),
            Self::SafetyNoteReviewed { note_id, .. } | Self::SafetyNoteEnded { note_id, .. } => {
                Some(note_id.uuid())
            }
            Self::CapacityAssessed { instead_of, .. } => instead_of.map(|earlier| earlier.uuid()),
            Self::BestInterestsDecided { assessment_id, .. } => Some(assessment_id.uuid()),
            Self::SharingAgreed { sharing_id, .. } | Self::SharingEnded { sharing_id, .. } => {
                Some(sharing_id.uuid())
            }
            // Who answered for them, or the decision it rests on, is of one of the two.
            Self::ConsentGiven { given_by, decision_id, .. } => {
                given_by.map(|by| by.uuid()).or(decision_id.map(|decision| decision.uuid()))
            }
            Self::RelationshipMapTakenBack { map_id, .. } => Some(map_id.uuid()),
            Self::OutcomeMeasureTakenBack { measure_id, .. } => Some(measure_id.uuid()),
            Self::DocumentRemoved { document_id, .. } => Some(document_id.uuid()),
            Self::PersonRegistered { .. }
            | Self::DetailsCorrected { .. }
            | Self::IdentifierAdded { .. }
            | Self::CommunicationNeedsRecorded { .. }
            | Self::ConsentRefused { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::ProfilePublished { .. }
            | Self::InterestRecorded { .. }
            | Self::RelationshipMapTaken { .. }
            | Self::AvailabilitySet { .. }
            | Self::TravelSet { .. }
            | Self::MeetingWishesTold { .. }
            | Self::SupporterLinked { .. }
            | Self::PersonDied { .. }
            | Self::RegistrationTakenBack { .. }
            | Self::ErasureDecided { .. }
            | Self::PersonForgotten { .. }
            | Self::SafetyNoteAdded { .. }
            | Self::ValuedRoleTakenUp { .. }
            | Self::OutcomeMeasureTaken { .. }
            | Self::DocumentAttached { .. }
            | Self::PersonMerged { .. }
            | Self::PersonUnmerged { .. }
            | Self::DuplicateTakenIn { .. }
            | Self::DuplicateGivenBack { .. }
            | Self::ToldApart { .. } => None,
        }
    }
}
