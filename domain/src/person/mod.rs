//! A person: who they are, how to communicate with them, what they agreed to, what they love and can
//! give, and who is in their life.
//!
//! A community member who was introduced is a person too, with their own answers and far less kept.
//! Nothing here is ever overwritten: maps, profiles and answers stand beside earlier ones, dated.

pub mod capacity;
pub mod codes;
pub mod commands;
pub mod document;
pub mod error;
pub mod events;
pub mod identifier;
pub mod measures;
pub mod records;
pub mod roles;
pub mod safety;
pub mod sharing;

mod asking;
mod authority_error;
mod availability;
mod communication;
mod consent;
mod details;
mod ending;
mod evolve;
mod following;
mod interest;
mod map_alone;
mod map_back;
mod map_change;
mod map_error;
mod merging;
mod merging_error;
mod profile;
mod relationship_map;
mod roles_error;
mod standing;
mod supporter;
mod travel;
mod uniting;
mod wishes;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use asking::AskAgain;
pub use authority_error::AuthorityError;
pub(crate) use availability::in_order;
pub use availability::{Availability, DayOfWeek, KeptAvailability, SLOTS_LIMIT, Slot};
pub use capacity::{KeptAssessment, KeptBestInterests};
pub use codes::*;
pub use commands::PersonCommand;
pub use communication::CommunicationNeeds;
pub use consent::Answer;
pub use details::OLDEST_YEARS;
pub use document::{AtSession, DocumentAbout, DocumentKind, KeptDocument, MediaType, NewDocument};
pub use ending::Erasure;
pub use error::{PersonError, SupportedOnly};
pub use events::PersonEvent;
pub use map_back::MapTakenBack;
pub use map_change::{GiveAndTake, MapChange, OnTwo, who_is_who};
pub use map_error::MapError;
pub use measures::{Instrument, KeptMeasure, MeasureMode, Timepoint};
pub use merging::{MergedInto, TakenIn};
pub use merging_error::MergingError;
pub use profile::PublishedProfile;
pub use records::*;
pub use relationship_map::{MAP_ENTRIES_LIMIT, RelationshipMap};
pub use roles::{KeptRole, RoleHours};
pub use roles_error::RoleError;
pub use safety::{Discussed, KeptSafetyNote, SafetyKind, SafetyNote, SafetySource, Watch};
pub use sharing::KeptSharing;
pub use supporter::LinkedSupporter;
pub use travel::{JOURNEY_LIMIT, KeptTravel, Reach, Travel, TravelMode};
pub use wishes::{Described, KeptWishes, MeetingWishes, NOT_WITH_LIMIT};

use self::details::register;
use crate::shared::aggregate::{Asked, EventStream};
use crate::shared::ids::{
    AssessmentId, BestInterestsId, DocumentId, InterestId, MeasureId, PersonId, RoleId, SafetyNoteId,
    SharingId, SupporterId,
};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// What is known of one person. Everything about them is [`Personal`] and empty once they are
/// forgotten; ids, codes and dates stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Person {
    /// This person; nil until registered.
    pub person_id: PersonId,
    /// Why we know them; `None` until registered.
    pub kind: Option<PersonKind>,
    /// Who they are, as last put right; `None` until registered.
    pub details: Option<Personal<Details>>,
    /// When we came to know of them; `None` until registered.
    pub registered_on: Option<NaiveDate>,
    /// By which number others know them: one a register, the latest.
    pub identifiers: BTreeMap<IdentifierScheme, Personal<Line>>,
    /// How to communicate with them; `None` when nobody has asked yet.
    pub needs: Option<CommunicationNeeds>,
    /// Every answer to "do you agree?", by what was asked, in the order of the days they were given.
    pub consents: BTreeMap<ConsentScope, Vec<Answer>>,
    /// Every version of the one-page profile, in the order in which they were recorded.
    pub profiles: Vec<PublishedProfile>,
    /// What they love, can do, give or hope for, retired ones too.
    pub interests: BTreeMap<InterestId, KeptInterest>,
    /// Every relationship map that counts, in the order of the days they were taken.
    pub maps: Vec<RelationshipMap>,
    /// The maps that were a mistake and do not count, in the order of the days they showed.
    pub maps_taken_back: Vec<MapTakenBack>,
    /// When they are free; `None` when nobody has asked yet.
    pub availability: Option<KeptAvailability>,
    /// How they get about; `None` when nobody has asked yet.
    pub travel: Option<KeptTravel>,
    /// Whom they would like to meet; `None` when nobody has asked yet.
    pub wishes: Option<KeptWishes>,
    /// Everybody who helps or helped them.
    pub supporters: BTreeMap<SupporterId, LinkedSupporter>,
    /// When the record was taken back as begun by mistake.
    pub taken_back_on: Option<NaiveDate>,
    /// When they died.
    pub died_on: Option<NaiveDate>,
    /// The decision to forget them.
    pub erasure: Option<Erasure>,
    /// When their key was destroyed. After that nothing is taken.
    pub forgotten_on: Option<NaiveDate>,
    /// What must not happen and what somebody worries about, ended ones too.
    pub safety: BTreeMap<SafetyNoteId, KeptSafetyNote>,
    /// Every assessment of whether they can make a decision.
    pub assessments: BTreeMap<AssessmentId, KeptAssessment>,
    /// Every decision made for them, in their best interests.
    pub best_interests: BTreeMap<BestInterestsId, KeptBestInterests>,
    /// Who may be told what, with every answer about it.
    pub sharings: BTreeMap<SharingId, KeptSharing>,
    /// Every measure of how life is, those taken back too.
    pub measures: BTreeMap<MeasureId, KeptMeasure>,
    /// Every role among others, those laid down and taken back too.
    pub roles: BTreeMap<RoleId, KeptRole>,
    /// Every photograph and paper, those taken away too.
    pub documents: BTreeMap<DocumentId, KeptDocument>,
    /// The record of the same person that this one was put together with; `None` while it stands by itself.
    pub merged_into: Option<MergedInto>,
    /// Other records of the same person that were taken into this one.
    pub taken_in: Vec<TakenIn>,
    /// Records that look like this one and were found to be of somebody else.
    pub told_apart: BTreeSet<PersonId>,
}

impl Person {
    /// Who they are; `None` before they are registered and after they are forgotten.
    pub fn details(&self) -> Option<&Details> {
        self.details.as_ref().and_then(Personal::get)
    }

    /// What to call them; `None` before they are registered and after they are forgotten.
    pub fn called(&self) -> Option<&str> {
        self.details().map(Details::called)
    }

    /// Whether a connector works with them, as against someone who was introduced.
    pub fn is_supported(&self) -> bool {
        self.kind == Some(PersonKind::Supported)
    }

    /// Whether they have died or been forgotten, or the record was taken back or put together with another.
    pub fn is_gone(&self) -> bool {
        self.died_on.is_some()
            || self.forgotten_on.is_some()
            || self.taken_back_on.is_some()
            || self.merged_into.is_some()
    }

    /// Something about this person.
    fn about<T: Clone>(&self, value: &T) -> Personal<T> {
        Personal::about(self.person_id, value.clone())
    }

    /// Something somebody may have said about this person.
    fn said(&self, words: &Option<Words>) -> Option<Personal<Words>> {
        words.as_ref().map(|words| self.about(words))
    }
}

impl EventStream for Person {
    const NOUN: &'static str = "person";
    type Command = PersonCommand;
    type Event = PersonEvent;
    type Error = PersonError;

    fn decide(&self, asked: &Asked<PersonCommand>) -> Result<Vec<PersonEvent>, PersonError> {
        use PersonCommand as Do;
        let today = asked.today;
        self.is_open_to(&asked.command)?;
        match &asked.command {
            Do::Register { person_id, kind, details, different_from, alike } => {
                register(*person_id, *kind, details, different_from, alike, today)
            }
            Do::CorrectDetails { details, reason } => self.correct_details(details, reason, today),
            Do::AddIdentifier { scheme, value, held_by } => self.add_identifier(*scheme, value, *held_by),
            Do::RecordCommunicationNeeds { needs, notes } => self.record_needs(needs, notes, today),
            Do::GiveConsent { scope, given_on, how, until, words, decision_id, given_by, evidence } => {
                let (scope, given_on, how, until) = (*scope, *given_on, *how, *until);
                let (decision_id, given_by, evidence) = (*decision_id, *given_by, *evidence);
                let consent = Consent { scope, given_on, how, until, decision_id, given_by, evidence };
                self.give_consent(consent, words, today)
            }
            Do::RefuseConsent { scope, refused_on, how, words } => {
                self.refuse_consent(*scope, *refused_on, *how, words, today)
            }
            Do::WithdrawConsent { scope, withdrawn_on, how, words } => {
                self.withdraw_consent(*scope, *withdrawn_on, *how, words, today)
            }
            Do::PublishProfile { profile, photo, published_on } => {
                self.publish_profile(profile, *photo, *published_on, today)
            }
            Do::RecordInterest { interest_id, interest, recorded_on } => {
                self.record_interest(*interest_id, interest, *recorded_on, today)
            }
            Do::RefineInterest { interest_id, interest, refined_on } => {
                self.refine_interest(*interest_id, interest, *refined_on, today)
            }
            Do::RetireInterest { interest_id, retired_on, reason } => {
                self.retire_interest(*interest_id, *retired_on, reason, today)
            }
            Do::TakeRelationshipMap { map_id, taken_on, method, entries } => {
                self.take_map(*map_id, *taken_on, *method, entries, today)
            }
            Do::TakeMapBack { map_id, reason } => self.take_map_back(*map_id, reason, today),
            Do::SetAvailability { availability, set_on } => {
                self.set_availability(availability, *set_on, today)
            }
            Do::SetTravel { travel, set_on } => self.set_travel(travel, *set_on, today),
            Do::TellMeetingWishes { wishes, told_on } => self.tell_wishes(wishes, *told_on, today),
            Do::LinkSupporter { supporter, linked_on } => self.link_supporter(supporter, *linked_on, today),
            Do::UnlinkSupporter { supporter_id, unlinked_on } => {
                self.unlink_supporter(*supporter_id, *unlinked_on, today)
            }
            Do::RecordAuthority { supporter_id, authority, recorded_on } => {
                self.record_authority(*supporter_id, authority, *recorded_on, today)
            }
            Do::TakeUpRole { role_id, kind, role, began_on, minutes_per_week } => {
                self.take_up_role((*role_id, *kind), role, *began_on, *minutes_per_week, today)
            }
            Do::AgreeRoleHours { role_id, minutes_per_week, from_on } => {
                self.agree_role_hours(*role_id, *minutes_per_week, *from_on, today)
            }
            Do::LayDownRole { role_id, ended_on, reason } => {
                self.lay_down_role(*role_id, *ended_on, reason, today)
            }
            Do::TakeRoleBack { role_id, reason } => self.take_role_back(*role_id, reason, today),
            Do::RecordDeath { died_on } => self.record_death(*died_on, today),
            Do::TakeBackRegistration => self.take_back(today),
            Do::DecideErasure { ground, authority } => self.decide_erasure(*ground, authority, today),
            Do::ConfirmForgotten => self.confirm_forgotten(today),
            Do::AddSafetyNote { note_id, kind, note, source, watch, added_on } => {
                self.add_safety_note((*note_id, *kind, *source), note, *watch, *added_on, today)
            }
            Do::ReviewSafetyNote { note_id, note, watch, reviewed_on } => {
                self.review_safety_note(*note_id, note, *watch, *reviewed_on, today)
            }
            Do::EndSafetyNote { note_id, reason, ended_on } => {
                self.end_safety_note(*note_id, reason, *ended_on, today)
            }
            Do::AssessCapacity {
                assessment_id,
                decision,
                assessment,
                assessed_on,
                review_on,
                instead_of,
            } => {
                let days = (*assessed_on, *review_on);
                self.assess_capacity((*assessment_id, *decision), assessment, days, *instead_of, today)
            }
            Do::DecideBestInterests { decision_id, assessment_id, decided, decided_on } => {
                self.decide_best_interests((*decision_id, *assessment_id), decided, *decided_on, today)
            }
            Do::AgreeSharing { sharing_id, sharing, agreed_on, until, how, words, decision_id } => {
                let answer = (*how, words, *decision_id);
                self.agree_sharing(*sharing_id, sharing, (*agreed_on, *until), answer, today)
            }
            Do::EndSharing { sharing_id, ended_on, how, words } => {
                self.end_sharing(*sharing_id, *ended_on, *how, words, today)
            }
            Do::TakeMeasure {
                measure_id,
                engagement_id,
                asking,
                proxy,
                answers,
                words,
                standing,
                begun_with,
            } => {
                let ids = (*measure_id, *engagement_id, *begun_with);
                let said = (answers.as_slice(), words);
                self.take_measure(ids, *asking, proxy.as_ref(), said, (*standing, today))
            }
            Do::TakeMeasureBack { measure_id, reason } => self.take_measure_back(*measure_id, reason, today),
            Do::AttachDocument { document, begun_with } => self.attach(document, *begun_with, today),
            Do::RemoveDocument { document_id, reason } => self.remove_document(*document_id, reason, today),
            Do::TellApart { other } => self.tell_apart(*other, today),
            Do::TakeInDuplicate { from, facts, between } => {
                self.take_in_duplicate(*from, facts, *between, (today, asked.by))
            }
            Do::MergeInto { into } => self.merge_into(*into, today),
            Do::GiveBackDuplicate { from } => self.give_back_duplicate(*from, today),
            Do::Unmerge { facts } => self.unmerge(facts, today),
        }
    }

    fn evolve(&mut self, event: &PersonEvent) {
        evolve::evolve(self, event);
    }
}

crate::aggregate!(Person, PersonEvent);
