//! The times the two were in touch. Nothing recorded is removed: a contact that did not happen is taken
//! back, stays visible with its reason, and is no longer counted.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::codes::{ContactSource, Presence};
use super::decide::Decision;
use super::records::Contact;
use super::standing::since_meeting;
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};
use crate::shared::ids::ContactId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Minutes in a day: no contact is longer.
const MINUTES_LIMIT: i64 = 1440;

/// A contact, with what was said about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedContact {
    /// The plain facts.
    pub contact: Contact,
    /// What was said about it.
    pub note: Option<Personal<Words>>,
    /// Why it no longer counts; `None` while it does.
    pub taken_back: Option<TakenBack>,
}

/// That a contact was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Why.
    pub reason: Personal<Words>,
    /// The day.
    pub on: NaiveDate,
}

impl Relationship {
    /// The contact with this id, taken back or not.
    pub fn contact(&self, contact_id: ContactId) -> Option<&LoggedContact> {
        self.contacts.iter().find(|logged| logged.contact.contact_id == contact_id)
    }

    /// The first meeting may itself be logged. Source: practice default, a contact needs a met introduction;
    /// how we know of it is always recorded.
    pub(super) fn log_contact(&self, contact: &Contact, note: Option<&Words>, today: NaiveDate) -> Decision {
        let note = note.map(|note| self.about_person(note.clone()));
        if let Some(logged) = self.contact(contact.contact_id) {
            let again = logged.contact == *contact && logged.note == note && logged.taken_back.is_none();
            let refusal = No::ContactAlreadyLogged { contact_id: contact.contact_id };
            return if again { Ok(vec![]) } else { Err(refusal) };
        }
        let met_on = self.going_on()?;
        can_have_been(contact, met_on, today)?;
        Ok(vec![Event::ContactLogged { contact: contact.clone(), note }])
    }

    /// How a contact really was, under the rules that it was logged under. Possible at any time, as long as the contact
    /// stands; but what has ended is not in touch on a later day.
    pub(super) fn correct_contact(&self, contact: &Contact, reason: &Words, today: NaiveDate) -> Decision {
        self.proposed()?;
        let contact_id = contact.contact_id;
        let logged = self.standing_contact(contact_id)?;
        let contact = Contact { session_id: logged.contact.session_id, ..contact.clone() };
        if logged.contact == contact {
            return Err(No::NothingToPutRight);
        }
        can_have_been(&contact, self.met_on().ok_or(No::NotMet)?, today)?;
        if contact.on > logged.contact.on {
            if let Some(lapsed_on) = self.lapse().map(|lapse| lapse.lapsed_on).filter(|end| contact.on > *end)
            {
                return Err(No::Lapsed { lapsed_on });
            }
            if let Some(chosen_on) = self.not_a_fit().filter(|chosen_on| contact.on > *chosen_on) {
                return Err(No::NotAFit { chosen_on });
            }
        }
        let reason = self.about_person(reason.clone());
        Ok(vec![Event::ContactCorrected { contact, reason, corrected_on: today }])
    }

    /// The contact with this id, unless it was taken back.
    fn standing_contact(&self, contact_id: ContactId) -> Result<&LoggedContact, No> {
        let logged = self.contact(contact_id).ok_or(No::NoSuchContact { contact_id })?;
        match &logged.taken_back {
            Some(back) => Err(No::AlreadyVoided { contact_id, voided_on: back.on }),
            None => Ok(logged),
        }
    }

    /// What was said about a contact. Words that were written are put right for a reason; none were, and none is asked.
    /// Possible at any time, as long as the contact stands.
    pub(super) fn write_words(
        &self,
        contact_id: ContactId,
        note: Option<&Words>,
        reason: Option<&Words>,
        today: NaiveDate,
    ) -> Decision {
        self.proposed()?;
        let logged = self.standing_contact(contact_id)?;
        let written = logged.note.as_ref().and_then(Personal::get);
        if written == note {
            return Ok(vec![]);
        }
        if logged.note.is_some() && reason.is_none() {
            return Err(No::ReasonForOtherWords);
        }
        let about = |words: &Words| self.about_person(words.clone());
        let reason = reason.filter(|_| logged.note.is_some()).map(about);
        let note = note.map(about);
        Ok(vec![Event::ContactWordsWritten { contact_id, note, reason, written_on: today }])
    }

    /// Possible at any time, so that a mistake can always be put right.
    pub(super) fn void_contact(&self, contact_id: ContactId, reason: &Words, today: NaiveDate) -> Decision {
        self.proposed()?;
        let logged = self.contact(contact_id).ok_or(No::NoSuchContact { contact_id })?;
        let reason = self.about_person(reason.clone());
        match &logged.taken_back {
            Some(back) if back.reason == reason => Ok(vec![]),
            Some(back) => Err(No::AlreadyVoided { contact_id, voided_on: back.on }),
            None => Ok(vec![Event::ContactVoided { contact_id, reason, voided_on: today }]),
        }
    }

    /// Contacts of one day stay in the order in which they were recorded.
    pub(super) fn contact_logged(&mut self, contact: Contact, note: Option<Personal<Words>>) {
        self.in_order(LoggedContact { contact, note, taken_back: None });
    }

    fn in_order(&mut self, logged: LoggedContact) {
        let at = self.contacts.partition_point(|other| other.contact.on <= logged.contact.on);
        self.contacts.insert(at, logged);
    }

    /// It keeps its words, and its place among those of its day unless the day is another.
    pub(super) fn contact_corrected(&mut self, contact: Contact, on: NaiveDate) {
        let same = |logged: &LoggedContact| logged.contact.contact_id == contact.contact_id;
        let Some(at) = self.contacts.iter().position(same) else { return };
        for declaration in &mut self.declarations {
            declaration.evidence_put_right(&self.contacts[at].contact, on);
        }
        if self.contacts[at].contact.on == contact.on {
            self.contacts[at].contact = contact;
        } else {
            let logged = self.contacts.remove(at);
            self.in_order(LoggedContact { contact, ..logged });
        }
    }

    pub(super) fn contact_words(&mut self, contact_id: ContactId, note: Option<Personal<Words>>) {
        if let Some(logged) = self.contacts.iter_mut().find(|logged| logged.contact.contact_id == contact_id)
        {
            logged.note = note;
        }
    }

    pub(super) fn contact_voided(&mut self, contact_id: ContactId, reason: Personal<Words>, on: NaiveDate) {
        if let Some(logged) = self.contacts.iter_mut().find(|logged| logged.contact.contact_id == contact_id)
        {
            logged.taken_back = Some(TakenBack { reason, on });
        }
        for declaration in &mut self.declarations {
            declaration.evidence_voided(contact_id, on);
        }
    }
}

fn can_have_been(contact: &Contact, met_on: NaiveDate, today: NaiveDate) -> Result<(), No> {
    since_meeting("on", contact.on, met_on, today)?;
    if contact.source == ContactSource::ConnectorSaw && contact.presence == Presence::Absent {
        return Err(No::SawButAbsent);
    }
    match contact.minutes.filter(|minutes| !(1..=MINUTES_LIMIT).contains(minutes)) {
        Some(minutes) => Err(No::MinutesOutOfRange { minutes, limit: MINUTES_LIMIT }),
        None => Ok(()),
    }
}
