//! What each fact does to the state. Takes anything that was ever stored, also what a later rule would
//! refuse, and never fails.

use super::capacity::{KeptAssessment, KeptBestInterests};
use super::document::{KeptDocument, RemovedDocument};
use super::measures::{Asking, KeptMeasure, MeasureTakenBack};
use super::roles::{EndedRole, KeptRole, RoleHours};
use super::safety::{EndedSafetyNote, KeptSafetyNote};
use super::sharing::{AgreedSharing, SharingAnswer};
use super::supporter::KeptAuthority;
use super::{
    Answer, CommunicationNeeds, Consent, Erasure, KeptAvailability, KeptInterest, KeptTravel, KeptWishes,
    LinkedSupporter, MergedInto, Person, PersonEvent, PublishedProfile, RelationshipMap,
};

/// One arm per event.
pub(super) fn evolve(person: &mut Person, event: &PersonEvent) {
    use PersonEvent as Fact;
    // What goes when others are taken apart notes itself.
    let is_coming_or_going = matches!(
        event,
        Fact::DuplicateTakenIn { .. } | Fact::DuplicateGivenBack { .. } | Fact::PersonForgotten { .. }
    );
    if !is_coming_or_going {
        person.note_since(event);
    }
    match event {
        Fact::PersonRegistered { person_id, kind, details, registered_on } => {
            person.person_id = *person_id;
            person.kind = Some(*kind);
            person.details = Some(details.clone());
            person.registered_on = Some(*registered_on);
        }
        Fact::DetailsCorrected { details, reason: _ } => person.details = Some(details.clone()),
        Fact::IdentifierAdded { scheme, value } => {
            person.identifiers.insert(*scheme, value.clone());
        }
        Fact::CommunicationNeedsRecorded { needs, notes, recorded_on } => {
            let (needs, notes, recorded_on) = (needs.clone(), notes.clone(), *recorded_on);
            person.needs = Some(CommunicationNeeds { needs, notes, recorded_on });
        }
        Fact::ConsentGiven { scope, given_on, how, until, words, decision_id, given_by, evidence } => {
            let (scope, given_on, how, until) = (*scope, *given_on, *how, *until);
            let (decision_id, given_by, evidence) = (*decision_id, *given_by, *evidence);
            let consent = Consent { scope, given_on, how, until, decision_id, given_by, evidence };
            person.take_answer(scope, Answer::Given { consent, words: words.clone() });
        }
        Fact::ConsentRefused { scope, refused_on, how, words } => {
            person.take_answer(*scope, Answer::Refused { on: *refused_on, how: *how, words: words.clone() });
        }
        Fact::ConsentWithdrawn { scope, withdrawn_on, how, words } => {
            person.take_answer(
                *scope,
                Answer::Withdrawn { on: *withdrawn_on, how: *how, words: words.clone() },
            );
        }
        Fact::ProfilePublished { version, profile, photo, published_on } => {
            let (version, profile, published_on) = (*version, profile.clone(), *published_on);
            person.profiles.push(PublishedProfile { version, profile, photo: *photo, published_on });
        }
        Fact::InterestRecorded { interest_id, interest, recorded_on } => {
            person
                .interests
                .insert(*interest_id, KeptInterest::new(*interest_id, interest.clone(), *recorded_on));
        }
        Fact::InterestRefined { interest_id, interest, refined_on, same_as } => {
            if let Some(kept) = person.interests.get_mut(interest_id) {
                kept.refine(interest, *refined_on);
            }
            person.overtake(*interest_id, same_as, *refined_on);
        }
        Fact::InterestRetired { interest_id, retired_on, reason, same_as } => {
            if let Some(kept) = person.interests.get_mut(interest_id) {
                kept.retired_on = Some(*retired_on);
                kept.retired_because = reason.clone();
            }
            person.overtake(*interest_id, same_as, *retired_on);
        }
        Fact::RelationshipMapTaken { map_id, taken_on, method, entries } => {
            let (map_id, taken_on, method, entries) = (*map_id, *taken_on, *method, entries.clone());
            person.keep_map(RelationshipMap { map_id, taken_on, method, entries });
        }
        Fact::RelationshipMapTakenBack { map_id, reason, taken_back_on } => {
            person.set_map_aside(*map_id, reason, *taken_back_on);
        }
        Fact::AvailabilitySet { availability, set_on } => {
            let availability = availability.clone();
            person.keep_availability(KeptAvailability { availability, set_on: *set_on });
        }
        Fact::TravelSet { travel, set_on } => {
            person.keep_travel(KeptTravel { travel: travel.clone(), set_on: *set_on });
        }
        Fact::MeetingWishesTold { wishes, told_on } => {
            person.keep_wishes(KeptWishes { wishes: wishes.clone(), told_on: *told_on });
        }
        Fact::SupporterLinked { supporter_id, supporter, linked_on } => {
            let linked = LinkedSupporter::new(*supporter_id, supporter.clone(), *linked_on);
            person.supporters.insert(*supporter_id, linked);
        }
        Fact::SupporterUnlinked { supporter_id, unlinked_on } => {
            if let Some(linked) = person.supporters.get_mut(supporter_id) {
                linked.unlinked_on = Some(*unlinked_on);
            }
        }
        Fact::SupporterAuthorityRecorded { supporter_id, authority, recorded_on } => {
            if let Some(linked) = person.supporters.get_mut(supporter_id) {
                let (authority, recorded_on) = (authority.clone(), *recorded_on);
                linked.authorities.push(KeptAuthority { authority, recorded_on });
            }
        }
        Fact::ValuedRoleTakenUp { role_id, kind, role, began_on, minutes_per_week } => {
            let told =
                minutes_per_week.map(|minutes_per_week| RoleHours { from_on: *began_on, minutes_per_week });
            let kept = KeptRole {
                role_id: *role_id,
                kind: *kind,
                role: role.clone(),
                began_on: *began_on,
                hours: told.into_iter().collect(),
                ended: None,
                taken_back: None,
            };
            person.roles.insert(*role_id, kept);
        }
        Fact::ValuedRoleHoursAgreed { role_id, minutes_per_week, from_on } => {
            if let Some(kept) = person.roles.get_mut(role_id) {
                kept.hours.push(RoleHours { from_on: *from_on, minutes_per_week: *minutes_per_week });
            }
        }
        Fact::ValuedRoleLaidDown { role_id, ended_on, reason } => {
            if let Some(kept) = person.roles.get_mut(role_id) {
                kept.ended = Some(EndedRole { on: *ended_on, reason: reason.clone() });
            }
        }
        Fact::ValuedRoleTakenBack { role_id, reason, taken_back_on } => {
            if let Some(kept) = person.roles.get_mut(role_id) {
                kept.taken_back = Some(EndedRole { on: *taken_back_on, reason: Some(reason.clone()) });
            }
        }
        Fact::RegistrationTakenBack { taken_back_on } => person.taken_back_on = Some(*taken_back_on),
        Fact::PersonDied { died_on } => person.died_on = Some(*died_on),
        Fact::ErasureDecided { ground, authority, decided_on } => {
            let (ground, authority, decided_on) = (*ground, authority.clone(), *decided_on);
            person.erasure = Some(Erasure { ground, authority, decided_on });
        }
        Fact::PersonForgotten { person_id, forgotten_on } => {
            person.forget(*person_id);
            person.forget_taken_in();
            person.forgotten_on = Some(*forgotten_on);
        }
        Fact::SafetyNoteAdded { note_id, kind, note, source, watch, added_on } => {
            let kept = KeptSafetyNote::new(*note_id, *kind, note.clone(), *source, *watch, *added_on);
            person.safety.insert(*note_id, kept);
        }
        Fact::SafetyNoteReviewed { note_id, note, watch, reviewed_on } => {
            if let Some(kept) = person.safety.get_mut(note_id) {
                kept.reviewed(note.clone(), *watch, *reviewed_on);
            }
        }
        Fact::SafetyNoteEnded { note_id, reason, ended_on } => {
            if let Some(kept) = person.safety.get_mut(note_id) {
                kept.ended = Some(EndedSafetyNote { ended_on: *ended_on, reason: reason.clone() });
            }
        }
        Fact::CapacityAssessed {
            assessment_id,
            decision,
            assessment,
            assessed_on,
            review_on,
            instead_of,
        } => {
            let kept = KeptAssessment {
                assessment_id: *assessment_id,
                decision: *decision,
                assessment: assessment.clone(),
                assessed_on: *assessed_on,
                review_on: *review_on,
                instead_of: *instead_of,
            };
            person.assessments.insert(*assessment_id, kept);
        }
        Fact::BestInterestsDecided { decision_id, assessment_id, decided, decided_on } => {
            let (decision_id, assessment_id, decided_on) = (*decision_id, *assessment_id, *decided_on);
            let kept = KeptBestInterests { decision_id, assessment_id, decided: decided.clone(), decided_on };
            person.best_interests.insert(decision_id, kept);
        }
        Fact::SharingAgreed { sharing_id, sharing, agreed_on, until, how, words, decision_id } => {
            let (sharing, until, decision_id) = (sharing.clone(), *until, *decision_id);
            let agreed = Some(AgreedSharing { sharing, until, decision_id });
            let answer = SharingAnswer { on: *agreed_on, how: *how, words: words.clone(), agreed };
            person.take_sharing(*sharing_id, answer);
        }
        Fact::SharingEnded { sharing_id, ended_on, how, words } => {
            let answer = SharingAnswer { on: *ended_on, how: *how, words: words.clone(), agreed: None };
            person.take_sharing(*sharing_id, answer);
        }
        Fact::OutcomeMeasureTaken {
            measure_id,
            engagement_id,
            instrument,
            instrument_version,
            taken_on,
            mode,
            proxy,
            adapted,
            timepoint,
            answers,
            words,
        } => {
            let asking = Asking {
                instrument: *instrument,
                version: *instrument_version,
                taken_on: *taken_on,
                mode: *mode,
                adapted: *adapted,
                timepoint: *timepoint,
            };
            let kept = KeptMeasure {
                measure_id: *measure_id,
                engagement_id: *engagement_id,
                asking,
                proxy: proxy.clone(),
                answers: answers.clone(),
                words: words.clone(),
                taken_back: None,
            };
            person.measures.insert(*measure_id, kept);
        }
        Fact::OutcomeMeasureTakenBack { measure_id, reason, taken_back_on } => {
            if let Some(kept) = person.measures.get_mut(measure_id) {
                kept.taken_back = Some(MeasureTakenBack { on: *taken_back_on, reason: reason.clone() });
            }
        }
        Fact::DocumentAttached { document_id, kind, about, media, size_bytes, taken_on, at, attached_on } => {
            let kept = KeptDocument {
                document_id: *document_id,
                kind: *kind,
                about: about.clone(),
                media: *media,
                size_bytes: *size_bytes,
                taken_on: *taken_on,
                attached_on: *attached_on,
                at: *at,
                removed: None,
            };
            person.documents.insert(*document_id, kept);
        }
        Fact::DocumentRemoved { document_id, reason, removed_on } => {
            if let Some(kept) = person.documents.get_mut(document_id) {
                let (removed_on, reason) = (*removed_on, reason.clone());
                kept.removed = Some(RemovedDocument { removed_on, reason });
            }
        }
        Fact::ToldApart { other, told_on: _ } => {
            person.told_apart.insert(*other);
        }
        Fact::PersonMerged { into, merged_on } => {
            person.merged_into = Some(MergedInto { into: *into, on: *merged_on });
        }
        Fact::PersonUnmerged { from: _, facts, unmerged_on: _ } => person.stand_again(facts),
        Fact::DuplicateTakenIn { from, facts, taken_in_on, taken_in_by } => {
            person.take_in(event, (*from, facts), (*taken_in_on, *taken_in_by));
        }
        Fact::DuplicateGivenBack { from, given_back_on } => person.give_back(*from, *given_back_on),
    }
}
