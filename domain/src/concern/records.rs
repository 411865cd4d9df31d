//! What a concern is made of. All of it is sealed under the concern's own key, codes too: even what sort of
//! worry it is says something about somebody. Everything may be missing, because nobody waits with a worry
//! until a form is full.

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::codes::*;
use crate::shared::ids::AccountId;
use crate::shared::text::{Line, Words};

/// What is known of what happened: first as it was told, later as it was completed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Report {
    /// What was seen or heard, as it was: the person's own words as they said them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seen: Option<Words>,
    /// What somebody makes of it, apart from what they saw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Words>,
    /// The day it happened, or was noticed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happened_on: Option<NaiveDate>,
    /// The time of that day, local.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub happened_at: Option<NaiveTime>,
    /// How whoever tells of it came to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<HowKnown>,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Line>,
    /// What it may be; several may be true.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub categories: BTreeSet<Category>,
    /// Others at risk: adults and children of the household, or where it happened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<Words>,
    /// Who may have done it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Words>,
    /// The same when it is somebody of the team: they never open this concern, whatever their role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_account: Option<AccountId>,
    /// What was done at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<Words>,
    /// Whether 999 was rung; `None` when nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emergency: Option<bool>,
    /// The reference that the police or the ambulance gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub police_reference: Option<Line>,
    /// Whether the person can decide about this for themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub capacity: Option<AboutThis>,
    /// What they say to telling the council.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentToRefer>,
    /// Why the council is told all the same, or was told without asking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overridden_because: Option<Words>,
    /// How the person sees it themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub view: Option<Words>,
    /// What they want to come of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcomes: Option<Words>,
    /// Who speaks up for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advocate: Option<Line>,
}

impl Report {
    /// Whether nobody wrote a word of what happened, what it is, who may be at risk or what was done. It is kept all
    /// the same; a page asks once whether it is meant.
    pub fn says_nothing(&self) -> bool {
        let words = [&self.seen, &self.opinion, &self.others, &self.source, &self.done, &self.view];
        words.iter().all(|words| words.is_none())
    }
}

/// A concern passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConcernReferral {
    /// To whom.
    pub to: ReferredTo,
    /// With whom it was talked about, and how it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// The reference they gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Line>,
}

/// The council's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CouncilDecision {
    /// What they decided.
    pub answer: CouncilAnswer,
    /// Their reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Line>,
    /// What they said, and who leads an enquiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
}

/// How a concern ended, with the questions of Making Safeguarding Personal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// What came of it, and why it can be closed.
    pub words: Words,
    /// Whether the person was asked what they want.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<WasAsked>,
    /// Whether it came so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<OutcomesMet>,
    /// Whether they feel safer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safer: Option<FeelsSafer>,
    /// Whether they were listened to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub listened: Option<ListenedTo>,
}

/// The sentence that others see, from when to when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Banner {
    /// Whom to speak to, and how to reach them. Nothing about the person.
    pub reach: Line,
    /// From this day.
    pub from_on: NaiveDate,
    /// Up to this day.
    pub until_on: NaiveDate,
}

impl Banner {
    /// Whether it is shown on a day.
    pub fn shows_on(&self, day: NaiveDate) -> bool {
        self.from_on <= day && day <= self.until_on
    }
}
