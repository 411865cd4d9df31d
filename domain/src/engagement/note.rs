//! The words about a delivered session: written down later when nothing was, without saying why, and put right by a
//! correction like everything else of it. What was written before stays in the log.

use chrono::NaiveDate;

use super::decide::Decision;
use super::session::DELIVERED_AT;
use super::{Engagement, EngagementError, EngagementEvent, Session};
use crate::shared::ids::SessionId;
use crate::shared::personal::Personal;
use crate::shared::text::Words;

/// What a correction says of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoteTold<'a> {
    /// They stay.
    AsItWas,
    /// These stand from now on.
    Now(&'a Words),
    /// They are taken away, such as those about somebody else.
    TakenAway,
}

/// What a request says: words count before their absence.
pub(super) fn told(note: Option<&Words>, without_note: bool) -> NoteTold<'_> {
    match (note, without_note) {
        (Some(words), _) => NoteTold::Now(words),
        (None, true) => NoteTold::TakenAway,
        (None, false) => NoteTold::AsItWas,
    }
}

impl<'a> NoteTold<'a> {
    /// The same, but as it was where it says what is written already.
    pub(super) fn otherwise_than(self, session: &Session) -> Self {
        let written = session.note.as_ref().and_then(Personal::get);
        match self {
            Self::Now(words) if written == Some(words) => Self::AsItWas,
            Self::TakenAway if session.note.is_none() => Self::AsItWas,
            told => told,
        }
    }

    pub(super) fn words(self) -> Option<&'a Words> {
        match self {
            Self::Now(words) => Some(words),
            Self::AsItWas | Self::TakenAway => None,
        }
    }
}

/// Also after the ending, because words come late.
pub(super) fn write(state: &Engagement, today: NaiveDate, session_id: SessionId, note: &Words) -> Decision {
    state.must_be(DELIVERED_AT)?;
    if state.delivered_session(session_id)?.note.is_some() {
        return Err(EngagementError::NoteIsWritten { session_id });
    }
    Ok(vec![EngagementEvent::SessionNoteWritten {
        session_id,
        note: state.personal(note),
        written_on: today,
    }])
}
