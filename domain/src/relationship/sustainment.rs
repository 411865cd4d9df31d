//! Looking again, three, six and twelve months after it was declared to stand on its own.

use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::codes::{CheckResult, ContactSource};
use super::decide::Decision;
use super::declaration::Declaration;
use super::standing::happened;
use super::{Relationship, RelationshipError as No, RelationshipEvent as Event};

/// Months after which a declaration is looked at again. Source: practice default.
pub const CHECK_MONTHS: [u8; 3] = [3, 6, 12];

/// Days before it is due from which a check may be made.
const CHECK_EARLY_DAYS: u64 = 14;

/// What was found when it was looked at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Whether it still goes on.
    pub result: CheckResult,
    /// How we know.
    pub source: ContactSource,
    /// The day.
    pub checked_on: NaiveDate,
}

impl Declaration {
    /// The day on which the check after `month` months is due.
    pub fn due_on(&self, month: u8) -> NaiveDate {
        self.declared_on.checked_add_months(Months::new(month.into())).unwrap_or(NaiveDate::MAX)
    }
}

impl Relationship {
    /// The checks that have not been made, with the days on which they are due. None once it has lapsed.
    pub fn checks_due(&self) -> Vec<(u8, NaiveDate)> {
        let Some(declaration) = self.standing_declaration() else {
            return vec![];
        };
        let open = CHECK_MONTHS.into_iter().filter(|month| !declaration.checks.contains_key(month));
        open.map(|month| (month, declaration.due_on(month))).collect()
    }

    /// That it has faded is a finding, not a lapse: somebody may yet help.
    pub(super) fn check_sustained(&self, month: u8, check: Check, today: NaiveDate) -> Decision {
        self.proposed()?;
        if let Some(lapse) = self.lapse() {
            return Err(No::Lapsed { lapsed_on: lapse.lapsed_on });
        }
        let declaration = self.standing_declaration().ok_or(No::NotSelfSustaining)?;
        if !CHECK_MONTHS.contains(&month) {
            return Err(No::NoSuchCheck { month });
        }
        if let Some(made) = declaration.checks.get(&month) {
            return Err(No::AlreadyChecked { month, checked_on: made.checked_on });
        }
        happened("checked_on", check.checked_on, today)?;
        let due_on = declaration.due_on(month);
        if check.checked_on < due_on - Days::new(CHECK_EARLY_DAYS) {
            return Err(No::TooEarly { due_on });
        }
        let Check { result, source, checked_on } = check;
        Ok(vec![Event::SustainmentChecked { month, result, source, checked_on }])
    }

    pub(super) fn sustainment_checked(&mut self, month: u8, check: Check) {
        if let Some(declaration) = self.declarations.last_mut() {
            declaration.checks.insert(month, check);
        }
    }
}
