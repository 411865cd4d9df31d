//! What each fact does to the state. Takes anything that was ever stored, also what a later rule would
//! refuse, and never fails.

use super::{Check, ChosenStep, Concern, OverrideAsked, Relationship, RelationshipEvent as E};

/// One arm per event.
pub(super) fn evolve(tie: &mut Relationship, event: &E) {
    match event.clone() {
        E::IntroductionProposed {
            relationship_id,
            engagement_id,
            person_id,
            other_id,
            shared,
            why,
            proposed_on,
        } => {
            (tie.relationship_id, tie.engagement_id) = (relationship_id, engagement_id);
            (tie.person_id, tie.other_id) = (person_id, other_id);
            (tie.shared, tie.why, tie.proposed_on) = (Some(shared), why, Some(proposed_on));
        }
        E::IntroductionAgreed { party, how, agreed_on } => {
            tie.introduction.agreed(party, how, agreed_on);
        }
        E::IntroductionDeclined { party, reason, declined_on } => {
            tie.introduction.declined(party, reason, declined_on);
        }
        E::IntroductionArranged { meeting, place, arranged_on } => {
            tie.introduction.arranged(meeting, place, arranged_on);
        }
        E::IntroductionMade { met_on } => tie.introduction.made(met_on),
        E::IntroductionDidNotHappen { reason, on } => tie.introduction.did_not_happen(reason, on),
        E::NextStepChosen { next_step, chosen_on } => {
            tie.next_step = Some(ChosenStep { next_step, chosen_on });
        }
        E::ContactLogged { contact, note } => tie.contact_logged(contact, note),
        E::ContactWordsWritten { contact_id, note, .. } => tie.contact_words(contact_id, note),
        E::ContactCorrected { contact, corrected_on, .. } => tie.contact_corrected(contact, corrected_on),
        E::ContactVoided { contact_id, reason, voided_on } => {
            tie.contact_voided(contact_id, reason, voided_on);
        }
        E::ReciprocityRecorded { reciprocity, recorded_on } => {
            tie.reciprocity_recorded(reciprocity, recorded_on);
        }
        E::ContinuationConfirmed { confirmation, words } => tie.continuation_confirmed(confirmation, words),
        E::ContinuityPlanned { plan, planned_on } => tie.continuity_planned(plan, planned_on),
        E::RelationshipConsolidated { consolidated_on } => tie.consolidated_on = Some(consolidated_on),
        E::OverrideAsked { reason, asked_on, asked_by } => {
            tie.override_asked = Some(OverrideAsked { asked_by, reason, asked_on });
        }
        E::RelationshipBecameSelfSustaining { declared_on, evaluation, signed, reason } => {
            tie.became_self_sustaining(declared_on, evaluation, signed, reason);
        }
        E::SustainmentChecked { month, result, source, checked_on } => {
            tie.sustainment_checked(month, Check { result, source, checked_on });
        }
        E::ConcernRaised { raised_on } => tie.concerns.push(Concern { raised_on, closed_on: None }),
        E::ConcernClosed { closed_on } => tie.concern_closed(closed_on),
        E::RelationshipLapsed { reason, lapsed_on } => tie.lapsed(reason, lapsed_on),
        E::RelationshipReopened { reopened_on } => tie.reopened(reopened_on),
        E::PartyReplaced { was, by, replaced_on: _ } => tie.party_is(was, by),
    }
}
