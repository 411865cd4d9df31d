//! A decision made for somebody who cannot make it: every option with what speaks for and against it, what
//! matters most to the person, and why one was chosen. It rests on an assessment and on nothing else.
//!
//! Source: Mental Capacity Act 2005, section 4.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use crate::person::{Person, PersonError, PersonEvent};
use crate::shared::ids::{AssessmentId, BestInterestsId};
use crate::shared::text::{Line, Words};

/// Options of one decision. Source: practice default.
pub const MOST_OPTIONS: usize = 4;

/// One thing that could be done, and what it would mean for the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Choosing {
    /// What. Doing nothing is an option too.
    pub option: Line,
    /// What speaks for it.
    pub benefits: Words,
    /// What speaks against it.
    pub burdens: Words,
}

/// What was weighed and chosen. Sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct BestInterests {
    /// Who was present, the person too if they were.
    pub present: Words,
    /// Who spoke for the person.
    pub advocate: Advocate,
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advocate_name: Option<Line>,
    /// What could be done: two to four.
    pub options: Vec<Choosing>,
    /// What matters most to the person: what they say, have said, and always cared about.
    pub matters_most: Words,
    /// A decision they made in advance, if there is one, and whether it bears on this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_advance: Option<Words>,
    /// What others think: family, supporters, professionals.
    pub views: Words,
    /// Which option was chosen, counted from 1.
    pub chosen: u8,
    /// Who decided, and as what.
    pub decision_maker: Line,
    /// Whether it leaves them as free as can be.
    pub least_restrictive: bool,
    /// Whether it would deprive them of their liberty, which no decision of this kind can authorise.
    pub deprives_of_liberty: bool,
    /// Why this one, and why not the others.
    pub chosen_because: Words,
    /// What people disagreed about, and what was done about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conflicts: Option<Words>,
}

impl BestInterests {
    /// The option that was chosen; `None` when the number names none.
    pub fn choice(&self) -> Option<&Choosing> {
        self.options.get(usize::from(self.chosen).checked_sub(1)?)
    }
}

impl Person {
    pub(in crate::person) fn decide_best_interests(
        &self,
        (decision_id, assessment_id): (BestInterestsId, AssessmentId),
        decided: &BestInterests,
        decided_on: NaiveDate,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_alive()?;
        self.in_their_life("decided_on", decided_on, today)?;
        if self.best_interests.contains_key(&decision_id) {
            return Err(PersonError::AlreadyDecided { decision_id });
        }
        let assessment = self.assessments.get(&assessment_id);
        let assessment = assessment.ok_or(PersonError::UnknownAssessment { assessment_id })?;
        if !assessment.lacks() {
            return Err(PersonError::TheyCanDecide { assessed_on: assessment.assessed_on });
        }
        if let Some(able_since) = self.found_able(assessment_id) {
            return Err(PersonError::CanDecideNow { able_since });
        }
        if decided_on < assessment.assessed_on {
            let (field, on, last_on) = ("decided_on", decided_on, assessment.assessed_on);
            return Err(PersonError::BeforeLastLook { field, on, last_on });
        }
        let options = decided.options.len();
        if !(2..=MOST_OPTIONS).contains(&options) {
            return Err(PersonError::OptionsOutOfRange { options });
        }
        if decided.choice().is_none() {
            return Err(PersonError::NoSuchOption { chosen: decided.chosen });
        }
        let decided = self.about(decided);
        Ok(vec![PersonEvent::BestInterestsDecided { decision_id, assessment_id, decided, decided_on }])
    }
}
