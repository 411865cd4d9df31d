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

mod standing;

mod introduction;

mod proposal;

mod meeting;

mod contact;

mod quiet;

mod going_on;

mod concern;

mod self_sustaining;

mod explain;

mod declaration;

mod sustainment;

mod figures;

mod watch;

mod lapse;

mod decide;

mod evolve;

mod forget;

mod party_replaced;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use self::codes::*;
pub use self::commands::{ProposalFacts, RelationshipCommand};
pub use self::concern::Concern;
pub use self::contact::{LoggedContact, TakenBack};
pub use self::declaration::{AuditFlag, Declaration, EvidencePutRight, OverrideAsked};
pub use self::error::RelationshipError;
pub use self::events::RelationshipEvent;
pub use self::explain::{Explained, Names, explain};
pub use self::figures::{Checked, Figures};
pub use self::going_on::{Continuity, GiveAndTake, Said};
pub use self::introduction::{Answer, ChosenStep, Introduction, Missed};
pub use self::lapse::Quieted;
pub use self::quiet::{Quiet, quiet};
pub use self::records::*;
pub use self::self_sustaining::{Policy, evaluate};
pub use self::sustainment::{CHECK_MONTHS, Check};
pub use self::watch::{Sight, Thought};

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
    /// The record that the person had when it began, while that is put together with theirs; `None` when it is
    /// their own. Their words are sealed under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_begun_with: Option<PersonId>,
    /// The same of the person they were introduced to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_begun_with: Option<PersonId>,
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

    /// Where it stood at the end of a day, as far as it is known today.
    pub fn stage_on(&self, day: NaiveDate) -> Stage {
        let quiet =
            |lapse: &Quieted| lapse.lapsed_on <= day && lapse.reopened_on.is_none_or(|again| again > day);
        let by = |on: Option<NaiveDate>| on.is_some_and(|on| on <= day);
        if self.lapses.iter().any(quiet) {
            Stage::Lapsed
        } else if self.stood_on(day) {
            Stage::SelfSustaining
        } else if by(self.consolidated_on) || by(self.declarations.first().map(|first| first.declared_on)) {
            Stage::Consolidating
        } else if by(self.met_on()) {
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

    /// When they are to meet for the first time: what was arranged, while nobody said what came of it.
    pub fn to_meet(&self) -> Option<&Meeting> {
        let waits = self.introduction.state == IntroductionState::Arranged && self.lapse().is_none();
        self.introduction.meeting.as_ref().filter(|_| waits)
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
        Personal::about(self.subject(Party::Person), value)
    }
}

impl EventStream for Relationship {
    const NOUN: &'static str = "relationship";
    type Command = RelationshipCommand;
    type Event = RelationshipEvent;
    type Error = RelationshipError;

    fn decide(
        &self,
        asked: &Asked<RelationshipCommand>,
    ) -> Result<Vec<RelationshipEvent>, RelationshipError> {
        decide::decide(self, asked)
    }

    fn evolve(&mut self, event: &RelationshipEvent) {
        evolve::evolve(self, event);
    }
}

crate::aggregate!(Relationship, RelationshipEvent);

#[cfg(test)]
mod tests;
