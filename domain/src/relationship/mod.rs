//! The tie between a supported person and one other person: from the idea that they might get on,
//! through a meeting to which both said yes, to a friendship that no longer needs a connector.
//!
//! What would not be guessed: a relationship that is declined is finished for good (propose again and
//! it is a new one), while one that lapsed can begin again, and that it once stood on its own stays true.

pub mod codes;
pub mod commands;
pub mod error;
pub mod events;
pub mod records;

mod introduction;

mod contact;

mod quiet;

mod going_on;

mod concern;

mod self_sustaining;

mod explain;

mod declaration;

mod lapse;

mod decide;

mod forget;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::codes::*;
pub use self::commands::{ProposalFacts, RelationshipCommand};
pub use self::concern::Concern;
pub use self::contact::{LoggedContact, TakenBack};
pub use self::declaration::{AuditFlag, Check, Declaration, OverrideAsked};
pub use self::error::RelationshipError;
pub use self::events::RelationshipEvent;
pub use self::explain::{Explained, Names, explain};
pub use self::going_on::{Continuity, GiveAndTake, Said};
pub use self::introduction::{Answer, ChosenStep, Introduction, Missed};
pub use self::lapse::Quieted;
pub use self::quiet::{Quiet, quiet};
pub use self::records::*;
pub use self::self_sustaining::{Policy, evaluate};

use crate::shared::aggregate::{Asked, EventStream};
use crate::shared::ids::{EngagementId, PersonId, RelationshipId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Everything known of one relationship, as its pages show it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Relationship {
    /// This relationship.
    pub relationship_id: RelationshipId,
    /// The connector's work in which it was proposed.
    pub engagement_id: EngagementId,
    /// The person supported.
    pub person_id: PersonId,
    /// The person they were introduced to.
    pub other_id: PersonId,
    /// What they share: "growing vegetables".
    pub shared: Option<Personal<Line>>,
    /// Why the connector thought of it.
    pub why: Option<Personal<Words>>,
    /// The day it was proposed; `None` until it is.
    pub proposed_on: Option<NaiveDate>,
    /// How the introduction came about.
    pub introduction: Introduction,
    /// What the two wanted after meeting, as last said.
    pub next_step: Option<ChosenStep>,
    /// Every contact ever recorded, in order of the day; those taken back too.
    pub contacts: Vec<LoggedContact>,
    /// What each gives the other, in order of the day.
    pub reciprocity: Vec<GiveAndTake>,
    /// What each said about going on, in order of the day.
    pub confirmations: Vec<Said>,
    /// How they go on without a connector, as last written down.
    pub continuity: Option<Continuity>,
    /// The day it had grown beyond an introduction.
    pub consolidated_on: Option<NaiveDate>,
    /// A request for a team lead's signature that nobody has signed yet.
    pub override_asked: Option<OverrideAsked>,
    /// Every time it was declared to stand on its own, oldest first.
    pub declarations: Vec<Declaration>,
    /// Worries raised, oldest first; what about is kept elsewhere.
    pub concerns: Vec<Concern>,
    /// Every time it went quiet for good, oldest first.
    pub lapses: Vec<Quieted>,
}

impl Relationship {
    /// Where it stands.
    pub fn stage(&self) -> Stage {
        if self.lapse().is_some() {
            Stage::Lapsed
        } else if self.standing_declaration().is_some() {
            Stage::SelfSustaining
        } else if self.consolidated_on.is_some() || self.ever_self_sustaining() {
            Stage::Consolidating
        } else if self.met_on().is_some() {
            Stage::Introduced
        } else {
            Stage::Prospect
        }
    }

    /// Whether something is going on that must be handed over when the engagement ends: a first meeting is
    /// arranged or they have met, and it has not lapsed, been declined or turned out not to be for them.
    pub fn is_open(&self) -> bool {
        let begun = self.met_on().is_some() || self.introduction.state == IntroductionState::Arranged;
        begun && self.lapse().is_none() && self.not_a_fit().is_none()
    }

    /// The day they first met.
    pub fn met_on(&self) -> Option<NaiveDate> {
        self.introduction.met_on
    }

    /// Contacts that count: those not taken back, in order of the day.
    pub fn standing_contacts(&self) -> impl DoubleEndedIterator<Item = &Contact> {
        self.contacts.iter().filter(|logged| logged.taken_back.is_none()).map(|logged| &logged.contact)
    }

    /// How many contacts count.
    pub fn met_count(&self) -> usize {
        self.standing_contacts().count()
    }

    /// The day of the latest contact that counts.
    pub fn last_contact_on(&self) -> Option<NaiveDate> {
        self.standing_contacts().next_back().map(|contact| contact.on)
    }

    /// Which person `party` is.
    pub fn party_id(&self, party: Party) -> PersonId {
        match party {
            Party::Person => self.person_id,
            Party::Other => self.other_id,
        }
    }

    fn about_person<T>(&self, value: T) -> Personal<T> {
        Personal::about(self.person_id, value)
    }
}

impl EventStream for Relationship {
    const NOUN: &'static str = "relationship";
    type Command = RelationshipCommand;
    type Event = RelationshipEvent;
    type Error = RelationshipError;

    fn decide(&self, asked: &Asked<RelationshipCommand>) -> Result<Vec<RelationshipEvent>, RelationshipError> {
        decide::decide(self, asked)
    }

    fn evolve(&mut self, event: &RelationshipEvent) {
        use RelationshipEvent as E;
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
                (self.relationship_id, self.engagement_id) = (relationship_id, engagement_id);
                (self.person_id, self.other_id) = (person_id, other_id);
                (self.shared, self.why, self.proposed_on) = (Some(shared), why, Some(proposed_on));
            }
            E::IntroductionAgreed { party, how, agreed_on } => {
                self.introduction.agreed(party, how, agreed_on);
            }
            E::IntroductionDeclined { party, reason, declined_on } => {
                self.introduction.declined(party, reason, declined_on);
            }
            E::IntroductionArranged { meeting, place, arranged_on } => {
                self.introduction.arranged(meeting, place, arranged_on);
            }
            E::IntroductionMade { met_on } => self.introduction.made(met_on),
            E::IntroductionDidNotHappen { reason, on } => self.introduction.did_not_happen(reason, on),
            E::NextStepChosen { next_step, chosen_on } => {
                self.next_step = Some(ChosenStep { next_step, chosen_on });
            }
            E::ContactLogged { contact, note } => self.contact_logged(contact, note),
            E::ContactVoided { contact_id, reason, voided_on } => {
                self.contact_voided(contact_id, reason, voided_on);
            }
            E::ReciprocityRecorded { reciprocity, recorded_on } => {
                self.reciprocity_recorded(reciprocity, recorded_on);
            }
            E::ContinuationConfirmed { confirmation, words } => {
                self.continuation_confirmed(confirmation, words)
            }
            E::ContinuityPlanned { plan, planned_on } => self.continuity_planned(plan, planned_on),
            E::RelationshipConsolidated { consolidated_on } => self.consolidated_on = Some(consolidated_on),
            E::OverrideAsked { reason, asked_on, asked_by } => {
                self.override_asked = Some(OverrideAsked { asked_by, reason, asked_on });
            }
            E::RelationshipBecameSelfSustaining { declared_on, evaluation, signed, reason } => {
                self.became_self_sustaining(declared_on, evaluation, signed, reason);
            }
            E::SustainmentChecked { month, result, source, checked_on } => {
                self.sustainment_checked(month, Check { result, source, checked_on });
            }
            E::ConcernRaised { raised_on } => self.concerns.push(Concern { raised_on, closed_on: None }),
            E::ConcernClosed { closed_on } => self.concern_closed(closed_on),
            E::RelationshipLapsed { reason, lapsed_on } => self.lapsed(reason, lapsed_on),
            E::RelationshipReopened { reopened_on } => self.reopened(reopened_on),
        }
    }
}

crate::aggregate!(Relationship, RelationshipEvent);

#[cfg(test)]
mod tests;
