//! Photographs and papers about a person. What is in a file is kept beside the log, sealed under the same
//! key; here stands that it was attached, what it is, and that it was taken away again.
//!
//! A photograph of somebody is kept only while they agree to it, and every picture says in words what is in
//! it, for whoever does not see it.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answer, ConsentScope, Person, PersonError, PersonEvent, SupportedOnly};
use crate::codes;
use crate::shared::ids::{DocumentId, EngagementId, PersonId, SessionId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Documents that one record holds, those taken away not counted. Source: practice default.
pub const MOST_DOCUMENTS: usize = 500;

codes! {
    /// What somebody attached.
    DocumentKind {
        /// Needs their agreement.
        PhotoOfThem = "A photo of them",
        /// Of what they made, or of a place.
        Photo = "A photo of something else",
        Letter = "A letter",
        Plan = "A plan or an assessment",
        Certificate = "A certificate or an award",
        Other = "Something else",
    }

    /// How it is kept: every picture as a JPEG, whatever it was.
    MediaType {
        Jpeg = "Picture",
        Pdf = "PDF",
        Text = "Text",
        Docx = "Word document",
        Xlsx = "Spreadsheet",
    }
}

/// The session at which something was taken or given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AtSession {
    /// Whose session.
    pub engagement_id: EngagementId,
    /// Which one.
    pub session_id: SessionId,
}

/// What a document is, in words. Sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentAbout {
    /// What it is called in a list.
    pub title: Line,
    /// What is in the picture, for whoever does not see it; `None` for what is no picture.
    pub shows: Option<Line>,
    /// SHA-256 of what is kept, in hexadecimal digits. Sealed too, because a short letter could be guessed by it.
    pub digest: Line,
}

/// What somebody asks to be attached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDocument {
    /// This document.
    pub document_id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is in words.
    pub about: DocumentAbout,
    /// How it is kept.
    pub media: MediaType,
    /// Whole bytes that are kept.
    pub size_bytes: i64,
    /// The day on which it was taken or written; `None` when nobody knows.
    #[serde(default)]
    pub taken_on: Option<NaiveDate>,
    /// The session it belongs to.
    #[serde(default)]
    pub at: Option<AtSession>,
}

/// A document as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptDocument {
    /// This document.
    pub document_id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// What it is in words; gone when the person has been forgotten.
    pub about: Personal<DocumentAbout>,
    /// How it is kept.
    pub media: MediaType,
    /// Whole bytes.
    pub size_bytes: i64,
    /// The day on which it was taken or written.
    pub taken_on: Option<NaiveDate>,
    /// The day on which it was attached.
    pub attached_on: NaiveDate,
    /// The session it belongs to.
    pub at: Option<AtSession>,
    /// When and why it was taken away; `None` while it is there.
    pub removed: Option<RemovedDocument>,
}

/// How a document went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedDocument {
    /// The day.
    pub removed_on: NaiveDate,
    /// Why; gone when the person has been forgotten.
    pub reason: Personal<Words>,
}

impl KeptDocument {
    /// Whether there is still something to look at.
    pub fn is_there(&self) -> bool {
        self.removed.is_none() && self.about.get().is_some()
    }

    /// Whether it is a picture.
    pub fn is_picture(&self) -> bool {
        self.media == MediaType::Jpeg
    }

    /// The day it is about: that of the picture, else that of attaching.
    pub fn day(&self) -> NaiveDate {
        self.taken_on.unwrap_or(self.attached_on)
    }

    pub(super) fn forget(&mut self, subject: PersonId) {
        self.about.forget(subject);
        if let Some(removed) = &mut self.removed {
            removed.reason.forget(subject);
        }
    }
}

impl Person {
    /// What is there, the latest day first.
    pub fn documents_there(&self) -> Vec<&KeptDocument> {
        let mut there: Vec<_> = self.documents.values().filter(|kept| kept.is_there()).collect();
        there.sort_by_key(|kept| (std::cmp::Reverse(kept.day()), kept.document_id));
        there
    }

    /// Under whose key what is in a document is kept: of a record that was put together with theirs, the
    /// other's.
    pub fn keeps_under(&self, id: DocumentId) -> PersonId {
        self.documents.get(&id).map_or(self.person_id, |kept| kept.about.subject())
    }

    /// Whether they have not taken back, nor refused, that pictures of them are kept. A yes that ran out is
    /// asked again; until then the picture stays where it is.
    pub fn refuses_photographs(&self) -> bool {
        self.refused(ConsentScope::Photographs)
    }

    /// A photograph of theirs that may be shown on a day: it is there, and they agree.
    pub fn photo_shown(&self, id: DocumentId, today: NaiveDate) -> bool {
        let of_them = |kept: &&KeptDocument| kept.is_there() && kept.kind == DocumentKind::PhotoOfThem;
        self.documents.get(&id).filter(of_them).is_some()
            && self.consent(ConsentScope::Photographs, today).is_some()
    }

    /// The face that stands for them: the photograph of their latest profile.
    pub fn face(&self) -> Option<DocumentId> {
        let id = self.latest_profile()?.photo?;
        let kept = self.documents.get(&id).filter(|kept| kept.is_there())?;
        (!self.refuses_photographs()).then_some(kept.document_id)
    }

    /// The last day on which the face may be shown: that of their agreement, when it has an end.
    pub fn face_until(&self) -> Option<NaiveDate> {
        match self.consents.get(&ConsentScope::Photographs)?.last()? {
            Answer::Given { consent, .. } => consent.until,
            Answer::Refused { .. } | Answer::Withdrawn { .. } => None,
        }
    }

    pub(super) fn attach(
        &self,
        new: &NewDocument,
        begun_with: Option<PersonId>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let id = new.document_id;
        if self.documents.contains_key(&id) {
            return Err(PersonError::AlreadyAttached { document_id: id });
        }
        let is_picture = new.media == MediaType::Jpeg;
        match new.kind {
            DocumentKind::PhotoOfThem => self.may_be_photographed(is_picture, today)?,
            DocumentKind::Photo if !is_picture => return Err(PersonError::NotAPicture),
            DocumentKind::Photo
            | DocumentKind::Letter
            | DocumentKind::Plan
            | DocumentKind::Certificate
            | DocumentKind::Other => self.is_one_we_support(SupportedOnly::Document)?,
        }
        if is_picture && new.about.shows.is_none() {
            return Err(PersonError::PictureUndescribed);
        }
        if let Some(taken_on) = new.taken_on {
            self.in_their_life("taken_on", taken_on, today)?;
        }
        let there = self.documents.values().filter(|kept| kept.removed.is_none()).count();
        if there >= MOST_DOCUMENTS {
            return Err(PersonError::TooManyDocuments);
        }
        Ok(vec![PersonEvent::DocumentAttached {
            document_id: id,
            kind: new.kind,
            about: Personal::about(self.seals_under(begun_with), new.about.clone()),
            media: new.media,
            size_bytes: new.size_bytes,
            taken_on: new.taken_on,
            at: new.at,
            attached_on: today,
        }])
    }

    /// Source: practice default; a photograph of somebody is personal data about them, kept with their yes.
    fn may_be_photographed(&self, is_picture: bool, today: NaiveDate) -> Result<(), PersonError> {
        if !is_picture {
            return Err(PersonError::NotAPicture);
        }
        match (self.consent(ConsentScope::Photographs, today), self.refuses_photographs()) {
            (Some(_), _) => Ok(()),
            (None, true) => Err(PersonError::PhotographsRefused),
            (None, false) => Err(PersonError::PhotographsNotAgreed),
        }
    }

    pub(super) fn remove_document(
        &self,
        document_id: DocumentId,
        reason: &Words,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let kept = self.documents.get(&document_id).ok_or(PersonError::UnknownDocument { document_id })?;
        match &kept.removed {
            Some(removed) if removed.reason.get() == Some(reason) => Ok(Vec::new()),
            Some(removed) => Err(PersonError::AlreadyRemoved { removed_on: removed.removed_on }),
            None => Ok(vec![PersonEvent::DocumentRemoved {
                document_id,
                reason: Personal::about(kept.about.subject(), reason.clone()),
                removed_on: today,
            }]),
        }
    }

    /// Whether a photograph can stand on the profile.
    pub(super) fn can_be_the_photo(&self, id: DocumentId, today: NaiveDate) -> Result<(), PersonError> {
        let kept = self.documents.get(&id).filter(|kept| kept.is_there());
        let kept = kept.ok_or(PersonError::UnknownDocument { document_id: id })?;
        if kept.kind != DocumentKind::PhotoOfThem {
            return Err(PersonError::NotAPhotoOfThem { document_id: id });
        }
        self.may_be_photographed(kept.is_picture(), today)
    }
}
