//! Who may read what of a concern. Safeguarding leads read it; whoever raised it sees what they wrote until
//! somebody has taken it over, and after that only that it was received. Nobody else learns that it exists.
//!
//! Somebody of the team who is named as the source never opens it, a safeguarding lead no more than another.

use super::{Concern, Report};
use crate::shared::ids::AccountId;
use crate::shared::personal::Personal;

/// How much somebody may read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// All of it.
    Everything,
    /// What they told themselves, and that it was received.
    OwnWords,
    /// That it was received.
    Receipt,
    /// Not even that there is one; of one that was destroyed, that is everybody.
    Nothing,
}

impl Concern {
    /// How much an account may read.
    pub fn reading(&self, reader: AccountId, is_lead: bool) -> Reading {
        let raised = self.raised_on.is_some() && self.raised_by == reader;
        match (self.is_kept_from(reader), is_lead, raised) {
            (_, _, _) if self.raised_on.is_none() || self.destruction.is_some() => Reading::Nothing,
            (true, _, true) => Reading::Receipt,
            (true, _, false) => Reading::Nothing,
            (false, true, _) => Reading::Everything,
            (false, false, true) if self.taken_over.is_none() => Reading::OwnWords,
            (false, false, true) => Reading::Receipt,
            (false, false, false) => Reading::Nothing,
        }
    }

    /// Whether an account was ever named as the source.
    pub fn is_kept_from(&self, account: AccountId) -> bool {
        let told = self.earlier.iter().chain(&self.report).filter_map(Personal::get);
        told.filter_map(|report: &Report| report.source_account).any(|source| source == account)
    }

    /// Whether the relationship that it is about says that there is a worry. It does not when somebody of the
    /// team was named as the source from the beginning: they may be among those who open that page.
    pub fn is_pointed_at(&self) -> bool {
        let first = self.earlier.first().or(self.report.as_ref()).and_then(Personal::get);
        self.relationship_id.is_some() && first.is_none_or(|report| report.source_account.is_none())
    }
}
