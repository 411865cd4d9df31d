//! What a relationship is made of: contacts, answers, the plan for afterwards and the evidence a
//! declaration rests on.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use crate::person::codes::{AnswerMethod, Giving, Wish};
use crate::shared::ids::{AccountId, ContactId, SessionId};
use crate::shared::text::{Line, Words};

/// Plain facts of one contact; what was said about it is kept beside, sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Contact {
    /// This contact.
    pub contact_id: ContactId,
    /// The day.
    pub on: NaiveDate,
    /// How much of it the connector was.
    pub presence: Presence,
    /// Who took the first step.
    pub initiative: Initiative,
    /// How they were in touch.
    pub setting: Setting,
    /// Whole minutes; `None` when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<i64>,
    /// How it went for the person; `None` when nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mood: Option<Mood>,
    /// How we know.
    pub source: ContactSource,
    /// The connector's session in which it happened, if one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<SessionId>,
}

/// When and where the two are to meet for the first time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Meeting {
    /// The day.
    pub on: NaiveDate,
    /// Local time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<NaiveTime>,
}

/// What one of the two said when asked whether it goes on without the connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Confirmation {
    /// Which of the two.
    pub party: Party,
    /// The day they were asked.
    pub on: NaiveDate,
    /// How they answered.
    pub how: AnswerMethod,
    /// What they would like of it.
    pub wish: Wish,
}

/// How the two go on without a connector.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ContinuityPlan {
    /// How they contact each other.
    pub in_touch: Words,
    /// How they get there.
    pub transport: Words,
    /// What to do if it goes wrong.
    pub if_it_goes_wrong: Words,
}

/// What each gives the other, as seen on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Reciprocity {
    /// What the person gives.
    pub gives: BTreeSet<Giving>,
    /// What the person receives.
    pub receives: BTreeSet<Giving>,
}

impl Reciprocity {
    /// Hundredths of `1 − |g − r| / (g + r)` with the kinds given and received counted; `None` when
    /// nothing was recorded, which is not the same as nought.
    ///
    /// Source: reciprocity index, practice default.
    pub fn index_hundredths(&self) -> Option<u64> {
        let (gives, receives) = (self.gives.len() as u64, self.receives.len() as u64);
        let all = gives + receives;
        if all == 0 {
            return None;
        }
        Some(100 - (100 * gives.abs_diff(receives) + all / 2) / all)
    }
}

/// One of the tests S1 to S8, as it came out on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TestResult {
    /// Which: 1 to 8.
    pub number: u8,
    /// Whether it passed.
    pub passed: bool,
    /// What was counted, such as contacts or weeks or days.
    pub found: i64,
    /// What was wanted.
    pub wanted: i64,
    /// The contacts it rests on.
    pub contacts: Vec<ContactId>,
    /// The answer it rests on: what was said (S5, S6) or the wish for less that stands against it (S8).
    /// `None` where nobody has answered and for the other tests.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<Confirmation>,
}

/// The whole evaluation, kept with a declaration so that an auditor sees what it rested on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Evaluation {
    /// Which version of the policy was asked.
    pub policy_version: u32,
    /// The day it was asked about.
    pub as_of: NaiveDate,
    /// S1 to S8, in order.
    pub tests: Vec<TestResult>,
}

impl Evaluation {
    /// Whether all eight passed.
    pub fn passes(&self) -> bool {
        self.tests.iter().all(|test| test.passed)
    }

    /// The contacts the evaluation rests on, each once.
    pub fn evidence(&self) -> BTreeSet<ContactId> {
        self.tests.iter().flat_map(|test| test.contacts.iter().copied()).collect()
    }
}

/// A team lead's signature where not every test passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Override {
    /// Who asked for it.
    pub asked_by: AccountId,
    /// Who signed.
    pub signed_by: AccountId,
}

/// A name for a place, for a sentence.
pub type Place = Line;
