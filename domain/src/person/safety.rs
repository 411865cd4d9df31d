//! Safety notes: what must not happen, kept apart from what somebody worries about. Each has an owner
//! and a day within a year on which it is looked at again; none is ever removed, only ended.
//!
//! The year is counted from the day on which it was said, not from today, so that a note which reaches
//! us late keeps the day that was agreed. Source: warning notes of adult social care; practice default.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Person, PersonError, PersonEvent, SupportedOnly};
use crate::codes;
use crate::shared::calendar;
use crate::shared::ids::{AccountId, PersonId, SafetyNoteId};
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// Months within which a note is looked at again. Source: warning notes of adult social care, at most a year.
pub const REVIEW_WITHIN_MONTHS: u32 = 12;

codes! {
    /// How binding a note is.
    SafetyKind {
        /// Nobody decides otherwise on the day.
        MustNot = "Must not happen",
        /// To be kept in mind and talked about; not a rule.
        Worry = "A worry",
    }

    /// Who it comes from.
    SafetySource {
        Person = "They told us",
        Family = "Family or a friend",
        Supporter = "Somebody paid to support them",
        Professional = "A professional, such as a social worker or a nurse",
        Seen = "We saw it ourselves",
        Record = "A record that we were given",
    }
}

/// What a note says. Sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SafetyNote {
    /// What must not happen, or what the worry is.
    pub words: Words,
    /// What we do about it.
    pub plan: Words,
    /// How the person was told, or why they have not been.
    pub telling: Words,
    /// People on record whom they must not be brought together with; only a note of what must not happen
    /// keeps anybody apart.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub apart_from: BTreeSet<PersonId>,
}

/// Who keeps an eye on a note, until when it holds without being looked at, and whether the person knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Watch {
    /// Who looks at it again.
    pub owner: AccountId,
    /// The day by which they do.
    pub review_on: NaiveDate,
    /// When the person was told; `None` when they have not been.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_on: Option<NaiveDate>,
    /// With which manager it was talked about; `None` when with none yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discussed: Option<Discussed>,
}

/// That a note was talked about with a manager. Source: warning notes of adult social care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Discussed {
    /// The manager.
    pub with: AccountId,
    /// The day.
    pub on: NaiveDate,
}

/// A note as kept, with everything that became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSafetyNote {
    /// This note.
    pub note_id: SafetyNoteId,
    /// How binding it is.
    pub kind: SafetyKind,
    /// What it says now; gone when the person has been forgotten.
    pub note: Personal<SafetyNote>,
    /// Who it came from.
    pub source: SafetySource,
    /// Who keeps an eye on it now.
    pub watch: Watch,
    /// When it was written down.
    pub added_on: NaiveDate,
    /// Every time it was looked at again, in order.
    pub reviews: Vec<SafetyReview>,
    /// When and why it ended; `None` while it holds.
    pub ended: Option<EndedSafetyNote>,
}

/// One look at a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyReview {
    /// The day.
    pub reviewed_on: NaiveDate,
    /// What it said until then; `None` when it went on as it was.
    pub before: Option<Personal<SafetyNote>>,
}

/// How a note ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedSafetyNote {
    /// The day from which it did not hold.
    pub ended_on: NaiveDate,
    /// Why; gone when the person has been forgotten.
    pub reason: Personal<Words>,
}

impl KeptSafetyNote {
    pub(super) fn new(
        note_id: SafetyNoteId,
        kind: SafetyKind,
        note: Personal<SafetyNote>,
        source: SafetySource,
        watch: Watch,
        added_on: NaiveDate,
    ) -> Self {
        Self { note_id, kind, note, source, watch, added_on, reviews: Vec::new(), ended: None }
    }

    /// Whether it holds.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// When somebody last looked at it.
    pub fn looked_at_on(&self) -> NaiveDate {
        self.reviews.last().map_or(self.added_on, |review| review.reviewed_on)
    }

    pub(super) fn reviewed(&mut self, note: Option<Personal<SafetyNote>>, watch: Watch, on: NaiveDate) {
        let before = note.map(|note| std::mem::replace(&mut self.note, note));
        self.reviews.push(SafetyReview { reviewed_on: on, before });
        self.watch = watch;
    }

    pub(super) fn forget(&mut self, subject: PersonId) {
        self.note.forget(subject);
        self.reviews.iter_mut().filter_map(|review| review.before.as_mut()).for_each(|before| {
            before.forget(subject);
        });
        if let Some(ended) = &mut self.ended {
            ended.reason.forget(subject);
        }
    }
}

impl Person {
    /// The notes that hold: what must not happen first, then by the day on which they are looked at again.
    pub fn safety_notes(&self) -> Vec<&KeptSafetyNote> {
        let mut open: Vec<_> = self.safety.values().filter(|kept| kept.is_open()).collect();
        open.sort_by_key(|kept| (kept.kind, kept.watch.review_on, kept.note_id));
        open
    }

    /// Whom they must not be brought together with.
    pub fn kept_apart_from(&self) -> BTreeSet<PersonId> {
        let musts = self.safety.values().filter(|kept| kept.is_open() && kept.kind == SafetyKind::MustNot);
        musts.filter_map(|kept| kept.note.get()).flat_map(|note| note.apart_from.iter().copied()).collect()
    }

    pub(super) fn add_safety_note(
        &self,
        (note_id, kind, source): (SafetyNoteId, SafetyKind, SafetySource),
        note: &SafetyNote,
        watch: Watch,
        added_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_one_we_support(SupportedOnly::SafetyNote)?;
        self.in_their_life("added_on", added_on, today)?;
        if self.safety.contains_key(&note_id) {
            return Err(PersonError::SafetyNoteAlreadyAdded { note_id });
        }
        self.can_be_watched(watch, added_on, today)?;
        let note = self.about(note);
        Ok(vec![PersonEvent::SafetyNoteAdded { note_id, kind, note, source, watch, added_on }])
    }

    pub(super) fn review_safety_note(
        &self,
        note_id: SafetyNoteId,
        note: &SafetyNote,
        watch: Watch,
        reviewed_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let kept = self.holding_note(note_id, "reviewed_on", reviewed_on, today)?;
        self.can_be_watched(watch, reviewed_on, today)?;
        let note = (kept.note.get() != Some(note)).then(|| self.about(note));
        Ok(vec![PersonEvent::SafetyNoteReviewed { note_id, note, watch, reviewed_on }])
    }

    pub(super) fn end_safety_note(
        &self,
        note_id: SafetyNoteId,
        reason: &Words,
        ended_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        let reason = self.about(reason);
        if let Some(EndedSafetyNote { ended_on: earlier, reason: why }) =
            self.safety.get(&note_id).and_then(|kept| kept.ended.as_ref())
            && (*earlier, why) == (ended_on, &reason)
        {
            return Ok(Vec::new());
        }
        self.holding_note(note_id, "ended_on", ended_on, today)?;
        Ok(vec![PersonEvent::SafetyNoteEnded { note_id, reason, ended_on }])
    }

    /// A note that holds, on a day on which something became of it: not before anybody last looked at it.
    fn holding_note(
        &self,
        note_id: SafetyNoteId,
        field: &'static str,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<&KeptSafetyNote, PersonError> {
        self.in_their_life(field, on, today)?;
        let kept = self.safety.get(&note_id).ok_or(PersonError::UnknownSafetyNote { note_id })?;
        if let Some(EndedSafetyNote { ended_on, .. }) = kept.ended {
            return Err(PersonError::SafetyNoteEnded { note_id, ended_on });
        }
        let last_on = kept.looked_at_on();
        if on < last_on {
            return Err(PersonError::BeforeLastLook { field, on, last_on });
        }
        Ok(kept)
    }

    fn can_be_watched(&self, watch: Watch, from: NaiveDate, today: NaiveDate) -> Result<(), PersonError> {
        if let Some(told_on) = watch.told_on {
            self.in_their_life("told_on", told_on, today)?;
        }
        // Also after a death: with a manager it is talked about then too.
        if let Some(discussed) = watch.discussed {
            let field = "discussed_on";
            calendar::happened(discussed.on, today).map_err(|why| PersonError::Date { field, why })?;
        }
        within_a_year(watch.review_on, from)
    }
}

/// Whether a day on which something is looked at again lies within a year of a day.
pub(super) fn within_a_year(review_on: NaiveDate, from: NaiveDate) -> Result<(), PersonError> {
    let latest = from.checked_add_months(Months::new(REVIEW_WITHIN_MONTHS)).unwrap_or(NaiveDate::MAX);
    match from <= review_on && review_on <= latest {
        true => Ok(()),
        false => Err(PersonError::ReviewOutOfReach { review_on, from, latest }),
    }
}
