//! What has to be asked again, and from which day: a yes that runs out, an agreement that runs out, a lack of
//! capacity to look at again, a yes given for somebody who has since been found able to give it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Answer, ConsentScope, Person};
use crate::shared::ids::{AssessmentId, SharingId};

/// Something to ask again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AskAgain {
    /// A yes that holds until a day.
    Consent { scope: ConsentScope },
    /// An agreement to share that holds until a day.
    Sharing { sharing_id: SharingId },
    /// Whether they still cannot decide.
    Capacity { assessment_id: AssessmentId },
    /// A question that was answered for them, and that they can answer since a day.
    Themselves { scope: ConsentScope },
}

impl Person {
    /// What has to be asked again and the day on which it is due, earliest first. Nothing of somebody who has
    /// died or been forgotten.
    pub fn to_ask_again(&self) -> Vec<(NaiveDate, AskAgain)> {
        if self.is_gone() {
            return Vec::new();
        }
        let mut all: Vec<(NaiveDate, AskAgain)> = Vec::new();
        for (scope, answers) in &self.consents {
            let Some(Answer::Given { consent, .. }) = answers.last() else { continue };
            let scope = *scope;
            all.extend(consent.until.map(|until| (until, AskAgain::Consent { scope })));
            let able = self.able_to_answer_since(consent);
            all.extend(able.map(|since| (since, AskAgain::Themselves { scope })));
        }
        for kept in self.sharings.values().filter(|kept| !kept.is_taken_back()) {
            let until = kept.last_agreed().and_then(|agreed| agreed.until);
            all.extend(until.map(|until| (until, AskAgain::Sharing { sharing_id: kept.sharing_id })));
        }
        for kept in self.assessments_that_stand().into_iter().filter(|kept| kept.lacks()) {
            let assessment_id = kept.assessment_id;
            all.extend(kept.review_on.map(|day| (day, AskAgain::Capacity { assessment_id })));
        }
        all.sort_unstable();
        all
    }
}
