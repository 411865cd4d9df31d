//! Whether a record takes anything at all, and whether a day fits into the life it is about.
//!
//! A record that is to be forgotten already takes nothing: what came now would be sealed under a key
//! that is about to be destroyed, or under a new one that nobody would destroy.

use chrono::NaiveDate;

use super::{MergingError, Person, PersonCommand, PersonError, SupportedOnly};
use crate::shared::calendar;

impl Person {
    /// A record is begun once, takes what it is told until somebody decides to forget the person, and
    /// then takes only that it was done.
    pub(super) fn is_open_to(&self, command: &PersonCommand) -> Result<(), PersonError> {
        let confirms = matches!(command, PersonCommand::ConfirmForgotten);
        if let (Some(merged), None) = (self.merged_into, self.forgotten_on)
            && !confirms
            && !matches!(command, PersonCommand::Unmerge { .. })
        {
            return Err(MergingError::MergedAlready { into: merged.into }.into());
        }
        let begins = matches!(command, PersonCommand::Register { .. });
        match (self.forgotten_on, self.registered_on, &self.erasure) {
            (Some(forgotten_on), _, _) if !confirms => Err(PersonError::Forgotten { forgotten_on }),
            (None, None, _) if !begins => Err(PersonError::NotRegistered),
            (None, Some(_), _) if begins => Err(PersonError::AlreadyRegistered { person_id: self.person_id }),
            // What was taken back can still be forgotten.
            (None, Some(_), None) if !matches!(command, PersonCommand::DecideErasure { .. }) => self
                .taken_back_on
                .map_or(Ok(()), |taken_back_on| Err(PersonError::TakenBack { taken_back_on })),
            (None, Some(_), Some(erasure)) if !confirms => {
                Err(PersonError::ErasureDecided { decided_on: erasure.decided_on })
            }
            _ => Ok(()),
        }
    }

    /// They can still be asked. Source: an answer counts only from someone who could change it.
    pub(super) fn is_alive(&self) -> Result<(), PersonError> {
        match self.died_on {
            Some(died_on) => Err(PersonError::Died { died_on }),
            None => Ok(()),
        }
    }

    /// A connector works with them. Source: UK GDPR Article 5(1)(c), data minimisation.
    pub(super) fn is_one_we_support(&self, what: SupportedOnly) -> Result<(), PersonError> {
        if self.is_supported() { Ok(()) } else { Err(PersonError::NotForACommunityMember { what }) }
    }

    /// It happened, and in their lifetime: what is learned late may be recorded, what comes after may not.
    pub(super) fn in_their_life(
        &self,
        field: &'static str,
        on: NaiveDate,
        today: NaiveDate,
    ) -> Result<(), PersonError> {
        calendar::happened(on, today).map_err(|why| PersonError::Date { field, why })?;
        match self.died_on {
            Some(died_on) if on > died_on => Err(PersonError::AfterTheyDied { field, on, died_on }),
            _ => Ok(()),
        }
    }
}
