//! Whether somebody can make one decision, at one time: an assessment, and what is decided in their best
//! interests when they cannot.
//!
//! Capacity is assumed, and an unwise decision is no sign of its lack. An assessment whose answers
//! contradict each other is refused. Source: Mental Capacity Act 2005, sections 1 to 4.

pub mod assessment;
pub mod best_interests;
pub mod codes;
pub mod consistent;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use assessment::{Ability, Assessment};
pub use best_interests::{BestInterests, Choosing, MOST_OPTIONS};
pub use codes::*;
pub use consistent::Contradiction;

use super::{ConsentScope, Person, PersonError};
use crate::shared::ids::{AssessmentId, BestInterestsId, PersonId};
use crate::shared::personal::Personal;

/// An assessment as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAssessment {
    /// This assessment.
    pub assessment_id: AssessmentId,
    /// Which decision it is about.
    pub decision: CapacityDecision,
    /// The answers; gone when the person has been forgotten.
    pub assessment: Personal<Assessment>,
    /// The day it was made.
    pub assessed_on: NaiveDate,
    /// When it is looked at again; `None` when they were found able to decide.
    pub review_on: Option<NaiveDate>,
    /// The assessment in whose place it stands.
    pub instead_of: Option<AssessmentId>,
}

impl KeptAssessment {
    /// Whether it found that they cannot make the decision; `false` once they are forgotten.
    pub fn lacks(&self) -> bool {
        self.assessment.get().is_some_and(|assessment| assessment.conclusion == Conclusion::Lacks)
    }
}

/// A decision made for somebody, as kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptBestInterests {
    /// This decision.
    pub decision_id: BestInterestsId,
    /// The assessment it rests on.
    pub assessment_id: AssessmentId,
    /// What was weighed and chosen; gone when the person has been forgotten.
    pub decided: Personal<BestInterests>,
    /// The day.
    pub decided_on: NaiveDate,
}

impl Person {
    /// The assessment that was made instead of another, if there is one.
    pub fn made_instead_of(&self, assessment_id: AssessmentId) -> Option<&KeptAssessment> {
        let later = self.assessments.values().filter(|kept| kept.instead_of == Some(assessment_id));
        later.max_by_key(|kept| (kept.assessed_on, kept.assessment_id))
    }

    /// Assessments in whose place no other stands, newest first.
    pub fn assessments_that_stand(&self) -> Vec<&KeptAssessment> {
        let stands = |kept: &&KeptAssessment| self.made_instead_of(kept.assessment_id).is_none();
        let mut standing: Vec<_> = self.assessments.values().filter(stands).collect();
        standing.sort_by_key(|kept| (std::cmp::Reverse(kept.assessed_on), kept.assessment_id));
        standing
    }

    /// Decisions made for them on or before a day that an answer to a question can rest on: about the same
    /// thing, and not overtaken by then. Newest first.
    pub fn decisions_for(&self, scope: ConsentScope, day: NaiveDate) -> Vec<&KeptBestInterests> {
        let fits = |kept: &&KeptBestInterests| self.can_rest_on(kept.decision_id, scope, day).is_ok();
        let mut fitting: Vec<_> = self.best_interests.values().filter(fits).collect();
        fitting.sort_by_key(|kept| (std::cmp::Reverse(kept.decided_on), kept.decision_id));
        fitting
    }

    /// Whether an answer given for somebody may rest on a decision. Source: Mental Capacity Act 2005, section 5.
    pub(super) fn can_rest_on(
        &self,
        decision_id: BestInterestsId,
        scope: ConsentScope,
        on: NaiveDate,
    ) -> Result<(), PersonError> {
        let unknown = PersonError::UnknownDecision { decision_id };
        let kept = self.best_interests.get(&decision_id).ok_or(unknown.clone())?;
        let assessment = self.assessments.get(&kept.assessment_id).ok_or(unknown)?;
        if !assessment.decision.covers(scope) {
            let about = assessment.decision;
            return Err(PersonError::DecisionAboutSomethingElse { decision_id, about, scope });
        }
        if kept.decided_on > on {
            return Err(PersonError::BeforeDecision { decided_on: kept.decided_on, on });
        }
        match self.found_able(assessment.assessment_id) {
            Some(able_since) if able_since <= on => Err(PersonError::CanDecideNow { able_since }),
            _ => Ok(()),
        }
    }

    /// Since when a later assessment, made in the place of this one, has found that they can decide.
    pub fn found_able(&self, assessment_id: AssessmentId) -> Option<NaiveDate> {
        let mut at = assessment_id;
        // A chain of assessments is as long as there are assessments, also where what was stored runs in a circle.
        for _ in 0..self.assessments.len() {
            let next = self.made_instead_of(at)?;
            if !next.lacks() && next.assessment.get().is_some() {
                return Some(next.assessed_on);
            }
            at = next.assessment_id;
        }
        None
    }

    pub(super) fn forget_capacity(&mut self, subject: PersonId) {
        self.assessments.values_mut().for_each(|kept| kept.assessment.forget(subject));
        self.best_interests.values_mut().for_each(|kept| kept.decided.forget(subject));
    }
}
