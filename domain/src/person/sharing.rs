//! Who may be told what: an agreement about one recipient and one thing, which can be taken back on any day
//! and in any way. Agreeing again is another answer to the same question, and the last one counts.
//!
//! The closed questions of [`ConsentScope`] stay as they are; this is for what they are too wide for. Source:
//! UK GDPR Article 7(3), by analogy; common-law duty of confidence.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{AnswerMethod, ConsentScope, Person, PersonError, PersonEvent, SupportedOnly};
use crate::shared::ids::{BestInterestsId, PersonId, SharingId};
use crate::shared::personal::Personal;
use crate::shared::text::{Line, Words};

/// Who may be told what. Sealed under the person's key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sharing {
    /// Who: "the day centre", "Lee".
    pub with: Line,
    /// What: "about her club, and how to reach us".
    pub what: Words,
    /// Who may tell it: somebody named, "her sister"; `None` for our organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Line>,
}

/// How an answer about sharing was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SharingAnswer {
    /// The day.
    pub on: NaiveDate,
    /// In which way.
    pub how: AnswerMethod,
    /// What they said.
    pub words: Option<Personal<Words>>,
    /// What was agreed; `None` when it was taken back.
    pub agreed: Option<AgreedSharing>,
}

/// What was agreed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedSharing {
    /// Who may be told what; gone when the person has been forgotten.
    pub sharing: Personal<Sharing>,
    /// The last day it holds; `None` until it is taken back.
    pub until: Option<NaiveDate>,
    /// The decision it rests on, when it was agreed for them.
    pub decision_id: Option<BestInterestsId>,
}

/// One agreement with every answer about it, in the order of the days they were given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptSharing {
    /// This agreement.
    pub sharing_id: SharingId,
    /// At least one.
    pub answers: Vec<SharingAnswer>,
}

impl KeptSharing {
    /// What was last agreed, whether or not it still holds.
    pub fn last_agreed(&self) -> Option<&AgreedSharing> {
        self.answers.iter().rev().find_map(|answer| answer.agreed.as_ref())
    }

    /// What holds on a day, if anything does.
    pub fn holds_on(&self, day: NaiveDate) -> Option<&AgreedSharing> {
        let answer = self.answers.iter().rev().find(|answer| answer.on <= day)?;
        answer.agreed.as_ref().filter(|agreed| agreed.until.is_none_or(|until| day <= until))
    }

    /// Whether the last answer took it back.
    pub fn is_taken_back(&self) -> bool {
        self.answers.last().is_some_and(|answer| answer.agreed.is_none())
    }

    fn forget(&mut self, subject: PersonId) {
        for answer in &mut self.answers {
            if let Some(words) = &mut answer.words {
                words.forget(subject);
            }
            if let Some(agreed) = &mut answer.agreed {
                agreed.sharing.forget(subject);
            }
        }
    }
}

impl Person {
    pub(super) fn agree_sharing(
        &self,
        sharing_id: SharingId,
        sharing: &Sharing,
        (agreed_on, until): (NaiveDate, Option<NaiveDate>),
        (how, words, decision_id): (AnswerMethod, &Option<Words>, Option<BestInterestsId>),
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_alive()?;
        self.is_one_we_support(SupportedOnly::Sharing)?;
        self.in_their_life("agreed_on", agreed_on, today)?;
        if let Some(until) = until
            && until < agreed_on
        {
            return Err(PersonError::UntilBeforeGiven { given_on: agreed_on, until });
        }
        let (sharing, words) = (self.about(sharing), self.said(words));
        let agreed = AgreedSharing { sharing: sharing.clone(), until, decision_id };
        let answer = SharingAnswer { on: agreed_on, how, words: words.clone(), agreed: Some(agreed) };
        if self.sharings.get(&sharing_id).and_then(|kept| kept.answers.last()) == Some(&answer) {
            return Ok(Vec::new());
        }
        self.may_answer_so(how, decision_id, ConsentScope::ShareWithFamily, agreed_on)?;
        Ok(vec![PersonEvent::SharingAgreed {
            sharing_id,
            sharing,
            agreed_on,
            until,
            how,
            words,
            decision_id,
        }])
    }

    pub(super) fn end_sharing(
        &self,
        sharing_id: SharingId,
        ended_on: NaiveDate,
        how: AnswerMethod,
        words: &Option<Words>,
        today: NaiveDate,
    ) -> Result<Vec<PersonEvent>, PersonError> {
        self.is_alive()?;
        self.in_their_life("ended_on", ended_on, today)?;
        let kept = self.sharings.get(&sharing_id).ok_or(PersonError::UnknownSharing { sharing_id })?;
        let words = self.said(words);
        let answer = SharingAnswer { on: ended_on, how, words: words.clone(), agreed: None };
        if kept.answers.last() == Some(&answer) {
            return Ok(Vec::new());
        }
        // Also what ran out meanwhile: asked again, they may not want it any more.
        let latest = kept.answers.iter().rev().find(|answer| answer.on <= ended_on);
        if latest.is_none_or(|answer| answer.agreed.is_none()) {
            return Err(PersonError::SharingDoesNotHold { sharing_id, on: ended_on });
        }
        Ok(vec![PersonEvent::SharingEnded { sharing_id, ended_on, how, words }])
    }

    /// Puts an answer in the place of its day; of two on one day, the one recorded later stands later.
    pub(super) fn take_sharing(&mut self, sharing_id: SharingId, answer: SharingAnswer) {
        let fresh = KeptSharing { sharing_id, answers: Vec::new() };
        let answers = &mut self.sharings.entry(sharing_id).or_insert(fresh).answers;
        let place = answers.partition_point(|earlier| earlier.on <= answer.on);
        answers.insert(place, answer);
    }

    pub(super) fn forget_sharings(&mut self, subject: PersonId) {
        self.sharings.values_mut().for_each(|kept| kept.forget(subject));
    }
}
