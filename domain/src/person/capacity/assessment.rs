//! One assessment of whether somebody can make one decision, with the evidence behind every answer.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use crate::person::safety::within_a_year;
use crate::person::{Person, PersonError, PersonEvent, SupportedOnly};
use crate::shared::ids::AssessmentId;
use crate::shared::text::{Line, Words};

/// Whether they can do one thing, and how we know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ability {
    /// Whether they can, with help.
    pub can: bool,
    /// What was seen or heard.
    pub evidence: Words,
}

/// The answers. Sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assessment {
    /// What prompted it. Somebody's being unwise is no reason.
    pub prompted_by: Words,
    /// The decision, in words: what, with whom, by when.
    pub question: Words,
    /// Whether the mind or brain is impaired.
    pub impairment: Impairment,
    /// The diagnosis, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagnosis: Option<Words>,
    /// Understand what they need to know.
    pub understand: Ability,
    /// Keep it in mind long enough.
    pub retain: Ability,
    /// Use it or weigh it up.
    pub weigh: Ability,
    /// Tell what they have decided.
    pub communicate: Ability,
    /// Whether what they cannot do is because of the impairment.
    pub nexus: Nexus,
    /// Whether they can carry out what they decide.
    pub executive: Executive,
    /// How that shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executive_evidence: Option<Words>,
    /// What was found.
    pub conclusion: Conclusion,
    /// Who sees it differently, and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub differences: Option<Words>,
    /// Who was asked.
    pub consulted: Words,
    /// Whether everything reasonable was done to help them decide.
    pub helped: bool,
    /// What was done.
    pub steps: Words,
    /// Whether the decision can wait.
    pub delay: Delay,
    /// What else matters: where, with whom, at what time of day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<Words>,
    /// Who assessed, and as what.
    pub assessor: Line,
}

impl Assessment {
    /// The four abilities, in the order of the Act.
    pub fn abilities(&self) -> [(Skill, &Ability); 4] {
        [
            (Skill::Understand, &self.understand),
            (Skill::Retain, &self.retain),
            (Skill::Weigh, &self.weigh),
            (Skill::Communicate, &self.communicate),
        ]
    }

    /// The first thing that they cannot do.
    pub fn first_inability(&self) -> Option<Skill> {
        self.abilities().into_iter().find(|(_, ability)| !ability.can).map(|(skill, _)| skill)
    }
}

impl Person {
    pub(in crate::person) fn assess_capacity(
        &self,
        (assessment_id, decision): (AssessmentId, CapacityDecision),
        assessment: &Assessment,
        (assessed_on, review_on): (NaiveDate, Option<NaiveDate>),
        instead_of: Option<AssessmentId>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_alive()?;
        self.is_one_we_support(SupportedOnly::CapacityAssessment)?;
        self.in_their_life("assessed_on", assessed_on, today)?;
        if self.assessments.contains_key(&assessment_id) {
            return Err(PersonError::AlreadyAssessed { assessment_id });
        }
        if let Some(earlier) = instead_of {
            self.can_be_replaced(earlier, decision, assessed_on)?;
        }
        assessment.is_consistent()?;
        match review_on {
            Some(review_on) => within_a_year(review_on, assessed_on)?,
            None if assessment.conclusion == Conclusion::Lacks => return Err(PersonError::ReviewDayMissing),
            None => {}
        }
        let assessment = self.about(assessment);
        Ok(vec![PersonEvent::CapacityAssessed {
            assessment_id,
            decision,
            assessment,
            assessed_on,
            review_on,
            instead_of,
        }])
    }

    /// An assessment that another may stand in the place of: about the same decision, not younger, and
    /// nothing stands in its place yet.
    fn can_be_replaced(
        &self,
        assessment_id: AssessmentId,
        decision: CapacityDecision,
        assessed_on: NaiveDate,
    ) -> Result<(), PersonError> {
        let earlier = self.assessments.get(&assessment_id);
        let earlier = earlier.ok_or(PersonError::UnknownAssessment { assessment_id })?;
        if earlier.decision != decision {
            return Err(PersonError::AnotherDecision { was: earlier.decision });
        }
        if self.made_instead_of(assessment_id).is_some() {
            return Err(PersonError::AssessedAgainAlready { assessment_id });
        }
        if assessed_on < earlier.assessed_on {
            let (field, on, last_on) = ("assessed_on", assessed_on, earlier.assessed_on);
            return Err(PersonError::BeforeLastLook { field, on, last_on });
        }
        Ok(())
    }
}
